"""What stands behind a person's name and is no other person: "William, Duke of Xland", "Otto Vahl, KCB, 1485–1487".

A comma separates persons and also a person from a title, from the letters of an order and from the years of a reign. So
each piece behind a comma is told by what it consists of.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from flows.rules.tail_words import tail_words
from flows.rules.words import date_words, fold, people_words

TailKind = Literal["title", "letters", "tenure", "remark", "suffix"]

_WORDS: Final = tail_words()
_DATES: Final = date_words()
_FATE_MARKS: Final = people_words().glued
_WORD: Final = re.compile(r"[^\W\d_]+")
_YEARS: Final = re.compile(r"\d{3,4}")
# A date or a span of years has only these signs beside its words.
_NOT_OF_DATES: Final = re.compile(r"[^\w\s.,–—/?~+-]")
_LETTERS: Final = re.compile(r"[A-Z](?:\.?[A-Za-z]{0,3}[A-Z]){1,5}\.?|[A-Z][a-z]{1,2}[.]?[A-Z]\.?|Esq\.?")
_REGNAL: Final = re.compile(r"[IVXL]{1,7}")
_COMMA: Final = re.compile(r"[ ]?,[ ]?")
_TOKEN: Final = re.compile(r"[^\s,]+")
_MOST: Final = 12


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
    piece = piece.strip()
    if _WORDS.suffix.match(piece):
        return "suffix"
    if _WORDS.title.match(piece):
        return "title"
    if _is_letters(piece):
        return "letters"
    if is_tenure(piece):
        return "tenure"
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
    head, *tails = _COMMA.split(before.strip())
    if kind is None or not head or head[0] == "(" or head[-1] == ":":
        return False
    if kind == "suffix" or (kind == "title" and _WORDS.numbered.match(piece.strip())):
        return True
    if kind == "title":
        return not any(part.partition(" ")[0] in _WORDS.titles or tail_kind(part) == "title" for part in (head, *tails))
    # An abbreviation takes no letters: "YPG, SDF" are two.
    return any(map(str.islower, head)) and any(map(str.isupper, head))


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
    name, said, left = head, [], [letters] if letters else []
    for piece in pieces:
        kind = tail_kind(piece)
        if kind == "letters":
            left.append(piece)
        elif kind in ("tenure", "remark") or (kind == "title" and is_whole(head)):
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
