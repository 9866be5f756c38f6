"""The contract of what stands in infoboxes of any kind: fields without loss, and the typed values read from them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns, vocabulary
from schemas.checks import READER_REMEDY, matches, row_check
from schemas.columns import Table

_UNITS = (
    "the product's list of units; infobox-etl query 'SELECT DISTINCT unit, unit_canonical, si_unit FROM infobox_values'"
)


class Boxes(Table):
    """Every infobox: its name, and the kind of thing it is about."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    name: pl.String = columns.text("Name printed on top of the box.", "Deir ez-Zor offensive", nullable=True)
    template: pl.String = columns.text(
        "Name of the infobox's template where the page keeps it.", "military conflict", nullable=True
    )
    kind: pl.String = columns.text(
        "Kind of thing the box is about, as a canonical key; null where nothing decides it.",
        "military_conflict",
        nullable=True,
    )
    basis: pl.String = columns.word(
        "What decided the kind: the template, the labels, or nothing.", "template", vocabulary.KIND_BASES
    )

    _row_checks = (
        row_check(
            "kind-with-basis",
            "kind",
            "(kind IS NULL) = (basis = 'none')",
            "does not go with its basis: there is a kind exactly when something decides it",
            READER_REMEDY,
            basis="none",
        ),
    )


class InfoboxFields(Table):
    """Every field of every infobox, as printed and cleaned."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    field_no: pl.Int32 = columns.number_in("infobox", example=9)
    template: pl.String = columns.text(
        "Name of the infobox's template where the page keeps it.", "military conflict", nullable=True
    )
    label: pl.String = columns.text("Label, as printed.", "Commander1")
    field: pl.String = columns.column(
        "Canonical key of the label; null for a label nobody claims (an issue unknown-label).",
        "commander",
        matches(r"^[a-z][a-z0-9_]*$", "a canonical key", "write keys in lower case, a letter first"),
        nullable=True,
        source="the product's list of labels; infobox-etl query 'SELECT DISTINCT label, field FROM infobox_fields'",
    )
    series: pl.String = columns.column(
        "What the label adds to the key: the 2 of Combatant2, the 1a of units1a.",
        "1",
        matches(
            r"^[0-9]{1,3}[a-z]?$",
            "a number with at most one letter",
            "see label beside it; report the page if the label is plain",
        ),
        nullable=True,
    )
    value: pl.String = columns.column("Value, cleaned; '' where the label stands alone.", "Jameh Jameh, Ali Kmaz")
    items: pl.List = columns.items("Items the value lists, cleaned.", ["Jameh Jameh", "Ali Kmaz"])
    source_text: pl.String = columns.column(
        "Value as found, white space and no-break spaces included.", "Jameh JamehKIA, Ali KmazKIA"
    )
    section: pl.String = columns.text(
        "Heads of the box that the field stands under, from the outermost, joined by ' / '.", None, nullable=True
    )


class InfoboxValues(Table):
    """Values of infobox fields that could be read as a date, a number, a place or a person."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    field_no: pl.Int32 = columns.number_in("infobox", example=9)
    item_no: pl.Int32 = columns.number_in("field")
    kind: pl.String = columns.word("What the value was read as.", "quantity", vocabulary.VALUE_KINDS)
    text: pl.String = columns.text("The words the value was read from.", "1,200–1,500 km2")
    number_min: pl.Float64 = columns.amount(
        "Lower bound; equal to number_max for an exact number. Feet and inches and the like are in the smaller unit.",
        1200.0,
    )
    number_max: pl.Float64 = columns.amount("Upper bound; null where the words leave it open.", 1500.0)
    unit: pl.String = columns.text("Unit or currency of the numbers, as printed.", "km2", nullable=True)
    unit_canonical: pl.String = columns.text(
        'The unit under its one name (a currency: its ISO 4217 code); null where unknown or ambiguous ("$").',
        "km2",
        nullable=True,
        source=_UNITS,
    )
    si_min: pl.Float64 = columns.amount("number_min in si_unit, for physical units.", 1_200_000_000.0)
    si_max: pl.Float64 = columns.amount("number_max in si_unit, for physical units.", 1_500_000_000.0)
    si_unit: pl.String = columns.text(
        "SI unit of si_min and si_max; null beside numbers without a physical unit.",
        "m2",
        nullable=True,
        source=_UNITS,
    )
    start_date: pl.Date = columns.column("First day, where the words give it complete.", None, nullable=True)
    end_date: pl.Date = columns.column("Last day, where the words give it complete.", None, nullable=True)
    edtf: pl.String = columns.text("The date in Extended Date/Time Format, with its gaps.", None, nullable=True)
    as_of_edtf: pl.String = columns.text(
        "Year, month or season that a number was true of, where its words or a head of the box name one.",
        None,
        nullable=True,
    )
    latitude: pl.Float64 = columns.latitude()
    longitude: pl.Float64 = columns.longitude()
    unread: pl.String = columns.unread("the item around the value")

    _row_checks = (
        columns.in_order("numbers-in-order", "number_min", "number_max", READER_REMEDY, number_min=2000.0),
        columns.in_order(
            "dates-in-order",
            "start_date",
            "end_date",
            READER_REMEDY,
            start_date=dt.date(2017, 11, 17),
            end_date=dt.date(2017, 9, 14),
        ),
        columns.coordinates_check(kind="coordinate"),
        row_check(
            "coordinate-has-place",
            "latitude",
            "(kind = 'coordinate') = (latitude IS NOT NULL)",
            "does not go with its kind: a coordinate and nothing else has a latitude",
            READER_REMEDY,
            kind="coordinate",
        ),
    )
