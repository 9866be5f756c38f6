"""What a web page says of itself in plain lines: title, byline, day of publication, tags, publisher."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.formats.credits import find_author, find_date
from flows.formats.page_title import find_title
from flows.formats.publisher import find_publisher
from flows.text.boilerplate import Judged, folded, is_prose
from flows.text.furniture import word_set

_ABOVE: Final = 15
_MAX_TAG: Final = 80
_MAX_LABEL: Final = 40
_TAG_MARKS: Final = re.compile("[,;|•·、،]")


class Masthead(NamedTuple):
    """What was read, and which lines it was read from (indices): ``titles`` print the title, ``claimed`` the rest."""

    title: str | None
    is_title_sure: bool
    publisher: str | None
    author: str | None
    published_date: dt.date | None
    is_date_ambiguous: bool
    tags: tuple[str, ...]
    titles: frozenset[int]
    claimed: frozenset[int]
    byline: int | None


def read_masthead(lines: Sequence[str], starts: Sequence[int], judged: Sequence[Judged]) -> Masthead:
    """Return what the page says of itself; None and empty where it says nothing that can be told from the text.

    The lines are those of the page that are not blank, ``starts`` where they begin in its text, ``judged`` what the
    classifier says of them. What is doubtful is None: a wrong author stated as sure is worse than none.
    """
    first = next((index for index, item in enumerate(judged) if item.is_body), len(lines))
    byline, date = find_date(lines, first)
    author, author_line = find_author(lines, first, byline, date)
    tag_line, tags = _find_tags(lines, first)
    credited = frozenset(index for index in (byline, author_line) if index is not None)
    title, is_sure = find_title(lines, starts, judged, credited, first)
    if not is_sure and byline is None:
        # "By Jane Doe" without a date may stand below a book of a list: without a headline nothing vouches for it.
        author, credited = None, frozenset()
    claimed = credited if tag_line is None else credited | {tag_line}
    titles: set[int] = set()
    if title is not None and (is_sure or not is_prose(title)):  # what may be a paragraph stays in the body
        print_of_title = folded(title)
        titles = {index for index, line in enumerate(lines[: first + 1]) if folded(line) == print_of_title}
    return Masthead(
        title=title,
        is_title_sure=is_sure,
        publisher=find_publisher(lines, judged, first),
        author=author,
        published_date=date.date if date else None,
        is_date_ambiguous=date is not None and date.is_ambiguous,
        tags=tags,
        titles=frozenset(titles),
        claimed=claimed - titles,
        byline=byline,
    )


def _find_tags(lines: Sequence[str], first: int) -> tuple[int | None, tuple[str, ...]]:
    """Return the line that lists the page's tags behind a label ("Filed Under: a, b"), and the tags."""
    labels = word_set("tags")
    for index in range(max(0, first - _ABOVE), len(lines)):
        line = lines[index]
        if ":" not in line or line.find(":") > _MAX_LABEL:
            continue
        label, _, rest = line.strip(" \t\u00a0*•").partition(":")
        if label.strip().casefold() in labels and rest.strip():
            parts = _TAG_MARKS.split(rest)
            tags = tuple(tag for part in parts if (tag := " ".join(part.split())) and len(tag) <= _MAX_TAG)
            if tags:
                return index, tags
    return None, ()
