"""The manifest of a snapshot, ``snapshot.json``. Standard library only, so that reading it is cheap.

It lists the SHA-256 of every other file of its snapshot and carries a seal over itself: no byte of a snapshot changes
unnoticed. ``LATEST.json`` has the SHA-256 of the current one: it also covers one of a version that had no seal yet.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from flows.errors import SnapshotError
from flows.model import InputFile
from flows.publish.sealed_json import Unsealed, read_sealed, read_strictly, sealed_text
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
_UNSEALED = frozenset(
    {"format", "snapshot", "created_utc", "previous", "content_digest", "code_version", "rules_sha256", "versions"}
    | {"options", "accepted", "issues", "violations", "edits", "files", "input_count", "inputs_sha256", "inputs"}
)
"""What a manifest without a seal has: with any other key, it had one."""


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
    """Return the name of a snapshot; ``number`` counts those of the same second, so that the later one sorts last.

    >>> snapshot_id(dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC), "3f9a1c2e" + 56 * "0")
    '20261122T013000Z-3f9a1c2e'
    """
    name = f"{created.astimezone(dt.UTC).strftime(_ID_TIME)}-{digest[:8]}"
    return name if number == 1 else f"{name}-{number}"


def is_snapshot_id(name: str) -> bool:
    """Return whether this is the name of a snapshot; only such folders are ever opened or deleted as snapshots."""
    if _ID.fullmatch(name) is None:
        return False
    try:
        created_utc(name)
    except ValueError:  # the digits are no time
        return False
    return True


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
    return sealed_text(
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


class Latest(NamedTuple):
    """What ``LATEST.json`` says: the name of the current snapshot, and the SHA-256 of its manifest."""

    snapshot: str
    manifest_sha256: str


def latest_text(folder: Path) -> str:
    """Return the ``LATEST.json`` that names the snapshot in this folder, for readers that cannot follow a link."""
    content = {
        "format": FORMAT,
        "snapshot": folder.name,
        "path": f"{SNAPSHOTS}/{folder.name}",
        "manifest_sha256": file_sha256(folder / MANIFEST),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def parse_latest(text: bytes) -> Latest:
    """Return what ``LATEST.json`` says; raise ``ValueError`` where it is malformed."""
    content = read_strictly(text)
    name, sha256 = (content.get(key) for key in Latest._fields)
    if not isinstance(name, str) or not is_snapshot_id(name):
        raise ValueError(f"it names {name!r:.80}, which is no snapshot")
    return Latest(name, str(sha256))


def parse_manifest(folder: Path, text: bytes) -> SnapshotInfo:
    """Return the snapshot that ``snapshot.json`` describes.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is malformed or not as it was sealed, and
    ``SnapshotError`` where another version of the program wrote it.
    """
    content = read_sealed(text)
    if isinstance(content, Unsealed) and not content.keys() <= _UNSEALED:
        raise ValueError("its seal is missing")
    if content["format"] != FORMAT:
        what = f"has format {content['format']!r:.20}: another version of infobox-etl wrote it"
        raise SnapshotError(str(folder / MANIFEST), what, "use that version, or publish anew: infobox-etl run")
    if content["snapshot"] != folder.name:
        raise ValueError(f"it says {content['snapshot']!r:.80}")
    files = tuple(_file(name, entry) for name, entry in _mapping(content["files"]).items())
    previous = content["previous"]
    if previous is not None and not (isinstance(previous, str) and is_snapshot_id(previous)):
        raise ValueError(f"{previous!r:.80} is no snapshot")
    return SnapshotInfo(
        snapshot_id=folder.name,
        path=folder,
        created_utc=created_utc(folder.name),
        content_digest=str(content["content_digest"]),
        previous=previous,
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


def parse_input(content: object) -> InputFile:
    """Return one entry of the list of inputs; raise ``KeyError`` or ``TypeError`` where it is malformed."""
    entry = _mapping(content)
    return InputFile(str(entry["source"]), str(entry["sha256"]), _number(entry["bytes"]))


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
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 63:
        raise TypeError(f"{value!r:.40} is no number of rows, bytes or the like")
    return value


def _option(value: object) -> Option:
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError(f"{value!r:.40} is no option")
    return value


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex; raise ``OSError`` for anything but a file, such as a pipe or a link."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
