"""Every change of a contract is taken for what it is: breaking, additive, or words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.contract import Contract, contract_text
from schemas.contract_diff import STEPS, diff
from schemas.tables import ForeignKey
from tests.schemas.made_contract import (
    BATTLES,
    DAYS,
    ID,
    KIND,
    MADE,
    NO,
    PART,
    TO_DOCUMENTS,
    with_check,
    with_column,
    with_table,
    without_check,
)

NEW = DAYS._replace(name="lost", description="Lost.")

# What is done to the contract; of what kind that is, where, words of what is told, and whom it breaks.
CHANGES: dict[str, tuple[Contract, str, str, str, str]] = {
    "table dropped": (
        MADE._replace(tables={"documents": MADE.tables["documents"]}),
        *("breaking", "battles", "dropped", "readers and writers"),
    ),
    "table renamed": (
        MADE._replace(tables={"documents": MADE.tables["documents"], "fights": BATTLES}),
        *("breaking", "battles", "renamed to fights", "readers and writers"),
    ),
    "table added": (
        MADE._replace(tables={**MADE.tables, "sieges": BATTLES._replace(columns=(ID, NO))}),
        *("additive", "sieges", "new", "writers"),
    ),
    "column dropped": (
        with_table(columns=(ID, NO, KIND, PART), checks=(BATTLES.checks[1], BATTLES.checks[2])),
        *("breaking", "battles.days", "dropped", "readers and writers"),
    ),
    "column renamed": (
        with_column("kind", name="sort"),
        *("breaking", "battles.kind", "renamed to sort", "readers and writers"),
    ),
    "column added": (with_table(columns=(*BATTLES.columns, NEW)), "additive", "battles.lost", "new", "writers"),
    "columns moved": (
        with_table(columns=(ID, NO, DAYS, KIND, PART)),
        *("breaking", "battles", "another order", "readers and writers"),
    ),
    "type changed": (
        with_column("days", type="float64"),
        *("breaking", "battles.days", "float64; it was int32", "readers and writers"),
    ),
    "type narrowed": (with_column("days", type="int16"), "breaking", "battles.days", "int16", "readers and writers"),
    "type widened": (with_column("days", type="int64"), "additive", "battles.days", "int64", "writers"),
    "null now": (with_column("kind", is_nullable=True), "breaking", "battles.kind", "null now", "readers"),
    "never null": (with_column("days", is_nullable=False), "additive", "battles.days", "never null", "writers"),
    "word added": (
        with_column("kind", words=("siege", "raid", "rout"), description="What it was. One of: siege, raid, rout."),
        *("breaking", "battles.kind", "new words rout", "readers"),
    ),
    "word removed": (with_column("kind", words=("siege",)), "additive", "battles.kind", "raid no more", "writers"),
    "words reordered": (with_column("kind", words=("raid", "siege")), "wording", "battles.kind", "order", "nobody"),
    "opened": (with_column("kind", words=()), "breaking", "battles.kind", "no longer closed", "readers"),
    "closed": (with_column("days", words=("1",)), "additive", "battles.days", "closed", "writers"),
    "unit changed": (
        with_column("days", unit="weeks"),
        *("breaking", "battles.days", "weeks; it was days", "readers and writers"),
    ),
    "unit withdrawn": (with_column("days", unit=None), "breaking", "battles.days", "not said", "readers and writers"),
    "unit said": (with_column("part_no", unit="battles"), "wording", "battles.part_no", "unit", "nobody"),
    "column described": (with_column("kind", description="Sort."), "wording", "battles.kind", "description", "nobody"),
    "column's source": (with_column("days", source=None), "wording", "battles.days", "source", "nobody"),
    "table described": (with_table(description="Fights."), "wording", "battles", "description", "nobody"),
    "grain": (with_table(grain="one row per day"), "breaking", "battles", "per day", "readers and writers"),
    "key changed": (
        with_table(key=("document_id", "part_no")),
        *("breaking", "battles", "part_no; it was document_id, battle_no", "readers and writers"),
    ),
    "key dropped": (with_table(key=()), "breaking", "battles", "key is none", "readers and writers"),
    "key gained": (
        MADE._replace(tables={**MADE.tables, "documents": MADE.tables["documents"]}),
        *("additive", "documents", "has the key document_id", "writers"),
    ),
    "foreign key dropped": (with_table(foreign_keys=()), "breaking", "battles", "need not be in", "readers"),
    "foreign key added": (
        with_table(foreign_keys=(TO_DOCUMENTS, ForeignKey(("part_no",), "battles", ("battle_no",)))),
        *("additive", "battles", "(part_no) is in battles", "writers"),
    ),
    "parent dropped": (
        with_table(parent=None),
        "breaking",
        "battles",
        "names the parent is none",
        "readers and writers",
    ),
    "parent gained": (
        with_table(parent="part_no"),
        *("additive", "battles", "part_no names the parent", "writers"),
    ),
    "check dropped": (without_check("at-least"), "breaking", "battles.days", "at-least was dropped", "readers"),
    "rule dropped": (without_check("part-before"), "breaking", "battles.part_no", "was dropped", "readers"),
    "check added": (
        with_table(checks=(*BATTLES.checks, BATTLES.checks[2]._replace(name="other"))),
        *("additive", "battles.part_no", "other is new", "writers"),
    ),
    "check loosened": (
        with_check("at-least", demands="at least -1", message="is less than -1"),
        *("breaking", "battles.days", "at least -1; it was: at least 0", "readers and writers"),
    ),
    "check tightened": (with_check("at-least", demands="at least 1"), "additive", "battles.days", "1", "writers"),
    "check bounded": (with_check("at-least", demands="from 0 to 9"), "additive", "battles.days", "9", "writers"),
    "rule changed": (
        with_check("part-before", demands="part_no <= battle_no"),
        *("breaking", "battles.part_no", "<=", "readers and writers"),
    ),
    "message": (with_check("at-least", message="is negative"), "wording", "battles.days", "message", "nobody"),
    "remedy": (with_check("part-before", remedy="see there"), "wording", "battles.part_no", "remedy", "nobody"),
}
BEFORE = {
    "key gained": MADE._replace(tables={**MADE.tables, "documents": MADE.tables["documents"]._replace(key=())}),
    "parent gained": with_table(parent=None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_taken_for_what_it_is(name: str) -> None:
    changed, kind, where, what, breaks = CHANGES[name]
    (found,) = diff(BEFORE.get(name, MADE), changed)
    assert (found.kind, found.where, found.breaks) == (kind, where, breaks)
    assert what in found.what
    assert found.effect
    assert found.step == STEPS[found.kind]


def test_a_new_column_before_others_moves_them() -> None:
    found = diff(MADE, with_table(columns=(ID, NO, NEW, KIND, DAYS, PART)))
    assert [(change.kind, change.where) for change in found] == [
        ("breaking", "battles"),
        ("additive", "battles.lost"),
    ]


def test_a_renamed_column_is_compared_further() -> None:
    found = diff(MADE, with_column("kind", name="sort", is_nullable=True))
    assert [(change.where, change.what) for change in found] == [
        ("battles.kind", "the column was renamed to sort"),
        ("battles.sort", "it may be null now"),
    ]


FIELDS: dict[str, Any] = {
    "type": st.sampled_from(["text", "int16", "int32", "int64", "float64"]),
    "is_nullable": st.booleans(),
    "description": st.sampled_from(["What it was. One of: siege, raid.", "How long.", "What it was."]),
    "unit": st.sampled_from([None, "days", "weeks"]),
    "source": st.sampled_from([None, "the page"]),
    "words": st.sampled_from([(), ("siege", "raid"), ("raid", "siege"), ("raid",)]),
}
COLUMN_CHANGES = st.tuples(
    st.sampled_from([column.name for column in BATTLES.columns]), st.fixed_dictionaries({}, optional=FIELDS)
)
CHECK_CHANGES = st.tuples(
    st.sampled_from([check.name for check in BATTLES.checks]),
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(["a", "at least 3"]) for name in ("demands", "message", "remedy")}
    ),
)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    columns, checks = list(BATTLES.columns), list(BATTLES.checks)
    for name, changes in draw(st.lists(COLUMN_CHANGES, max_size=3)):
        columns = [each._replace(**changes) if each.name == name else each for each in columns]
    for name, changes in draw(st.lists(CHECK_CHANGES, max_size=2)):
        checks = [each._replace(**changes) if each.name == name else each for each in checks]
    order = draw(st.permutations(columns)) if draw(st.booleans()) else columns
    kept = tuple(order[: draw(st.integers(1, len(order)))])
    names = {column.name for column in kept}
    return with_table(
        columns=kept, checks=tuple(each for each in draw(st.permutations(checks)) if each.column in names)
    )


@given(contracts(), contracts())
def test_any_two_contracts_differ_exactly_when_their_texts_do(one: Contract, other: Contract) -> None:
    changes = diff(one, other)
    assert (changes == ()) == (contract_text(one) == contract_text(other))
    assert diff(one, one) == ()
    ours, theirs = (contract.tables["battles"].by_name for contract in (one, other))
    told = {change.where for change in changes if change.kind != "wording"}
    for name in ours.keys() & theirs.keys():
        is_other = (ours[name].type, ours[name].is_nullable, set(ours[name].words)) != (
            theirs[name].type,
            theirs[name].is_nullable,
            set(theirs[name].words),
        )
        assert not is_other or f"battles.{name}" in told
    assert all(name in theirs or f"battles.{name}" in told for name in ours)
