"""Lines that stand on nearly all pages of a site: what no page alone shows to be furniture, the whole run does.

A newsletter's sentence in the middle of an article reads like the article. On ten pages of one site it is furniture.
DuckDB counts the lines of all pages of the run; the few that repeat are taken out of the pages' parts, each as an edit
of rule ``site-line`` whose score is the share of the site's pages that have the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import polars as pl
import pyarrow.dataset as ds

from flows.formats.headings import sections_of
from flows.model import Edit
from flows.publish.arrow import polars_schema
from flows.publish.frames import frame_of
from flows.publish.second_pass import Parts
from flows.publish.tables import EditRow, SectionRow
from flows.text.edits import Replacement, rewrite
from flows.text.looks import is_interface, is_prose

RULE: Final = "site-line"
LEAST_PAGES: Final = 5
"""Pages of different text that a site must have: with fewer, what repeats may be the subject."""
LEAST_SHARE: Final = 0.8
"""Share of its pages on which a line must stand. Measured on public pages: .97 of such lines are furniture."""
LEAST_TIMES: Final = 3
_SHORTEST: Final = 3
_LONGEST_HEADING: Final = 9
"""Spaces in a line from which it is no heading, whatever it ends with."""
_ADDED: Final = ("edits", "sections")
_BLANK: Final = re.compile(r"(?:[ \t]*+\n)*+")
# Where a page came from: the host of its address, else its publisher, else a folder named like a host.
_PAGES: Final = r"""
CREATE TEMP VIEW page AS
SELECT document_id, text,
       CASE WHEN source_url IS NOT NULL THEN lower(regexp_extract(source_url, '^[a-z+]+://(?:www\.)?([^/:?#]+)', 1))
            WHEN publisher IS NOT NULL THEN lower(publisher)
            ELSE lower(regexp_extract(
                source, '(?:^|/)(?:www\.)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})/', 1
            )) END AS site
FROM documents WHERE shape IN ('web_page', 'html') AND text IS NOT NULL AND text <> ''
"""
_REPEATED: Final = r"""
WITH distinct_page AS (
    SELECT min(document_id) AS document_id, site, text FROM page WHERE site <> '' GROUP BY site, text
), site AS (
    SELECT site, count(*) AS pages FROM distinct_page GROUP BY site HAVING count(*) >= $pages
), line AS (
    SELECT document_id, site, pages, unnest(string_split(text, chr(10))) AS line
    FROM distinct_page JOIN site USING (site)
), found AS (
    SELECT site, any_value(pages) AS pages, trim(line, ' ' || chr(9)) AS bare, count(DISTINCT document_id) AS times
    FROM line
    WHERE length(trim(line)) >= $shortest AND NOT regexp_matches(line, '^\s*(#|>|```|\|)')
      AND regexp_matches(line, '\pL')
    GROUP BY site, bare
)
SELECT site, bare, times, pages FROM found
WHERE times >= $times AND times >= $share * pages ORDER BY site, bare
"""
_OF_SITES: Final = "SELECT document_id, site, text FROM page WHERE site IN (SELECT unnest($sites))"


class Repeated(NamedTuple):
    """On how many of a site's pages a line stands."""

    times: int
    pages: int


def strip_site_lines(parts: Parts) -> Parts:
    """Return the parts without the lines that repeat over a site's pages; the files of pages that change are rewritten.

    Never taken: headings, marked or by their looks (a few words without a full stop that are no interface: every
    recipe of a site has its "Ingredients"), quotations, code, rows of tables, lines without a letter. Figures are not
    hidden to make lines equal: "12 killed" is not "13 killed". Pages of the same text count once, and a page is never
    emptied: one that has nothing else keeps all of it.
    """
    files = [str(part["documents"]) for part in parts if "documents" in part]
    if not files:
        return parts
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoload_known_extensions = false")
        connection.register("documents", ds.dataset(files, format="ipc"))
        connection.execute(_PAGES)
        repeated = _repeated(connection)
        if not repeated:
            return parts
        sites = sorted({site for site, _ in repeated})
        pages = connection.execute(_OF_SITES, {"sites": sites}).fetchall()
    cleaned = {}
    for document_id, site, text in pages:
        after, edits = rewrite(text, _cuts(text, site, repeated))
        if edits and after.strip():
            cleaned[document_id] = after, edits
    return tuple(_rewritten(part, cleaned) for part in parts)


def _repeated(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Repeated]:
    values = {"pages": LEAST_PAGES, "shortest": _SHORTEST, "times": LEAST_TIMES, "share": LEAST_SHARE}
    rows = connection.execute(_REPEATED, values).fetchall()
    return {(site, bare): Repeated(times, pages) for site, bare, times, pages in rows}


def _cuts(text: str, site: str, repeated: Mapping[tuple[str, str], Repeated]) -> Iterable[Replacement]:
    """Yield the removal of a page's repeated lines, each with the blank lines behind it."""
    start = done = 0
    is_code = False
    for line in text.split("\n"):
        found = repeated.get((site, line.strip(" \t")))
        end = start + len(line) + 1
        is_code ^= line.lstrip().startswith("```")
        if found is not None and start >= done and not is_code and _may_go(line):
            blank = _BLANK.match(text, min(end, len(text)))
            done = min(blank.end() if blank else end, len(text))
            reason = f"on {found.times} of {found.pages} pages of {site}"
            yield Replacement(start, done, "", "boilerplate", RULE, round(found.times / found.pages, 3), reason)
        start = end


def _may_go(line: str) -> bool:
    """Return whether a line is no quotation, no row of a table, and no heading, marked or by its looks."""
    bare = line.strip()
    if bare.startswith(("#", ">", "```", "|")):
        return False
    return is_interface(line) or is_prose(line) or bare.count(" ") >= _LONGEST_HEADING


def _rewritten(part: Mapping[str, Path], cleaned: Mapping[str, tuple[str, Sequence[Edit]]]) -> Mapping[str, Path]:
    """Return a batch's parts with the cleaned pages in those of documents, sections and edits."""
    if "documents" not in part:
        return part
    documents = pl.scan_ipc(part["documents"]).collect()
    found = [key for key in documents["document_id"].to_list() if key in cleaned]
    if not found:
        return part
    counts = dict(zip(documents["document_id"], documents["edit_count"], strict=True))
    patch = pl.DataFrame(
        {
            "document_id": found,
            "new_text": [cleaned[key][0] for key in found],
            "new_edits": [len(cleaned[key][1]) for key in found],
        }
    )
    documents = documents.join(patch, on="document_id", how="left", maintain_order="left").with_columns(
        text=pl.coalesce("new_text", "text"),
        text_characters=pl.coalesce(pl.col("new_text").str.len_chars(), "text_characters").cast(
            documents.schema["text_characters"]
        ),
        edit_count=(pl.col("edit_count") + pl.col("new_edits").fill_null(0)).cast(documents.schema["edit_count"]),
    )
    _write(documents.drop("new_text", "new_edits"), part["documents"])
    edits = [
        EditRow(key, counts[key] + number, *edit) for key in found for number, edit in enumerate(cleaned[key][1], 1)
    ]
    # A batch of which no text was changed has no part of edits yet.
    files = {
        name: part.get(name, part["documents"].with_name(f"{name}-of-{part['documents'].name}")) for name in _ADDED
    }
    _add("edits", files["edits"], edits, ["document_id", "edit_no"], ())
    sections = [
        SectionRow(key, number, section.parent, section.level, section.heading, section.text)
        for key in found
        for number, section in enumerate(sections_of(cleaned[key][0]), 1)
    ]
    _add("sections", files["sections"], sections, ["document_id", "section_no"], found)
    return {**part, **files}


def _add(table: str, file: Path, rows: Sequence[tuple[object, ...]], key: list[str], replaced: Sequence[str]) -> None:
    """Add rows to a part, in place of those of the documents that are replaced, in the order of the key."""
    before = pl.scan_ipc(file).collect() if file.exists() else frame_of((), polars_schema(table))
    kept = before.filter(~pl.col("document_id").is_in(list(replaced)))
    _write(pl.concat([kept, frame_of(rows, before.schema)]).sort(key), file)


def _write(frame: pl.DataFrame, file: Path) -> None:
    # Beside it first: polars may still read from the old one.
    new = file.with_suffix(".new")
    frame.write_ipc(new, compression="lz4")
    new.replace(file)


__all__ = ["LEAST_PAGES", "LEAST_SHARE", "RULE", "strip_site_lines"]
