"""The rules that fired: counted as they stand in edits, each with its reason and one of its own edits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flows.ask.report.facts import ReportFacts, open_tables
from flows.ask.report.fired_rules import SHOWN, FiredRulesView, fired_rules
from flows.publish.snapshot.published import read_manifest
from flows.quoting import quoted
from flows.rules.registry import rules
from tests.ask.report.made import facts_of, many
from tests.conftest import Published


def seen(facts: ReportFacts) -> FiredRulesView | None:
    with open_tables(facts.folder) as tables:
        return fired_rules(facts, tables, 0)


def test_the_rules_of_the_seeds_are_counted_with_an_edit_of_each(seeds: Published) -> None:
    view = seen(ReportFacts(read_manifest(seeds.folder), seeds.folder, ()))
    assert view is not None
    edits = seeds.table("edits")
    assert {rule.rule: rule.hits for rule in view.rules} == Counter(row["rule"] for row in edits)
    why = {rule.id: rule.why for rule in rules()}
    for rule in view.rules:
        own = [row for row in edits if row["rule"] == rule.rule]
        assert rule.documents == len({row["document_id"] for row in own})
        assert rule.taken == sum(len(row["before"]) - len(row["after"]) for row in own)
        assert (rule.before, rule.after) in {
            (quoted(row["before"]), quoted(row["after"]) if row["after"] else "") for row in own
        }
        assert rule.why == why[rule.rule]
    assert view.silent == len(why.keys() - {rule.rule for rule in view.rules})


def test_the_rules_that_fired_most_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    edits = [
        {"rule": f"rule-{number}", "edit_no": number * 100 + at, "before": "x" * 5000}
        for number in range(1, SHOWN + 5)
        for at in range(2 if number == 7 else 1)
    ]
    tables = {"documents": many("documents", {}), "edits": many("edits", *edits)}
    view = seen(facts_of(tmp_path / "a", tables))
    assert view is not None
    assert (view.rules[0].rule, len(view.rules), view.more) == ("rule-7", SHOWN, 4)
    assert max(len(rule.before) for rule in view.rules) < 200


def test_without_edits_there_is_no_such_section(tmp_path: Path) -> None:
    assert seen(facts_of(tmp_path / "b", {"documents": many("documents", {}), "edits": many("edits")})) is None
