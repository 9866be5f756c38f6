"""Writes the quality page: one file that opens offline, escaped throughout, under two megabytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from flows.ask.report.documents import documents
from flows.ask.report.facts import ReportFacts, Tables, open_tables
from flows.ask.report.picture_section import pictures
from flows.ask.report.templates import environment, own_parts
from flows.ask.report.verdict import verdict

MAX_BYTES: Final = 2_000_000
"""The most a page weighs: it opens on a phone, and goes through a mail."""


class PageSection(NamedTuple):
    """A section of the page: the name of its template and anchor, its heading, and what its template is given.

    ``view`` gets the facts, the tables, and the bytes that are left; it returns None where there is nothing to show.
    """

    name: str
    heading: str
    view: Callable[[ReportFacts, Tables, int], object | None]


SECTIONS: Final = (
    PageSection("verdict", "Verdict", verdict),
    PageSection("documents", "Documents", documents),
    PageSection("pictures", "Pictures", pictures),
)
"""The sections in the order of the page; each has a template ``pages/NAME.html.j2``, which gets ``view``."""


def report_page(facts: ReportFacts) -> str:
    """Return the quality page of one snapshot or candidate as HTML."""
    pages = environment()
    shown: list[tuple[PageSection, str]] = []
    with open_tables(facts.folder) as tables:
        left = MAX_BYTES - len(_framed(facts, [(section, "") for section in SECTIONS]).encode())
        for section in SECTIONS:
            view = section.view(facts, tables, left)
            if view is not None:
                body = pages.get_template(f"{section.name}.html.j2").render(view=view)
                left -= len(body.encode())
                shown.append((section, body))
    return _framed(facts, shown)


def _framed(facts: ReportFacts, sections: Sequence[tuple[PageSection, str]]) -> str:
    """Return the sections in the frame of the page: head, navigation, and a policy that lets nothing else in."""
    return environment().get_template("page.html.j2").render(facts=facts, sections=sections, **own_parts())
