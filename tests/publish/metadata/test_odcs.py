"""The data contract: what it demands is what the contract demands, and its queries find the rows that break it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.publish.metadata.odcs import odcs_text
from flows.validate.arrow import arrow_schema, frame
from schemas.checks import Check
from schemas.tables import TABLES
from tests.publish.metadata.described import all_examples, described, example, split


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    content = yaml.safe_load(odcs_text(all_examples(tmp_path_factory.mktemp("tables"))))
    return {each["name"]: each for each in content["schema"]}


def checks(*, of_rows: bool) -> list[Any]:
    return [
        pytest.param(table, check, id=f"{table}-{check.column}-{check.name}")
        for table, spec in TABLES.items()
        for check in spec.model.checks()
        if check.is_row_rule == of_rows
    ]


def refuses(column: dict[str, Any], value: object) -> bool:
    """Return whether the options and rules of a column forbid a value."""
    if isinstance(value, list):
        return any(refuses(column["items"], item) for item in value)
    options = column.get("logicalTypeOptions", {})
    words = [rule["arguments"]["validValues"] for rule in column.get("quality", ()) if rule["type"] == "library"]
    return (
        any(value not in allowed for allowed in words)
        or ("minimum" in options and value < options["minimum"])  # type: ignore[operator]
        or ("maximum" in options and value > options["maximum"])  # type: ignore[operator]
        or ("pattern" in options and re.search(options["pattern"], str(value)) is None)
    )


def count(table: str, row: dict[str, Any], query: str) -> int:
    """Return what a rule's query counts in a table of one row."""
    with duckdb.connect(":memory:") as connection:
        connection.register(table, frame(table, [tuple(row.values())]).to_arrow().cast(arrow_schema(table)))
        return int(connection.sql(query).fetchall()[0][0])


@pytest.mark.parametrize(("table", "check"), checks(of_rows=False))
def test_every_check_of_a_column_is_an_option_or_a_rule(
    contract: dict[str, dict[str, Any]], table: str, check: Check
) -> None:
    (column,) = (each for each in contract[table]["properties"] if each["name"] == check.column)
    assert refuses(column, check.breaks[check.column])
    assert not [rule for rule in column.get("quality", ()) if rule["type"] == "text"]
    kept = TABLES[table].example[check.column]
    assert kept is None or not refuses(column, kept)


@pytest.mark.parametrize(("table", "check"), checks(of_rows=True))
def test_every_check_of_a_row_finds_the_rows_that_break_it(
    contract: dict[str, dict[str, Any]], table: str, check: Check
) -> None:
    name = f"{check.column}: {check.name}"
    (rule,) = (each for each in contract[table]["quality"] if each["name"] == name)
    assert (rule["type"], rule["mustBe"]) == ("sql", 0)
    kept, broken = example(table), example(table, **check.breaks)
    assert [count(table, dict(row), rule["query"]) for row in (kept, broken)] == [0, 1]


def test_keys_types_and_nulls_are_those_of_the_contract(contract: dict[str, dict[str, Any]]) -> None:
    assert list(contract) == list(TABLES)
    for name, spec in TABLES.items():
        columns = {each["name"]: each for each in contract[name]["properties"]}
        schema = spec.model.to_schema().columns
        assert list(columns) == list(schema)
        assert {key: not column.nullable for key, column in schema.items()} == {
            key: column["required"] for key, column in columns.items()
        }
        positions = {key: each["primaryKeyPosition"] for key, each in columns.items() if each.get("primaryKey")}
        assert tuple(sorted(positions, key=lambda key: positions[key])) == spec.key
    (in_documents, in_fields) = contract["conflicts"]["relationships"]
    assert (in_documents["from"], in_documents["to"]) == ("conflicts.document_id", "documents.document_id")
    assert in_fields["to"] == ["infobox_fields.document_id", "infobox_fields.box_no"]
    assert contract["documents"]["properties"][0]["unique"] is True


def test_the_place_is_the_folder_itself_and_covers_split_tables(tmp_path: Path) -> None:
    folder = tmp_path / "split"
    folder.mkdir()
    for name in ("tags_other.parquet", "tagsparquet"):
        (folder / name).write_bytes(b"")
    split(folder)
    (server,) = yaml.safe_load(odcs_text(split(folder)))["servers"]
    pattern = server["path"].format(model=f"{folder}/tags").removeprefix("./")
    found = duckdb.sql("SELECT file FROM glob(?) ORDER BY file", params=[pattern]).fetchall()
    assert [Path(file).name for (file,) in found] == ["tags-00001.parquet", "tags-00002.parquet"]
    pattern = server["path"].format(model=f"{folder}/documents").removeprefix("./")
    assert duckdb.sql("SELECT count(*) FROM glob(?)", params=[pattern]).fetchall() == [(1,)]
    whole = described(tmp_path, {"tags": [example("tags")]})
    (server,) = yaml.safe_load(odcs_text(whole))["servers"]
    assert server["path"] == "./{model}.parquet"
