"""The sections beside the documents stay small, whatever a corpus holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from flows.ask.report.facts import Told, Verdict
from flows.ask.report.page import report_page
from flows.model import InputFile
from schemas.contract import todays_contract
from schemas.tables import TABLES
from tests.ask.report.made import facts_of, many

ROWS = 200
LONG = "wide <words> & more " * 100
MOST = 400_000
"""The limit of the page is 2,000,000 bytes; the documents get what the others leave."""
OTHERS = {"documents", "pictures"}


def wide(table: str, number: int) -> dict[str, Any]:
    """Return a row whose texts are long and differ from those of other rows, but for words of the contract."""
    checks = todays_contract().tables[table].checks
    closed = {"table", "column", *(check.column for check in checks if check.name in {"known-word", "has-form"})}
    columns = {name: kind for name, kind in many(table).schema.items() if name not in closed}
    row: dict[str, Any] = {name: f"{number} {LONG}" for name, kind in columns.items() if kind == pl.String}
    row |= {name: [f"{number} {LONG}"] * 3 for name, kind in columns.items() if isinstance(kind, pl.List)}
    return row | {"document_id": f"{number:016x}"} if "document_id" in TABLES[table].example else row


def test_a_corpus_of_long_and_many_words_makes_no_large_page(tmp_path: Path) -> None:
    tables = {name: many(name, *(wide(name, number) for number in range(ROWS))) for name in TABLES}
    facts = facts_of(tmp_path / "a", tables)
    told = Told(LONG[:300], (LONG[:300],) * 10, LONG[:300])
    inputs = tuple(InputFile(f"{number} {LONG}", "0" * 64, 1) for number in range(ROWS))
    page = report_page(replace(facts, inputs=inputs, verdict=Verdict((told,) * 3, (told,) * 3)))
    sizes = {part.partition('"')[0]: len(part.encode()) for part in page.split('<section id="')[1:]}
    assert sum(size for name, size in sizes.items() if name not in OTHERS) < MOST, dict(sorted(sizes.items()))
