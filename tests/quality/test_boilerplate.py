"""The pages of this repository, through the whole product, against their floors."""

from __future__ import annotations

import pytest

from flows.model import RawDocument
from flows.runs.batch import process_documents
from flows.text.edits import undo
from tests.quality import floors
from tests.quality.boilerplate import own_figures
from tests.quality.own_pages import OwnPage, own_pages


def test_what_is_kept_of_web_pages_stays_above_the_floors() -> None:
    assert floors.check("boilerplate-own-pages", own_figures(), update=False, allow_regression=False) == []


@pytest.mark.parametrize("page", own_pages(), ids=lambda page: page.name)
def test_every_line_that_went_is_on_record(page: OwnPage) -> None:
    (rows,) = process_documents([RawDocument(f"{page.name}.txt", page.text.encode())])
    document = rows.page.document
    assert undo(document.text, document.edits) == page.text
    gone = [edit for edit in document.edits if edit.step == "boilerplate"]
    assert all(edit.reasons and edit.score is not None for edit in gone)
