"""``datapackage.json``: the tables described in the form of Frictionless Data, for tools and catalogues of data.

It holds no clock and no path: equal tables have equal descriptions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from flows.publish.metadata.description import ABOUT, KEYWORDS, NAME, TITLE, DescribedTable, Description
from flows.publish.metadata.licences import licence_of
from schemas.contract import ColumnTerms

DATAPACKAGE: Final = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: Final[Mapping[str, str]] = {
    "text": "string",
    "int16": "integer",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "boolean": "boolean",
    "date": "date",
    "list of text": "array",
}


def datapackage_text(description: Description) -> str:
    """Return ``datapackage.json``."""
    origins = description.origins
    content: dict[str, object] = {
        "$schema": _PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": ABOUT,
        "keywords": KEYWORDS,
        **({"version": description.version} if description.version else {}),
        **({"licenses": licenses} if (licenses := [_license(name) for name in origins.licenses]) else {}),
        **({"sources": sources} if (sources := [{"title": name} for name in origins.publishers]) else {}),
        "resources": [_resource(table) for table in description.tables],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"  # str: an example may be a date


def _license(name: str) -> dict[str, str]:
    known = licence_of(name)
    return {"name": name, "title": known.name, **({"path": known.link} if known.link else {})}


def _resource(table: DescribedTable) -> dict[str, object]:
    (first, *_) = table.files
    return {
        "name": table.name,
        "title": table.name.replace("_", " "),
        **({"description": text} if (text := _about(table)) else {}),
        "path": [file.name for file in table.files] if table.is_split else first.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.bytes for file in table.files),
        **({} if table.is_split else {"hash": f"sha256:{first.sha256}"}),
        "rows": table.rows,
        "schema": {
            "fields": [_field(column, table.example.get(column.name)) for column in table.terms.columns],
            "missingValues": [],  # a null is no text, and an empty text is no null
            **_keys(table),
        },
    }


def _about(table: DescribedTable) -> str:
    grain = table.terms.grain
    return f"{table.terms.description} {grain[:1].upper()}{grain[1:]}{'.' * bool(grain)}".strip()


def _field(column: ColumnTerms, example: object) -> dict[str, object]:
    constraints = {
        **({} if column.is_nullable else {"required": True}),
        **({"enum": column.words} if column.words else {}),
    }
    facts = {"description": column.description or None, "unit": column.unit, "source": column.source}
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        **{name: fact for name, fact in (facts | {"example": example}).items() if fact is not None},
        **({"constraints": constraints} if constraints else {}),
    }


def _keys(table: DescribedTable) -> dict[str, object]:
    foreign = [
        {"fields": key.columns, "reference": {"resource": key.table, "fields": key.references}}
        for key in table.terms.foreign_keys
    ]
    return {
        **({"primaryKey": table.terms.key} if table.terms.key else {}),
        **({"foreignKeys": foreign} if foreign else {}),
    }
