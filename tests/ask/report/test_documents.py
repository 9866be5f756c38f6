"""Which documents the page shows, and that they fit."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.ask.explained import TABLES
from flows.ask.report.documents import MOST_DOCUMENTS, Sample, documents
from flows.ask.report.facts import open_tables
from tests.ask.report.made import folder_of, many

PLENTY = 2_000_000


def _made(folder: Path, count: int, flagged: set[int], text: str = "Text of a page.") -> Path:
    """Return a folder with the tables of so many documents, some with an issue."""
    keys = [f"{number:016x}" for number in range(count)]
    pages = [
        {
            "document_id": key,
            "source": f"{number:05}.txt",
            "title": f"Page {number}",
            "text": text,
            "text_characters": len(text),
            "input_characters": len(text),
            "edit_count": 0,
            "issue_count": int(number in flagged),
        }
        for number, key in enumerate(keys)
    ]
    issues = [{"document_id": keys[number], "source": f"{number:05}.txt"} for number in sorted(flagged)]
    tables: dict[str, pl.DataFrame] = {table: many(table) for table in (*TABLES, "edits", "violations")}
    return folder_of(folder, {**tables, "documents": many("documents", *pages), "issues": many("issues", *issues)})


def _shown(folder: Path, left: int = PLENTY) -> tuple[Sample, list[str], int]:
    with open_tables(folder) as tables:
        view: Any = documents(None, tables, left)  # type: ignore[arg-type]
    html = "".join(view.pages)
    return view.sample, re.findall("<h3>Page (\\d+)</h3>", html), len(html.encode())


def test_few_documents_are_all_shown_those_with_an_issue_first(tmp_path: Path) -> None:
    sample, shown, _ = _shown(_made(tmp_path / "out", 5, {3}))
    assert shown == ["3", "0", "1", "2", "4"]
    assert sample.told == "All 5 documents."


def test_where_every_document_has_an_issue_none_is_without() -> None:
    assert Sample(2_000, 300, 0, 0).told.startswith(
        "300 of 2,000 documents: 300 of the 2,000 with an issue or a violation, and none without, evenly"
    )


def test_of_many_those_with_an_issue_are_shown_and_others_evenly_spaced(tmp_path: Path) -> None:
    flagged = set(range(0, 40, 2))
    sample, shown, _ = _shown(_made(tmp_path / "out", 1_000, flagged))
    assert len(shown) == MOST_DOCUMENTS
    assert {int(number) for number in shown[:20]} == flagged
    others = sorted(int(number) for number in shown[20:])
    assert max(after - before for before, after in pairwise(others)) <= 8
    assert others[0] < 45
    assert others[-1] == 999
    assert sample.told == (
        "300 of 1,000 documents: all 20 with an issue or a violation, and 280 of the 980 without, evenly spaced by "
        "document_id. Those with the most issues come first."
    )


def test_more_with_an_issue_than_fit_are_evenly_spaced_too(tmp_path: Path) -> None:
    sample, shown, _ = _shown(_made(tmp_path / "out", 700, set(range(600))))
    assert (sample.flagged, sample.flagged_shown, sample.others_shown) == (600, 300, 0)
    assert {int(number) % 2 for number in shown} == {1}
    assert "none of the 100 without" in sample.told


@pytest.mark.slow
@pytest.mark.parametrize("left", [20_000, 100_000, PLENTY])
def test_the_documents_fit_into_their_share_however_long_they_are(tmp_path: Path, left: int) -> None:
    sample, shown, size = _shown(_made(tmp_path / "out", 400, {1, 2}, "The army <advanced>. " * 5_000), left)
    assert size <= left * 0.7
    assert sample.flagged_shown + sample.others_shown == len(shown) > 0


def test_the_same_tables_give_the_same_documents(tmp_path: Path) -> None:
    folder = _made(tmp_path / "out", 400, {1, 2})
    assert _shown(folder) == _shown(folder)


def test_a_run_without_documents_has_no_such_section(tmp_path: Path) -> None:
    folder = _made(tmp_path / "out", 0, set())
    with open_tables(folder) as tables:
        assert documents(None, tables, PLENTY) is None  # type: ignore[arg-type]
