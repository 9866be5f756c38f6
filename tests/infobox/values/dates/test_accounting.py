"""A date whose text is disturbed by one word is read right, or less of it is read and the rest is named.

Never another date: a word is put in, joined to its neighbour, raised as a note mark or taken out.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import hypothesis
from hypothesis import strategies as st

from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.dates.spans import DateSpan, read_span
from tests import parts

MONTHS: Final = (
    ("January", 1), ("Feb.", 2), ("March", 3), ("avril", 4), ("May", 5), ("junio", 6), ("July", 7), ("agosto", 8),
    ("сентября", 9), ("Oktober", 10), ("November", 11), ("грудня", 12),
)  # fmt: skip
WORDS: Final = ("Kestria", "fell", "(note)", "[41]", "12", "Navy,", "²", "1,200", "½", "at", "the", "and", "c.", "BC")


class Printed(NamedTuple):
    """The words of a date and the EDTF of its two ends."""

    words: tuple[str, ...]
    start: str
    end: str


@st.composite
def single(draw: st.DrawFn) -> Printed:
    """One date to the day, the month or the year."""
    day, year = draw(st.integers(1, 28)), draw(st.integers(1000, 2025))
    name, month = draw(st.sampled_from(MONTHS))
    whole, to_month = f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}"
    before = 1 - year
    return draw(
        st.sampled_from(
            [
                Printed((str(day), name, str(year)), whole, whole),
                Printed((name, f"{day},", str(year)), whole, whole),
                Printed((f"{day}.", name, str(year)), whole, whole),
                Printed((name, str(year)), to_month, to_month),
                Printed((str(year),), str(year), str(year)),
                Printed(("c.", str(year)), f"{year}~", f"{year}~"),
                Printed((str(year), "BC"), f"-{-before:04d}", f"-{-before:04d}"),
                Printed((str(day), name, str(year), "BC"), *(f"-{-before:04d}-{month:02d}-{day:02d}",) * 2),
                Printed((whole,), whole, whole),
            ]
        )
    )


@st.composite
def span(draw: st.DrawFn) -> Printed:
    """Two dates with a dash."""
    day, last, year = draw(st.integers(1, 13)), draw(st.integers(14, 28)), draw(st.integers(1000, 2025))
    (name, month), (other, later) = sorted(
        draw(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2, unique=True)), key=lambda one: one[1]
    )
    start, end = f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}-{last:02d}"
    far = f"{year}-{later:02d}-{last:02d}"
    return draw(
        st.sampled_from(
            [
                Printed((str(day), "–", str(last), name, str(year)), start, end),
                Printed((str(day), name, "–", str(last), other, str(year)), start, far),
                Printed((str(day), name, str(year), "–", str(last), other, str(year)), start, far),
                Printed((name, str(day), "to", other, f"{last},", str(year)), start, far),
                Printed((str(year), "–", str(year + 40)), str(year), str(year + 40)),
            ]
        )
    )


def ends(found: DateSpan) -> tuple[str | None, str | None]:
    return found.start_edtf, found.end_edtf


def is_of(edtf: str | None, printed: Printed) -> bool:
    """Return whether an end is one of the printed dates, or one of them less exactly."""
    bare = re.sub("[~?%]", "", edtf or "")
    return not bare or any(bare in re.sub("[~?%]", "", whole) for whole in (printed.start, printed.end))


def check(text: str, printed: Printed, word: str) -> None:
    """Hold both readers: what they publish is of the printed date, and what is missing or new is named."""
    read = read_span(text)
    for found in [*([read] if read else []), *(span for _, span in read_dates(text))]:
        assert all(is_of(edtf, printed) for edtf in ends(found)), (text, found)
        if ends(found) != (None, None) and ends(found) != (printed.start, printed.end):
            assert found.unread or found.doubt or len(read_dates(text)) > 1, (text, found)
        if ends(found) == (printed.start, printed.end) and re.search(r"[^\W_]{4}|\d|½|²", word):
            assert found.unread, (text, found)


@parts.given(150, 4_000, st.one_of(single(), span()), st.sampled_from(WORDS[:9]), st.data())
def test_a_word_put_in_is_named(printed: Printed, word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(printed.words)))
    if word == "12" and len(printed.start) == 7:
        return  # "12 May 1920" is a day
    if word == "12" and at and printed.words[at - 1][-1] in ",.":
        return  # "May 3, 12 1920" are two days, "1. 12 May" is an item of a list
    if word == "Navy," and "BC" in printed.words:
        word = "Navy"  # "Vancouver, BC" is a place
    check(" ".join((*printed.words[:at], word, *printed.words[at:])), printed, word)


@parts.given(150, 4_000, st.one_of(single(), span()), st.data())
def test_a_word_joined_to_its_neighbour_makes_no_other_date(printed: Printed, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(printed.words) - ("BC" in printed.words) * 2))
    words = [*printed.words[:at], "Kestria", *printed.words[at:]]
    other = data.draw(st.sampled_from([at - 1, at] if at else [at]))
    joined = "".join(words[max(other, 0) : other + 2])
    check(" ".join((*words[: max(other, 0)], joined, *words[other + 2 :])), printed, "")


@parts.given(150, 4_000, st.one_of(single(), span()), st.sampled_from("¹²³⁴½*†"), st.data())
def test_a_raised_mark_is_no_digit(printed: Printed, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(printed.words) - 1))
    words = [word + mark if number == at else word for number, word in enumerate(printed.words)]
    check(" ".join(words), printed, "")


@parts.given(150, 4_000, single(), st.data())
def test_a_word_taken_out_leaves_less_of_the_date(printed: Printed, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(printed.words) - 1))
    text = " ".join(word for number, word in enumerate(printed.words) if number != at)
    if printed.words[at] != "BC":  # without its era it is another year, for any reader
        for _, found in read_dates(text):
            assert all(is_of((edtf or "").removeprefix("XXXX-"), printed) for edtf in ends(found))


@parts.given(100, 2_000, st.lists(single(), min_size=2, max_size=3), st.sampled_from(["and", "&", ",", ";", "or"]))
def test_listed_dates_are_no_span(dates: list[Printed], between: str) -> None:
    hypothesis.assume(not any("BC" in one.words for one in dates[1:]))  # "1001 and 1000 BC" are both before Christ
    text = f" {between} ".join(" ".join(one.words) for one in dates)
    whole = {one.start.strip("~") for one in dates}
    for _, found in read_dates(text):
        first, last = ((edtf or "").strip("~?%") for edtf in ends(found))
        assert {first, last} <= whole
        assert first == last or between == "or"


@parts.given(100, 2_000, st.lists(single(), min_size=2, max_size=2, unique_by=lambda one: one.start))
def test_dates_side_by_side_are_not_taken(dates: list[Printed]) -> None:
    text = " ".join(" ".join(one.words) for one in dates)
    read = read_span(text)
    assert read is None or ends(read) == (None, None) or read.unread, text


def test_a_year_behind_a_list_out_of_order_is_not_that_of_the_first_date() -> None:
    for text, left in (("September 24, March 1861", "September 24"), ("30 December and 2 January 2016", "30 December")):
        ((_, span),) = read_dates(text)
        assert span.unread == left
        assert span.end_edtf is not None
        assert left not in span.end_edtf
