"""Reads what is published in an object store, and copies it to this disk for code that reads folders.

A store has no links: ``LATEST.json`` names the current snapshot. It is read once, and everything else under the name
that it gave, so a reader never mixes two snapshots. Every answer of a store is checked before it is used.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.errors import DamagedError, PublishError, SnapshotError
from flows.publish.locations import Location, ObjectUrl
from flows.publish.snapshot.manifest import (
    CANDIDATES,
    MANIFEST,
    SNAPSHOTS,
    SnapshotInfo,
    is_snapshot_id,
    latest_text,
    parse_latest,
    parse_manifest,
    sort_key,
)
from flows.publish.snapshot.published import LATEST, NOTHING, RUN_FIRST, RUN_FULL

CHUNK: Final = 1 << 20
_SMALL = 1 << 26  # bytes of a manifest or pointer that are read at most
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")  # names of files in a manifest that may be written to this disk

_CODE = re.compile(r"AWS Error ([A-Z_]+)")
_CURL = re.compile(r"curlCode: \d+, ([^;\n]+)")
_REQUEST = re.compile(r" *\(Request ID:[^)]*\)")
_NO_BUCKET = re.compile(r"NO_SUCH_BUCKET|Bucket '.*' not found")
_DENIED = re.compile(
    "ACCESS_DENIED|INVALID_ACCESS_KEY_ID|SIGNATURE_DOES_NOT_MATCH|(EXPIRED|INVALID)_TOKEN|HTTP status 40[13]"
)


@contextmanager
def explained(url: ObjectUrl) -> Iterator[None]:
    """Turn pyarrow's errors about a store into ``PublishError``; errors of this disk stay ``OSError``.

    A missing object stays ``FileNotFoundError``: only the caller knows what that means.
    """
    try:
        yield
    except (OSError, ValueError, NotImplementedError) as error:  # pyarrow's own exceptions derive from these
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _store_error(url, str(error)) from error


def _store_error(url: ObjectUrl, message: str) -> PublishError:
    code = _CODE.search(message)
    if _NO_BUCKET.search(message):
        return PublishError(str(url), f"there is no bucket {url.bucket}", "create it, or correct the address")
    if _DENIED.search(message):
        remedy = (
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, to a key that may list, read, write and "
            "delete there"
        )
        return PublishError(str(url), f"the store denies access ({code[1] if code else 'forbidden'})", remedy)
    if found := _CURL.search(message):
        remedy = "check the network, the endpoint (AWS_ENDPOINT_URL or ?endpoint_override=) and its ?scheme="
        return PublishError(str(url), f"the store cannot be reached ({found[1].strip()})", remedy)
    if "without S3 support" in message:
        remedy = "install the pyarrow of the Python package index: pip install --force-reinstall pyarrow"
        return PublishError(str(url), "this pyarrow was built without S3", remedy)
    first = next(iter(_REQUEST.sub("", message).splitlines()), "")
    return PublishError(str(url), f"the store answers: {first:.300}", "run again; what was published before stays")


@dataclass(frozen=True, slots=True)
class Store:
    """An output in an object store, opened. ``files`` is pyarrow's filesystem; names are relative to the output.

    Every method raises ``PublishError`` where the store cannot be reached or refuses.
    """

    url: ObjectUrl
    files: Any

    def key(self, *names: str) -> str:
        """Return the full key of an object, bucket first."""
        return "/".join((self.url.key, *names))

    def read(self, *names: str) -> bytes | None:
        """Return the content of a small object, None where there is no such object."""
        try:
            with explained(self.url), self.files.open_input_stream(self.key(*names)) as stream:
                content: bytes = stream.read(_SMALL + 1)
        except FileNotFoundError:
            return None
        if len(content) > _SMALL:
            raise SnapshotError(str(self.url / "/".join(names)), f"is larger than {_SMALL:,} bytes", RUN_FULL)
        return content

    def chunks(self, *names: str) -> Iterator[bytes]:
        """Yield an object's content; raise ``FileNotFoundError`` where it is missing."""
        with explained(self.url), self.files.open_input_stream(self.key(*names)) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def snapshots(self, kind: str = SNAPSHOTS) -> dict[str, dict[str, int]]:
        """Return the sizes of the files of every snapshot (or candidate), by snapshot and name, complete or not."""
        from pyarrow.fs import FileSelector  # noqa: PLC0415  (a slow import that only stores need)

        folder = self.key(kind)
        found: dict[str, dict[str, int]] = {}
        with explained(self.url):
            for entry in self.files.get_file_info(FileSelector(folder, allow_not_found=True, recursive=True)):
                name, _, file = entry.path.removeprefix(f"{folder}/").partition("/")
                if is_snapshot_id(name):
                    files = found.setdefault(name, {})
                    if file and entry.is_file:
                        files[file] = entry.size
        return found

    def current_id(self) -> str | None:
        """Return the name of the current snapshot, None where nothing is published."""
        return self.named(self.read(LATEST))

    def named(self, pointer: bytes | None) -> str | None:
        """Return the name of the snapshot in a content of ``LATEST.json``; raise ``DamagedError`` if it has none."""
        if pointer is None:
            return None
        try:
            latest = parse_latest(pointer)
        except ValueError as error:
            raise DamagedError(str(self.url / LATEST), f"cannot be read ({error})", RUN_FULL) from error
        manifest = self.read(SNAPSHOTS, latest.snapshot, MANIFEST)
        if manifest is not None and hashlib.sha256(manifest).hexdigest() != latest.manifest_sha256:
            what = f"names {latest.snapshot} with another SHA-256 than its manifest has"
            raise DamagedError(str(self.url / LATEST), what, RUN_FULL)
        return latest.snapshot

    def manifest(self, name: str, folder: Path, kind: str = SNAPSHOTS) -> SnapshotInfo:
        """Return the manifest of a snapshot, with ``path`` as the place that it has or would have in ``folder``."""
        where = self.url / kind / name / MANIFEST
        content = self.read(kind, name, MANIFEST)
        if content is None:
            raise DamagedError(str(where), "is missing", f"{RUN_FULL}; if a run has just removed it, ask again")
        try:
            info = parse_manifest(folder / kind / name, content)
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError(str(where), f"cannot be read ({error!r:.200})", RUN_FULL) from error
        if odd := [file.name for file in info.files if not _PLAIN.fullmatch(file.name)]:
            raise DamagedError(str(where), f"{odd[0]!r:.80} is no name of a published file", RUN_FULL)
        return info

    def fetch(self, name: str, file: str, folder: Path, kind: str = SNAPSHOTS) -> None:
        """Copy one file of a snapshot to its place in ``folder``; write nothing where the object is missing."""
        target = folder / kind / name / file
        target.parent.mkdir(parents=True, exist_ok=True)
        chunks = self.chunks(kind, name, file)
        with suppress(FileNotFoundError):
            first = next(chunks, b"")
            with target.open("wb") as content:
                content.write(first)
                content.writelines(chunks)


def connect(url: ObjectUrl) -> Store:
    """Return the output at this address, opened; raise ``PublishError`` where its bucket cannot be reached."""
    from pyarrow.fs import FileSystem  # noqa: PLC0415  (see above)

    with explained(url):
        try:
            # One request for a small object instead of three, and no parts left in the store when a run is killed.
            files, _ = FileSystem.from_uri(f"{url}?{url.query}&allow_delayed_open=true")
        except ValueError:  # pyarrow before 21 refuses that option; any other fault is raised again here
            files, _ = FileSystem.from_uri(url.full)
        if files.get_file_info(url.bucket).type.name == "NotFound":
            raise PublishError(str(url), f"there is no bucket {url.bucket}", "create it, or correct the address")
    return Store(url, files)


@contextmanager
def local_view(output: Location) -> Iterator[Path]:
    """Yield a folder in which an output's current snapshot can be read: the folder itself, or a copy from the store.

    The address may also name one snapshot or candidate in the store. The copy is gone at the end. Raises
    ``SnapshotError`` where nothing is published in the store.
    """
    if isinstance(output, Path):
        yield output
        return
    output, kind, name = _pinned(output)
    store = connect(output)
    name = name or store.current_id()
    if name is None:
        raise SnapshotError(str(output), NOTHING, RUN_FIRST)
    with tempfile.TemporaryDirectory(prefix="infobox-etl-") as made:
        folder = Path(made).resolve()
        info = store.manifest(name, folder, kind)
        for file in (*(file.name for file in info.files), MANIFEST):
            store.fetch(name, file, folder, kind)
        if info.previous is not None and is_snapshot_id(info.previous):  # what `check` compares the numbers of rows to
            store.fetch(info.previous, MANIFEST, folder)
        if kind == SNAPSHOTS:
            (folder / LATEST).write_text(latest_text(info.path), encoding="utf-8")
        yield folder if kind == SNAPSHOTS else info.path


def _pinned(output: ObjectUrl) -> tuple[ObjectUrl, str, str | None]:
    """Return the output and, if the address is that of a snapshot or candidate in it, its kind and name."""
    *above, middle, last = ("", "", *output.prefix.split("/"))
    if middle in {SNAPSHOTS, CANDIDATES} and is_snapshot_id(last):
        return ObjectUrl(output.bucket, "/".join(filter(None, above)), output.query), middle, last
    return output, SNAPSHOTS, None


def list_remote(output: ObjectUrl) -> tuple[tuple[SnapshotInfo, ...], str | None, SnapshotInfo | None]:
    """Return all complete snapshots in a store, the newest first, the name of the current one, and the candidate.

    Only their manifests are read: their ``path`` does not exist on this disk.
    """
    store = connect(output)
    snapshots, candidates = ([*_whole(store, kind)] for kind in (SNAPSHOTS, CANDIDATES))
    return tuple(snapshots), store.current_id(), candidates[0] if candidates else None


def _whole(store: Store, kind: str) -> Iterator[SnapshotInfo]:
    for name, files in sorted(store.snapshots(kind).items(), key=lambda item: sort_key(item[0]), reverse=True):
        with suppress(SnapshotError):  # damaged by hand, or removed in this moment: not a snapshot
            info = store.manifest(name, Path(), kind)
            if is_whole(info, files):
                yield info


def is_whole(info: SnapshotInfo, files: Mapping[str, int]) -> bool:
    """Return whether all files that a snapshot names are in the store in full length."""
    return all(files.get(file.name) == file.bytes for file in info.files)
