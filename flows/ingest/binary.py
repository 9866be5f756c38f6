"""Which files hold no text: told by the bytes they begin with, or by bytes that no text has."""

from __future__ import annotations

from typing import Final

from flows.ingest.encodings.decode import decode

_KINDS: Final = (
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
_STARTS: Final = tuple(start for start, _ in _KINDS)
_SAMPLE_BYTES: Final = 8192
# What text never needs: the C0 controls apart from white space, backspace, ESC, the shifts of ISO-2022 and Ctrl-Z.
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\x08\t\n\x0b\x0c\r\x0e\x0f\x1a\x1b")


def binary_kind(content: bytes) -> str | None:
    """Return what kind of binary file these bytes are ("a PNG image"), or None when they may be text.

    Random bytes have 8 % of control characters, text has none; five percent of the beginning is the limit, so that a
    stray control or two in a scraped page is left to the repair.

    >>> binary_kind(b"%PDF-1.7 ...")
    'a PDF document'
    >>> binary_kind("Deir ez-Zor".encode("utf-16-le")) is None
    True
    """
    if content.startswith(_STARTS):
        return next(kind for start, kind in _KINDS if content.startswith(start))
    sample = content[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 20 <= len(sample) or decode(content).encoding.startswith(("utf-16", "utf-32")):
        return None
    return "binary data"
