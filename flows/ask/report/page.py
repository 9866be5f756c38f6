"""Writes the quality page: one file that opens offline, escaped throughout, under two megabytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from flows.ask.explained import TABLES
from flows.ask.report.characters import characters
from flows.ask.report.dictionary import dictionary
from flows.ask.report.documents import documents
from flows.ask.report.facts import ReportFacts, Tables, open_tables
from flows.ask.report.fired_rules import fired_rules
from flows.ask.report.found import found
from flows.ask.report.issues import issues
from flows.ask.report.picture_section import pictures
from flows.ask.report.provenance import provenance
from flows.ask.report.table_profiles import table_profiles
from flows.ask.report.templates import environment, own_parts
from flows.ask.report.verdict import verdict

MAX_BYTES: Final = 2_000_000
"""The most a page weighs: it opens on a phone, and goes through a mail."""


class PageSection(NamedTuple):
    """A section of the page: the name of its template and anchor, its heading, and what its template is given.

    ``view`` gets the facts, the tables, and the bytes that are left; it returns None where there is nothing to show.
    It is not asked where one of the tables or views that it ``needs`` is missing.
    """

    name: str
    heading: str
    view: Callable[[ReportFacts, Tables, int], object | None]
    needs: tuple[str, ...] = ()


SECTIONS: Final = (
    PageSection("verdict", "Verdict", verdict),
    PageSection("found", "What the run found", found),
    PageSection("documents", "Documents", documents, ("documents", "edits", "issues", "violations", *TABLES)),
    PageSection("pictures", "Pictures", pictures, ("lineage", "boxes", "infobox_fields", "infobox_values")),
    PageSection("characters", "Where the characters went", characters, ("documents", "edits")),
    PageSection("rules", "Rules that fired", fired_rules, ("documents", "edits")),
    PageSection("issues", "Issues and violations", issues),
    PageSection("tables", "Tables", table_profiles),
    PageSection("dictionary", "Dictionary", dictionary),
    PageSection("provenance", "Provenance", provenance),
)
"""The sections in the order of the page; each has a template ``pages/NAME.html.j2``, which gets ``view``."""


_FAULTY: Final = "<p>This section could not be made: a fault of infobox-etl. The tables are not touched by it.</p>"


def report_page(facts: ReportFacts, faulty: Callable[[str, Exception], None] | None = None) -> str:
    """Return the quality page of one snapshot or candidate as HTML.

    ``faulty`` hears the heading of each section that could not be made, with its fault; the page then says so in its
    place, because the tables are worth more than the page about them. Without it the fault is raised.
    """
    pages = environment()
    shown: list[tuple[PageSection, str]] = []
    with open_tables(facts.folder) as tables:
        left = MAX_BYTES - len(_framed(facts, [(section, "") for section in SECTIONS]).encode())
        for section in SECTIONS:
            try:
                view = section.view(facts, tables, left) if tables.has(*section.needs) else None
                if view is None:
                    continue
                body = pages.get_template(f"{section.name}.html.j2").render(view=view)
                left -= len(body.encode())
            except Exception as error:
                if faulty is None:
                    raise
                faulty(section.heading, error)
                body = _FAULTY
            shown.append((section, body))
    return _framed(facts, shown)


def _framed(facts: ReportFacts, sections: Sequence[tuple[PageSection, str]]) -> str:
    """Return the sections in the frame of the page: head, navigation, and a policy that lets nothing else in."""
    return environment().get_template("page.html.j2").render(facts=facts, sections=sections, **own_parts())
