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
_LEAST_BYTES: Final = 3_000
"""A document that gets less shows little more than its name."""
_SHARE: Final = 0.6
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
    def told(self) -> str:
        """Return the rule by which the documents were chosen, in words."""
        shown, count = self.flagged_shown + self.others_shown, self.flagged + self.others
        if shown == count:
            return f"All {count:,} documents." if count > 1 else "The only document."
        first = (
            f"all {self.flagged:,} with an issue or a violation"
            if self.flagged_shown == self.flagged
            else f"{self.flagged_shown:,} of the {self.flagged:,} with an issue or a violation"
        )
        then = f", and {self.others_shown:,} of the {self.others:,} others" if self.others else ""
        return f"{shown:,} of {count:,} documents: {first}{then}, evenly spaced by document_id."


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """What the template of the section gets: the rule of the sample, and the documents as HTML, flagged ones first."""

    sample: Sample
    flagged: Sequence[Markup]
    others: Sequence[Markup]


def documents(_facts: ReportFacts, tables: Tables, left: int) -> DocumentsView | None:
    """Return the documents that fit into a share of the bytes ``left``, None where the run has none.

    The smallest come first to the table: what they do not need goes to the larger ones.
    """
    room = int(left * _SHARE)
    chosen, sample = _choose(tables, min(MOST_DOCUMENTS, room // _LEAST_BYTES))
    if not chosen:
        return None
    numbers = {one.document_id: no for no, one in enumerate(_in_order(chosen), 1)}
    pages = environment()
    html: dict[str, Markup] = {}
    waiting = len(chosen)
    for page in _read(tables, sorted(chosen, key=lambda one: (one.size, one.document_id))):
        no = numbers[page.document_id]
        html[page.document_id] = render_document(pages, page, no, room // waiting, is_open=no == 1)
        room -= len(html[page.document_id].encode())
        waiting -= 1
    shown = [(one.is_flagged, html[one.document_id]) for one in _in_order(chosen)]
    return DocumentsView(sample, [page for flag, page in shown if flag], [page for flag, page in shown if not flag])


def _in_order(chosen: Sequence[_Chosen]) -> list[_Chosen]:
    return sorted(chosen, key=lambda one: (not one.is_flagged, one.source))


def _choose(tables: Tables, most: int) -> tuple[list[_Chosen], Sample]:
    """Return the documents to show: those with an issue or a violation first, both evenly spaced by their id."""
    counted = tables.rows(f"WITH {_FLAGGED} SELECT is_flagged, count(*) AS n FROM listed GROUP BY ALL")
    counts = {bool(row["is_flagged"]): int(row["n"]) for row in counted}
    flagged, others = counts.get(True, 0), counts.get(False, 0)
    first = min(flagged, most)
    then = min(others, most - first)
    rows = tables.rows(
        f"""WITH {_FLAGGED}, ranked AS (
          SELECT *, row_number() OVER spaced - 1 AS place, count(*) OVER (PARTITION BY is_flagged) AS n,
            CASE WHEN is_flagged THEN ? ELSE ? END AS wanted
          FROM listed WINDOW spaced AS (PARTITION BY is_flagged ORDER BY document_id))
        SELECT document_id, source, is_flagged, size FROM ranked
        WHERE (place * wanted) // n <> ((place - 1) * wanted) // n OR (place = 0 AND wanted > 0) ORDER BY document_id""",
        [first, then],
    )
    return [_Chosen(**row) for row in rows], Sample(flagged, first, others, then)


# Each document once, however many issues it has.
_FLAGGED: Final = """
  flagged AS (SELECT document_id FROM issues UNION SELECT document_id FROM violations),
  listed AS (
    SELECT document_id, source, document_id IN (SELECT document_id FROM flagged WHERE document_id IS NOT NULL)
      AS is_flagged, input_characters + text_characters + 100 * edit_count AS size
    FROM documents)"""


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
            text=head["text"],
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
    for row in tables.rows(f"SELECT * FROM {identifier(table)} WHERE document_id IN ({keys})", ids):
        found.setdefault(row["document_id"], []).append(row)
    return found
