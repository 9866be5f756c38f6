"""The page of one document in a browser: without barriers, and its links lead to words and rows without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.ask.explained import from_snapshot
from flows.ask.report.document_page import document_page
from tests.ask.report.browser import visit
from tests.ask.report.test_in_browser import RULES
from tests.conftest import Published


@pytest.fixture(scope="module")
def file(seeds: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("document") / "document.html"
    page.write_text(document_page(from_snapshot(seeds.folder, "004"), "004"), "utf-8")
    return page


@pytest.mark.slow
@pytest.mark.parametrize("way", [{"color_scheme": "light"}, {"color_scheme": "dark", "width": 360}], ids=str)
def test_the_page_of_a_document_has_no_barriers_and_asks_for_nothing(
    browser: Any, file: Path, way: dict[str, Any]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="part of the extra test").Axe()
    with visit(browser, file, **way) as seen:
        found = axe.run(seen.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert seen.holds(), seen
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= way.get("width", 1280)


def test_a_row_leads_to_its_words_and_these_to_their_row(browser: Any, seeds: Published) -> None:
    """Also where the document is folded, and without a script."""
    with visit(browser, seeds.folder / "report.html") as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = false })")
        row = seen.page.locator(".doc-rows li a", has_text="Maj. Gen. Issam ZahreddineKIA").first
        target = row.get_attribute("href")
        seen.page.evaluate("target => { location.hash = target }", target)
        words = seen.page.locator(f"mark{target}")
        assert words.is_visible()
        words.locator("a").click()
        assert "Maj. Gen. Issam ZahreddineKIA" in seen.page.locator(":target").inner_text()
