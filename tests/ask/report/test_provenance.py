"""Where everything comes from: licences and inputs as tables and manifest have them, hostile addresses as words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from flows.ask.report.facts import ReportFacts, open_tables
from flows.ask.report.page import report_page
from flows.ask.report.provenance import INPUTS, ProvenanceView, provenance
from flows.model import InputFile
from flows.publish.snapshot.published import read_inputs, read_manifest
from tests.ask.report.made import facts_of, many
from tests.conftest import Published


def seen(facts: ReportFacts) -> ProvenanceView:
    with open_tables(facts.folder) as tables:
        return provenance(facts, tables, 0)


def test_the_inputs_of_the_seeds_come_with_their_origins(seeds: Published) -> None:
    info = read_manifest(seeds.folder)
    inputs = tuple(read_inputs(info))
    view = seen(ReportFacts(info, seeds.folder, inputs))
    documents = {row["source"]: row for row in seeds.table("documents")}
    assert [(row.source, row.sha256, row.bytes) for row in view.inputs] == [tuple(item) for item in sorted(inputs)]
    for row in view.inputs:
        page = documents[row.source]
        assert (row.url, row.publisher, row.license) == (page["source_url"], page["publisher"], page["license"])
    shares = Counter((row["license"], row["publisher"]) for row in documents.values())
    assert {(share.license, share.publisher): share.documents for share in view.licences} == shares
    assert view.bytes == sum(item.bytes for item in inputs)
    assert view.made_by["digest of the inputs"] == info.inputs_sha256
    assert view.made_by["option facts_only"] == "False"


def test_of_many_inputs_the_first_by_name_are_listed(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "a", {"documents": many("documents", {})})
    inputs = tuple(InputFile(f"{number:05}\udcff", "0" * 64, 2) for number in reversed(range(INPUTS + 50)))
    view = seen(replace(facts, inputs=inputs))
    assert (len(view.inputs), view.more_inputs, view.bytes) == (INPUTS, 50, 2 * len(inputs))
    assert view.inputs[0].source == "00000\\udcff"


def test_only_addresses_of_the_web_become_links(tmp_path: Path) -> None:
    pages = {
        "a": "javascript:alert(1)",
        "b": 'https://example.org/"><script>alert(2)</script>',
        "c": "JAVASCRIPT:alert(3)",
    }
    documents = [
        {"document_id": f"{number:016x}", "source": source, "source_url": url}
        for number, (source, url) in enumerate(pages.items())
    ]
    facts = facts_of(tmp_path / "a", {"documents": many("documents", *documents)})
    page = report_page(replace(facts, inputs=tuple(InputFile(source, "0" * 64, 1) for source in pages)))
    assert 'href="javascript' not in page.lower()
    assert "<script>alert" not in page
    assert 'href="https://example.org/&#34;&gt;' in page


def test_without_documents_the_inputs_are_listed_all_the_same(tmp_path: Path) -> None:
    view = seen(replace(facts_of(tmp_path / "a", {}), inputs=(InputFile("a", "0" * 64, 3),)))
    assert (len(view.inputs), view.has_origins, view.licences) == (1, False, ())
