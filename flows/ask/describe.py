"""The data dictionary as data, for the README and the terminal: tables, keys, columns and checks."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import NamedTuple

from schemas.contract import TYPE_NAMES
from schemas.tables import TABLES, ForeignKey, TableSpec

Example = str | int | float | bool | dt.date | tuple[str, ...] | None


class RuleEntry(NamedTuple):
    """One check: its name, the column it is reported under, and what a breach means."""

    name: str
    column: str
    message: str
    remedy: str


class ColumnEntry(NamedTuple):
    """One column. ``words`` are all that a closed column may hold; ``example`` can be None: null is usual there."""

    name: str
    type: str
    is_nullable: bool
    description: str
    example: Example
    unit: str | None
    source: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table: what a row is, its keys, columns and checks."""

    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    columns: tuple[ColumnEntry, ...]
    rules: tuple[RuleEntry, ...]


@functools.cache
def dictionary() -> tuple[TableEntry, ...]:
    """Return all tables of the contract in publishing order."""
    return tuple(_entry(spec) for spec in TABLES.values())


def _entry(spec: TableSpec) -> TableEntry:
    rules = spec.model.rules()
    words = {rule.column: rule.words for rule in rules if rule.words}
    columns = []
    for name, column in spec.model.to_schema().columns.items():
        facts = column.metadata or {}
        example = facts.get("example")
        columns.append(
            ColumnEntry(
                name=name,
                type=TYPE_NAMES[column.dtype.type],
                is_nullable=column.nullable,
                description=column.description or "",
                example=tuple(example) if isinstance(example, list) else example,
                unit=facts.get("unit"),
                source=facts.get("source"),
                words=words.get(name, ()),
            )
        )
    return TableEntry(
        spec.name,
        spec.description,
        spec.grain,
        spec.key,
        spec.foreign_keys,
        tuple(columns),
        tuple(RuleEntry(rule.name, rule.column, rule.message, rule.remedy) for rule in rules),
    )
