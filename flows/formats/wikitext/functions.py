"""Parser functions of wikitext (``{{#if: … }}``, ``{{lc: … }}``): which of their arguments a page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_CASES: Final[Mapping[str, Callable[[str], str]]] = {
    "lc": str.lower,
    "uc": str.upper,
    "lcfirst": lambda words: words[:1].lower() + words[1:],
    "ucfirst": lambda words: words[:1].upper() + words[1:],
    "urlencode": str,
    "nowiki": str,
}


def function(called: str, arguments: Callable[[], Mapping[str, str]]) -> str | None:
    """Return what a parser function shows, None for what is none or cannot be known from the page alone.

    What depends on other pages (``#ifexist``) is taken to be there: a page that is read is one that was finished.

    >>> function("#if: x", lambda: {"1": "yes", "2": "no"}), function("#switch: b", lambda: {"a": "1", "b": "2"})
    ('yes', '2')
    >>> function("lc: ABC", dict), function("small", dict)
    ('abc', None)
    """
    name, colon, first = called.partition(":")
    name, first = name.strip().casefold(), first.strip()
    if not colon:
        return None
    if name in _CASES:
        return _CASES[name](first)
    if name not in _FUNCTIONS:
        return None
    return _FUNCTIONS[name](first, arguments())


def _if(condition: str, given: Mapping[str, str]) -> str:
    return given.get("1" if condition else "2", "")


def _ifeq(left: str, given: Mapping[str, str]) -> str:
    return given.get("2" if left == given.get("1", "").strip() else "3", "")


def _switch(subject: str, given: Mapping[str, str]) -> str:
    folded = subject.casefold()
    if folded in given and not folded.isdecimal():
        return given[folded]
    numbered = [key for key in given if key.isdecimal()]
    return given.get("#default", given[numbered[-1]] if numbered else "")


_FUNCTIONS: Final[Mapping[str, Callable[[str, Mapping[str, str]], str]]] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#ifexist": lambda _, given: given.get("1", ""),
    "#iferror": lambda tested, given: given.get("2", tested),
    "#ifexpr": lambda _, given: given.get("1", ""),
    "#switch": _switch,
    "#tag": lambda tag, given: "" if tag.casefold() in {"ref", "gallery", "templatestyles"} else given.get("1", ""),
}
