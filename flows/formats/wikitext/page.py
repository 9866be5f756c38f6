"""Pages in wikitext, as a wiki stores them: ``{{Infobox …}}``, ``'''bold'''``, ``[[links]]``, ``== headings ==``."""

from __future__ import annotations

import re
from typing import Final

from flows.formats.article_lines import skip_blank_lines
from flows.formats.box_limits import MAX_WIKITEXT_BOXES
from flows.formats.page_draft import Metadata, PageDraft
from flows.formats.wikitext.body import change_body
from flows.formats.wikitext.box_openings import has_box
from flows.formats.wikitext.boxes import BoxSpan, ReadBox, find_boxes, read_box
from flows.formats.wikitext.escaped import unescapings
from flows.model import Cleaned, Document, Infobox, RawDocument, Shape
from flows.rules.labels import FIELDS, canonical
from flows.rules.wikitext import wikitext_words
from flows.text.edits import Replacement

SHAPE: Final[Shape] = "wikitext"

_TABLE: Final = re.compile("^\\{\\|[^\n]{0,300}\\binfobox\\b", re.MULTILINE)
_SIGNS: Final = (
    re.compile("^(={2,6})[^=\n]{1,120}\\1[ \t]*$", re.MULTILINE),
    re.compile("(?<!')'''(?!')[^'\n]{1,120}'''"),
    re.compile("\\[\\[[^\\[\\]|\n]{1,120}\\|[^\\[\\]\n]{1,200}\\]\\]"),
    re.compile("<ref(?:[ ][^<>]{1,80})?>|\\{\\{(?:[Cc]ite|[Rr]eflist|[Ss]fn|[Dd]efaultsort|DEFAULTSORT)\\b"),
    re.compile("\\[\\[(?:[Cc]ategory|[Ff]ile|[Ii]mage):"),
    re.compile("^\\{\\|[^\n]{0,100}=", re.MULTILINE),
)
"""Other signs of wikitext; other notations may share each of them, so three are needed to be sure."""
_NAMES: Final = frozenset({"name", "conflict", "title"})
_MAX_REPEATED: Final = 50
_REPEATED: Final = "the box gives this parameter again, and a wiki shows the last value: compare the two in the source"
_SILENT: Final = "only references or templates that print nothing: no row; the words are in the edits (infobox-block)"
_UNKNOWN_TEMPLATE: Final = "the words of its arguments were kept; compare the field in infobox_fields with the page"


def recognise(head: str) -> float:
    r"""Return how surely the head of a text is wikitext (0 to 1): by a box, a redirect, or the signs of its markup.

    >>> recognise("{{Infobox military conflict\n| conflict = Battle of X\n}}\n'''X''' was")
    0.95
    >>> recognise("Hello {{ user.name }}, [a link](x) and **bold**")
    0.0
    """
    if has_box(head):
        return 0.95
    if "{|" in head and _TABLE.search(head) is not None:
        return 0.95
    if wikitext_words().redirect.match(head):
        return 0.95
    if "[[" not in head and "'''" not in head and "{|" not in head:
        return 0.0
    signs = sum(sign.search(head) is not None for sign in _SIGNS)
    return 0.9 if signs >= 3 else 0.6 if signs == 2 else 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the structure of a page: infoboxes (layout ``lines``), title, tags, and the body as Markdown."""
    draft = PageDraft(SHAPE, cleaned, raw)
    draft.change(unescapings(draft.text))
    infoboxes: list[Infobox] = []
    cuts: list[Replacement] = []
    for box in find_boxes(draft.text):
        read = read_box(box)
        if not read.infoboxes and not box.is_closed:
            continue
        infoboxes.extend(read.infoboxes)
        if cuts and len(infoboxes) > MAX_WIKITEXT_BOXES:
            break  # it stays in the text
        _report(draft, box, read)
        begins_line = box.start == 0 or draft.text[box.start - 1] == "\n"
        end = skip_blank_lines(draft.text, box.end) if begins_line else box.end
        cuts.append(Replacement(box.start, end, "", "normalise", "infobox-block"))
    draft.change(cuts)
    body = change_body(draft, name=_name(infoboxes))
    return draft.finish(body.title, tuple(infoboxes), Metadata(tags=body.tags))


def _report(draft: PageDraft, box: BoxSpan, read: ReadBox) -> None:
    """Note what a person should check: a box that never closes, unknown templates, values that became no field."""
    if not box.is_closed:
        remedy = "its braces do not balance: compare the fields with the source, where the box ends is a guess"
        draft.note("unclosed-box", f"character {box.start + 1}", box.source[:200], remedy)
    if read.unknown:
        names = ", ".join(read.unknown)[:300]
        draft.note("unknown-template", f"{len(read.unknown)} templates", names, _UNKNOWN_TEMPLATE)
    for label, value in read.repeated[:_MAX_REPEATED]:
        draft.note("repeated-parameter", label, value[:300], _REPEATED)
    if silent := [label for label in read.silent if _is_typed(label)]:
        draft.note("silent-parameter", f"{len(silent)} parameters", ", ".join(silent)[:300], _SILENT)


def _is_typed(label: str) -> bool:
    """Return whether a parameter yields typed values; others (footnotes, layout) print nothing on most pages."""
    found = canonical(label)
    return found is not None and (FIELDS[found.key].kind != "text" or FIELDS[found.key].is_sided)


def _name(infoboxes: list[Infobox]) -> str | None:
    """Return the name of the page's subject as the first box states it; None without one."""
    for field in infoboxes[0].fields if infoboxes else ():
        label = canonical(field.label)
        if label is not None and label.key in _NAMES:
            return field.plain.split("\n")[0]
    return None
