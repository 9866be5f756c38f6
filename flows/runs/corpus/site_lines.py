"""Lines that stand on nearly all pages of a site: furniture that one page alone does not show.

A newsletter's sentence in the middle of an article reads like the article. On ten pages of one site it is furniture.
Each page gives its lines as numbers (``flows.runs.page_lines``), which are counted over the run. The few lines that
repeat are removed from their pages, each as an edit of rule ``site-line`` whose score is the share of the site's pages
that have the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from flows.formats.markdown_headings import sections_of
from flows.model import Edit
from flows.runs.corpus.row_segments import RowSegments
from flows.runs.page_lines import TABLE, number
from flows.runs.page_rows import EditRow, SectionRow
from flows.text.edits import Replacement, rewrite
from flows.text.furniture.line_look import is_interface, is_prose
from flows.validate.frames import frame_of

RULE: Final = "site-line"
LEAST_PAGES: Final = 5
"""Pages of different text that a site must have at least: on fewer pages a repeated line may be their subject."""
LEAST_SHARE: Final = 0.8
"""Share of a site's pages that must have the line. Measured on public pages: .97 of such lines are furniture."""
LEAST_TIMES: Final = 3
_LONGEST_HEADING: Final = 9
"""A line with at least this number of blanks is not a heading, whatever it ends with."""
_BLANK: Final = re.compile(r"(?:[ \t]*+\n)*+")


class Repeated(NamedTuple):
    """The number of a site's pages that have a line, and of all its pages."""

    times: int
    pages: int


class WithoutSiteLines(NamedTuple):
    """A page's text without the lines that its site repeats, and the edits that removed them."""

    text: str
    edits: Sequence[Edit]


def site_lines(parts: RowSegments) -> dict[str, WithoutSiteLines]:
    """Return the pages with lines that their site repeats, by ``document_id``, without these lines.

    Some lines are never removed: headings, by their mark or by their look (a few words without a full stop that are not
    words of an interface: every recipe of a site has its "Ingredients"), quotations, code, rows of tables, lines
    without a letter. Lines that differ in a number differ: "12 killed" is not "13 killed". Pages of the same text count
    once. A page that would become empty keeps all of its lines.
    """
    scanned = parts.scan(TABLE)
    documents = parts.scan("documents")
    if scanned is None or documents is None:
        return {}
    pages = scanned.collect()
    repeated = _repeated(pages)
    if not repeated:
        return {}
    sites = {site for site, _ in repeated}
    of_page = dict(pages.filter(pl.col("site").is_in(list(sites))).select("document_id", "site").iter_rows())
    texts = documents.filter(pl.col("document_id").is_in(list(of_page))).select("document_id", "text").collect()
    cleaned = {}
    for document_id, text in texts.iter_rows():
        after, edits = rewrite(text, _cuts(text, of_page[document_id], repeated))
        if edits and after.strip():
            cleaned[document_id] = WithoutSiteLines(after, edits)
    return cleaned


def _repeated(pages: pl.DataFrame) -> dict[tuple[str, int], Repeated]:
    """Return the repeated lines, by site and number of the line."""
    distinct = pages.unique(["site", "page"], keep="any")
    sites = distinct.group_by("site").agg(pl.len().alias("pages")).filter(pl.col("pages") >= LEAST_PAGES)
    found = (
        distinct.join(sites, on="site")
        .explode("lines")
        .group_by("site", "lines")
        .agg(pl.len().alias("times"), pl.col("pages").first())
        .filter((pl.col("times") >= LEAST_TIMES) & (pl.col("times") >= LEAST_SHARE * pl.col("pages")))
    )
    return {(site, line): Repeated(times, of) for site, line, times, of in found.iter_rows()}


def _cuts(text: str, site: str, repeated: Mapping[tuple[str, int], Repeated]) -> Iterable[Replacement]:
    """Yield the removal of a page's repeated lines, each with the blank lines after it."""
    start = done = 0
    is_code = False
    for line in text.split("\n"):
        found = repeated.get((site, number(line.strip(" \t"))))
        end = start + len(line) + 1
        is_code ^= line.lstrip().startswith("```")
        if found is not None and start >= done and not is_code and _is_removable(line):
            blank = _BLANK.match(text, min(end, len(text)))
            done = min(blank.end() if blank else end, len(text))
            reason = f"on {found.times} of {found.pages} pages of {site}"
            yield Replacement(start, done, "", "boilerplate", RULE, round(found.times / found.pages, 3), reason)
        start = end


def _is_removable(line: str) -> bool:
    """Return whether a line is not a quotation, a row of a table or a heading, by its mark or by its look."""
    bare = line.strip()
    if bare.startswith(("#", ">", "```", "|")):
        return False
    return is_interface(line) or is_prose(line) or bare.count(" ") >= _LONGEST_HEADING


def without_site_lines(
    tables: Mapping[str, pl.DataFrame], cleaned: Mapping[str, WithoutSiteLines]
) -> Mapping[str, pl.DataFrame]:
    """Return the tables of some documents with the cleaned pages put into ``documents``, ``sections`` and ``edits``."""
    documents = tables["documents"]
    found = [key for key in documents["document_id"].to_list() if key in cleaned]
    if not found:
        return tables
    counts = dict(documents.select("document_id", "edit_count").iter_rows())
    patch = pl.DataFrame(
        {
            "document_id": found,
            "new_text": [cleaned[key].text for key in found],
            "new_edits": [len(cleaned[key].edits) for key in found],
        }
    )
    documents = documents.join(patch, on="document_id", how="left", maintain_order="left").with_columns(
        text=pl.coalesce("new_text", "text"),
        text_characters=pl.coalesce(pl.col("new_text").str.len_chars(), "text_characters").cast(
            documents.schema["text_characters"]
        ),
        edit_count=(pl.col("edit_count") + pl.col("new_edits").fill_null(0)).cast(documents.schema["edit_count"]),
    )
    edits = [
        EditRow(key, counts[key] + number, *edit) for key in found for number, edit in enumerate(cleaned[key].edits, 1)
    ]
    sections = [
        SectionRow(key, number, section.parent, section.level, section.heading, section.text)
        for key in found
        for number, section in enumerate(sections_of(cleaned[key].text), 1)
    ]
    return {
        **tables,
        "documents": documents.drop("new_text", "new_edits"),
        "edits": _with_rows(tables["edits"], edits, ()),
        "sections": _with_rows(tables["sections"], sections, found),
    }


def _with_rows(before: pl.DataFrame, rows: Sequence[tuple[object, ...]], replaced: Sequence[str]) -> pl.DataFrame:
    """Return a table with rows added, without the old rows of the ``replaced`` documents, in the order of documents."""
    kept = before.filter(~pl.col("document_id").is_in(list(replaced)))
    # A stable sort: the added rows of a document follow its other rows.
    return pl.concat([kept, frame_of(rows, before.schema)]).sort("document_id", maintain_order=True)
