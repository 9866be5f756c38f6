"""What a run leaves to a person, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.ask.report.issues import meaning_of

VIOLATION: Final = "violation"
_VIOLATIONS: Final = 'SELECT "table", "check", "column", value, remedy FROM violations'
_BY_FIELD: Final = {"partly-read": "FROM unread_by_field", "unread-value": "FROM unread_by_field"}
"""Kinds of issues that are many, so that a person asks first in which fields they are."""


class Matter(NamedTuple):
    """Something that needs a person: a kind of issue, or ``VIOLATION``, and how many there are.

    ``question`` is the SQL that lists them, with source, words and remedy.
    """

    kind: str
    number: int
    meaning: str
    question: str


def matters(violations: int, issues: Mapping[str, int]) -> tuple[Matter, ...]:
    """Return what needs a person: rows that broke the contract, then kinds of issues, the gravest group first.

    >>> [(matter.kind, matter.number) for matter in matters(1, {"side-unknown": 9, "no-title": 2, "killed-worker": 1})]
    [('violation', 1), ('killed-worker', 1), ('no-title', 2), ('side-unknown', 9)]
    """
    found = [Matter(VIOLATION, violations, "Rows that broke the contract, kept out of the tables.", _VIOLATIONS)]
    ranked = []
    for code, count in issues.items():
        rank, _, meaning = meaning_of(code)
        question = _BY_FIELD.get(code, f"FROM issues WHERE code = '{code}'")
        ranked.append((rank, -count, Matter(code, count, meaning, question)))
    return (*(found if violations else ()), *(matter for _, _, matter in sorted(ranked)))
