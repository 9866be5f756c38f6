"""``contract.odcs.yaml``: the contract in the Open Data Contract Standard, for tools that lint, test or catalogue it.

Its server is the folder it lies in, by a relative path: ``datacontract test contract.odcs.yaml`` works in any copy of
the snapshot. It holds no clock: the same contract and the same names of files give the same text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import yaml

from flows.publish.metadata.description import ABOUT, NAME, TITLE, DescribedTable, Description
from schemas.contract import CheckTerms, ColumnTerms

ODCS: Final = "contract.odcs.yaml"

_PATH = "./{model}.parquet"
_SPLIT_PATH = "./{model}[-.]*parquet"  # units.parquet and units-00002.parquet, and never units_other.parquet
_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("string", "VARCHAR"),
    "int16": ("integer", "SMALLINT"),
    "int32": ("integer", "INTEGER"),
    "int64": ("integer", "BIGINT"),
    "float64": ("number", "DOUBLE"),
    "boolean": ("boolean", "BOOLEAN"),
    "date": ("date", "DATE"),
    "list of text": ("array", "ARRAY"),
}

_Options = Mapping[str, object]
_OPTIONS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Options]], ...]] = (
    (re.compile(r"at least (\S+)"), lambda found: {"minimum": _number(found[1])}),
    (re.compile(r"from (\S+) to (\S+)"), lambda found: {"minimum": _number(found[1]), "maximum": _number(found[2])}),
    (re.compile(r"matches (.+)"), lambda found: {"pattern": found[1]}),
    (re.compile(r"a visible character(?: in every item)?"), lambda _: {"pattern": r"\S"}),
    (re.compile(r"a finite number"), lambda _: {"minimum": -sys.float_info.max, "maximum": sys.float_info.max}),
)
"""What a check of one column demands, as options of its logical type; of a list, as options of its items."""

_DAYS = re.compile(r"CAST\((\w+_date) AS BIGINT\)")  # of polars alone: other databases subtract dates
_NEEDS_QUOTES = re.compile(r"\b(before|after|check|column|table|text|where)\b(?! *\()", re.IGNORECASE)


def odcs_text(description: Description) -> str:
    """Return ``contract.odcs.yaml``."""
    is_split = any(table.is_split for table in description.tables)
    place = {"type": "local", "path": _SPLIT_PATH if is_split else _PATH, "format": "parquet"}
    content = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": NAME,
        "name": TITLE,
        "version": description.version or "0.0.0",
        "status": "active",
        "description": {
            "purpose": ABOUT,
            "usage": "Run `datacontract test contract.odcs.yaml` in the folder of this file. "
            "`infobox-etl check` tests the hashes of the files and the totals of the run, too.",
            "limitations": "A value that no reader could read stays, as printed, in infobox_fields; a row that broke "
            "the contract is in violations.",
        },
        "servers": [{"server": "snapshot", **place}],
        "schema": [_object(table) for table in description.tables],
    }
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # the one in C is ten times faster
    """Writes every value where it stands: no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _object(table: DescribedTable) -> dict[str, object]:
    terms = table.terms
    rules = [rule for check in terms.checks if check.is_row_rule for rule in [_row_rule(table.name, check)]]
    return {
        "name": table.name,
        "physicalType": "table",
        "logicalType": "object",
        **({"description": terms.description} if terms.description else {}),
        **({"dataGranularityDescription": terms.grain} if terms.grain else {}),
        "properties": [_property(table, column) for column in terms.columns],
        **({"relationships": _relationships(table)} if terms.foreign_keys else {}),
        **({"quality": rules} if rules else {}),
    }


def _property(table: DescribedTable, column: ColumnTerms) -> dict[str, object]:
    logical, physical = _TYPES[column.type]
    key, checks = table.terms.key, [check for check in table.terms.checks if check.column == column.name]
    own = [check for check in checks if not check.is_row_rule]
    demanded = {name: value for check in own for name, value in _options(check).items()}
    options = {"logicalTypeOptions": demanded} if demanded else {}
    rules = [_words_rule(column)] if column.words else []
    rules += [_text_rule(check) for check in own if not _options(check) and not column.words]
    example = table.example.get(column.name)
    return {
        "name": column.name,
        "logicalType": logical,
        "physicalType": physical,
        **({"description": column.description} if column.description else {}),
        "required": not column.is_nullable,
        **({"unique": True} if key == (column.name,) else {}),
        **({"primaryKey": True, "primaryKeyPosition": key.index(column.name) + 1} if column.name in key else {}),
        **({"items": {"logicalType": "string", **options}} if logical == "array" else options),
        **({"examples": [example]} if example not in (None, []) else {}),
        **({"quality": rules} if rules else {}),
        **({"customProperties": facts} if (facts := _facts(column)) else {}),
    }


def _facts(column: ColumnTerms) -> list[dict[str, str]]:
    named = {"unit": column.unit, "source": column.source}
    return [{"property": name, "value": value} for name, value in named.items() if value]


def _options(check: CheckTerms) -> _Options:
    for demand, options in _OPTIONS:
        if found := demand.fullmatch(check.demands):
            return options(found)
    return {}


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdecimal() else float(text)


def _words_rule(column: ColumnTerms) -> dict[str, object]:
    return {
        "name": "known-word",
        "type": "library",
        "metric": "invalidValues",
        "arguments": {"validValues": list(column.words)},
        "mustBe": 0,
        "dimension": "conformity",
    }


def _row_rule(table: str, check: CheckTerms) -> dict[str, object]:
    """Return a check over several columns as a count of the rows that break it; null passes, as in the contract."""
    demand = _NEEDS_QUOTES.sub(r'"\1"', _DAYS.sub(r"(\1 - DATE '1970-01-01')", check.demands))
    return {
        "name": f"{check.column}: {check.name}",
        "description": f"{table}.{check.column} {check.message}",
        "type": "sql",
        "query": f"SELECT COUNT(*) FROM {table} WHERE NOT ({demand})",  # noqa: S608 - only words of the contract
        "mustBe": 0,
        "dimension": "consistency",
    }


def _text_rule(check: CheckTerms) -> dict[str, object]:
    """Return a check that has no form here, in words."""
    return {"name": f"{check.column}: {check.name}", "type": "text", "description": f"{check.column}: {check.demands}"}


def _relationships(table: DescribedTable) -> list[dict[str, object]]:
    return [
        {
            "type": "foreignKey",
            "from": _one_or_all(f"{table.name}.{name}" for name in key.columns),
            "to": _one_or_all(f"{key.table}.{name}" for name in key.references),
        }
        for key in table.terms.foreign_keys
    ]


def _one_or_all(names: Iterable[str]) -> str | list[str]:
    found = list(names)
    return found[0] if len(found) == 1 else found
