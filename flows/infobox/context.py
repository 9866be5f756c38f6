"""What the readers of one infobox share: the keys of its rows, the page around it, and where notes are collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.infobox.items import Item
from flows.infobox.values.dates.spans import DateSpan
from flows.model import InfoboxField, Note, Section
from flows.rules.labels import FieldKind, Label


class ReadField(NamedTuple):
    """One field with the meaning of its label (None when nobody claims it) and its items. ``no`` counts from 1."""

    no: int
    raw: InfoboxField
    label: Label | None
    kind: FieldKind | None
    items: tuple[Item, ...]

    @property
    def key(self) -> str | None:
        """Return the canonical key, None when nobody claims the label."""
        return self.label.key if self.label else None


class SideColumn(NamedTuple):
    """The items of one side; ``basis`` says how the side is known ("key", "layout"), "none" leaves ``side`` None."""

    side: int | None
    basis: str
    items: tuple[Item, ...]
    label: str = ""


@dataclass(slots=True)
class Box:
    """One infobox while it is read.

    ``notes`` grows; everything else is fixed, but ``span`` and ``is_joined`` once they are known.
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
    is_joined: bool | None = None
    notes: list[Note] = field(default_factory=list)
    _by_key: dict[str | None, list[ReadField]] = field(default_factory=dict)

    def of(self, key: str) -> Sequence[ReadField]:
        """Return the fields with a canonical key, in printed order."""
        if not self._by_key:
            for read in self.fields:
                self._by_key.setdefault(read.label.key if read.label else None, []).append(read)
        return self._by_key.get(key, ())

    def has_note(self, code: str) -> bool:
        """Return whether a reader has recorded a note of this code: two readers may meet the same value."""
        return any(note.code == code for note in self.notes)

    def note(self, code: str, where: str, text: str, remedy: str) -> None:
        """Record what needs a person."""
        self.notes.append(Note(code, where, text, remedy))
