"""Lines that repeat over the pages of a site: found over the run, taken out page by page, never more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.model import Edit
from flows.runs.corpus.row_segments import Live, RowSegments, Segment
from flows.runs.corpus.site_lines import site_lines, without_site_lines
from flows.runs.output import part_schemas
from flows.runs.page_lines import SCHEMA, TABLE, page_lines
from flows.runs.page_rows import DocumentRow, EditRow, SectionRow
from flows.text.edits import undo
from flows.validate.frames import frame_of

LETTER = "Get our morning letter, with all that matters in the valley, 7 days a week."


def body(number: int, *more: str) -> str:
    return "\n\n".join(
        ["# The flood", f"The river rose {number} metres in one night.", *more, f"Nobody was hurt, {number}."]
    )


def parts_of(folder: Path, pages: Sequence[tuple[str, str | None, str]], shape: str = "web_page") -> RowSegments:
    """Return two segments that hold the pages, given by source, address and text."""
    schemas = part_schemas()
    segments: dict[int, Segment] = {}
    live = []
    for at in (0, len(pages) // 2):
        some = list(enumerate(pages))[at : at + len(pages) // 2 if at == 0 else None]
        documents = [
            DocumentRow(
                f"{number:016x}", source, "0" * 64, shape, *_encoding(), "T", None, None, None, url, None, None,
                text, 1, 1, len(text), 1, 0, None,
            )
            for number, (source, url, text) in some
        ]  # fmt: skip
        rows: dict[str, list[Any]] = {
            "documents": documents,
            "edits": [EditRow(row.document_id, 1, "repair", "line-ends", 0, "\r", "", None, None) for row in documents],
            "sections": [SectionRow(row.document_id, 1, None, 0, None, row.text) for row in documents],
            TABLE: [lines for row in documents if (lines := page_lines(row))],
        }
        files = {name: folder / f"{name}-{at}.arrow" for name in rows if rows[name]}
        for name, file in files.items():
            frame_of(rows[name], SCHEMA if name == TABLE else schemas[name]).write_ipc(file)
        segments[at] = Segment(files)
        live += [Live(row.document_id, at, 1) for row in documents]
    return RowSegments(segments, live)


def _encoding() -> tuple[object, ...]:
    """Return the values of the columns that tell of the encoding."""
    names = [name for name in DocumentRow._fields if name.startswith("encoding")]
    return tuple({"encoding": "utf-8", "encoding_basis": "utf-8", "encoding_confidence": 1.0}[name] for name in names)


def cleaned(parts: RowSegments) -> Mapping[str, pl.DataFrame]:
    """Return the tables of all pages without the lines that repeat."""
    (chunk,) = parts.chunks()
    tables = {name: parts.read(chunk, name) for name in ("documents", "edits", "sections")}
    return without_site_lines(tables, site_lines(parts))


def gone(parts: RowSegments) -> int:
    """Return how many repeated lines went, by the edits that record them."""
    return cleaned(parts)["edits"].filter(rule="site-line").height


def pages_with_letter(count: int, host: str = "https://www.valley.example/") -> list[tuple[str, str | None, str]]:
    return [(f"{n}.txt", f"{host}{n}", body(n, LETTER)) for n in range(count)]


def test_a_line_on_nearly_all_pages_of_a_site_goes(tmp_path: Path) -> None:
    pages = [*pages_with_letter(6), ("other.txt", "https://hill.example/", body(9, LETTER))]
    tables = cleaned(parts_of(tmp_path, pages))
    documents, edits = tables["documents"], tables["edits"]
    assert edits.filter(rule="site-line").height == 6
    assert [LETTER[:20] in text for text in documents["text"]] == [False] * 6 + [True]
    assert documents["edit_count"].to_list() == [2] * 6 + [1]
    assert (documents["text"].str.len_chars() == documents["text_characters"]).all()
    assert edits.filter(rule="site-line")["reasons"].unique().to_list() == ["on 6 of 6 pages of valley.example"]
    assert edits.filter(rule="site-line")["score"].unique().to_list() == [1.0]
    for row, (_, _, before) in zip(documents.iter_rows(named=True), pages, strict=True):
        made = edits.filter(document_id=row["document_id"], rule="site-line").select(*Edit._fields).iter_rows()
        assert undo(row["text"], [Edit(*edit) for edit in made]) == before


def test_sections_and_order_stay_those_of_the_text(tmp_path: Path) -> None:
    tables = cleaned(parts_of(tmp_path, pages_with_letter(5)))
    sections, edits = tables["sections"], tables["edits"]
    assert sections["document_id"].is_sorted()
    assert sections["heading"].to_list() == ["The flood"] * 5
    assert not sections["text"].str.contains("morning letter").any()
    assert edits.sort("document_id", "edit_no").equals(edits)


@pytest.mark.parametrize(
    "pages",
    [
        pages_with_letter(4),
        [(name, url, body(1, LETTER)) for name, url, _ in pages_with_letter(6)],
        [(name, None, text) for name, _, text in pages_with_letter(6)],
        [(name, url, text.replace("Get", "> Get")) for name, url, text in pages_with_letter(6)],
        [(name, url, text if n < 4 else body(n)) for n, (name, url, text) in enumerate(pages_with_letter(6))],
        [(name, url, f"{n}\n\n{n * 7}") for n, (name, url, _) in enumerate(pages_with_letter(6))],
    ],
    ids=["few pages", "equal pages", "no site known", "quotations", "on too few of them", "figures"],
)
def test_what_proves_nothing_stays(tmp_path: Path, pages: list[tuple[str, str | None, str]]) -> None:
    after = cleaned(parts_of(tmp_path, pages))
    assert after["edits"].filter(rule="site-line").is_empty()
    assert after["documents"]["text"].to_list() == [text for _, _, text in pages]


def test_headings_and_other_shapes_are_left_alone(tmp_path: Path) -> None:
    parts = parts_of(tmp_path, pages_with_letter(6), shape="wiki_dump")
    assert gone(parts) == 0


@pytest.mark.parametrize("line", ["Ingredients", "```\nimport numpy as np, and all that one needs besides it\n```"])
def test_headings_without_marks_and_code_stay(tmp_path: Path, line: str) -> None:
    pages = [(f"{n}.txt", f"https://valley.example/{n}", body(n, line)) for n in range(6)]
    assert gone(parts_of(tmp_path, pages)) == 0


def test_a_batch_without_any_edit_gets_its_first_ones(tmp_path: Path) -> None:
    parts = parts_of(tmp_path, pages_with_letter(6))
    bare = {
        number: Segment({name: file for name, file in segment.files.items() if name != "edits"})
        for number, segment in parts.segments.items()
    }
    assert gone(RowSegments(bare, parts.documents)) == 6


def test_a_page_is_never_emptied(tmp_path: Path) -> None:
    pages = [*pages_with_letter(6), ("last.txt", "https://valley.example/x", LETTER)]
    assert cleaned(parts_of(tmp_path, pages))["documents"]["text"].to_list()[-1] == LETTER


def test_a_folder_named_like_a_host_is_a_site(tmp_path: Path) -> None:
    pages = [(f"crawl/valley.example/{n}.txt", None, text) for n, (_, _, text) in enumerate(pages_with_letter(6))]
    assert gone(parts_of(tmp_path, pages)) == 6
