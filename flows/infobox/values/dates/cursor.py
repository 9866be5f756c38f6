"""The pass over the tokens of a date text: where it stands, what it has read, and how a date point begins and ends.

The marks ("circa", "from", a dash) that were read before a date wait here until its point is opened; a word that is no
date ends the waiting: in "Returned by the Navy, 1 November" the date is not that of "by". Tokens that no point took and
no mark made use of are left over.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flows.infobox.values.dates.durations import DurationPart
from flows.infobox.values.dates.points import DatePoint, Link, Opener
from flows.infobox.values.dates.tokens import DateToken
from flows.rules.words import date_words, fold

JOINTS: Final = frozenset({"joint", "year_noun"})
"""Kinds of words between day, month and year."""


class DateReading(NamedTuple):
    """What was read from a text: its date points in order, and the parts of stated durations.

    ``unknown`` holds words in the place of a month and names of other calendars: the year beside them may be
    of another calendar.
    """

    points: list[DatePoint]
    durations: list[DurationPart]
    unknown: list[DateToken]
    tokens: list[DateToken]


class DateCursor:
    """One pass over the tokens. Every reading method moves ``at`` past the tokens it used."""

    def __init__(self, tokens: list[DateToken]) -> None:
        self.tokens = tokens
        self.at = 0
        self.points: list[DatePoint] = []
        self.durations: list[DurationPart] = []
        self.waiting: list[DateToken] = []
        self.link: Link = ""
        self.opener: Opener = ""
        self.circa = False
        self.uncertain = False
        self.part = False
        self.before = False
        self.is_apart = False
        self.is_between = False
        self.names_year = False
        self.calendar = ""
        self.unknown: list[DateToken] = []

    def kind(self, offset: int = 0) -> str:
        """Return the kind of the token ``offset`` places ahead, empty after the last one."""
        at = self.at + offset
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def skip(self, offset: int, *, comma: bool = True) -> int:
        """Return the offset after joint words ("of", "Monday") and, where ``comma`` allows it, one comma."""
        start = offset
        while self.kind(offset) in JOINTS or (comma and self.kind(offset) == "comma" and offset < start + 3):
            if self.kind(offset) == "comma":
                comma = False
            offset += 1
        return offset

    def is_beside(self, offset: int, kind: str) -> bool:
        """Return whether the token at an offset is of a kind and within the same brackets as the current one."""
        return self.kind(offset) == kind and self.tokens[self.at + offset].depth == self.tokens[self.at].depth

    def closes_bracket(self) -> bool:
        """Return whether a bracket closes behind the current token: "(2) 1569" is no day with its year."""
        return self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].depth < self.tokens[self.at].depth

    def is_count(self, offset: int = 0) -> bool:
        """Return whether the number counts the word after it: "1500 men"."""
        return self.kind(offset + 1) == "other" and fold(self.tokens[self.at + offset + 1].text) in date_words().counted

    def open(self) -> DatePoint:
        """Return a new point at the current token, with the marks that were read before it."""
        token = self.tokens[self.at]
        point = DatePoint(token.start, token.end, token.depth, is_circa=self.circa, is_part=self.part)
        point.calendar, point.link, point.opener = (
            self.calendar,
            self.link or ("gap" if self.points else ""),
            self.opener,
        )
        point.is_uncertain, point.is_before, point.tokens = self.uncertain, self.before, self.waiting
        point.is_apart = self.is_apart
        self.forget()
        self.link, self.is_apart = "", False
        return point

    def forget(self) -> None:
        """Let go of the marks that wait for a date."""
        self.circa = self.uncertain = self.part = self.before = self.names_year = False
        self.calendar, self.opener, self.waiting = "", "", []

    def close(self, point: DatePoint, used: int) -> None:
        """Add the point to ``points``; it ends after ``used`` tokens and an era ("44 BC") that follows them."""
        point.tokens.extend(self.tokens[self.at : self.at + used])
        self.at += used
        if self.kind() in {"era_before", "era_after"} and self.tokens[self.at].depth <= point.depth:
            point.is_before = self.kind() == "era_before"
            point.tokens.append(self.tokens[self.at])
            self.at += 1
        elif self.kind() == "era_other":
            self.unknown.append(self.tokens[self.at])
            self.at += 1
        point.end = self.tokens[self.at - 1].end
        self.points.append(point)

    def _turn(self, point: DatePoint, offset: int) -> int:
        """Read the second year of "12 February 1731/32" (the year began in March); return how many tokens it took."""
        after = self.at + offset + 1
        if self.kind(offset) != "slash" or self.kind(offset + 1) not in {"num", "year"} or point.year is None:
            return 0
        following = point.year + 1
        if point.month not in {1, 2, 3} or self.tokens[after].number not in {following, following % 100}:
            return 0
        point.year = following
        return 2

    def year_at(self, point: DatePoint, offset: int) -> int:
        """Read a year at an offset, also after a comma, into the point; return the offset after the year."""
        after = self.skip(offset)
        if self.kind(after) == "year" and self.kind(after + 1) != "duration" and not self.is_count(after):
            # In "12 June, 1944 May 3" the year would be that of the next date; pages do not print that.
            point.year = self.tokens[self.at + after].number
            return after + 1 + self._turn(point, after + 1)
        if self.kind(after) == "num" and self.kind(after + 1) in {"era_before", "era_after"}:
            point.year = self.tokens[self.at + after].number
            return after + 1
        if self.kind(after) == "era_after" and self.kind(after + 1) in {"num", "year"}:  # "September AD 9"
            point.year = self.tokens[self.at + after + 1].number
            return after + 2
        return offset
