"""``history`` and ``rollback``: the snapshots of an output folder, and which of them is current."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flows.cli.terminal import FINE, complain, say, show, show_json, show_path, wrapped
from flows.errors import DamagedError, SnapshotError
from flows.publish.locations import Location, ObjectUrl, location
from flows.publish.object_store.store import list_remote
from flows.publish.snapshot.history import SnapshotChange, before, change
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.no_output import nothing_at
from flows.publish.snapshot.published import (
    PREVIOUS,
    current_id,
    current_snapshot,
    kept_candidate,
    read_snapshots,
    snapshot_ids,
    snapshot_place,
)
from flows.quoting import safe, shell_command
from flows.runs.options import RunConfig, plain


def history(arguments: Namespace) -> int:
    """List the snapshots of an output folder with what changed, the newest first, and a candidate that was kept."""
    output = location(arguments.output)
    snapshots, now, candidate = _listed(output)
    if not snapshots and candidate is None:
        raise nothing_at(output)
    if arguments.json:
        content = {
            "snapshots": [
                _plain(info, snapshots, output) | {"is_current": info.snapshot_id == now} for info in snapshots
            ],
            "candidate": None if candidate is None else _plain(candidate, snapshots, output),
        }
        show_json(content)
        return FINE
    rows: list[tuple[str, ...]] = [
        ("", "SNAPSHOT", "CREATED (UTC)", "INPUTS", "ROWS", "ISSUES", "VIOLATIONS", "CHANGED")
    ]
    if candidate is not None:
        note = f"not published: {shell_command(['infobox-etl', 'check', str(snapshot_place(output, candidate))])}"
        rows.append(("?", *_cells(candidate), "; ".join((note, *_change(candidate, snapshots)))))
    for info in snapshots:
        mark = "*" if info.snapshot_id == now else ""
        rows.append((mark, *_cells(info), "; ".join(_change(info, snapshots))))
    for number, line in enumerate(wrapped(rows, right=[3, 4, 5, 6], indent="")):
        show(line, "bold" if number == 0 else None)
    if len(snapshots) > 1:
        place = [] if arguments.output == plain(RunConfig())["output"] else ["--output", arguments.output]
        say(f"which rows differ: {shell_command(['infobox-etl', 'diff', *place])}", "dim")
    return FINE


def _listed(output: Location) -> tuple[tuple[SnapshotInfo, ...], str | None, SnapshotInfo | None]:
    """Return the snapshots of an output, the newest first, the name of the current one, and the candidate."""
    if not isinstance(output, Path):
        return list_remote(output)
    snapshots, problems = read_snapshots(output)
    now = None
    try:
        now = current_id(output)
    except DamagedError as error:
        problems = (error, *problems)
    candidate = kept_candidate(output)
    if problems and not snapshots and candidate is None:
        raise problems[0]
    for each in problems:
        complain(each.where, each.what, each.remedy, kind="warning")
    return snapshots, now, candidate


def rollback(arguments: Namespace) -> int:
    """Make an earlier snapshot the current one, after checking that every file of it is as it was published."""
    from flows.publish.snapshot.lock import output_lock
    from flows.publish.snapshot.pointers import make_current

    output = location(arguments.output)
    name = None if arguments.snapshot == PREVIOUS else arguments.snapshot
    if not isinstance(output, Path):
        return _rollback_remote(output, name, is_json=arguments.json)
    if not snapshot_ids(output):
        raise nothing_at(output)
    with output_lock(output, arguments.wait) as lock:
        for where, what in lock.moved:
            complain(where, what, "delete it, or keep it elsewhere if it is yours", kind="warning")
        try:
            was = current_snapshot(output)
        except SnapshotError:  # damaged: a good reason to go back
            was = None
        info = make_current(lock, name)
    if was is not None and was.snapshot_id == info.snapshot_id:
        say(f"snapshot {info.snapshot_id} is the current one already", "bold")
    else:
        say(f"snapshot {info.snapshot_id} is the current one now", "bold")
        if was is not None:
            with suppress(DamagedError):  # a list of inputs, also a good reason to go back
                say(f"  against {was.snapshot_id}: {change(info, was)}")
            say(f"  back again: infobox-etl rollback {was.snapshot_id}")
    _show_place(info, output, is_json=arguments.json, was=was)
    return FINE


def _show_place(info: SnapshotInfo, output: Location, *, is_json: bool, was: SnapshotInfo | None = None) -> None:
    place = snapshot_place(output, info)
    if is_json:
        before_it = None if was is None else was.snapshot_id
        show_json({"snapshot": info.snapshot_id, "folder": str(place), "before": before_it})
    else:
        show_path(place)


def _rollback_remote(output: ObjectUrl, name: str | None, *, is_json: bool) -> int:
    from flows.publish.object_store.mirror import roll_back

    info = roll_back(output, name)
    say(f"snapshot {info.snapshot_id} is the current one now", "bold")
    _show_place(info, output, is_json=is_json)
    return FINE


def _cells(info: SnapshotInfo) -> tuple[str, ...]:
    numbers = (info.input_count, *(sum(counted.values()) for counted in (info.rows, info.issues, info.violations)))
    return (info.snapshot_id, f"{info.created_utc:%Y-%m-%d %H:%M:%S}", *(f"{number:,}" for number in numbers))


def _change(info: SnapshotInfo, snapshots: Sequence[SnapshotInfo]) -> tuple[str, ...]:
    changes = () if (found := _change_of(info, snapshots)) is None else (str(found),)
    return (*changes, *(f"accepted: {safe(headline)}" for headline in info.accepted))


def _plain(info: SnapshotInfo, snapshots: Sequence[SnapshotInfo], output: Location) -> dict[str, object]:
    older = before(info, snapshots)
    return {
        "snapshot": info.snapshot_id,
        "created_utc": info.created_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "folder": str(snapshot_place(output, info)),
        "inputs": info.input_count,
        "rows": info.rows,
        "issues": dict(info.issues),
        "violations": dict(info.violations),
        "content_digest": info.content_digest,
        "code_version": info.code_version,
        "rules_sha256": info.rules_sha256,
        "accepted": list(info.accepted),
        "before": None if older is None else older.snapshot_id,
        "change": None if (found := _change_of(info, snapshots)) is None else found._asdict(),
    }


def _change_of(info: SnapshotInfo, snapshots: Sequence[SnapshotInfo]) -> SnapshotChange | None:
    """Return how a snapshot differs from the one before it; None without one, or where their inputs are damaged."""
    older = before(info, snapshots)
    with suppress(DamagedError):
        return None if older is None else change(info, older)
    return None
