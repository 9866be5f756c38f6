"""The ready-made questions about conflicts: claims stay apart, what is open stays open, unknown sides prove nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from flows.publish.catalog import ready_made
from schemas.tables import TABLES
from tests.publish.analyst_tables import Rows, ask, column, opened

OTHER = "0123456789abcdef"


def casualties(*rows: dict[str, object]) -> Rows:
    plain = {"side": 2, "parent_no": None, "claimant": None, "count_max": None, "period_text": None}
    return {"conflicts": [{}], "casualties": [{**plain, **row} for row in rows]}


def test_claims_stand_side_by_side_and_are_never_added_up() -> None:
    tables = opened(
        casualties(
            {"count_min": 72, "count_max": 72, "claimant": "SOHR"},
            {"count_min": 7, "count_max": 9, "claimant": "SOHR"},
            {"count_min": 40, "count_max": 40, "claimant": "SOHR", "parent_no": 1},
            {"count_min": 120, "count_max": 150, "claimant": "SAA", "period_text": "29 Oct. – 1 Nov."},
        )
    )
    [found] = ask(tables, "SELECT claims, least, most, by_claimant, periods FROM casualty_ranges")
    # 40 is a part of the 72.
    assert found == (
        2,
        79,
        150,
        [
            {"claimant": "SAA", "count_min": 120, "count_max": 150},
            {"claimant": "SOHR", "count_min": 79, "count_max": 81},
        ],
        ["29 Oct. – 1 Nov."],
    )


def test_one_open_claim_leaves_the_range_open() -> None:
    tables = opened(
        casualties(
            {"count_min": 300, "claimant": "SAA"}, {"count_min": 101, "count_max": 101}, {"count_min": 5, "side": None}
        )
    )
    assert ask(tables, "SELECT side, claims, least, most FROM casualty_ranges ORDER BY side") == [
        (2, 2, 101, None),
        (None, 1, 5, None),
    ]


def test_statements_of_an_unknown_side_are_neither_added_up_nor_compared() -> None:
    unknown = {"side": None, "claimant": "SOHR"}
    tables = opened(
        casualties(
            {**unknown, "casualty_no": 1, "count_min": 71, "count_max": 71},
            {**unknown, "casualty_no": 2, "count_min": 2647, "count_max": 2647},
        )
    )
    # 71 of one army and 2,647 of the other are not 2,718 of anybody, nor two claims about the same people.
    assert ask(tables, "SELECT casualty_no, statements, count_min FROM casualties_by_side") == [
        (1, 1, 71),
        (2, 1, 2647),
    ]
    assert ask(tables, "SELECT claims, least, most FROM casualty_ranges") == [(1, 71, 71), (1, 2647, 2647)]


def test_only_materiel_of_one_sort_is_added_up() -> None:
    lost = {"kind": "materiel", "claimant": "SAA"}
    tables = opened(
        casualties(
            {**lost, "casualty_no": 1, "what": "tanks", "count_min": 200, "count_max": 200},
            {**lost, "casualty_no": 2, "what": "guns", "count_min": 490, "count_max": 490},
            {**lost, "casualty_no": 3, "what": "tanks", "count_min": 3, "count_max": 3},
            {**lost, "casualty_no": 4, "what": None, "count_min": 5, "count_max": 5},
            {**lost, "casualty_no": 5, "what": None, "count_min": 6, "count_max": 6},
        )
    )
    sql = "SELECT what, casualty_no, statements, count_min FROM casualties_by_side"
    assert ask(tables, sql) == [("guns", None, 1, 490), ("tanks", None, 2, 203), (None, 4, 1, 5), (None, 5, 1, 6)]
    assert ask(tables, "SELECT what, least FROM casualty_ranges") == [
        ("guns", 490),
        ("tanks", 203),
        (None, 5),
        (None, 6),
    ]


def test_losses_in_words_are_in_no_range() -> None:
    heavy = {"count_min": None, "qualitative": "Heavy"}
    tables = opened(
        casualties({**heavy, "claimant": "SAA"}, {"count_min": 7, "count_max": 7}, {**heavy, "kind": "wounded"})
    )
    assert ask(tables, "SELECT kind, claims, least, most FROM casualty_ranges ORDER BY kind") == [
        ("killed", 2, 7, 7),
        ("wounded", 1, None, None),
    ]


def belligerent(name: str, side: int | None, **more: object) -> dict[str, object]:
    return {"name": name, "side": side, "relation": "principal", **more}


def test_only_known_sides_fought_each_other() -> None:
    names = [belligerent("A", 1), belligerent("B", 1), belligerent("C", 2), belligerent("D", None)]
    tables = opened({"conflicts": [{}, {"document_id": OTHER}], "belligerents": names})
    assert ask(tables, "SELECT belligerent, opponent, sides FROM who_fought_whom") == [
        ("A", "C", 2),
        ("B", "C", 2),
        ("C", "A", 2),
        ("C", "B", 2),
    ]


def test_a_name_in_two_conflicts_meets_only_those_of_its_own() -> None:
    tables = opened(
        {
            "conflicts": [{"name": "one"}, {"name": "two", "document_id": OTHER}],
            "belligerents": [
                belligerent("A", 1),
                belligerent("B", 2, relation="supported_by"),
                belligerent("A", 1, document_id=OTHER),
                belligerent("C", 2, document_id=OTHER),
                belligerent("C", 3, document_id=OTHER, note="minority"),
            ],
        }
    )
    found = ask(
        tables, "SELECT conflict, opponent, opponent_relation, sides FROM who_fought_whom WHERE belligerent = 'A'"
    )
    assert sorted(found) == [
        ("one", "B", "supported_by", 2),
        ("two", "C", "principal", 3),
        ("two", "C", "principal", 3),
    ]


def test_a_lost_mark_is_no_death() -> None:
    fates = ["killed", "died_of_wounds", "executed", "assassinated", "marked", "wounded", "captured", "none"]
    tables = opened(
        {
            "conflicts": [{}],
            "belligerents": [belligerent("Syria", 1), belligerent("Fatemiyoun", 1, relation="allied")],
            "commanders": [{"name": fate, "fate": fate, "side": None if fate == "executed" else 1} for fate in fates],
        }
    )
    assert ask(tables, "SELECT name, belligerents FROM commanders_killed") == [
        ("killed", ["Syria"]),
        ("died_of_wounds", ["Syria"]),
        ("executed", None),
        ("assassinated", ["Syria"]),
    ]


def test_units_stand_in_printed_order_below_their_parents() -> None:
    def unit(name: str, depth: int, parent: int | None, **more: object) -> dict[str, object]:
        return {"name": name, "depth": depth, "parent_no": parent, "note": None, **more}

    tables = opened(
        {
            "conflicts": [{}],
            "units": [
                unit("Army", 0, None),
                unit("1st Division", 1, 1),
                unit("Brigade", 2, 2),
                unit("See Units", 0, None, is_cross_reference=True),
                unit("Navy", 0, None, side=None, side_basis="none"),
                unit("Brigade", 1, 5),
            ],
        }
    )
    assert ask(tables, "SELECT side, depth, indented, path FROM unit_tree") == [
        (1, 0, "Army", ["Army"]),
        (1, 1, "    1st Division", ["Army", "1st Division"]),
        (1, 2, "        Brigade", ["Army", "1st Division", "Brigade"]),
        (None, 0, "Navy", ["Navy"]),
        (1, 1, "    Brigade", ["Navy", "Brigade"]),
    ]


def conflict(name: str, start: str | None, end: str | None, **more: object) -> dict[str, object]:
    """Return a conflict between two dates in EDTF, in a document of its own."""
    return {"name": name, "document_id": f"{name:0>16}", "start_edtf": start, "end_edtf": end, **more}


CONFLICTS: Rows = {
    "conflicts": [
        conflict("1a", "2017-09-14", "2017-11-17"),
        conflict("2b", "1952", "1953"),
        conflict("3c", "2022-02-24", "..", is_ongoing=True),
        conflict("4d", "1415-10-25", "1415-10-25"),
        conflict("5e", "1066-10", None),
        conflict("6f", "-0321-05", "-0321-06", is_circa=True),
        conflict("7a", "1952-24", "1952-24"),
        conflict("8b", "195X", "195X"),
        conflict("9c", "04XX", "0562"),
        conflict("10", None, "1999-01-01"),
        conflict("11", "XXXX-05-01", "XXXX-05-03"),
        conflict("12", "2023-02-30", "2023-03-01"),
        conflict("13", "2024-02-10~", "2024-02-12"),
        conflict("14", None, None),
    ]
}


@pytest.mark.parametrize(
    ("day", "sure", "possible"),
    [
        ("2017-09-13", [], []),
        ("2017-09-14", ["1a"], []),
        ("2017-11-17", ["1a"], []),
        ("2017-11-18", [], []),
        # Of two years nobody knows the days: the turn of the year is sure, all others are possible.
        ("1952-01-01", [], ["2b", "7a", "8b"]),
        ("1952-12-31", ["2b"], ["7a", "8b"]),
        ("1953-01-01", ["2b"], ["7a", "8b"]),
        ("1953-12-31", [], ["2b", "8b"]),
        ("1954-01-01", [], ["8b"]),
        # A winter may be that of one year or of the next.
        ("1951-12-01", [], ["7a", "8b"]),
        ("1953-03-31", [], ["2b", "7a", "8b"]),
        ("2022-02-23", [], []),
        ("2022-02-24", ["3c"], []),
        ("2026-12-01", [], ["3c"]),
        ("1415-10-25", ["4d"], []),
        ("1066-10-14", [], ["5e"]),
        ("1066-11-01", [], []),
        ("0450-01-01", [], ["9c"]),
        ("0530-01-01", ["9c"], []),
        ("1999-01-01", [], []),
        # The mark of an approximate date.
        ("2024-02-11", [], ["3c", "13"]),
    ],
)
def test_a_day_is_sure_or_possible_by_the_precision_of_the_dates(
    day: str, sure: list[str], possible: list[str]
) -> None:
    found = ask(opened(CONFLICTS), f"SELECT certainty, conflict FROM conflicts_active_on('{day}')")
    assert {name for certainty, name in found if certainty == "sure"} == set(sure)
    assert {name for certainty, name in found if certainty == "possible"} == set(possible)


def test_years_before_christ_are_days_too() -> None:
    found = ask(opened(CONFLICTS), "SELECT certainty, conflict FROM conflicts_active_on(make_date(-321, 6, 1))")
    assert found == [("possible", "6f")]  # circa: nothing is sure


def test_the_days_of_a_list_can_be_asked_at_once() -> None:
    sql = """SELECT DISTINCT year(day) FROM range(DATE '1951-06-01', DATE '1956-01-01', INTERVAL 1 YEAR) t(day),
    conflicts_active_on(day) ORDER BY ALL"""
    assert column(ask(opened(CONFLICTS), sql)) == [1951, 1952, 1953, 1954, 1955]


def test_a_beginning_that_no_day_can_be_said_of_is_left_out() -> None:
    found = ask(opened(CONFLICTS), "SELECT conflict, start_earliest, start_latest FROM conflict_periods")
    assert {name for name, *_ in found}.isdisjoint({"10", "11", "12", "14"})
    assert ("5e", dt.date(1066, 10, 1), dt.date(1066, 10, 31)) in found


def test_older_releases_can_read_what_is_stored() -> None:
    """DuckDB 2 stores ``if(…)`` as the function "if", which 1.4 and 1.5 do not have."""
    assert [each.name for each in ready_made(TABLES) if re.search(r"\bif\s*\(", each.query, re.IGNORECASE)] == []
