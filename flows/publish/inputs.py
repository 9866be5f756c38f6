"""What an input was when it was read, as the manifest lists it."""

from __future__ import annotations

import hashlib

from flows.ingest import SourceRef
from flows.model import Issue, RawDocument
from flows.publish.manifest import InputFile


def fingerprint(ref: SourceRef, item: RawDocument | Issue) -> InputFile:
    """Return the input with the SHA-256 of its bytes, or of the issue that came instead."""
    content = item.content if isinstance(item, RawDocument) else repr(item).encode("utf-8", "surrogatepass")
    return InputFile(ref.source, hashlib.sha256(content).hexdigest(), ref.size)
