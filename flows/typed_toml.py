"""Reads a TOML file of ours and holds it against its declared type: its keys, and the types of their values.

Without that, a misspelt key would go unnoticed: the words below it would not count. The error says where a fault
stands, what is wrong and what to write instead.

A declared type is one of Python's: ``str``, ``bool``, ``int``, ``float``, ``list[...]``, ``tuple[..., ...]`` (written
as a list), ``dict[str, ...]``, a union, a ``Literal``, a ``TypedDict`` (a table with these keys) or a ``NamedTuple``
(a table that leaves the reader as this record). So a type is declared once: mypy checks the loaders against it, and
this module the files.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    NotRequired,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from flows.errors import RuleError
from flows.suggestions import nearest

T = TypeVar("T")

_SHOWN: Final = 120
_NAMES: Final = {str: "words", bool: "true or false", int: "a whole number", float: "a number", list: "a list"}


class Keys:
    """What the keys of an open table are: one of ``names``, all of them when ``all_needed``."""

    def __init__(self, *names: str, all_needed: bool = True) -> None:
        self.names = tuple(name for words in names for name in words.split())
        self.needed = frozenset(self.names if all_needed else ())


class KeyForm(NamedTuple):
    """What the keys of an open table look like, as a pattern and in words."""

    pattern: str
    words: str


def read_toml(path: Path, declared: type[T]) -> T:
    """Return a file of ours as tables of its declared type; ``RuleError`` when it cannot be read, or is not so."""
    return parse_toml(text_of(path), declared, path.name)


def text_of(path: Path) -> str:
    """Return the text of a file of ours; raise ``RuleError`` where it cannot be read.

    Any other error in a batch would be blamed on its pages.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(path.name, f"this is not UTF-8: {error.reason}", "write the file in UTF-8") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        remedy = "pip install --force-reinstall infobox-etl"
        raise RuleError(path.name, f"cannot be read ({reason})", remedy) from error


def parse_toml(source: str, declared: type[T], where: str) -> T:
    """Return TOML as tables of a declared type; ``RuleError``, which names ``where``, when it is not so."""
    try:
        tables = tomllib.loads(source)
    except ValueError as error:  # no TOML, or a number of thousands of digits
        raise RuleError(where, f"this is not TOML: {error}", "correct the line that the message names") from error
    return check_types(tables, declared, where)


def check_types(value: object, declared: type[T], where: str) -> T:
    """Return a value of TOML with its tables as the type says; ``RuleError`` when it does not have that type.

    >>> check_types({"ranks": ["Earl", 3]}, dict[str, list[str]], "ranks.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: ranks.toml: 'ranks' is not a list of words
      write a list of words
    """
    try:
        return cast(T, checked(value, declared))
    except FileTypeError as error:
        raise RuleError(f"{where} {_place(error.path, value)}".rstrip(), error.what, _remedy(error)) from None


def _place(path: tuple[str | int, ...], value: Any) -> str:
    """Return where a fault is as TOML writes it: ``[wiki_frame.feet]``, ``[[unit]] 'km2'``."""
    out, names = "", []
    for step in path:
        value = value[step]
        if isinstance(step, str):
            names.append(step)
            continue
        entry = next((value[key] for key in ("id", "key", "name", "why") if isinstance(value.get(key), str)), "")
        out += f"[[{'.'.join(names)}]] {entry[:_SHOWN]!r} " if entry else f"[[{'.'.join(names)}]] number {step + 1} "
        names = []
    return (out + (f"[{'.'.join(names)}]" if names else "")).strip()


def _remedy(error: FileTypeError) -> str:
    """Return what to write instead: the key that was probably meant, else what is possible here."""
    near = nearest(error.given, error.possible)
    return error.remedy if near is None else f"did you mean {near!r}?"


class FileTypeError(Exception):
    """A value does not have its type: where in the tables, what is wrong, what was given and what is possible."""

    def __init__(
        self, path: tuple[str | int, ...], what: str, remedy: str, given: str = "", possible: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what)
        self.path, self.what, self.remedy = path, what, remedy
        self.given, self.possible = given, possible


class _Record(NamedTuple):
    """The keys of a table with their types; ``build`` makes the record when the table is to leave as one."""

    keys: dict[str, Any]
    needed: frozenset[str]
    build: type[Any] | None


def checked(value: object, declared: Any, path: tuple[str | int, ...] = ()) -> object:
    """Return the value, its tables as the records that the type asks for; ``FileTypeError`` when it has another type.

    >>> checked({"ranks": ["Earl", 3]}, dict[str, list[str]])
    Traceback (most recent call last):
    ...
    flows.typed_toml.FileTypeError: 'ranks' is not a list of words
    """
    if type(value) is declared:
        return value
    origin = get_origin(declared)
    if origin is Annotated:
        inner, rule = get_args(declared)
        return _checked_open(value, inner, rule, path)
    if origin is list and isinstance(value, list):
        return _checked_list(value, get_args(declared)[0], path)
    if origin is tuple and isinstance(value, list):
        return tuple(_checked_list(value, get_args(declared)[0], path))
    if origin is dict and isinstance(value, dict):
        inner = get_args(declared)[1]
        return {key: checked(item, inner, (*path, key)) for key, item in value.items()}
    if origin in (Union, UnionType):
        for one in get_args(declared):
            if isinstance(value, get_origin(one) or one) or (one is float and type(value) is int):
                return checked(value, one, path)
    if origin is Literal and value in get_args(declared):
        return value
    if isinstance(value, dict) and (is_typeddict(declared) or hasattr(declared, "_fields")):
        return _checked_record(value, _record(declared), path)
    if declared is float and type(value) is int:
        return float(value)
    raise _misfit(value, declared, path)


def _checked_list(value: list[Any], inner: Any, path: tuple[str | int, ...]) -> list[Any]:
    if inner is str and {str}.issuperset(map(type, value)):  # most of what the files hold
        return value
    if inner is str:
        raise _misfit(value, list[str], path)
    return [checked(item, inner, (*path, number)) for number, item in enumerate(value)]


def _checked_record(value: dict[str, Any], record: _Record, path: tuple[str | int, ...]) -> object:
    _demand_known(value, tuple(record.keys), path)
    out = {key: checked(item, record.keys[key], (*path, key)) for key, item in value.items()}
    _demand_needed(value, record.needed, path)
    return record.build(**out) if record.build else out


def _checked_open(value: object, inner: Any, rule: Keys | KeyForm, path: tuple[str | int, ...]) -> object:
    """Return an open table; ``FileTypeError`` when one of its keys is not one of its names or not of its form."""
    if not isinstance(value, dict):
        return checked(value, inner, path)
    if isinstance(rule, Keys):
        _demand_known(value, rule.names, path)
        out = checked(value, inner, path)
        _demand_needed(value, rule.needed, path)
        return out
    for key in value:
        if re.fullmatch(rule.pattern, key) is None:
            raise FileTypeError(path, f"the key {key!r} is not {rule.words}", f"write {rule.words}")
    return checked(value, inner, path)


def _demand_known(value: dict[str, Any], names: tuple[str, ...], path: tuple[str | int, ...]) -> None:
    """Raise ``FileTypeError`` for the first key that is not known."""
    for key in value:
        if key not in names:
            # A key that is not there yet was meant more likely than one that is.
            possible = tuple(name for name in names if name not in value) or names
            remedy = f"the keys here are {', '.join(names)}"
            raise FileTypeError(path, f"the key {key!r} is not known", remedy, key, possible)


def _demand_needed(value: dict[str, Any], needed: frozenset[str], path: tuple[str | int, ...]) -> None:
    """Raise ``FileTypeError`` for a missing key. Faults within the table were looked for first: they say more."""
    if missing := sorted(needed - value.keys()):
        raise FileTypeError(path, f"the key {missing[0]!r} is missing", f"write {missing[0]} = …")


def _misfit(value: object, declared: Any, path: tuple[str | int, ...]) -> FileTypeError:
    name = repr(path[-1]) if path and isinstance(path[-1], str) else "this"
    if get_origin(declared) is Literal:
        possible = tuple(map(str, get_args(declared)))
        remedy = f"use one of {', '.join(possible)}"
        return FileTypeError(
            path[:-1], f"{name} is {value!r}, which is not one of its values", remedy, str(value), possible
        )
    wanted = _in_words(declared)
    return FileTypeError(path[:-1], f"{name} is not {wanted}", f"write {wanted}")


def _in_words(declared: Any) -> str:
    if get_origin(declared) in (list, tuple):
        inner = get_args(declared)[0]
        return "a list of words" if inner is str else "a list of tables" if _is_table(inner) else "a list"
    if get_origin(declared) in (Union, UnionType):
        return " or ".join(_in_words(one) for one in get_args(declared) if one is not NoneType)  # TOML has no null
    return "a table" if _is_table(declared) else _NAMES.get(declared, "what stands here elsewhere")


def _is_table(declared: Any) -> bool:
    return get_origin(declared) in (dict, Annotated) or is_typeddict(declared) or hasattr(declared, "_fields")


@cache
def _record(declared: Any) -> _Record:
    """Return the keys of a ``TypedDict`` or ``NamedTuple``, and which of them a table must have."""
    hints = get_type_hints(declared, include_extras=True)
    defaults = getattr(declared, "_field_defaults", {})
    needed = {key for key, hint in hints.items() if get_origin(hint) is not NotRequired and key not in defaults}
    keys = {key: get_args(hint)[0] if get_origin(hint) is NotRequired else hint for key, hint in hints.items()}
    return _Record(keys, frozenset(needed), None if is_typeddict(declared) else declared)
