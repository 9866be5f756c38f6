"""The ways to find a page's body that ``peers.py`` measures: other tools, and ours."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from html import escape
from typing import Any, NamedTuple

from flows.text.furniture.body_lines import judge

LETTERS = re.compile(r"[^\W\d_]+")


class Line(NamedTuple):
    """A line that is not blank and its label: 1 body, 0 furniture, -1 nothing to judge."""

    text: str
    label: int


def keep_everything(lines: Sequence[Line]) -> str:
    """Return the whole page."""
    return "\n".join([line.text for line in lines])


def oracle(lines: Sequence[Line]) -> str:
    """Return the lines that are labelled as body: what deciding by line can reach at best."""
    return "\n".join([line.text for line in lines if line.label == 1])


def best_span(lines: Sequence[Line]) -> str:
    """Return the contiguous run of lines with the highest sum: sentences count by their words, other lines against."""
    best, first, last, total, start = 0, 0, 0, 0, 0
    for number, line in enumerate(lines):
        words = len(line.text.split())
        total += words if words > 7 and line.text.rstrip()[-1:] in ".!?…\"”’')。！？" else -7
        if total <= 0:
            total, start = 0, number + 1
        elif total > best:
            best, first, last = total, start, number + 1
    return "\n".join([line.text for line in lines[first:last]])


def ours(lines: Sequence[Line]) -> str:
    """Return the lines that our classifier calls body."""
    texts = [line.text for line in lines]
    return "\n".join([text for text, judged in zip(texts, judge(texts), strict=True) if judged.is_body])


@cache
def _datatrove(name: str, **options: Any) -> Any:
    filters = importlib.import_module("datatrove.pipeline.filters")
    return getattr(filters, name)(**options)


def _filtered(text: str, *filters: Any) -> str:
    """Return what datatrove's filters leave of a text; nothing when one of them drops the page."""
    document = importlib.import_module("datatrove.data").Document(text=text, id="page")
    for one in filters:
        answer = one.filter(document)
        if answer is False or (isinstance(answer, tuple) and not answer[0]):
            return ""
    return str(document.text)


def c4(lines: Sequence[Line]) -> str:
    """Return what C4's rules leave, pages of fewer than five sentences or with a brace dropped as the paper does."""
    return _filtered(keep_everything(lines), _datatrove("C4QualityFilter"))


def c4_lines(lines: Sequence[Line]) -> str:
    """Return what C4's rules for lines leave, no page dropped."""
    options = {"min_num_sentences": -1, "filter_curly_bracket": False, "filter_lorem_ipsum": False}
    return _filtered(keep_everything(lines), _datatrove("C4QualityFilter", **options))


def gopher(lines: Sequence[Line]) -> str:
    """Return the whole page or, when Gopher's quality or repetition rules drop it, nothing."""
    return _filtered(keep_everything(lines), _datatrove("GopherQualityFilter"), _datatrove("GopherRepetitionFilter"))


def c4_and_gopher(lines: Sequence[Line]) -> str:
    """Return C4's lines of the pages that Gopher's rules keep once those lines are left."""
    return _filtered(c4_lines(lines), _datatrove("GopherQualityFilter"), _datatrove("GopherRepetitionFilter"))


@cache
def _stop_lists() -> dict[str, frozenset[str]]:
    justext = importlib.import_module("justext")
    names = ("English", "German", "French", "Spanish", "Italian", "Portuguese", "Dutch", "Russian", "Polish", "Swedish")
    return {name: justext.get_stoplist(name) for name in names}


def _justext(html: str, text: str) -> str:
    """Return jusText's body with the stop words of the language whose list holds most of the page's words."""
    justext = importlib.import_module("justext")
    words = LETTERS.findall(text.casefold())
    stops = max(_stop_lists().values(), key=lambda stops: sum([word in stops for word in words]))
    return "\n".join([part.text for part in justext.justext(html, stops) if not part.is_boilerplate])


def justext_on_lines(lines: Sequence[Line]) -> str:
    """Return jusText's body when each line of the text is a paragraph: length, stop words, neighbours."""
    html = "".join([f"<p>{escape(line.text)}</p>\n" for line in lines])
    return _justext(f"<html><body>{html}</body></html>", keep_everything(lines))


def justext_on_html(html: str) -> str:
    """Return jusText's body of the HTML."""
    return _justext(html, re.sub(r"<[^<>]*>", " ", html))


def trafilatura_on(html: str, **options: bool) -> str:
    """Return trafilatura's extraction of the HTML."""
    trafilatura = importlib.import_module("trafilatura")
    return trafilatura.extract(html, **options) or ""


def resiliparse_on(html: str) -> str:
    """Return resiliparse's main content of the HTML."""
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return str(extract(html, main_content=True))


def readability_on(html: str) -> str:
    """Return the text of readability-lxml's article."""
    document = importlib.import_module("readability").Document(html)
    fragment = importlib.import_module("lxml.html").fromstring(document.summary())
    return "\n".join(fragment.itertext())


def readabilipy_on(html: str) -> str:
    """Return the text of readabilipy's article, its pure Python way."""
    simple = importlib.import_module("readabilipy").simple_json_from_html_string
    return "\n".join([part["text"] for part in simple(html, use_readability=False)["plain_text"] or ()])


def html_by_ours(html: str) -> str:
    """Return the body that this project publishes of the HTML."""
    batch, model = importlib.import_module("flows.runs.batch"), importlib.import_module("flows.model")
    [done] = batch.process_documents([model.RawDocument("page.html", html.encode())])
    return str(done.page.document.text)


class Method(NamedTuple):
    """One way to find the body; ``needs`` are the modules it cannot do without."""

    name: str
    needs: tuple[str, ...]
    on_lines: Callable[[Sequence[Line]], str] | None = None
    on_html: Callable[[str], str] | None = None


METHODS = (
    Method("keep everything", (), keep_everything),
    Method("oracle by line", (), oracle),
    Method("best span of sentences", (), best_span),
    Method("C4 rules (datatrove)", ("datatrove", "spacy"), c4),
    Method("C4 rules, no page dropped", ("datatrove", "spacy"), c4_lines),
    Method("Gopher rules (datatrove)", ("datatrove", "spacy"), gopher),
    Method("C4 lines, then Gopher", ("datatrove", "spacy"), c4_and_gopher),
    Method("jusText on lines", ("justext",), justext_on_lines),
    Method("**our line classifier**", (), ours),
    Method("trafilatura", ("trafilatura",), None, trafilatura_on),
    Method("trafilatura, recall", ("trafilatura",), None, partial(trafilatura_on, favor_recall=True)),
    Method("trafilatura, precision", ("trafilatura",), None, partial(trafilatura_on, favor_precision=True)),
    Method("trafilatura, no comments", ("trafilatura",), None, partial(trafilatura_on, include_comments=False)),
    Method("resiliparse", ("resiliparse",), None, resiliparse_on),
    Method("readability-lxml", ("readability",), None, readability_on),
    Method("readabilipy", ("readabilipy",), None, readabilipy_on),
    Method("jusText", ("justext",), None, justext_on_html),
    Method("**our HTML reader**", (), None, html_by_ours),
)
