"""The words and signs between dates: connectors ("–", "and"), "from", "until", "circa", calendars, eras.

They say how two dates are related ("3 May – 2 June" is a range, "3 May or 2 June" a choice) and how sure a date is.
"""

from __future__ import annotations

from typing import Final

from flows.infobox.values.dates.cursor import JOINTS, DateCursor
from flows.infobox.values.dates.points import Link, Opener
from flows.infobox.values.dates.tokens import DateToken
from flows.rules.words import date_words, fold

LINKS: Final[dict[str, Link]] = {
    "dash": "range", "to": "range", "slash": "slash", "or": "or", "and": "list", "comma": "list", "sep": "gap",
}  # fmt: skip
WHOLE: Final = ("iso", "numeric", "cjk", "century", "millennium", "decade")
ERAS: Final = frozenset({"era_before", "era_after"})
_STARTERS: Final = frozenset({"num", "year", "month", "season", "part", "mark", *ERAS, *WHOLE})
_OPENERS: Final[dict[str, Opener]] = {"from": "from", "between": "from", "since": "since"}
_BARE: Final = frozenset({"other", "named"})


_NUMBERS: Final = frozenset({"num", "year", "numeric", "iso"})
_EDGES: Final = frozenset({"", "dash", "to", "sep", "comma", "slash", "and", "or", "from", "until", "since"})


class DateMarks(DateCursor):
    """The cursor, with the methods that read what stands between dates."""

    def read_mark(self) -> None:
        """Read one mark: a connector, "from", "circa", a calendar, or an era before its year.

        Its token waits for the date that it is said of, or goes to the date before it; one said of none is left over.
        """
        kind, token = self.kind(), self.tokens[self.at]
        if kind in LINKS:
            self._connect(kind)
        elif kind in {"from", "between", "since", "until", "till"}:
            self._open_by(kind)
        elif kind in {"circa", "uncertain", "mark"}:
            self._doubt(token)
        elif kind == "unknown":
            self._leave_open(token)
        elif kind == "part":
            self.part = True  # no column says "early": the word is left over
        elif kind == "onward":
            if self.points:
                self.points[-1].opener = self.points[-1].opener or "from"
                self.points[-1].tokens.append(token)
        elif kind in JOINTS:
            is_tail = self.follows_point() and self.kind(1) not in _BARE
            self.names_year = self.names_year or (kind == "year_noun" and self.kind(1) in {"num", "year"})
            (self.points[-1].tokens if is_tail else self.waiting).append(token)
        elif kind.startswith("calendar"):
            self._name_calendar(kind.removeprefix("calendar_"))
        elif kind in ERAS and self.kind(1) in {"num", "year"}:
            self.calendar, self.before = "era", kind == "era_before"
            self.waiting.append(token)
        elif kind == "era_other" and self.kind(1) in {"num", "year"}:
            self.unknown.append(self.tokens[self.at])
            self.at += 1
        self.at += 1

    def follows_point(self) -> bool:
        """Return whether the current token stands right behind the last date."""
        return bool(self.points) and self.at > 0 and self.points[-1].tokens[-1] is self.tokens[self.at - 1]

    def _connect(self, kind: str) -> None:
        # "27 June and, 3 July": the first connector counts, not the comma after it.
        token = self.tokens[self.at]
        if kind == "to" and not self.points:
            return  # "through May 1190": from when, nobody says; the word is left over
        if kind == "dash" and self.at == 0 and len(self.tokens) > 1 and token.end == self.tokens[1].start:
            if token.text in "–—":
                self.opener = "until"  # "–1945"
            elif self.kind(1) == "year":
                self.at += 1  # "-500" may be a year before Christ
                return
        # "1900 (Rome) – 1920 (Paris)": a connector counts behind other words, too.
        if self.link in {"", "list"} or (self.link == "gap" and LINKS[kind] in {"range", "or", "slash"}):
            self.link = LINKS[kind]
        if kind == "slash" and self.kind(1) == "iso" and self.follows_point() and self.points[-1].is_iso:
            self.link = "range"  # "2020-05-05/2020-05-07"
        if kind == "and" and self.is_between:
            self.link, self.is_between = "range", False  # "between 3 and 5 May"
        self.waiting.append(token)

    def _leave_open(self, token: DateToken) -> None:
        """Read "unknown" in the place of an end or of a start: "5 May 1920 – unknown"."""
        if self.points and self.link == "range":
            self.points[-1].opener = self.points[-1].opener or "from"
            self.points[-1].tokens += [*self.waiting, token]
            self.forget()
            self.link = ""
        elif self.kind(1) in {"dash", "to"}:
            self.opener = "until"
            self.waiting += [token, self.tokens[self.at + 1]]
            self.at += 1
        else:
            self.forget()

    def _doubt(self, token: DateToken) -> None:
        """Read "circa", "possibly", "~" or "?": it applies to the next date, or else to the one before."""
        is_question = token.kind == "uncertain" or token.text == "?"
        follows_point = self.follows_point()
        starts = self.kind(self.skip(1, comma=False)) in _STARTERS
        if token.text == "~" and follows_point and starts:
            self.link = "range"  # "2013년 7월 21일 ~ 8월 3일"
            self.waiting.append(token)
        elif starts and not (token.text == "?" and follows_point):
            self.circa, self.uncertain = self.circa or not is_question, self.uncertain or is_question
            self.waiting.append(token)
        elif token.text == "?" and not follows_point and self.link != "range" and self.kind(1) in {"dash", "to"}:
            self.opener = "until"  # "? – 1945"
            self.at += 1
        elif self.points and self.link != "range":
            point = self.points[-1]
            point.tokens.append(token)
            point.is_circa, point.is_uncertain = point.is_circa or not is_question, point.is_uncertain or is_question

    def _name_calendar(self, name: str) -> None:
        """Read the name of a calendar: it applies to the next date, or else to the one before."""
        token = self.tokens[self.at]
        if name == "foreign":
            self.unknown.append(token)
            if self.follows_point():
                self.points[-1].calendar = name
        elif self.kind(1) in _STARTERS:
            self.calendar = name
            self.waiting.append(token)
        elif self.points:
            self.points[-1].calendar = name
            self.points[-1].tokens.append(token)

    def _open_by(self, kind: str) -> None:
        """Read "from", "since" or "until"; after a "from" an "until" is a connector ("from 3 until 5 May")."""
        is_opened = bool(self.points) and self.points[-1].opener in {"from", "since"}
        if (kind in {"until", "till"} and is_opened) or (kind == "till" and self.follows_point()):
            self.link = "range"
        else:
            self.opener = _OPENERS.get(kind, "until")
            self.is_between = kind == "between"
        # No column says that a day itself is not meant: "before" is left over.
        if fold(self.tokens[self.at].text) not in date_words().turning:
            self.waiting.append(self.tokens[self.at])

    def leave_unread(self) -> None:
        """Leave a token over; a date after it is not connected with a date or a mark before it."""
        token = self.tokens[self.at]
        if token.kind == "named" and self.kind(self.skip(1)) in _NUMBERS:
            self.at += self.skip(1)
        elif token.kind == "other" and self.is_in_place_of_month(token):
            self.unknown.append(token)
        self.forget()
        self.link = "gap" if self.points else ""
        self.is_apart = self.is_apart or bool(self.points and token.depth <= self.points[-1].depth)
        self.at += 1

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
