"""A check of the contract as data: what must hold, which message a violation has, and what to do about it.

Every check is attached to its table as a Pandera check (see ``schemas.columns.Table``) and stays readable as data: the
message and the remedy of a violation, the data dictionary, ``contract.json`` and the tests are all made from this one
object. Polars' three-valued logic applies: a check that yields null passes. So a check ignores missing values unless
its expression handles null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

VOCABULARY_REMEDY: Final = (
    "see the words on their page: infobox-etl explain DOCUMENT; the allowed words: infobox-etl describe TABLE; "
    "report the page if its words are plain"
)
READER_REMEDY: Final = (
    "see the words on their page: infobox-etl explain DOCUMENT; if the page itself is wrong, the row rightly stays in "
    "violations; report the page if its words are plain"
)


@dataclass(frozen=True, slots=True, eq=False)  # a polars expression has no truth value when it is compared
class Check:
    """One check of one table.

    - ``column``: the column that a violation is reported under.
    - ``passes``: true or null for a row that keeps the check.
    - ``demands``: the same in words that depend on no library. It stands in ``contract.json``, so a changed bound or
      pattern shows in ``infobox-etl contract diff``.
    - ``message``: continues the offending value ("'eaten' is not one of killed, wounded").
    - ``remedy``: what a user can do. It names a command, a table or the user's own file, never a module.
    - ``breaks``: changes to the table's example row that break exactly this check, so every check has its own test.
    - ``is_row_rule``: true for a check over several columns of a row, false for a check of one column.
    - ``words``: the allowed words of a closed column.
    """

    name: str
    column: str
    demands: str
    passes: pl.Expr
    message: str
    remedy: str
    breaks: Mapping[str, object]
    is_row_rule: bool = False
    words: tuple[str, ...] = ()


ColumnCheck = Callable[[str], Check]
"""A check without its column: called with the name of a column it returns the ``Check``, so columns can share it."""


def row_check(name: str, column: str, demands: str, message: str, remedy: str, /, **breaks: object) -> Check:
    """Return a check over several columns of a row, reported under ``column``.

    ``demands`` is a condition in SQL. It is published and it is executed, so the two cannot differ.
    """
    return Check(name, column, demands, pl.sql_expr(demands), message, remedy, breaks, is_row_rule=True)


def one_of(words: Sequence[str]) -> ColumnCheck:
    """Return the check of a closed column: it holds only these words of ``schemas.vocabulary``."""
    listed = ", ".join(words)
    return lambda name: Check(
        "known-word",
        name,
        "one of its words",
        pl.col(name).is_in(list(words)),
        f"is not one of {listed}",
        VOCABULARY_REMEDY,
        {name: "no such word"},
        words=tuple(words),
    )


def not_empty(remedy: str = READER_REMEDY) -> ColumnCheck:
    """Return the check that a text holds at least one visible character: a missing text is null, never ''."""
    return lambda name: Check(
        "not-empty",
        name,
        "a visible character",
        pl.col(name).str.contains(r"\S"),
        "holds no visible character",
        remedy,
        {name: " "},
    )


def items_not_empty() -> ColumnCheck:
    """Return the check that no item of a list is null or blank."""
    return lambda name: Check(
        "items-not-empty",
        name,
        "a visible character in every item",
        pl.col(name).list.eval(pl.element().str.contains(r"\S").fill_null(value=False)).list.all(),
        "has an item without a visible character",
        READER_REMEDY,
        {name: ["kept", ""]},
    )


def at_least(minimum: int, remedy: str = READER_REMEDY) -> ColumnCheck:
    """Return the check that a number is not smaller than ``minimum``."""
    return lambda name: Check(
        "at-least",
        name,
        f"at least {minimum}",
        pl.col(name) >= minimum,
        f"is less than {minimum}",
        remedy,
        {name: minimum - 1},
    )


def between(low: float, high: float, remedy: str = READER_REMEDY) -> ColumnCheck:
    """Return the check that a number lies in a closed range; NaN never does."""
    return lambda name: Check(
        "in-range",
        name,
        f"from {low} to {high}",
        pl.col(name).is_between(low, high),
        f"is not between {low} and {high}",
        remedy,
        {name: high + 1},
    )


def finite() -> ColumnCheck:
    """Return the check that a number is neither NaN nor infinite: JSON and SQL readers choke on both."""
    return lambda name: Check(
        "finite",
        name,
        "a finite number",
        pl.col(name).is_finite(),
        "is not a finite number",
        READER_REMEDY,
        {name: float("inf")},
    )


def matches(pattern: str, meaning: str, remedy: str = READER_REMEDY) -> ColumnCheck:
    """Return the check that a text has a form. ``pattern`` is Rust's dialect: anchor both ends, no look-around."""
    return lambda name: Check(
        "has-form",
        name,
        f"matches {pattern}",
        pl.col(name).str.contains(pattern),
        f"is not {meaning}",
        remedy,
        {name: "?"},
    )
