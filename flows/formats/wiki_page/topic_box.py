"""Infoboxes of other topics than wars, copied from a browser: persons, places, films, companies.

There are as many labels as topics, so a box needs evidence: three known labels in the page's head, each followed by a
tab or glued to its value as in no prose ("Born5 May 1818"), and no menu above them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flows.formats.article_lines import is_article_line, skip_blank_lines
from flows.formats.wiki_page.browser_box import FoundBox, LabelHit, box_start
from flows.rules.files import read_rules
from flows.rules.labels import FIELDS, browser_labels, canonical, placed, topic_labels
from flows.rules.word_file_types import HeadingsFile
from flows.text.furniture.line_look import is_interface

_MAX_LINES: Final = 120
_MAX_ABOVE: Final = 12
"""The most lines between the title and the first label: the name, a picture's caption, a hatnote."""
_MAX_LABEL: Final = 60
_LEAST: Final = 3
_LEAST_LONE: Final = 4
# Between a label and its value: the year of a number, footnote marks.
_QUALIFIER: Final = r"(?:[ ]?\([^()\[\]\n]{1,30}\))?+(?:\[[^()\[\]\n]{1,12}\])*+"
# How a glued value begins. After a small letter: with an address, or with nothing that continues a sentence. After
# capitals ("ISBN") and Arabic letters, which would run into one word: with a number. After Chinese signs: with anything
# except an ending or a particle.
_SMALL: Final = "".join(sign for sign in map(chr, range(ord("a"), 0x530)) if sign.islower())
_URL: Final = "(?=https?://|www\\.)"
_SEAMS: Final = {
    "small": f"(?:{_URL}|(?![{_SMALL} \u00a0,.;:!?'’)(\\-–—/&\\n]|\\Z))",
    "caps": "(?=[0-9])",
    "east": "(?=[\\w「『《])(?![\u3041-\u309f的在是为為约約很有于於和与與])",
    "caseless": "(?=[0-9])",
}
_SEAM: Final = re.compile(f"(?<=[{_SMALL})]){_SEAMS['small']}")
_EAST: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARENTHESIS: Final = re.compile("[ \u00a0]?[(\\[][^()\\[\\]\\n]{1,30}+[)\\]]\\Z")
_FOOTNOTE: Final = re.compile(r"[ ]?\[[^()\[\]\n]{1,12}\]")
_BULLET: Final = re.compile("[ \u00a0]{0,4}•[ \u00a0]{0,4}")
_CONTINUED: Final = ("•", "\u00a0", " ", "-", "–")


def find_topic_box(text: str) -> FoundBox | None:
    """Return the box in a page's head, None when fewer than three known labels are proven to be labels."""
    title_start = skip_blank_lines(text, 0)
    title_end = text.find("\n", title_start)
    if title_end < 0:
        return None
    if "\t" in text[title_start:title_end]:
        return None
    rows = _Rows(text, text[title_start:title_end])
    position, above, end = title_end + 1, 0, title_end
    is_after_blank = False  # a blank line ended the last label's value
    for _ in range(_MAX_LINES):
        last, position = position, skip_blank_lines(text, position)
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position:line_end]
        if not line or (is_interface(line) and not rows.hits):
            break
        is_after_blank = is_after_blank or (position > last and bool(rows.hits))
        if rows.read(position, line_end, is_after_blank=is_after_blank):
            is_after_blank = False
        elif rows.hits and is_after_blank and is_article_line(line):
            break
        above += not rows.hits
        if above > _MAX_ABOVE:
            break
        end = end if is_after_blank else line_end
        position = line_end + 1
    if not rows.has_proof():
        return None
    start, part_of = box_start(text, title_start, title_end, rows.hits[0].start)
    return FoundBox(start, end, part_of, tuple(rows.hits))


class _Rows:
    """The rows of a box, found line by line, and the evidence that they are rows of a box."""

    def __init__(self, text: str, title: str) -> None:
        """Begin without rows; ``title`` is the title of the page."""
        self.hits: list[LabelHit] = []
        self._text, self._title = text, title.casefold()
        self._proofs: set[str] = set()
        self._lone_labels: set[str] = set()
        self._is_named = False  # the line below the title repeats it, as the head of a box does
        self._is_waiting = False  # the last line was only a label, so its value comes next
        self._group = ""  # the label that bullets stand below
        self._head = ""

    def has_proof(self) -> bool:
        """Return whether enough known labels have values; labels on lines of their own count only below the name."""
        lone = len(self._proofs | self._lone_labels) if self._is_named else 0
        return len(self._proofs) >= _LEAST or lone >= _LEAST_LONE

    def read(self, start: int, end: int, *, is_after_blank: bool) -> bool:
        """Read a line and return whether a row begins with it."""
        line = self._text[start:end]
        if not is_after_blank and self._is_head(line, end):
            self.hits.append(LabelHit(start, end, "", "", False))
            self._is_waiting, self._group, self._head = False, "", line.strip()
            return True
        hit = self._bullet(start, end) if self.hits and not is_after_blank else None
        if hit is None:
            hit = _labelled(self._text, start, end, bool(self.hits) and not is_after_blank)
        if hit is None and not is_after_blank and (self.hits or self._is_named):
            hit = _label_line(self._text, start, end, is_value=self._is_waiting or not self.hits)
        if hit is None:
            if self._is_waiting and self.hits[-1].key not in (*_boxes()["sheets"], ""):
                self._lone_labels.add(self.hits[-1].key)
            folded = line.strip().casefold()
            self._is_named = self._is_named or (not self.hits and len(folded) > 1 and self._title.startswith(folded))
            self._is_waiting = False
            return False
        if not hit.is_child:
            self._group = hit.label
            hit = hit._replace(heads=(self._head,) if self._head else ())
        self.hits.append(hit)
        self._is_waiting = hit.end >= end
        if hit.end < end and hit.key not in (*_boxes()["sheets"], ""):
            self._proofs.add(hit.key)
        return True

    def _is_head(self, line: str, end: int) -> bool:
        """Return whether a line heads the rows below it: it ends the value above and is not a label itself."""
        if not self.hits or self._is_waiting or line.strip() not in _boxes()["heads"]:
            return False
        following = self._text.find("\n", end + 1)
        following = len(self._text) if following < 0 else following
        row = _labelled(self._text, end + 1, following, is_open=True)
        return row is not None and row.end < following

    def _bullet(self, start: int, end: int) -> LabelHit | None:
        """Return the row of a bullet with a label that needs the words above: "Total" below "Area"."""
        bullet = _BULLET.match(self._text, start, end)
        heads = tuple(filter(None, (self._head, self._group)))
        if bullet is None or not heads:
            return None
        tab = self._text.find("\t", bullet.end(), min(end, bullet.end() + _MAX_LABEL))
        seam = None if tab > 0 else _SEAM.search(self._text, bullet.end() + 2, min(end, bullet.end() + _MAX_LABEL))
        if tab < 0 and seam is None:
            return None
        stop = tab if seam is None else seam.start()
        label = _FOOTNOTE.sub("", self._text[bullet.end() : stop]).strip(" \u00a0:")
        known = placed(label, heads, is_child=True)
        if known is None and tab < 0:
            return None
        if self._is_waiting and len(self.hits) > 1 and self.hits[-1].label == self._group:
            self.hits[-1] = self.hits[-1]._replace(label="")  # the heading of these rows, not a field
        return LabelHit(start, stop + (tab > 0), label, known.key if known else "", False, heads, True)


def _labelled(text: str, start: int, end: int, is_open: bool) -> LabelHit | None:
    """Return the label before a tab or glued to its value; inside a box any word before a tab is a label."""
    if text.startswith(_CONTINUED, start):
        return None
    tab = text.find("\t", start, min(end, start + _MAX_LABEL))
    if tab > start:
        label = _FOOTNOTE.sub("", text[start:tab]).strip(" \u00a0:")
        known = canonical(_PARENTHESIS.sub("", label))
        if _is_capital(label) and (known is not None or is_open):
            return LabelHit(start, tab + 1, label, known.key if known else "", False)
        return None
    glued = _glued().match(text, start, end)
    if glued is None or (_EAST.match(text, start) and is_article_line(text[start:end])):
        return None
    label = _FOOTNOTE.sub("", glued[0])
    known = canonical(_PARENTHESIS.sub("", label))
    return LabelHit(start, glued.end(), label, known.key if known else "", False)


def _label_line(text: str, start: int, end: int, *, is_value: bool) -> LabelHit | None:
    """Return the label that is a whole line; where a value is expected, only one that browsers print."""
    if end - start > _MAX_LABEL or text.startswith(_CONTINUED, start):
        return None
    label = _FOOTNOTE.sub("", text[start:end]).strip(" \u00a0:")
    bare = _PARENTHESIS.sub("", label)
    known = canonical(bare)
    is_printed = label in _labels() or bare in _labels()
    if _is_capital(label) and (is_printed or (known is not None and not is_value)):
        return LabelHit(start, end, label, known.key if known else "", False)
    return None


def _is_capital(label: str) -> bool:
    return label[:1].isalpha() and not label[:1].islower()


@cache
def _boxes() -> dict[str, list[str]]:
    """Return the ``boxes`` of ``headings.toml``: further labels, and fields that data sheets of goods have too."""
    return read_rules(HeadingsFile)["boxes"]


@cache
def _labels() -> frozenset[str]:
    """Return the labels as they are printed: those of the label files, and those of ``headings.toml``."""
    rows = (label for label in browser_labels() if (known := canonical(label)) and not FIELDS[known.key].is_sided)
    return frozenset(rows).union(_boxes()["labels"], topic_labels())


@cache
def _glued() -> re.Pattern[str]:
    """Return the pattern of labels that are glued to a value; the script of the last letter decides what may follow."""
    kinds: dict[str, list[str]] = {kind: [] for kind in _SEAMS}
    for label in sorted(_labels(), key=lambda label: (-len(label), label)):
        last = label[-1]
        kind = "small" if last.islower() or last == ")" else "caps" if last.isupper() else "caseless"
        kinds["east" if _EAST.match(last) else kind].append(re.escape(label))
    return re.compile("|".join(f"(?:{'|'.join(kinds[kind])}){_QUALIFIER}{seam}" for kind, seam in _SEAMS.items()))
