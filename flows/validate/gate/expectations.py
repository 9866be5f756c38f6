"""What a whole run must give (``schemas/expectations.toml``), and whether it gave that."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Final, NamedTuple, TypedDict

import polars as pl

from flows.errors import RuleError
from flows.typed_toml import check_types, parse_toml
from flows.validate.arrow import polars_schema
from flows.validate.gate.findings import Finding, Level
from schemas.tables import TABLES

_FILE: Final = "the expectations"


class Expectation(NamedTuple):
    """One entry of the file: the fields are its keys, which the head of the file explains."""

    table: str
    measure: str
    why: str
    remedy: str
    minimum: float | None = None
    maximum: float | None = None
    column: str | None = None
    from_rows: int = 1
    spare: int = 0
    allowed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the expectation in one line: "conflicts.start_edtf: filled, at least 0.3"."""
        where = self.table if self.column is None else f"{self.table}.{self.column}"
        bounds = ((self.minimum, "at least"), (self.maximum, "at most"))
        return f"{where}: {self.measure}, " + ", ".join(
            f"{words} {bound:g}" for bound, words in bounds if bound is not None
        )


class Previous(NamedTuple):
    """The snapshot before: what was measured of it, and whether the same rules, code and options made it."""

    rows: Mapping[str, int]
    is_same_code: bool
    filled: Mapping[tuple[str, str], int] = MappingProxyType({})
    is_same_way: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured of a run. An expectation whose facts were not measured is not checked.

    ``violations`` counts rejected rows by table, ``filled`` counts values by table and column. ``characters`` are those
    of the inputs and of the texts made from them. ``previous`` is None without a snapshot to compare with.
    """

    rows: Mapping[str, int]
    violations: Mapping[str, int]
    filled: Mapping[tuple[str, str], int] = field(default_factory=dict)
    characters: tuple[int, int] | None = None
    previous: Previous | None = None


class ExpectationsFile(TypedDict):
    """The file: a list of entries."""

    expectation: list[Expectation]


@functools.cache
def expectations() -> tuple[Expectation, ...]:
    """Return all expectations of the file."""
    text = resources.files("schemas").joinpath("expectations.toml").read_text("utf-8")
    return _single(parse_toml(text, ExpectationsFile, _FILE))


def parse(tables: Mapping[str, object]) -> tuple[Expectation, ...]:
    """Return the expectations of a file read as TOML. Raises ``RuleError`` for an entry that cannot be meant."""
    return _single(check_types(dict(tables), ExpectationsFile, _FILE))


def _single(file: ExpectationsFile) -> tuple[Expectation, ...]:
    """Return an entry for all tables (``*``) as one for each table, but where a table's own takes its place."""
    entries = file["expectation"]
    own = {(entry.table, entry.measure) for entry in entries}
    found = [(entry.table, each) for entry in entries for each in _by_table(entry)]
    return tuple(each for named, each in found if named != "*" or (each.table, each.measure) not in own)


def _by_table(expected: Expectation) -> tuple[Expectation, ...]:
    """Return an entry as one expectation for each of its tables; raise ``RuleError`` for one that cannot be."""
    where = f"{_FILE}, {expected.table}.{expected.measure}"
    if expected.measure not in _MEASURES:
        raise RuleError(where, "no such measure", f"use one of {', '.join(_MEASURES)}")
    if expected.minimum is None and expected.maximum is None:
        raise RuleError(where, "neither minimum nor maximum", "give one of them")
    if expected.measure == "filled" and expected.column is None:
        raise RuleError(where, "no column", "name the column that is to be filled")
    left_out = {"violations", "documents"} if expected.measure == "per_document" else {"violations"}
    tables = [name for name in TABLES if name not in left_out] if expected.table == "*" else [expected.table]
    named = {f"{table}.{expected.column}" if expected.measure == "filled" else table for table in tables}
    if unknown := (named | set(expected.allowed)) - _names():
        raise RuleError(where, f"no such table or column: {', '.join(sorted(unknown))}", "infobox-etl describe")
    if expected.measure == "filled" and isinstance(polars_schema(expected.table)[str(expected.column)], pl.List):
        raise RuleError(where, "a list is never null", "measure another column")
    return tuple(expected._replace(table=table) for table in tables)


@functools.cache
def _names() -> frozenset[str]:
    """Return the names of all tables, and of all columns as "table.column"."""
    columns = {f"{name}.{column}" for name, spec in TABLES.items() for column in spec.model.to_schema().columns}
    return frozenset(TABLES) | columns


def judge(expected: Expectation, facts: Facts) -> Finding | None:
    """Return what is wrong: an error for a missed minimum, a warning for a passed maximum, else None."""
    if _judged_rows(expected, facts) < expected.from_rows:
        return None
    measured = _MEASURES[expected.measure](expected, facts)
    if measured is None or _is_reported_already(expected, facts, measured):
        return None
    where = expected.table if expected.column is None else f"{expected.table}.{expected.column}"
    details = (*_columns_meant(expected, facts), expected.why)
    if expected.minimum is not None and measured < expected.minimum:
        what = f"{expected.measure} is {measured:.4g}, at least {expected.minimum:g} is expected"
        level: Level = "warning" if _may_be_meant(expected, facts) else "error"
        return Finding(level, where, f"{what} ({_counted(expected, facts)})", details, expected.remedy)
    if expected.maximum is not None and measured > expected.maximum:
        what = f"{expected.measure} is {measured:.4g}, at most {expected.maximum:g} is expected"
        return Finding("warning", where, f"{what} ({_counted(expected, facts)})", details, expected.remedy)
    return None


def _is_reported_already(expected: Expectation, facts: Facts, measured: float) -> bool:
    """Return whether a table lost rows only with lost documents, which are reported and stop the run."""
    if expected.measure != "kept_rows" or expected.table == "documents" or expected.minimum is None:
        return False
    guards = (each for each in expectations() if (each.table, each.measure) == ("documents", "kept_rows"))
    return any(
        judge(each, facts) is not None and measured >= expected.minimum * (_kept_rows(each, facts) or 0)
        for each in guards
    )


def _may_be_meant(expected: Expectation, facts: Facts) -> bool:
    """Return whether other rules or code may explain a loss. They never remove a document; only a lost input does."""
    is_guard = expected.measure == "kept_columns" or (expected.measure == "kept_rows" and expected.table != "documents")
    return is_guard and facts.previous is not None and not facts.previous.is_same_code


def _counted(expected: Expectation, facts: Facts) -> str:
    count = facts.rows.get(expected.table, 0)
    rows = f"{count:,} row{'' if count == 1 else 's'}"
    if expected.measure != "kept_rows" or facts.previous is None:
        return rows
    return f"{rows}, {facts.previous.rows.get(expected.table, 0):,} before"


def _columns_meant(expected: Expectation, facts: Facts) -> tuple[str, ...]:
    """Return a line that names the columns without a value, where the measure is about these."""
    if expected.measure == "empty_columns":
        return (f"without a value: {', '.join(_empty(expected, facts))}",)
    if expected.measure == "kept_columns":
        return (f"without a value now: {', '.join(_empty(expected, facts, _filled_before(expected, facts)))}",)
    return ()


def _judged_rows(expected: Expectation, facts: Facts) -> int:
    """Return the number that ``from_rows`` is compared with; a table that lost all of its rows is checked, too."""
    rows = facts.rows.get(expected.table, 0)
    if expected.measure == "kept_rows":
        return 0 if facts.previous is None else facts.previous.rows.get(expected.table, 0)
    if expected.measure == "per_document":
        return max(rows, facts.rows.get("documents", 0))
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
    if facts.previous is None or not (facts.previous.is_same_way or expected.table == "documents"):
        return None
    before = facts.previous.rows.get(expected.table, 0)
    return facts.rows.get(expected.table, 0) / before if before else None


def _kept_columns(expected: Expectation, facts: Facts) -> float | None:
    before = _filled_before(expected, facts)
    return 1 - len(_empty(expected, facts, before)) / len(before) if before else None


def _empty_columns(expected: Expectation, facts: Facts) -> float | None:
    return len(_empty(expected, facts))


def _filled_before(expected: Expectation, facts: Facts) -> frozenset[str]:
    """Return the columns of a table with more than ``spare`` values in the previous snapshot."""
    if facts.previous is None or not facts.previous.is_same_way:
        return frozenset()
    filled = facts.previous.filled.items()
    return frozenset(column for (table, column), count in filled if table == expected.table and count > expected.spare)


def _empty(expected: Expectation, facts: Facts, among: frozenset[str] | None = None) -> list[str]:
    """Return the columns of a table without a value that are not ``allowed``; where ``among`` is given, only those."""
    return [
        column
        for (table, column), count in facts.filled.items()
        if table == expected.table
        and not count
        and f"{table}.{column}" not in expected.allowed
        and (among is None or column in among)
    ]


_MEASURES: Final[Mapping[str, Callable[[Expectation, Facts], float | None]]] = MappingProxyType(
    {
        "rows": _rows,
        "filled": _filled,
        "accepted": _accepted,
        "per_document": _per_document,
        "removed": _removed,
        "empty_columns": _empty_columns,
        "kept_rows": _kept_rows,
        "kept_columns": _kept_columns,
    }
)
