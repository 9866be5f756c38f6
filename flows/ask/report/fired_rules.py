"""Which rules changed texts: why each exists, how often and where it fired, and one change that it made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from flows.ask.report.facts import ReportFacts, Tables
from flows.quoting import quoted
from flows.rules.registry import rules

SHOWN: Final = 60
"""The most rules that are shown, those that fired most often; the others are counted."""

# An example is read best where it is neither a page nor a single sign: the edit nearest to thirty characters.
_QUESTION: Final = """
WITH fired AS (
  SELECT rule, step, count(*) AS hits, count(DISTINCT document_id) AS documents,
    sum(length("before") - length("after"))::BIGINT AS taken,
    arg_min(
      {'document_id': document_id, 'before': "before", 'after': "after"},
      (abs(length("before") + length("after") - 30), document_id, edit_no)
    ) AS example
  FROM edits GROUP BY rule, step
)
SELECT f.rule, f.step, f.hits, f.documents, f.taken, f.example.before AS "before", f.example.after AS "after", d.source
FROM fired f LEFT JOIN documents d ON d.document_id = f.example.document_id
ORDER BY hits DESC, rule
"""


class FiredRule(NamedTuple):
    """A rule with what it did: ``taken`` is how many characters fewer there are after all its edits."""

    rule: str
    step: str
    why: str
    hits: int
    documents: int
    taken: int
    before: str
    after: str
    source: str | None


@dataclass(frozen=True, slots=True)
class FiredRulesView:
    """The rules that fired most, how many further ones fired, and how many of the product's did not."""

    rules: tuple[FiredRule, ...]
    more: int
    silent: int


def fired_rules(_facts: ReportFacts, tables: Tables, _left: int) -> FiredRulesView | None:
    """Return the rules that fired; None where no text was changed."""
    reasons = {rule.id: rule.why for rule in rules()}
    rows = tables.rows(_QUESTION)
    shown = tuple(
        FiredRule(
            row["rule"],
            row["step"],
            reasons.get(row["rule"], "The rules of this version do not name it."),
            row["hits"],
            row["documents"],
            row["taken"],
            quoted(row["before"]),
            quoted(row["after"]) if row["after"] else "",
            row["source"],
        )
        for row in rows[:SHOWN]
    )
    if not shown:
        return None
    return FiredRulesView(shown, len(rows) - len(shown), len(reasons.keys() - {row["rule"] for row in rows}))
