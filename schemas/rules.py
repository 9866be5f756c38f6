"""A check of the contract as data: what must hold, in which words a breach is told, and how to mend it.

Every rule is attached to its table as a Pandera check (see ``schemas.columns.Table``). The rule itself stays readable,
so the message and the remedy of a violation, the data dictionary and the tests all come from the one place.
Polars' three-valued logic applies: a check that yields null passes, so rules say nothing of missing values unless they
mean to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

VOCABULARY_REMEDY: Final = "add the word to schemas/vocabulary.py, or a label to flows/rules/data/labels.toml"
READER_REMEDY: Final = "mend the reader of this field; if the source itself is wrong, the row rightly stays here"


@dataclass(frozen=True, slots=True, eq=False)  # a polars expression has no truth when compared
class Check:
    """One check of one table.

    ``column`` is the column a breach is reported under; ``passes`` is true or null for a row that keeps the rule.
    ``demands`` says the same in words that depend on no library: two rules that demand something else differ in it. It
    stands in ``contract.json``, where a changed bound or pattern must be seen.
    ``message`` continues the offending value ("'eaten' is not one of killed, wounded"). ``breaks`` changes the table's
    example row so that exactly this rule is broken: every rule carries its own test.
    ``is_row_rule`` tells rules over several columns from those over their column alone; ``words`` are the allowed words
    of a closed column.
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


ColumnRule = Callable[[str], Check]
"""A rule that waits for the name of its column, so that several columns can share it."""


def row_rule(name: str, column: str, demands: str, message: str, remedy: str, /, **breaks: object) -> Check:
    """Return a rule over several columns of a row, reported under one of them.

    ``demands`` is a condition in SQL, which is what decides, too: so the words of the contract cannot differ from it.
    """
    return Check(name, column, demands, pl.sql_expr(demands), message, remedy, breaks, is_row_rule=True)


def one_of(words: Sequence[str]) -> ColumnRule:
    """Return the rule of a closed column: only words of ``schemas.vocabulary``."""
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


def not_empty(remedy: str = READER_REMEDY) -> ColumnRule:
    """Return the rule that a text holds at least one visible character: what is missing is null, never ''."""
    return lambda name: Check(
        "not-empty",
        name,
        "a visible character",
        pl.col(name).str.contains(r"\S"),
        "holds no visible character",
        remedy,
        {name: " "},
    )


def items_not_empty() -> ColumnRule:
    """Return the rule that no item of a list is null or blank."""
    return lambda name: Check(
        "items-not-empty",
        name,
        "a visible character in every item",
        pl.col(name).list.eval(pl.element().str.contains(r"\S").fill_null(value=False)).list.all(),
        "has an item without a visible character",
        READER_REMEDY,
        {name: ["kept", ""]},
    )


def at_least(minimum: int, remedy: str = READER_REMEDY) -> ColumnRule:
    """Return the rule that a number is not smaller than ``minimum``."""
    return lambda name: Check(
        "at-least",
        name,
        f"at least {minimum}",
        pl.col(name) >= minimum,
        f"is less than {minimum}",
        remedy,
        {name: minimum - 1},
    )


def between(low: float, high: float, remedy: str = READER_REMEDY) -> ColumnRule:
    """Return the rule that a number lies in a closed range; NaN never does."""
    return lambda name: Check(
        "in-range",
        name,
        f"from {low} to {high}",
        pl.col(name).is_between(low, high),
        f"is not between {low} and {high}",
        remedy,
        {name: high + 1},
    )


def finite() -> ColumnRule:
    """Return the rule that a number is neither NaN nor infinite: JSON and SQL readers choke on both."""
    return lambda name: Check(
        "finite",
        name,
        "a finite number",
        pl.col(name).is_finite(),
        "is not a finite number",
        READER_REMEDY,
        {name: float("inf")},
    )


def matches(pattern: str, meaning: str, remedy: str = READER_REMEDY) -> ColumnRule:
    """Return the rule that a text has a form. ``pattern`` is Rust's dialect: anchor both ends, no look-around."""
    return lambda name: Check(
        "has-form",
        name,
        f"matches {pattern}",
        pl.col(name).str.contains(pattern),
        f"is not {meaning}",
        remedy,
        {name: "?"},
    )
