"""What the footer of a table's file states in words: descriptions, keys, the version of the contract.

``flows.validate.arrow`` puts them in. The file of an older contract, or of another writer, may state less.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa

from schemas.tables import ForeignKey


def stated(of: pa.Schema | pa.Field, name: str = "description") -> str:
    """Return what a table or a column states under this name, "" where it states nothing."""
    metadata: Mapping[bytes, bytes] = of.metadata or {}
    return metadata.get(name.encode(), b"").decode("utf-8", "replace")


def primary_key(schema: pa.Schema) -> tuple[str, ...]:
    """Return the columns of a table's primary key; none where it states no key."""
    return tuple(json.loads(stated(schema, "primary_key") or "[]"))


def foreign_keys(schema: pa.Schema) -> tuple[ForeignKey, ...]:
    """Return the foreign keys of a table."""
    found = json.loads(stated(schema, "foreign_keys") or "[]")
    return tuple(ForeignKey(tuple(key["columns"]), key["table"], tuple(key["references"])) for key in found)
