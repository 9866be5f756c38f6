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


def parser_function(name_and_value: str, arguments: Callable[[], Mapping[str, str]]) -> str | None:
    """Return what a parser parser_function shows, None for what is none or cannot be known from the page alone.

    What depends on other pages (``#ifexist``) is taken to be there: a page that is read is one that was finished.

    >>> parser_function("#if: x", lambda: {"1": "yes", "2": "no"}), parser_function("#switch: b", lambda: {"a": "1", "b": "2"})
    ('yes', '2')
    >>> parser_function("lc: ABC", dict), parser_function("small", dict)
    ('abc', None)
    """
    name, colon, first = name_and_value.partition(":")
    name, first = name.strip().casefold(), first.strip()
    if not colon:
        return None
    if name in _CASES:
        return _CASES[name](first)
    if name not in _FUNCTIONS:
        return None
    return _FUNCTIONS[name](first, arguments())


def _if(condition: str, arguments: Mapping[str, str]) -> str:
    return arguments.get("1" if condition else "2", "")


def _ifeq(left: str, arguments: Mapping[str, str]) -> str:
    return arguments.get("2" if left == arguments.get("1", "").strip() else "3", "")


def _switch(subject: str, arguments: Mapping[str, str]) -> str:
    folded = subject.casefold()
    if folded in arguments and not folded.isdecimal():
        return arguments[folded]
    numbered = [key for key in arguments if key.isdecimal()]
    return arguments.get("#default", arguments[numbered[-1]] if numbered else "")


_FUNCTIONS: Final[Mapping[str, Callable[[str, Mapping[str, str]], str]]] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#ifexist": lambda _, arguments: arguments.get("1", ""),
    "#iferror": lambda tested, arguments: arguments.get("2", tested),
    "#ifexpr": lambda _, arguments: arguments.get("1", ""),
    "#switch": _switch,
    "#tag": lambda tag, arguments: (
        "" if tag.casefold() in {"ref", "gallery", "templatestyles"} else arguments.get("1", "")
    ),
}
