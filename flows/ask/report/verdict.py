"""The first section of the quality page: published or not, and why."""

from __future__ import annotations

from dataclasses import dataclass

from flows.ask.report.facts import ReportFacts, Tables, Told


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the gate said. ``accepted`` are the errors that --accept overrode; ``stays`` is what readers still get."""

    errors: tuple[Told, ...]
    accepted: tuple[Told, ...]
    warnings: tuple[Told, ...]
    violations: int
    stays: str | None


def verdict(facts: ReportFacts, _tables: Tables, _left: int) -> VerdictView:
    """Return what the gate said, the errors that were accepted apart from the other warnings."""
    accepted = tuple(told for told in facts.verdict.warnings if told.headline in facts.info.accepted)
    return VerdictView(
        errors=facts.verdict.errors,
        accepted=accepted,
        warnings=tuple(told for told in facts.verdict.warnings if told not in accepted),
        violations=sum(facts.info.violations.values()),
        stays=facts.info.previous,
    )
