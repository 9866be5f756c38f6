"""The words and signs between dates: connectors ("–", "and"), "from", "until", "circa", calendars, eras.

They say how two dates are related ("3 May – 2 June" is a range, "3 May or 2 June" a choice) and how sure a date is.
"""

from __future__ import annotations

from typing import Final

from flows.infobox.values.dates.cursor import DateCursor
from flows.infobox.values.dates.points import Link
from flows.infobox.values.dates.tokens import DateToken

LINKS: Final[dict[str, Link]] = {
    "dash": "range", "to": "range", "slash": "slash", "or": "or", "and": "list", "comma": "list", "sep": "gap",
}  # fmt: skip
WHOLE: Final = ("iso", "numeric", "cjk", "century", "millennium", "decade")
_STARTERS: Final = frozenset({"num", "year", "month", "season", "part", "mark", *WHOLE})


class DateMarks(DateCursor):
    """The cursor, with the methods that read what stands between dates."""

    def read_mark(self) -> None:
        """Read one mark: a connector, "from", "circa", a calendar, or an era before its year."""
        kind = self.kind()
        if kind in LINKS:
            # "27 June and, 3 July": the first connector counts, not the comma after it.
            self.link = LINKS[kind] if self.link in {"", "list"} else self.link
        elif kind in {"from", "since", "until", "till"}:
            self._open_by(kind)
        elif kind in {"circa", "uncertain", "mark"}:
            self._doubt(self.tokens[self.at])
        elif kind == "part":
            self.part = True
        elif kind == "onward" and self.points:
            self.points[-1].opener = self.points[-1].opener or "from"
        elif kind.startswith("calendar"):
            self._name_calendar(kind.removeprefix("calendar_"))
        elif kind in {"era_after", "era_before"} and self.kind(1) in {"num", "year"}:
            self.calendar, self.before = "era", kind == "era_before"
        elif kind == "era_other" and self.kind(1) in {"num", "year"}:
            self.unknown.append(self.tokens[self.at])
            self.at += 1
        self.at += 1

    def _doubt(self, token: DateToken) -> None:
        """Read "circa", "possibly", "~" or "?": it applies to the next date, or else to the one before."""
        is_question = token.kind == "uncertain" or token.text == "?"
        follows_point = bool(self.points) and self.points[-1].end == self.tokens[self.at - 1].end
        if token.text == "~" and follows_point and self.kind(1) in _STARTERS:
            self.link = "range"  # "2013년 7월 21일 ~ 8월 3일"
        elif self.kind(1) in _STARTERS and not (token.text == "?" and follows_point):
            self.circa, self.uncertain = self.circa or not is_question, self.uncertain or is_question
        elif token.text == "?" and not follows_point and self.link != "range" and self.kind(1) in {"dash", "to"}:
            self.opener = "until"  # "? – 1945"
            self.at += 1
        elif self.points and self.link != "range":
            point = self.points[-1]
            point.is_circa, point.is_uncertain = point.is_circa or not is_question, point.is_uncertain or is_question

    def _name_calendar(self, name: str) -> None:
        """Read the name of a calendar: it applies to the next date, or else to the one before."""
        if name == "foreign":
            self.unknown.append(self.tokens[self.at])
            if self.points and self.points[-1].end == self.tokens[self.at - 1].end:
                self.points[-1].calendar = name
        elif self.kind(1) in _STARTERS:
            self.calendar = name
        elif self.points:
            self.points[-1].calendar = name

    def _open_by(self, kind: str) -> None:
        """Read "from", "since" or "until"; after a "from" an "until" is a connector ("from 3 until 5 May")."""
        is_opened = bool(self.points) and self.points[-1].opener in {"from", "since"}
        follows_point = bool(self.points) and self.points[-1].end == self.tokens[self.at - 1].end
        if (kind in {"until", "till"} and is_opened) or (kind == "till" and follows_point):
            self.link = "range"
        else:
            self.opener = "from" if kind == "from" else "since" if kind == "since" else "until"
