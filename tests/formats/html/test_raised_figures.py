"""Raised figures of an article stay raised: without their tag they would be figures of the number before them."""

from __future__ import annotations

from flows.model import RawDocument
from flows.runs.batch import process_documents

_SENTENCE = "The town stood for many years and its people lived by the river, as the scribes of the town have told us. "


def test_a_raised_figure_is_no_figure_of_the_number_before_it() -> None:
    told = "It held 10<sup>3</sup> m<sup>2</sup>, and 1,200<sup><a href='#n'>3</a></sup> died there of H<sub>2</sub>O."
    page = f"<html><head><title>A</title></head><body><h1>A</h1><p>{_SENTENCE * 3}</p><p>{told}</p></body></html>"
    (found,) = process_documents([RawDocument("a.html", page.encode())])
    text = found.page.document.text
    assert "It held 10³ m², and 1,200³ died there of H2O." in text
