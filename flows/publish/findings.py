"""What a check found, in the words of the contract: where, what, an example from the source, the remedy."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal, NamedTuple

import polars as pl

from flows.publish.integrity import CROSS_CHECKS
from flows.quoting import safe
from schemas.tables import TABLES

Level = Literal["error", "warning"]


class Finding(NamedTuple):
    """One thing that is wrong: ``where`` (a column or file), ``what``, ``details`` line by line, and the ``remedy``."""

    level: Level
    where: str
    what: str
    details: tuple[str, ...]
    remedy: str

    def __str__(self) -> str:
        """Return the finding in the house's form: one line that says what, indented details, the remedy last."""
        return "\n  ".join((f"{self.where}: {self.what}", *self.details, self.remedy))


class Example(NamedTuple):
    """One offending row: the value, the input it came from and the words it was read from, each where known."""

    value: str | None = None
    source: str | None = None
    source_text: str | None = None


@functools.cache
def _messages() -> Mapping[tuple[str, str, str | None], str]:
    return {
        (spec.name, rule.name, rule.column): rule.message for spec in TABLES.values() for rule in spec.model.rules()
    }


def message(table: str, check: str, column: str | None) -> str:
    """Return what a broken check says of a value: "is not one of killed, wounded".

    A check of an earlier contract, of which today's knows nothing, is named as it is.
    """
    if check in CROSS_CHECKS:
        return CROSS_CHECKS[check].message
    return _messages().get((table, check, column), f"breaks {check}")


def breach(
    level: Level, table: str, check: str, column: str | None, counts: tuple[int, int], example: Example, remedy: str
) -> Finding:
    """Return the finding of one broken check; ``counts`` are the broken rows and all rows of the table.

    >>> print(breach("error", "casualties", "known-word", "kind", (1, 212), Example("eaten", "004.txt", "7 eaten"),
    ...              "add the word to schemas/vocabulary.py"))  # doctest: +ELLIPSIS
    casualties.kind: 1 of 212 rows breaks the contract
      'eaten' is not one of killed, wounded, captured, ...
      from 004.txt: "7 eaten"
      add the word to schemas/vocabulary.py
    """
    broken, total = counts
    shown = "no value" if example.value is None else f"'{safe(example.value, limit=80)}'"
    details = [f"{shown} {message(table, check, column)}"]
    if example.source or example.source_text:
        quoted = f': "{safe(example.source_text, limit=120)}"' if example.source_text else ""
        details.append(f"from {safe(example.source or 'an unknown source', limit=200)}{quoted}")
    rows = "row" if total == 1 else "rows"
    what = f"{broken:,} of {total:,} {rows} {'breaks' if broken == 1 else 'break'} the contract"
    return Finding(level, table if column is None else f"{table}.{column}", what, tuple(details), remedy)


def of_violations(violations: pl.DataFrame, kept: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return the rows that were kept out, one warning per broken check, with the first row of each as its example.

    ``kept`` counts the published rows by table. ``parent-rejected`` is left out: mending the parent mends these.
    """
    rejected = dict(
        violations.unique(["table", "row"]).group_by("table").len().iter_rows()  # a row that broke two checks, once
    )
    groups = (
        violations.filter(pl.col("check") != "parent-rejected")
        .group_by("table", "column", "check", maintain_order=True)
        .agg(pl.len(), pl.first("value", "source", "source_text", "remedy"))
    )
    return tuple(
        breach(
            "warning",
            table,
            check,
            column,
            (broken, kept.get(table, 0) + rejected[table]),
            Example(value, source, source_text),
            remedy,
        )
        for table, column, check, broken, value, source, source_text, remedy in groups.iter_rows()
    )
