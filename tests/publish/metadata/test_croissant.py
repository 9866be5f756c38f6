"""Croissant: every identifier leads somewhere, and every file has the hash that it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.publish.metadata.croissant import croissant_text
from schemas.tables import TABLES
from tests.publish.metadata.described import NOON, all_examples, split


def nodes(content: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the description, the context left out."""
    if isinstance(content, dict):
        yield content
        for name, value in content.items():
            if name not in {"@context", "examples"}:
                yield from nodes(value)
    elif isinstance(content, list):
        for each in content:
            yield from nodes(each)


def test_every_identifier_leads_to_one_thing(tmp_path: Path) -> None:
    for make in (all_examples, split):
        content = json.loads(croissant_text(make(tmp_path)))
        things = [node["@id"] for node in nodes(content) if "@id" in node and "@type" in node]
        named = {node["@id"] for node in nodes(content) if "@id" in node and "@type" not in node}
        assert len(things) == len(set(things))
        assert named <= set(things) | {"tags/tag_no"}


def test_every_column_is_a_field_that_is_read_from_its_table(tmp_path: Path) -> None:
    content = json.loads(croissant_text(all_examples(tmp_path)))
    sets = {each["@id"]: each for each in content["recordSet"]}
    assert list(sets) == list(TABLES)
    for name, spec in TABLES.items():
        columns = spec.model.to_schema().columns
        fields = {each["name"]: each for each in sets[name]["field"]}
        assert list(fields) == list(columns)
        sources = [field["source"] for field in fields.values()]
        parquet = {"@id": f"{name}.parquet"}
        assert sources == [{"fileObject": parquet, "extract": {"column": column}} for column in columns]
        assert [key["@id"] for key in sets[name].get("key", ())] == [f"{name}/{column}" for column in spec.key]
    conflicts = {each["name"]: each for each in sets["conflicts"]["field"]}
    assert conflicts["document_id"]["references"] == {"field": {"@id": "documents/document_id"}}
    assert conflicts["box_no"]["references"] == {"field": {"@id": "infobox_fields/box_no"}}
    assert (conflicts["part_of"]["isArray"], conflicts["part_of"]["arrayShape"]) == (True, "-1")
    assert conflicts["start_date"]["dataType"] == "sc:Date"


def test_the_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    content = json.loads(croissant_text(split(tmp_path)))
    files = {each["contentUrl"]: each for each in content["distribution"] if each["@type"] == "cr:FileObject"}
    assert list(files) == ["documents.parquet", "tags-00001.parquet", "tags-00002.parquet"]
    for name, entry in files.items():
        assert entry["sha256"] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        assert entry["encodingFormat"] == "application/x-parquet"
    (several,) = (each for each in content["distribution"] if each["@type"] == "cr:FileSet")
    assert sorted(path.name for path in tmp_path.glob(several["includes"])) == list(files)[1:]


def test_only_the_name_and_the_day_of_the_snapshot_differ_from_run_to_run(tmp_path: Path) -> None:
    description = all_examples(tmp_path)
    one = json.loads(croissant_text(description))
    later = description.snapshot._replace(snapshot_id="20271122T120000Z-3f9a1c2e", created_utc=NOON.replace(year=2027))
    two = json.loads(croissant_text(description._replace(snapshot=later)))
    assert {name for name in one if one[name] != two[name]} == {"citeAs", "datePublished"}
