"""The data dictionary: what each table and column means, and questions about them to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.ask.report.facts import ReportFacts, Tables
from flows.typed_toml import read_toml
from schemas.contract import ColumnTerms, TableTerms, todays_contract
from schemas.tables import TABLES


class ExampleQuery(NamedTuple):
    """A question in words and in SQL."""

    asks: str
    sql: str


class DictionaryColumn(NamedTuple):
    """What is promised of one column."""

    name: str
    type: str
    is_nullable: bool
    is_key: bool
    meaning: str


class DictionaryTable(NamedTuple):
    """What is promised of one table; ``refers`` says in words which rows of other tables its rows belong to."""

    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    refers: tuple[str, ...]
    columns: tuple[DictionaryColumn, ...]
    queries: tuple[ExampleQuery, ...]


@dataclass(frozen=True, slots=True)
class DictionaryView:
    """The tables of the contract that are there, in its order."""

    version: str
    tables: tuple[DictionaryTable, ...]


def dictionary(_facts: ReportFacts, tables: Tables, _left: int) -> DictionaryView | None:
    """Return the part of the contract that is about the tables which are there; None without any."""
    contract = todays_contract()
    found = tuple(_table(name, contract.tables[name]) for name in TABLES if tables.has(name))
    return DictionaryView(str(contract.version), found) if found else None


def _table(name: str, terms: TableTerms) -> DictionaryTable:
    refers = tuple(f"{', '.join(key.columns)} is in {key.table}" for key in terms.foreign_keys)
    columns = tuple(_column(column, column.name in terms.key) for column in terms.columns)
    return DictionaryTable(
        name, terms.description, terms.grain, terms.key, refers, columns, example_queries().get(name, ())
    )


def _column(terms: ColumnTerms, is_key: bool) -> DictionaryColumn:
    words = f" One of: {', '.join(terms.words)}." if terms.words and terms.words[0] not in terms.description else ""
    unit = f" Unit: {terms.unit}." if terms.unit else ""
    source = f" From: {terms.source}." if terms.source else ""
    return DictionaryColumn(
        terms.name, terms.type, terms.is_nullable, is_key, f"{terms.description}{words}{unit}{source}"
    )


@cache
def example_queries() -> Mapping[str, tuple[ExampleQuery, ...]]:
    """Return the questions of ``queries.toml`` by their table."""
    return read_toml(Path(__file__).with_name("queries.toml"), dict[str, tuple[ExampleQuery, ...]])
