"""The amounts of a text, and which of its words they used: "1,200 km2 (460 sq mi) in 2010" has one, of 2010.

What stands in another unit beside an amount and agrees with it is used up. What does not is left, and so is every
number that is not surely understood.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.dates.spans import read_span
from flows.infobox.values.measures.amounts import Manner, PrintedAmount, amount_at
from flows.infobox.values.measures.figures import decimal_marks
from flows.infobox.values.numbers import tidy
from flows.rules.units import unit_words
from flows.rules.words import alternatives, date_words, quantity_words

_UNITS: Final = unit_words()
_MAX_TEXT: Final = 400
_DIGIT: Final = re.compile(r"(?:(?<![\w.,])[.,])?\d++(?:[.,'’]\d++)*+|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]")
# A number begins a token, or stands behind a sign, a currency or a word that is glued to it ("c.500", "Rs.500").
_SIGN: Final = re.compile(r"[-−﹣－]\Z")
_LONE_SIGN: Final = re.compile(r"(?:\A|\()[ ]*+[-−﹣－–—][ ]++\Z")
_SIGN_OF_MONEY: Final = re.compile(r"(?:\A|[\s(])([-−﹣－–—])\Z")
_LAST_WORDS: Final = re.compile(r"[^\s(,;:]+")
_LAST_WORD: Final = re.compile(r"([^\W\d_]{3,})\.?[ ]\Z")
_BOUND_GLUED: Final = re.compile(r"(?:\A|[ (])(?:c|ca|approx|est)\.\Z", re.IGNORECASE)
_BEGINS: Final = re.compile(r"(?:\A|[\s(\[{~≈<>≤≥=+±;|·•:\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?<!\d)[,/])\Z")
_CURRENCIES: Final = sorted(quantity_words().currencies | _UNITS.currencies.keys(), key=len, reverse=True)
_SIGNS: Final = "|".join(map(re.escape, _CURRENCIES))
_CURRENCY: Final = re.compile(rf"(?<![^\W\d_])(?:{_SIGNS})[ ]?\Z", re.IGNORECASE)
_OPENER: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_UNITS.between['openers'])})[ ]\Z", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"[ ]?({alternatives(_UNITS.bounds_behind)})(?!\w)")
_SEPARATOR: Final = re.compile(r"[,;:·•\n]|(?:[ ]|\A)(?:and|und|et|y|e|or|&|x|×|by)[ ]")
_NEW_PART: Final = re.compile(r"[,;•·\n]")
_JOINING: Final = re.compile(r"[\s,;)\]]*(?:and|und|et|y|e|or|&|x|×|by)[ ]")
_LENDING: Final = re.compile(r"[ ](?:and|und|et|y|e|or|oder|ou|o|&)[ ]")
_SAME: Final = re.compile(r"[\s(,;/=≈~\[]*(?:(?:or|or about|about|c\.|i\.e\.|approx\.|approximately)[ ])?")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_CLOSE: Final = re.compile(r"[ ]?[)\]]")
_SLACK: Final = 0.01

_MONTH: Final = alternatives(word for word, means in date_words().words.items() if means.kind in ("month", "season"))
# Neither a year nor a unit begins a day: the months are not tried there.
_DAY: Final = rf"(?=\d{{1,2}}\D|[^\W\d_])(?:\d{{1,2}}(?:st|nd|rd|th)?[. ]++)?(?:{_MONTH})(?:\.?[ ]\d{{1,2}})?[,.]?[ ]"
_SOME_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_YEAR: Final = re.compile(
    rf"(?:\(|(?<!\w)(?=as[ ]of|Stand|in[ ][12]))(?:(?:{alternatives(_UNITS.before_year)})[ ]+)*+"
    rf"(?P<date>(?P<day>{_DAY})?(?:1[5-9]|20)\d\d)(?:[ ](?:{alternatives(_UNITS.after_year)}|{_SIGNS}))*+"
    r"(?:\)|(?=[;,\]:)]|[ ](?:and|und|et|y|e)[ ]|\Z))",
    re.IGNORECASE,
)


_AND_SMALLER: Final = re.compile(r"[ ]?,?[ ](?:(?:and|und|et|y|e)[ ])?(?=\d)")
# "(2008 USD)": the prices of a year.
_PRICES_OF: Final = re.compile(r"(?:1[5-9]|20)\d\d[ ]")
# "1959: 585 kg", "2011 census: 5,000": the year of what follows.
_YEAR_HEAD: Final = re.compile(rf"((?:1[5-9]|20)\d\d)(?:[ ](?:{alternatives(_UNITS.after_year)}))*+:[ ]", re.IGNORECASE)
# A number that is printed unlike a year, or paid: beside it "2011" is the year of something.
_PRINTED_SUM: Final = re.compile(rf"\d[.,'’ ]\d{{3}}(?!\d)|\d{{5}}|(?:{_SIGNS})[ ]?\d")


class AmountReading(NamedTuple):
    """One value of a text, from ``start`` to ``end``; an open end of a range is None.

    ``unit`` is the unit, currency or noun as printed, ``as_of`` the date that the value is of.
    """

    amount: PrintedAmount
    start: int
    end: int
    low: float | None
    high: float | None
    as_of: str | None = None


class AmountReadings(NamedTuple):
    """The values of ``text`` and the places that they used; ``is_doubtful``: a number of it was not understood."""

    text: str
    values: tuple[AmountReading, ...]
    used: tuple[tuple[int, int], ...]
    is_doubtful: bool = False


@lru_cache(maxsize=4_096)
def read_amounts(text: str, manner: Manner) -> AmountReadings:
    """Return the amounts at the beginning of a text and of the parts of its list; else its first with a unit.

    Of money every amount with a currency counts, wherever it stands. Only the first 400 characters are read.

    >>> found = read_amounts("241.6 m waterline, 251 m overall", Manner())
    >>> [(one.low, one.amount.unit) for one in found.values], found.used
    ([(241.6, 'm'), (251.0, 'm')], ((0, 7), (19, 24)))
    >>> [(one.low, one.as_of) for one in read_amounts("Around 2,300 (2020)", Manner()).values]
    [(2300.0, '2020')]
    """
    text = tidy(text)
    own = decimal_marks(iter([text]))
    scan = _AmountWalk(text, manner._replace(mark=own) if own else manner)
    scan.run()
    return AmountReadings(text, *scan.with_dates(), scan.is_doubtful)


class _AmountWalk:
    """The walk over the numbers of one text."""

    def __init__(self, text: str, manner: Manner) -> None:
        self.text, self.manner = text, manner
        self.values: list[AmountReading] = []
        self.used: list[tuple[int, int]] = []
        self.is_doubtful = False
        self._free: int = 0  # where the words begin that no value has yet
        self._is_broken = False  # the number before was not understood: only a new part of the list is free of it
        self._last: PrintedAmount | None = None
        self._dated: dict[int, str] = {}  # the year in front of a value, by where the value begins
        self._has_year = _SOME_YEAR.search(text) is not None

    def run(self) -> None:
        at = 0
        for digit in _DIGIT.finditer(self.text, 0, _MAX_TEXT):
            if digit.start() < at:
                continue
            start = self._start(digit.start())
            is_opened = self._has_year and start > 0 and self.text[start - 1] == "("
            year = _YEAR.match(self.text, start - 1) if is_opened else None
            if year is not None:
                at = year.end()
                if self.text[: year.start()].strip() == "":
                    self._free = at
                continue
            head = _YEAR_HEAD.match(self.text, start) if start >= 0 else None
            if head is not None and self._begins_part(start):
                self._dated[head.end()] = head[1]
                self.used.append(head.span())
                at = self._free = head.end()
                self._is_broken = False
                continue
            if (remark := self._year_remark(digit.start())) is not None:
                at = remark.end()
                if not self.values:
                    self._free = at
                continue
            joins_and = start > 0 and _OPENER.search(self.text, max(0, start - 12), start) is not None
            found = amount_at(self.text, start, self.manner, joins_and=joins_and) if start >= 0 else None
            if found is not None and (end := self._end_of_age(found)):
                found, at = None, end
            at = self._take(found) if found else max(at, digit.end())
            if found is None and not self._is_in_word(digit.start()):
                self.is_doubtful = self._is_broken = True
                self._free, self._last = at, None

    def _start(self, digit: int) -> int:
        """Return where the amount of a number begins: at its sign or currency; -1 when the number begins no token."""
        if digit == 0:
            return 0
        before = self.text[max(0, digit - 20) : digit]
        start = digit
        if _LONE_SIGN.search(self.text, 0, digit):
            return -1  # "- 12 m" may be below zero
        if sign := _SIGN.search(before):
            before, start = before[: sign.start()], start - 1
        word = _LAST_WORD.search(before)
        month = date_words().find(word[1]) if word else None
        if month is not None and month.kind == "month":
            return -1  # "June 24"
        if money := _CURRENCY.search(before):
            start -= len(before) - money.start()
            if _LONE_SIGN.search(self.text, 0, start):
                return -1
            if not (signed := _SIGN_OF_MONEY.search(before[: money.start()])):
                return start
            return -1 if signed[1] in "–—" else start - 1  # "–$5" may be a loss
        return start if _BEGINS.search(before) or _BOUND_GLUED.search(before) else -1

    def _end_of_age(self, found: PrintedAmount) -> int:
        """Return where a time ends whose smaller units are no whole part of the larger ("3 months and 5 days"), else 0.

        It is no list of times, and in one unit it is not known.
        """
        end = 0
        while found.known and found.known.si == "s" and (joint := _AND_SMALLER.match(self.text, found.end)):
            smaller = amount_at(self.text, joint.end(), self.manner)
            if (
                smaller is None
                or not smaller.known
                or smaller.known.si != "s"
                or smaller.known.factor >= found.known.factor
            ):
                break
            found, end = smaller, smaller.end
        return end

    def _begins_part(self, start: int) -> bool:
        """Return whether nothing stands between a place and the beginning of the text or of a part of its list."""
        return not _NEW_PART.split(self.text[:start])[-1].strip()

    def _is_in_word(self, digit: int) -> bool:
        """Return whether a number is a part of a word, and counts nothing: "B52", "Mi-26"."""
        return re.search(r"[^\W\d]-?\Z", self.text[max(0, digit - 2) : digit]) is not None

    def _year_remark(self, digit: int) -> re.Match[str] | None:
        """Return the date that the values are of ("as of May 2020"), if a number belongs to one."""
        found = _YEAR.search(self.text, max(0, digit - 30), digit + 30) if self._has_year else None
        return found if found is not None and found.start() <= digit < found.end() else None

    def _is_year(self, found: PrintedAmount) -> bool:
        """Return whether a number beside a sum is the year of something: "2011 estimate $5 million"."""
        is_bare = found.unit is None and found.known is None and found.scale == 1 and not found.is_money
        is_year = is_bare and _SOME_YEAR.fullmatch(self.text, found.start, found.end) is not None
        return is_year and _PRINTED_SUM.search(self.text) is not None

    def _take(self, found: PrintedAmount) -> int:
        """Add an amount as a value where it stands as one, or as the same in another unit; return where it ends."""
        between = self.text[self._free : found.start]
        if self._is_same(found, between):
            close = _CLOSE.match(self.text, found.end)
            end = close.end() if close else found.end
            self.used.append((found.start, end))
            self._free = end
            return end
        start, bound = self._bound(found)
        self._drop_part(found, start)
        if not self._stands_as_value(found, start):
            # A number within a sentence: what "and" joins to it is of the same sentence.
            self._free, self._last, self._is_broken = found.end, None, True
            return found.end
        if self._is_year(found):
            self._free, self._last, self._is_broken, self.is_doubtful = found.end, None, True, True
            return found.end
        behind = _BEHIND.match(self.text, found.end)
        bound, end = (_UNITS.bounds_behind[behind[1]], behind.end()) if behind else (bound, found.end)
        if _JOINING.fullmatch(self.text, self._free, start):
            self.used.append((self._free, start))
        low = None if bound == "maximum" else found.low
        as_of = self._dated.get(start)
        self.values.append(AmountReading(found, start, end, low, None if bound == "minimum" else found.high, as_of))
        is_bracketed = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        if is_bracketed and start:
            self.used += [(start - 1, start), (end, end + 1)]
        exact = found.tolerance
        self.used += [(start, exact[0]), (exact[1], end)] if exact else [(start, end)]
        self._free, self._last, self._is_broken = end, found, False
        return end

    def _is_same(self, found: PrintedAmount, between: str) -> bool:
        """Return whether an amount is the value before it in another unit: "5 km (3.1 mi)"."""
        last = self._last
        if last is None or not last.known or not found.known or found.known == last.known or not found.known.si:
            return False
        if found.known.si != last.known.si or not _SAME.fullmatch(between):
            return False
        slack = sum(one.known.factor * one.step * max(one.scale, 1) / 2 for one in (last, found) if one.known)
        pairs = ((last.low, found.low), (last.high, found.high))
        sizes = [(last.known.in_si(a) or 0.0, found.known.in_si(b) or 0.0) for a, b in pairs]
        return all(abs(a - b) <= slack + _SLACK * abs(a) for a, b in sizes)

    def _bound(self, found: PrintedAmount) -> tuple[int, str | None]:
        """Return where the words before a number begin that make it a bound or an estimate, and which they make it."""
        start = found.start
        before = self.text[max(0, start - 40, self._free) : start].rstrip(" ")
        if not before:
            return start, None
        opener = _OPENER.search(f"{before} ")
        if opener is not None and found.low < found.high:
            return start - (len(before) + 1 - opener.start()), None
        words = _LAST_WORDS.findall(before[-40:])
        for count in range(min(4, len(words)), 0, -1):
            phrase = " ".join(words[-count:])
            bound = quantity_words().bounds.get(phrase.casefold().rstrip("."))
            if bound is not None and before.endswith(phrase):
                return self.text.rfind(phrase, 0, start), bound
        return start, None

    def _drop_part(self, found: PrintedAmount, start: int) -> None:
        """Leave the number before "and" or "or" over where what follows lends it a unit or a factor.

        "80 or 85 kg" and "10 and 12 million": no column says that the first is of the second's unit, or millions.
        """
        last = self.values[-1] if self.values else None
        if last is None or last.amount.known or last.amount.scale > 1 or last.as_of:
            return
        lends = found.scale > 1 or (not last.amount.unit and (found.known or found.is_money))
        if lends and _LENDING.fullmatch(self.text, last.end, start):
            self.values.pop()
            self.used = [place for place in self.used if place[1] <= last.start]
            self._free = start

    def _stands_as_value(self, found: PrintedAmount, start: int) -> bool:
        before = self.text[self._free : start]
        depth = self.text.count("(", 0, start) - self.text.count(")", 0, start)
        if self.manner.is_money:
            if found.known or (depth > 0 and _PRICES_OF.match(self.text, found.start)):
                return False
            if (self.text[:start].strip(), self.text[found.end :].strip()) == ("(", ")"):
                return False  # "($4.5 million)" is a loss in books
            return found.is_money or (depth == 0 and not self.values and not self.is_doubtful)
        if depth > 0:
            return self.text[:start].strip() == "(" and not self.values
        parts = (_NEW_PART if self._is_broken else _SEPARATOR).split(before)
        is_first = not self.values and not self.is_doubtful
        if not parts[-1].strip(" )]") and (len(parts) > 1 or is_first or start in self._dated):
            # Behind a number that was not understood, one without a unit may belong to it ("June 24, 2006").
            return not self._is_broken or found.unit is not None
        if before.strip() == "/" and found.known is not None:
            return not self._is_broken  # "1.78 m / 78 kg"
        # In a sentence only a number with a unit is surely meant.
        return is_first and found.known is not None

    def with_dates(self) -> tuple[tuple[AmountReading, ...], tuple[tuple[int, int], ...]]:
        """Return the values with the dates they are of, and the places used."""
        values, used = list(self.values), list(self.used)
        if values and self._has_year:
            for number, one in enumerate(values):
                until = values[number + 1].start if number + 1 < len(values) else len(self.text)
                found = _YEAR.search(self.text, one.end, until)
                if found is None and number == 0:
                    found = _YEAR.search(self.text, 0, one.start)
                if (
                    found is not None
                    and one.as_of is None
                    and not _DIGIT.search(_IN_BRACKETS.sub("", self.text[one.end : found.start()]))
                    and not any(start < found.end() and found.start() < end for start, end in used)
                ):
                    used.append(found.span())
                    values[number] = one._replace(as_of=_date(found))
        return tuple(values), tuple(sorted(used))


def _date(found: re.Match[str]) -> str | None:
    year = found["date"][-4:]
    span = read_span(found["date"]) if found["day"] else None
    return (span.start_edtf if span else None) or year
