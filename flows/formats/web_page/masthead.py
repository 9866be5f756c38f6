"""The masthead of a web page without tags: title, byline, day of publication, tags and publisher from plain lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.formats.web_page.authors import find_author, is_name_line
from flows.formats.web_page.byline_date import find_date
from flows.formats.web_page.page_title import find_title
from flows.formats.web_page.publisher import find_publisher
from flows.text.furniture.body_lines import Judged
from flows.text.furniture.line_look import folded, is_prose
from flows.text.furniture.words import word_set

_ABOVE: Final = 15
_RUN: Final = 3
"""The article has begun after so many lines of body in a row, or so many characters."""
_RUN_CHARACTERS: Final = 400
_MAX_TAG: Final = 80
_MAX_LABEL: Final = 40
_TAG_MARKS: Final = re.compile("[,;|•·、،，；]")


class Masthead(NamedTuple):
    """The metadata that was read, and its lines (indices): ``titles`` print the title, ``claimed`` the rest."""

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
    """Return the metadata of the page; None and empty where the text does not show it.

    ``lines`` are the page's lines that are not blank, ``starts`` their positions in its text, ``judged`` the
    classifier's decisions. A doubtful value is None: a wrong author without a note is worse than none, and so is a day
    that may be a month.
    """
    body_start = _beginning(lines, judged)
    byline, date = find_date(lines, body_start)
    author, author_line = find_author(lines, body_start, byline, date)
    tag_lines, tags = _find_tags(lines, body_start)
    credited = frozenset(index for index in (byline, author_line) if index is not None)
    title, is_sure = find_title(lines, starts, judged, credited, body_start)
    if not is_sure and byline is None:
        # "By Jane Doe" without a date may name the author of a book in a list: only a headline would be evidence.
        author, credited = None, frozenset()
    if author is None and title is not None and byline is not None and date is not None:
        author_line = _name_line(lines, title, byline)
        if author_line is not None:
            author, credited = lines[author_line].strip(), credited | {author_line}
    claimed = credited | tag_lines
    titles: set[int] = set()
    if title is not None and (is_sure or not is_prose(title)):  # a possible paragraph stays in the body
        print_of_title = folded(title)
        titles = {index for index, line in enumerate(lines[: body_start + 1]) if folded(line) == print_of_title}
    return Masthead(
        title=title,
        is_title_sure=is_sure,
        publisher=find_publisher(lines, judged, body_start),
        author=author,
        published_date=date.date if date and not date.is_ambiguous else None,
        is_date_ambiguous=date is not None and date.is_ambiguous,
        tags=tags,
        titles=frozenset(titles),
        claimed=claimed - titles,
        byline=byline,
    )


def _beginning(lines: Sequence[str], judged: Sequence[Judged]) -> int:
    """Return the first line of the body; one or two separate sentences above it (a teaser) are skipped."""
    start = fallback = None
    size = 0
    for index, item in enumerate(judged):
        if not item.is_body:
            start = None
            continue
        if start is None:
            start, size = index, 0
            fallback = index if fallback is None else fallback
        size += len(lines[index])
        if index - start >= _RUN - 1 or size > _RUN_CHARACTERS:
            return start
    return len(lines) if fallback is None else fallback


def _name_line(lines: Sequence[str], title: str, byline: int) -> int | None:
    """Return the line between the headline and the date that has a name and nothing else."""
    print_of_title = folded(title)
    for index in (byline - 1, byline - 2):
        if index > 0 and folded(lines[index - 1]) == print_of_title:
            return index if is_name_line(lines[index], lines) else None
    return None


def _find_tags(lines: Sequence[str], body_start: int) -> tuple[frozenset[int], tuple[str, ...]]:
    """Return the lines that list the page's tags after a label ("Filed Under: a, b"), and the tags.

    A line of sections ("Categories: a") counts where there is no line of tags; it is not part of the body in any case.
    """
    labels, sections = word_set("tags"), word_set("tags", "sections")
    found: tuple[str, ...] = ()
    taken: set[int] = set()
    for index in range(max(0, body_start - _ABOVE), len(lines)):
        line = lines[index]
        if ":" not in line and "：" not in line:
            continue
        label, _, rest = line.replace("：", ":", 1).partition(":")
        if len(label) > _MAX_LABEL:
            continue
        label = label.strip(" \t\u00a0*•").casefold()
        if label in labels and rest.strip() and not (found and label in sections):
            parts = _TAG_MARKS.split(rest)
            tags = tuple(tag for part in parts if (tag := " ".join(part.split())) and len(tag) <= _MAX_TAG)
            if tags:
                taken.add(index)
                found = tags
            if tags and label not in sections:
                break
    return frozenset(taken), found
