"""Columns that several tables share, defined once so that the same name means the same everywhere.

Number types: what is measured (characters, bytes, days, people) is ``Int64``; what is counted off within a parent
(``*_no``, positions) is ``Int32``; small closed ranges (``side``, ``level``, ``depth``) are ``Int16``.
Each function returns a new Pandera field. Its ``metadata`` holds what Pandera has no place for: an ``example`` (the
examples of a table form a row that keeps every check), ``unit``, ``source`` and the ``checks``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, ClassVar

import pandera.polars as pa
import polars as pl

from schemas import vocabulary
from schemas.checks import (
    READER_REMEDY,
    Check,
    ColumnCheck,
    at_least,
    between,
    finite,
    items_not_empty,
    matches,
    not_empty,
    one_of,
    row_check,
)

FAILURE_CASES = 20
"""Offending values that Pandera may collect for one check. The rejected rows come from the check's output, not from
these values; without a cap a frame of a million bad rows took 41 s and 3.7 GB."""


class Table(pa.DataFrameModel):
    """The base of all tables: exactly these columns, in this order, in these types, with checks."""

    _row_checks: ClassVar[tuple[Check, ...]] = ()

    class Config:
        """No value is converted: a wrong type is a fault of the code that built the row."""

        strict = True
        ordered = True
        coerce = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Attach each check to the class, as Pandera expects it."""
        super().__init_subclass__(**kwargs)  # type: ignore[no-untyped-call]  # pandera's own is untyped
        for number, check in enumerate(cls.checks()):
            setattr(cls, f"check_{number}", _for_pandera(check))

    @classmethod
    @functools.cache
    def checks(cls) -> tuple[Check, ...]:
        """Return all checks of this table: those of its columns in column order, then those over rows."""
        of_columns = (
            make(name)
            for name, field in vars(cls).items()
            if isinstance(metadata := getattr(field, "metadata", None), dict)
            for make in metadata.get("checks", ())
        )
        return (*of_columns, *cls._row_checks)


def _for_pandera(check: Check) -> object:
    def passes(_cls: type[Table], data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(check.passes)

    words: dict[str, Any] = {
        "name": check.name,
        "error": check.message,
        "description": check.remedy,
        "n_failure_cases": FAILURE_CASES,
    }
    if check.is_row_rule:
        return pa.dataframe_check(title=check.column, **words)(passes)
    return pa.check(check.column, **words)(passes)


def column(
    description: str,
    example: object,
    *checks: ColumnCheck,
    nullable: bool = False,
    unit: str | None = None,
    source: str | None = None,
) -> Any:
    """Return a Pandera field with its description, an example value, its unit, its source and its checks.

    ``source`` says where the values come from when that is not the page: a list of the product, ``sources.toml``.
    """
    metadata = {"example": example, "unit": unit, "source": source, "checks": checks}
    return pa.Field(nullable=nullable, description=description, metadata=metadata)


def text(description: str, example: str | None, *, nullable: bool = False, source: str | None = None) -> Any:
    """Return the field of a text that is never blank; nullable where a page may not have one."""
    return column(description, example, not_empty(), nullable=nullable, source=source)


def word(description: str, example: str | None, words: Sequence[str], *, nullable: bool = False) -> Any:
    """Return the field of a closed vocabulary. The allowed words are added to the description."""
    return column(f"{description} One of: {', '.join(words)}.", example, one_of(words), nullable=nullable)


def items(description: str, example: Sequence[str], *, source: str | None = None) -> Any:
    """Return the field of a list of texts: empty where the page has no item, never null, without blank items."""
    metadata = {"example": list(example), "unit": None, "source": source, "checks": (items_not_empty(),)}
    return pa.Field(description=description, metadata=metadata, dtype_kwargs={"inner": pl.String})


def number_in(parent: str, *, example: int = 1) -> Any:
    """Return the field of a ``*_no``: it counts from 1 within its parent."""
    return column(f"Number within its {parent}, counted from 1 in printed order.", example, at_least(1))


def document_id(*, nullable: bool = False) -> Any:
    """Return the field of the key that ties every table to ``documents``."""
    return column(
        "Key of the document: the first 16 hex digits of the SHA-256 of its source name.",
        "efcc13ed975c27b8",
        matches(r"^[0-9a-f]{16}$", "16 hex digits", "use the first 16 hex digits of the SHA-256 of the source name"),
        nullable=nullable,
    )


def source(*, nullable: bool = False) -> Any:
    """Return the field of an input's name."""
    return column(
        "Path of the input relative to the input root, POSIX; file#locator inside a container.",
        "000_4142235f9dc32b56.txt",
        not_empty("give the input a name: its path, or file#locator inside a container"),
        nullable=nullable,
    )


def side() -> Any:
    """Return the field of a belligerent side."""
    return column(
        "Side of the conflict: the column of the infobox, counted from 1; null where it cannot be known.",
        1,
        between(1, 5),
        nullable=True,
    )


def side_basis() -> Any:
    """Return the field that says how a side is known."""
    return word(
        "How the side is known: key (the infobox says so), layout (the page's columns), text (the statement names the "
        "side, or the page's lead says who fought whom), corpus (other documents of the run put the same names on "
        "different sides), none (not known).",
        "key",
        vocabulary.SIDE_BASES,
    )


def side_evidence() -> Any:
    """Return the field with the evidence of the run's other documents for a side."""
    return text(
        "Why the side was chosen, where side_basis is corpus: which names of this box stand with or against this one "
        "in how many other boxes of the run, or which words of its own; null for every other basis.",
        None,
        nullable=True,
    )


SIDE_REMEDY = (
    "see the page: infobox-etl explain DOCUMENT, and report it; rows of your own: set the columns side* together"
)

SIDE_CHECKS = (
    row_check(
        "side-with-basis",
        "side",
        "(side IS NULL) = (side_basis = 'none')",
        "does not go with its side_basis: the side is null exactly when the basis is none",
        SIDE_REMEDY,
        side=None,
    ),
    row_check(
        "evidence-with-basis",
        "side_evidence",
        "(side_evidence IS NOT NULL) = (side_basis = 'corpus')",
        "does not go with its side_basis: there is evidence exactly when the basis is corpus",
        SIDE_REMEDY,
        side_evidence="with Russia in 12 boxes",
    ),
)


def source_text(example: str) -> Any:
    """Return the field that holds the words a row was read from."""
    return column("The words this row was read from, as printed.", example, not_empty())


def country_flag() -> Any:
    """Return the field of a flag emoji's country."""
    return column(
        "ISO 3166 code of the flag printed before the name; null where none was printed or it did not survive.",
        None,
        matches(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", "an ISO 3166 code"),
        nullable=True,
    )


def unread(of: str, example: str | None = None) -> Any:
    """Return the field of the words that a reading did not use."""
    return text(
        f"Words of {of} that no column of the row has; null where every word was used, as those of a conversion that "
        "agrees with the value. "
        "An issue partly-read names those that may change what the value says.",
        example,
        nullable=True,
    )


def note() -> Any:
    """Return the field of a remark."""
    return text("Remark printed beside the value, without its brackets.", None, nullable=True)


def latitude(example: float | None = None) -> Any:
    """Return the field of a latitude."""
    return column("Latitude.", example, between(-90, 90), nullable=True, unit="degrees north, WGS 84")


def longitude(example: float | None = None) -> Any:
    """Return the field of a longitude."""
    return column("Longitude.", example, between(-180, 180), nullable=True, unit="degrees east, WGS 84")


def coordinates_check(**breaks: object) -> Check:
    """Return the check that a place has both coordinates or neither."""
    return row_check(
        "coordinates-in-pairs",
        "latitude",
        "(latitude IS NULL) = (longitude IS NULL)",
        "stands without its other half: latitude and longitude are both set or both null",
        READER_REMEDY,
        **(breaks | {"latitude": 33.5, "longitude": None}),
    )


def count(description: str, example: int | None) -> Any:
    """Return the field of a number of people or things, never negative."""
    return column(description, example, at_least(0), nullable=True, unit="persons or items, as kind says")


def amount(description: str, example: float | None) -> Any:
    """Return the field of any finite number; its unit is the row's ``unit``."""
    return column(description, example, finite(), nullable=True)


def size(description: str, example: int, unit: str) -> Any:
    """Return the field of a size or a tally, never null, never negative."""
    return column(description, example, at_least(0), unit=unit)


def in_order(name: str, first: str, last: str, remedy: str, /, **breaks: object) -> Check:
    """Return the check that ``first`` is not greater than ``last``; it passes where one of them is null."""
    return row_check(name, last, f"{first} <= {last}", f"lies before its {first}", remedy, **breaks)


def parent_before(parent: str, own: str) -> Check:
    """Return the check that a parent has a smaller number than its children, which also makes cycles impossible."""
    return row_check(
        "parent-before-child",
        parent,
        f"{parent} < {own}",
        f"does not come before its own {own}",
        "number rows in printed order, parents first",
        **{own: 2, parent: 2},
    )
