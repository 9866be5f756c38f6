"""The body of a wikitext page: what remains when its boxes are cut out becomes Markdown, every change on record.

First templates, links, comments and opaque tags (``scan`` finds them) give way to what a reader sees of them;
then one pass over the lines (``lines``) takes headings, lists, tables and emphasis. What a template shows is
data (``templates.toml``); an unknown one keeps its positional parts and is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.formats.markdown_headings import empty_headings
from flows.formats.page_draft import MAX_TITLE, PageDraft
from flows.formats.wikitext.inline import Span
from flows.formats.wikitext.lines import line_changes
from flows.formats.wikitext.marks import MarkRemoval
from flows.formats.wikitext.scan import scan
from flows.rules.wikitext import wikitext_words
from flows.text.edits import Replacement
from flows.text.repair import repair
from flows.text.strip import strip

_TITLE_LINE: Final = re.compile(
    "\\s{0,100}+(?:=[ ]?([^=\n][^\n]{0,300}?)[ ]?=|#[ ]([^\n#*:][^\n]{0,300}+))[ \t]{0,50}+(?:\n|\\Z)"
)
_STRESS: Final = re.compile("(?<=[\u0400-\u04ff])\u0301")
_MAX_BOLD: Final = 200
_MAX_NAMES: Final = 20
"""Unknown templates of one page that the note names."""


class Body(NamedTuple):
    """What the body says of the page: its title where it prints one, its categories as tags."""

    title: str | None
    tags: tuple[str, ...]


def change_body(draft: PageDraft, *, name: str | None = None) -> Body:
    r"""Return title and tags of a page after its draft's markup has become the published text.

    The title is a title line, ``{{DISPLAYTITLE:…}}``, the first bold words of the lead, or ``name`` (of its box).

    >>> from flows.model import Cleaned, RawDocument
    >>> page = "The '''Siege of [[Orrin]]''' was long.<ref>x</ref>\n\n== End ==\n* [[Peace|peace]]\n[[Category:Sieges]]"
    >>> draft = PageDraft("wikitext", Cleaned(page), RawDocument("a.wiki", b""))
    >>> change_body(draft), draft.text
    (Body(title='Siege of Orrin', tags=('Sieges',)), 'The Siege of Orrin was long.\n\n## End\n- peace\n')
    """
    title = _take_title(draft)
    _take_redirect(draft)
    marks = MarkRemoval(draft.text)
    marks.stretch(scan(draft.text))
    kept = _moved(marks.kept, marks.changes)
    draft.change(marks.changes)
    _report(draft, marks)
    changes, bold = line_changes(draft.text, kept)
    bold_words = None if bold is None else _plain(draft.text, bold, changes)
    draft.change(changes)
    _clean(draft)
    draft.change(empty_headings(draft.text))
    display = marks.display_title and _plain_of(marks.display_title)
    return Body(title or display or _as_title(bold_words) or name, tuple(dict.fromkeys(marks.categories)))


def _as_title(words: str | None) -> str | None:
    """Return the bold words of a lead as a wiki writes its titles: a capital first, no stress marks on Cyrillic."""
    return words and words[0].upper() + _STRESS.sub("", words[1:])


def _take_title(draft: PageDraft) -> str | None:
    """Return the words of a title line (``= X =``, ``# X``) at the beginning, which is taken out."""
    match = _TITLE_LINE.match(draft.text)
    if match is None:
        return None
    draft.cut(0, match.end(), "title-line")
    return _plain_of(match[1] or match[2])


def _take_redirect(draft: PageDraft) -> None:
    """Note that a page only leads to another one: the mark goes, the other page's name stays."""
    match = wikitext_words().redirect.match(draft.text)
    if match is None:
        return
    end = draft.text.find("\n", match.end())
    target = draft.text[match.end() : end if end >= 0 else len(draft.text)]
    draft.note("redirect", "document", target, "the page has no text of its own: use the page that it leads to")
    draft.cut(0, match.end(), "wikitext-switch")


def _report(draft: PageDraft, marks: MarkRemoval) -> None:
    """Note the templates that no rule knows, together: their positional parts stay in the text."""
    if marks.unknown:
        counted = Counter(marks.unknown).most_common(_MAX_NAMES)
        names = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in counted)
        remedy = "their positional parts stay as text; all: SELECT * FROM issues WHERE code = 'unknown-template'"
        draft.note("unknown-template", f"{len(set(marks.unknown))} templates", names, remedy)


def _moved(kept: Sequence[Span], changes: Sequence[Replacement]) -> list[Span]:
    """Return where stretches of a text stand once the changes are made; none of them touches one."""
    moved: list[Span] = []
    shift = at = 0
    for start, end in kept:
        while at < len(changes) and changes[at].end <= start:
            shift += len(changes[at].after) - changes[at].end + changes[at].start
            at += 1
        moved.append((start + shift, end + shift))
    return moved


def _plain(text: str, span: Span, changes: Sequence[Replacement]) -> str | None:
    """Return a stretch with the changes made that lie in it; None when it is too long for a title."""
    start, end = span
    if not 0 < end - start <= _MAX_BOLD or "\n" in text[start:end]:
        return None
    pieces: list[str] = []
    for change in changes:
        if change.start >= end:
            break
        if change.start >= start and change.end <= end:
            pieces.extend((text[start : change.start], change.after))
            start = change.end
    pieces.append(text[start:end])
    return "".join(pieces).strip() or None


def _plain_of(markup: str) -> str | None:
    """Return a short stretch of wikitext as plain words."""
    markup = markup[:MAX_TITLE]
    marks = MarkRemoval(markup)
    marks.stretch(scan(markup))
    text = marks.applied(0, len(markup), marks.changes)
    changes, _ = line_changes(text)
    return _plain(text, (0, len(text)), changes) if len(text) <= _MAX_BOLD else text


def _clean(draft: PageDraft) -> None:
    """Repair and strip the text once more: entities hid mojibake, templates that are gone leave empty brackets."""
    cleaned = strip(repair(draft.text, is_strict=True), draft.shape, is_strict=True)
    draft.text = cleaned.text
    draft.edits.extend(cleaned.edits)
    known = {note.code for note in draft.notes}
    draft.notes.extend(note for note in cleaned.notes if note.code not in known)
