"""What all readers of one infobox get: the box with its fields and notes, and the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.infobox.items import Item
from flows.infobox.values.dates.spans import DateSpan
from flows.model import InfoboxField, Note, Section
from flows.rules.labels import FieldKind, Label


class ReadField(NamedTuple):
    """One field with the meaning of its label (None for an unknown label) and its items. ``no`` counts from 1.

    ``as_of`` is the year in the label or the head of a number ("Population (2010)"), None without one. ``elsewhere``
    are the lines of the value that are fields of their own, too ("Born", its place).
    """

    no: int
    raw: InfoboxField
    label: Label | None
    kind: FieldKind | None
    items: tuple[Item, ...]
    as_of: str | None = None
    elsewhere: frozenset[str] = frozenset()

    @property
    def key(self) -> str | None:
        """Return the canonical key of the field ("commander"), None for an unknown label."""
        return self.label.key if self.label else None


class SideColumn(NamedTuple):
    """The items of one field that belong to one side.

    ``basis`` says how the side is known: by the field's number ("key"), by the layout ("layout"), or not at all
    ("none", with ``side`` None). ``label`` is the field's label as printed.
    """

    side: int | None
    basis: str
    items: tuple[Item, ...]
    label: str = ""


@dataclass(slots=True)
class Box:
    """One infobox while it is read, with the title, sections, shape and language of its page.

    Readers add to ``notes`` what needs a person. ``span`` (the dates of the conflict) is set once it is known;
    everything else does not change.
    """

    document_id: str
    box_no: int
    template: str | None
    title: str
    fields: tuple[ReadField, ...]
    sections: tuple[Section, ...] = ()
    shape: str = ""
    language: str | None = None
    span: DateSpan | None = None
    notes: list[Note] = field(default_factory=list)
    _by_key: dict[str | None, list[ReadField]] = field(default_factory=dict)

    def fields_of(self, key: str) -> Sequence[ReadField]:
        """Return the fields with a canonical key, in printed order."""
        if not self._by_key:
            for read in self.fields:
                self._by_key.setdefault(read.label.key if read.label else None, []).append(read)
        return self._by_key.get(key, ())

    def has_note(self, code: str) -> bool:
        """Return whether a note of this code exists already, since two readers may read the same value."""
        return any(note.code == code for note in self.notes)

    def note(self, code: str, where: str, text: str, remedy: str) -> None:
        """Add a note of what needs a person: which field, which words, what to do."""
        self.notes.append(Note(code, where, text, remedy))
