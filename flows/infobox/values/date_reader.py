"""Points in time as a text prints them, read from its atoms and completed from their neighbours.

"9–17 October 2019" prints a bare day and a full date. Months and years are filled from the right, because that is how
spans are written; from the left only over a connector ("July 1–3, 1863", "April 11, 1863 – May 4").
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flows.infobox.values.date_completion import fill_cjk, fill_numeric, settle
from flows.infobox.values.date_points import Link, Opener, Point
from flows.infobox.values.date_tokens import Atom
from flows.rules.words import date_words, fold


class Reading(NamedTuple):
    """The points of a text in order, the stated duration's parts, and the atoms that no date uses.

    ``unknown`` are words that stand where a month does, and names of other calendars: the year beside them may not be
    one of ours.
    """

    points: list[Point]
    durations: list[tuple[int, str]]
    rest: list[Atom]
    unknown: list[Atom]


class _Reader:
    """One pass over the atoms. Every method consumes what it reads by moving ``at``."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.at = 0
        self.points: list[Point] = []
        self.durations: list[tuple[int, str]] = []
        self.rest: list[Atom] = []
        self.link: Link = ""
        self.opener: Opener = ""
        self.circa = False
        self.part = False
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

    def open(self) -> Point:
        """Start a point at the current atom and give it the marks that stood before it."""
        atom = self.atoms[self.at]
        point = Point(atom.start, atom.end, atom.depth, is_circa=self.circa, is_part=self.part)
        point.calendar, point.link, point.opener = (
            self.calendar,
            self.link or ("gap" if self.points else ""),
            self.opener,
        )
        self.circa = self.part = False
        self.calendar, self.link, self.opener = "", "", ""
        return point

    def close(self, point: Point, used: int) -> None:
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

    def year_at(self, point: Point, offset: int) -> int:
        """Read a year at an offset (over a comma) into the point; return the offset after it."""
        after = self.skip(offset)
        if self.kind(after) == "year" and self.kind(after + 1) != "duration":
            # "June 12, 1944 May" never happens; "12 June, 1944 May 3" would be a new date and is left to it.
            point.year = self.atoms[self.at + after].number
            return after + 1
        if self.kind(after) == "num" and self.kind(after + 1) in {"era_before", "era_after"}:
            point.year = self.atoms[self.at + after].number
            return after + 1
        return offset

    def read_number(self) -> None:
        """Read ``D Month Y``, ``44 BC`` or a bare day."""
        number = self.atoms[self.at].number
        point = self.open()
        after = self.skip(1, comma=False)
        if self.kind(after) == "month":
            point.day, point.month = number, self.atoms[self.at + after].number
            self.close(point, self.year_at(point, after + 1))
        elif self.kind(1) in {"era_before", "era_after"} or point.calendar == "era" or self.starts_era_range():
            point.year = number
            self.close(point, 1)
        elif self.kind(1) == "other" and self.kind(self.skip(2)) == "year":
            # A date whose month is in no list: its year may even be of another calendar.
            self.unknown.append(self.atoms[self.at + 1])
            self.close(point, 1)
        else:
            point.day = number
            self.close(point, self.year_at(point, 1) if point.link in {"range", "list", "slash", "or"} else 1)

    def starts_era_range(self) -> bool:
        """Return whether the number is the first year of "219–216 BC"."""
        return (
            self.kind(1) == "dash" and self.kind(2) in {"num", "year"} and self.kind(3) in {"era_before", "era_after"}
        )

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
        if not (is_year or ends_range or self.calendar == "era" or self.starts_era_range()):
            self.other()
            return
        point = self.open()
        point.year = atom.number
        follower = self.atoms[self.at + 2] if self.at + 2 < len(self.atoms) else None
        if self.kind(1) == "dash" and follower and follower.kind == "num" and self.kind(3) != "month":
            self._short_range(point, follower)
            return
        after = self.skip(1)
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

    def _short_range(self, point: Point, follower: Atom) -> None:
        """Read the end of ``1993–94`` as a year of the same century; ``2017-11`` is a month by ISO 8601."""
        year = point.year or 0
        if len(follower.text) == 2 and follower.number > year % 100:
            self.close(point, 1)
            self.link = "range"
            self.at += 1
            last = self.open()
            last.year = year - year % 100 + follower.number
            self.close(last, 1)
        elif len(follower.text) == 2 and 1 <= follower.number <= 12:
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
            point.year, point.month, point.day = (int(part) for part in atom.text.split("-"))
        elif atom.kind == "numeric":
            fill_numeric(point, atom.text)
        elif atom.kind == "cjk":
            fill_cjk(point, atom.text)
        elif atom.kind == "century":
            point.century = int("".join(filter(str.isdigit, atom.text)))
        else:
            point.decade = int("".join(filter(str.isdigit, atom.text)))
        self.close(point, 1)

    def read_season(self) -> None:
        """Read a season and its year."""
        point = self.open()
        point.season = self.atoms[self.at].number
        self.close(point, self.year_at(point, 1))

    def read_mark(self) -> None:
        """Read what stands between dates: connectors, "from", "circa", a calendar, an era before its year."""
        kind = self.kind()
        if kind in _LINKS:
            # "27 June and, 3 July": the first connector says more than a comma behind it.
            self.link = _LINKS[kind] if self.link in {"", "list"} else self.link
        elif kind in {"from", "since", "until"}:
            self._open_by(kind)
        elif kind in {"circa", "mark"}:
            if self.kind(1) in _STARTERS:
                self.circa = True
            elif self.points:
                self.points[-1].is_circa = True
        elif kind == "part":
            self.part = True
        elif kind == "calendar_foreign":
            self.unknown.append(self.atoms[self.at])
        elif kind.startswith("calendar"):
            name = kind.removeprefix("calendar_")
            if self.kind(1) in _STARTERS:
                self.calendar = name
            elif self.points:
                self.points[-1].calendar = name
        elif kind in {"era_after", "era_before"} and self.kind(1) in {"num", "year"}:
            self.calendar = "era" if kind == "era_after" else ""
        self.at += 1

    def _open_by(self, kind: str) -> None:
        """Read "from", "since" or "until"; after a "from" an "until" is a connector ("from 3 until 5 May")."""
        if kind == "until" and self.points and self.points[-1].opener in {"from", "since"}:
            self.link = "range"
        else:
            self.opener = "from" if kind == "from" else "since" if kind == "since" else "until"

    def other(self) -> None:
        """Leave an atom unread; what follows does not hang on what came before."""
        atom = self.atoms[self.at]
        if atom.kind == "other" and self.is_in_place_of_month(atom):
            self.unknown.append(atom)
        self.rest.append(atom)
        self.link = "gap" if self.points else ""
        self.at += 1

    def is_in_place_of_month(self, atom: Atom) -> bool:
        """Return whether an unread word stands as a month does: "Meskerem 12, 1983", "Meskerem 1983".

        Before a year alone only a capitalised word that nothing else belongs to is one ("Fighting until 1983" is none).
        """
        if atom.text[:1].islower() or fold(atom.text) in date_words().numbered:
            return False
        if self.kind(1) == "num":
            return self.kind(self.skip(2)) == "year"
        before = self.atoms[self.at - 1].kind if self.at else ""
        return self.kind(1) == "year" and before in _EDGES and self.kind(2) in _EDGES

    def run(self) -> Reading:
        """Return the reading of all atoms."""
        while self.at < len(self.atoms):
            kind = self.kind()
            if kind in {"num", "year"} and self.kind(1) == "duration":
                unit = date_words().durations[fold(self.atoms[self.at + 1].text)]
                self.durations.append((self.atoms[self.at].number, unit))
                self.at += 2
            elif kind in {"num", "year"} and self.kind(1) == "era_other":
                self.at += 2
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
        return Reading(settle(self.points, self.rest), self.durations, self.rest, self.unknown)


_LINKS: Final[dict[str, Link]] = {
    "dash": "range", "to": "range", "slash": "slash", "or": "or", "and": "list", "comma": "list", "sep": "gap",
}  # fmt: skip
_EDGES: Final = frozenset({"", "dash", "to", "sep", "comma", "slash", "and", "or", "from", "until", "since"})
_STARTERS: Final = frozenset(
    {"num", "year", "month", "season", "iso", "numeric", "cjk", "century", "decade", "part", "mark"}
)
_READERS: Final = {
    "num": _Reader.read_number,
    "month": _Reader.read_month,
    "year": _Reader.read_year,
    "season": _Reader.read_season,
    **dict.fromkeys(("iso", "numeric", "cjk", "century", "decade"), _Reader.read_fixed),
    **dict.fromkeys((*_LINKS, "from", "since", "until", "circa", "mark", "part", "joint"), _Reader.read_mark),
    **dict.fromkeys(("calendar_old", "calendar_new", "calendar_foreign"), _Reader.read_mark),
    **dict.fromkeys(("era_after", "era_before", "era_other"), _Reader.read_mark),
}


def read(atoms: list[Atom]) -> Reading:
    """Return the points that the atoms name, completed from their neighbours."""
    return _Reader(atoms).run()
