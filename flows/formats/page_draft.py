"""The draft of a page: its text on the way to the published body, where every change is recorded as an edit."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect
from collections.abc import Iterable
from typing import Final, NamedTuple

from flows.formats.box_limits import first_boxes, within_limits
from flows.formats.markdown_headings import sections_of
from flows.model import Cleaned, Document, Edit, Infobox, Note, RawDocument, Section, Shape
from flows.text.content import is_placeholder
from flows.text.edits import Replacement, rewrite

MAX_TITLE: Final = 300
"""A longer title is a paragraph and is cut."""

SPACES: Final = " \t\u00a0\u2007\u202f"
_NO_BREAK: Final = "\u00a0\u2007\u202f"
# The look-behind allows a match only at the start of a run of spaces: otherwise a long run takes quadratic time.
_TRAILING: Final = re.compile(f"(?<![{SPACES}])[{SPACES}]++(?=\n)")
_NO_BREAK_RUN: Final = re.compile(f"[{_NO_BREAK}]++")
_EITHER: Final = re.compile(f"{_TRAILING.pattern}|{_NO_BREAK_RUN.pattern}")
_BLANK_LINES: Final = re.compile("\n\n\n++")
_FENCE: Final = re.compile("^```", re.MULTILINE)


class Metadata(NamedTuple):
    """The metadata that a page states, for the columns of ``documents``; None where it states nothing."""

    publisher: str | None = None
    author: str | None = None
    published_date: dt.date | None = None
    source_url: str | None = None
    language: str | None = None
    license: str | None = None
    tags: tuple[str, ...] = ()


NO_METADATA: Final = Metadata()


class PageDraft:
    """The text of one page and the edits made so far; ``finish`` makes it a ``Document``."""

    __slots__ = ("edits", "notes", "raw", "shape", "text")

    def __init__(self, shape: Shape, cleaned: Cleaned, raw: RawDocument) -> None:
        self.shape: Shape = shape
        self.text = cleaned.text
        self.edits: list[Edit] = list(cleaned.edits)
        self.notes: list[Note] = list(cleaned.notes)
        self.raw = raw

    def change(self, replacements: Iterable[Replacement]) -> None:
        """Make the replacements (sorted by start, not overlapping) and record them."""
        self.text, edits = rewrite(self.text, replacements)
        self.edits.extend(edits)

    def cut(self, start: int, end: int, rule: str) -> None:
        """Remove ``text[start:end]`` from the body, because a column or a table holds it from now on."""
        self.change((Replacement(start, end, "", "normalise", rule),))

    def note(self, code: str, where: str, text: str, remedy: str) -> None:
        """Record something that a person should look at."""
        self.notes.append(Note(code, where, text, remedy))

    def finish(
        self, title: str | None, infoboxes: tuple[Infobox, ...] = (), metadata: Metadata = NO_METADATA
    ) -> Document:
        """Return the document with its body tidied and divided into sections, its infoboxes cut to their limits.

        Without a title, or with a placeholder for one ("null"), the first line of the text is the title, or else the
        name of the input; a note says so.
        """
        boxes, notes = first_boxes(infoboxes, self.shape)
        self.notes.extend(notes)
        limited = [within_limits(box) for box in boxes]
        self.notes.extend(note for _, notes in limited for note in notes)
        self._tidy()
        title = self._title(title)
        if title is None:
            title = self._fallback_title()
            remedy = "check the title column; the page's shape printed no title"
            self.note("no-title", "document", title, remedy)
        return Document(
            shape=self.shape,
            text=self.text,
            edits=tuple(self.edits),
            title=title,
            publisher=metadata.publisher,
            author=metadata.author,
            published_date=metadata.published_date,
            source_url=metadata.source_url,
            language=metadata.language,
            license=metadata.license,
            sections=sections_of(self.text),
            tags=metadata.tags,
            infoboxes=tuple(box for box, _ in limited),
            notes=tuple(self.notes),
        )

    def unread(self, title: str | None) -> Document:
        """Return the document with its text unchanged and as one section, which costs next to nothing.

        The note of the reason says all: there is none of the title.
        """
        title = self._title(title) or self._fallback_title()
        sections = (Section(0, None, self.text),) if self.text.strip() else ()
        return Document(self.shape, self.text, tuple(self.edits), title, sections=sections, notes=tuple(self.notes))

    def _title(self, title: str | None) -> str | None:
        title = " ".join((title or "").split())[:MAX_TITLE]
        return None if not title or is_placeholder(title, self.text) else title

    def _tidy(self) -> None:
        """Normalise white space: invisible differences must not make equal lines unequal."""
        text = self.text
        no_break = "" if text.isascii() else "".join(space for space in _NO_BREAK if space in text)
        has_trailing = any(f"{space}\n" in text for space in f" \t{no_break}")
        pattern = (_EITHER if has_trailing else _NO_BREAK_RUN) if no_break else _TRAILING
        found = [
            Replacement(*m.span(), "", "normalise", "trailing-space")
            if text.startswith("\n", m.end())
            else Replacement(*m.span(), " ", "normalise", "no-break-space")
            for m in (pattern.finditer(text) if no_break or has_trailing else ())
        ]
        self.change(found)
        self._tidy_blank_lines()

    def _tidy_blank_lines(self) -> None:
        text = self.text
        end = len(text.rstrip())
        start = len(text) - len(text.lstrip())
        if self.shape == "plain_text":
            start = text.rfind("\n", 0, start) + 1  # the first line's indent is the text's own
        if not end:
            self.change([Replacement(0, len(text), "", "normalise", "blank-lines")])
            return
        found = [Replacement(0, start, "", "normalise", "blank-lines")]
        if "\n\n\n" in text and self.shape != "plain_text":  # plain text may be code, or a poem
            fences = [m.start() for m in _FENCE.finditer(text)] if "```" in text else []
            found.extend(
                Replacement(*m.span(), "\n\n", "normalise", "blank-lines")
                for m in _BLANK_LINES.finditer(text, start, end)
                if bisect(fences, m.start()) % 2 == 0
            )
        found.append(Replacement(end, len(text), "", "normalise", "blank-lines"))
        self.change(found)

    def _fallback_title(self) -> str:
        lines = (line.strip("#*=-| \t") for line in self.text[:5000].split("\n"))
        line = next((line for line in lines if any(map(str.isalpha, line))), "")[:MAX_TITLE]
        name = self.raw.source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return line or name or "untitled"
