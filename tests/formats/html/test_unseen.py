"""What no reader of a page sees is no text: hidden elements, the TeX of formulas, link signs."""

from __future__ import annotations

import time

import pytest

from flows.formats.html.tokenizer import tokens
from flows.formats.html.unseen import seen_tokens
from flows.model import RawDocument
from flows.runs.batch import process_documents
from flows.text.edits import undo

BODY = (
    "<p>The council of Northam voted on Tuesday to rebuild the old bridge across the river, after engineers warned "
    "that the stone piers had moved by several centimetres since the winter floods.</p>"
    "<p>Work is expected to begin in the spring and to last for eighteen months, during which traffic will be led "
    "across a temporary crossing upstream of the mill.</p>"
)


def text_of(body: str) -> str:
    page = f"<!DOCTYPE html><html><head><title>Bridge</title></head><body><article>{body}</article></body></html>"
    (rows,) = process_documents([RawDocument("a.html", page.encode())])
    document = rows.page.document
    assert undo(document.text, document.edits) == page
    return document.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='visibility: hidden'><p>{}</p></div>",
        "<p style='color:red;display:none'>{}</p>",
        "<p style='DISPLAY : none !important'>{}</p>",
        "<p hidden>{}",
        "<section hidden=''><ul><li>{}<li>Two</ul></section>",
        "<noscript><p>{}</p></noscript>",
        "<template><p>{}</p></template>",
        "<ul><li>Shown</li><li hidden>{}<li>Shown too</ul>",
    ],
)
def test_hidden_elements_are_no_text(hidden: str) -> None:
    words = "Words that nobody who opens this page can see, and a number of them."
    text = text_of(BODY + hidden.format(words) + "<p>Residents of the eastern bank welcomed the decision.</p>")
    assert words not in text
    assert "The council of Northam voted" in text
    assert "Residents of the eastern bank welcomed the decision." in text


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='display:inline'>{}</p>",
        "<p hidden='until-found'>{}</p>",
        "<p class='hidden md:block'>{}</p>",
        "<p style='overflow:hidden'>{}</p>",
        "<div aria-hidden='true'><p>{}</p></div>",
        "<button aria-controls='one'>Why?</button><div id='one' hidden><p>{}</p></div>",
        "<div class='accordion-item'><h3>Why?</h3><div style='display:none'><p>{}</p></div></div>",
        "<div hidden id='S:4'><p>{}</p></div>",
        "<div role='tabpanel' style='display: none'><p>{}</p></div>",
        "<p data-note='display:none'>{}</p>",
        "<div style='display:none'></div><p>{}</p>",
        "<p hidden><p>{}</p>",
    ],
)
def test_what_is_shown_stays(shown: str) -> None:
    words = "Residents of the eastern bank welcomed the decision, but asked the mayor to keep the footpath open."
    assert words in text_of(BODY + shown.format(words))


def test_a_page_that_its_script_shows_is_not_hidden() -> None:
    assert "The council of Northam voted" in text_of(f"<div style='visibility:hidden'>{BODY}</div>")


def test_of_a_formula_only_the_formula_is_shown() -> None:
    formula = (
        "<span style='display: none;'><math alttext='{\\displaystyle A}'><semantics><mrow><mi>A</mi></mrow>"
        "<annotation encoding='application/x-tex'>{\\displaystyle A}</annotation></semantics></math></span>"
        "<img src='x.svg' alt='A'>"
    )
    assert "A square matrix A is called Hermit if" in text_of(
        f"<p>A square matrix {formula} is called Hermit if and only if it is equal to its adjoint, that is, always.</p>"
    )


@pytest.mark.parametrize(
    "link",
    [
        "<a class='headerlink' href='#first' title='Permalink'>¶</a>",
        "<a href='#first'>#</a>",
        "<a href='page.html#first'> &para; </a>",
        "<a class='hash-link' href='#first'>🔗</a>",
    ],
)
def test_link_signs_of_headings_are_no_text(link: str) -> None:
    assert "## First steps\n" in text_of(f"{BODY}<h2>First steps{link}</h2>{BODY}")


def test_a_sign_of_the_text_stays() -> None:
    assert "§ 5" in text_of(
        f"{BODY}<p>As <a href='#s5'>§ 5</a> says, the council may rebuild any bridge of the town.</p>"
    )


def test_time_grows_only_with_the_length() -> None:
    page = "<div hidden>" * 40_000 + "<p hidden>x" * 40_000
    start = time.process_time()
    seen_tokens(page, list(tokens(page)))
    assert time.process_time() - start < 4
