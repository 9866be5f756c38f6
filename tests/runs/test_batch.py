"""One batch: a reader that fails on one page costs that page's structure and nothing else."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from flows.model import RawDocument, document_id
from flows.runs import batch
from flows.text.edits import undo

PAGES = [RawDocument(f"{name}.txt", f"= {name} =\n\nA page about {name}, with words.\n".encode()) for name in "abc"]


@pytest.mark.parametrize("fault", [ZeroDivisionError, pl.exceptions.PanicException])
def test_a_failing_reader_costs_its_own_page_only(fault: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    parse = batch.parse

    def fails_on_b(shape: Any, cleaned: Any, raw: RawDocument) -> Any:
        if raw.source == "b.txt" and shape != "plain_text":
            raise fault("made to fail")
        return parse(shape, cleaned, raw)

    monkeypatch.setattr(batch, "parse", fails_on_b)
    monkeypatch.setattr(batch, "recognise", lambda text: "wiki_dump")
    pages = [rows.page for rows in batch.process_documents(PAGES)]
    assert [page.raw.source for page in pages] == ["a.txt", "b.txt", "c.txt"]
    assert [page.document.shape for page in pages] == ["wiki_dump", "plain_text", "wiki_dump"]
    failed = [note for note in pages[1].notes if note.code == "reader-failed"]
    assert len(failed) == 1
    assert "made to fail" in failed[0].text
    assert "about b" in pages[1].document.text


def test_where_memory_is_refused_the_page_is_not_tried_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(batch, "parse", refused)
    with pytest.raises(MemoryError):
        batch.process_documents(PAGES)


def test_edits_lead_back_to_what_was_decoded() -> None:
    for rows in batch.process_documents(PAGES):
        page = rows.page
        assert undo(page.document.text, page.document.edits) == page.decoded.text
        assert page.raw.document_id == document_id(page.raw.source)
