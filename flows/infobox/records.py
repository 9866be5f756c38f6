"""The rows of the infobox tables: one class per table, whose fields are the columns of the table in order.

``schemas/`` has the same names with types, checks and descriptions; ``tests/schemas`` tests that both agree. Nullable
columns of the contract are ``| None`` here. ``side`` is None exactly when ``side_basis`` is "none". ``side_evidence``
is set exactly when ``side_basis`` is "corpus", and only by the second pass (``conflict.sides``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, get_args, get_type_hints


class BoxRow(NamedTuple):
    """One infobox: its name as printed, the template where the page keeps it, and the kind of thing it is about.

    ``basis`` says what decided ``kind``; it is "none" exactly when ``kind`` is None.
    """

    document_id: str
    box_no: int
    name: str | None
    template: str | None
    kind: str | None = None
    basis: str = "none"


class InfoboxFieldRow(NamedTuple):
    """One field of any infobox, without loss: ``source_text`` is the value as found.

    ``section`` is the path of the heads that the field stands under in its box, None under none.
    """

    document_id: str
    box_no: int
    field_no: int
    template: str | None
    label: str
    field: str | None
    series: str | None
    value: str
    items: tuple[str, ...]
    source_text: str
    section: str | None = None


class InfoboxValueRow(NamedTuple):
    """One typed value read from an infobox field. ``item_no`` counts from 1 within the field.

    ``unread`` holds the words around the value that no column has.
    """

    document_id: str
    box_no: int
    field_no: int
    item_no: int
    kind: str
    text: str
    number_min: float | None = None
    number_max: float | None = None
    unit: str | None = None
    unit_canonical: str | None = None
    si_min: float | None = None
    si_max: float | None = None
    si_unit: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    edtf: str | None = None
    as_of_edtf: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    unread: str | None = None


class ConflictRow(NamedTuple):
    """One conflict infobox. ``start_date`` is set exactly when ``start_precision`` is "day" (years 1 to 9999).

    ``unread`` holds the words of ``date_text`` that no column of the dates has.
    """

    document_id: str
    box_no: int
    name: str
    part_of: tuple[str, ...]
    start_date: dt.date | None
    end_date: dt.date | None
    start_precision: str | None
    end_precision: str | None
    start_edtf: str | None
    end_edtf: str | None
    is_ongoing: bool
    is_circa: bool
    duration_days_stated: int | None
    place: str | None
    latitude: float | None
    longitude: float | None
    result: tuple[str, ...]
    outcome: str
    status: tuple[str, ...]
    territory: tuple[str, ...]
    caption: str | None
    date_text: str | None
    unread: str | None = None


class BelligerentRow(NamedTuple):
    """One belligerent. ``country_flag`` is the ISO 3166 code of a flag emoji ("RU")."""

    document_id: str
    box_no: int
    belligerent_no: int
    side: int | None
    side_basis: str
    name: str
    relation: str
    group_label: str | None
    parent_no: int | None
    depth: int
    country_flag: str | None
    note: str | None
    source_text: str
    side_evidence: str | None = None


class CommanderRow(NamedTuple):
    """One commander; ``name`` is None exactly when ``is_unknown``."""

    document_id: str
    box_no: int
    commander_no: int
    side: int | None
    side_basis: str
    rank: str | None
    name: str | None
    nickname: str | None
    role: str | None
    fate: str
    is_unknown: bool
    country_flag: str | None
    source_text: str
    side_evidence: str | None = None


class UnitRow(NamedTuple):
    """One unit; ``parent_no`` is None exactly at depth 0. ``section_no`` is the section that "See Units" points to."""

    document_id: str
    box_no: int
    unit_no: int
    side: int | None
    side_basis: str
    name: str
    depth: int
    parent_no: int | None
    is_cross_reference: bool
    section_no: int | None
    note: str | None
    source_text: str
    side_evidence: str | None = None


class StrengthRow(NamedTuple):
    """One statement of strength. "150+ tanks": ``count_min`` 150, ``count_max`` None."""

    document_id: str
    box_no: int
    strength_no: int
    side: int | None
    side_basis: str
    kind: str
    what: str | None
    count_min: int | None
    count_max: int | None
    is_approximate: bool
    qualitative: str | None
    claimant: str | None
    note: str | None
    parent_no: int | None
    source_text: str
    side_evidence: str | None = None
    unread: str | None = None


class CasualtyRow(NamedTuple):
    """One statement of losses. "300+ killed": ``count_min`` 300, ``count_max`` None."""

    document_id: str
    box_no: int
    casualty_no: int
    side: int | None
    side_basis: str
    kind: str
    who: str
    what: str | None
    count_min: int | None
    count_max: int | None
    is_approximate: bool
    qualitative: str | None
    claimant: str | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_text: str | None
    note: str | None
    parent_no: int | None
    source_text: str
    side_evidence: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class ConflictTables:
    """The rows of the conflict tables, of one box or of many: each field is a table, under its name.

    This is the one list of these tables in ``flows``; what reads, compares or shows all of them goes through it.
    """

    conflicts: tuple[ConflictRow, ...] = ()
    belligerents: tuple[BelligerentRow, ...] = ()
    commanders: tuple[CommanderRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    strengths: tuple[StrengthRow, ...] = ()
    casualties: tuple[CasualtyRow, ...] = ()


CONFLICT_ROWS: Final[dict[str, Any]] = {
    table: get_args(rows)[0] for table, rows in get_type_hints(ConflictTables).items()
}
"""The class of a row of each conflict table, by the table's name."""
SIDED: Final = tuple(table for table, row in CONFLICT_ROWS.items() if "side" in row._fields)
"""The conflict tables whose rows belong to a side."""
