"""Where the characters went: the parts of each shape sum to what was read, whatever the edits are."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flows.ask.report.characters import KEPT, CharactersView, characters
from flows.ask.report.facts import ReportFacts, open_tables
from flows.publish.snapshot.published import read_manifest
from flows.rules.registry import rules
from schemas.vocabulary import SHAPES, STEPS
from tests.ask.report.made import facts_of, many
from tests.conftest import Published

TEXTS = st.text(alphabet="aé \n\xa0\U0001f3f4", max_size=5)
EDITS = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(["infobox-block", "x"]), TEXTS, TEXTS), max_size=6)
PAGES = st.lists(st.tuples(st.sampled_from(SHAPES), EDITS, st.integers(0, 50)), min_size=1, max_size=4)


def seen(facts: ReportFacts) -> CharactersView | None:
    with open_tables(facts.folder) as tables:
        return characters(facts, tables, 0)


def test_the_parts_of_the_seeds_are_those_of_their_edits(seeds: Published) -> None:
    view = seen(ReportFacts(read_manifest(seeds.folder), seeds.folder, ()))
    assert view is not None
    for shape in view.shapes:
        documents = [row for row in seeds.table("documents") if row["shape"] == shape.shape]
        keys = {row["document_id"] for row in documents}
        edits = [row for row in seeds.table("edits") if row["document_id"] in keys]
        assert shape.parts[KEPT] == sum(row["text_characters"] for row in documents)
        taken = sum(len(row["before"]) - len(row["after"]) for row in edits if row["step"] == "boilerplate")
        assert shape.parts.get("furniture", 0) == taken
        assert shape.characters == sum(row["input_characters"] for row in documents) == sum(shape.parts.values())


@given(PAGES)
def test_the_parts_sum_to_what_was_read(pages: list[tuple[str, list[tuple[str, str, str, str]], int]]) -> None:
    documents, edits = [], []
    for number, (shape, edited, kept) in enumerate(pages):
        key = f"{number:016x}"
        made = [edit for edit in edited if edit[2] != edit[3]]
        read = kept + sum(len(before) - len(after) for _, _, before, after in made)
        counts = {"input_characters": read, "text": "a" * kept, "text_characters": kept}
        documents.append({"document_id": key, "source": key, "shape": shape, **counts})
        edits += [
            {"document_id": key, "edit_no": at, "step": step, "rule": rule, "before": before, "after": after}
            for at, (step, rule, before, after) in enumerate(made, 1)
        ]
    with tempfile.TemporaryDirectory() as folder:
        tables = {"documents": many("documents", *documents), "edits": many("edits", *edits)}
        view = seen(facts_of(Path(folder, "a"), tables))
    assert view is not None
    for shape in view.shapes:
        assert sum(shape.parts.values()) == shape.characters
        assert shape.documents == sum(page[0] == shape.shape for page in pages)
    expected: Counter[str] = Counter()
    for _, made, _ in pages:
        expected["infobox"] += sum(len(b) - len(a) for _, rule, b, a in made if rule == "infobox-block")
    assert view.total.parts.get("infobox", 0) == expected["infobox"]


def test_what_edits_does_not_list_is_said(tmp_path: Path) -> None:
    withheld = {"text": None, "input_characters": 100, "text_characters": 60}
    view = seen(facts_of(tmp_path / "a", {"documents": many("documents", withheld), "edits": many("edits")}))
    assert view is not None
    assert view.total.parts == {KEPT: 60, "not listed": 40}


def test_without_documents_there_is_no_such_section(tmp_path: Path) -> None:
    assert seen(facts_of(tmp_path / "b", {"documents": many("documents"), "edits": many("edits")})) is None


def test_every_rule_that_is_a_part_of_its_own_exists() -> None:
    from flows.ask.report.characters import _parts

    known = {rule.id for rule in rules()}
    assert {rule for part in _parts() for rule in part.rules} <= known
    assert {step for part in _parts() for step in part.steps} == set(STEPS)
