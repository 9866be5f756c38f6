"""The limits of an infobox: 500 fields, 64,000 characters a value."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows.formats.page_draft import PageDraft
from flows.model import InfoboxField

MAX_FIELDS: Final = 500
MAX_VALUE: Final = 64_000


def within_limits(fields: tuple[InfoboxField, ...], draft: PageDraft) -> tuple[InfoboxField, ...]:
    """Return the fields cut to the limits of a box, with a note for everything that is cut."""
    if len(fields) > MAX_FIELDS:
        draft.note(
            "infobox-too-large",
            "infobox",
            f"{len(fields)} fields",
            f"only the first {MAX_FIELDS} fields are read; the whole block stands in the edits",
        )
        fields = fields[:MAX_FIELDS]
    if all(len(field.source_text) <= MAX_VALUE and len(field.plain) <= MAX_VALUE for field in fields):
        return fields
    cut = []
    for field in fields:
        if max(len(field.source_text), len(field.plain)) > MAX_VALUE:
            remedy = f"only the first {MAX_VALUE} characters are read; the whole block stands in the edits"
            draft.note("value-too-long", field.label, field.source_text[:200], remedy)
        text = None if field.text is None else field.text[:MAX_VALUE]
        cut.append(replace(field, source_text=field.source_text[:MAX_VALUE], text=text))
    return tuple(cut)
