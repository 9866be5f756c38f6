"""What one page may cost: counted work, the same outcome everywhere, and nothing of the other pages' business."""

from __future__ import annotations

from typing import Final

import pytest

from flows import work_budget
from flows.model import RawDocument, Shape
from flows.runs import batch
from flows.runs.batch import PageRows, process_documents
from flows.text.edits import undo
from tests.benchmarks.hostile_pages import all_pages
from tests.growth import assert_linear
from tests.parts import first_and_rest

SMALL: Final = 20_000
"""The steps that a page may cost in the quick tests, so that small pages show what large ones do."""
MOST_ROWS: Final = 60_000
COUNTED: Final[tuple[tuple[Shape, str, str], ...]] = (
    ("html", "br", "tags"),
    ("html", "breaks", "lines"),
    ("html", "entities", "entities"),
    ("html", "box: casualties, values", "characters of values"),
    ("wikitext", "templates", "marks"),
    ("wikitext", "blank lines", "lines"),
    ("wikitext", "box: dates, fields", "characters of values"),
    ("wiki_dump", "carriage returns", "odd characters"),
    ("wiki_dump", "box: strength, values", "characters of values"),
    ("wiki_dump", "headings", "headings"),
    ("front_matter", "soft hyphens", "odd characters"),
    ("front_matter", "headings", "headings"),
    ("wiki_page", "no-break spaces", "odd characters"),
    ("wiki_page", "list items", "lines"),
    ("web_page", "interface lines", "lines"),
    ("web_page", "entity lines", "entities"),
    ("plain_text", "trailing spaces", "odd characters"),
    ("plain_text", "headings", "headings"),
    ("plain_text", "distinct headings", "rows"),
    ("front_matter", "tags", "rows"),
)
"""A shape, a hostile page of it, and the count that exceeds the budget."""


def processed(content: bytes, name: str = "page.txt") -> PageRows:
    [rows] = process_documents([RawDocument(name, content)])
    return rows


def over_budget(rows: PageRows) -> list[str]:
    return [note.text for note in rows.page.notes if note.code == "over-budget"]


@pytest.mark.parametrize(("shape", "name", "what"), COUNTED, ids=lambda one: one)
def test_a_page_is_read_up_to_its_budget_and_plain_text_beyond(
    shape: Shape, name: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_budget, "MAX_STEPS", SMALL)
    make = all_pages()[shape, name]
    size = 500
    while not over_budget(rows := processed(make(size))):
        assert rows.page.document.shape in {shape, "plain_text"}
        size *= 2
    assert size > 500, "the first page is beyond the budget: nothing shows that a smaller one is read"
    [text] = over_budget(rows)
    assert what in text
    assert f"of {SMALL:,} steps" in text
    page = rows.page
    assert page.document.shape == "plain_text"
    assert page.document.text == page.decoded.text
    assert undo(page.document.text, page.document.edits) == page.decoded.text
    assert not rows.boxes.infobox_fields
    assert not page.document.tags
    assert len(page.document.sections) == 1
    assert "no-title" not in {note.code for note in page.notes}, "the issue of the budget says all"


def test_a_page_over_its_budget_costs_the_others_of_its_batch_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_budget, "MAX_STEPS", SMALL)
    good = [RawDocument(f"{name}.txt", f"= {name} =\n\nA page about {name}.\n".encode()) for name in "abc"]
    bad = [
        RawDocument("late.html", all_pages()["html", "br"](40_000)),
        RawDocument("early.txt", all_pages()["plain_text", "carriage returns"](40_000)),
    ]
    parsed: list[str] = []
    parse = batch.parse
    monkeypatch.setattr(batch, "parse", lambda shape, clean, raw: parsed.append(raw.source) or parse(shape, clean, raw))
    together = process_documents([good[0], bad[0], good[1], bad[1], good[2]])
    assert [bool(over_budget(rows)) for rows in together] == [False, True, False, True, False]
    assert sorted(parsed) == ["a.txt", "b.txt", "c.txt", "late.html"]
    alone = [rows for raw in good for rows in process_documents([raw])]
    assert [together[0], together[2], together[4]] == alone


def test_what_was_read_before_does_not_change_what_a_page_costs() -> None:
    """Readers remember what they have read; that saves time, and must not save steps."""
    content = all_pages()["wiki_dump", "box: casualties, values"](30_000)
    assert spent_by(content) == spent_by(content) > 30_000


def spent_by(content: bytes) -> int:
    """Return the steps of a page, told by the smallest budget in which it is read."""
    low, high = 0, work_budget.MAX_STEPS
    with pytest.MonkeyPatch.context() as patch:
        while high - low > 1:
            middle = (low + high) // 2
            patch.setattr(work_budget, "MAX_STEPS", middle)
            low, high = (middle, high) if over_budget(processed(content)) else (low, middle)
    return high


@pytest.mark.parametrize("page", first_and_rest([(shape, name) for shape, name, _ in COUNTED]), ids=": ".join)
def test_what_a_page_costs_grows_with_its_length_alone(page: tuple[Shape, str]) -> None:
    make = all_pages()[page]
    contents = {size: make(size) for size in (30_000, 240_000)}
    assert_linear(lambda size: processed(contents[size]), 240_000, page)


LARGEST: Final = [
    ("html", "br"),
    ("html", "paragraphs"),
    ("html", "breaks"),
    ("html", "boxes"),
    ("html", "box: casualties, values"),
    ("wikitext", "carriage returns"),
    ("wikitext", "blank lines"),
    ("wikitext", "templates"),
    ("wiki_dump", "box: distinct counts, fields"),
    ("wiki_dump", "box: casualties, values"),
    ("front_matter", "headings"),
    ("wiki_page", "zero width"),
    ("web_page", "carriage returns"),
    ("plain_text", "trailing spaces"),
]


@pytest.mark.parametrize("page", first_and_rest(LARGEST), ids=": ".join)
def test_the_largest_hostile_pages_are_over_their_budget_and_have_few_rows(page: tuple[Shape, str]) -> None:
    rows = processed(all_pages()[page](5_000_000))
    assert over_budget(rows)
    assert rows.page.document.text == rows.page.decoded.text
    assert not rows.page.document.edits


MANY_ROWS: Final = [
    ("plain_text", "headings"),
    ("plain_text", "carriage returns"),
    ("plain_text", "layers"),
    ("web_page", "distinct headings"),
    ("front_matter", "tags"),
    ("html", "html headings"),
    ("wiki_dump", "box: distinct counts, fields"),
]


@pytest.mark.parametrize("page", first_and_rest(MANY_ROWS), ids=": ".join)
def test_a_page_has_at_most_about_fifty_thousand_rows(page: tuple[Shape, str]) -> None:
    for size in (250_000, 1_000_000, 2_400_000):
        rows = processed(all_pages()[page](size))
        document = rows.page.document
        made = (document.sections, document.tags, document.edits, rows.page.notes)
        assert sum(map(len, made)) + sum(len(getattr(rows.boxes, name)) for name in batch.INFOBOX_TABLES) <= MOST_ROWS
