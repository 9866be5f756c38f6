"""The data package: it describes every table as the contract does, in the words of Frictionless Data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows.publish.metadata.datapackage import datapackage_text
from schemas import vocabulary
from schemas.tables import TABLES
from tests.publish.metadata.described import all_examples, described, example, split


def package(text: str) -> Any:
    return json.loads(text)


def test_it_describes_every_table(tmp_path: Path) -> None:
    found = package(datapackage_text(all_examples(tmp_path)))
    resources = {resource["name"]: resource for resource in found["resources"]}
    assert list(resources) == list(TABLES)
    assert str(tmp_path) not in json.dumps(found)
    for name, spec in TABLES.items():
        fields = {field["name"]: field for field in resources[name]["schema"]["fields"]}
        assert {key: field["description"] for key, field in fields.items()} == {
            key: column.description for key, column in spec.model.to_schema().columns.items()
        }
        assert tuple(resources[name]["schema"].get("primaryKey", ())) == spec.key
    fates = {field["name"]: field for field in resources["commanders"]["schema"]["fields"]}["fate"]
    assert tuple(fates["constraints"]["enum"]) == vocabulary.FATES
    assert fates["constraints"]["required"] is True
    references = [key["reference"]["resource"] for key in resources["casualties"]["schema"]["foreignKeys"]]
    assert references == ["documents", "infobox_fields"]


def test_an_empty_text_is_no_missing_value(tmp_path: Path) -> None:
    resources = package(datapackage_text(all_examples(tmp_path)))["resources"]
    assert [resource["schema"]["missingValues"] for resource in resources] == [[]] * len(TABLES)


def test_every_reference_leads_to_a_resource_and_its_fields(tmp_path: Path) -> None:
    resources = package(datapackage_text(all_examples(tmp_path)))["resources"]
    fields = {resource["name"]: {field["name"] for field in resource["schema"]["fields"]} for resource in resources}
    for resource in resources:
        for key in resource["schema"].get("foreignKeys", ()):
            assert set(key["fields"]) <= fields[resource["name"]]
            assert set(key["reference"]["fields"]) <= fields[key["reference"]["resource"]]


def test_licences_and_publishers_are_named_once(tmp_path: Path) -> None:
    pages = [("CC-BY-4.0", "b"), ("words of a page", None), ("CC-BY-4.0", "a"), (None, "b")]
    documents = [
        example("documents", document_id=f"{number:016x}", license=terms, publisher=publisher)
        for number, (terms, publisher) in enumerate(pages)
    ]
    found = package(datapackage_text(described(tmp_path, {"documents": documents})))
    assert found["licenses"] == [
        {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
        {"name": "words of a page", "title": "words of a page"},
    ]
    assert found["sources"] == [{"title": "a"}, {"title": "b"}]


def test_a_table_of_several_files_is_one_resource(tmp_path: Path) -> None:
    documents, tags = package(datapackage_text(split(tmp_path)))["resources"]
    assert (documents["path"], documents["rows"]) == ("documents.parquet", 1)
    assert (tags["path"], tags["rows"]) == (["tags-00001.parquet", "tags-00002.parquet"], 2)
    assert tags["bytes"] == sum((tmp_path / name).stat().st_size for name in tags["path"])
