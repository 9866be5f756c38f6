"""The section of the documents: each with every change and the rows read from it, or a sample by a stated rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from flows.ask.explained import HEAD, TABLES, Page
from flows.ask.report.document import render_document
from flows.ask.report.facts import ReportFacts, Tables
from flows.ask.report.templates import environment
from flows.model import Edit, Issue
from flows.publish.catalog import identifier

MOST_DOCUMENTS: Final = 300
"""The most documents that are shown."""
_LEAST_BYTES: Final = 2_800
"""What is kept for each document: its head, its issues, the first of its rows and of its text."""
_MOST_SHARE: Final = 1 / 20
"""Of all that is there for documents, the most that one of many takes."""
_SHARE: Final = 0.7
"""Of the bytes that are left. The sections behind this one need the others."""
_READ_AT_ONCE: Final = 20_000_000
"""About how many characters of documents are in memory at a time."""


class _Chosen(NamedTuple):
    """A document that is shown, whether it has an issue or a violation, and how much there is of it."""

    document_id: str
    source: str
    is_flagged: bool
    size: int


class Sample(NamedTuple):
    """How many documents there are and how many are shown, with an issue or violation and without."""

    flagged: int
    flagged_shown: int
    others: int
    others_shown: int

    @property
    def is_part(self) -> bool:
        """Return whether there are documents that are not shown."""
        return self.flagged_shown + self.others_shown < self.flagged + self.others

    @property
    def told(self) -> str:
        """Return the rule by which the documents were chosen, in words."""
        shown, count = self.flagged_shown + self.others_shown, self.flagged + self.others
        if shown == count:
            return f"All {count:,} documents." if count > 1 else "The only document."
        flagged, others = _part(self.flagged_shown, self.flagged), _part(self.others_shown, self.others)
        return (
            f"{shown:,} of {count:,} documents: {flagged} with an issue or a violation, and {others} without, "
            "evenly spaced by document_id. Those with the most issues come first."
        )


def _part(shown: int, count: int) -> str:
    """Return how many are shown: "all 12", "300 of the 1,080", "none of the 423"."""
    if shown == count:
        return f"all {count:,}" if count else "none"
    return f"{shown or 'none':{',' if shown else ''}} of the {count:,}"


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """What the template of the section gets: the rule of the sample, and the documents as HTML, flagged ones first."""

    sample: Sample
    pages: Sequence[Markup]


def documents(_facts: ReportFacts, tables: Tables, left: int) -> DocumentsView | None:
    """Return the documents that fit into a share of the bytes ``left``, None where the run has none.

    Those with the most issues come first, and in full while that leaves the least for each of the others.
    """
    room = int(left * _SHARE)
    chosen, sample = _choose(tables, min(MOST_DOCUMENTS, room // _LEAST_BYTES))
    if not chosen:
        return None
    cap = max(int(room * _MOST_SHARE), room // len(chosen))
    pages: list[Markup] = []
    shown: list[bool] = []
    for no, (one, page) in enumerate(zip(chosen, _read(tables, chosen), strict=True), 1):
        most = min(cap, room - _LEAST_BYTES * (len(chosen) - no))
        html = render_document(environment(), page, no, most, is_open=no == 1)
        if html:
            pages.append(html)
            shown.append(one.is_flagged)
            room -= len(html.encode())
    return DocumentsView(sample._replace(flagged_shown=sum(shown), others_shown=len(shown) - sum(shown)), pages)


def _choose(tables: Tables, most: int) -> tuple[list[_Chosen], Sample]:
    """Return the documents to show, in their order, and how many of which there are.

    Those with an issue or a violation are preferred. Of both kinds those are taken that are evenly spaced by their id.
    """
    rows = tables.rows(_SPACED, [most, most])
    chosen = [_Chosen(*(row[name] for name in _Chosen._fields)) for row in rows]
    flagged, count = (rows[0]["flagged"], rows[0]["count"]) if rows else (0, 0)
    shown = sum(one.is_flagged for one in chosen)
    return chosen, Sample(flagged, shown, count - flagged, len(chosen) - shown)


# Each document once, however many issues it has. Of n documents those are taken at which the number of those wanted so
# far goes up by one.
_SPACED: Final = """
  WITH flagged AS (SELECT document_id FROM issues UNION SELECT document_id FROM violations),
  listed AS (
    SELECT document_id, source, input_characters + text_characters + 100 * edit_count AS size, issue_count,
      document_id IN (SELECT document_id FROM flagged WHERE document_id IS NOT NULL) AS is_flagged
    FROM documents),
  counted AS (
    SELECT *, row_number() OVER (PARTITION BY is_flagged ORDER BY document_id) AS place, count(*) OVER () AS count,
      count(*) FILTER (is_flagged) OVER () AS flagged
    FROM listed),
  ranked AS (
    SELECT *, CASE WHEN is_flagged THEN flagged ELSE count - flagged END AS n,
      CASE WHEN is_flagged THEN least(flagged, ?) ELSE greatest(0, ? - flagged) END AS wanted
    FROM counted)
  SELECT document_id, source, is_flagged, size, flagged, count FROM ranked
  WHERE (place * least(wanted, n)) // n > ((place - 1) * least(wanted, n)) // n
  ORDER BY is_flagged DESC, issue_count DESC, source"""


def _read(tables: Tables, chosen: Sequence[_Chosen]) -> Iterator[Page]:
    """Yield what is known of documents, a few megabytes of them at a time."""
    batch: list[_Chosen] = []
    for one in chosen:
        if batch and sum(other.size for other in batch) + one.size > _READ_AT_ONCE:
            yield from _read_batch(tables, [other.document_id for other in batch])
            batch = []
        batch.append(one)
    if batch:
        yield from _read_batch(tables, [other.document_id for other in batch])


def _read_batch(tables: Tables, ids: Sequence[str]) -> Iterator[Page]:
    """Yield documents in the order of their ids given. Keys as parameters prune the row groups of the sorted tables."""
    found = {
        table: _by_document(tables, table, ids) for table in ("documents", "edits", "issues", "violations", *TABLES)
    }
    for key in ids:
        [head] = found["documents"][key]
        yield Page(
            **{name: head[name] for name in HEAD},
            origin="",
            text=head["text"] or "",  # null where it was withheld
            edits=tuple(map(_edit, sorted(found["edits"].get(key, ()), key=itemgetter("edit_no")))),
            tables={table: found[table][key] for table in TABLES if key in found[table]},
            issues=tuple(Issue._make(row[name] for name in Issue._fields) for row in found["issues"].get(key, ())),
            violations=tuple(found["violations"].get(key, ())),
        )


def _edit(row: Mapping[str, Any]) -> Edit:
    return Edit._make(row[name] for name in Edit._fields)


def _by_document(tables: Tables, table: str, ids: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the rows of a table by their document, in the order of the table."""
    keys = ", ".join("?" * len(ids))
    found: dict[str, list[dict[str, Any]]] = {}
    # The text holds the name of a table of ours and question marks.
    for row in tables.rows(f"SELECT * FROM {identifier(table)} WHERE document_id IN ({keys})", ids):  # noqa: S608
        found.setdefault(row["document_id"], []).append(row)
    return found
