"""``describe``: the data dictionary in the terminal."""

from __future__ import annotations

from argparse import Namespace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from flows.cli.terminal import FINE, show, wrapped
from flows.errors import CommandError

if TYPE_CHECKING:
    from flows.ask.describe import ColumnEntry, TableEntry


def describe(arguments: Namespace) -> int:
    """Show all tables, or the columns of one."""
    from flows.ask.describe import dictionary

    tables = {table.name: table for table in dictionary()}
    if arguments.table is None:
        rows = [(table.name, f"{table.grain}; {_key(table)}") for table in tables.values()]
        for line in wrapped(rows):
            show(line)
        return FINE
    if arguments.table not in tables:
        near = get_close_matches(arguments.table, tables, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the tables: {', '.join(tables)}"
        raise CommandError(f"describe {arguments.table}", "there is no table of this name", hint)
    _show(tables[arguments.table])
    return FINE


def _show(table: TableEntry) -> None:
    show(table.name, "bold")
    show(f"  {table.description}")
    show(f"  {table.grain}; {_key(table)}")
    for foreign in table.foreign_keys:
        show(f"  ({', '.join(foreign.columns)}) is in {foreign.table}")
    show()
    rows = [(f"{column.name}{'?' * column.is_nullable}", column.type, _meaning(column)) for column in table.columns]
    for line in wrapped(rows):
        show(line)
    if table.rules:
        show()
        show("a row is kept out when its value …", "bold")
        for line in wrapped([(rule.column, rule.message) for rule in table.rules]):
            show(line)


def _key(table: TableEntry) -> str:
    return f"key {', '.join(table.key)}" if table.key else "no key"


def _meaning(column: ColumnEntry) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.words and column.words[0] not in column.description:
        parts.append(f"One of: {', '.join(column.words)}.")
    if column.example is not None:
        parts.append(f"Example: {column.example}.")
    return " ".join(parts)
