"""The contract as data and as text: what ``contract.json`` holds, derived from the classes of ``TABLES``.

These terms are the one description of tables for people and programs: ``infobox-etl describe``, ``contract diff``,
``datapackage.json`` and the gate read them. The text is canonical: sorted where order means nothing, without a clock,
without anything of a library. Equal contracts have equal texts, so the bytes of a file tell whether it is today's
contract.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from schemas.tables import CONTRACT_VERSION, TABLES, ForeignKey, TableSpec

CONTRACT_FILE: Final = "contract.json"
FORMAT: Final = 1
"""Version of the file's own form. Added keys need no new version: a reader ignores the keys it does not know."""

TYPE_NAMES: Final = {
    pl.String: "text",
    pl.Int16: "int16",
    pl.Int32: "int32",
    pl.Int64: "int64",
    pl.Float64: "float64",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.List(pl.String): "list of text",
}

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


class Version(NamedTuple):
    """A version of the contract; a later one is greater. ``CHANGELOG.md`` says what its numbers mean."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Return the version as text: ``1.2.0``."""
        return f"{self.major}.{self.minor}.{self.patch}"


def version_of(text: str) -> Version:
    """Return the version that a text names; raise ``ValueError`` for anything but three numbers.

    >>> version_of("1.12.0") > version_of("1.2.9")
    True
    """
    if not (found := _VERSION.fullmatch(text)):
        raise ValueError(f"{text!r:.40} is not a version such as 1.2.0")
    return Version(*map(int, found.groups()))


class ColumnTerms(NamedTuple):
    """What is promised of one column. ``words`` are the allowed values of a closed column, else empty."""

    name: str
    type: str
    is_nullable: bool
    description: str
    unit: str | None = None
    source: str | None = None
    words: tuple[str, ...] = ()


class CheckTerms(NamedTuple):
    """What one check promises of the rows, with the fields of ``schemas.checks.Check``.

    Only ``demands`` is binding; ``message`` and ``remedy`` are words for people.
    """

    name: str
    column: str
    demands: str
    message: str
    remedy: str
    is_row_rule: bool = False


class TableTerms(NamedTuple):
    """What is promised of one table. The order of the columns is promised, too; that of keys and checks is not."""

    description: str
    grain: str
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    parent: str | None
    columns: tuple[ColumnTerms, ...]
    checks: tuple[CheckTerms, ...]

    @property
    def by_name(self) -> dict[str, ColumnTerms]:
        """Return the columns by their names."""
        return {column.name: column for column in self.columns}


class Contract(NamedTuple):
    """A contract: its version, and its tables by name."""

    version: Version
    tables: Mapping[str, TableTerms]


@functools.cache
def todays_contract() -> Contract:
    """Return the contract that this code keeps, whether it is released or not."""
    return Contract(version_of(CONTRACT_VERSION), {name: _terms(spec) for name, spec in sorted(TABLES.items())})


def _terms(spec: TableSpec) -> TableTerms:
    checks = spec.model.checks()
    words = {check.column: check.words for check in checks if check.words}
    columns = []
    for name, column in spec.model.to_schema().columns.items():
        facts = column.metadata or {}
        columns.append(
            ColumnTerms(
                name,
                TYPE_NAMES[column.dtype.type],
                column.nullable,
                column.description or "",
                facts.get("unit"),
                facts.get("source"),
                words.get(name, ()),
            )
        )
    promised = (
        CheckTerms(each.name, each.column, each.demands, each.message, each.remedy, each.is_row_rule) for each in checks
    )
    return TableTerms(
        spec.description, spec.grain, spec.key, spec.foreign_keys, spec.parent, tuple(columns), tuple(promised)
    )


def contract_text(contract: Contract) -> str:
    """Return ``contract.json``."""
    tables = {name: _plain(table) for name, table in sorted(contract.tables.items())}
    content = {"format": FORMAT, "version": str(contract.version), "tables": tables}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(table: TableTerms) -> dict[str, object]:
    foreign_keys = sorted(table.foreign_keys, key=lambda key: (key.columns, key.table, key.references))
    checks = sorted(table.checks, key=lambda check: (check.column, check.name))
    return {
        "description": table.description,
        "grain": table.grain,
        "primary_key": table.key,
        "foreign_keys": [
            {"columns": key.columns, "table": key.table, "references": key.references} for key in foreign_keys
        ],
        "parent": table.parent,
        "columns": [_filled(column) for column in table.columns],
        "checks": [_filled(check) for check in checks],
    }


def _filled(terms: ColumnTerms | CheckTerms) -> dict[str, object]:
    """Return the terms that are set: a column without a unit has no key ``unit``."""
    return {name: value for name, value in terms._asdict().items() if value not in (None, ())}
