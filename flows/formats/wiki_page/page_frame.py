"""The frame that a wiki prints around an article: menus above it, categories and licence below it.

The line below the title ("From Wikipedia, the free encyclopedia") ends the head. The lines at the end of every page of
a wiki begin the foot. The words of both are in ``headings.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from flows.formats.article_lines import is_article_line
from flows.rules.files import read_rules
from flows.rules.word_file_types import HeadingsFile
from flows.text.edits import Replacement
from flows.text.furniture.line_look import is_interface

RULE: Final = "wiki-frame"
_MAX_HEAD: Final = 12_000
_MAX_ABOVE: Final = 250
_MAX_BELOW: Final = 60
_MAX_FOOT: Final = 12_000
_LEAST_FEET: Final = 2
_BOX_NAME_WITHIN: Final = 4
"""An infobox repeats the title within so many lines below the head."""
# "X - Wikipedia": the window title, copied along.
_SITE_SUFFIX: Final = re.compile("[ ][-–—|][ ](?:Wiki|Вики|Вікі|ويكي|维基|維基|ウィキ|위키)[^\n]{0,60}\\Z")
_COUNT: Final = re.compile("[0-9]{1,3}[ \u00a0]?[^\\W\\d]{3,20}\\Z")


class _FrameWords(NamedTuple):
    subtitle: re.Pattern[str]
    foot: re.Pattern[str]


class _FrameLine(NamedTuple):
    start: int
    end: int
    text: str


def without_suffix(title: str) -> str:
    """Return the title of a window without the wiki's name.

    >>> without_suffix("Vendel Bridge - Wikipedia")
    'Vendel Bridge'
    """
    return _SITE_SUFFIX.sub("", title)


def without_head(head: str) -> str:
    r"""Return the beginning of a text without the menus above the article: its title comes first.

    >>> without_head("A - Wikipedia\nMain menu\nFrom Wikipedia, the free encyclopedia\nA\nBorn 1900")
    'A - Wikipedia\nA\nBorn 1900'
    """
    for cut in reversed(_head_cuts(head)):
        head = head[: cut.start] + head[cut.end :]
    return head


def frame_cuts(text: str) -> list[Replacement]:
    """Return the removal of the lines above and below an article; the title stays."""
    return _head_cuts(text) + _foot_cuts(text)


def _head_cuts(text: str) -> list[Replacement]:
    """Return the removal of the subtitle and of the lines above it, except the title."""
    found = _words().subtitle.search(text, 0, _MAX_HEAD)
    if found is None:
        return []
    lines = list(_lines(text, 0, found.start()))
    if len(lines) > _MAX_ABOVE:
        return []
    end = min(found.end() + 1, len(text))
    below = [line.text.casefold() for line in islice(_lines(text, end, min(len(text), end + 2_000)), _BOX_NAME_WITHIN)]
    title = _title(lines, below)
    if title is None:
        return []
    spans = [(0, title.start), (title.end + 1, end)]
    return [_cut(start, stop) for start, stop in spans if start < stop]


def _title(lines: list[_FrameLine], below: list[str]) -> _FrameLine | None:
    """Return the title line: the line that the box repeats, the window's title, or the last line of content."""
    for line in reversed(lines):
        if line.text.casefold() in below:
            return line
    for line in lines[:3]:
        if _SITE_SUFFIX.search(line.text):
            return line
    return next((line for line in reversed(lines) if not is_interface(line.text) and not _COUNT.match(line.text)), None)


def _foot_cuts(text: str) -> list[Replacement]:
    """Return the removal of the foot: it begins at a line of the foot that others follow without a sentence between.

    A sentence of an article may begin like a line of the foot, so at least two different beginnings are required.
    """
    foot = _words().foot
    begin: int | None = None
    beginnings: set[str] = set()
    for line in reversed(_lines(text, max(0, len(text) - _MAX_FOOT), len(text))[-_MAX_BELOW:]):
        found = foot.match(line.text)
        if found is not None:
            begin = line.start
            beginnings.add(found[0].casefold())
        elif begin is not None and is_article_line(line.text):
            break
    return [_cut(begin, len(text))] if begin is not None and len(beginnings) >= _LEAST_FEET else []


def _cut(start: int, end: int) -> Replacement:
    return Replacement(start, end, "", "boilerplate", RULE)


def _lines(text: str, start: int, end: int) -> list[_FrameLine]:
    """Return the lines of a stretch that are not blank."""
    found = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if line := text[start:stop].strip():
            found.append(_FrameLine(start, stop, line))
        start = stop + 1
    return found


@cache
def _words() -> _FrameWords:
    frame = read_rules(HeadingsFile)["wiki_frame"]
    subtitles, feet = (
        "|".join(re.escape(phrase) for phrases in lists.values() for phrase in phrases)
        for lists in (frame["subtitles"], frame["feet"])
    )
    return _FrameWords(
        re.compile(f"^[ \t\u00a0]{{0,9}}(?:{subtitles})[ \t\u00a0.]{{0,9}}$", re.MULTILINE | re.IGNORECASE),
        re.compile(f"(?:{feet})", re.IGNORECASE),
    )
