"""Points in time as a text prints them, read from its atoms and completed from their neighbours.

"9–17 October 2019" prints a bare day and a full date. Months and years are filled from the right, because that is how
spans are written; from the left only over a connector ("July 1–3, 1863", "April 11, 1863 – May 4").
"""

from __future__ import annotations

from typing import Final

from flows.infobox.values.dates.centuries import joined, roman
from flows.infobox.values.dates.completion import fill_cjk, fill_numeric, iso_parts, settle
from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import Stated, runs
from flows.infobox.values.dates.marks import LINKS, WHOLE, DateMarks
from flows.infobox.values.dates.points import DatePoint
from flows.infobox.values.dates.tokens import Atom
from flows.rules.words import date_words, fold


class _DateReader(DateMarks):
    """One pass over the atoms. Every method consumes what it reads by moving ``at``."""

    def read_duration(self) -> None:
        """Read a part of a stated duration; "85 years ago" counts from today and is none."""
        number, unit = self.atoms[self.at], self.atoms[self.at + 1]
        name = date_words().durations[fold(unit.text)]
        self.durations.append(Stated(number.number, name, number.start, unit.end))
        self.at += 2
        if self.at < len(self.atoms) and fold(self.atoms[self.at].text) in date_words().past:
            del self.durations[-len(runs(self.durations)[-1]) :]
            self.rest.append(self.atoms[self.at])
            self.at += 1

    def read_number(self) -> None:
        """Read ``D Month Y``, ``44 BC`` or a bare day."""
        number = self.atoms[self.at].number
        point = self.open()
        after = self.skip(1, comma=False)
        if self.kind(after) == "month":
            point.day, point.month = number, self.atoms[self.at + after].number
            self.close(point, self.year_at(point, after + 1))
        elif self.kind(after) in {"era_before", "era_after"} or point.calendar == "era" or self.starts_era_range():
            point.year = number
            self.close(point, after if self.kind(after).startswith("era") else 1)
        elif [self.kind(offset) for offset in (1, 2, 3, 4)] == ["dash", "month", "dash", "year"]:  # "21-Jul-2013"
            point.day, point.month = number, self.atoms[self.at + 2].number
            self.close(point, self.year_at(point, 4))
        elif self.kind(1) == "other" and self.kind(2) == "year" and 1 <= roman(self.atoms[self.at + 1].text) <= 12:
            point.day, point.month = number, roman(self.atoms[self.at + 1].text)  # "5 V 1945"
            self.close(point, self.year_at(point, 2))
        elif self.kind(1) == "quarter" and 1 <= number <= 4:
            point.season = 32 + number
            self.close(point, self.year_at(point, 2))
        elif self.kind(1) == "other" and self.kind(self.skip(2)) == "year":
            # A date whose month is in no list: its year may even be of another calendar.
            self.unknown.append(self.atoms[self.at + 1])
            self.close(point, 1)
        else:
            point.day = number
            self.close(point, self.year_at(point, 1) if point.link in {"range", "list", "slash", "or"} else 1)

    def starts_era_range(self) -> bool:
        """Return whether the number is the first year of "219–216 BC" or "431 – 25 April 404 BC".

        Before a date with its own month a number of one or two digits is a day.
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
        point.month = self.atoms[self.at].number
        after = self.skip(1)
        if self.kind(after) == "num" and self.kind(after + 1) not in {"month", "era_before", "era_after", "duration"}:
            point.day = self.atoms[self.at + after].number
            after += 1
            self.close(point, self.year_at(point, after))
        else:
            self.close(point, self.year_at(point, 1))

    def read_year(self) -> None:
        """Read a year, ``Y, Month D``, ``1993–94`` or the ISO month ``2017-11``."""
        atom = self.atoms[self.at]
        is_year = atom.number >= 1000 or self.circa or self.kind(1).startswith("era") or len(self.atoms) == 1
        ends_range = self.link == "range" and bool(self.points) and self.points[-1].is_dated
        if not is_year and self.kind(1) == "dash" and self.kind(2) == "year":
            dash, last = self.atoms[self.at + 1], self.atoms[self.at + 2]
            # "306–337" alone is a reign; "800–1200" two years; "555-1234" may be anything.
            is_year = atom.number < last.number and (len(self.atoms) == 3 or last.number >= 1000)
            if is_year and dash.text == "-" and dash.start == atom.end:
                self.rest.extend((atom, last))
                self.at += 3
                return
        if not (is_year or ends_range or self.calendar == "era" or self.starts_era_range()):
            self.other()
            return
        point = self.open()
        point.year = atom.number
        follower = self.atoms[self.at + 2] if self.at + 2 < len(self.atoms) else None
        if self.kind(1) in {"dash", "slash"} and follower and follower.kind == "num" and self.kind(3) != "month":
            self._short_range(point, follower)
            return
        after = self.skip(1)
        if self.kind(1) == "season" and self.kind(self.skip(2)) != "year":
            point.season = self.atoms[self.at + 1].number
            self.close(point, 2)
            return
        if self.kind(after) == "month":
            month, behind = after, after + 1
            has_day = self.kind(behind) == "num" and self.kind(behind + 1) != "month"
            tail = self.skip(behind + 1 if has_day else behind)
            if self.kind(tail) != "year":
                point.month = self.atoms[self.at + month].number
                if has_day:
                    point.day = self.atoms[self.at + behind].number
                self.close(point, behind + 1 if has_day else behind)
                return
        self.close(point, 1)

    def _short_range(self, point: DatePoint, follower: Atom) -> None:
        """Read the end of ``1993–94`` or ``1993/94`` as a year of the same century; ``2017-11`` is an ISO month."""
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
        """Read an atom that is a whole date: ISO, ``31.12.2018``, ``2013年7月21日``, a century, a decade."""
        atom = self.atoms[self.at]
        point = self.open()
        if atom.kind == "iso":
            point.is_iso = True
            point.year, point.month, point.day = iso_parts(atom.text)
        elif atom.kind == "numeric":
            fill_numeric(point, atom.text)
        elif atom.kind == "cjk":
            fill_cjk(point, atom.text)
        elif atom.kind == "century":
            point.century, point.is_before = atom.number, point.is_before or "前" in atom.text
        elif atom.kind == "millennium":
            point.millennium = atom.number
        elif atom.number < 100:
            century = self.points[-1].decade if self.points and point.link == "range" else None
            if century is None:
                self.rest.append(atom)
                self.at += 1
                return
            point.decade = century - century % 100 + atom.number  # "1640s–50s"
        elif atom.number % 100 == 0:
            point.century = atom.number // 100 + 1  # "1800s": ten years or a hundred, so a hundred
        else:
            point.decade = atom.number
        self.close(point, 1)

    def read_season(self) -> None:
        """Read a season and its year; the winter of "1942–43" is the one that begins in 1942."""
        point = self.open()
        point.season = self.atoms[self.at].number
        after = self.year_at(point, 1)
        follower = self.atoms[self.at + after + 1] if self.at + after + 1 < len(self.atoms) else None
        if follower and point.year and point.season == _WINTER and self.kind(after) in {"dash", "slash"}:
            is_next = follower.kind == ("num" if len(follower.text) == 2 else "year")
            following = point.year + 1
            if is_next and follower.number in {following, following % 100} and self.kind(after + 2) != "month":
                after += 2
        self.close(point, after)

    def other(self) -> None:
        """Leave an atom unread; what follows does not hang on what came before."""
        atom = self.atoms[self.at]
        if atom.kind == "named" and self.kind(self.skip(1)) in _NUMBERS:
            self.rest.append(atom)
            self.at += self.skip(1)
            atom = self.atoms[self.at]
        elif atom.kind == "other" and self.is_in_place_of_month(atom):
            self.unknown.append(atom)
        self.rest.append(atom)
        self.link = "gap" if self.points else ""
        self.at += 1

    def _is_count(self) -> bool:
        """Return whether the number counts what stands behind it: "1500 men"."""
        return fold(self.atoms[self.at + 1].text) in date_words().counted

    def is_in_place_of_month(self, atom: Atom) -> bool:
        """Return whether an unread word stands as a month does: "Meskerem 12, 1983", "Meskerem 1983".

        Before a year alone only a capitalised word that nothing else belongs to is one ("Fighting until 1983" is none).
        """
        before = self.atoms[self.at - 1].kind if self.at else ""
        if before == self.kind(1) and before in {"slash", "dash"} and self.kind(2) == "year":
            return True
        if self.kind(1) == "other" and self.kind(2) == "year" and self.atoms[self.at + 1].text.isnumeric():
            return True  # "ግንቦት ፳፩ 2010": a year of the Ethiopian calendar
        if atom.text[:1].islower() or fold(atom.text) in date_words().numbered:
            return False
        if self.kind(1) == "num":
            return self.kind(self.skip(2)) == "year"
        return self.kind(1) == "year" and before in _EDGES and self.kind(2) in _EDGES

    def run(self) -> DateReading:
        """Return the reading of all atoms."""
        while self.at < len(self.atoms):
            kind = self.kind()
            if kind in {"num", "year"} and self.kind(1) == "duration":
                self.read_duration()
            elif kind in {"num", "year"} and self.kind(1) == "era_other":
                self.at += 2
            elif kind == "year" and self.kind(1) == "other" and self._is_count():
                self.other()
            elif kind == "present":
                point = self.open()
                point.is_present = True
                self.close(point, 1)
            elif kind in _READERS:
                _READERS[kind](self)
            else:
                self.other()
        if self.link == "range" and self.points and not self.points[-1].opener:
            self.points[-1].opener = "from"  # "2011 –": the end is missing, not equal to the start
        return DateReading(settle(self.points, self.rest), self.durations, self.rest, self.unknown)


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


def read(atoms: list[Atom]) -> DateReading:
    """Return the points that the atoms name, completed from their neighbours."""
    return _DateReader(joined(atoms)).run()
