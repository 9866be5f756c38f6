"""Date points read from the tokens of a text, in every form that pages print.

Forms are "3 May 1920", "May 3, 1920", "1993–94", "44 BC", "2017-11", "31.12.2018", "winter of 1942–43", "1640s".
"9–17 October 2019" prints a bare day and a full date: ``completion`` then gives the 9 its month and year.
"""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.dates.centuries import join_centuries, roman
from flows.infobox.values.dates.completion import complete
from flows.infobox.values.dates.cursor import JOINTS, DateReading
from flows.infobox.values.dates.durations import DurationPart, duration_groups
from flows.infobox.values.dates.marks import LINKS, WHOLE
from flows.infobox.values.dates.points import DatePoint, is_one_day
from flows.infobox.values.dates.tokens import DateToken
from flows.infobox.values.dates.years import YearReader
from flows.rules.words import date_words, fold

_DIGITS: Final = re.compile(r"\d+")
_CJK: Final = re.compile(r"(前|기원전)?[^\d元]*(\d+|元)[ ]?([年년月월日일.])")
_REIGN: Final = re.compile("|".join(date_words().reigns))
_LUNAR_UNTIL: Final = 1872
"""The last year in which Japan counted months by the moon."""


class _DateReader(YearReader):
    """The cursor with all methods that read a date; each moves ``at`` past the tokens it used."""

    def read_duration(self) -> None:
        """Read a part of a stated duration; "85 years ago" counts from today and is not one."""
        self.forget()
        number, unit = self.tokens[self.at], self.tokens[self.at + 1]
        name = date_words().durations[fold(unit.text)]
        self.durations.append(DurationPart(number.number, name, number.start, unit.end))
        self.at += 2
        if self.at < len(self.tokens) and fold(self.tokens[self.at].text) in date_words().past:
            del self.durations[-len(duration_groups(self.durations)[-1]) :]
            self.at += 1

    def read_number(self) -> None:
        """Read ``D Month Y``, ``44 BC`` or a bare day."""
        number = self.tokens[self.at].number
        is_year = self.is_small_year()
        is_before = is_year and self.is_year_before()
        point = self.open()
        after = self.skip(1, comma=False)
        if self.is_beside(after, "month"):
            point.day, point.month = number, self.tokens[self.at + after].number
            self.close(point, self.year_at(point, after + 1))
        elif is_year or self.is_beside(after, "era_before") or self.is_beside(after, "era_after"):
            point.year = number
            point.is_before = point.is_before or is_before
            self.close(point, after if self.kind(after).startswith("era") else 1)
        elif self.is_beside(2, "month") and self.kind(1) == "num" and self.tokens[self.at + 1].depth > point.depth:
            self._read_both_calendars(point)
        elif [self.kind(offset) for offset in (1, 2, 3, 4)] == ["dash", "month", "dash", "year"]:  # "21-Jul-2013"
            point.day, point.month = number, self.tokens[self.at + 2].number
            self.close(point, self.year_at(point, 4))
        elif self.kind(1) == "other" and self.kind(2) == "year" and 1 <= roman(self.tokens[self.at + 1].text) <= 12:
            point.day, point.month = number, roman(self.tokens[self.at + 1].text)  # "5 V 1945"
            self.close(point, self.year_at(point, 2))
        elif self.kind(1) == "quarter" and 1 <= number <= 4:
            point.season = 32 + number
            self.close(point, self.year_at(point, 2))
        elif self.kind(1) == "other" and self.kind(self.skip(2)) == "year":
            # The word may be a month that no list has: the year may even be of another calendar.
            self.unknown.append(self.tokens[self.at + 1])
            self.close(point, 1)
        else:
            point.day = number
            has_year = point.link in {"range", "list", "slash", "or"} and not self.closes_bracket()
            self.close(point, self.year_at(point, 1) if has_year else 1)

    def _read_both_calendars(self, point: DatePoint) -> None:
        """Read "12 (24) October 1917": one day in two calendars, or a day with a mark in brackets."""
        other, month = self.tokens[self.at + 1 : self.at + 3]
        point.day, point.month = self.tokens[self.at].number, month.number
        self.close(point, self.year_at(point, 3))
        point.tokens.remove(other)
        aside = DatePoint(other.start, other.end, other.depth, other.number, point.month, point.year, tokens=[other])
        if is_one_day(point, aside) or is_one_day(aside, point):
            self.points.append(aside)

    def read_month(self) -> None:
        """Read ``Month D, Y``, ``Month Y`` or a bare month."""
        point = self.open()
        point.month = self.tokens[self.at].number
        after = self.skip(1)
        if self.is_beside(after, "num") and self.kind(after + 1) not in {
            "month",
            "era_before",
            "era_after",
            "duration",
        }:
            point.day, point.is_month_first = self.tokens[self.at + after].number, True
            after += 1
            self.close(point, self.year_at(point, after))
        else:
            self.close(point, self.year_at(point, 1))

    def read_fixed(self) -> None:
        """Read a token that is a whole date: ISO, ``31.12.2018``, ``2013年7月21日``, a century, a decade."""
        token = self.tokens[self.at]
        point = self.open()
        if token.kind == "iso":
            point.is_iso = True
            point.year, point.month, point.day = _iso_parts(token.text)
        elif token.kind == "numeric":
            _fill_numeric(point, token.text)
        elif token.kind == "cjk":
            _fill_cjk(point, token.text)
        elif token.kind == "century":
            point.century, point.is_before = token.number, point.is_before or "前" in token.text
        elif token.kind == "millennium":
            point.millennium = token.number
        elif token.number < 100:
            century = self.points[-1].decade if self.points and point.link == "range" else None
            if century is None:
                self.at += 1
                return
            point.decade = century - century % 100 + token.number  # "1640s–50s"
        elif token.number % 100 == 0:
            point.century = token.number // 100 + 1  # "1800s": ten years or a hundred, so a hundred
        else:
            point.decade = token.number
        self.close(point, 1)

    def read_season(self) -> None:
        """Read a season and its year; the winter of "1942–43" begins in 1942."""
        point = self.open()
        point.season = self.tokens[self.at].number
        after = self.year_at(point, 1)
        follower = self.tokens[self.at + after + 1] if self.at + after + 1 < len(self.tokens) else None
        if follower and point.year and point.season == _WINTER and self.kind(after) in {"dash", "slash"}:
            is_next = follower.kind == ("num" if len(follower.text) == 2 else "year")
            following = point.year + 1
            if is_next and follower.number in {following, following % 100} and self.kind(after + 2) != "month":
                after += 2
        self.close(point, after)

    def run(self) -> DateReading:
        """Return what all tokens say."""
        while self.at < len(self.tokens):
            kind = self.kind()
            if kind in {"num", "year"} and self.kind(1) == "duration":
                self.read_duration()
            elif kind in {"num", "year"} and self.kind(1) == "era_other":
                self.forget()
                self.at += 2
            elif kind == "year" and self.is_count():
                self.leave_unread()
            elif kind == "present":
                self.link = self.link or ("range" if self.follows_point() else "")
                point = self.open()
                point.is_present = True
                self.close(point, 1)
            elif kind in _READERS:
                _READERS[kind](self)
            else:
                self.leave_unread()
        if self.link == "range" and self.points and not self.points[-1].opener:
            self.points[-1].opener = "from"  # "2011 –": the end is unknown, not the same as the start
            self.points[-1].tokens += self.waiting
        return DateReading(complete(self.points), self.durations, self.unknown, self.tokens)


def _iso_parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day of ``2017-09-14``, ``2017/9/14`` or ``2017-09-14T05:30Z``."""
    year, month, day = _DIGITS.findall(text)[:3]
    return int(year), int(month), int(day)


def _fill_numeric(point: DatePoint, text: str) -> None:
    """Fill a point from ``31.12.2018`` (day first) or ``05.2016``; of ``03/04/2018`` only the year is certain."""
    first, second, *years = map(int, _DIGITS.findall(text))
    point.year = years[0] if years else None
    if second > 31:
        point.month, point.year = first, second
    elif "/" not in text or first > 12:
        point.day, point.month = first, second
    elif second > 12 or first == second:
        point.month, point.day = first, second
    else:
        point.is_ambiguous = point.is_coarse = True


def _fill_cjk(point: DatePoint, text: str) -> None:
    """Fill a point from ``2013年7月21日`` or ``2013년 7월 21일``; 前 means before Christ, 昭和20年 is 1945.

    A year printed twice, ``1945年（昭和20年）8月15日``, is taken from the form outside the brackets.
    """
    reign = _REIGN.search(text)
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text)
    for before, number, unit in _CJK.findall(bare):
        value = 1 if number == "元" else int(number)
        if unit in "年년" or (unit == "." and point.year is None):
            is_counted = reign is not None and reign.group() in bare
            point.year = value + (date_words().reigns[reign.group()] if reign and is_counted else 0)
            point.is_before = point.is_before or bool(before)
        elif unit in "月월" or (unit == "." and point.month is None):
            point.month = value
        else:
            point.day = value
    if reign and reign.group() == "明治" and point.year is not None and point.year <= _LUNAR_UNTIL:
        point.is_coarse = point.month is not None
        point.month = point.day = None


_WINTER: Final = 24
_READERS: Final = {
    "num": _DateReader.read_number,
    "month": _DateReader.read_month,
    "year": _DateReader.read_year,
    "season": _DateReader.read_season,
    **dict.fromkeys(WHOLE, _DateReader.read_fixed),
    **dict.fromkeys(
        (
            *LINKS,
            *JOINTS,
            "from",
            "between",
            "since",
            "until",
            "till",
            "circa",
            "uncertain",
            "mark",
            "part",
            "unknown",
            "onward",
        ),
        _DateReader.read_mark,
    ),
    **dict.fromkeys(("calendar_old", "calendar_new", "calendar_foreign"), _DateReader.read_mark),
    **dict.fromkeys(("era_after", "era_before", "era_other"), _DateReader.read_mark),
}


def read_date_points(tokens: list[DateToken]) -> DateReading:
    """Return the date points, durations and unused tokens of a text; the points are completed from their neighbours."""
    return _DateReader(join_centuries(tokens)).run()
