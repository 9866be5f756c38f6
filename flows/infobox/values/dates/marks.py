"""What stands between dates and says how they hang together: connectors, "from", "circa", calendars, eras."""

from __future__ import annotations

from typing import Final

from flows.infobox.values.dates.cursor import DateCursor
from flows.infobox.values.dates.points import Link
from flows.infobox.values.dates.tokens import Atom

LINKS: Final[dict[str, Link]] = {
    "dash": "range", "to": "range", "slash": "slash", "or": "or", "and": "list", "comma": "list", "sep": "gap",
}  # fmt: skip
WHOLE: Final = ("iso", "numeric", "cjk", "century", "millennium", "decade")
_STARTERS: Final = frozenset({"num", "year", "month", "season", "part", "mark", *WHOLE})


class DateMarks(DateCursor):
    """The readers of marks; each consumes what it reads."""

    def read_mark(self) -> None:
        """Read what stands between dates: connectors, "from", "circa", a calendar, an era before its year."""
        kind = self.kind()
        if kind in LINKS:
            # "27 June and, 3 July": the first connector says more than a comma behind it.
            self.link = LINKS[kind] if self.link in {"", "list"} else self.link
        elif kind in {"from", "since", "until", "till"}:
            self._open_by(kind)
        elif kind in {"circa", "uncertain", "mark"}:
            self._doubt(self.atoms[self.at])
        elif kind == "part":
            self.part = True
        elif kind == "onward" and self.points:
            self.points[-1].opener = self.points[-1].opener or "from"
        elif kind.startswith("calendar"):
            self._name_calendar(kind.removeprefix("calendar_"))
        elif kind in {"era_after", "era_before"} and self.kind(1) in {"num", "year"}:
            self.calendar, self.before = "era", kind == "era_before"
        elif kind == "era_other" and self.kind(1) in {"num", "year"}:
            self.unknown.append(self.atoms[self.at])
            self.at += 1
        self.at += 1

    def _doubt(self, atom: Atom) -> None:
        """Read "circa", "possibly", "~" or "?": of the date behind it, else of the one before it."""
        is_question = atom.kind == "uncertain" or atom.text == "?"
        is_behind = bool(self.points) and self.points[-1].end == self.atoms[self.at - 1].end
        if atom.text == "~" and is_behind and self.kind(1) in _STARTERS:
            self.link = "range"  # "2013년 7월 21일 ~ 8월 3일"
        elif self.kind(1) in _STARTERS and not (atom.text == "?" and is_behind):
            self.circa, self.uncertain = self.circa or not is_question, self.uncertain or is_question
        elif atom.text == "?" and not is_behind and self.link != "range" and self.kind(1) in {"dash", "to"}:
            self.opener = "until"  # "? – 1945"
            self.at += 1
        elif self.points and self.link != "range":
            point = self.points[-1]
            point.is_circa, point.is_uncertain = point.is_circa or not is_question, point.is_uncertain or is_question

    def _name_calendar(self, name: str) -> None:
        """Read the name of a calendar: it speaks of the date behind it, else of the one before it."""
        if name == "foreign":
            self.unknown.append(self.atoms[self.at])
            if self.points and self.points[-1].end == self.atoms[self.at - 1].end:
                self.points[-1].calendar = name
        elif self.kind(1) in _STARTERS:
            self.calendar = name
        elif self.points:
            self.points[-1].calendar = name

    def _open_by(self, kind: str) -> None:
        """Read "from", "since" or "until"; after a "from" an "until" is a connector ("from 3 until 5 May")."""
        is_opened = bool(self.points) and self.points[-1].opener in {"from", "since"}
        is_behind = bool(self.points) and self.points[-1].end == self.atoms[self.at - 1].end
        if (kind in {"until", "till"} and is_opened) or (kind == "till" and is_behind):
            self.link = "range"
        else:
            self.opener = "from" if kind == "from" else "since" if kind == "since" else "until"
