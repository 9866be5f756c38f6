"""A cache of the rows of each document that earlier runs read, so that a run reads only new and changed documents.

The rows of a document depend on its bytes, its origin (``sources.toml``), the options of the run and the code and rules
that read it. They are reused as long as all of these are the same; names and times of snapshots do not count. The
folder ``.state`` is only a cache: when it is deleted, damaged, half written or of another version, it is ignored and
everything is read anew, and the tables are the same byte for byte. Its index and ``published.json`` carry a seal, and
the index has the hashes of all other files: they are compared before the files are used, and again after that.
"""

from __future__ import annotations

import hashlib
import io
import logging
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from flows.errors import StateChangedError
from flows.ingest.input_bytes import SourceRef
from flows.model import InputFile, Origin, document_id
from flows.publish.durable import write_durably
from flows.publish.sealed_json import sealed_text
from flows.publish.snapshot.manifest import file_sha256
from flows.publish.snapshot.mark import STATE
from flows.quoting import safe
from flows.runs.corpus.row_segments import Live, RowSegments, Segment
from flows.runs.corpus.state_files import (
    ENTRIES,
    INDEX,
    KEPT,
    KILLED,
    PUBLISHED,
    READING,
    checked,
    damaged,
    make_folder,
    named,
    read_index,
    sweep,
)
from flows.runs.row_digests import new_seed
from flows.validate.frames import part_file, write_part

_LOG: Final = logging.getLogger(__name__)
_FORMAT: Final = 2
_SETTLED_NS: Final = 2_000_000_000
"""A file that was changed less than this before it was read may change again without a new time, because the times of
file systems are coarse. The next run reads its bytes again."""
_LOGGED: Final = 3  # names of inputs
MOST_GONE: Final = 0.5
"""Share of unused rows in the files above which the files are written anew."""
MOST_SEGMENTS: Final = 40
"""With more segments than this, plus twice those of a full run, all are written anew: a run opens every segment."""
_FULL_SEGMENT: Final = 1000


class CachedDocument(NamedTuple):
    """A document as it was read. ``stamp`` are its file's times; '' where they cannot prove that it is unchanged."""

    source: str
    bytes: int
    stamp: str
    sha256: str
    origin: str
    segment: int


_ENTRY_SCHEMA: Final = {
    name: pl.Int64 if name in {"bytes", "segment"} else pl.String for name in CachedDocument._fields
}


@dataclass(frozen=True, slots=True)
class CacheLookup:
    """The inputs of a run: those that are as they were (``carried``), and those that have to be read (``fresh``)."""

    carried: Mapping[str, CachedDocument]
    fresh: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class ReadCache:
    """The documents read so far, by source. ``made_for`` is a digest of the code, rules and options that read them.

    ``seed`` is the secret seed of ``flows.runs.row_digests``. ``published`` names the snapshot that was made of exactly
    these documents; None where there is no such snapshot. ``damage`` tells where and why the cache that was
    found is not used.
    """

    folder: Path
    made_for: str
    entries: Mapping[str, CachedDocument] = field(default_factory=dict)
    segments: Mapping[int, Segment] = field(default_factory=dict)
    seed: int = field(default_factory=new_seed)
    published: str | None = None
    damage: tuple[tuple[str, str], ...] = ()

    @property
    def next_segment(self) -> int:
        """Return the first free number for a segment."""
        return max(self.segments, default=0) + 1

    def look_up(self, refs: Sequence[SourceRef], sha256: Callable[[SourceRef], str]) -> CacheLookup:
        """Return the unchanged and the new inputs, compared by size and time where these suffice, else by bytes."""
        carried: dict[str, CachedDocument] = {}
        fresh = []
        for ref in refs:
            known = self.entries.get(ref.source)
            if known is None or known.bytes != ref.size or known.origin != origin_of(ref):
                fresh.append(ref)
            elif known.stamp and known.stamp == _stamp(ref):
                carried[ref.source] = known
            elif sha256(ref) == known.sha256:
                carried[ref.source] = known._replace(stamp=_settled(ref))
            else:
                fresh.append(ref)
        lookup = CacheLookup(carried, tuple(fresh))
        for reason, sources in self._why(lookup).items():
            _LOG.info("%d to read, %s: %s", len(sources), reason, safe(", ".join(sources[:_LOGGED]), limit=200))
        _LOG.info("%d reused as they were read before", len(carried))
        return lookup

    def _why(self, lookup: CacheLookup) -> dict[str, list[str]]:
        """Return the inputs that have to be read, by the reason."""
        found: dict[str, list[str]] = {}
        for ref in lookup.fresh:
            known = self.entries.get(ref.source)
            if known is None:
                reason = "of which nothing is kept"
            elif known.origin != origin_of(ref):
                reason = "whose entry in sources.toml changed"
            else:
                reason = "whose bytes changed"
            found.setdefault(reason, []).append(ref.source)
        return found

    def with_batches(
        self,
        lookup: CacheLookup,
        segments: Mapping[int, Mapping[str, Path]],
        read: Iterable[tuple[SourceRef, InputFile, int]],
    ) -> ReadCache:
        """Return the cache after a run: documents carried over, and those read into new segments.

        ``read`` gives each document that was read, its fingerprint, and its segment. Segments without a document are
        dropped.
        """
        entries = dict(lookup.carried)
        for ref, found, segment in read:
            entries[ref.source] = CachedDocument(
                ref.source, found.bytes, _settled(ref), found.sha256, origin_of(ref), segment
            )
        lost = self.keys_except(lookup.carried)
        used = {entry.segment for entry in entries.values()}
        kept = {
            number: segment._replace(gone=segment.gone | frozenset(lost.get(number, ())))
            for number, segment in self.segments.items()
            if number in used
        }
        new = {number: _hashed(files) for number, files in segments.items()}
        return ReadCache(self.folder, self.made_for, entries, kept | new, self.seed)

    def keys_except(self, sources: Container[str]) -> dict[int, set[str]]:
        """Return the keys of all other documents, by segment."""
        keys: dict[int, set[str]] = {}
        for source, entry in self.entries.items():
            if source not in sources:
                keys.setdefault(entry.segment, set()).add(document_id(source))
        return keys

    def parts(self) -> RowSegments:
        """Return the rows of all documents."""
        live = sorted(Live(document_id(entry.source), entry.segment, entry.bytes) for entry in self.entries.values())
        return RowSegments(self.segments, live)

    def inputs(self) -> Iterator[InputFile]:
        """Yield the documents in the form of the manifest's list of inputs."""
        for entry in self.entries.values():
            yield InputFile(entry.source, entry.sha256, entry.bytes)

    def is_fragmented(self) -> bool:
        """Return whether so many rows of the files are unused that writing the files anew saves time."""
        gone = sum(len(segment.gone) for segment in self.segments.values())
        least = -(-len(self.entries) // _FULL_SEGMENT)
        return gone > MOST_GONE * (gone + len(self.entries)) or len(self.segments) > 2 * least + MOST_SEGMENTS

    def compacted(self) -> ReadCache:
        """Return the same rows in as few segments as possible, each with its own range of keys."""
        with self.unchanged():
            return self._compacted()

    def _compacted(self) -> ReadCache:
        parts = self.parts()
        segments: dict[int, Segment] = {}
        of_document: dict[str, int] = {}
        tables = {table for segment in self.segments.values() for table in segment.files}
        at = 0
        for number, chunk in enumerate(parts.chunks(), self.next_segment):
            files = {}
            for table in sorted(tables):
                rows = parts.read(chunk, table)
                if rows.height:
                    files[table] = part_file(self.folder, table, number)
                    write_part(files[table], rows)
            segments[number] = _hashed(files)
            of_document.update((live.document_id, number) for live in parts.documents[at : at + chunk.documents])
            at += chunk.documents
        entries = {
            source: entry._replace(segment=of_document[document_id(source)]) for source, entry in self.entries.items()
        }
        return ReadCache(self.folder, self.made_for, entries, segments, self.seed)

    def save(self) -> None:
        """Write the cache for the next run: its index is replaced last, then unused files are removed."""
        number = self.next_segment
        file = self.folder / ENTRIES.format(number)
        write_part(file, pl.DataFrame(list(self.entries.values()), schema=_ENTRY_SCHEMA, orient="row"))
        index = {
            "format": _FORMAT,
            "made_for": self.made_for,
            "seed": self.seed,
            "entries": [file.name, file_sha256(file)],
            "segments": {
                str(number): {
                    # The hashes of what was read: a file that was changed since must not pass for the right one.
                    "files": {table: [path.name, segment.sha256[table]] for table, path in segment.files.items()},
                    "gone": sorted(segment.gone),
                }
                for number, segment in self.segments.items()
            },
        }
        write_durably(self.folder / INDEX, sealed_text(index, indent=None))
        sweep(self.folder, KEPT | named(index))

    def record_published(self, snapshot: str) -> None:
        """Write down the snapshot that was made of these documents, as they were saved.

        That only saves time: without room on the disk the next run works without it.
        """
        with suppress(OSError):
            published = {"index": file_sha256(self.folder / INDEX), "snapshot": snapshot}
            write_durably(self.folder / PUBLISHED, sealed_text(published, indent=None))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Let the block read the segments; raise ``StateChangedError`` where one of them was changed before its end.

        Whatever the block makes of a changed segment is wrong, also an error that it raises.
        """
        try:
            yield
        except (Exception, pl.exceptions.PanicException):
            self._demand_unchanged()
            raise
        self._demand_unchanged()

    def _demand_unchanged(self) -> None:
        for segment in self.segments.values():
            for table, path in segment.files.items():
                try:
                    checked(path, segment.sha256[table])
                except OSError as error:
                    remedy = "run again: every input is read again then"
                    raise StateChangedError(
                        str(path), f"was changed while this run used it ({error})", remedy
                    ) from error


def load(output: Path, made_for: str) -> ReadCache:
    """Return the cache of earlier runs into this folder, an empty one where it cannot be used; remove leftovers."""
    folder = output / STATE
    damage = make_folder(folder)
    state = ReadCache(folder, made_for, damage=damage)
    kept = set(KEPT)
    try:
        index, published, _ = (read_index(folder / name) for name in (INDEX, PUBLISHED, KILLED))
        if index.get("format") == _FORMAT and index["made_for"] == made_for:
            state, kept = _loaded(folder, index, published), kept | named(index)
        elif index:
            _LOG.info("nothing is reused: other code, rules or options read what is kept in %s", safe(str(folder)))
    except (Exception, pl.exceptions.PanicException) as error:  # a cache must not fail a run, whatever is in it
        where = getattr(error, "filename", None) or str(folder)
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        state, kept = ReadCache(folder, made_for, damage=(*damage, (where, f"is damaged ({words:.200})"))), {READING}
    sweep(folder, kept)
    return state


def _loaded(folder: Path, index: Mapping[str, Any], published: Mapping[str, Any]) -> ReadCache:
    name, sha256 = index["entries"]
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(folder / name)
    rows = pl.read_ipc(io.BytesIO(content)).iter_rows()
    entries = {entry.source: entry for entry in map(CachedDocument._make, rows)}
    segments = {
        int(number): Segment(
            {table: checked(folder / name, sha256) for table, (name, sha256) in listed["files"].items()},
            frozenset(listed["gone"]),
            {table: sha256 for table, (_, sha256) in listed["files"].items()},
        )
        for number, listed in index["segments"].items()
    }
    is_published = published.get("index") == file_sha256(folder / INDEX)
    snapshot = str(published["snapshot"]) if is_published else None
    return ReadCache(folder, index["made_for"], entries, segments, index["seed"], snapshot)


def _hashed(files: Mapping[str, Path]) -> Segment:
    return Segment(files, sha256={table: file_sha256(path) for table, path in files.items()})


def sweep_unsaved(output: Path) -> None:
    """Remove the files that a failed run left: those that the index does not name."""
    folder = output / STATE
    with suppress(OSError):
        index = read_index(folder / INDEX)
        sweep(folder, KEPT | (named(index) if index else set()))


def origin_of(ref: SourceRef) -> str:
    """Return a digest of what ``sources.toml`` says of an input; '' where it says nothing."""
    if ref.origin == Origin() and ref.sha256 is None:
        return ""
    entry = repr((ref.origin, ref.sha256)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(entry).hexdigest()[:16]


def _stamp(ref: SourceRef) -> str:
    """Return when the bytes of a file, and when any facts of it, were last changed."""
    return f"{ref.mtime_ns} {ref.ctime_ns}"


def _settled(ref: SourceRef) -> str:
    is_settled = max(ref.mtime_ns, ref.ctime_ns) < time.time_ns() - _SETTLED_NS
    return _stamp(ref) if is_settled else ""
