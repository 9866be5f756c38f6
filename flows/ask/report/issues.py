"""What needs a person: the kinds of issues, and the rows that broke the contract, with their words and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from flows.ask.report.facts import ReportFacts, Tables
from flows.quoting import safe
from flows.typed_toml import read_toml
from schemas.contract import todays_contract

KINDS: Final = 40
"""The most kinds of issues, and the most broken checks, that are shown; the others are counted."""
SOURCES: Final = 5
"""The most inputs that are named of one kind, the first by name."""
EXAMPLES: Final = 3
"""The most rows that are shown of one broken check."""
_WORDS: Final = 240
_NAME: Final = 120
_OTHERS: Final = "Others"

# An example reads best where it is neither a page nor a sign: of an input, the issue nearest to sixty characters.
_ISSUES: Final = """
WITH of_source AS (
  SELECT code, source, count(*) AS issues,
    arg_min(
      {'where': "where", 'text': text, 'remedy': remedy}, (abs(length(text) - 60), "where", text, remedy)
    ) AS example
  FROM issues GROUP BY code, source
)
SELECT code, sum(issues)::BIGINT AS issues, count(*) AS inputs, min(source, ?) AS sources,
  arg_min(example, source) AS example
FROM of_source GROUP BY code ORDER BY issues DESC, code
"""
_VIOLATIONS: Final = """
SELECT "table", "column", "check", count(*) AS violations, any_value(remedy) AS remedy,
  arg_min(
    {'value': value, 'source': source, 'source_text': source_text},
    (source, coalesce(source_text, ''), coalesce(value, ''), "row"), ?
  ) AS examples
FROM violations GROUP BY "table", "column", "check" ORDER BY violations DESC, "table", "check", "column"
"""


class IssueKind(NamedTuple):
    """One kind of issue: how often, in how many inputs, what it means; ``before`` counts those of the snapshot before.

    ``where`` and ``text`` are those of the first one, as are its remedy and the first of ``sources``.
    """

    code: str
    concerns: str
    meaning: str
    issues: int
    before: int | None
    inputs: int
    sources: tuple[str, ...]
    where: str
    text: str
    remedy: str


class Offence(NamedTuple):
    """A row that broke a check: the value, the input it came from, and the words that it was read from."""

    value: str | None
    source: str
    source_text: str


class BrokenCheck(NamedTuple):
    """A check that rows broke, with what it says of a value, the first of these rows, and the remedy."""

    table: str
    column: str | None
    check: str
    message: str
    violations: int
    offences: tuple[Offence, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class IssuesView:
    """The kinds of issues by what they concern, the gravest group first, and the broken checks."""

    kinds: tuple[IssueKind, ...]
    more_kinds: int
    checks: tuple[BrokenCheck, ...]
    more_checks: int

    @property
    def groups(self) -> list[tuple[str, list[IssueKind]]]:
        """Return the kinds by what they concern, in their order."""
        return [(concerns, list(kinds)) for concerns, kinds in groupby(self.kinds, attrgetter("concerns"))]


def issues(facts: ReportFacts, tables: Tables, _left: int) -> IssuesView:
    """Return all that needs a person, each kind once."""
    found = _kinds(facts, tables) if tables.has("issues") else []
    broken = _checks(tables) if tables.has("violations") else []
    more = [max(len(each) - KINDS, 0) for each in (found, broken)]
    return IssuesView(tuple(found[:KINDS]), more[0], tuple(broken[:KINDS]), more[1])


def _kinds(facts: ReportFacts, tables: Tables) -> list[IssueKind]:
    found: list[tuple[int, IssueKind]] = []
    for row in tables.rows(_ISSUES, [SOURCES]):
        rank, concerns, meaning = meaning_of(row["code"])
        where, text, remedy = (safe(row["example"][key], limit=_WORDS) for key in ("where", "text", "remedy"))
        before = None if facts.before is None else facts.before.issues.get(row["code"], 0)
        sources = tuple(safe(source, limit=_NAME) for source in row["sources"])
        counted = (row["issues"], before, row["inputs"])
        found.append((rank, IssueKind(row["code"], concerns, meaning, *counted, sources, where, text, remedy)))
    return [kind for _, kind in sorted(found, key=itemgetter(0))]


class IssueMeaning(NamedTuple):
    """What a kind of issue concerns and means; ``rank`` is the place of its group, from 0, the gravest."""

    rank: int
    concerns: str
    meaning: str


def meaning_of(code: str) -> IssueMeaning:
    """Return what is known of a kind of issue; one that this version does not know comes last.

    >>> meaning_of("killed-worker").rank < meaning_of("side-unknown").rank < meaning_of("of-tomorrow").rank
    True
    """
    known = issue_kinds()
    groups = list(dict.fromkeys(concerns for concerns, _ in known.values()))
    concerns, meaning = known.get(code, (_OTHERS, "This version knows no such kind."))
    return IssueMeaning((*groups, _OTHERS).index(concerns), concerns, meaning)


@cache
def issue_kinds() -> Mapping[str, tuple[str, str]]:
    """Return what each kind of issue concerns, and what it means: ``issue_kinds.toml``, the gravest group first."""
    content = read_toml(Path(__file__).with_name("issue_kinds.toml"), dict[str, dict[str, str]])
    return {code: (concerns, meaning) for concerns, codes in content.items() for code, meaning in codes.items()}


def _checks(tables: Tables) -> list[BrokenCheck]:
    contract = todays_contract().tables
    messages = {
        (name, check.column, check.name): check.message for name, terms in contract.items() for check in terms.checks
    }
    return [
        BrokenCheck(
            row["table"],
            row["column"],
            row["check"],
            messages.get((row["table"], row["column"], row["check"]), f"breaks {row['check']}"),
            row["violations"],
            tuple(_offence(example) for example in row["examples"]),
            safe(row["remedy"], limit=_WORDS),
        )
        for row in tables.rows(_VIOLATIONS, [EXAMPLES])
    ]


def _offence(example: Mapping[str, str | None]) -> Offence:
    value, source, text = (example[key] for key in Offence._fields)
    shown = None if value is None else safe(value, limit=_WORDS)
    return Offence(shown, safe(source or "an unknown input", limit=_NAME), safe(text or "", limit=_WORDS))
