"""The differences between two snapshots: inputs, rows by table, and the reasons (code, rules, versions, options)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flows.errors import SnapshotError
from flows.model import InputFile
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.published import current_snapshot, read_inputs


class SnapshotChange(NamedTuple):
    """The differences: numbers of inputs, of rows by table, of issues by code, and the reasons.

    ``rows`` and ``issues`` have what differs only. ``unchanged`` counts the inputs that both were made of.
    """

    added: int
    removed: int
    changed: int
    rows: Mapping[str, int]
    has_same_tables: bool
    reasons: tuple[str, ...]
    issues: Mapping[str, int]
    unchanged: int

    def __str__(self) -> str:
        """Return the change in one line: "inputs +1 -0 ~2; conflicts +1; other code"."""
        inputs = f"inputs +{self.added} -{self.removed} ~{self.changed}"
        rows = ", ".join(f"{table} {rows:+,}" for table, rows in self.rows.items())
        tables = "same tables" if self.has_same_tables else rows or "other values, as many rows"
        is_same_input = not (self.added or self.removed or self.changed)
        return "; ".join((*(() if is_same_input else (inputs,)), tables, *self.reasons))


def change(info: SnapshotInfo, before: SnapshotInfo) -> SnapshotChange:
    """Return how ``info`` differs from ``before``; either may be the newer one."""
    if info.inputs_sha256 == before.inputs_sha256:  # a list may have a million lines, and most runs change nothing
        return _compared(info, before, {}, {})
    return _compared(info, before, _hashes(read_inputs(info)), _hashes(read_inputs(before)))


class Earlier(NamedTuple):
    """A snapshot, and the SHA-256 of its inputs by source: they stay known when its folder is gone."""

    info: SnapshotInfo
    hashes: Mapping[str, str]


def earlier(output: Path) -> Earlier | None:
    """Return what is current in an output before a run publishes; None without one, or where it is damaged."""
    with suppress(SnapshotError):
        current = current_snapshot(output)
        return None if current is None else Earlier(current, _hashes(read_inputs(current)))
    return None


def change_since(before: Earlier | None, info: SnapshotInfo, inputs: Iterable[InputFile]) -> SnapshotChange | None:
    """Return how a snapshot that was just made of these inputs differs from the one before; None without one."""
    return None if before is None else _compared(info, before.info, _hashes(inputs), before.hashes)


def _hashes(inputs: Iterable[InputFile]) -> dict[str, str]:
    return {item.source: item.sha256 for item in inputs}


def _compared(
    info: SnapshotInfo, before: SnapshotInfo, now: Mapping[str, str], then: Mapping[str, str]
) -> SnapshotChange:
    added, changed = len(now.keys() - then.keys()), sum(now[name] != then[name] for name in now.keys() & then.keys())
    differs = {
        "other code": info.code_version != before.code_version,
        "other rules": info.rules_sha256 != before.rules_sha256,
        "other versions": dict(info.versions) != dict(before.versions),
        "other options": _chosen_options(info) != _chosen_options(before),
    }
    return SnapshotChange(
        added=added,
        removed=len(then.keys() - now.keys()),
        changed=changed,
        rows=_differences(info.rows, before.rows),
        has_same_tables=info.content_digest == before.content_digest,
        reasons=tuple(reason for reason, is_so in differs.items() if is_so),
        issues=_differences(info.issues, before.issues),
        unchanged=info.input_count - added - changed,
    )


def _differences(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    names = [*now, *sorted(before.keys() - now.keys())]
    return {name: more for name in names if (more := now.get(name, 0) - before.get(name, 0))}


def before(info: SnapshotInfo, snapshots: Sequence[SnapshotInfo]) -> SnapshotInfo | None:
    """Return the snapshot that was current before this one, else the next older one; ``snapshots`` newest first."""
    by_name = {each.snapshot_id: each for each in snapshots}
    if info.previous in by_name:
        return by_name[info.previous]
    return next((each for each in snapshots if each.created_utc < info.created_utc), None)


def _chosen_options(info: SnapshotInfo) -> dict[str, object]:
    return {name: value for name, value in info.options.items() if not name.endswith("_sha256")}
