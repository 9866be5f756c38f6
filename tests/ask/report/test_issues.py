"""What needs a person: every kind of issue has a meaning, and every violation its words and remedy."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flows.ask.report.facts import ReportFacts, open_tables
from flows.ask.report.issues import EXAMPLES, KINDS, SOURCES, IssuesView, issue_kinds, issues
from flows.ask.report.page import report_page
from flows.publish.snapshot.published import read_manifest
from flows.rules.registry import rules
from tests.ask.report.made import facts_of, many
from tests.conftest import ROOT, Published

CODE = re.compile(r"[a-z]+(-[a-z]+)+")
MAKERS = {"Note", "Issue", "note"}
IN_PARAMETERS = {"unreadable-file", "unreadable-folder"}
HOSTILE = "</q><script>alert(1)</script>\u202e"


def seen(facts: ReportFacts) -> IssuesView:
    with open_tables(facts.folder) as tables:
        return issues(facts, tables, 0)


def codes_given() -> Iterator[str]:
    """Yield each code that the program can give an issue: the first argument of what makes one, and rules' flags."""
    for path in (ROOT / "flows").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args:
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                words = [part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)]
                yield from (word for word in words if name in MAKERS and isinstance(word, str) and CODE.fullmatch(word))
    yield from (rule.flag for rule in rules() if rule.flag)
    yield from IN_PARAMETERS


def test_every_kind_of_issue_has_a_meaning_and_no_other() -> None:
    assert set(issue_kinds()) == set(codes_given())


def test_the_issues_of_the_seeds_are_counted_by_kind(seeds: Published) -> None:
    view = seen(ReportFacts(read_manifest(seeds.folder), seeds.folder, ()))
    assert {kind.code: kind.issues for kind in view.kinds} == Counter(row["code"] for row in seeds.table("issues"))
    for kind in view.kinds:
        own = [row for row in seeds.table("issues") if row["code"] == kind.code]
        assert set(kind.sources) <= {row["source"] for row in own}
        assert kind.inputs == len({row["source"] for row in own})
        example = (kind.sources[0], kind.where, kind.text, kind.remedy)
        assert example in {tuple(row[key] for key in ("source", "where", "text", "remedy")) for row in own}
    assert view.checks == ()


def test_the_gravest_group_comes_first_and_inputs_beyond_a_few_are_counted(tmp_path: Path) -> None:
    given = [{"code": "side-unknown", "source": f"{number:02}.txt"} for number in range(SOURCES + 3)]
    given += [{"code": "too-large", "source": "z.txt", "document_id": None}, {"code": "new-kind", "source": "y.txt"}]
    view = seen(facts_of(tmp_path / "a", {"issues": many("issues", *given)}))
    assert [(kind.code, kind.issues, kind.inputs) for kind in view.kinds] == [
        ("too-large", 1, 1),
        ("side-unknown", SOURCES + 3, SOURCES + 3),
        ("new-kind", 1, 1),
    ]
    assert view.kinds[1].sources == tuple(f"{number:02}.txt" for number in range(SOURCES))
    assert [name for name, _ in view.groups] == [
        "Inputs that were not read, or not wholly",
        "Fields and what was read of them",
        "Others",
    ]


def test_violations_come_with_their_words_and_what_the_check_says(tmp_path: Path) -> None:
    given = [{"value": f"eaten {number}", "source": f"{number}.txt"} for number in range(EXAMPLES + 2)]
    given += [{"check": "parent-rejected", "table": "units", "column": None, "value": None, "source": ""}]
    view = seen(facts_of(tmp_path / "a", {"violations": many("violations", *given)}))
    first, other = view.checks
    assert (first.table, first.column, first.check, first.violations) == (
        "casualties",
        "kind",
        "known-word",
        EXAMPLES + 2,
    )
    assert first.message.startswith("is not one of killed")
    assert [(each.value, each.source) for each in first.offences] == [
        ("eaten 0", "0.txt"),
        ("eaten 1", "1.txt"),
        ("eaten 2", "2.txt"),
    ]
    assert first.offences[0].source_text == "7 eaten (SOHR claim)"
    assert (other.offences[0].value, other.offences[0].source) == (None, "an unknown input")


def test_words_of_an_input_stay_words(tmp_path: Path) -> None:
    tables = {
        "documents": many("documents", {}),
        "issues": many("issues", dict.fromkeys(("source", "where", "text", "remedy"), HOSTILE)),
        "violations": many("violations", dict.fromkeys(("source", "value", "source_text", "remedy"), HOSTILE)),
    }
    page = report_page(facts_of(tmp_path / "a", tables))
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_of_very_many_kinds_the_rest_is_counted(tmp_path: Path) -> None:
    given = [{"code": f"kind-{number}"} for number in range(KINDS + 9)]
    view = seen(facts_of(tmp_path / "a", {"issues": many("issues", *given)}))
    assert (len(view.kinds), view.more_kinds) == (KINDS, 9)


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    view = seen(facts_of(tmp_path / "a", {"issues": many("issues"), "violations": many("violations")}))
    assert (view.kinds, view.checks) == ((), ())
    assert seen(facts_of(tmp_path / "b", {})) == view
