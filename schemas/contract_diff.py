"""What changed from one contract to another, how grave it is, and what it means for readers and writers of the tables.

Kinds of changes (``CHANGELOG.md`` says what follows for the version):

- breaking: a query that worked may fail or mean something else;
- additive: there is more than before, or more is promised; only whoever writes rows must do something;
- wording: only words for people changed.

Two decisions. The order of columns is part of the contract: whoever reads by position (``SELECT *`` into a list,
``UNION ALL``, ``INSERT … SELECT *``) would silently get another column. So a new column is additive only as the last.
A changed unit or grain is always breaking: numbers and counts may mean something else, and a program cannot tell a
better wording from another meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from schemas.contract import CheckTerms, ColumnTerms, Contract, TableTerms

Kind = Literal["breaking", "additive", "wording"]
Affected = Literal["readers", "writers", "readers and writers", "nobody"]
VersionStep = Literal["major", "minor", "patch"]

STEPS: Final[Mapping[Kind, VersionStep]] = {"breaking": "major", "additive": "minor", "wording": "patch"}
"""The step of the version that each kind of change needs, the gravest kind first."""

WIDTHS: Final = ("int16", "int32", "int64")
_BOUNDS = re.compile(r"at least (?P<least>\S+)|from (?P<low>\S+) to (?P<high>\S+)")


class ContractChange(NamedTuple):
    """One change: ``where`` (``casualties`` or ``casualties.kind``), ``what`` it is, its ``effect``, whom it breaks."""

    kind: Kind
    where: str
    what: str
    effect: str
    breaks: Affected

    @property
    def step(self) -> VersionStep:
        """Return the step of the version that this change needs."""
        return STEPS[self.kind]


def diff(released: Contract, today: Contract) -> tuple[ContractChange, ...]:
    """Return all changes from one contract to another, the gravest first; none where both promise the same."""
    kinds = list(STEPS)
    return tuple(sorted(_changes(released, today), key=lambda change: (kinds.index(change.kind), change)))


def _breaking(where: str, what: str, effect: str, breaks: Affected = "readers") -> ContractChange:
    return ContractChange("breaking", where, what, effect, breaks)


def _additive(where: str, what: str, effect: str) -> ContractChange:
    return ContractChange("additive", where, what, effect, "writers")


def _wording(where: str, what: str) -> ContractChange:
    return ContractChange("wording", where, what, "only words for people changed", "nobody")


def _changes(released: Contract, today: Contract) -> Iterator[ContractChange]:
    old, new = released.tables, today.tables
    names = {name: name for name in old if name in new}
    for gone in sorted(set(old) - set(new)):
        free = (name for name in sorted(set(new) - set(old) - set(names.values())))
        renamed = next((name for name in free if _shape(new[name]) == _shape(old[gone])), None)
        if renamed is None:
            yield _breaking(gone, "the table was dropped", "queries of it fail", "readers and writers")
        else:
            names[gone] = renamed
            what = f"the table was renamed to {renamed}"
            yield _breaking(gone, what, "queries of the old name fail", "readers and writers")
    for added in sorted(set(new) - set(names.values())):
        yield _additive(added, "the table is new", "whoever writes snapshots has to write it")
    for name, now in names.items():
        yield from _table(now, old[name], new[now])


def _shape(table: TableTerms) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in table.columns]


def _table(name: str, old: TableTerms, new: TableTerms) -> Iterator[ContractChange]:
    names = {column.name: column.name for column in old.columns if column.name in new.by_name}
    names |= _renamed(old, new)
    for column in old.columns:
        where = f"{name}.{column.name}"
        if column.name not in names:
            yield _breaking(where, "the column was dropped", "queries that name it fail", "readers and writers")
        elif names[column.name] != column.name:
            what = f"the column was renamed to {names[column.name]}"
            yield _breaking(where, what, "queries of the old name fail", "readers and writers")
    for column in new.columns:
        if column.name not in names.values():
            yield _additive(f"{name}.{column.name}", "the column is new", "whoever writes rows has to fill it")
    yield from _order(name, [names[column.name] for column in old.columns if column.name in names], new)
    for before, now in names.items():
        yield from _column(f"{name}.{now}", old.by_name[before], new.by_name[now])
    yield from _keys(name, old, new)
    yield from _checks(name, old, new, frozenset(before for before, now in names.items() if before == now))
    if old.grain != new.grain:
        effect = "a row stands for something else, so every count does"
        yield _breaking(name, f"it is {new.grain}; it was {old.grain}", effect, "readers and writers")
    if old.description != new.description:
        yield _wording(name, "its description")


def _renamed(old: TableTerms, new: TableTerms) -> dict[str, str]:
    """Return the columns that have a new name at the same position, with the same type and description."""
    return {
        before.name: now.name
        for before, now in zip(old.columns, new.columns, strict=False)
        if before.name not in new.by_name
        and now.name not in old.by_name
        and (before.type, before.description) == (now.type, now.description)
    }


def _order(name: str, kept: list[str], new: TableTerms) -> Iterator[ContractChange]:
    order = [column.name for column in new.columns]
    if order[: len(kept)] == kept:
        return
    stays = [column for column in order if column in kept] == kept
    what = "a new column stands before old ones" if stays else "its columns stand in another order"
    yield _breaking(name, what, "who reads by position gets another column", "readers and writers")


def _column(where: str, old: ColumnTerms, new: ColumnTerms) -> Iterator[ContractChange]:
    if old.type != new.type:
        what = f"the type is {new.type}; it was {old.type}"
        if old.type in WIDTHS and new.type in WIDTHS[WIDTHS.index(old.type) :]:
            yield _additive(where, what, "whoever writes rows has to widen it")
        else:
            yield _breaking(where, what, "comparisons and casts fail or mean something else", "readers and writers")
    if new.is_nullable and not old.is_nullable:
        effect = "rows without a value drop out of filters, joins and counts of it"
        yield _breaking(where, "it may be null now", effect)
    elif old.is_nullable and not new.is_nullable:
        yield _additive(where, "it is never null now", "rows without a value are kept out")
    yield from _words(where, old.words, new.words)
    if old.unit is not None and old.unit != new.unit:
        what = f"the unit is {new.unit or 'not said any more'}; it was {old.unit}"
        yield _breaking(where, what, "its numbers mean something else", "readers and writers")
    elif old.unit != new.unit:
        yield _wording(where, "its unit is said now")
    # A description may end with the list of allowed words, which are compared above.
    if old.description != new.description and (old.words == new.words or _unlisted(old) != _unlisted(new)):
        yield _wording(where, "its description")
    if old.source != new.source:
        yield _wording(where, "its source")


def _unlisted(column: ColumnTerms) -> str:
    """Return the description without the list of allowed words at its end."""
    return column.description.removesuffix(f" One of: {', '.join(column.words)}.")


def _words(where: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[ContractChange]:
    if old and not new:
        yield _breaking(where, "it is no longer closed", "it may hold any word: a CASE over the known ones has gaps")
        return
    if new and not old:
        yield _additive(where, f"it is closed: {', '.join(new)}", "rows with other words are kept out")
        return
    if added := [word for word in new if word not in old]:
        yield _breaking(where, f"it has the new words {', '.join(added)}", "a CASE over the known words misses rows")
    if gone := [word for word in old if word not in new]:
        yield _additive(where, f"it has the words {', '.join(gone)} no more", "rows with them are kept out")
    if set(old) == set(new) and old != new:
        yield _wording(where, "the order of its words")


def _keys(name: str, old: TableTerms, new: TableTerms) -> Iterator[ContractChange]:
    if old.key and old.key != new.key:
        what = f"the key is {', '.join(new.key) or 'none'}; it was {', '.join(old.key)}"
        yield _breaking(name, what, "joins over the old key give other rows", "readers and writers")
    elif old.key != new.key:
        yield _additive(name, f"it has the key {', '.join(new.key)}", "rows with an equal key are kept out")
    for key in old.foreign_keys:
        if key not in new.foreign_keys:
            what = f"({', '.join(key.columns)}) need not be in {key.table} ({', '.join(key.references)}) any more"
            yield _breaking(name, what, "inner joins lose rows")
    for key in new.foreign_keys:
        if key not in old.foreign_keys:
            what = f"({', '.join(key.columns)}) is in {key.table} ({', '.join(key.references)})"
            yield _additive(name, what, "rows that refer to nothing are kept out")
    if old.parent is not None and old.parent != new.parent:
        what = f"the column that names the parent is {new.parent or 'none'}; it was {old.parent}"
        yield _breaking(name, what, "sums over parts and totals come out otherwise", "readers and writers")
    elif old.parent != new.parent:
        yield _additive(name, f"{new.parent} names the parent", "rows without such a parent are kept out")


def _checks(name: str, old: TableTerms, new: TableTerms, columns: frozenset[str]) -> Iterator[ContractChange]:
    """Yield changed checks of columns that both contracts have; a new or dropped column is a change of its own."""
    same_words = {column for column in columns if old.by_name[column].words == new.by_name[column].words}

    def compared(table: TableTerms) -> dict[tuple[str, str], CheckTerms]:
        # Allowed words are compared as part of their column, so a check of words that differ is left out.
        where = {True: same_words, False: columns}
        return {
            (check.column, check.name): check
            for check in table.checks
            if check.is_row_rule or check.column in where[check.name == "known-word"]
        }

    before, now = compared(old), compared(new)
    for column, check in sorted(before.keys() | now.keys()):
        where, key = f"{name}.{column}", (column, check)
        if key not in now:
            yield _breaking(where, f"the check {check} was dropped", "rows that broke it are published")
        elif key not in before:
            what = f"the check {check} is new: {now[key].demands}"
            yield _additive(where, what, "rows that break it are kept out")
        else:
            yield from _check(where, before[key], now[key])


def _check(where: str, old: CheckTerms, new: CheckTerms) -> Iterator[ContractChange]:
    if (old.demands, old.is_row_rule) != (new.demands, new.is_row_rule):
        what = f"the check {new.name} demands: {new.demands}; it was: {old.demands}"
        if _is_tighter(old.demands, new.demands):
            yield _additive(where, what, "rows beyond the new bounds are kept out")
        else:
            yield _breaking(where, what, "rows that broke it are published, or others kept out", "readers and writers")
        return
    if old.message != new.message:
        yield _wording(where, f"the message of the check {new.name}")
    if old.remedy != new.remedy:
        yield _wording(where, f"the remedy of the check {new.name}")


def _is_tighter(old: str, new: str) -> bool:
    before, now = _bounds(old), _bounds(new)
    return before is not None and now is not None and before[0] <= now[0] and now[1] <= before[1]


def _bounds(demands: str) -> tuple[float, float] | None:
    """Return the range of numbers that a check allows; None for a check that is not a range."""
    if not (found := _BOUNDS.fullmatch(demands)):
        return None
    try:
        return float(found["least"] or found["low"]), float(found["high"] or "inf")
    except ValueError:
        return None
