"""The first section of the quality page: published or not, and why."""

from __future__ import annotations

from flows.ask.report.facts import ReportFacts, Tables, Verdict


def verdict(facts: ReportFacts, _tables: Tables, _left: int) -> Verdict:
    """Return what the gate said."""
    return facts.verdict
