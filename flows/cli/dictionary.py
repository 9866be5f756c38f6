"""``describe``: the data dictionary in the terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from flows.cli.terminal import FINE, show, show_json, wrapped
from flows.errors import CommandError
from flows.quoting import safe
from flows.suggestions import meant

if TYPE_CHECKING:
    from schemas.contract import ColumnTerms, TableTerms


def describe(arguments: Namespace) -> int:
    """Show all tables, or the columns of one."""
    from schemas.contract import todays_contract
    from schemas.tables import TABLES

    tables = todays_contract().tables
    if arguments.table is None and arguments.json:
        show_json({"tables": [_plain(name, tables[name], TABLES[name].example) for name in TABLES]})
        return FINE
    if arguments.table is None:
        rows = [(name, f"{tables[name].grain}; {_key(tables[name])}") for name in TABLES]
        for line in wrapped(rows):
            show(line)
        return FINE
    if arguments.table not in tables:
        what = f"there is no table {safe(arguments.table)}"
        raise CommandError("describe", what, meant(arguments.table, list(TABLES), "tables"))
    if arguments.json:
        show_json(_plain(arguments.table, tables[arguments.table], TABLES[arguments.table].example))
    else:
        _show(arguments.table, tables[arguments.table], TABLES[arguments.table].example)
    return FINE


def _plain(name: str, table: TableTerms, example: dict[str, object]) -> dict[str, object]:
    return {
        "table": name,
        "description": table.description,
        "grain": table.grain,
        "key": list(table.key),
        "foreign_keys": [{"columns": list(each.columns), "table": each.table} for each in table.foreign_keys],
        "columns": [column._asdict() | {"example": example[column.name]} for column in table.columns],
        "checks": [check._asdict() for check in table.checks],
    }


def _show(name: str, table: TableTerms, example: dict[str, object]) -> None:
    show(name, "bold")
    show(f"  {table.description}")
    show(f"  {table.grain}; {_key(table)}")
    for foreign in table.foreign_keys:
        show(f"  ({', '.join(foreign.columns)}) is in {foreign.table}")
    show()
    rows = [
        (f"{column.name}{'?' * column.is_nullable}", column.type, _meaning(column, example[column.name]))
        for column in table.columns
    ]
    for line in wrapped(rows):
        show(line)
    if table.checks:
        show()
        show("a row is kept out when its value …", "bold")
        for line in wrapped([(check.column, check.message) for check in table.checks]):
            show(line)


def _key(table: TableTerms) -> str:
    return f"key {', '.join(table.key)}" if table.key else "no key"


def _meaning(column: ColumnTerms, example: object) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.words and column.words[0] not in column.description:
        parts.append(f"One of: {', '.join(column.words)}.")
    if example is not None:
        parts.append(f"Example: {tuple(example) if isinstance(example, list) else example}.")
    return " ".join(parts)
