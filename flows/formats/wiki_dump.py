"""Pages made by a wikitext cleaner: ``= Title =``, a flat infobox of ``- Key: value`` lines, then the article.

The cleaner turned ``<br>`` into ", " and kept list markers ("Syrian Army, ** 17th Division"); values are passed on like
that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.formats.article_lines import skip_blank_lines
from flows.formats.markdown_headings import empty_headings, lines_starting_with
from flows.formats.page_draft import PageDraft
from flows.model import Cleaned, Document, Infobox, InfoboxField, RawDocument, Shape
from flows.rules.labels import canonical
from flows.text.edits import Replacement
from flows.work_budget import spend

SHAPE: Final[Shape] = "wiki_dump"

_TITLE: Final = re.compile("\\s{0,100}+=[ ]?([^=\n][^\n]{0,300}?)[ ]?=[ \t]{0,50}+(?=\n|\\Z)")
_OPEN: Final = re.compile("Infobox\\b[ :]{0,3}+([^\n]{0,100}+)\n(?=[ ]{0,3}-[ ][^\n:]{1,60}:)")
_KEY: Final = re.compile("[ ]{0,3}-[ ]([^\n:]{1,60}+):[ \t]?")
_KEY_WORD: Final = re.compile("[^\\W\\d_][\\w-]*+\\Z")
# "Gdp rank", "This album": the cleaner capitalises a key like Python: first letter upper case, the rest lower case.
_KEY_WORDS: Final = re.compile("[^\\W\\d_][\\w-]*+(?: [\\w-]++){1,3}\\Z")
_WIKI_HEADING: Final = re.compile("(={1,6}+)[ \t]*+([^\n]*+)")


def recognise(head: str) -> float:
    r"""Return how certain the head of a text has this shape: title line, infobox block, ``==`` headings.

    >>> recognise("= Battle of X =\n\nInfobox\n- Conflict: Battle of X\n")
    0.98
    """
    has_title = _TITLE.match(head) is not None
    if next(_openings(head), None) is not None:
        return 0.98 if has_title else 0.9
    if has_title:
        return 0.75 if "\n==" in head else 0.55
    return 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: title, infoboxes (layout ``commas``), body with ``##`` headings, sections."""
    draft = PageDraft(SHAPE, cleaned, raw)
    text = draft.text
    cuts: list[Replacement] = []
    title = _TITLE.match(text)
    if title is not None:
        cuts.append(Replacement(0, skip_blank_lines(text, title.end()), "", "normalise", "title-line"))
    infoboxes: list[Infobox] = []
    done = cuts[0].end if cuts else 0
    for opening in _openings(text):
        if opening.start() < done:
            continue
        spend("boxes", 1)
        box, end = _read_box(text, opening, draft)
        infoboxes.append(box)
        done = skip_blank_lines(text, end)
        cuts.append(Replacement(opening.start(), done, "", "normalise", "infobox-block"))
    draft.change(cuts)
    if "\n=" in draft.text or draft.text.startswith("="):
        draft.change(_headings(draft.text))
    draft.change(empty_headings(draft.text))
    return draft.finish(title[1] if title else _name(infoboxes), tuple(infoboxes))


def _openings(text: str) -> Iterator[re.Match[str]]:
    """Yield where infobox blocks open: the word "Infobox" at the start of a line, a field on the next."""
    position = text.find("Infobox")
    while position >= 0:
        if position == 0 or text[position - 1] == "\n":
            match = _OPEN.match(text, position)
            if match is not None:
                yield match
        position = text.find("Infobox", position + 7)


def _read_box(text: str, opening: re.Match[str], draft: PageDraft) -> tuple[Infobox, int]:
    """Return the infobox that opens here and where it ends: at a blank line that no known field follows."""
    spans: list[tuple[str, int, int]] = []  # label, start and end of the value
    position = opening.end()
    end = position
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if not text[position:line_end].strip():
            position = skip_blank_lines(text, line_end)
            if not _goes_on(text, position):
                break
            continue
        key = _KEY.match(text, position, line_end)
        if key is not None and _is_label(key[1]):
            spans.append((key[1].strip(), key.end(), line_end))
        elif text[position] in "=#" or not spans:
            break
        else:
            spans[-1] = (spans[-1][0], spans[-1][1], line_end)
        end = line_end
        position = line_end + 1
    fields = tuple(InfoboxField(label, text[start:stop], "commas") for label, start, stop in spans)
    return Infobox(opening[1].strip() or None, fields), end


def _goes_on(text: str, position: int) -> bool:
    """Return whether a known field of the same box follows a blank line (a body may begin with a list)."""
    key = _KEY.match(text, position)
    return key is not None and " " not in key[1] and canonical(key[1]) is not None


def _is_label(words: str) -> bool:
    """Return whether the words before a colon are a label: a word ("Combatant1"), a capitalised key, a known label."""
    if _KEY_WORD.match(words) is not None or canonical(words) is not None:
        return True
    return words == words.capitalize() and _KEY_WORDS.match(words) is not None


def _headings(text: str) -> list[Replacement]:
    """Return the changes of ``== X ==`` lines into Markdown; lines with unbalanced marks are text, not headings."""
    found = []
    for position in lines_starting_with(text, "="):
        match = _WIKI_HEADING.match(text, position)
        if match is None:
            continue
        words, marks = match[2].rstrip(), len(match[1])
        if words.endswith(match[1]) and words.strip("= \t"):
            after = f"{'#' * marks} {words[:-marks].strip()}"
            found.append(Replacement(match.start(), match.end(), after, "normalise", "heading"))
    return found


def _name(infoboxes: list[Infobox]) -> str | None:
    """Return the value of the first field of the first infobox: the name, for a page without a title line."""
    return infoboxes[0].fields[0].source_text if infoboxes and infoboxes[0].fields else None
