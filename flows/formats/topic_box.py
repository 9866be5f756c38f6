"""Infoboxes of other topics than wars in a browser's text: persons, places, films, companies.

Their labels are as many as topics, so a box must prove itself: three known labels, each followed by a tab or glued to
its value as no prose is ("Born5 May 1818"), in the page's head, and no menu above them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from flows.formats.browser_box import Found, Hit, head_of
from flows.formats.lines import is_prose, past_blank
from flows.rules.labels import FIELDS, canonical
from flows.text.looks import is_interface

_MAX_LINES: Final = 120
_MAX_ABOVE: Final = 12
"""Lines between the title and the first label: the name, a picture's caption, a hatnote."""
_MAX_LABEL: Final = 60
_LEAST: Final = 3
# Where a label ends that is glued to its value: a small letter, and no small letter, space or punctuation behind it.
_SMALL: Final = "a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u044f"
_SEAM: Final = re.compile(f"(?<=[{_SMALL})])(?![{_SMALL} \u00a0,.;:!?'’)(\\-–—/&\\n]|\\Z)")
_PARENTHESIS: Final = re.compile("[ \u00a0]?[(\\[][^()\\[\\]\\n]{1,30}+[)\\]]\\Z")
_CONTINUED: Final = ("•", "\u00a0", " ", "-", "–")


def find_topic_box(text: str) -> Found | None:
    """Return the box of a page's head, None when fewer than three known labels show that they are labels."""
    title_start = past_blank(text, 0)
    title_end = text.find("\n", title_start)
    if title_end < 0:
        return None
    if "\t" in text[title_start:title_end]:
        return None
    hits: list[Hit] = []
    proofs: set[str] = set()
    position, above, end = title_end + 1, 0, title_end
    is_behind = False  # a blank line ended the last label's value
    for _ in range(_MAX_LINES):
        last, position = position, past_blank(text, position)
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position:line_end]
        if not line or (is_interface(line) and not hits):
            break
        is_behind = is_behind or (position > last and bool(hits))
        hit = _hit(text, position, line_end, bool(hits) and not is_behind)
        if hit is not None:
            hits.append(hit)
            is_behind = False
            if hit.key and hit.end < line_end:
                proofs.add(hit.key)
        elif hits and is_behind and is_prose(line):
            break
        above += not hits
        if above > _MAX_ABOVE:
            break
        end = end if is_behind else line_end
        position = line_end + 1
    if len(proofs) < _LEAST:
        return None
    start, part_of = head_of(text, title_start, title_end, hits[0].start)
    return Found(start, end, part_of, tuple(hits))


def _hit(text: str, start: int, end: int, is_open: bool) -> Hit | None:
    """Return the label that the line begins with; inside of a box any word before a tab is one, and a lone label."""
    if text.startswith(_CONTINUED, start):
        return None
    tab = text.find("\t", start, min(end, start + _MAX_LABEL))
    if tab > start:
        label = text[start:tab].strip(" \u00a0:")
        known = canonical(_PARENTHESIS.sub("", label))
        if label[:1].isupper() and (known is not None or is_open):
            return Hit(start, tab + 1, label, known.key if known else "", False)
        return None
    seam = _SEAM.search(text, start + 2, min(end, start + _MAX_LABEL))
    if seam is not None and (label := text[start : seam.start()]) in _labels():
        known = canonical(label)
        return Hit(start, seam.start(), label, known.key if known else "", False)
    if is_open and end - start <= _MAX_LABEL:
        label = text[start:end].strip(" \u00a0:")
        known = canonical(_PARENTHESIS.sub("", label))
        if label[:1].isupper() and (known is not None or label in _labels()):
            return Hit(start, end, label, known.key if known else "", False)
    return None


@cache
def _labels() -> frozenset[str]:
    """Return the labels as they are printed: those of ``labels.toml``, and those of ``headings.toml``."""
    path = Path(__file__).parents[1] / "rules" / "headings.toml"
    printed: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))["boxes"]["labels"]
    names = (key.replace("_", " ") for key, field in FIELDS.items() if not field.is_sided and len(key) > 2)
    return frozenset(name[0].upper() + name[1:] for name in names).union(printed)
