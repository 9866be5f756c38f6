"""The manifest of a snapshot, ``snapshot.json``. Standard library only, so that reading it is cheap."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from flows.model import InputFile
from flows.publish.table_files import WrittenFile, table_of

SNAPSHOTS: Final = "snapshots"
CANDIDATES: Final = "candidates"
MANIFEST: Final = "snapshot.json"
INPUTS: Final = "inputs.jsonl"
INLINE_INPUTS: Final = 1000
"""The most inputs that the manifest itself lists; more are listed in ``inputs.jsonl`` beside it, one on a line."""

KEEP: Final = 10
"""How many snapshots stay by default, the current one among them."""
KEEP_FOR: Final = dt.timedelta(days=1)
"""How long others stay by default, from when they stopped being current: a reader may have opened one just before."""

FORMAT: Final = 1
Option = str | int | float | bool | None

_ID = re.compile(r"([0-9]{8}T[0-9]{6}Z)-([0-9a-f]{8})(?:-([0-9]{1,6}))?")
_ID_TIME = "%Y%m%dT%H%M%SZ"


class SnapshotFile(NamedTuple):
    """A file of a snapshot as the manifest lists it: ``rows`` counts the rows of a table, None for other files."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts of a run that the manifest keeps; none of them may get into a ``*.parquet``.

    ``issues`` counts by code, ``violations`` by table, ``edits`` by step; ``accepted`` are the headlines of the
    findings of the gate that --accept overrode.
    """

    code_version: str
    rules_sha256: str
    inputs: Sequence[InputFile] = ()
    issues: Mapping[str, int] = field(default_factory=dict)
    violations: Mapping[str, int] = field(default_factory=dict)
    edits: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """One snapshot, published or kept as a candidate: where it is and what its manifest holds.

    ``path`` is absolute and names the snapshot's own folder, never ``current``: a reader that uses it never mixes two
    snapshots. ``content_digest`` is equal for snapshots whose tables are equal.
    """

    snapshot_id: str
    path: Path
    created_utc: dt.datetime
    content_digest: str
    previous: str | None
    files: tuple[SnapshotFile, ...]
    versions: Mapping[str, str]
    code_version: str
    rules_sha256: str
    input_count: int
    inputs_sha256: str
    issues: Mapping[str, int]
    violations: Mapping[str, int]
    options: Mapping[str, Option]
    edits: Mapping[str, int] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()

    @property
    def rows(self) -> dict[str, int]:
        """Row counts by table name."""
        counts: dict[str, int] = {}
        for file in self.files:
            if file.rows is not None and (table := table_of(file.name)) is not None:
                counts[table] = counts.get(table, 0) + file.rows
        return counts


def content_digest(tables: Sequence[WrittenFile]) -> str:
    """Return the SHA-256 over the tables' names and digests, in name order: equal tables, equal digest."""
    lines = sorted(f"{table.name} {table.sha256}\n" for table in tables)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def snapshot_id(created: dt.datetime, digest: str, number: int = 1) -> str:
    """Return the name of a snapshot; ``number`` distinguishes several of the same second and content.

    >>> snapshot_id(dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC), "3f9a1c2e" + 56 * "0")
    '20261122T013000Z-3f9a1c2e'
    """
    name = f"{created.astimezone(dt.UTC).strftime(_ID_TIME)}-{digest[:8]}"
    return name if number == 1 else f"{name}-{number}"


def is_snapshot_id(name: str) -> bool:
    """Return whether this is the name of a snapshot; only such folders are ever opened or deleted as snapshots."""
    return _ID.fullmatch(name) is not None


def sort_key(name: str) -> tuple[str, int, str]:
    """Return the key that sorts snapshot names by age; ``-10`` comes after ``-2``."""
    match = _ID.fullmatch(name)
    return (match[1], int(match[3] or 1), match[2]) if match else ("", 0, name)


def created_utc(name: str) -> dt.datetime:
    """Return when the snapshot of this name was made, to the second."""
    return dt.datetime.strptime(name[: name.index("-")], _ID_TIME).replace(tzinfo=dt.UTC)


def inputs_digest(inputs: Sequence[InputFile]) -> str:
    """Return one SHA-256 over all inputs, in the order of their names."""
    digest = hashlib.sha256()
    for item in sorted(inputs):
        digest.update(f"{item.source}\0{item.sha256}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def manifest_text(info: SnapshotInfo, inputs: Sequence[InputFile]) -> str:
    """Return ``snapshot.json``. The inputs are listed only up to ``INLINE_INPUTS``: see ``inputs_text``."""
    return _dump(
        {
            "format": FORMAT,
            "snapshot": info.snapshot_id,
            "created_utc": info.created_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "previous": info.previous,
            "content_digest": info.content_digest,
            "code_version": info.code_version,
            "rules_sha256": info.rules_sha256,
            "versions": dict(sorted(info.versions.items())),
            "options": dict(sorted(info.options.items())),
            "accepted": list(info.accepted),
            "issues": dict(sorted(info.issues.items())),
            "violations": dict(sorted(info.violations.items())),
            "edits": dict(sorted(info.edits.items())),
            "files": {
                file.name: {"sha256": file.sha256, "rows": file.rows, "bytes": file.bytes}
                for file in sorted(info.files)
            },
            "input_count": info.input_count,
            "inputs_sha256": info.inputs_sha256,
            "inputs": [item._asdict() for item in sorted(inputs)] if len(inputs) <= INLINE_INPUTS else INPUTS,
        }
    )


def inputs_text(inputs: Sequence[InputFile]) -> str:
    """Return ``inputs.jsonl``: one JSON object a line, in the order of their names."""
    return "".join(json.dumps(item._asdict(), ensure_ascii=False) + "\n" for item in sorted(inputs))


def latest_text(info: SnapshotInfo) -> str:
    """Return ``LATEST.json``, which names the current snapshot for readers that cannot follow a link."""
    manifest = hashlib.sha256((info.path / MANIFEST).read_bytes()).hexdigest()
    folder = f"{SNAPSHOTS}/{info.snapshot_id}"
    return _dump({"format": FORMAT, "snapshot": info.snapshot_id, "path": folder, "manifest_sha256": manifest})


def _dump(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def parse_manifest(folder: Path, content: Mapping[str, object]) -> SnapshotInfo:
    """Return the snapshot that ``snapshot.json`` describes.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is malformed.
    """
    if content["format"] != FORMAT:
        raise ValueError(f"format {content['format']!r}: written by another version of infobox-etl")
    if content["snapshot"] != folder.name:
        raise ValueError(f"it says {content['snapshot']!r}")
    files = tuple(_file(name, entry) for name, entry in _mapping(content["files"]).items())
    previous = content["previous"]
    return SnapshotInfo(
        snapshot_id=folder.name,
        path=folder,
        created_utc=created_utc(folder.name),
        content_digest=str(content["content_digest"]),
        previous=None if previous is None else str(previous),
        files=files,
        versions={name: str(value) for name, value in _mapping(content["versions"]).items()},
        code_version=str(content["code_version"]),
        rules_sha256=str(content["rules_sha256"]),
        input_count=_number(content["input_count"]),
        inputs_sha256=str(content["inputs_sha256"]),
        issues={name: _number(value) for name, value in _mapping(content["issues"]).items()},
        violations={name: _number(value) for name, value in _mapping(content["violations"]).items()},
        options={name: _option(value) for name, value in _mapping(content["options"]).items()},
        edits={name: _number(value) for name, value in _mapping(content.get("edits", {})).items()},
        accepted=_texts(content.get("accepted", [])),
    )


def _file(name: str, content: object) -> SnapshotFile:
    if Path(name).name != name:
        raise ValueError(f"{name!r} lies outside of the snapshot")
    entry = _mapping(content)
    rows = entry["rows"]
    return SnapshotFile(name, None if rows is None else _number(rows), _number(entry["bytes"]), str(entry["sha256"]))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.40} is no object")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is no list")
    return tuple(map(str, value))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r:.40} is no number")
    return value


def _option(value: object) -> Option:
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError(f"{value!r:.40} is no option")
    return value


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
