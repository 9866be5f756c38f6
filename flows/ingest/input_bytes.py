"""The bytes of one input file, read so that no file in a folder can stop or flood a run.

A pipe, a link, a file above the size limit or a binary file ("a PNG image") gives an ``Issue`` instead of bytes.
"""

from __future__ import annotations

import hashlib
import os
import stat
from typing import Final, NamedTuple

from flows.ingest.encodings.decode import decode
from flows.ingest.input_issues import MAX_DOCUMENT_BYTES, empty, irregular, too_large, unreadable
from flows.model import InputFile, Issue, Origin, RawDocument

# O_NOFOLLOW: do not follow a link that replaced the file after the listing. O_NONBLOCK: a pipe must not block the run.
_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_BINARY_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"BZh91AY&SY", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"OggS\x00", "an Ogg file"),
    (b"\x00asm", "a WebAssembly module"),
)
_BINARY_STARTS: Final = tuple(start for start, _ in _BINARY_KINDS)
_SAMPLE_BYTES: Final = 8192
# C0 controls that no text needs: all but white space, backspace, ESC, the shifts of ISO-2022 and Ctrl-Z.
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\x08\t\n\x0b\x0c\r\x0e\x0f\x1a\x1b")


class SourceRef(NamedTuple):
    """One input before it is read: its source name in all tables, and its path.

    ``size`` (bytes), ``mtime_ns`` and ``ctime_ns`` come from the folder's listing: they show without reading that a
    file did not change. ``sha256`` is the hash that ``sources.toml`` demands, None where it demands none.
    """

    source: str
    path: str
    size: int
    mtime_ns: int
    origin: Origin = Origin()
    sha256: str | None = None
    ctime_ns: int = 0


def read(ref: SourceRef) -> RawDocument | Issue:
    """Return the bytes of an input, or the issue that says why it has none. Never raises.

    Codes: ``unreadable-file``, ``not-a-regular-file``, ``folder-for-file``, ``empty-file``, ``too-large``,
    ``binary-file``, ``checksum-mismatch``.
    """
    try:
        descriptor = os.open(ref.path, _FLAGS)
    except (OSError, ValueError) as error:
        return _why_not_opened(ref, error)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return irregular(ref.source, mode)
        content = _bytes_of(descriptor, ref.size)
    except OSError as error:
        return unreadable(ref.source, error)
    finally:
        os.close(descriptor)
    return _refusal(ref, content) or _as_listed(ref, RawDocument(ref.source, content, ref.origin))


def fingerprint(ref: SourceRef, item: RawDocument | Issue) -> InputFile:
    """Return the input with the SHA-256 of its bytes, or of its issue where it gave no bytes."""
    if isinstance(item, RawDocument):
        return InputFile(ref.source, item.sha256, ref.size)
    return InputFile(ref.source, hashlib.sha256(repr(item).encode("utf-8", "surrogatepass")).hexdigest(), ref.size)


def _bytes_of(descriptor: int, expected: int) -> bytes:
    """Return at most one byte more than the limit: enough to know that a file that grew is too large."""
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


def _refusal(ref: SourceRef, content: bytes) -> Issue | None:
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
    """Return the document, or an issue when its bytes do not have the SHA-256 of their entry in ``sources.toml``."""
    if not ref.sha256 or raw.sha256 == ref.sha256:
        return raw
    remedy = "restore the file, or correct sha256 in sources.toml after checking that its licence still holds"
    return Issue("checksum-mismatch", None, ref.source, "sha256", f"expected {ref.sha256}, found {raw.sha256}", remedy)


def _why_not_opened(ref: SourceRef, error: OSError | ValueError) -> Issue:
    # These fail to open: a link (ELOOP, because of O_NOFOLLOW), a socket (ENXIO), on Windows a folder (EACCES).
    try:
        mode = os.lstat(ref.path).st_mode
    except (OSError, ValueError):
        return unreadable(ref.source, error)
    return unreadable(ref.source, error) if stat.S_ISREG(mode) else irregular(ref.source, mode)


def binary_kind(content: bytes) -> str | None:
    """Return what kind of binary file these bytes are ("a PNG image"), or None when they may be text.

    The kind is known by the first bytes of the file, or by control characters that text does not have. 8 % of random
    bytes are control characters; the limit is 5 % of the sample, so a scraped page with a stray control or two is kept
    for the repair.

    >>> binary_kind(b"%PDF-1.7 ...")
    'a PDF document'
    >>> binary_kind("Deir ez-Zor".encode("utf-16-le")) is None
    True
    """
    if content.startswith(_BINARY_STARTS):
        return next(kind for start, kind in _BINARY_KINDS if content.startswith(start))
    sample = content[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 20 <= len(sample) or decode(content).encoding.startswith(("utf-16", "utf-32")):
        return None
    return "binary data"
