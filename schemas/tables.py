"""The tables of the contract, in publishing order: the one list from which everything else is derived.

A table refers only to tables above it: rows are judged in this order, parents first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from schemas.columns import Table
from schemas.conflicts import Belligerents, Casualties, Commanders, Conflicts, Strengths, Units
from schemas.documents import Documents, Sections, Tags
from schemas.infoboxes import Boxes, InfoboxFields, InfoboxValues
from schemas.quality import Edits, Issues, Violations

CONTRACT_VERSION: Final = "1.1.0"
"""Version of the contract, see ``CHANGELOG.md`` for what a reader has to do from one to the next."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` of a row hold the same values as ``references`` of some row of ``table``, position by position."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of the check: ``in-documents``, ``in-infobox-fields``."""
        return f"in-{self.table.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What a table is: its Pandera class, what one row stands for (``grain``), and its keys.

    ``key`` identifies a row; issues and violations have no key. ``parent`` is the column that names another row of the
    same table, document and infobox by ``number``, the table's own ``*_no``.
    """

    name: str
    model: type[Table]
    grain: str
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    parent: str | None = None

    @property
    def number(self) -> str:
        """Return the table's own number: the last column of its key."""
        return self.key[-1]

    @property
    def description(self) -> str:
        """Return what the table holds, in one sentence."""
        return (self.model.__doc__ or "").strip()

    @property
    def example(self) -> dict[str, Any]:
        """Return one row that keeps every check, as ``datapackage.json`` and the terminal show it; None is null."""
        columns = self.model.to_schema().columns
        return {name: (column.metadata or {}).get("example") for name, column in columns.items()}


_DOCUMENT: Final = ForeignKey(("document_id",), "documents", ("document_id",))
_BOX: Final = ForeignKey(("document_id", "box_no"), "infobox_fields", ("document_id", "box_no"))
_OF_BOXES: Final = ForeignKey(("document_id", "box_no"), "boxes", ("document_id", "box_no"))
_FIELD: Final = ForeignKey(
    ("document_id", "box_no", "field_no"), "infobox_fields", ("document_id", "box_no", "field_no")
)
_SECTION: Final = ForeignKey(("document_id", "section_no"), "sections", ("document_id", "section_no"))


def _of_document(name: str, model: type[Table], grain: str, number: str, parent: str | None = None) -> TableSpec:
    return TableSpec(name, model, grain, ("document_id", number), (_DOCUMENT,), parent)


def _of_box(name: str, model: type[Table], grain: str, number: str, parent: str | None = None) -> TableSpec:
    return TableSpec(name, model, grain, ("document_id", "box_no", number), (_DOCUMENT, _BOX), parent)


_SPECS: Final = (
    TableSpec("documents", Documents, "one row per input document", ("document_id",)),
    _of_document("sections", Sections, "one row per section", "section_no", "parent_section_no"),
    _of_document("tags", Tags, "one row per tag of a document", "tag_no"),
    TableSpec("boxes", Boxes, "one row per infobox", ("document_id", "box_no"), (_DOCUMENT,)),
    TableSpec(
        "infobox_fields",
        InfoboxFields,
        "one row per field of any infobox",
        ("document_id", "box_no", "field_no"),
        (_DOCUMENT, _OF_BOXES),
    ),
    TableSpec(
        "infobox_values",
        InfoboxValues,
        "one row per typed value read from an infobox field",
        ("document_id", "box_no", "field_no", "item_no"),
        (_DOCUMENT, _FIELD),
    ),
    TableSpec("conflicts", Conflicts, "one row per conflict infobox", ("document_id", "box_no"), (_DOCUMENT, _BOX)),
    _of_box("belligerents", Belligerents, "one row per belligerent of a conflict", "belligerent_no", "parent_no"),
    _of_box("commanders", Commanders, "one row per commander of a conflict", "commander_no"),
    TableSpec(
        "units",
        Units,
        "one row per unit of a conflict",
        ("document_id", "box_no", "unit_no"),
        (_DOCUMENT, _BOX, _SECTION),
        "parent_no",
    ),
    _of_box("strengths", Strengths, "one row per statement of strength", "strength_no", "parent_no"),
    _of_box("casualties", Casualties, "one row per statement of losses", "casualty_no", "parent_no"),
    _of_document("edits", Edits, "one row per change made to a text", "edit_no"),
    TableSpec("issues", Issues, "one row per matter that needs a person", (), (_DOCUMENT,)),
    TableSpec("violations", Violations, "one row per rule that a rejected row broke"),
)

TABLES: Final[Mapping[str, TableSpec]] = MappingProxyType({spec.name: spec for spec in _SPECS})
