"""Parser functions of wikitext (``{{#if: … }}``, ``{{lc: … }}``): what a page shows of a call."""

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
    """Return what a parser function shows; None if it is not one, or if the page alone does not decide its result.

    ``name_and_value`` is the call up to its first bar (``#if: x``); ``arguments`` returns what follows by name or
    number, and is called only if the function needs it. ``#ifexist`` asks for another page, and ``#ifexpr`` for the
    result of a formula: both take the first branch, because a published page usually has what it asks for.

    >>> parser_function("#if: x", lambda: {"1": "yes", "2": "no"})
    'yes'
    >>> parser_function("#switch: b", lambda: {"a": "1", "b": "2"})
    '2'
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


def _tag(name: str, arguments: Mapping[str, str]) -> str:
    return "" if name.casefold() in {"ref", "gallery", "templatestyles"} else arguments.get("1", "")


_FUNCTIONS: Final[Mapping[str, Callable[[str, Mapping[str, str]], str]]] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#ifexist": lambda _, arguments: arguments.get("1", ""),
    "#iferror": lambda tested, arguments: arguments.get("2", tested),
    "#ifexpr": lambda _, arguments: arguments.get("1", ""),
    "#switch": _switch,
    "#tag": _tag,
}
