"""Tables of a few hand-made rows, with the ready-made views and macros over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from flows.publish.catalog import identifier, ready_made
from flows.validate.arrow import frame
from schemas.tables import TABLES

KEY = "efcc13ed975c27b8"

Rows = dict[str, list[dict[str, object]]]


def opened(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB with every table of the contract; a row is the contract's example, with what is given."""
    connection = duckdb.connect(":memory:")
    for name in TABLES:
        content = frame(name, [_row(name, number, given) for number, given in enumerate(rows.get(name, []), start=1)])
        connection.register("content", content.to_arrow())
        connection.execute(f"CREATE TABLE {identifier(name)} AS FROM content")
        connection.unregister("content")
    for each in ready_made(TABLES):
        connection.execute(each.definition())
    return connection


def _row(table: str, number: int, given: dict[str, object]) -> tuple[object, ...]:
    """Return a row; its own ``*_no`` is its place in the list, and nothing is unread, unless given."""
    spec = TABLES[table]
    own = {spec.number: number} if spec.key and spec.number.endswith("_no") and spec.number != "box_no" else {}
    unread = {"unread": None} if "unread" in spec.example else {}
    row = {**spec.example, "document_id": KEY, "box_no": 1, **own, **unread, **given}
    assert set(given) <= set(spec.example), (table, given)
    return tuple(row[name] for name in spec.example)


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of one question."""
    return connection.execute(sql).fetchall()


def column(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Return the first column."""
    return [row[0] for row in rows]
