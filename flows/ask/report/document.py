"""One document as the page shows it: its head, its text with every change, and beside it the rows read from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from flows.ask.explained import Page
from flows.ask.report.changes import pieces
from flows.ask.report.shown_rows import ShownTable, shortened, shown_tables
from flows.ask.report.shown_text import (
    DETAILS,
    Stretch,
    abridged,
    left_out,
    reading_point,
    stretches,
    visible,
)
from flows.ask.report.sources import find_places
from flows.model import Edit
from flows.quoting import safe, shell_command
from flows.rules.registry import rules

_MOST_ISSUES: Final = 20
_RANK: Final = {"infobox_fields": 0, "infobox_values": 1}
_HEAD_BYTES: Final = 1_600
# About what the tags around a stretch and around a row take.
_STRETCH_BYTES: Final = 100
_ROW_BYTES: Final = 120
_CELL_BYTES: Final = 12


class ShownEdit(NamedTuple):
    """What is said of an edit where it is shown: step, rule, the score as words ("" without one), and all of it."""

    step: str
    rule: str
    score: str
    told: str


class ShownIssue(NamedTuple):
    """An issue or a violation: its code or check, where it is, the words it is about, and what can be done."""

    code: str
    where: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What the template of one document gets.

    ``no`` makes its anchors unique. ``edits`` are in their order, counted from 1 by ``Stretch``. ``links`` are the
    stretches that rows were read from, by the number of the row. ``rules`` are the rules that changed it, with the
    number of their edits and the reason of the rule.
    """

    no: int
    page: Page
    text: Sequence[Stretch]
    edits: Sequence[ShownEdit]
    tables: Sequence[ShownTable]
    links: Mapping[int, int]
    rules: Sequence[tuple[str, int, str]]
    issues: Sequence[ShownIssue]
    issues_left_out: int
    is_open: bool
    is_whole: bool = True

    @property
    def title(self) -> str:
        """Return the title as it is safe to show."""
        return safe(self.page.title)

    @property
    def source(self) -> str:
        """Return the source name as it is safe to show."""
        return safe(self.page.source)

    @property
    def encoding(self) -> str:
        """Return the encoding with what decided it: "utf-8 (valid utf8)"."""
        page = self.page
        sure = "" if page.encoding_confidence == 1.0 else f", {page.encoding_confidence:.2f} sure"
        return safe(f"{page.encoding} ({page.encoding_basis.replace('_', ' ')}{sure})")

    @property
    def counts(self) -> str:
        """Return what there is of it: "5 edits, 48 rows, 2 issues"."""
        page = self.page
        rows = sum(map(len, page.tables.values()))
        counts = {"edit": len(page.edits), "row": rows, "issue": len(page.issues), "violation": len(page.violations)}
        shown = (what for what, count in counts.items() if count or what in {"edit", "row"})
        return ", ".join(f"{counts[what]:,} {what}{'' if counts[what] == 1 else 's'}" for what in shown)

    @property
    def command(self) -> str:
        """Return the command that shows the document alone."""
        return f"{shell_command(['infobox-etl', 'explain', self.page.document_id, '--html'])} > document.html"

    def visible(self, stretch: Stretch) -> str:
        """Return the words of a stretch as they are safe to show."""
        return visible(stretch)


def render_document(pages: Environment, page: Page, no: int, most: int, *, is_open: bool = False) -> Markup:
    """Return one document as HTML of at most ``most`` bytes, "" where not even its head fits.

    ``pages`` are the templates. What does not fit is left out, and said to be: see ``shown_text.DETAILS``.
    """
    template = pages.get_template("document.html.j2")
    whole = _whole(page, no, is_open=is_open)
    view, room = whole, most
    for _ in range(4):  # the size is estimated; where that was wrong, there is less room
        view = _fitting(whole, room)
        html = template.render(document=view)
        size = len(html.encode())
        if size <= most:
            return Markup(html)  # noqa: S704  # made by the template, which escapes what it is given
        room = room * most // size - 100
    return Markup()


def _whole(page: Page, no: int, *, is_open: bool) -> DocumentView:
    found = pieces(page.text, page.edits)
    after = reading_point(page.edits)
    tables, numbers = shown_tables(page.tables)
    as_read = "".join(piece.text for piece in found if piece.stands_after(after))
    found_places = find_places(as_read, page.tables)
    # The last wins: tables of their own before values, values before their field, short before long.
    order = sorted(
        found_places, key=lambda key: (_RANK.get(key[0], 2), found_places[key].start - found_places[key].end)
    )
    places = {numbers[key]: found_places[key] for key in order}
    text, links = stretches(found, after, places)
    reasons = {rule.id: rule.why for rule in rules()}
    fired = Counter(edit.rule for edit in page.edits).most_common()
    issues = _issues(page)
    return DocumentView(
        no=no,
        page=page,
        text=text,
        edits=[_shown_edit(edit) for edit in page.edits],
        tables=tables,
        links=links,
        rules=[(rule, count, reasons.get(rule, "")) for rule, count in fired],
        issues=issues[:_MOST_ISSUES],
        issues_left_out=max(0, len(issues) - _MOST_ISSUES),
        is_open=is_open,
    )


def _shown_edit(edit: Edit) -> ShownEdit:
    """Return what is said of an edit: "furniture, score 0.02: 12 of 14 words are links"."""
    score = "" if edit.score is None else f"{edit.score:.2f}"
    told = f"{edit.rule}, score {score}" if score else edit.rule
    return ShownEdit(edit.step, safe(edit.rule), score, safe(f"{told}: {edit.reasons}" if edit.reasons else told))


def _issues(page: Page) -> list[ShownIssue]:
    """Return the violations and issues of a document."""
    broken = [
        ShownIssue(
            safe(f"breaks {row['check']}"),
            safe(f"{row['table']}.{row['column']}" if row["column"] else str(row["table"])),
            safe(str(row["value"] or ""), limit=300),
            safe(str(row["remedy"] or ""), limit=300),
        )
        for row in page.violations
    ]
    return broken + [
        ShownIssue(safe(issue.code), safe(issue.where, limit=120), safe(issue.text), safe(issue.remedy))
        for issue in page.issues
    ]


def _fitting(whole: DocumentView, room: int) -> DocumentView:
    """Return as much of a document as fits about so many bytes: the rows get half of it, or what the text leaves."""
    room -= _HEAD_BYTES + sum(len(" ".join(issue).encode()) + 80 for issue in whole.issues)
    tables = shortened(whole.tables, 0)
    for most in (detail.rows for detail in DETAILS):
        tables = shortened(whole.tables, most)
        size = _table_bytes(tables)
        if size <= room // 2 or size + _text_bytes(whole.text) <= room:
            break
    else:
        tables = shortened(whole.tables, 0)
    room -= _table_bytes(tables)
    text = list(whole.text)
    for detail in DETAILS:
        text = abridged(whole.text, detail)
        if _text_bytes(text) <= room:
            break
    text = _beginning(text, room)
    is_whole = not any(stretch.left_out for stretch in text) and not any(table.left_out for table in tables)
    return replace(whole, text=text, tables=tables, is_whole=is_whole)


def _beginning(text: Sequence[Stretch], room: int) -> list[Stretch]:
    """Return as many stretches from the first on as fit, and how much was left out."""
    for at, stretch in enumerate(text):
        room -= _stretch_bytes(stretch)
        if room < 0:
            return [*text[:at], left_out(text[at:])]
    return list(text)


def _text_bytes(text: Sequence[Stretch]) -> int:
    return sum(map(_stretch_bytes, text))


def _stretch_bytes(stretch: Stretch) -> int:
    plain = not (stretch.is_changed or stretch.row or stretch.left_out)
    return len(escape(stretch.text).encode()) + (0 if plain else _STRETCH_BYTES)


def _table_bytes(tables: Sequence[ShownTable]) -> int:
    return sum(
        _ROW_BYTES
        + len(row.name)
        + len(row.unread)
        + sum(_CELL_BYTES + len(name) + len(value) for name, value in row.cells)
        for table in tables
        for field in table.rows
        for row in (field, *field.values)
    )
