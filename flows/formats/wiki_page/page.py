"""Encyclopedia pages as copied from a browser: title line, infobox flattened to lines, then the article.

The browser's text has no markup. Labels are glued to values ("Date14 September"), spaced ("Result Victory"), split over
lines ("Territorial", "changes") or empty ("Location"). The columns of a row follow each other as lines. No-break spaces
are structure here (a lost flag before a name, a lost mark after it), so values are passed on as found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows.formats.article_lines import is_article_line, skip_blank_lines
from flows.formats.markdown_headings import empty_headings
from flows.formats.page_draft import SPACES, PageDraft
from flows.formats.wiki_page.browser_box import FoundBox, find_box
from flows.formats.wiki_page.page_frame import frame_cuts, without_head, without_suffix
from flows.formats.wiki_page.topic_box import find_topic_box
from flows.model import Cleaned, Document, Infobox, InfoboxField, Layout, RawDocument, Shape
from flows.text.edits import Replacement

SHAPE: Final[Shape] = "wiki_page"


def recognise(head: str) -> float:
    r"""Return how certain the head of a text has this shape, by the infobox labels that are lines of their own.

    >>> recognise("Battle of X\n\nBattle of X\nDate5 May 1945\nResult Victory\nBelligerents\nA\nB\n")
    0.92
    >>> recognise("The battle.\n\nStrength\n\nIt had strength.")
    0.0
    """
    head = without_head(head)
    found = find_box(head)
    if found is None:
        return 0.8 if find_topic_box(head) is not None else 0.0
    columns = sum(hit.is_columns for hit in found.hits)
    rows = len({hit.key for hit in found.hits}) - columns
    if columns >= 2 or (columns == 1 and rows >= 2):
        return 0.92
    return 0.8 if rows >= 3 or find_topic_box(head) is not None else 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: title, one infobox (layouts ``cells`` and ``lines``), body, sections."""
    draft = PageDraft(SHAPE, cleaned, raw)
    draft.change(frame_cuts(draft.text))
    text = draft.text
    found, name_label = _find_infobox(text)
    start = skip_blank_lines(text, 0)
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    title = without_suffix(text[start:line_end].strip())
    cuts = []
    infoboxes: tuple[Infobox, ...] = ()
    if title:
        cuts.append(Replacement(0, skip_blank_lines(text, line_end), "", "normalise", "title-line"))
    if found is not None and found.start >= cuts[0].end:
        cuts.append(Replacement(found.start, skip_blank_lines(text, found.end), "", "normalise", "infobox-block"))
        infoboxes = (Infobox(None, _fields(text, found, name_label)),)
    draft.change(cuts)
    draft.change(empty_headings(draft.text))
    return draft.finish(title, infoboxes)


def _find_infobox(text: str) -> tuple[FoundBox | None, str]:
    """Return the page's infobox, and the label for its first line, the name."""
    found = find_box(text)
    if found is not None and any(hit.is_columns for hit in found.hits):
        return found, "Conflict"
    topic = find_topic_box(text)
    if topic is not None and (found is None or len(topic.hits) > len(found.hits)):
        return topic, "Name"
    return found, "Conflict"


def _fields(text: str, found: FoundBox, name_label: str) -> tuple[InfoboxField, ...]:
    """Return the fields in printed order: the box's head, then one field for each label."""
    fields = _head_fields(text, found, name_label)
    stops = [hit.start for hit in found.hits[1:]] + [found.end]
    most_before, most_after = _most_newlines(text, found, stops)
    for hit, stop in zip(found.hits, stops, strict=True):
        if not hit.label:
            continue
        value = text[hit.end : stop]
        if value[:1] in SPACES and value[:2].strip() and value[:1] != "\u00a0":
            value = value[1:]  # the one space or tab that a browser puts between two cells of a row
        layout: Layout = "lines" if not hit.is_columns else "gaps" if found.has_gaps else "cells"
        # The gap before or behind an empty cell stays in the value.
        before, after = _newlines_around(value)
        printed = "\n\n" * (before > most_before) + value.strip("\n") + "\n\n" * (after > most_after)
        value = printed if layout == "gaps" else value.strip("\n")
        fields.append(InfoboxField(hit.label, value, layout, heads=hit.heads, is_child=hit.is_child))
    if found.hits[-1].is_columns:
        places = [text[hit.end : stop] for hit, stop in zip(found.hits, stops, strict=True) if hit.key == "place"]
        last, *caption = _without_map(fields.pop(), places[0] if places else "")
        fields += [*(_without_notes(last) if last.layout == "cells" else [last]), *caption]
    return tuple(fields)


def _newlines_around(value: str) -> tuple[int, int]:
    return len(value) - len(value.lstrip("\n")), len(value) - len(value.rstrip("\n"))


def _most_newlines(text: str, found: FoundBox, stops: list[int]) -> tuple[int, int]:
    """Return how many line breaks may stand before and behind a row of columns that has no empty cell at that end.

    Those of the row that has fewest, and one more before it: a cell may begin with a line break of its own.
    """
    rows = [_newlines_around(text[hit.end : end]) for hit, end in zip(found.hits, stops, strict=True) if hit.is_columns]
    # Behind the last row stands the article, not another row.
    afters = [after for _, after in rows[:-1]]
    return min((before for before, _ in rows), default=0) + 1, min(afters, default=0)


def _without_notes(field: InfoboxField) -> list[InfoboxField]:
    """Return the last columns without a full-width note at the box's end: sentences below short cells."""
    lines = field.source_text.split("\n")
    at = len(lines)
    while at > 1 and is_article_line(lines[at - 1]) and lines[at - 1].rstrip()[-1:] in ".!?。":
        at -= 1
    if at == len(lines):
        return [field]
    notes = InfoboxField("Notes", "\n".join(lines[at:]), "lines")
    return [InfoboxField(field.label, "\n".join(lines[:at]).strip("\n"), "cells"), notes]


def _without_map(field: InfoboxField, place: str) -> list[InfoboxField]:
    """Return the last columns without the name on a map below them: it is the place, as the box has it."""
    body, _, last = field.source_text.rstrip().rpartition("\n")
    line = place.strip("\n").split("\n")[0].strip(SPACES)
    names = {line.casefold(), line.split(",")[0].casefold()}
    if not line or not body.strip() or last.strip(SPACES).casefold() not in names:
        return [field]
    return [replace(field, source_text=body.rstrip("\n")), InfoboxField("Caption", last, "lines")]


def _end_of_part_of(lines: list[str], at: int, label_end: str) -> int:
    """Return the line after "Part of" and its value: at a blank line, or after a line "Teil von: the war".

    A label with a colon is a row of its own: the next line is the caption, unless it begins in lower case.
    """
    stop = at + 1
    while stop < len(lines) and lines[stop].strip():
        if label_end == ":" and lines[at].rstrip()[-1:] != ":" and not lines[stop].lstrip()[:1].islower():
            break
        stop += 1
    return stop


def _head_fields(text: str, found: FoundBox, name_label: str) -> list[InfoboxField]:
    """Return the fields above the first label: name, "Part of", caption, legend. Most of them have no printed label.

    The name is the first line. Lines between it and "Part of" are the name in other languages; they stay in its value,
    as in every other shape. A line that begins with a no-break space is the legend of a map: the space was a coloured
    box.
    """
    head = text[found.start : found.hits[0].start] if found.hits else text[found.start : found.end]
    lines = head.split("\n")
    fields: list[InfoboxField] = []
    if found.part_of is not None:
        at = text.count("\n", found.start, found.part_of.start)
        before = [line for line in lines[:at] if line.strip()]
        stop = _end_of_part_of(lines, at, text[found.part_of.end - 1])
        if before:
            fields.append(InfoboxField(name_label, "\n".join(before), "lines"))
        value = "\n".join(lines[at:stop])[found.part_of.end - found.part_of.start :].lstrip(" ")
        fields.append(InfoboxField(found.part_of.label, value, "lines"))
        rest = lines[stop:]
    else:
        named = next((i for i, line in enumerate(lines) if line.strip()), None)
        if named is not None:
            fields.append(InfoboxField(name_label, lines[named], "lines"))
        rest = lines[named + 1 :] if named is not None else []
    caption = [line for line in rest if line.strip() and line[0] != "\u00a0"]
    legend = [line for line in rest if line.strip() and line[0] == "\u00a0"]
    if caption:
        fields.append(InfoboxField("Caption", "\n".join(caption), "lines"))
    if legend:
        fields.append(InfoboxField("Legend", "\n".join(legend), "lines"))
    return fields
