"""Cleaning does no harm: it can be undone, a second time changes nothing, and texts without debris stay."""

from __future__ import annotations

import tomllib
from typing import Any, get_args

import pytest

from flows.formats.shapes import recognise
from flows.ingest.encodings.decode import decode
from flows.model import Cleaned, Document, RawDocument, Shape
from flows.runs.batch import process_documents
from flows.text.edits import undo
from flows.text.repair import repair
from flows.text.scan import repair_all, strip_all
from flows.text.strip import clean, strip
from tests.parts import few_and_all
from tests.text.pieces import CASES, negatives, random_pages, random_texts

SHAPES: tuple[Shape, ...] = get_args(Shape)
COUNTS = few_and_all(400, 10_000)


def documents(batch: list[str]) -> list[Document]:
    """Return the texts after the whole of cleaning and parsing."""
    raws = [RawDocument(f"{number}.txt", text.encode("utf-8")) for number, text in enumerate(batch)]
    return [rows.page.document for rows in process_documents(raws)]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_random_texts_are_settled_and_can_be_undone(shape: Shape, count: int) -> None:
    batch = list(random_texts(count // 4, seed=SHAPES.index(shape)))
    cleaned = strip_all(repair_all(batch), [shape] * len(batch))
    bare = [Cleaned(item.text) for item in cleaned]
    again = strip_all(repair_all([item.text for item in bare]), [shape] * len(batch))
    for text, once, twice in zip(batch, cleaned, again, strict=True):
        assert undo(once.text, once.edits) == text
        assert twice.edits == (), (text, once.text)


@pytest.mark.parametrize("count", COUNTS)
def test_clean_is_settled_and_can_be_undone(count: int) -> None:
    for text in random_texts(count // 4, seed=9):
        once, shape = clean(text, recognise)
        assert undo(once.text, once.edits) == text
        assert strip(repair(once.text), shape).edits == ()


@pytest.mark.parametrize("count", COUNTS)
def test_documents_can_be_undone_and_hardly_any_has_debris_left(count: int) -> None:
    """A format that removes text joins its neighbours: an infobox with half a code block, a space inside mojibake.

    Random pages are full of such halves; real ones are not. More than a few would mean that strip missed something.
    """
    batch = list(random_pages(count, seed=3))
    left = 0
    for text, document in zip(batch, documents(batch), strict=True):
        assert "reader-failed" not in {note.code for note in document.notes}, text
        assert undo(document.text, document.edits) == decode(text.encode("utf-8")).text
        left += strip(repair(document.text), document.shape).edits != ()
    assert left <= count * 0.02


def test_negatives_go_through_the_whole_product() -> None:
    batch = negatives()
    assert len(batch) >= 200
    for text, document in zip(batch, documents(batch), strict=True):
        assert {edit.step for edit in document.edits} <= {"normalise"}, (text, document.edits)
        assert undo(document.text, document.edits) == text


def known_failures() -> list[Any]:
    """Return the texts with a known wrong result, each expected to fail: one that passes fails the test."""
    cases = tomllib.loads((CASES / "known_failures.toml").read_text("utf-8"))["case"]
    return [
        pytest.param(
            case["before"], case["after"], case["shape"], marks=pytest.mark.xfail(reason=case["why"], strict=True)
        )
        for case in cases
    ]


@pytest.mark.parametrize(("before", "after", "shape"), known_failures())
def test_known_failure(before: str, after: str, shape: Shape) -> None:
    assert strip(repair(before), shape).text == after
