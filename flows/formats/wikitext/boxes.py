"""Infoboxes of wikitext: where they stand in a page, and their fields.

Openings are found by name. The scan runs from an opening to where its box closes, so that the rest of the page costs
nothing. A box within a box becomes an infobox of its own, listed after the one that contains it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from flows.formats.box_limits import MAX_WIKITEXT_BOXES
from flows.formats.wikitext.box_markup import clean
from flows.formats.wikitext.box_openings import further_parts, openings
from flows.formats.wikitext.box_values import Values
from flows.formats.wikitext.construct_parts import part_name, parts, walk
from flows.formats.wikitext.scan import Construct, scan
from flows.formats.wikitext.table_rows import table_rows
from flows.model import Infobox, InfoboxField
from flows.rules.wikitext import fold_template, is_box
from flows.work_budget import spend

_OPAQUE: Final = re.compile("<!--|<(nowiki|pre|syntaxhighlight|source)(?=[ \t\n>])[^<>]*+>", re.IGNORECASE)
_PAIRED: Final = re.compile("(label|data|header)([0-9]{1,3})")
# A box that never closes ends at a heading, or where the bold words of the first sentence begin a line.
_BODY: Final = re.compile("\n(?=={2,6}[^=\n]|'''[^'\n])")


class BoxSpan(NamedTuple):
    """Where a box stands in the page, and its ``construct``, whose offsets are those of ``source``.

    ``source`` is the page; for a box that never closes it is the page up to the box's end, with the braces added.
    ``more`` are the templates that go on the box behind ``construct``.
    """

    start: int
    end: int
    construct: Construct
    source: str
    is_closed: bool = True
    more: tuple[Construct, ...] = ()


def find_boxes(text: str) -> list[BoxSpan]:
    """Return the outermost boxes of a page in order; boxes in comments and in examples of code do not count.

    One more than a page may have is found: it shows that a page has too many.

    >>> page = "{{Infobox x|a=b}} '''X''' {{cite|y}} <!-- {{Infobox z}} -->"
    >>> [page[box.start:box.end] for box in find_boxes(page)]
    ['{{Infobox x|a=b}}']
    """
    found: list[BoxSpan] = []
    hidden: list[tuple[int, int]] | None = None
    done = 0
    for opening in openings(text):
        if len(found) > MAX_WIKITEXT_BOXES:
            break
        if opening < done:
            continue
        if hidden is None:
            hidden = list(_hidden_spans(text))
        nearest = bisect(hidden, (opening, 0)) - 1
        if nearest >= 0 and opening < hidden[nearest][1]:
            continue
        constructs = scan(text, opening, only_first=True)
        if constructs and constructs[0].start == opening:
            more, done = further_parts(text, constructs[0])
            found.append(BoxSpan(opening, done, constructs[0], text, more=more))
            continue
        # Never closed: the scan has read the rest of the page and found all boxes that do close.
        closed = [box for box in walk(constructs) if box.kind == "template" and is_box(part_name(text, box))]
        limit = closed[0].start if closed else len(text)
        if (unclosed := _closed_at_article(text, opening, limit)) is not None:
            found.append(unclosed)
        end = 0
        for box in closed:
            if box.start >= end:
                found.append(BoxSpan(box.start, box.end, box, text))
                end = box.end
        break
    return found


def _hidden_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of comments and of examples of code."""
    done = 0
    absent: set[str] = set()
    for match in _OPAQUE.finditer(text):
        close = "-->" if match[1] is None else f"</{match[1]}"
        if match.start() < done or close in absent:
            continue
        end = text.find(close, match.end())
        if end < 0:
            absent.add(close)
            continue
        done = end
        yield match.start(), end


def _closed_at_article(text: str, opening: int, limit: int) -> BoxSpan | None:
    """Return a box that never closes, ended where the article begins (a guess); None if it has no field.

    One to three templates may be open there, so that many closing braces are tried.
    """
    body = _BODY.search(text, opening, limit)
    end = body.start() if body else limit
    for missing in (1, 2, 3):
        source = text[opening:end].rstrip() + "}}" * missing
        constructs = scan(source, 0, only_first=True)
        if constructs and constructs[0].start == 0 and constructs[0].bars:
            return BoxSpan(opening, end, constructs[0], source, is_closed=False)
    return None


class ReadBox(NamedTuple):
    """A box and the boxes within it, and what a person should check.

    ``unknown`` holds the names of templates that ``templates.toml`` does not list. ``repeated`` holds label and earlier
    value of fields that are given twice with different values. ``silent`` holds the labels of fields for which a page
    prints nothing (only a reference, only a note).
    """

    infoboxes: list[Infobox]
    unknown: list[str]
    repeated: list[tuple[str, str]]
    silent: list[str]


class _FieldReports(NamedTuple):
    """Repeated and silent fields of a box and of the boxes within it; see ``ReadBox``."""

    repeated: list[tuple[str, str]]
    silent: list[str]


def read_box(box: BoxSpan) -> ReadBox:
    """Return a box, the boxes within it, and what their fields do not hold; boxes without fields are left out.

    >>> (outer, inner), unknown, *_ = read_box(find_boxes("{{Infobox x|a=b|module={{Infobox y|c={{zz|d}}}}}}")[0])
    >>> outer.template, [field.plain for field in inner.fields], unknown
    ('Infobox x', ['d'], ['zz'])
    >>> read_box(find_boxes("{{Infobox x|a=1|a=2|b=<ref>c</ref>}}")[0])[2:]
    ([('a', '1')], ['b'])
    """
    spend("boxes", 1)
    values = Values(box.source)
    reports = _FieldReports([], [])
    queue, further = [box.construct, *box.more], {part.start for part in box.more}
    found: list[Infobox] = []
    while queue and len(found) <= MAX_WIKITEXT_BOXES:
        construct = queue.pop(0)
        values.boxes = []
        if construct.kind == "table":
            found.append(Infobox(None, tuple(_table_fields(values, construct))))
        else:
            read = _template_fields(values, construct, part_name(box.source, construct), reports)
            if construct.start in further:  # one box with the first
                found[0] = Infobox(found[0].template, (*found[0].fields, *read.fields))
            else:
                found.append(read)
        queue[:0] = values.boxes
    return ReadBox([infobox for infobox in found if infobox.fields], list(values.unknown), *reports)


def _template_fields(values: Values, construct: Construct, name: str, reports: _FieldReports) -> Infobox:
    """Return the infobox of a template: its fields that print something, in order; of two with one name, the last.

    A general box (``{{Infobox}}``) has no name, because its name does not say what it describes.
    """
    text = values.text
    is_module = name.startswith("#")
    name = name.partition(":")[2].strip() if is_module else name
    fields: dict[str, InfoboxField] = {}
    number = 0
    for part in parts(text, construct)[2 if is_module else 1 :]:
        label = part.name
        if label is None:
            number += 1
            label = str(number)
        boxes = len(values.boxes)
        shown = values.plain(part.start, part.end, part.children)
        if shown:
            if label in fields and (before := fields[label].plain) != shown:
                reports.repeated.append((label, before))
            fields[label] = InfoboxField(label, text[part.start : part.end].strip("\n"), "lines", shown)
        elif len(values.boxes) == boxes and any(child.kind in {"tag", "template"} for child in part.children):
            reports.silent.append(label)
    if fold_template(name) in {"infobox", "universal infobox"}:
        return Infobox(None, tuple(_label_data_pairs(fields)))
    return Infobox(name, tuple(fields.values()))


def _label_data_pairs(fields: dict[str, InfoboxField]) -> Iterator[InfoboxField]:
    """Yield the fields of a general box as a page shows them.

    The value of ``label3`` is the label of ``data3``, that of ``header2`` the head above them; below a head a value
    without a label has the head's words for it. A head with nothing below it is a row that fills the box.
    """
    head, waiting = "", None
    for label, field in fields.items():
        pair = _PAIRED.fullmatch(label)
        if pair is None:
            yield field
        elif pair[1] == "header":
            if waiting is not None:
                yield waiting
            head, waiting = field.plain, replace(field, label="Subheader")
        elif pair[1] == "data":
            named, waiting = fields.get(f"label{pair[2]}"), None
            heads = (head,) if head and named else ()
            is_child = named is not None and named.plain[:1] == "•"
            words = named.plain.strip("• \u00a0") if named else head or label
            yield replace(field, label=words, heads=heads, is_child=is_child)
        elif f"data{pair[2]}" not in fields:
            yield field
    if waiting is not None:
        yield waiting


def _table_fields(values: Values, table: Construct) -> Iterator[InfoboxField]:
    """Yield the fields of a table that is a box.

    A row is a label and its value. A row of one cell is a heading: it is the label of the rows below that have more
    than two cells and do not begin with a header cell; each of their cells is the value of one side.
    """
    heading = ""
    markup = values.expand(table.inner_start, table.inner_end, table.children)
    for row in table_rows(markup):
        cells = [(cell.is_header, cell.words, clean(cell.words)) for cell in row]
        cells = [cell for cell in cells if cell[2]]
        if not cells:
            continue
        if len(cells) == 1:
            heading = cells[0][2]
        elif cells[0][0] or not heading or len(cells) == 2:
            shown = " ".join(shown for _, _, shown in cells[1:])
            yield InfoboxField(cells[0][2], " ".join(words for _, words, _ in cells[1:]), "lines", shown)
        else:
            for side, (_, words, shown) in enumerate(cells, 1):
                yield InfoboxField(heading, words, "lines", shown, side)
