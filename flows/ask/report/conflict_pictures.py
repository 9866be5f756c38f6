"""Pictures of conflicts: when each was, and what each claimant says that each side lost.

Here is only where things stand, in percent of the width; ``pages/pictures.html.j2`` draws them beside their words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from flows.ask.report.pictures import percent
from flows.ask.report.time_axis import PlainDate, marks, plain_date

MOST_CONFLICTS: Final = 40
"""The most conflicts of a timeline: those of which most rows were read."""
MOST_CLAIMED: Final = 12
"""The most conflicts whose casualties are drawn: those with most statements."""
MOST_CLAIMS: Final = 30
"""The most statements that are drawn of one conflict, in printed order."""


class BarPart(NamedTuple):
    """A stretch of a bar: ``sure``, or ``open`` where it lies within what the words leave open."""

    kind: str
    x: str
    width: str


class DatedConflict(NamedTuple):
    """A conflict as its infobox dates it; ``rows`` counts what was read of it."""

    document_id: str
    name: str
    start_edtf: str | None
    end_edtf: str | None
    is_ongoing: bool
    rows: int


class TimeBar(NamedTuple):
    """One conflict on the line of time; ``arrow`` is where the bar goes on without an end."""

    document_id: str
    name: str
    words: str
    parts: tuple[BarPart, ...]
    arrow: str | None


class Timeline(NamedTuple):
    """Conflicts in the order of time, the axis as pairs of place and words, and how many are not shown."""

    bars: tuple[TimeBar, ...]
    axis: tuple[tuple[str, str], ...]
    left_out: int


def timeline(conflicts: Sequence[DatedConflict]) -> Timeline | None:
    """Return the conflicts with a date on one line of time, None if none has one.

    >>> drawn = timeline([DatedConflict("a", "A war", "1994", None, True, 1)])
    >>> drawn.bars[0].words, drawn.bars[0].parts[0].kind, drawn.bars[0].arrow
    ('1994 – ongoing', 'open', '100%')
    """
    dated = [(each, *_dates(each)) for each in conflicts]
    known = [(each, start, end) for each, start, end in dated if start is not None]
    if not known:
        return None
    shown = sorted(known, key=lambda one: (-one[0].rows, one[0].document_id))[:MOST_CONFLICTS]
    shown.sort(key=lambda one: (one[1].low, one[2].high if one[2] else math.inf, one[0].name))
    ends = [end.high for _, start, last in shown for end in (start, last) if end]
    low, high = (
        math.floor(min(start.low for _, start, _ in shown) * 12) / 12,
        math.ceil(max(ends) * 12) / 12,
    )
    axis = tuple((percent(mark.at - low, high - low), mark.words) for mark in marks(low, high))
    return Timeline(tuple(_time_bar(*each, low, high) for each in shown), axis, len(conflicts) - len(shown))


def _dates(conflict: DatedConflict) -> tuple[PlainDate | None, PlainDate | None]:
    start, end = plain_date(conflict.start_edtf), plain_date(conflict.end_edtf)
    return start or end, end


def _time_bar(conflict: DatedConflict, start: PlainDate, end: PlainDate | None, low: float, high: float) -> TimeBar:
    """Return the bar from the first to the last day; what only a year or a month says is ``open``."""
    if conflict.is_ongoing:
        words, last = f"{start.words} – ongoing", PlainDate(high, high, "")
    elif end is None:
        words, last = f"from {start.words}", start
    else:
        words, last = start.words if start.words == end.words else f"{start.words} – {end.words}", end
    # A day is exact; a month, a year or a century only says within which stretch the first or last day lies.
    sure_from = start.low if _is_day(start) else start.high
    sure_to = last.high if _is_day(last) or conflict.is_ongoing else last.low
    stretches = [("open", start.low, sure_from), ("sure", sure_from, sure_to), ("open", sure_to, last.high)]
    if sure_from > sure_to:
        stretches = [("open", start.low, last.high)]
    parts = tuple(
        BarPart(kind, percent(first - low, high - low), percent(after - first, high - low))
        for kind, first, after in stretches
        if after > first
    )
    return TimeBar(conflict.document_id, conflict.name, words, parts, "100%" if conflict.is_ongoing else None)


def _is_day(date: PlainDate) -> bool:
    return date.high - date.low < 1 / 24


class Claim(NamedTuple):
    """One statement of a loss. ``side_name`` says who fights on the side; all of it is as the row has it."""

    document_id: str
    box_no: int
    conflict: str
    side: int | None
    side_name: str
    kind: str
    who: str
    claimant: str | None
    count_min: int | None
    count_max: int | None
    is_approximate: bool
    qualitative: str | None
    source_text: str


class ClaimBar(NamedTuple):
    """A statement as it is drawn; ``arrow`` is where the bar goes on, as with "300+"."""

    claimant: str | None
    what: str
    number: str
    words: str
    parts: tuple[BarPart, ...]
    arrow: str | None


class ClaimedSide(NamedTuple):
    """The statements about one side; ``colour`` is the name of its colour."""

    heading: str
    colour: str
    bars: tuple[ClaimBar, ...]


class ClaimedConflict(NamedTuple):
    """What is claimed of one conflict, on one scale that ends at ``most``."""

    document_id: str
    name: str
    sides: tuple[ClaimedSide, ...]
    most: str
    left_out: int


def claim_bars(claims: Sequence[Claim]) -> tuple[list[ClaimedConflict], int]:
    """Return the conflicts with most statements, and how many others there are.

    Each statement has a bar of its own. Two claims are about the same people: nothing is added up.
    """
    boxes = [list(group) for _, group in groupby(claims, key=lambda claim: (claim.document_id, claim.box_no))]
    shown = sorted(boxes, key=len, reverse=True)[:MOST_CLAIMED]
    return [_claimed(box) for box in shown], len(boxes) - len(shown)


def _claimed(claims: Sequence[Claim]) -> ClaimedConflict:
    drawn = sorted(claims[:MOST_CLAIMS], key=lambda claim: (claim.side is None, claim.side or 0))
    most = max((count for claim in drawn for count in (claim.count_min, claim.count_max) if count), default=0)
    sides = []
    for side, group in groupby(drawn, key=lambda claim: claim.side):
        its = list(group)
        heading = "Side not known" if side is None else f"Side {side}"
        if side is not None and its[0].side_name:
            heading += f": {its[0].side_name}"
        colour = f"side-{side}" if side in {1, 2, 3} else "side-none"
        sides.append(ClaimedSide(heading, colour, tuple(_claim_bar(claim, most) for claim in its)))
    return ClaimedConflict(
        claims[0].document_id, claims[0].conflict, tuple(sides), f"{most:,}", len(claims) - len(drawn)
    )


def _claim_bar(claim: Claim, most: int) -> ClaimBar:
    least, greatest = claim.count_min, claim.count_max
    # An arrow needs room behind the longest bar.
    whole = most * 1.06
    parts = [("sure", 0, least or 0), ("open", least or 0, greatest or 0)]
    what = claim.kind.replace("_", " ")
    return ClaimBar(
        claim.claimant,
        what if claim.who == "unknown" else f"{what}, {claim.who}",
        claimed_number(claim),
        claim.source_text.strip(),
        tuple(BarPart(kind, percent(a, whole), percent(b - a, whole)) for kind, a, b in parts if b > a),
        percent(least, whole) if least is not None and greatest is None else None,
    )


def claimed_number(claim: Claim) -> str:
    """Return the number of a statement as it is read: "72", "300+", "200–300", "up to 50", "about 90", or its words."""
    least, greatest = claim.count_min, claim.count_max
    if least is None and greatest is None:
        return claim.qualitative or ""
    if greatest is None:
        number = f"{least:,}+"
    elif least is None:
        number = f"up to {greatest:,}"
    else:
        number = f"{least:,}" if least == greatest else f"{least:,}–{greatest:,}"
    return f"about {number}" if claim.is_approximate else number
