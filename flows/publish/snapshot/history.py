"""The differences between two snapshots: inputs, rows by table, and the reasons (code, rules, versions, options)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.published import read_inputs


class SnapshotChange(NamedTuple):
    """The differences: numbers of inputs, the change of each table's number of rows, and the reasons."""

    added: int
    removed: int
    changed: int
    rows: Mapping[str, int]
    has_same_tables: bool
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        """Return the change in one line: "inputs +1 -0 ~2; conflicts +1; other code"."""
        inputs = f"inputs +{self.added} -{self.removed} ~{self.changed}"
        rows = ", ".join(f"{table} {rows:+,}" for table, rows in self.rows.items())
        tables = "same tables" if self.has_same_tables else rows or "other values, as many rows"
        is_same_input = not (self.added or self.removed or self.changed)
        return "; ".join((*(() if is_same_input else (inputs,)), tables, *self.reasons))


def change(info: SnapshotInfo, before: SnapshotInfo) -> SnapshotChange:
    """Return how ``info`` differs from ``before``; either may be the newer one."""
    now, then = _inputs(info, before), _inputs(before, info)
    rows = {table: count - before.rows.get(table, 0) for table, count in info.rows.items()}
    differs = {
        "other code": info.code_version != before.code_version,
        "other rules": info.rules_sha256 != before.rules_sha256,
        "other versions": dict(info.versions) != dict(before.versions),
        "other options": _chosen_options(info) != _chosen_options(before),
    }
    return SnapshotChange(
        added=len(now.keys() - then.keys()),
        removed=len(then.keys() - now.keys()),
        changed=sum(now[name] != then[name] for name in now.keys() & then.keys()),
        rows={table: count for table, count in rows.items() if count},
        has_same_tables=info.content_digest == before.content_digest,
        reasons=tuple(reason for reason, is_so in differs.items() if is_so),
    )


def before(info: SnapshotInfo, snapshots: Sequence[SnapshotInfo]) -> SnapshotInfo | None:
    """Return the snapshot that was current before this one, else the next older one; ``snapshots`` newest first."""
    by_name = {each.snapshot_id: each for each in snapshots}
    if info.previous in by_name:
        return by_name[info.previous]
    return next((each for each in snapshots if each.created_utc < info.created_utc), None)


def _inputs(info: SnapshotInfo, other: SnapshotInfo) -> dict[str, str]:
    if info.inputs_sha256 == other.inputs_sha256:  # a list may have a million lines, and most runs change nothing
        return {}
    return {item.source: item.sha256 for item in read_inputs(info)}


def _chosen_options(info: SnapshotInfo) -> dict[str, object]:
    return {name: value for name, value in info.options.items() if not name.endswith("_sha256")}
