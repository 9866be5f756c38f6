"""Years: "1920", "1993–94", "44 BC", "AD 9", "year 43", "c. 80", and a second year that gives only its last digits."""

from __future__ import annotations

from typing import Final

from flows.infobox.values.dates.cursor import JOINTS
from flows.infobox.values.dates.marks import ERAS, DateMarks
from flows.infobox.values.dates.points import DatePoint
from flows.infobox.values.dates.tokens import DateToken

_PARTS: Final = frozenset({"num", "year", "month", "comma", "joint"})
_DATED: Final = frozenset({"month", "era_before"})
_ENDS: Final = frozenset({"", "sep", "comma", "dash", "to", "or", "slash", "circa", "num", "year"})
_MIN_ABOUT: Final = 10
"""The smallest number behind "c." that is a year: a smaller one may be a count."""


class YearReader(DateMarks):
    """The cursor, with the methods that read years."""

    def is_small_year(self) -> bool:
        """Return whether a number of one or two digits is a year: by its era, "year" before it, or "c. 80" alone."""
        if self.calendar == "era" or self.names_year or self.era_of_range():
            return True
        before = self.points[-1] if self.points else None
        if (
            before
            and self.link in {"range", "slash", "or"}
            and before.year is not None
            and before.year < 100
            and before.month is None
        ):
            return self._leads_to_no_month()  # "AD 43–47"
        return (
            self.circa
            and self.tokens[self.at].number >= _MIN_ABOUT
            and self._leads_to_no_month()
            and (
                self.at == len(self.waiting)
                or self.waiting[0].kind in {"dash", "to", "or"}
                or self.tokens[self.at - len(self.waiting) - 1].kind == "sep"
            )
        )

    def _stands_before(self, before: DateToken) -> bool:
        """Return whether a number stands right before this one: "12 500 BC" is one number."""
        return before.kind in {"num", "year"} and before.end + 1 == self.tokens[self.at].start

    def _leads_to_no_month(self) -> bool:
        at = 1
        while at < 6 and self.kind(at) in _ENDS - {""}:
            at += 1
        return self.kind(at) == "" or self.kind(1) == "sep"

    def is_year_before(self) -> bool:
        """Return whether a year is before Christ by an era at the other end of its range: "9–8 BC", "BC 9–8"."""
        is_end = self.link in {"range", "slash", "or"} and bool(self.points) and self.points[-1].calendar == "era"
        return self.era_of_range() == "era_before" or (is_end and self.points[-1].is_before)

    def _reads_shortened(self) -> bool:
        """Read "1190/85 BC", whose second year gives only the digits that change; return whether the text has it.

        Behind a dash a shorter year may be a whole one ("219–16 BC"): where both readings count down neither is taken.
        """
        if self.kind(1) not in {"dash", "slash"} or self.kind(2) not in {"num", "year"} or self.kind(3) != "era_before":
            return False
        first, mark, last = self.tokens[self.at : self.at + 3]
        size = 10 ** len(str(last.number))
        short = first.number - first.number % size + last.number
        if len(str(last.number)) >= len(str(first.number)):
            return False
        is_short = short < first.number
        if mark.kind == "dash" and not is_short:
            return False
        if mark.kind == "dash" or not is_short:
            self._doubt_all(3)
        point = self.open()
        point.year, point.is_before = first.number, True
        self.close(point, 1)
        self.link = "range"
        self.at += 1
        ending = self.open()
        ending.year = short
        self.close(ending, 1)
        return True

    def era_of_range(self) -> str:
        """Return the kind of the era if the number begins "219–216 BC" or "431 – 25 April 404 BC", else "".

        A number of one or two digits before a date that has a month is a day, not a year.
        """
        if self.kind(1) not in {"dash", "slash", "to", "or", "and"}:
            return ""
        at = 2
        while self.kind() == "year" and at < 7 and self.kind(at + 1) in _PARTS and self.kind(at) in {*_PARTS, "month"}:
            at += 1
        return self.kind(at + 1) if self.kind(at) in {"num", "year"} and self.kind(at + 1) in ERAS else ""

    def read_year(self) -> None:
        """Read a year, ``Y, Month D``, ``1993–94`` or the ISO month ``2017-11``."""
        token = self.tokens[self.at]
        if self._reads_shortened():
            return
        if len(token.text) == 3 and self.at and self._stands_before(self.tokens[self.at - 1]):
            self.leave_unread()
            return
        is_year = token.number >= 1000 or self.circa or self.names_year or self.kind(1).startswith("era")
        is_year = is_year or sum(one.kind not in JOINTS for one in self.tokens) == 1
        ends_range = self.link == "range" and bool(self.points) and self.points[-1].is_dated
        if not is_year and self.kind(1) == "dash" and self.kind(2) == "year":
            dash, last = self.tokens[self.at + 1], self.tokens[self.at + 2]
            # "306–337" alone is a reign; "800–1200" is two years; "555-1234" may be anything.
            is_year = token.number < last.number and (len(self.tokens) == 3 or last.number >= 1000)
            if is_year and dash.text == "-" and dash.start == token.end:
                self.forget()
                self.at += 3
                return
        if not (is_year or ends_range or self.calendar == "era" or self.era_of_range()):
            self.leave_unread()
            return
        era = self.era_of_range()
        point = self.open()
        point.year, point.is_before = token.number, point.is_before or era == "era_before"
        follower = self.tokens[self.at + 2] if self.at + 2 < len(self.tokens) else None
        if self.kind(1) in {"dash", "slash"} and follower and follower.kind == "num" and self.kind(3) not in _DATED:
            if self.kind(3) == "dash" and self.tokens[self.at + 3].start == follower.end:
                self._doubt_all(3)  # "1993-01-01st": this may be anything
            self._short_range(point, follower)
            return
        after = self.skip(1)
        if self.kind(1) == "season" and self.kind(self.skip(2)) != "year":
            point.season = self.tokens[self.at + 1].number
            self.close(point, 2)
            return
        if not self._reads_day_behind(point, after):
            self.close(point, 1)

    def _reads_day_behind(self, point: DatePoint, after: int) -> bool:
        """Read month and day behind a year, "1520, March 16", "1956. gada 18. maijs"; return whether there are any."""
        month = after + 1 if self.kind(1) == "joint" and self.is_beside(after, "num") else after
        if self.kind(month) != "month":
            return False
        is_day_first = month > after
        day = after if is_day_first else month + 1
        has_day = is_day_first or (self.kind(day) == "num" and self.kind(day + 1) != "month")
        end = max(day, month) + 1 if has_day else month + 1
        if self.kind(self.skip(end)) == "year":
            return False
        point.month = self.tokens[self.at + month].number
        if has_day:
            point.day, point.is_month_first = self.tokens[self.at + day].number, not is_day_first
        self.close(point, end)
        return True

    def _doubt_all(self, count: int) -> None:
        """Note that tokens from the current one on can be read in two ways: then no date of the text is sure."""
        found = self.tokens[self.at : self.at + count]
        text = "".join(token.text for token in found)
        self.unknown.append(DateToken("ambiguous", 0, text, found[0].start, found[-1].end, found[0].depth))

    def _short_range(self, point: DatePoint, follower: DateToken) -> None:
        """Read the end of ``1993–94`` or ``1993/94`` as a year of the same century, ``2017-11`` as an ISO month."""
        is_dash = self.kind(1) == "dash"
        year = point.year or 0
        is_turn = is_dash and follower.text == "00"  # "1999–00"
        hyphen = self.tokens[self.at + 1]
        if hyphen.text == "-" and hyphen.end == follower.start and year % 100 < follower.number <= 12:
            self._doubt_all(3)  # "1905-06" is a month of ISO, or two years
        if len(follower.text) == 2 and (follower.number > year % 100 or is_turn):
            self.close(point, 1)
            self.link = "range"
            self.at += 1
            last = self.open()
            last.year = year - year % 100 + follower.number + 100 * is_turn
            self.close(last, 1)
        elif is_dash and len(follower.text) == 2 and 1 <= follower.number <= 12:
            if hyphen.text != "-":
                self._doubt_all(3)  # "1998–02" may end in 2002
            point.month = follower.number
            self.close(point, 3)
        else:
            self.close(point, 1)
