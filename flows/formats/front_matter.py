"""Markdown pages with YAML front matter between ``---`` lines.

The family of seed 001 are exports of encyclopedia articles whose first ``tags`` are the infobox: conflict, part of,
combatant 1, combatant 2; ``date`` and ``place`` are lists beside them. Everything that no column of ``documents`` holds
becomes a field of a second, untyped box, so that no key is lost.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from flows.formats.bylines import read_date
from flows.formats.draft import Draft, Metadata
from flows.formats.front_tags import conflict_fields
from flows.formats.headings import empty_headings, headings_of
from flows.formats.lines import past_blank, within_limits
from flows.formats.yaml_block import MAX_CHARACTERS, Entry, YamlError, read_yaml
from flows.model import Cleaned, Document, Infobox, InfoboxField, RawDocument, Shape
from flows.text.repair import repair

SHAPE: Final[Shape] = "front_matter"

_OPEN: Final = re.compile("\\s{0,100}+---[ \\t]*+\\n")
_FIRST_KEY: Final = re.compile(
    "(?:[ \\t]*+(?:#[^\\n]*+)?\\n){0,20}+[\"']?[^\\W\\d][\\w .-]{0,60}+[\"']?[ \\t]*+:(?=[ \\t\\n])"
)
_CLOSE: Final = re.compile("(?<=\\n)(?:---|\\.\\.\\.)[ \\t]*+(?:\\n|\\Z)")

_TITLE_LINE: Final = re.compile("(?<=\\n)(?:title|subject|headline):[ ]([^\\n]{1,300})")
_TITLE: Final = ("title", "subject", "headline", "name")
_AUTHOR: Final = ("author", "authors", "byline", "creator", "author.name")
_PUBLISHED: Final = (
    "pubdate",
    "published",
    "publishdate",
    "published_date",
    "datepublished",
    "published_at",
    "created",
)
_TAGS: Final = ("tags", "keywords", "categories")
_URL: Final = ("canonical", "url", "source_url", "permalink", "link", "canonical_url")
_PUBLISHER: Final = ("publisher", "site", "site_name", "source")


def recognise(head: str) -> float:
    r"""Return how sure the head of a text is of this shape: ``---`` and a key at the very start.

    >>> recognise("---\nsubject: Battle\n---\nText")
    0.97
    >>> recognise("---\n\nText after a rule.")
    0.0
    """
    opening = _OPEN.match(head)
    return 0.97 if opening is not None and _FIRST_KEY.match(head, opening.end()) is not None else 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: columns, tags and infoboxes of the front matter, body, sections.

    Front matter that cannot be read stays in the text, and a note says where it breaks: nothing is lost.
    """
    draft = Draft(SHAPE, cleaned, raw)
    entries = _take_block(draft)
    title = _first(entries, _TITLE) if entries else _salvaged_title(draft.text)
    _take_title_line(draft, title)
    draft.change(empty_headings(draft.text))
    tags = tuple(" ".join(tag.split()) for tag in _list(entries, _TAGS))
    tag_list, dates, places = (_list(entries, (key,)) for key in ("tags", "date", "place"))
    conflict = conflict_fields(title or "", tag_list, dates, places)
    used = {"tags", "date", "place"} if conflict else set()
    metadata = Metadata(
        publisher=_first(entries, _PUBLISHER),
        author=", ".join(_list(entries, _AUTHOR)) or None,
        published_date=_published(entries, draft),
        source_url=_first(entries, _URL),
        language=_first(entries, ("language", "lang", "locale")),
        license=_first(entries, ("license", "licence", "rights")),
        tags=tuple(tag for tag in tags if tag),
    )
    boxes = [Infobox(None, within_limits(conflict, draft))] if conflict else []
    others = _others(entries, used, metadata)
    if others:
        boxes.append(Infobox(None, within_limits(others, draft)))
    return draft.finish(title, tuple(boxes), metadata)


def _take_block(draft: Draft) -> tuple[Entry, ...]:
    """Take the front matter out of the text and return its entries; leave it where it is when it is broken."""
    text = draft.text
    opening = _OPEN.match(text)
    if opening is None:
        return ()
    closing = _CLOSE.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    try:
        if closing is None:
            raise YamlError("no closing --- line")
        entries = read_yaml(text[opening.end() : closing.start()])
    except YamlError as error:
        draft.note(
            "broken-front-matter",
            f"front matter: {error}",
            text[:300],
            "mend the YAML block in the source; until then the page is read as Markdown, the block kept in its text",
        )
        return ()
    draft.cut(0, past_blank(text, closing.end()), "front-matter-block")
    return tuple(_repaired(entry) for entry in entries)


def _repaired(entry: Entry) -> Entry:
    """Return the entry with mojibake repaired that hid in YAML escapes while the text was repaired."""
    if all(value.isascii() for value in entry.values):
        return entry
    return Entry(entry.key, tuple(repair(value).text for value in entry.values), entry.is_list)


def _take_title_line(draft: Draft, title: str | None) -> None:
    """Take out a first heading that prints the title again."""
    if title and draft.text.startswith("# "):
        heading = headings_of(draft.text)[0]
        if heading.words.casefold() == " ".join(title.split()).casefold():
            draft.cut(0, past_blank(draft.text, heading.end), "title-line")


def _salvaged_title(text: str) -> str | None:
    """Return the title line of a block that YAML cannot read: one broken key should not cost a page its name."""
    found = _TITLE_LINE.search(text, 0, 5000) if _OPEN.match(text) else None
    return found[1].strip(" \"'") if found else None


def _first(entries: Iterable[Entry], keys: tuple[str, ...]) -> str | None:
    """Return the first value that is not empty of the first of these keys that has one."""
    return next(iter(_list(entries, keys)), None)


def _list(entries: Iterable[Entry], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of the first of these keys that has any; empty ones are left out."""
    best = len(keys)
    values: tuple[str, ...] = ()
    for entry in entries:
        key = entry.key.casefold()
        if key in keys and (rank := keys.index(key)) < best:
            found = tuple([value for value in entry.values if value and not value.isspace()])
            if found:
                best, values = rank, found
    return values


def _published(entries: tuple[Entry, ...], draft: Draft) -> dt.date | None:
    """Return the day of publication; a ``date`` that is a list tells of the subject, not of the page."""
    text = _first(entries, _PUBLISHED)
    if text is None:
        text = _first([entry for entry in entries if not entry.is_list], ("date",))
    if text is None:
        return None
    read = read_date(text)
    if read is None:
        remedy = "write the date as YYYY-MM-DD, or teach flows/formats/bylines.py"
        draft.note("unread-date", "front matter", text, remedy)
        return None
    return read.date


def _others(entries: tuple[Entry, ...], used: set[str], metadata: Metadata) -> tuple[InfoboxField, ...]:
    """Return the keys that no column of ``documents`` and no conflict field holds, lists joined by line breaks."""
    held = {*used, *_TAGS, *_AUTHOR, *_URL[:1], *(_PUBLISHED if metadata.published_date else ())}
    first_title = next((entry.key for key in _TITLE for entry in entries if entry.key.casefold() == key), None)
    return tuple(
        InfoboxField(entry.key, "\n".join(entry.values), "lines")
        for entry in entries
        if entry.key.casefold() not in held and entry.key != first_title and any(map(str.strip, entry.values))
    )
