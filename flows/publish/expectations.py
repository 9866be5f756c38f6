"""What a whole run must give (``schemas/expectations.toml``), and whether it did."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.publish.findings import Finding
from schemas.tables import TABLES


class Expectation(NamedTuple):
    """One entry of the file: the fields are its keys, explained there."""

    table: str
    measure: str
    why: str
    remedy: str
    minimum: float | None = None
    maximum: float | None = None
    column: str | None = None
    from_rows: int = 1
    spare: int = 0

    @property
    def name(self) -> str:
        """Return what is expected, in one line: "conflicts.start_edtf: filled, at least 0.3"."""
        where = self.table if self.column is None else f"{self.table}.{self.column}"
        bounds = ((self.minimum, "at least"), (self.maximum, "at most"))
        return f"{where}: {self.measure}, " + ", ".join(
            f"{words} {bound:g}" for bound, words in bounds if bound is not None
        )


class Previous(NamedTuple):
    """The snapshot before: its row counts, and whether the same rules and code made it."""

    rows: Mapping[str, int]
    is_same_code: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured of a run. An expectation whose facts were not measured is not judged.

    ``violations`` are counted by the table they were kept out of, ``filled`` by (table, column); ``characters`` are
    those of the inputs and of the texts made from them. ``previous`` is None where no snapshot can be compared.
    """

    rows: Mapping[str, int]
    violations: Mapping[str, int]
    filled: Mapping[tuple[str, str], int] = field(default_factory=dict)
    characters: tuple[int, int] | None = None
    previous: Previous | None = None


@functools.cache
def expectations() -> tuple[Expectation, ...]:
    """Return all expectations, ``*`` written out table by table; raise ``ValueError`` for one that cannot be meant."""
    entries = tomllib.loads(resources.files("schemas").joinpath("expectations.toml").read_text("utf-8"))["expectation"]
    return tuple(each for entry in entries for each in parse(entry))


def parse(entry: Mapping[str, object]) -> tuple[Expectation, ...]:
    """Return the expectation of one entry of the file, one for each table where it names all of them."""
    where = f"schemas/expectations.toml, {entry.get('table')}.{entry.get('measure')}"
    if unknown := set(entry) - set(Expectation._fields):
        raise ValueError(f"{where}: unknown key {', '.join(sorted(unknown))}\n  use {', '.join(Expectation._fields)}")
    try:
        expected = Expectation(**entry)  # type: ignore[arg-type]  # the types of a file are checked below
    except TypeError as error:
        raise ValueError(f"{where}: {error}\n  every expectation says table, measure, why and remedy") from error
    if expected.measure not in _MEASURES:
        raise ValueError(f"{where}: no such measure\n  use one of {', '.join(_MEASURES)}")
    if expected.minimum is None and expected.maximum is None:
        raise ValueError(f"{where}: neither minimum nor maximum\n  give one of them")
    tables = [name for name in TABLES if name != "violations"] if expected.table == "*" else [expected.table]
    for table in tables:
        columns = TABLES[table].model.to_schema().columns if table in TABLES else {}
        if not columns or (expected.measure == "filled" and expected.column not in columns):
            raise ValueError(f"{where}: no such table or column\n  see schemas/tables.py")
    return tuple(expected._replace(table=table) for table in tables)


def judge(expected: Expectation, facts: Facts) -> Finding | None:
    """Return what is wrong: a missed minimum is an error, a passed maximum a warning; None where all is well."""
    if _judged_rows(expected, facts) < expected.from_rows:
        return None
    measured = _MEASURES[expected.measure](expected, facts)
    if measured is None:
        return None
    where = expected.table if expected.column is None else f"{expected.table}.{expected.column}"
    count = facts.rows.get(expected.table, 0)
    rows = f"{count:,} row{'' if count == 1 else 's'}"
    if expected.minimum is not None and measured < expected.minimum:
        is_meant = expected.measure == "kept_rows" and facts.previous is not None and not facts.previous.is_same_code
        what = f"{expected.measure} is {measured:.4g}, at least {expected.minimum:g} is expected ({rows})"
        return Finding("warning" if is_meant else "error", where, what, (expected.why,), expected.remedy)
    if expected.maximum is not None and measured > expected.maximum:
        what = f"{expected.measure} is {measured:.4g}, at most {expected.maximum:g} is expected ({rows})"
        return Finding("warning", where, what, (expected.why,), expected.remedy)
    return None


def expectation_failures(
    rows: Mapping[str, int], violations: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the failures and the warnings of a run as texts, judged from its counts alone.

    ``violations`` counts by table. What needs a look at the rows is left to ``infobox-etl check``.
    """
    found = [finding for each in expectations() if (finding := judge(each, Facts(rows, violations))) is not None]
    return (
        tuple(str(finding) for finding in found if finding.level == "error"),
        tuple(str(finding) for finding in found if finding.level == "warning"),
    )


def _judged_rows(expected: Expectation, facts: Facts) -> int:
    """Return the rows that ``from_rows`` is about. A table that lost all of its rows must not excuse itself by that."""
    rows = facts.rows.get(expected.table, 0)
    if expected.measure == "kept_rows":
        return 0 if facts.previous is None else facts.previous.rows.get(expected.table, 0)
    return rows + facts.violations.get(expected.table, 0) if expected.measure == "accepted" else rows


def _rows(expected: Expectation, facts: Facts) -> float | None:
    return facts.rows.get(expected.table, 0)


def _filled(expected: Expectation, facts: Facts) -> float | None:
    filled = facts.filled.get((expected.table, expected.column or ""))
    rows = facts.rows.get(expected.table, 0)
    return None if filled is None or not rows else filled / rows


def _accepted(expected: Expectation, facts: Facts) -> float | None:
    rejected = facts.violations.get(expected.table, 0)
    if rejected <= expected.spare:
        return None
    return facts.rows.get(expected.table, 0) / (facts.rows.get(expected.table, 0) + rejected)


def _per_document(expected: Expectation, facts: Facts) -> float | None:
    documents = facts.rows.get("documents", 0)
    return facts.rows.get(expected.table, 0) / documents if documents else None


def _removed(_: Expectation, facts: Facts) -> float | None:
    if facts.characters is None or not facts.characters[0]:
        return None
    return 1 - facts.characters[1] / facts.characters[0]


def _kept_rows(expected: Expectation, facts: Facts) -> float | None:
    before = 0 if facts.previous is None else facts.previous.rows.get(expected.table, 0)
    return facts.rows.get(expected.table, 0) / before if before else None


_MEASURES: Final[Mapping[str, Callable[[Expectation, Facts], float | None]]] = MappingProxyType(
    {
        "rows": _rows,
        "filled": _filled,
        "accepted": _accepted,
        "per_document": _per_document,
        "removed": _removed,
        "kept_rows": _kept_rows,
    }
)
