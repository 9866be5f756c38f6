"""Reading ``contract.json``. Anyone may have written that of a snapshot, so every part of it is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from schemas.contract import FORMAT, CheckTerms, ColumnTerms, Contract, TableTerms, version_of
from schemas.tables import ForeignKey

_MOST_BYTES: Final = 4_000_000
"""Today's contract has about 110,000 bytes."""


def contract_in(path: Path) -> Contract:
    """Return the contract in a file.

    Raises ``ValueError``, which says where the file is malformed, and ``OSError`` when it cannot be read.
    """
    with path.open("rb") as content:
        text = content.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES:,} bytes")
    return read_contract(text.decode("utf-8"))


def read_contract(text: str) -> Contract:
    """Return the contract that a text holds; raise ``ValueError``, which says where the text is malformed.

    Unknown keys are ignored: a later release may have added them.
    """
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    top = _Part(content, "the file")
    if top.value("format") != FORMAT:
        raise ValueError(f"format {top.value('format')!r:.20}: another version of infobox-etl wrote it")
    tables = _Part(top.value("tables"), "tables")
    return Contract(
        version_of(top.text("version")), {name: _table(tables.part(name)) for name in sorted(tables.names())}
    )


def _table(part: _Part) -> TableTerms:
    columns = tuple(map(_column, part.parts("columns")))
    if len({column.name for column in columns}) < len(columns):
        raise ValueError(f"{part.where} has a column twice")
    checks = tuple(map(_check, part.parts("checks")))
    if len({(check.column, check.name) for check in checks}) < len(checks):
        raise ValueError(f"{part.where} has a check twice")
    if not {check.column for check in checks} <= {column.name for column in columns}:
        raise ValueError(f"{part.where} has a check of a column that it does not have")
    keys = (
        ForeignKey(each.texts("columns"), each.text("table"), each.texts("references"))
        for each in part.parts("foreign_keys")
    )
    return TableTerms(
        part.text("description"),
        part.text("grain"),
        part.texts("primary_key"),
        tuple(keys),
        part.text_or_none("parent"),
        columns,
        checks,
    )


def _column(part: _Part) -> ColumnTerms:
    return ColumnTerms(
        part.text("name"),
        part.text("type"),
        part.flag("is_nullable"),
        part.text("description"),
        part.text_or_none("unit"),
        part.text_or_none("source"),
        part.texts("words") if "words" in part.names() else (),
    )


def _check(part: _Part) -> CheckTerms:
    return CheckTerms(
        part.text("name"),
        part.text("column"),
        part.text("demands"),
        part.text("message"),
        part.text("remedy"),
        part.flag("is_row_rule"),
    )


class _Part:
    """One object of the file, and the path to it for messages."""

    def __init__(self, content: object, where: str) -> None:
        if not isinstance(content, dict):
            raise ValueError(f"{where} is not an object")
        self._content = cast(Mapping[str, object], content)
        self.where = where

    def names(self) -> tuple[str, ...]:
        return tuple(self._content)

    def value(self, name: str) -> object:
        if name not in self._content:
            raise ValueError(f"{self.where} has no {name}")
        return self._content[name]

    def part(self, name: str) -> _Part:
        return _Part(self.value(name), f"{self.where}.{name}")

    def parts(self, name: str) -> tuple[_Part, ...]:
        where = f"{self.where}.{name}"
        return tuple(_Part(each, f"{where}[{number}]") for number, each in enumerate(self._list(name)))

    def text(self, name: str) -> str:
        return _is_text(self.value(name), f"{self.where}.{name}")

    def text_or_none(self, name: str) -> str | None:
        return None if self._content.get(name) is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_is_text(each, f"{self.where}.{name}") for each in self._list(name))

    def flag(self, name: str) -> bool:
        if not isinstance(value := self.value(name), bool):
            raise ValueError(f"{self.where}.{name} is neither true nor false")
        return value

    def _list(self, name: str) -> list[object]:
        if not isinstance(value := self.value(name), list):
            raise ValueError(f"{self.where}.{name} is not a list")
        return value


def _is_text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{where} is not a text")
    return value
