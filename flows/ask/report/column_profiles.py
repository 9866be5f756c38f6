"""What the values of each column are like: how many, how different, from where to where, and how they are spread.

Every number is exact. Columns are read in groups of a limited size, so memory does not grow with the corpus. A column
that is larger by itself, or of long texts, is not read at all: of it only the number of values is known, which the
footers state.
Polars counts the distinct values of all tables of a run in a tenth of the time that DuckDB takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow.parquet as pq
from markupsafe import Markup

from flows.ask.report.pictures import histogram
from flows.publish.table_reading import filled
from flows.quoting import quoted, safe

GROUP_BYTES: Final = 256_000_000
"""The most that the columns read at a time need in memory; a column that needs more by itself is not read."""
LONG: Final = 200
"""Texts of so many bytes on average are long: that two of them differ says little, and reading them costs the most."""
STEPS: Final = 12
"""The most bars of a histogram."""
WORDS: Final = 5
"""How many of the most frequent values are shown."""

_HEAD: Final = 20  # values that a page's own head weighs as much as
_WORD: Final = 40
_FEW: Final = 12
_REPEATED: Final = 3
_SKEWED: Final = 20


class ColumnProfile(NamedTuple):
    """One column: ``values`` counts the rows that have one (of a list, an item at least), ``distinct`` how many differ.

    ``distinct`` is None where the column was not read. ``extent`` is the least and the greatest value in words, of
    texts their lengths. ``frequent`` are the most frequent values of a column that repeats itself, with their counts.
    """

    name: str
    type: str
    values: int
    distinct: int | None = None
    extent: str = ""
    picture: Markup | None = None
    frequent: tuple[tuple[str, int], ...] = ()


def column_profiles(paths: Sequence[Path], keys: Collection[str]) -> tuple[ColumnProfile, ...]:
    """Return the profile of each column of a table's files; of ``keys`` no value is frequent in a way that tells."""
    schema = pl.scan_parquet(paths[0], glob=False, hive_partitioning=False).collect_schema()
    profiles: dict[str, ColumnProfile] = {}
    for group in _groups(_sizes(paths)):
        frame = pl.read_parquet(list(paths), columns=group, glob=False, hive_partitioning=False)
        profiles |= {name: _profile(frame[name], is_key=name in keys) for name in group}
    unread = [name for name in schema if name not in profiles]
    counts = [filled(path) for path in paths] if unread else []
    for name in unread:
        profiles[name] = ColumnProfile(name, _type(schema[name]), sum(each[name] for each in counts))
    return tuple(profiles[name] for name in schema)


def _sizes(paths: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Return how many bytes the pages of each column hold, and how many values that are not null."""
    sizes: dict[str, tuple[int, int]] = {}
    for path in paths:
        footer = pq.read_metadata(path)
        sizes = dict.fromkeys(footer.schema.to_arrow_schema().names, (0, 0)) | sizes
        for group in range(footer.num_row_groups):
            for number in range(footer.num_columns):
                column = footer.row_group(group).column(number)
                name = column.path_in_schema.partition(".")[0]
                size, values = sizes.get(name, (0, 0))
                nulls = column.statistics.null_count if column.is_stats_set else 0
                sizes[name] = (size + column.total_uncompressed_size, values + column.num_values - (nulls or 0))
    return sizes


def _groups(sizes: Mapping[str, tuple[int, int]]) -> Iterator[list[str]]:
    """Yield the columns that are read, in groups that fit into memory together: each needs sixteen bytes a value."""
    group: list[str] = []
    together = 0
    for name, (size, values) in sizes.items():
        needed = max(size, 16 * values)
        if needed > GROUP_BYTES or size > LONG * (values + _HEAD):
            continue
        if group and together + needed > GROUP_BYTES:
            yield group
            group, together = [], 0
        group.append(name)
        together += needed
    if group:
        yield group


def _profile(column: pl.Series, *, is_key: bool) -> ColumnProfile:
    kind = _type(column.dtype)
    if isinstance(column.dtype, pl.List):
        values = int((column.list.len() > 0).sum())
        items = column.explode().drop_nulls()
        distinct = items.n_unique()
        return ColumnProfile(column.name, kind, values, distinct, frequent=_frequent(items, distinct))
    present = column.drop_nulls()
    if present.is_empty():
        return ColumnProfile(column.name, kind, 0, 0)
    counted = (len(present), present.n_unique())
    if present.dtype == pl.Boolean:
        return ColumnProfile(column.name, kind, *counted, frequent=_frequent(present, counted[1]))
    if present.dtype.is_numeric() or present.dtype == pl.Date:
        return ColumnProfile(column.name, kind, *counted, *_spread(present))
    if present.dtype != pl.String:
        return ColumnProfile(column.name, kind, *counted)
    frequent = () if is_key else _frequent(present, counted[1])
    return ColumnProfile(column.name, kind, *counted, "" if frequent else _lengths(present), frequent=frequent)


def _type(kind: pl.DataType) -> str:
    if isinstance(kind, pl.List):
        return "list of text" if kind.inner == pl.String else "list"
    return "text" if kind == pl.String else str(kind).lower()


def _lengths(texts: pl.Series) -> str:
    lengths = texts.str.len_chars()
    least, most = lengths.min(), lengths.max()
    return f"{shown(least)} characters" if least == most else f"{shown(least)} to {shown(most)} characters"


def _spread(values: pl.Series) -> tuple[str, Markup | None]:
    """Return the least and the greatest value in words, and a histogram where they differ."""
    numbers = values.to_physical() if values.dtype == pl.Date else values
    if numbers.dtype.is_float():
        values = numbers = numbers.filter(numbers.is_finite())
    least, most = values.min(), values.max()
    if least is None or least == most:
        return shown(least), None
    low, high = float(numbers.min()), float(numbers.max())  # type: ignore[arg-type]  # they are numbers
    is_skewed = low >= 0 and high > _SKEWED * max(float(numbers.median() or 0), 1)  # type: ignore[arg-type]
    steps = STEPS if numbers.dtype.is_float() or is_skewed else min(STEPS, int(high - low) + 1)
    counts = _counts(numbers, is_skewed=is_skewed, steps=steps)
    told = f"{shown(least)} to {shown(most)}"
    scale = " on a logarithmic scale" if is_skewed else ""
    share = max(counts) / len(numbers)
    says = f"{told}: {share:.0%} of the values are in step {counts.index(max(counts)) + 1} of {steps}{scale}"
    return told + ("; the picture is logarithmic" if is_skewed else ""), histogram(counts, says)


def _counts(numbers: pl.Series, *, is_skewed: bool, steps: int) -> list[int]:
    placed = numbers.cast(pl.Float64)
    placed = placed.log1p() if is_skewed else placed
    low, high = float(placed.min()), float(placed.max())  # type: ignore[arg-type]  # they are numbers
    if steps == STEPS or high - low >= steps:
        at = ((placed - low) / (high - low) * steps).floor().clip(0, steps - 1)
    else:
        at = placed - low  # whole numbers that are fewer than the bars: one bar each
    found = dict(at.cast(pl.Int32).value_counts().iter_rows())
    return [found.get(step, 0) for step in range(steps)]


def _frequent(values: pl.Series, distinct: int) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values of a column that repeats itself; nothing of one whose values mostly differ."""
    if not distinct or (distinct > _FEW and distinct * _REPEATED > len(values)):
        return ()
    counted = values.alias("value").value_counts(name="count")
    most = counted.sort(["count", "value"], descending=[True, False]).head(WORDS)
    return tuple((_word(value), count) for value, count in most.iter_rows())


def _word(value: object) -> str:
    text = value if isinstance(value, str) else shown(value)
    is_plain = text == text.strip() and text.isprintable()
    return safe(text, limit=_WORD) if is_plain or len(text) > _WORD else quoted(text)


def shown(value: object) -> str:
    """Return a value as people read it.

    >>> shown(12000), shown(0.125), shown(dt.date(2017, 9, 14)), shown(["Homs", "Hama"]), shown(True)
    ('12,000', '0.125', '2017-09-14', 'Homs · Hama', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e15 else f"{value:.6g}"
    if isinstance(value, list):
        return " · ".join(map(shown, value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
