"""The limits of infoboxes: 500 fields and 64,000 characters a value in every shape, and the boxes of one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flows.model import Infobox, InfoboxField, Note, Shape
from flows.work_budget import spend

MAX_FIELDS: Final = 500
MAX_VALUE: Final = 64_000
MAX_HTML_BOXES: Final = 50
"""The most boxes of a saved page that are read. A field keeps the markup of its whole cell and of boxes in it, so that
boxes in boxes multiply the text. Some sites give the class of infoboxes to framed paragraphs too."""
MAX_WIKITEXT_BOXES: Final = 500
"""The most boxes of a wikitext page that are read; those after them stay in the text. A box is known by
the name of its template, which no other template shares by accident: the limit is only for hostile pages."""
MAX_BOXES: Final[Mapping[Shape, int]] = {"html": MAX_HTML_BOXES, "wikitext": MAX_WIKITEXT_BOXES, "wiki_dump": 500}
"""The most boxes of a page by its shape; pages of other shapes have one or two."""


def first_boxes(boxes: tuple[Infobox, ...], shape: Shape) -> tuple[tuple[Infobox, ...], list[Note]]:
    """Return the boxes of a page up to the limit of its shape, and a note where it has more."""
    limit = MAX_BOXES.get(shape, len(boxes))
    if len(boxes) <= limit:
        return boxes, []
    remedy = f"only the first {limit} boxes are read; the words of the others stand in the edits or in the text"
    return boxes[:limit], [Note("too-many-boxes", "document", f"more than {limit} boxes", remedy)]


def within_limits(box: Infobox) -> tuple[Infobox, list[Note]]:
    """Return the infobox cut to its limits, and a note for each thing that is cut: what reads it later is bounded."""
    spend("characters of values", sum([min(len(field.plain), MAX_VALUE) for field in box.fields[:MAX_FIELDS]]))
    fields, notes = box.fields, []
    if len(fields) > MAX_FIELDS:
        remedy = f"only the first {MAX_FIELDS} fields are read; the whole block stands in the edits"
        notes.append(Note("infobox-too-large", "infobox", f"{len(fields)} fields", remedy))
        fields = fields[:MAX_FIELDS]
    long = [field for field in fields if max(len(field.source_text), len(field.plain)) > MAX_VALUE]
    if not notes and not long:
        return box, []
    remedy = f"only the first {MAX_VALUE} characters are read; the whole block stands in the edits"
    notes.extend(Note("value-too-long", field.label, field.source_text[:200], remedy) for field in long)
    return replace(box, fields=tuple(map(_cut, fields))), notes


def _cut(field: InfoboxField) -> InfoboxField:
    text = None if field.text is None else field.text[:MAX_VALUE]
    return replace(field, source_text=field.source_text[:MAX_VALUE], text=text)
