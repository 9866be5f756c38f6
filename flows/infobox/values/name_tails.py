"""What stands behind a person's name and is no other person: "William, Duke of Xland", "Otto Vahl, KCB, 1485–1487".

A comma separates persons and also a person from a title, from the letters of an order and from the years of a reign. So
each piece behind a comma is decided by what it consists of.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from flows.infobox.values.brackets import brackets
from flows.rules.tail_words import tail_words
from flows.rules.words import date_words, fold, people_words

TailKind = Literal["title", "office", "letters", "tenure", "remark", "suffix"]

_WORDS: Final = tail_words()
_DATES: Final = date_words()
_FATE_MARKS: Final = people_words().glued
# Brackets and marks of a fate behind a piece say nothing of what the piece is.
_BESIDE: Final = re.compile(
    rf"[ ]?(?:\([^()]{{0,200}}\)|[{''.join(map(re.escape, people_words().signs))}])"
    rf"|(?<=[\da-z])(?:{'|'.join(sorted(map(re.escape, _FATE_MARKS)))})\Z"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_YEARS: Final = re.compile(r"\d{3,4}")
# A date or a span of years has only these signs beside its words.
_NOT_OF_DATES: Final = re.compile(r"[^\w\s.,–—/?~+-]")
_LETTERS: Final = re.compile(r"[A-Z](?:\.?[A-Za-z]{0,3}[A-Z]){1,5}\.?|[A-Z][a-z]{1,2}[.]?[A-Z]\.?|Esq\.?")
_REGNAL: Final = re.compile(r"[IVXL]{1,7}")
# "Augustus 63 BC – 14 AD"; one number alone may be part of a name.
_DATED: Final = r"(?:(?:c|ca|r|fl)\.?[ ]?)?\d{1,4}(?:[ ]?[A-Z]{2,3})?"
_YEARS_BEHIND: Final = re.compile(rf"[ ]{_DATED}[ ]?[–-][ ]?{_DATED}\Z")
_COMMA: Final = re.compile(r"[ ]?,[ ]?")
_SEPARATOR: Final = re.compile(r"[,;](?:[ ](?:and|&))?(?=[ ]|\Z)")
_JOINTS: Final = frozenset({"and", "&", "of", "the"})
_MOST_WORDS: Final = 7
_TOKEN: Final = re.compile(r"[^\s,]+")
_MOST: Final = 12
_LONGEST: Final = 300


class NameTails(NamedTuple):
    """A name with the tails cut off: what was ``said`` of the person, and the letters that are ``left``."""

    name: str
    said: tuple[str, ...]
    left: tuple[str, ...]


def tail_kind(piece: str) -> TailKind | None:
    """Return what a piece behind a comma is, None when it may be another person.

    >>> tail_kind("Duke of York"), tail_kind("KCB"), tail_kind("DSO & Bar"), tail_kind("1485–1487"), tail_kind("Jr.")
    ('title', 'letters', 'letters', 'tenure', 'suffix')
    >>> tail_kind("commander of the guard"), tail_kind("Prince Eugene of Zland"), tail_kind("Emil Renn")
    ('remark', None, None)
    """
    piece = _BESIDE.sub("", piece).strip()
    if not piece:
        return None
    if _WORDS.suffix.match(piece):
        return "suffix"
    if _WORDS.title.match(piece):
        return "title"
    if all(word.casefold().strip(",") in _WORDS.offices for word in piece.split()):
        return "office"
    if _is_letters(piece):
        return "letters"
    if is_tenure(piece):
        return "tenure"
    if _WORDS.born.match(piece):
        return "remark"
    # Without a capital it is no name, in the scripts that have capitals.
    return "remark" if piece[:1].islower() and piece == piece.lower() else None


def is_tenure(text: str) -> bool:
    """Return whether the words only say when: "1485–1487", "from 3 May 1911 until present".

    >>> is_tenure("r. 1461–1470"), is_tenure("1st Corps 1944"), is_tenure("Emil Renn")
    (True, False, False)
    """
    if _YEARS.search(text) is None or _NOT_OF_DATES.search(text) or len(text) > 60:
        return False
    words = _WORD.findall(text)
    return all(fold(word) in _WORDS.tenure or word in _DATES.eras or _DATES.find(word) for word in words)


def is_letters(text: str) -> bool:
    """Return whether the text is only letters of known orders ("KCB DSO"), such as a line of its own holds.

    >>> is_letters("KCB, DSO"), is_letters("SAA")
    (True, False)
    """
    tokens = _TOKEN.findall(text)
    return bool(tokens) and _bare(tokens[0]) in _WORDS.letters and all(map(_is_known, tokens))


def continues_name(before: str, piece: str) -> bool:
    """Return whether a piece behind a comma belongs to the person before it.

    A second title may be a person of its own, and so may any title behind a name that is one ("Duke of Somerset, Earl
    of Northumberland").

    >>> continues_name("William", "Duke of Xland"), continues_name("Duke of Somerset", "Earl of Northumberland")
    (True, False)
    """
    kind = tail_kind(piece)
    # Bounded, since a value of thousands of years would make one name.
    head, *tails = _COMMA.split(before[:_LONGEST].strip())
    if kind is None or not head or head[0] == "(" or head[-1] == ":":
        return False
    if kind == "suffix" or (kind == "title" and _WORDS.numbered.match(piece.strip())):
        return True
    if kind == "title":
        first = head.partition(" ")[0]
        return not (
            (first in _WORDS.titles and first not in _WORDS.before_names)
            or any(tail.partition(" ")[0] in _WORDS.titles or tail_kind(tail) == "title" for tail in tails)
            or tail_kind(head) == "title"
        )
    # An abbreviation takes no letters: "YPG, SDF" are two.
    return any(map(str.islower, head)) and any(map(str.isupper, head))


def names_in(text: str) -> list[str]:
    """Return the names that commas and semicolons separate, each with what belongs to it; the whole text if unsure.

    >>> names_in("Ann Lee, 1st Baron Lee, Bo Ray; Cy Fox, Chairman")
    ['Ann Lee, 1st Baron Lee', 'Bo Ray', 'Cy Fox, Chairman']
    >>> names_in("Mayor of Aton, who ruled Beton, Ann Lee")
    ['Mayor of Aton, who ruled Beton, Ann Lee']
    """
    if len(text) > _LONGEST * 8 or _SEPARATOR.search(text) is None:
        return [text]
    names: list[str] = []
    at = 0
    spans = brackets(text)
    for sign in (*_SEPARATOR.finditer(text), None):
        end = len(text) if sign is None else sign.start()
        if sign is not None and any(first < end < last for first, last in spans):
            continue
        piece = text[at:end].strip()
        at = end if sign is None else sign.end()
        if names and continues_name(names[-1], piece):
            names[-1] += f", {piece}"
        elif piece:
            names.append(piece)
    return names if len(names) > 1 and all(map(_is_like_a_name, names)) else [text]


def _is_like_a_name(text: str) -> bool:
    words = _COMMA.split(text)[0].split()
    lower = [
        word for word in words if word[:1].islower() and fold(word) not in _WORDS.particles and word not in _JOINTS
    ]
    return text[:1].isupper() and len(words) <= _MOST_WORDS and not lower


def may_hide_another(text: str) -> bool:
    """Return whether a name and a title behind its comma may be two persons, where a comma also stands for a line.

    >>> may_hide_another("Emil Renn, Duke of Esk"), may_hide_another("Charles II, Duke of Yland")
    (True, False)
    """
    head, *tails = _COMMA.split(text)
    return is_whole(head) and any(tail_kind(tail) == "title" and not _WORDS.numbered.match(tail) for tail in tails)


def is_whole(name: str) -> bool:
    """Return whether a name is known without its title: not "Charles II" or "Prince Philip", which are given names.

    >>> is_whole("Emil Renn"), is_whole("Charles II"), is_whole("Prince Philip")
    (True, False, False)
    """
    words = [word for word in name.split() if word not in _WORDS.titles and not _REGNAL.fullmatch(word)]
    return len(words) > 1


def cut_tails(text: str) -> NameTails:
    """Return a name without what is behind it; titles of a mere given name and unknown pieces stay in the name.

    >>> cut_tails("Otto Vahl, 3rd Duke of Esk, KCB, 1485–1487")
    NameTails(name='Otto Vahl', said=('3rd Duke of Esk', '1485–1487'), left=('KCB',))
    """
    head, *pieces = _COMMA.split(text, maxsplit=_MOST)
    head, letters = _cut_letters(head)
    if not any(map(str.isupper, head)):  # a sentence: "no children of her own, but a boy was brought up in her house"
        return NameTails(text, (), ())
    years = _YEARS_BEHIND.search(head)
    name = head[: years.start()] if years else head
    said, left = [years[0].strip()] if years else [], [letters] if letters else []
    for piece in pieces:
        kind = tail_kind(piece)
        if kind == "letters":
            left.append(piece)
        elif kind in ("tenure", "remark", "office") or (kind == "title" and is_whole(head)):
            said.append(piece)
        else:
            name += f", {piece}"
    return NameTails(name, tuple(said), tuple(left))


def _cut_letters(head: str) -> tuple[str, str]:
    """Return a name without the letters of known orders at its end, and the letters; at least two words stay."""
    words = head.split(" ")
    end = len(words)
    while end > 2 and _is_known(words[end - 1]):
        end -= 1
    while end < len(words) and _bare(words[end]) not in _WORDS.letters:
        end += 1
    return " ".join(words[:end]), " ".join(words[end:])


def _is_letters(piece: str) -> bool:
    tokens = piece.split()
    if piece in _FATE_MARKS or not tokens or not (_LETTERS.fullmatch(tokens[0]) or _bare(tokens[0]) in _WORDS.letters):
        return False
    return all(_LETTERS.fullmatch(token) or _is_known(token) for token in tokens[1:])


def _is_known(token: str) -> bool:
    return _bare(token) in _WORDS.letters or fold(token) in _WORDS.again


def _bare(token: str) -> str:
    return token.replace(".", "").strip("()*")
