"""The blocks of ``schemas/COOKBOOK.md``: each question in SQL, and what it answers on the seeds.

``cog -P -r schemas/COOKBOOK.md`` runs ``answer`` and writes what it prints; ``tests/schemas/test_cookbook.py`` asks
every question of the page again, in every place where the tables can be asked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from flows.ask.query import QueryResult, query
from flows.ask.render import render
from tests.house.readme import scratch

PAGE = Path(__file__).resolve().parents[2] / "schemas" / "COOKBOOK.md"

_ANSWERED = re.compile(r"^```sql\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Answered(NamedTuple):
    """A question of the page and the answer that stands below it."""

    sql: str
    text: str


def answer(sql: str) -> None:
    """Print a question and what it answers on the seeds, as it stands in the page."""
    print(f"\n```sql\n{sql.strip()}\n```\n\n```text\n{table(_asked(sql.strip()))}```\n")


@functools.cache
def _asked(sql: str) -> QueryResult:
    return query(scratch() / "output", sql)


def table(found: QueryResult) -> str:
    """Return the rows as the page shows them."""
    return "".join(render(found))


def rows_as_table(columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> str:
    """Return rows of any DuckDB as the page shows them."""
    return table(QueryResult(tuple(columns), tuple(rows)))


def answered() -> list[Answered]:
    """Return the questions of the page with their answers, in its order."""
    return [Answered(*found) for found in _ANSWERED.findall(PAGE.read_text(encoding="utf-8"))]


def python_recipes() -> list[str]:
    """Return the Python of the page, block by block."""
    return _PYTHON.findall(PAGE.read_text(encoding="utf-8"))
