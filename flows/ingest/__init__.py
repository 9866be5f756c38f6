"""Bytes from anywhere, and the text they are: the only part of the code that reads inputs.

``discover`` lists the inputs, ``read`` gives one input's bytes, ``decode`` its text, ``license_allows_text`` says
whether that text may be published. A bad input is an ``Issue``, never an exception; only an input that was named and
cannot be meant (it does not exist, it is named twice) raises ``InputError``.
"""

from flows.ingest.decode import decode
from flows.ingest.licences import license_allows_text
from flows.ingest.sources import MAX_DOCUMENT_BYTES, Discovery, InputError, SourceRef, discover, read

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "Discovery",
    "InputError",
    "SourceRef",
    "decode",
    "discover",
    "license_allows_text",
    "read",
]
