"""``datapackage.json``: the tables described in the form of Frictionless Data, for tools and catalogues of data.

Everything in it comes from the contract and the written files; it holds no clock and no path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.publish.table_files import WrittenFile, files_of, table_of
from schemas.contract import ColumnTerms, todays_contract
from schemas.tables import TABLES

DATAPACKAGE: Final = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LISTED = 500
"""The most publishers or licences that are named; a crawl of the whole web would make the description unreadable."""


def datapackage_text(folder: Path, tables: Sequence[WrittenFile]) -> str:
    """Return ``datapackage.json`` for the Parquet files in ``folder``, in the order given."""
    schemas = {table.name: pq.read_schema(folder / table.name) for table in tables}
    versions = {_fact(schema, "contract_version") for schema in schemas.values()} - {""}
    content: dict[str, object] = {
        "$schema": _PROFILE,
        "name": "infobox-etl",
        "title": "Pages and infoboxes, cleaned and validated",
        "description": (
            "Texts of pages with every change made to them, and the facts of their infoboxes as typed rows. "
            "Texts stand under the licences of their publishers, named a document in documents.license."
        ),
        **({"version": max(versions)} if versions else {}),
        **_origins(files_of(folder, "documents")),
        "resources": [_resource(name, files, schemas[files[0].name]) for name, files in _by_table(tables).items()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"  # str: an example may be a date


def _by_table(files: Sequence[WrittenFile]) -> dict[str, list[WrittenFile]]:
    found: dict[str, list[WrittenFile]] = {}
    for file in files:
        found.setdefault(table_of(file.name) or file.name, []).append(file)
    return found


def _resource(name: str, files: Sequence[WrittenFile], schema: pa.Schema) -> dict[str, object]:
    description = {"description": text} if (text := _fact(schema, "description")) else {}
    is_one = len(files) == 1
    return {
        "name": name.replace("_", "-"),
        "title": name,
        **description,
        "path": files[0].name if is_one else [file.name for file in files],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.bytes for file in files),
        **({"hash": f"sha256:{files[0].sha256}"} if is_one else {}),
        "rows": sum(file.rows for file in files),
        "schema": {"fields": _fields(name, schema), **_keys(schema)},
    }


def _fields(table: str, schema: pa.Schema) -> list[dict[str, object]]:
    if table not in TABLES:
        return [_field(column, None, None) for column in schema]
    terms, example = todays_contract().tables[table].by_name, TABLES[table].example
    return [_field(column, terms[column.name], example[column.name]) for column in schema]


def _field(column: pa.Field, terms: ColumnTerms | None, example: object) -> dict[str, object]:
    """Return one column; ``terms`` and ``example`` are what the contract says of it, None for a table beside it."""
    field: dict[str, object] = {"name": column.name, **_type(column.type)}
    if description := (column.metadata or {}).get(b"description", b"").decode():
        field["description"] = description
    constraints: dict[str, object] = {} if column.nullable else {"required": True}
    if terms is not None:
        facts = {"unit": terms.unit, "source": terms.source, "example": example}
        field.update({name: fact for name, fact in facts.items() if fact is not None})
        if terms.words:
            constraints["enum"] = terms.words
    if constraints:
        field["constraints"] = constraints
    return field


def _type(kind: pa.DataType) -> Mapping[str, str]:
    if pa.types.is_list(kind):
        return {"type": "array"}
    if pa.types.is_integer(kind):
        return {"type": "integer"}
    if pa.types.is_floating(kind):
        return {"type": "number"}
    if pa.types.is_boolean(kind):
        return {"type": "boolean"}
    if pa.types.is_date(kind):
        return {"type": "date"}
    return {"type": "datetime"} if pa.types.is_timestamp(kind) else {"type": "string"}


def _keys(schema: pa.Schema) -> dict[str, object]:
    primary, foreign = (json.loads(_fact(schema, name) or "[]") for name in ("primary_key", "foreign_keys"))
    keys: dict[str, object] = {"primaryKey": primary} if primary else {}
    if foreign:
        keys["foreignKeys"] = [
            {
                "fields": key["columns"],
                "reference": {"resource": key["table"].replace("_", "-"), "fields": key["references"]},
            }
            for key in foreign
        ]
    return keys


def _fact(schema: pa.Schema, name: str) -> str:
    value: bytes = (schema.metadata or {}).get(name.encode(), b"")
    return value.decode()


def _origins(documents: Sequence[Path]) -> dict[str, object]:
    """Return the publishers and licences that the documents name, in alphabetical order."""
    if not documents:
        return {}
    columns = [name for name in ("publisher", "license") if name in pq.read_schema(documents[0]).names]
    table = pa.concat_tables(pq.ParquetFile(path).read(columns=columns) for path in documents)
    named = {name: sorted(pc.unique(table[name]).drop_null().to_pylist())[:_LISTED] for name in columns}
    origins: dict[str, object] = {}
    if licenses := named.get("license"):
        origins["licenses"] = [{"name": name} for name in licenses]
    if publishers := named.get("publisher"):
        origins["sources"] = [{"title": name} for name in publishers]
    return origins
