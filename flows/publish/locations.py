"""Where an output is: a folder, or a prefix in an object store. Decided here only: nothing else looks for "://".

Standard library only. An address must not hold credentials: it gets into the shell's history, the list of processes and
the records of runs, so an address with a user in it is refused. An address is shown and stored without its query, too.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from flows.errors import PublishError

SCHEME: Final = "s3"
PARAMETERS: Final = ("endpoint_override", "region", "scheme", "tls_ca_file_path")
"""The parameters allowed in the query, as pyarrow documents them. None of them is a secret."""

_KNOWN: Final = ", ".join(PARAMETERS)
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_SHAPE: Final = "write s3://bucket/prefix"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]+")
# Characters that mean the same in a URL, in an object's key, in a glob and in SQL: they never need escaping.
_SEGMENT = re.compile(r"(?!\.\.?$)[A-Za-z0-9._~=-]+")


@dataclass(frozen=True, slots=True)
class ObjectUrl:
    """The address of an output, or of something in it, in an object store; ``str`` gives it without its query."""

    bucket: str
    prefix: str
    query: str = ""

    def __str__(self) -> str:
        return f"{SCHEME}://{self.key}"

    def __truediv__(self, name: str) -> ObjectUrl:
        return ObjectUrl(self.bucket, f"{self.prefix}/{name}".lstrip("/"), self.query)

    @property
    def key(self) -> str:
        """Bucket and prefix, as pyarrow's filesystems name them."""
        return f"{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def full(self) -> str:
        """The address with its query, which is needed to reach it."""
        return f"{self}?{self.query}" if self.query else str(self)

    def absolute(self) -> ObjectUrl:
        """Return the address itself: unlike a path, it does not depend on the working directory."""
        return self


Location = Path | ObjectUrl


def location(text: str) -> Location:
    """Return where an output is; raise ``PublishError`` for an address that is not valid or that holds credentials.

    >>> location("s3://bucket/a/b/?region=eu-west-1")
    ObjectUrl(bucket='bucket', prefix='a/b', query='region=eu-west-1')
    >>> str(location("s3://bucket/a/b/?region=eu-west-1"))
    's3://bucket/a/b'
    """
    found = _URL.match(text)
    if found is None:
        return _folder(text)
    if found[1].lower() != SCHEME:
        raise PublishError(f"{found[1]}://", "this kind of address is not known", f"name a folder, or {_SHAPE}")
    address, _, query = text[found.end() :].partition("?")
    bucket, _, prefix = address.partition("/")
    prefix = prefix.rstrip("/")
    # No part of an address is shown before it is known to hold no password.
    if "@" in text:
        remedy = f"{_SHAPE}, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        raise PublishError(f"{SCHEME}://…", "an address with an @ may hold a password, so it is not taken", remedy)
    if not _BUCKET.fullmatch(bucket):
        raise PublishError(f"{SCHEME}://…", "the address names no bucket", _SHAPE)
    if not all(map(_SEGMENT.fullmatch, prefix.split("/") if prefix else ())):
        what = "the prefix holds something else than letters, digits and - _ . ~ = between single slashes"
        raise PublishError(f"{SCHEME}://{bucket}/…", what, "choose a plainer prefix")
    for name, _ in parse_qsl(query, keep_blank_values=True):
        if name not in PARAMETERS:
            raise PublishError(
                f"{SCHEME}://{bucket}/{prefix}", f"has an unknown parameter {name!r}", f"there are {_KNOWN}"
            )
    return ObjectUrl(bucket, prefix, query)


def _folder(text: str) -> Path:
    try:
        os.path.abspath(text).encode()
    except UnicodeEncodeError as error:
        remedy = "rename it, or name another folder"
        raise PublishError(text, "is no name in UTF-8, which the libraries need that write tables", remedy) from error
    return Path(text)


def spelled(place: Location) -> str:
    """Return the text from which ``location`` makes the same place."""
    return place.full if isinstance(place, ObjectUrl) else str(place)
