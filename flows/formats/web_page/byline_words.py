"""The words around names and dates in a byline ("By", "Posted on", "11:10 Uhr"), and a byline without them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from flows.formats.printed_dates import ReadDate
from flows.text.furniture.words import alternation, word_set

MAX_BYLINE: Final = 160
PARTS: Final = re.compile("[|•·]")
SEPARATORS: Final = " \t\u00a0|•·,،;:：–—-/*"
_CLOCK_EDGES: Final = SEPARATORS + "()."
WORD: Final = re.compile("[^\\W\\d_]++")
_TIME: Final = re.compile(
    "\\b\\d{1,2}(?:[:.h時时시]|[ ]h[ ])\\d{2}(?:[:.]\\d{2})?(?:[ ]?[AaPp]\\.?[Mm]\\b\\.?)?|T\\d{2}:[\\d:.]{2,12}Z?\\b"
)


class Patterns(NamedTuple):
    """Patterns made of the word lists in ``furniture.toml``; all but ``labels`` need lower-case text."""

    by: re.Pattern[str]
    announces: re.Pattern[str]  # "Posted on" before a date
    closes: re.Pattern[str]  # "Published" after a name
    updates: re.Pattern[str]  # "Last updated": not the day of publication
    dangling: re.Pattern[str]  # "Jane Doe on"
    labels: re.Pattern[str]  # "作者：" inside of a line
    sources: re.Pattern[str]  # "来源：": an agency, not an author


@cache
def patterns() -> Patterns:
    """Return the patterns of bylines, compiled once."""
    posted = f"{alternation('by', 'posted')}|{alternation('by', 'updated')}"
    sources = alternation("by", "sources")
    return Patterns(
        by=re.compile(f"(?:{alternation('by')})[ :：\u00a0]"),
        announces=re.compile(f"(?:{posted})(?=[ :：]|\\Z)"),
        closes=re.compile(f"(?:{posted})\\Z"),
        updates=re.compile(f"\\b(?:{alternation('by', 'updated')})\\b"),
        dangling=re.compile(f"[ ](?:{alternation('by', 'dangling')})\\Z"),
        labels=re.compile(f"(?i)(?<=[ |])(?={sources}[ ]?[:：]|(?:{alternation('by')})[ ]?[:：])"),
        sources=re.compile(f"(?:{sources})[ ]?[:：]"),
    )


def words_before_date(line: str, read: ReadDate) -> str:
    """Return the words before a date in its part of the line, in lower case and without the time."""
    return _TIME.sub(" ", PARTS.split(line[: read.start])[-1]).strip(" \t\u00a0(–—-,،").casefold()


def without_date(line: str, read: ReadDate) -> str:
    """Return a line without its date and time, and without the words that announce them; parts joined by " | "."""
    after_date = line[read.end :]
    revised = patterns().updates.search(after_date.casefold())
    if revised is not None:  # "…, mis à jour le 5 novembre 2017": a second day
        after_date = after_date[: revised.start()]
    rest = _TIME.sub(" ", f"{line[: read.start]} | {after_date}")
    parts = (_without_announcement(part.strip(SEPARATORS)) for part in split_parts(rest))
    return " | ".join([bare for part in parts if (bare := _without_clock(part))])


def split_parts(line: str) -> list[str]:
    """Return the parts of a line between bars, bullets and labels of names, without parts that name a source."""
    if ":" not in line and "：" not in line:
        return PARTS.split(line)
    parts = PARTS.split(patterns().labels.sub("|", line))
    return [part for part in parts if patterns().sources.match(part.strip(SEPARATORS).casefold()) is None]


def _without_announcement(part: str) -> str:
    """Return the words without "Posted on" before or after them ("Jane Doe Published")."""
    if not part:
        return part
    folded = part.casefold()
    found = patterns().announces.match(folded)
    if found is not None:
        return part[found.end() :].strip(SEPARATORS)
    found = patterns().closes.search(folded)
    return part[: found.start()].strip(SEPARATORS) if found is not None else part


def _without_clock(part: str) -> str:
    """Return the words without the remains of a date and a time at their ends: days of the week, zones, "Uhr"."""
    if not part:
        return ""
    words = [word.strip(_CLOCK_EDGES) for word in part.split()]
    clock, weekdays, days = word_set("by", "clock"), word_set("by", "weekdays"), word_set("by", "days")
    left = [not word or word in clock or word.casefold() in weekdays for word in words]
    if all(is_left or word.casefold() in days for is_left, word in zip(left, words, strict=True)):
        return ""
    start, end = left.index(False), len(left) - left[::-1].index(False)
    return part if end - start == len(left) else " ".join(part.split()[start:end]).strip(SEPARATORS)
