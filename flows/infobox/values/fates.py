"""What became of a person: marks glued to a name ("AsapovKIA"), signs, words in brackets."""

from __future__ import annotations

import re
from typing import Final

from flows.rules.words import alternatives, fold, people_words

_WORDS: Final = people_words()
_GLUED: Final = alternatives(_WORDS.glued)
# A mark may be printed twice ("KIAKIA").
_MARK: Final = re.compile(rf"(?:{_GLUED})(?=(?:{_GLUED})?(?![\w.]))")
_REGNAL: Final = re.compile(r"(?<=[^\W\d_][ ])(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})\Z")
MARK_ALONE: Final = re.compile(r"(?:KIA|WIA|MIA|POW|DOW|†|✝|✠|‡)")
"""The mark of a fate that stands where a person would: it names none."""
_SIGN: Final = re.compile("[" + "".join(map(re.escape, _WORDS.signs)) + "]")
_DIED_OF: Final = re.compile(rf"(?:{alternatives(_WORDS.died_of)})(?!\w)", re.IGNORECASE)
_WOUNDS: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS.wounds)})(?!\w)", re.IGNORECASE)
_LAST: Final = re.compile(rf"(?<=[^\s,])[ ]({alternatives(_WORDS.fates)})\Z")
_LAST_WORDS: Final = frozenset(word.rpartition(" ")[2] for word in _WORDS.fates)
_CLAIMED: Final = re.compile(r"[ ,;]")


def cut_fates(text: str) -> tuple[str, list[str]]:
    """Return the text without fate marks, and the fates they name."""
    fates: list[str] = []
    if _SIGN.search(text):
        fates = [_WORDS.signs[match[0]] for match in _SIGN.finditer(text)]
        text = _SIGN.sub(" ", text)
    if not _MARK.search(text):
        return (" ".join(text.split()) if fates or "  " in text else text), fates
    pieces: list[str] = []
    at = 0
    for match in _MARK.finditer(text):
        before = text[match.start() - 1 : match.start()]
        # After a capital or a digit the letters are part of a word (NOKIA), except after the number of a king
        # ("Leonidas IKIA"). After an opening bracket they are left to ``_cut_brackets``.
        is_part = not before or before.isupper() or before.isdigit() or before == "("
        is_again = at > 0 and match.start() == at
        if is_part and not is_again and _REGNAL.search(text, at, match.start()) is None:
            continue
        fates.append(_WORDS.glued[match[0]])
        pieces.append(text[at : match.start()])
        at = match.end()
    pieces.append(text[at:])
    return " ".join(" ".join(pieces).split()), fates


def cut_last_fate(text: str) -> tuple[str, list[str]]:
    """Return a name without the small words for a fate at its end, and that fate.

    >>> cut_last_fate("Otto Vahl killed in action"), cut_last_fate("Emil Fallen")
    (('Otto Vahl', ['killed']), ('Emil Fallen', []))
    """
    if text[text.rfind(" ") + 1 :] not in _LAST_WORDS or (found := _LAST.search(text)) is None:
        return text, []
    name = text[: found.start()]
    return (name, [_WORDS.fates[fold(found[1])]]) if any(map(str.isupper, name)) else (text, [])


def is_fate(text: str) -> bool:
    """Return whether the words only say what became of someone ("executed" on a line of its own).

    >>> is_fate("executed"), is_fate("戦死"), is_fate("Killed"), is_fate("Ada Hox")
    (True, True, False, False)
    """
    return not text[:1].isupper() and (fold(text) in _WORDS.fates or _DIED_OF.match(text) is not None)


def fates_of(inner: str) -> list[str]:
    """Return the fates that a bracket names: all of "wounded and captured", the first of "killed per X's claim"."""
    if (died := _DIED_OF.match(inner)) is not None:
        return ["died_of_wounds"] if _WOUNDS.search(inner, died.end()) else []
    first = _CLAIMED.split(inner, maxsplit=1)[0]
    claimed = _fate_of(first)
    if claimed is None:
        return []
    words = [word for word in _CLAIMED.split(inner) if word and fold(word) not in _WORDS.joints]
    found = [fate for word in words if (fate := _fate_of(word))]
    return found if len(found) == len(words) else [claimed]


def _fate_of(word: str) -> str | None:
    return _WORDS.fates.get(fold(word)) or _WORDS.glued.get(word)
