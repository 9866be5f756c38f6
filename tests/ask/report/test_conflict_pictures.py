"""Pictures of conflicts: what is certain is solid, what the words leave open is not, and no claims are added up."""

from __future__ import annotations

import pytest

from flows.ask.report.conflict_pictures import (
    MOST_CLAIMED,
    MOST_CLAIMS,
    MOST_CONFLICTS,
    Claim,
    DatedConflict,
    claim_bars,
    claimed_number,
    timeline,
)
from flows.ask.report.time_axis import marks, plain_date


def dated(start: str | None, end: str | None = None, *, is_ongoing: bool = False, rows: int = 1) -> DatedConflict:
    return DatedConflict("d", f"{start}", start, end, is_ongoing, rows)


def claim(least: int | None, most: int | None, **changed: object) -> Claim:
    made = Claim("d", 1, "A battle", 1, "Us", "killed", "unknown", "SOHR", least, most, False, None, " 3 killed ")
    return made._replace(**changed)


@pytest.mark.parametrize(
    ("edtf", "words", "months"),
    [
        ("2017", "2017", 12),
        ("2017-09", "Sep 2017", 1),
        ("2017-22", "summer 2017", 3),
        ("2017-34?", "perhaps quarter 2 of 2017", 3),
        ("198X", "1980–1989", 120),
        ("-02XX", "300 BC–201 BC", 1200),
        ("-0047-01~", "about Jan 48 BC", 1),
        ("0000", "1 BC", 12),
    ],
)
def test_a_date_spans_what_it_says(edtf: str, words: str, months: int) -> None:
    date = plain_date(edtf)
    assert date is not None
    assert date.words == words
    assert (date.high - date.low) * 12 == pytest.approx(months)


@pytest.mark.parametrize("edtf", [None, "", "..", "2017-13", "2017/2018", "[1667,1668]", "Y170000002"])
def test_what_is_no_single_date_is_not_drawn(edtf: str | None) -> None:
    assert plain_date(edtf) is None


@pytest.mark.parametrize(("low", "high"), [(2017, 2017 + 1 / 12), (2011, 2018), (-321, 2022), (-9999, 9999)])
def test_the_axis_has_few_marks_within_it(low: float, high: float) -> None:
    found = marks(low, high)
    assert 1 <= len(found) <= 5
    assert all(low - 1e-6 <= mark.at <= high + 1e-6 for mark in found)


def test_days_are_solid_and_years_are_open_at_their_end() -> None:
    drawn = timeline([dated("2001-01-01", "2010-12-31"), dated("2001", "2010"), dated("2005", "2005")])
    assert drawn is not None
    kinds = {bar.words: [part.kind for part in bar.parts] for bar in drawn.bars}
    assert kinds == {"1 Jan 2001 – 31 Dec 2010": ["sure"], "2001 – 2010": ["open", "sure", "open"], "2005": ["open"]}
    assert [bar.arrow for bar in drawn.bars] == [None, None, None]


def test_an_ongoing_conflict_reaches_the_end_of_the_axis_and_goes_on() -> None:
    drawn = timeline([dated("2001-01-01", "2010-12-31"), dated("2005-01-01", "..", is_ongoing=True)])
    assert drawn is not None
    bar = drawn.bars[1]
    assert (bar.words, bar.arrow) == ("1 Jan 2005 – ongoing", "100%")
    assert float(bar.parts[0].x[:-1]) + float(bar.parts[0].width[:-1]) == pytest.approx(100, abs=0.02)


def test_a_timeline_has_the_conflicts_with_most_rows_and_counts_the_others() -> None:
    many = [dated(f"{1900 + number}", rows=number) for number in range(MOST_CONFLICTS + 5)]
    drawn = timeline([*many, dated(None)])
    assert drawn is not None
    assert len(drawn.bars) == MOST_CONFLICTS
    assert drawn.left_out == 6
    assert drawn.bars[0].name == "1905"
    assert timeline([dated(None), dated("..")]) is None


@pytest.mark.parametrize(
    ("least", "most", "changed", "number"),
    [
        (72, 72, {}, "72"),
        (300, None, {}, "300+"),
        (None, 50, {}, "up to 50"),
        (1200, 1500, {"is_approximate": True}, "about 1,200–1,500"),
        (None, None, {"qualitative": "Heavy"}, "Heavy"),
    ],
)
def test_a_claimed_number_is_said_as_it_was_meant(
    least: int | None, most: int | None, changed: dict[str, object], number: str
) -> None:
    assert claimed_number(claim(least, most, **changed)) == number


def test_each_claim_has_its_own_bar_on_the_scale_of_its_conflict() -> None:
    claims = [claim(50, 100), claim(100, None, claimant="SAA"), claim(None, None, qualitative="Heavy")]
    (conflict,), others = claim_bars(claims)
    (side,) = conflict.sides
    ranged, unlimited, worded = side.bars
    assert [(part.kind, part.x, part.width) for part in ranged.parts] == [
        ("sure", "0%", "47.17%"),
        ("open", "47.17%", "47.17%"),
    ]
    assert (ranged.arrow, unlimited.arrow, worded.arrow) == (None, "94.34%", None)
    assert worded.parts == ()
    assert (side.heading, ranged.words, conflict.most, others) == ("Side 1: Us", "3 killed", "100", 0)


def test_sides_stand_in_order_and_the_unknown_one_last() -> None:
    (conflict,), _ = claim_bars([claim(1, 1, side=None), claim(1, 1, side=2), claim(1, 1, side=7), claim(1, 1)])
    assert [side.colour for side in conflict.sides] == ["side-1", "side-2", "side-none", "side-none"]
    assert conflict.sides[-1].heading == "Side not known"


def test_more_claims_than_can_be_read_are_counted() -> None:
    battles = [claim(1, 1, document_id=f"{number}") for number in range(MOST_CLAIMED + 3)]
    drawn, others = claim_bars([*battles, *[claim(1, 1, document_id="z")] * (MOST_CLAIMS + 4)])
    assert (len(drawn), others) == (MOST_CLAIMED, 4)
    assert (drawn[0].document_id, drawn[0].left_out) == ("z", 4)


def test_losses_of_nobody_are_drawn_without_a_bar() -> None:
    (conflict,), _ = claim_bars([claim(0, 0)])
    assert conflict.sides[0].bars[0].parts == ()
