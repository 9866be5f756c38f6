"""What of ftfy's repairs is proven, and what correct text can show too.

ftfy weighs likelihoods: "Â" before a no-break space is nearly always a trace of UTF-8. In "SUOVÂKUOŠKÂ kirkko" it is
the last letter of a word, and the repair would take it away. Whoever reads a table cannot see that a letter is missing,
so such a repair is not made, and named instead.
"""

from __future__ import annotations

import re
from typing import Final

from flows.text.fast_ftfy import fix_encoding
from flows.text.misread_documents import Reread, misread_as
from flows.text.mojibake_evidence import NON_ASCII_RUNS

# A misread sign or no-break space: the letter for the byte C2 in one of the encodings, and the sign itself.
_BEFORE_SIGN: Final = frozenset("ÂВΒĀ")
# The letters for C3, CE and D0; with a no-break space they make à, Π and Р.
_BEFORE_SPACE: Final = frozenset("ÃÎÐĂĐ")
_CAPITALS: Final = re.compile(r"(?:[^\W\d_]|['’-])*+\Z")
# What lost bytes make where a space was taken for one: dots of Braille, rare Han.
_OUT_OF_PLACE: Final = re.compile("[\u2800-\u28ff\u3400-\u4dbf\ua000-\ua4cf]")
_FEW: Final = 3
"""More misread characters than these are proof by themselves: their bytes all are valid UTF-8."""
_LONGEST_WORD: Final = 60
"""A word of more letters is looked at as far as this: a line of one word would be read anew for each of its signs."""
_LONGEST_START: Final = 6
_NAME_STARTS: Final = re.compile(r"(?<![^\W\d_])(?:Ma?c|De|Di|Du|La|Le|Lo|Van|Von|Fitz|Saint|[dlDLO]['’])\Z")


def proven(line: str, fixed: str) -> str:
    r"""Return ftfy's repair of a line without what correct text can show too.

    >>> proven("SUOVÂ\u00a0– FranÃ§ois", "SUOV\u00a0– François")
    'SUOVÂ\xa0– François'
    """
    if _OUT_OF_PLACE.search(fixed) is not None and _OUT_OF_PLACE.search(line) is None:
        fixed = fix_encoding(line, may_lack_a0=False)
        if _OUT_OF_PLACE.search(fixed) is not None:
            return line
    old, new = NON_ASCII_RUNS.split(line), NON_ASCII_RUNS.split(fixed)
    if len(old) != len(new) or old[::2] != new[::2]:
        return fixed
    changed, doubtful = _changes(old, new)
    if len(doubtful) < len(changed) and misread_as(line) is not None:
        return fixed  # all of the line reads back, which nobody's capitals do by chance
    for at in doubtful:
        new[at] = old[at]
    return "".join(new)


def is_proven(text: str, whole: Reread) -> bool:
    """Return whether a text that was reread as a whole had any character in it that only a misreading makes."""
    if len(whole.edits) > _FEW:
        return True
    old, new = NON_ASCII_RUNS.split(text), NON_ASCII_RUNS.split(whole.text)
    if len(old) != len(new):
        return True
    changed, doubtful = _changes(old, new)
    return len(doubtful) < len(changed)


def _changes(old: list[str], new: list[str]) -> tuple[list[int], list[int]]:
    """Return which runs beyond ASCII (odd places) differ, and which of these differences are unproven."""
    changed = [at for at in range(1, len(old), 2) if old[at] != new[at]]
    return changed, [
        at for at in changed if _is_unproven("".join(old[max(at - 8, 0) : at]), old[at], new[at], old[at + 1])
    ]


def breaks_case(before: str, run: str, after: str = "") -> bool:
    """Return whether a run of characters puts a capital where no word has one: in the middle of small letters.

    >>> breaks_case("Fj", "À", "ll"), breaks_case("Mac", "É", "wan"), breaks_case("BESAN", "Ç", "ON")
    (True, False, False)
    """
    word = before + run + after[:1]
    for at in range(len(before), len(before) + len(run)):
        if not word[at].isupper():
            continue
        last, following = word[at - 1 : at], word[at + 1 : at + 2]
        if last.islower() and _NAME_STARTS.search(word, max(at - _LONGEST_START, 0), at) is None:
            return True
        if last.isupper() and following.islower():
            return True
    return False


def _is_unproven(before: str, old: str, new: str, after: str) -> bool:
    """Return whether a change takes a capital from the end of a word, or puts one into the middle of it."""
    if breaks_case(before, new, after):
        return True
    for at in range(len(old) - 1):
        takes = old[at] in _BEFORE_SIGN or (old[at] in _BEFORE_SPACE and old[at + 1] == "\u00a0")
        if (
            takes
            and not new.endswith(old[at:])
            and _is_of_capitals(before[-_LONGEST_WORD:] + old[max(at - _LONGEST_WORD, 0) : at])
        ):
            return True
    return False


def _is_of_capitals(words: str) -> bool:
    """Return whether the last word of some text is a word of capitals; its last character is a letter then."""
    match = _CAPITALS.search(words[-_LONGEST_WORD:])
    return match is not None and match[0][-1:].isupper() and match[0].isupper()
