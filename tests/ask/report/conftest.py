"""The pages that are looked at in a browser: that of the seeds, a candidate's, and one of hostile inputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.ask.report.facts import ReportFacts, Told, Verdict
from flows.ask.report.page import report_page
from flows.publish.snapshot.published import read_inputs, read_manifest
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.ask.report.browser import chromium
from tests.conftest import Published

HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE_PAGE = f"""= {HOSTILE} =

Infobox
- Conflict: {HOSTILE}
- Date: 26 November 2011 – 10 April 2014
- Coordinates: 35°20′N 40°09′E
- Place: \u202egnal rettel\u202c <a href="javascript:alert(3)">here</a>
- Result: {{{{7*7}}}} {{% raw %}} ${{7*7}}
- Combatant1: <svg onload=alert(4)>
- Combatant2: "' onfocus=alert(5) autofocus='
- Casualties1: 300+ killed ({HOSTILE} claim)
- Casualties2: 72 killed (</script><script>alert(6)</script> claim)

The text [object Object] goes on: <iframe src="javascript:alert(7)"></iframe> &lt;b&gt; â€“ \u2066and\u2069 on.
"""
HOSTILE_SOURCES = """[[source]]
file = "b.txt"
url = "javascript:alert(8)"
publisher = "<b onmouseover=alert(9)>"
license = "CC-BY-SA-4.0"
"""


@pytest.fixture(scope="module")  # no longer: its event loop runs, and Prefect behaves otherwise where one does
def browser() -> Iterator[Any]:
    path = chromium()
    sync_api = pytest.importorskip("playwright.sync_api", reason="part of the extra test")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def seeds_page(seeds: Published) -> Path:
    return seeds.folder / "report.html"


@pytest.fixture(scope="session")
def candidate_page(seeds: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the seeds as it would be if the gate had stopped them."""
    info = read_manifest(seeds.folder)
    told = Told("conflicts.place: 0.4 filled, 0.9 before", ("4 of 5 rows",), "publish it with --accept if it is right")
    facts = ReportFacts(info, seeds.folder, tuple(read_inputs(info)), Verdict((told,), (told,)), info)
    page = tmp_path_factory.mktemp("candidate") / "report.html"
    page.write_text(report_page(facts), "utf-8")
    return page


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "pages"
    folder.mkdir()
    (folder / "<img src=x onerror=alert(0)>.txt").write_text(HOSTILE_PAGE, "utf-8")
    (folder / "sources.toml").write_text(HOSTILE_SOURCES, "utf-8")
    (folder / "b.txt").write_text(HOSTILE_PAGE.replace("2011", "2012"), "utf-8")
    report = run(RunConfig((str(folder),), folder.with_name("output"), workers=1))
    return report.snapshot_dir / "report.html"
