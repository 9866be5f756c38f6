"""Writes the quality page: one file that opens offline, escaped throughout, under two megabytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.ask.report.facts import ReportFacts, Tables, open_tables
from flows.ask.report.verdict import verdict

MAX_BYTES: Final = 2_000_000
"""The most a page weighs: it opens on a phone, and goes through a mail."""

_PAGES = Path(__file__).with_name("pages")


class PageSection(NamedTuple):
    """A section of the page: the name of its template and anchor, its heading, and what its template is given.

    ``view`` gets the facts, the tables, and the bytes that are left; it returns None where there is nothing to show.
    """

    name: str
    heading: str
    view: Callable[[ReportFacts, Tables, int], object | None]


SECTIONS: Final = (PageSection("verdict", "Verdict", verdict),)
"""The sections in the order of the page; each has a template ``pages/NAME.html.j2``, which gets ``view``."""


def report_page(facts: ReportFacts) -> str:
    """Return the quality page of one snapshot or candidate as HTML."""
    pages = _environment()
    shown = []
    with open_tables(facts.folder) as tables:
        left = MAX_BYTES
        for section in SECTIONS:
            view = section.view(facts, tables, left)
            if view is not None:
                body = pages.get_template(f"{section.name}.html.j2").render(view=view)
                left -= len(body.encode())
                shown.append((section, body))
    return pages.get_template("page.html.j2").render(facts=facts, sections=shown)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
