"""Markdown pages with front matter: YAML between ``---`` lines, TOML between ``+++``, or JSON.

Pages like seed 001 are exports of encyclopedia articles. Their first ``tags`` are the infobox: conflict, part of,
combatant 1, combatant 2; ``date`` and ``place`` are separate lists. Every key that fills no column of ``documents``
becomes a field of a second, untyped box, so that no key is lost. Keys that only control a site's generator stay in the
edits.
"""

from __future__ import annotations

import re
from typing import Final

from flows.formats.article_lines import skip_blank_lines
from flows.formats.front_matter.key_block import find_block, read_block, salvage_entries, starts_with_block
from flows.formats.front_matter.key_columns import first_value, front_keys, published_date_of, split_tags, values_of
from flows.formats.front_matter.tag_infobox import conflict_fields
from flows.formats.front_matter.yaml_block import YamlEntry, YamlError
from flows.formats.markdown_headings import empty_headings, headings_of
from flows.formats.page_draft import Metadata, PageDraft
from flows.model import Cleaned, Document, Infobox, InfoboxField, RawDocument, Shape
from flows.rules.labels import FIELDS, canonical
from flows.text.content import is_placeholder
from flows.text.repair import repair

SHAPE: Final[Shape] = "front_matter"
# A semicolon outside of brackets.
_SEMICOLON: Final = re.compile(r";(?![^()]*\))")

_URL: Final = ("canonical", "url", "source_url", "permalink", "link", "canonical_url")
_PUBLISHER: Final = ("publisher", "site", "site_name", "source")
_LANGUAGE: Final = ("language", "lang", "locale")


def recognise(head: str) -> float:
    r"""Return how certain the head of a text has this shape: ``---`` and a key at the very start.

    >>> recognise("---\nsubject: Battle\n---\nText")
    0.97
    >>> recognise("---\n\nText after a rule.")
    0.0
    """
    return 0.97 if starts_with_block(head) else 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: columns, tags and infoboxes of the front matter, body, sections.

    Front matter that cannot be read stays in the text, and a note says where it breaks, so nothing is lost.
    """
    draft = PageDraft(SHAPE, cleaned, raw)
    entries, is_whole = _take_block(draft)
    titles = (first_value(entries, (key,)) for key in front_keys("title"))
    title = next((title for title in titles if title and not is_placeholder(title, draft.text)), None)
    _take_title_line(draft, title)
    draft.change(empty_headings(draft.text))
    tag_list, dates, places = (values_of(entries, (key,)) for key in ("tags", "date", "place"))
    conflict = conflict_fields(title or "", tag_list, dates, places) if is_whole else ()
    used = {"tags", "date", "place"} if conflict else set()
    language = first_value(entries, _LANGUAGE)
    metadata = Metadata(
        publisher=first_value(entries, _PUBLISHER),
        author=", ".join(values_of(entries, front_keys("author"))) or None,
        published_date=published_date_of(entries, language, draft),
        source_url=first_value(entries, _URL),
        language=language,
        license=first_value(entries, ("license", "licence", "rights")),
        tags=split_tags(entries),
    )
    boxes = [Infobox(None, conflict)] if conflict else []
    others = _others(entries, used, metadata) if is_whole else ()
    if others:
        boxes.append(Infobox(None, others))
    return draft.finish(title, tuple(boxes), metadata)


def _take_block(draft: PageDraft) -> tuple[tuple[YamlEntry, ...], bool]:
    """Remove the front matter from the text and return its entries; leave it in place when it is broken.

    The second value is False for a broken block, whose plain lines are read all the same.
    """
    text = draft.text
    block = find_block(text)
    try:
        entries = read_block(text, block)
    except YamlError as error:
        draft.note(
            "broken-front-matter",
            f"front matter: {error}",
            text[:300],
            "mend the block in the source; until then its plain lines are read and the block is kept in the text",
        )
        return salvage_entries(text, block), False
    if block is not None:
        draft.cut(0, skip_blank_lines(text, block.close), "front-matter-block")
    return tuple(_repaired(entry, draft) for entry in entries), True


def _repaired(entry: YamlEntry, draft: PageDraft) -> YamlEntry:
    r"""Return the entry with mojibake repaired that escapes ("\u00e2\u0080\u0093") hid from the repair of the text.

    The edit of the block keeps the escapes as they were. No column could show that the repair of a value is doubtful,
    so a doubtful repair is not made but reported.
    """
    if all(value.isascii() for value in entry.values):
        return entry
    repaired = [repair(value, is_strict=True) for value in entry.values]
    for note in (note for value in repaired for note in value.notes if note.code == "withheld-repair"):
        draft.note(note.code, f"front matter: {entry.key}", note.text, note.remedy)
    return YamlEntry(entry.key, tuple(value.text for value in repaired), entry.is_list)


def _take_title_line(draft: PageDraft, title: str | None) -> None:
    """Remove a first heading that repeats the title."""
    if title and draft.text.startswith("# "):
        heading = headings_of(draft.text)[0]
        if heading.words.casefold() == " ".join(title.split()).casefold():
            draft.cut(0, skip_blank_lines(draft.text, heading.end), "title-line")


def _items(entry: YamlEntry) -> list[str]:
    """Return the values of a key; one line of parties, commanders or losses is split at its semicolons."""
    known = canonical(entry.key)
    if known is None or not FIELDS[known.key].is_sided or len(entry.values) != 1 or "\n" in entry.values[0]:
        return list(entry.values)
    return [item.strip() for item in _SEMICOLON.split(entry.values[0])]


def _others(entries: tuple[YamlEntry, ...], used: set[str], metadata: Metadata) -> tuple[InfoboxField, ...]:
    """Return the keys that no column of ``documents`` and no conflict field holds; lists joined by line breaks."""
    held = {*used, *front_keys("tags"), *front_keys("author"), *_URL[:1]}
    if metadata.published_date:
        held.update(key for key in front_keys("published") if key != "date")
    first_title = next(
        (entry.key for key in front_keys("title") for entry in entries if entry.key.casefold() == key), None
    )
    return tuple(
        InfoboxField(entry.key, "\n".join(_items(entry)), "lines")
        for entry in entries
        if entry.key.casefold() not in held
        and entry.key != first_title
        and entry.key.casefold().partition(".")[0] not in front_keys("ignored")
        and any(map(str.strip, entry.values))
    )
