"""The place in a row of atoms where a date is being read, and what every reader of one does there."""

from __future__ import annotations

from typing import NamedTuple

from flows.infobox.values.dates.durations import Stated
from flows.infobox.values.dates.points import DatePoint, Link, Opener
from flows.infobox.values.dates.tokens import Atom


class DateReading(NamedTuple):
    """The points of a text in order, the stated duration's parts, and the atoms that no date uses.

    ``unknown`` are words that stand where a month does, and names of other calendars: the year beside them may not be
    one of ours.
    """

    points: list[DatePoint]
    durations: list[Stated]
    rest: list[Atom]
    unknown: list[Atom]


class DateCursor:
    """One pass over the atoms. Every method consumes what it reads by moving ``at``."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.at = 0
        self.points: list[DatePoint] = []
        self.durations: list[Stated] = []
        self.rest: list[Atom] = []
        self.link: Link = ""
        self.opener: Opener = ""
        self.circa = False
        self.uncertain = False
        self.part = False
        self.before = False
        self.calendar = ""
        self.unknown: list[Atom] = []

    def kind(self, offset: int = 0) -> str:
        """Return the kind of the atom at an offset, empty beyond the end."""
        at = self.at + offset
        return self.atoms[at].kind if at < len(self.atoms) else ""

    def skip(self, offset: int, *, comma: bool = True) -> int:
        """Return the offset after joint words ("of", "Monday") and, where allowed, one comma."""
        start = offset
        while self.kind(offset) == "joint" or (comma and self.kind(offset) == "comma" and offset < start + 3):
            if self.kind(offset) == "comma":
                comma = False
            offset += 1
        return offset

    def open(self) -> DatePoint:
        """Start a point at the current atom and give it the marks that stood before it."""
        atom = self.atoms[self.at]
        point = DatePoint(atom.start, atom.end, atom.depth, is_circa=self.circa, is_part=self.part)
        point.calendar, point.link, point.opener = (
            self.calendar,
            self.link or ("gap" if self.points else ""),
            self.opener,
        )
        point.is_uncertain, point.is_before = self.uncertain, self.before
        self.circa = self.uncertain = self.part = self.before = False
        self.calendar, self.link, self.opener = "", "", ""
        return point

    def close(self, point: DatePoint, used: int) -> None:
        """Take ``used`` atoms and an era behind them into the point."""
        self.at += used
        if self.kind() in {"era_before", "era_after"}:
            point.is_before = self.kind() == "era_before"
            self.at += 1
        elif self.kind() == "era_other":
            self.unknown.append(self.atoms[self.at])
            self.at += 1
        point.end = self.atoms[self.at - 1].end
        self.points.append(point)

    def _turn(self, point: DatePoint, offset: int) -> int:
        """Read the second year of "12 February 1731/32", when the year began in March; return the atoms it took."""
        behind = self.at + offset + 1
        if self.kind(offset) != "slash" or self.kind(offset + 1) not in {"num", "year"} or point.year is None:
            return 0
        following = point.year + 1
        if point.month not in {1, 2, 3} or self.atoms[behind].number not in {following, following % 100}:
            return 0
        point.year = following
        return 2

    def year_at(self, point: DatePoint, offset: int) -> int:
        """Read a year at an offset (over a comma) into the point; return the offset after it."""
        after = self.skip(offset)
        if self.kind(after) == "year" and self.kind(after + 1) != "duration":
            # "June 12, 1944 May" never happens; "12 June, 1944 May 3" would be a new date and is left to it.
            point.year = self.atoms[self.at + after].number
            return after + 1 + self._turn(point, after + 1)
        if self.kind(after) == "num" and self.kind(after + 1) in {"era_before", "era_after"}:
            point.year = self.atoms[self.at + after].number
            return after + 1
        if self.kind(after) == "era_after" and self.kind(after + 1) in {"num", "year"}:  # "September AD 9"
            point.year = self.atoms[self.at + after + 1].number
            return after + 2
        return offset
