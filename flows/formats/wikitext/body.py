"""The body of a wikitext page: the text without its boxes becomes Markdown, and every change is recorded.

Two steps. First ``body_constructs`` replaces templates, links, comments and opaque tags (which ``scan`` finds) with
what a page shows of them. Then ``body_lines`` passes over the lines and changes headings, lists, tables and emphasis.
What a template shows is data (``templates.toml``); an unknown template keeps its numbered arguments and is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.formats.markdown_headings import empty_headings
from flows.formats.page_draft import MAX_TITLE, PageDraft
from flows.formats.wikitext.body_constructs import ConstructRewriter
from flows.formats.wikitext.body_inline import Span
from flows.formats.wikitext.body_lines import line_changes
from flows.formats.wikitext.holes import hole_changes
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
"""How many unknown templates of a page the note names, the most frequent first."""


class Body(NamedTuple):
    """What the body states about the page: its title, if it has one, and its categories as tags."""

    title: str | None
    tags: tuple[str, ...]


def change_body(draft: PageDraft, *, name: str | None = None) -> Body:
    r"""Change the wikitext of the draft to Markdown; return the page's title and tags.

    The title is the first of these that the page has: a title line, ``{{DISPLAYTITLE:…}}``, the first bold words of
    the lead, ``name`` (from its box).

    >>> from flows.model import Cleaned, RawDocument
    >>> page = "The '''Siege of [[Orrin]]''' was long.<ref>x</ref>\n\n== End ==\n* [[Peace|peace]]\n[[Category:Sieges]]"
    >>> draft = PageDraft("wikitext", Cleaned(page), RawDocument("a.wiki", b""))
    >>> change_body(draft), draft.text
    (Body(title='Siege of Orrin', tags=('Sieges',)), 'The Siege of Orrin was long.\n\n## End\n- peace\n')
    """
    title = _take_title(draft)
    _take_redirect(draft)
    rewriter = ConstructRewriter(draft.text)
    rewriter.rewrite(scan(draft.text))
    verbatim = _after_changes(rewriter.verbatim, rewriter.changes)
    draft.change(rewriter.changes)
    holes = hole_changes(draft.text, rewriter.changes)
    verbatim = _after_changes(verbatim, holes)
    draft.change(holes)
    _report(draft, rewriter)
    changes, bold = line_changes(draft.text, verbatim)
    bold_words = None if bold is None else _plain(draft.text, bold, changes)
    draft.change(changes)
    _repair_again(draft)
    draft.change(empty_headings(draft.text))
    display = rewriter.display_title and _plain_of(rewriter.display_title)
    return Body(title or display or _as_title(bold_words) or name, tuple(dict.fromkeys(rewriter.categories)))


def _as_title(words: str | None) -> str | None:
    """Return the bold words of a lead as a wiki writes titles: a capital first, no stress marks on Cyrillic letters."""
    return words and words[0].upper() + _STRESS.sub("", words[1:])


def _take_title(draft: PageDraft) -> str | None:
    """Cut a title line (``= X =``, ``# X``) at the beginning of the page; return its words, None without one."""
    match = _TITLE_LINE.match(draft.text)
    if match is None:
        return None
    draft.cut(0, match.end(), "title-line")
    return _plain_of(match[1] or match[2])


def _take_redirect(draft: PageDraft) -> None:
    """Cut the mark of a redirect and note the redirect; the name of the other page stays as the text."""
    match = wikitext_words().redirect.match(draft.text)
    if match is None:
        return
    end = draft.text.find("\n", match.end())
    target = draft.text[match.end() : end if end >= 0 else len(draft.text)]
    draft.note("redirect", "document", target, "the page has no text of its own: use the page that it leads to")
    draft.cut(0, match.end(), "wikitext-switch")


def _report(draft: PageDraft, rewriter: ConstructRewriter) -> None:
    """Note all unknown templates in one note; their numbered arguments stay in the text."""
    if rewriter.unknown:
        counted = Counter(rewriter.unknown).most_common(_MAX_NAMES)
        names = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in counted)
        remedy = "their positional parts stay as text; all: SELECT * FROM issues WHERE code = 'unknown-template'"
        draft.note("unknown-template", f"{len(set(rewriter.unknown))} templates", names, remedy)


def _after_changes(verbatim: Sequence[Span], changes: Sequence[Replacement]) -> list[Span]:
    """Return where the verbatim spans stand after the changes, none of which touches a span."""
    moved: list[Span] = []
    shift = at = 0
    for start, end in verbatim:
        while at < len(changes) and changes[at].end <= start:
            shift += len(changes[at].after) - changes[at].end + changes[at].start
            at += 1
        moved.append((start + shift, end + shift))
    return moved


def _plain(text: str, span: Span, changes: Sequence[Replacement]) -> str | None:
    """Return the text of a span after the changes that lie in it; None if it is too long for a title."""
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
    """Return a short piece of wikitext as plain words."""
    markup = markup[:MAX_TITLE]
    rewriter = ConstructRewriter(markup)
    rewriter.rewrite(scan(markup))
    text = rewriter.with_changes(0, len(markup), rewriter.changes)
    changes, _ = line_changes(text)
    return _plain(text, (0, len(text)), changes) if len(text) <= _MAX_BOLD else text


def _repair_again(draft: PageDraft) -> None:
    """Repair and strip the text once more: entities hid mojibake, and removed templates leave empty brackets."""
    cleaned = strip(repair(draft.text, is_strict=True), draft.shape, is_strict=True)
    draft.text = cleaned.text
    draft.edits.extend(cleaned.edits)
    noted = {note.code for note in draft.notes}
    draft.notes.extend(note for note in cleaned.notes if note.code not in noted)
