"""Centuries, millennia and decades that a word beside a number names: "siglo V", "XIX век", "années 1940"."""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.dates.tokens import Atom

_ROMAN: Final = re.compile(r"(X{0,2}(?:IX|IV|V?I{0,3}))(?:e|er|ème|º|th)?+\.?+")
_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_CONNECTORS: Final = frozenset({"dash", "to", "and", "or", "slash", "comma", "till"})
_BETWEEN: Final = frozenset({"joint", "to", "dash", "and"})
_KINDS: Final = frozenset({"age", "tens"})


def roman(text: str) -> int:
    """Return the value of a Roman numeral up to 29, 0 for any other word.

    >>> roman("XIXe"), roman("IV."), roman("Vienna")
    (19, 4, 0)
    """
    found = _ROMAN.fullmatch(text)
    letters = [_VALUES[letter] for letter in found[1]] if found else []
    following = [*letters[1:], 0]
    return sum(-one if one < after else one for one, after in zip(letters, following, strict=False))


def joined(atoms: list[Atom]) -> list[Atom]:
    """Return the atoms with each century, millennium and decade as one atom; the numbers of a range are each one.

    A number right before the word is its ordinal ("5. Jahrhundert"), else the one behind it ("siglo V").
    """
    if not any(atom.kind in _KINDS for atom in atoms):
        return atoms
    out: list[Atom] = []
    ahead: Atom | None = None  # a word whose number is still to come
    for at, atom in enumerate(atoms):
        before = out[-1] if out else None
        if atom.kind == "age" and before and _ordinal(before):
            out[-1] = _span(before, atom)
            _spread(out, atom)
        elif atom.kind in _KINDS:
            ahead = atom
            following = [one for one in atoms[at + 1 : at + 4] if one.kind not in _BETWEEN][:1]
            if not following or not _fits(following[0], atom):
                ahead = None
                out.append(atom._replace(kind="other"))
        elif ahead and _fits(atom, ahead):
            out.append(_span(atom, ahead))
            is_listed = at + 1 < len(atoms) and atoms[at + 1].kind in _CONNECTORS
            ahead = ahead if is_listed else None
        elif ahead and atom.kind in _BETWEEN and not (out and out[-1].kind in {"century", "millennium", "decade"}):
            continue
        else:
            ahead = ahead if atom.kind in _CONNECTORS else None
            out.append(atom)
    return out


def _ordinal(atom: Atom) -> int:
    """Return the number that an ordinal names, 0 for any other atom."""
    number = atom.number if atom.kind == "num" else roman(atom.text)
    return number if number <= 30 else 0


def _fits(atom: Atom, word: Atom) -> bool:
    if word.kind == "tens":
        return atom.kind == "decade" or (atom.kind == "year" and atom.number % 10 == 0)
    return _ordinal(atom) > 0


def _span(number: Atom, word: Atom) -> Atom:
    start, end = min(number.start, word.start), max(number.end, word.end)
    if word.kind == "tens":
        return Atom("decade", number.number, number.text, start, end, number.depth)
    kind = "century" if word.number == 100 else "millennium"
    return Atom(kind, _ordinal(number), number.text, start, end, number.depth)


def _spread(out: list[Atom], word: Atom) -> None:
    """Make centuries of the numbers that share the word: "5th to 7th centuries"."""
    at = len(out) - 3
    while at >= 0 and out[at + 1].kind in _CONNECTORS and _ordinal(out[at]):
        out[at] = _span(out[at], word._replace(start=out[at].start, end=out[at].end))
        at -= 2
