"""The bytes of one input, read so that nothing in a folder can stop or flood a run."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import Final, NamedTuple

from flows.ingest.binary import binary_kind
from flows.ingest.problems import MAX_DOCUMENT_BYTES, empty, irregular, too_large, unreadable
from flows.model import InputFile, Issue, Origin, RawDocument

# O_NOFOLLOW: a link put in the file's place after the folder was listed. O_NONBLOCK: a pipe there does not block.
_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


class SourceRef(NamedTuple):
    """One input before it is read: its name in all tables, and where it lies.

    ``size`` (bytes), ``mtime_ns`` and ``ctime_ns`` are what the folder said, to see without reading that a file did not
    change; ``sha256`` is what ``sources.toml`` says the bytes must hash to, None where it says nothing.
    """

    source: str
    path: str
    size: int
    mtime_ns: int
    origin: Origin = Origin()
    sha256: str | None = None
    ctime_ns: int = 0


def read(ref: SourceRef) -> RawDocument | Issue:
    """Return the bytes of an input, or the issue that says why there are none. Never raises.

    Codes: ``unreadable-file``, ``not-a-regular-file``, ``folder-for-file``, ``empty-file``, ``too-large``,
    ``binary-file``, ``checksum-mismatch``.
    """
    try:
        descriptor = os.open(ref.path, _FLAGS)
    except (OSError, ValueError) as error:
        return _could_not_open(ref, error)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return irregular(ref.source, mode)
        content = _bytes_of(descriptor, ref.size)
    except OSError as error:
        return unreadable(ref.source, error)
    finally:
        os.close(descriptor)
    return _refused(ref, content) or _as_listed(ref, RawDocument(ref.source, content, ref.origin))


def fingerprint(ref: SourceRef, item: RawDocument | Issue) -> InputFile:
    """Return the input with the SHA-256 of its bytes, or of the issue that came instead."""
    if isinstance(item, RawDocument):
        return InputFile(ref.source, item.sha256, ref.size)
    return InputFile(ref.source, hashlib.sha256(repr(item).encode("utf-8", "surrogatepass")).hexdigest(), ref.size)


def _bytes_of(descriptor: int, expected: int) -> bytes:
    """Return at most one byte more than the limit: enough to know that a file which grew is too large."""
    limit = MAX_DOCUMENT_BYTES + 1
    content = os.read(descriptor, min(expected + 1, limit))
    if len(content) == expected:
        return content
    pieces = [content]
    total = len(content)
    while total < limit and (piece := os.read(descriptor, min(1 << 20, limit - total))):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def _refused(ref: SourceRef, content: bytes) -> Issue | None:
    if not content:
        return empty(ref.source)
    if len(content) > MAX_DOCUMENT_BYTES:
        return too_large(ref.source, max(ref.size, len(content)))
    if kind := binary_kind(content):
        return Issue(
            "binary-file", None, ref.source, "beginning of the file", kind, "remove it, or extract its text first"
        )
    return None


def _as_listed(ref: SourceRef, raw: RawDocument) -> RawDocument | Issue:
    """Return the document, or an issue when its bytes are not those that ``sources.toml`` speaks of."""
    if not ref.sha256 or raw.sha256 == ref.sha256:
        return raw
    remedy = "restore the file, or correct sha256 in sources.toml after checking that its licence still holds"
    return Issue("checksum-mismatch", None, ref.source, "sha256", f"expected {ref.sha256}, found {raw.sha256}", remedy)


def _could_not_open(ref: SourceRef, error: OSError | ValueError) -> Issue:
    # With O_NOFOLLOW a link fails to open (ELOOP), a socket does so anyway (ENXIO), on Windows a folder (EACCES).
    try:
        mode = os.lstat(ref.path).st_mode
    except (OSError, ValueError):
        return unreadable(ref.source, error)
    return unreadable(ref.source, error) if stat.S_ISREG(mode) else irregular(ref.source, mode)
