"""``croissant.json``: the tables described in Croissant 1.1, for catalogues of data and for machine learning.

The day of the snapshot and its name stand in it, so it differs from run to run; everything else depends on the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from flows.publish.metadata.description import ABOUT, KEYWORDS, NAME, TITLE, DescribedTable, Description
from flows.publish.metadata.licences import licence_of
from schemas.contract import ColumnTerms

CROISSANT: Final = "croissant.json"

_VERSION = "http://mlcommons.org/croissant/1.1"
_PARQUET = "application/x-parquet"  # the only name of Parquet that Croissant readers know
_TYPES: Final[Mapping[str, str]] = {
    "text": "sc:Text",
    "int16": "cr:Int16",
    "int32": "cr:Int32",
    "int64": "cr:Int64",
    "float64": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "list of text": "sc:Text",
}
_CR_TERMS: Final = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
)
_CONTEXT: Final[Mapping[str, object]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _CR_TERMS.split()},
}


def croissant_text(description: Description) -> str:
    """Return ``croissant.json``."""
    origins, snapshot = description.origins, description.snapshot
    licenses = [licence_of(name).link or name for name in origins.licenses]
    content: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": NAME,
        "alternateName": TITLE,
        "description": ABOUT,
        "conformsTo": _VERSION,
        "isLiveDataset": False,  # a snapshot never changes
        "keywords": KEYWORDS,
        "datePublished": snapshot.created_utc.strftime("%Y-%m-%d"),
        "citeAs": f"{TITLE}: snapshot {snapshot.snapshot_id}. The pages it is made from: ATTRIBUTION.md",
        **({"version": description.version} if description.version else {}),
        **({"license": licenses} if licenses else {}),
        **({"inLanguage": origins.languages} if origins.languages else {}),
        **({"creator": creators} if (creators := [_creator(name) for name in origins.publishers]) else {}),
        "distribution": [entry for table in description.tables for entry in _distribution(table)],
        "recordSet": [_record_set(table) for table in description.tables],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"  # str: an example may be a date


def _creator(name: str) -> dict[str, object]:
    return {"@type": "sc:Organization", "name": name}


def _distribution(table: DescribedTable) -> Iterator[dict[str, object]]:
    """Yield the files of a table and, where there are several, the set of them, which the columns are read from.

    The set is stated by the names of its files in this folder: mlcroissant cannot read one made of single files.
    """
    for file in table.files:
        yield {
            "@type": "cr:FileObject",
            "@id": file.name,
            "name": file.name,
            "contentUrl": file.name,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": _PARQUET,
            "sha256": file.sha256,
        }
    if table.is_split:
        yield {
            "@type": "cr:FileSet",
            "@id": _source(table),
            "name": _source(table),
            "encodingFormat": _PARQUET,
            "includes": f"{table.name}-*.parquet",
        }


def _source(table: DescribedTable) -> str:
    return f"{table.name}-files" if table.is_split else table.files[0].name


def _record_set(table: DescribedTable) -> dict[str, object]:
    terms = table.terms
    references = {  # of several foreign keys with one column, the first that the contract states is its reference
        column: f"{key.table}/{reference}"
        for key in reversed(terms.foreign_keys)
        for column, reference in zip(key.columns, key.references, strict=True)
    }
    example = {f"{table.name}/{name}": value for name, value in table.example.items()}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        **({"description": terms.description} if terms.description else {}),
        **({"key": [{"@id": f"{table.name}/{name}"} for name in terms.key]} if terms.key else {}),
        "field": [_field(table, column, references.get(column.name)) for column in terms.columns],
        **({"examples": [example]} if example else {}),
    }


def _field(table: DescribedTable, column: ColumnTerms, reference: str | None) -> dict[str, object]:
    kind = "fileSet" if table.is_split else "fileObject"
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        **({"description": column.description} if column.description else {}),
        "dataType": _TYPES[column.type],
        **({"isArray": True, "arrayShape": "-1"} if column.type == "list of text" else {}),
        "source": {kind: {"@id": _source(table)}, "extract": {"column": column.name}},
        **({"references": {"field": {"@id": reference}}} if reference else {}),
    }
