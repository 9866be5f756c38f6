"""One document as the page shows it: its head, its text with every change, and beside it the rows read from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from flows.ask.explained import Page, encoding_words
from flows.ask.report.changes import pieces
from flows.ask.report.fitting import fitting, rows_of
from flows.ask.report.shown_rows import ShownTable, shown_tables
from flows.ask.report.shown_text import Passage, passages, reading_point, visible
from flows.ask.report.sources import find_places
from flows.quoting import safe, shell_command
from flows.rules.registry import rules

_ISSUES: Final = (20, 5, 1)
"""How many issues are shown, the first number that leaves room for the text."""
_RANK: Final = {"infobox_fields": 0, "infobox_values": 1}
_SLACK: Final = 200
"""Bytes in which it is said that all of the text was left out."""


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

    ``no`` makes its anchors unique. ``links`` are the passages that rows were read from, by the number of the row, of
    those that are shown; ``found`` are the rows whose words were found, ``shown`` those that are shown themselves.
    ``command`` shows the document as a whole. ``rules`` are those that changed it, with the number of their edits and
    their reason.
    """

    no: int
    page: Page
    text: Sequence[Passage]
    tables: Sequence[ShownTable]
    links: Mapping[int, int]
    found: Set[int]
    shown: Set[int]
    rules: Sequence[tuple[str, int, str]]
    issues: Sequence[ShownIssue]
    issues_left_out: int
    is_open: bool
    command: str
    is_whole: bool = True

    @property
    def said(self) -> float:
        """Return how many characters are said of a change on the average."""
        return sum(len(edit.reasons or "") for edit in self.page.edits) / max(1, len(self.page.edits))

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
        return encoding_words(page.encoding, page.encoding_basis, page.encoding_confidence)

    @property
    def has_text(self) -> bool:
        """Return whether there is a text to show; there is none where it was withheld."""
        return bool(self.page.text or self.page.edits)

    @property
    def counts(self) -> str:
        """Return what there is of it: "14 edits, 47 rows"."""
        rows = sum(map(len, self.page.tables.values()))
        return f"{_counted(len(self.page.edits), 'edit')}, {_counted(rows, 'row')}"

    @property
    def badges(self) -> Sequence[tuple[str, str]]:
        """Return how many violations and issues it has, each with the class of its colour; only those it has."""
        found = (("violation", "bad", self.page.violations), ("issue", "warn", self.page.issues))
        return [(_counted(len(rows), what), kind) for what, kind, rows in found if rows]

    def edit(self, number: int) -> ShownEdit:
        """Return what is said of an edit, counted from 1: "furniture, score 0.02: 12 of 14 words are links"."""
        edit = self.page.edits[number - 1]
        score = "" if edit.score is None else f"{edit.score:.2f}"
        told = f"{edit.rule}, score {score}" if score else edit.rule
        return ShownEdit(edit.step, safe(edit.rule), score, safe(f"{told}: {edit.reasons}" if edit.reasons else told))

    def visible(self, passage: Passage) -> str:
        """Return the words of a passage as they are safe to show."""
        return visible(passage)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def render_document(
    pages: Environment, page: Page, no: int, most: int, *, is_open: bool = False, command: str = ""
) -> Markup:
    """Return one document as HTML of at most ``most`` bytes, "" where not even its head fits.

    ``pages`` are the templates. What does not fit is left out, and ``command`` is named to see it: by default the one
    that shows the document as a page of its own.
    """
    template = pages.get_template("document.html.j2")
    command = command or f"{shell_command(['infobox-etl', 'explain', page.document_id, '--html'])} > document.html"
    whole = _whole(page, no, command, is_open=is_open)
    room = 0
    for count in _ISSUES:
        issues = whole.issues[:count]
        whole = replace(whole, issues=issues, issues_left_out=len(page.issues) + len(page.violations) - len(issues))
        head = template.render(document=replace(whole, text=(), tables=(), is_whole=False))
        room = most - len(head.encode()) - _SLACK
        if room > most // 3:
            break
    for _ in range(5):  # sizes are estimated; where that was wrong, there is less room
        html = template.render(document=_in_part(whole, room))
        over = len(html.encode()) - most
        if over <= 0:
            return Markup(html)  # noqa: S704  # made by the template, which escapes what it is given
        room = max(0, room - over - room // 10)
    return Markup()


def _whole(page: Page, no: int, command: str, *, is_open: bool) -> DocumentView:
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
    text, links = passages(found, after, places)
    reasons = {rule.id: rule.why for rule in rules()}
    fired = Counter(edit.rule for edit in page.edits).most_common()
    return DocumentView(
        no=no,
        page=page,
        text=text,
        tables=tables,
        links=links,
        found=links.keys(),
        shown=set(),
        rules=[(safe(rule), count, reasons.get(rule, "")) for rule, count in fired],
        issues=_issues(page),
        issues_left_out=0,
        is_open=is_open,
        command=command,
    )


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


def _in_part(whole: DocumentView, room: int) -> DocumentView:
    """Return as much of a document as fits about so many bytes, with links to what is shown only."""
    text, tables = fitting(whole.text, whole.tables, room, whole.said)
    words = {passage.words for passage in text}
    return replace(
        whole,
        text=text,
        tables=tables,
        links={row: no for row, no in whole.links.items() if no in words},
        shown={row.no for row in rows_of(tables)},
        is_whole=not any(passage.left_out for passage in text) and not any(table.left_out for table in tables),
    )
