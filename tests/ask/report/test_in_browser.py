"""The quality page in a browser: without barriers, network or script, by keyboard, and whatever an input says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.ask.report.browser import visit
from tests.ask.report.conftest import HOSTILE

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD: Final = "document.querySelectorAll('details').forEach(part => { part.open = true })"
WAYS: Final[dict[str, dict[str, Any]]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"color_scheme": "light", "width": 360},
}
PAGES: Final = ("seeds_page", "candidate_page", "hostile_page")
# Contrast is most of the work, and a narrow page has the colours of a wide one.
NO_CONTRAST: Final = {"rules": {"color-contrast": {"enabled": False}}}

slow = pytest.mark.slow


@pytest.fixture
def file(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    ("file", "way", "is_unfolded"),
    [
        ("seeds_page", "narrow", False),
        pytest.param("seeds_page", "light", True, marks=slow),
        pytest.param("seeds_page", "dark", True, marks=slow),
        pytest.param("seeds_page", "narrow", True, marks=slow),
        pytest.param("candidate_page", "light", False, marks=slow),
        pytest.param("candidate_page", "dark", False, marks=slow),
        pytest.param("hostile_page", "narrow", True, marks=slow),
    ],
    indirect=["file"],
)
def test_the_page_has_no_barriers_and_asks_for_nothing(browser: Any, file: Path, way: str, is_unfolded: bool) -> None:
    """By axe-core's rules of level A and AA and its best practices."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="part of the extra test").Axe()
    with visit(browser, file, **WAYS[way]) as seen:
        if is_unfolded:
            seen.page.evaluate(UNFOLD)
        options = {"runOnly": RULES, "resultTypes": ["violations"], **(NO_CONTRAST if way == "narrow" else {})}
        found = axe.run(seen.page, options=options).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert seen.holds(), seen


@slow
@pytest.mark.parametrize("file", PAGES, indirect=True)
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1920])
def test_the_page_never_scrolls_sideways(browser: Any, file: Path, width: int) -> None:
    with visit(browser, file, width) as seen:
        seen.page.evaluate(UNFOLD)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@slow
def test_the_keyboard_reaches_the_content_and_every_section(browser: Any, seeds_page: Path) -> None:
    focused = "document.activeElement.getAttribute('href') || document.activeElement.id"
    with visit(browser, seeds_page) as seen:
        keys = seen.page.keyboard
        keys.press("Tab")
        assert seen.page.evaluate(focused) == "#main"
        skip = seen.page.locator(".skip").bounding_box()
        assert skip["y"] >= 0, "the link to the content is seen once it is reached"
        sections = seen.page.eval_on_selector_all("main > section", "all => all.map(each => '#' + each.id)")
        for section in sections:
            keys.press("Tab")
            assert seen.page.evaluate(focused) == section
        seen.page.locator(".skip").focus()
        keys.press("Enter")
        assert seen.page.evaluate(focused) == "main"


@slow
@pytest.mark.parametrize("file", PAGES, indirect=True)
def test_the_page_says_the_same_without_script(browser: Any, file: Path) -> None:
    with visit(browser, file, java_script_enabled=False) as seen:
        without = seen.page.locator("main").inner_text()
        assert seen.page.locator("button, input").count() == 0, "nothing that would do nothing"
    with visit(browser, file) as seen:
        seen.page.evaluate("document.querySelectorAll('.filter, .copy').forEach(added => added.remove())")
        assert seen.page.locator("main").inner_text() == without


@slow
@pytest.mark.parametrize("file", PAGES, indirect=True)
def test_every_link_within_the_page_leads_somewhere(browser: Any, file: Path) -> None:
    with visit(browser, file) as seen:
        links = "[...document.links].filter(link => link.getAttribute('href').startsWith('#'))"
        lost = f"{links}.map(link => link.hash.slice(1)).filter(id => !document.getElementById(decodeURIComponent(id)))"
        assert seen.page.evaluate(lost) == []
        assert seen.page.evaluate(f"{links}.length") > seen.page.locator("main > section").count()
        twice = "ids => ids.filter((id, number) => ids.indexOf(id) !== number)"
        ids = seen.page.eval_on_selector_all("[id]", "all => all.map(each => each.id)")
        assert seen.page.evaluate(twice, ids) == []


@slow
def test_words_of_a_hostile_page_do_nothing(browser: Any, hostile_page: Path) -> None:
    """No script runs, no link runs one, and no markup of an input is markup: the policy would be the second wall."""
    with visit(browser, hostile_page) as seen:
        for part in seen.page.locator("main a, main summary").all():
            part.evaluate("each => each.click()")
        assert seen.holds(), seen
        assert HOSTILE in seen.page.locator("main").text_content()
        assert seen.page.locator("main script, main iframe, main img, main style, [onload], [onerror]").count() == 0
        schemes = seen.page.eval_on_selector_all(
            "a[href]", "all => [...new Set(all.map(each => each.protocol))].sort()"
        )
        assert set(schemes) <= {"file:", "http:", "https:"}
        assert seen.page.locator("[style]").count() == 0


@slow
def test_the_policy_stops_a_script_that_slipped_through(browser: Any, seeds_page: Path, tmp_path: Path) -> None:
    """What the policy is for, shown on a page whose escaping failed."""
    broken = tmp_path / "report.html"
    page = seeds_page.read_text("utf-8")
    broken.write_text(page.replace("</main>", HOSTILE + "<a style='color: red'>x</a></main>"), "utf-8")
    with visit(browser, broken) as seen:
        assert seen.dialogs == []
        assert seen.requests == []
        assert sum("Content Security Policy" in said for said in seen.complaints) >= 3


@slow
def test_a_filter_leaves_what_has_the_words(browser: Any, tmp_path: Path, seeds_page: Path) -> None:
    page = seeds_page.read_text("utf-8")
    listed = "".join(f"<li>page {number}</li>" for number in range(12))
    file = tmp_path / "report.html"
    file.write_text(
        page.replace("</main>", f'<ul class="tried" data-filter="tried pages">{listed}</ul></main>'), "utf-8"
    )
    with visit(browser, file) as seen:
        box = seen.page.get_by_label("Filter tried pages")
        box.fill("PAGE 1")
        assert seen.page.locator(".tried li:visible").all_inner_texts() == ["page 1", "page 10", "page 11"]
        assert seen.page.get_by_role("status").filter(has_text="3 of 12").count() == 1
        box.fill("")
        assert seen.page.locator(".tried li:visible").count() == 12
        assert seen.holds(), seen


@slow
def test_a_query_is_copied_whole(browser: Any, tmp_path: Path, seeds_page: Path) -> None:
    page = seeds_page.read_text("utf-8")
    file = tmp_path / "report.html"
    query = '<pre class="query tried">SELECT 1 &lt; 2\nFROM conflicts</pre>'
    file.write_text(page.replace("</main>", f"{query}</main>"), "utf-8")
    with visit(browser, file, permissions=["clipboard-read", "clipboard-write"]) as seen:
        button = seen.page.locator(".tried button")
        button.click()
        seen.page.get_by_role("button", name="Copied").wait_for()
        assert seen.page.evaluate("navigator.clipboard.readText()") == "SELECT 1 < 2\nFROM conflicts"
        assert seen.holds(), seen
