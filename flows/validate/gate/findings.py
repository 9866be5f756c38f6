"""What a check found, in the words of the contract: where, what, an example from the source, the remedy."""

from __future__ import annotations

import functools
import os
import shlex
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

import polars as pl

from flows.publish.table_files import files_of
from flows.publish.table_reading import read_table
from flows.quoting import safe
from flows.validate.integrity import CROSS_CHECKS
from schemas.tables import TABLES

Level = Literal["error", "warning", "notice"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The gravest first. An error breaks the contract, a warning does so with ``--strict``, a notice never does."""


class Finding(NamedTuple):
    """One thing that is wrong: ``where`` (a column or file), ``what``, ``details`` line by line, and the ``remedy``.

    ``source`` is the input that the first example came from, where there is one.
    """

    level: Level
    where: str
    what: str
    details: tuple[str, ...]
    remedy: str
    source: str | None = None

    @property
    def headline(self) -> str:
        """Return what is wrong in one line: "documents: kept_rows is 0.5, at least 0.8 is expected"."""
        return f"{self.where}: {self.what}"

    def __str__(self) -> str:
        """Return the finding in the house's form: one line that says what, indented details, the remedy last."""
        return "\n  ".join((self.headline, *self.details, self.remedy))


def forgiven(finding: Finding, accepted: Collection[str]) -> Finding:
    """Return an error that was accepted when its snapshot was published (by its headline) as a warning."""
    if finding.level != "error" or finding.headline not in accepted:
        return finding
    return finding._replace(level="warning", details=(*finding.details, "accepted when it was published: --accept"))


class Example(NamedTuple):
    """One offending row: the value, the input it came from and the words it was read from, each where known."""

    value: str | None = None
    source: str | None = None
    source_text: str | None = None


@functools.cache
def _messages() -> Mapping[tuple[str, str, str | None], str]:
    return {
        (spec.name, rule.name, rule.column): rule.message for spec in TABLES.values() for rule in spec.model.checks()
    }


def message(table: str, check: str, column: str | None) -> str:
    """Return what a broken check says of a value: "is not one of killed, wounded".

    A check of an earlier contract, of which today's knows nothing, is named as it is.
    """
    if check in CROSS_CHECKS:
        return CROSS_CHECKS[check].message
    return _messages().get((table, check, column), f"breaks {check}")


def breach(
    level: Level,
    table: str,
    check: str,
    column: str | None,
    counts: tuple[int, int],
    examples: Sequence[Example],
    remedy: str,
) -> Finding:
    """Return the finding of one broken check; ``counts`` are the broken rows and all rows of the table.

    >>> print(breach("error", "casualties", "known-word", "kind", (1, 212), [Example("eaten", "004.txt", "7 eaten")],
    ...              "add the word to schemas/vocabulary.py"))  # doctest: +ELLIPSIS
    casualties.kind: 1 of 212 rows breaks the contract
      'eaten' is not one of killed, wounded, captured, ...
      from 004.txt: "7 eaten"
      add the word to schemas/vocabulary.py
    """
    broken, total = counts
    details = []
    for example in examples:
        shown = "no value" if example.value is None else f"'{safe(example.value, limit=80)}'"
        details.append(f"{shown} {message(table, check, column)}")
        if example.source or example.source_text:
            quoted = f': "{safe(example.source_text, limit=120)}"' if example.source_text else ""
            details.append(f"from {safe(example.source or 'an unknown source', limit=200)}{quoted}")
    rows = "row" if total == 1 else "rows"
    what = f"{broken:,} of {total:,} {rows} {'breaks' if broken == 1 else 'break'} the contract"
    where = table if column is None else f"{table}.{column}"
    return Finding(level, where, what, tuple(details), remedy, examples[0].source if examples else None)


QUESTION: Final = 'SELECT source, "table", "column", "check", value, source_text, remedy FROM violations'

EXAMPLES: Final = 10
"""So many violations are named: one of each broken check, then further ones in their order."""


def of_violations(violations: pl.DataFrame, kept: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return the rows that were kept out, one warning per broken check with examples, the first ten violations in all.

    ``kept`` counts the published rows by table. ``parent-rejected`` is left out: mending the parent mends these.
    """
    rejected = dict(
        violations.unique(["table", "row"]).group_by("table").len().iter_rows()  # a row that broke two checks, once
    )
    group = ["table", "column", "check"]
    own = violations.filter(pl.col("check") != "parent-rejected")
    own = own.with_columns(is_further=pl.int_range(pl.len()).over(group) > 0)
    spare = max(0, EXAMPLES - own.filter(~pl.col("is_further")).height)
    own = own.with_columns(is_shown=~pl.col("is_further") | (pl.col("is_further").cum_sum() <= spare))
    examples = pl.struct("value", "source", "source_text").filter(pl.col("is_shown")).alias("examples")
    groups = own.group_by(group, maintain_order=True).agg(pl.len().alias("broken"), pl.first("remedy"), examples)
    return tuple(
        breach(
            "warning",
            row["table"],
            row["check"],
            row["column"],
            (row["broken"], kept.get(row["table"], 0) + rejected[row["table"]]),
            [Example(**example) for example in row["examples"]],
            row["remedy"],
        )
        for row in groups.iter_rows(named=True)
    )


def first_violations(folder: Path, kept: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return what ``of_violations`` says of the snapshot or candidate in a folder."""
    return of_violations(read_table(folder, "violations"), kept)


def rest_of_violations(folder: Path, rows: Mapping[str, int], place: str | None = None) -> tuple[str, ...]:
    """Return in two lines where all violations are and how to list them, nothing without violations.

    ``place`` is what the folder is called where it is only a view of another one.
    """
    count = rows.get("violations", 0)
    if not count:
        return ()
    shown = str(folder) if place is None else place
    listed = shlex.join(["infobox-etl", "query", QUESTION, "--output", shown])
    all_of_them = "the violation is" if count == 1 else f"all {count:,} violations are"
    file = f"{shown}{os.sep if place is None else '/'}{files_of(folder, 'violations')[0].name}"
    return f"{all_of_them} in {safe(file)}", f"  {safe(listed)}"
