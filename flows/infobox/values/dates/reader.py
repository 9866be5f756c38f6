"""Date points read from the tokens of a text, in every form that pages print.

Forms are "3 May 1920", "May 3, 1920", "1993–94", "44 BC", "2017-11", "31.12.2018", "winter of 1942–43", "1640s".
"9–17 October 2019" prints a bare day and a full date: ``completion`` then gives the 9 its month and year.
"""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.dates.centuries import join_centuries, roman
from flows.infobox.values.dates.completion import complete
from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import DurationPart, duration_groups
from flows.infobox.values.dates.marks import LINKS, WHOLE, DateMarks
from flows.infobox.values.dates.points import DatePoint
from flows.infobox.values.dates.tokens import DateToken
from flows.rules.words import date_words, fold

_DIGITS: Final = re.compile(r"\d+")
_CJK: Final = re.compile(r"(前|기원전)?[^\d元]*(\d+|元)[ ]?([年년月월日일.])")
_REIGN: Final = re.compile("|".join(date_words().reigns))
_LUNAR_UNTIL: Final = 1872
"""The last year in which Japan counted months by the moon."""


class _DateReader(DateMarks):
    """The cursor with all methods that read a date; each moves ``at`` past the tokens it used."""

    def read_duration(self) -> None:
        """Read a part of a stated duration; "85 years ago" counts from today and is not one."""
        number, unit = self.tokens[self.at], self.tokens[self.at + 1]
        name = date_words().durations[fold(unit.text)]
        self.durations.append(DurationPart(number.number, name, number.start, unit.end))
        self.at += 2
        if self.at < len(self.tokens) and fold(self.tokens[self.at].text) in date_words().past:
            del self.durations[-len(duration_groups(self.durations)[-1]) :]
            self.rest.append(self.tokens[self.at])
            self.at += 1

    def read_number(self) -> None:
        """Read ``D Month Y``, ``44 BC`` or a bare day."""
        number = self.tokens[self.at].number
        point = self.open()
        after = self.skip(1, comma=False)
        if self.kind(after) == "month":
            point.day, point.month = number, self.tokens[self.at + after].number
            self.close(point, self.year_at(point, after + 1))
        elif self.kind(after) in {"era_before", "era_after"} or point.calendar == "era" or self.starts_range_of_era():
            point.year = number
            self.close(point, after if self.kind(after).startswith("era") else 1)
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
            self.close(point, self.year_at(point, 1) if point.link in {"range", "list", "slash", "or"} else 1)

    def starts_range_of_era(self) -> bool:
        """Return whether the number is the first year of "219–216 BC" or "431 – 25 April 404 BC".

        A number of one or two digits before a date that has a month is a day, not a year.
        """
        if self.kind(1) != "dash":
            return False
        at = 2
        while self.kind() == "year" and at < 7 and self.kind(at + 1) in _PARTS and self.kind(at) in {*_PARTS, "month"}:
            at += 1
        return self.kind(at) in {"num", "year"} and self.kind(at + 1) in {"era_before", "era_after"}

    def read_month(self) -> None:
        """Read ``Month D, Y``, ``Month Y`` or a bare month."""
        point = self.open()
        point.month = self.tokens[self.at].number
        after = self.skip(1)
        if self.kind(after) == "num" and self.kind(after + 1) not in {"month", "era_before", "era_after", "duration"}:
            point.day = self.tokens[self.at + after].number
            after += 1
            self.close(point, self.year_at(point, after))
        else:
            self.close(point, self.year_at(point, 1))

    def read_year(self) -> None:
        """Read a year, ``Y, Month D``, ``1993–94`` or the ISO month ``2017-11``."""
        token = self.tokens[self.at]
        is_year = token.number >= 1000 or self.circa or self.kind(1).startswith("era") or len(self.tokens) == 1
        ends_range = self.link == "range" and bool(self.points) and self.points[-1].is_dated
        if not is_year and self.kind(1) == "dash" and self.kind(2) == "year":
            dash, last = self.tokens[self.at + 1], self.tokens[self.at + 2]
            # "306–337" alone is a reign; "800–1200" is two years; "555-1234" may be anything.
            is_year = token.number < last.number and (len(self.tokens) == 3 or last.number >= 1000)
            if is_year and dash.text == "-" and dash.start == token.end:
                self.rest.extend((token, last))
                self.at += 3
                return
        if not (is_year or ends_range or self.calendar == "era" or self.starts_range_of_era()):
            self.leave_unread()
            return
        point = self.open()
        point.year = token.number
        follower = self.tokens[self.at + 2] if self.at + 2 < len(self.tokens) else None
        if self.kind(1) in {"dash", "slash"} and follower and follower.kind == "num" and self.kind(3) != "month":
            self._short_range(point, follower)
            return
        after = self.skip(1)
        if self.kind(1) == "season" and self.kind(self.skip(2)) != "year":
            point.season = self.tokens[self.at + 1].number
            self.close(point, 2)
            return
        if self.kind(after) == "month":
            month, after_month = after, after + 1
            has_day = self.kind(after_month) == "num" and self.kind(after_month + 1) != "month"
            tail = self.skip(after_month + 1 if has_day else after_month)
            if self.kind(tail) != "year":
                point.month = self.tokens[self.at + month].number
                if has_day:
                    point.day = self.tokens[self.at + after_month].number
                self.close(point, after_month + 1 if has_day else after_month)
                return
        self.close(point, 1)

    def _short_range(self, point: DatePoint, follower: DateToken) -> None:
        """Read the end of ``1993–94`` or ``1993/94`` as a year of the same century, ``2017-11`` as an ISO month."""
        is_dash = self.kind(1) == "dash"
        year = point.year or 0
        is_turn = is_dash and follower.text == "00"  # "1999–00"
        if len(follower.text) == 2 and (follower.number > year % 100 or is_turn):
            self.close(point, 1)
            self.link = "range"
            self.at += 1
            last = self.open()
            last.year = year - year % 100 + follower.number + 100 * is_turn
            self.close(last, 1)
        elif is_dash and len(follower.text) == 2 and 1 <= follower.number <= 12:
            point.month = follower.number
            self.close(point, 3)
        else:
            self.close(point, 1)

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
                self.rest.append(token)
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

    def leave_unread(self) -> None:
        """Put a token into ``rest``; a date after it is not connected with a date before it."""
        token = self.tokens[self.at]
        if token.kind == "named" and self.kind(self.skip(1)) in _NUMBERS:
            self.rest.append(token)
            self.at += self.skip(1)
            token = self.tokens[self.at]
        elif token.kind == "other" and self.is_in_place_of_month(token):
            self.unknown.append(token)
        self.rest.append(token)
        self.link = "gap" if self.points else ""
        self.at += 1

    def _is_count(self) -> bool:
        """Return whether the number counts the word after it: "1500 men"."""
        return fold(self.tokens[self.at + 1].text) in date_words().counted

    def is_in_place_of_month(self, token: DateToken) -> bool:
        """Return whether an unread word is in the place of a month: "Meskerem 12, 1983", "Meskerem 1983".

        Before a year alone it must be capitalised and stand by itself ("Fighting until 1983" has no such word).
        """
        before = self.tokens[self.at - 1].kind if self.at else ""
        if before == self.kind(1) and before in {"slash", "dash"} and self.kind(2) == "year":
            return True
        if self.kind(1) == "other" and self.kind(2) == "year" and self.tokens[self.at + 1].text.isnumeric():
            return True  # "ግንቦት ፳፩ 2010": a year of the Ethiopian calendar
        if token.text[:1].islower() or fold(token.text) in date_words().numbered:
            return False
        if self.kind(1) == "num":
            return self.kind(self.skip(2)) == "year"
        return self.kind(1) == "year" and before in _EDGES and self.kind(2) in _EDGES

    def run(self) -> DateReading:
        """Return what all tokens say."""
        while self.at < len(self.tokens):
            kind = self.kind()
            if kind in {"num", "year"} and self.kind(1) == "duration":
                self.read_duration()
            elif kind in {"num", "year"} and self.kind(1) == "era_other":
                self.at += 2
            elif kind == "year" and self.kind(1) == "other" and self._is_count():
                self.leave_unread()
            elif kind == "present":
                point = self.open()
                point.is_present = True
                self.close(point, 1)
            elif kind in _READERS:
                _READERS[kind](self)
            else:
                self.leave_unread()
        if self.link == "range" and self.points and not self.points[-1].opener:
            self.points[-1].opener = "from"  # "2011 –": the end is unknown, not the same as the start
        return DateReading(complete(self.points, self.rest), self.durations, self.rest, self.unknown)


def _iso_parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day of ``2017-09-14``, ``2017/9/14`` or ``2017-09-14T05:30Z``."""
    year, month, day = _DIGITS.findall(text)[:3]
    return int(year), int(month), int(day)


def _fill_numeric(point: DatePoint, text: str) -> None:
    """Fill a point from ``31.12.2018`` (day first); of ``03/04/2018`` only the year is certain."""
    first, second, *years = map(int, _DIGITS.findall(text))
    point.year = years[0] if years else None
    if "/" not in text or first > 12:
        point.day, point.month = first, second
    elif second > 12 or first == second:
        point.month, point.day = first, second
    else:
        point.is_ambiguous = True


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
        point.month = point.day = None


_WINTER: Final = 24
_NUMBERS: Final = frozenset({"num", "year", "numeric", "iso"})
_PARTS: Final = frozenset({"num", "year", "month", "comma", "joint"})
_EDGES: Final = frozenset({"", "dash", "to", "sep", "comma", "slash", "and", "or", "from", "until", "since"})
_READERS: Final = {
    "num": _DateReader.read_number,
    "month": _DateReader.read_month,
    "year": _DateReader.read_year,
    "season": _DateReader.read_season,
    **dict.fromkeys(WHOLE, _DateReader.read_fixed),
    **dict.fromkeys(
        (*LINKS, "from", "since", "until", "till", "circa", "uncertain", "mark", "part", "onward", "joint"),
        _DateReader.read_mark,
    ),
    **dict.fromkeys(("calendar_old", "calendar_new", "calendar_foreign"), _DateReader.read_mark),
    **dict.fromkeys(("era_after", "era_before", "era_other"), _DateReader.read_mark),
}


def read_date_points(tokens: list[DateToken]) -> DateReading:
    """Return the date points, durations and unused tokens of a text; the points are completed from their neighbours."""
    return _DateReader(join_centuries(tokens)).run()
