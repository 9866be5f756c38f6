"""What the page does without a text, and what a run does without a section of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ask.explained import from_snapshot
from flows.ask.report import page
from flows.runs.job import Report, run
from flows.runs.options import RunConfig

SECRET = "Nobody may print this sentence, which stands in the text of the page."
PAGE = f"""= Battle =

Infobox
- Conflict: Battle of \u202eX\u202c
- Date: 26 November 2011 – 10 April 2014
- Combatant1: Syria
- Combatant2: ISIL
- Casualties1: 300+ killed

{SECRET} [object Object] â€“
"""


def _run(folder: Path, *, facts_only: bool = False) -> tuple[Report, Path]:
    """Return the report of a run of one page, and the folder of its snapshot."""
    source = folder / "pages"
    source.mkdir()
    (source / "a.txt").write_text(PAGE, "utf-8")
    report = run(RunConfig((str(source),), folder / "output", workers=1, facts_only=facts_only))
    assert isinstance(report.snapshot_dir, Path)
    return report, report.snapshot_dir


def test_a_text_that_is_withheld_is_not_on_the_page_and_its_rows_are(tmp_path: Path) -> None:
    _, folder = _run(tmp_path, facts_only=True)
    html = (folder / "report.html").read_text("utf-8")
    assert "Nobody may print" not in html
    assert "No text was published of this page." in html
    assert "26 November 2011" in html
    assert "were not found in the text" not in html
    assert from_snapshot(folder, "a.txt").text == ""


def test_pictures_print_no_mark_that_turns_a_line(tmp_path: Path) -> None:
    _, folder = _run(tmp_path)
    html = (folder / "report.html").read_text("utf-8")
    assert 'class="chart-label">Battle of \\u202eX' in html
    assert "\u202e" not in html


def test_a_section_that_cannot_be_made_is_a_warning_and_the_tables_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise TypeError("no such thing")

    sections = tuple(each._replace(view=broken) if each.name == "tables" else each for each in page.SECTIONS)
    monkeypatch.setattr(page, "SECTIONS", sections)
    report, folder = _run(tmp_path)
    html = (folder / "report.html").read_text("utf-8")
    assert "This section could not be made" in html
    assert 'id="dictionary"' in html
    assert any("“Tables” could not be made (TypeError: no such thing)" in str(each) for each in report.warnings)
