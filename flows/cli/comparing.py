"""``diff``: what differs between two snapshots, row by row, with the words of the sources."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.cli.published import current
from flows.cli.terminal import FINE, columns, show, show_json
from flows.errors import CommandError, DamagedError
from flows.publish.locations import Location, location
from flows.publish.object_store.store import list_remote, local_view
from flows.publish.snapshot.history import before, change
from flows.publish.snapshot.manifest import SNAPSHOTS, SnapshotInfo, is_snapshot_id
from flows.publish.snapshot.no_output import nothing_at
from flows.publish.snapshot.published import (
    CURRENT,
    PREVIOUS,
    current_id,
    kept_candidate,
    read_snapshot,
    read_snapshots,
)
from flows.quoting import quoted, safe, shell_word
from flows.suggestions import meant, nearest, nearest_path

if TYPE_CHECKING:
    from flows.ask.snapshot_diff import RowChange, SnapshotDiff, TableDiff

CANDIDATE: Final = "candidate"
"""The word for what the gate stopped in the last run."""
_DIFFERENT: Final = 1
_HEAD: Final = ("TABLE", "OLD", "NEW", "ADDED", "GONE", "CHANGED", "MOVED", "DOCUMENTS")
_LINE: Final = 240  # characters of a row that is only in one snapshot
_KINDS: Final = {"changed": ("~", "yellow"), "gone": ("-", "red"), "added": ("+", "green")}


def diff(arguments: Namespace) -> int:
    """Show what differs between two snapshots; 0 where they could be compared, with --exit-code 1 where they differ."""
    from flows.ask.snapshot_diff import compare

    output = location(arguments.output)
    with ExitStack() as opened:
        old, new = (_snapshot(opened, output, name) for name in (arguments.older, arguments.newer))
        tables = arguments.table and [_table(name, old, new) for name in arguments.table]
        found = compare(old, new, tables, arguments.limit)
        reasons = _reasons(old, new)
    if arguments.json:
        show_json(_plain(found))
    else:
        _show(found, reasons)
    return _DIFFERENT if arguments.exit_code and found.differs else FINE


def _reasons(old: SnapshotInfo, new: SnapshotInfo) -> str:
    """Return in one line why the tables may differ: other inputs, code, rules, versions, options."""
    try:
        found = change(new, old)
    except DamagedError:  # the list of inputs: the tables are compared all the same
        return ""
    inputs = f"inputs +{found.added} -{found.removed} ~{found.changed}"
    return "; ".join((inputs, *found.reasons))


def _snapshot(opened: ExitStack, output: Location, name: str) -> SnapshotInfo:
    """Return the snapshot that a word names: one of the output, or a folder; ``opened`` keeps copies."""
    if isinstance(place := _place(output, name), Path):
        return _local(place, name)
    return current(opened.enter_context(local_view(place)))


def _place(output: Location, name: str) -> Location:
    """Return where a named snapshot is looked for: in the output, unless the word is the address of something else."""
    if "://" in name:
        return location(name)
    if isinstance(output, Path) or name == CURRENT:
        return output
    snapshots, now, _ = list_remote(output)
    by_name = {info.snapshot_id: info for info in snapshots}
    if name == PREVIOUS and now in by_name and (older := before(by_name[now], snapshots)) is not None:
        name = older.snapshot_id
    if name in by_name:
        return output / SNAPSHOTS / name
    if Path(name).is_dir():
        return Path(name)
    raise _unknown(str(output), name, by_name)


def _local(output: Path, name: str) -> SnapshotInfo:
    if name == CURRENT:
        return current(output)
    if is_snapshot_id(name) and (output / SNAPSHOTS / name).is_dir():
        return read_snapshot(output.resolve() / SNAPSHOTS / name)
    if name == CANDIDATE and (candidate := kept_candidate(output)) is not None:
        return candidate
    if Path(name).is_dir() and name != PREVIOUS:
        return current(Path(name))
    snapshots = read_snapshots(output)[0]
    if not snapshots:
        raise nothing_at(output)
    by_name = {info.snapshot_id: info for info in snapshots}
    now = by_name.get(current_id(output) or "")
    if name == PREVIOUS and now is not None and (older := before(now, snapshots)) is not None:
        return older
    raise _unknown(str(output), name, by_name)


def _unknown(output: str, name: str, snapshots: Mapping[str, SnapshotInfo]) -> CommandError:
    if name == PREVIOUS:
        what = f"there is no snapshot before the current one in {output}"
        return CommandError("diff", what, "every run that changes a table publishes one more")
    if name == CANDIDATE:
        return CommandError("diff", f"there is no candidate in {output}", "the gate has let the last run pass")
    near = nearest(name, [*snapshots, CURRENT, PREVIOUS, CANDIDATE]) or nearest_path(name)
    remedy = "" if near is None else f"did you mean {shell_word(near)}?\n"
    remedy += "name a snapshot that `infobox-etl history` lists, current, previous, candidate, or a folder"
    return CommandError("diff", f"{shell_word(name)} is no snapshot of {output}, and no folder", remedy)


def _table(name: str, old: SnapshotInfo, new: SnapshotInfo) -> str:
    known = sorted(old.rows.keys() | new.rows.keys())
    if name not in known:
        raise CommandError("diff", f"neither has a table {safe(name)}", meant(name, known, "tables"))
    return name


def _show(found: SnapshotDiff, reasons: str) -> None:
    show(f"{found.old.snapshot_id} -> {found.new.snapshot_id}", "bold")
    if reasons:
        show(f"  {safe(reasons)}", "dim")
    for each in found.contract:
        if each.kind != "wording":
            show(f"  contract, {each.kind}: {safe(each.where)}: {safe(each.what)}", "yellow")
    differing = [table for table in found.tables if table.differs]
    if differing:
        for number, line in enumerate(columns([_HEAD, *map(_cells, differing)], right=range(1, len(_HEAD)), indent="")):
            show(line, "bold" if number == 0 else None)
        if any(table.counts.moved for table in differing):
            show("moved: the same values under another number, or at another place of the text", "dim")
    same = [table.name for table in found.tables if not table.differs]
    if same:
        show(f"no difference: {', '.join(map(safe, same))}", "dim")
    for table in differing:
        _show_examples(table)


def _cells(table: TableDiff) -> tuple[str, ...]:
    rows = ("-" if number is None else f"{number:,}" for number in (table.old_rows, table.new_rows))
    counts = table.counts[: len(_HEAD) - 3]
    return (safe(table.name), *rows, *(f"{number:,}" if number else "" for number in counts))


def _show_examples(table: TableDiff) -> None:
    if not table.examples:
        return
    show()
    show(safe(table.name), "bold")
    for each in table.examples:
        sign, style = _KINDS[each.kind]
        number = ", ".join(f"{name} {value}" for name, value in each.number.items())
        show(f"  {sign} {safe(each.source)}{f'  {safe(number)}' if number else ''}", style)
        for line in _value_lines(each):
            show(f"      {line}")
    shown = {kind: sum(each.kind == kind for each in table.examples) for kind in _KINDS}
    counts, is_of_documents = table.counts, table.name == "documents"
    whole = {} if is_of_documents else {"gone": counts.gone_whole, "added": counts.added_whole}
    rest = {kind: getattr(counts, kind) - number - whole.get(kind, 0) for kind, number in shown.items()}
    for numbers, told in ((rest, f"more: --table {safe(table.name)} --limit N"), (whole, "with whole documents")):
        if any(numbers.values()):
            listed = ", ".join(f"{number:,} {kind}" for kind, number in numbers.items() if number)
            show(f"  … and {listed} {told}", "dim")


def _value_lines(row: RowChange) -> Iterator[str]:
    old_words, new_words = row.words
    if row.kind == "changed":
        yield from columns(
            [(safe(name), f"{_shown(one)} -> {_shown(other)}") for name, (one, other) in row.values.items()], indent=""
        )
    else:
        said = {name: one if other is None else other for name, (one, other) in row.values.items()}
        told = (f"{safe(name)} {_shown(value)}" for name, value in said.items() if value not in (False, []))
        yield safe(" · ".join(told), limit=_LINE)
    words = [quoted(each) for each in dict.fromkeys((old_words, new_words)) if each]
    if words:
        yield f"from {' -> '.join(words)}"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return quoted(value) if isinstance(value, str) else safe(str(value), limit=100)


def _plain(found: SnapshotDiff) -> dict[str, object]:
    return {
        "old": found.old.snapshot_id,
        "new": found.new.snapshot_id,
        "differs": found.differs,
        "contract": [each._asdict() for each in found.contract],
        "tables": [
            {
                "table": table.name,
                "old_rows": table.old_rows,
                "new_rows": table.new_rows,
                **table.counts._asdict(),
                "examples": [_plain_row(each) for each in table.examples],
            }
            for table in found.tables
        ],
    }


def _plain_row(row: RowChange) -> dict[str, object]:
    return {
        "kind": row.kind,
        "document": row.document,
        "source": row.source,
        "number": dict(row.number),
        "values": {name: {"old": one, "new": other} for name, (one, other) in row.values.items()},
        "source_text": {"old": row.words[0], "new": row.words[1]},
    }
