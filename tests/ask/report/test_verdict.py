"""The verdict: what stopped a run, what was accepted, and what is only a warning are told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.ask.report.facts import ReportFacts, Told, Verdict
from flows.ask.report.page import report_page
from flows.ask.report.verdict import VerdictView, verdict
from tests.ask.report.made import EARLIER, facts_of, many

STOPPED = Told("documents: 0 rows, at least 1 are expected", ("<b>no</b> page gave one",), "name a folder of pages")
SMALL = Told("tags: fewer than before", (), "look at them")


def seen(facts: ReportFacts) -> VerdictView:
    return verdict(facts, None, 0)  # type: ignore[arg-type]  # it asks no table


def test_what_was_accepted_is_no_plain_warning(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "a", {}, accepted=(STOPPED.headline,))
    view = seen(replace(facts, verdict=Verdict((), (STOPPED, SMALL))))
    assert (view.errors, view.accepted, view.warnings) == ((), (STOPPED,), (SMALL,))


def test_a_candidate_says_first_why_it_was_stopped_and_what_readers_still_get(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "a", {"documents": many("documents", {})}, previous=EARLIER)
    page = report_page(replace(facts, verdict=Verdict((STOPPED,), (SMALL,))))
    main = page[page.index("<main") :]
    places = [main.index(words) for words in ("Stopped by the gate", EARLIER, STOPPED.headline, STOPPED.remedy, "tags")]
    assert places == sorted(places)
    assert "&lt;b&gt;no&lt;/b&gt; page gave one" in main
    assert main.index(STOPPED.remedy) < main.index('<section id="found"')
