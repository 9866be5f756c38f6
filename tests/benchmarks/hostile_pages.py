"""Pages made to cost as much as they can: for each shape, one line of text or markup repeated to any size.

``page(shape, name, size)`` is a page of at most ``size`` bytes; twice the size is twice the work, or the reader is at
fault. The units that every shape may hold (characters to repair, debris, headings) come first, then those of a shape's
own markup and of its infobox.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final, get_args

from flows.model import Shape

LARGEST: Final = 5_000_000
"""The largest input that is read, in bytes (``flows.ingest.input_issues.MAX_DOCUMENT_BYTES``)."""

_WORDS: Final = "The siege of the town went on for three weeks, and the garrison held the bridge until relief came. "
_OPENINGS: Final[dict[Shape, tuple[str, str]]] = {
    "front_matter": ("---\ntitle: A page\nauthor: Ada\n---\n\n" + _WORDS + "\n\n", ""),
    "html": (f"<!DOCTYPE html><html><head><title>A page</title></head><body><p>{_WORDS}</p>", "</body></html>"),
    "wiki_dump": ("= Battle of X =\n\nInfobox\n- Conflict: Battle of X\n- Date: 3 May 1945\n\n" + _WORDS + "\n\n", ""),
    "wikitext": ("{{Infobox military conflict\n| conflict = Battle of X\n}}\n'''X''' was " + _WORDS + "\n\n", ""),
    "wiki_page": (
        "Battle of X\n\nBattle of X\nPart of the war\nDate5 May 1945\nResult Victory\nBelligerents\nA\nB\n\n"
        + _WORDS * 3
        + "\n\n",
        "",
    ),
    "web_page": (f"Skip to content\nHome\nContact us\nA title of the page\n\n{_WORDS}\n\n", "\n© 2025 Example\n"),
    "plain_text": ("## Part\n", ""),
}
_FIGURE: Final = "\0"  # stands for a number that is another one each time
ANY_TEXT: Final[dict[str, str]] = {
    "breaks": "x\n",
    "sentences": _WORDS + "\n",
    "distinct sentences": f"{_FIGURE} {_WORDS}\n",
    "one line of words": "word and ",
    "one line of letters": "x",
    "blank lines": "\n\n\nx",
    "trailing spaces": "x \n",
    "no-break spaces": "x\u00a0",
    "mojibake": "â€“ ",
    "mojibake lines": "JanuaryÃ© â€“ February\n",
    "distinct mojibake lines": f"{_FIGURE} cafÃ© â€“ ðŸ‡·ðŸ‡º\n",
    "twice misread": "â\u20acâ\u20ac\u0153 Ã¢â‚¬â€œ x\n",
    "entities": "x &amp; ",
    "entity lines": f"{_FIGURE} x &ndash; &eacute;\n",
    "debris": "x[object Object] ",
    "debris lines": f"{_FIGURE} x[object Object], () 17px\n",
    "brackets": "() ",
    "open brackets": "(",
    "nested brackets": "(())" * 4,
    "footnotes": "x[1][2] ",
    "controls": "x\x07",
    "control lines": f"{_FIGURE}\x07\x1b[31m\n",
    "carriage returns": "x\r\n",
    "half surrogates": "x\\ud83d ",
    "lost characters": "x\ufffd\n",
    "zero width": "x\u200b",
    "private use": "x\ue000 ",
    "soft hyphens": "x\u00ad",
    "combining marks": "e\u0301",
    "mark towers": "e" + "\u0301" * 35 + "\n",
    "hangul jamo": "\u1112\u1161\u11ab",
    "mixed scripts": "Кириллица ελληνικά العربية 中文 ไทย ",
    "other encodings": "ÐšÐ¸Ñ€ Äŕ ìåæäó\n",
    "telltale letters": "п÷я─ ж\n",
    "telltale signs": f"鈥{_FIGURE}ж\n",
    "mixed mojibake lines": f"Ã©ж{_FIGURE}\n",
    "layers": f"{_FIGURE} &amp;amp;nbsp;\r\n",
    "headings": "# h\n",
    "distinct headings": f"## {_FIGURE}\nx\n",
    "list headings": "## References\n",
    "equals headings": "== h ==\n",
    "list items": "- x\n",
    "nested list": "  " * 20 + "- x\n",
    "links": "[x](http://a.b/c) ",
    "addresses": "http://a.b/c?d=e&f=g ",
    "fences": "```\nx\n",
    "inline code": "`x` ",
    "quotes": "> x\n",
    "interface lines": "Share\nTweet\nHome\n",
    "distinct short lines": f"{_FIGURE} Share\n",
    "dates": "3 May 2017, ",
    "date lines": f"By Ada Hox, 3 May 2017 {_FIGURE}\n",
    "comments": f"Ada {_FIGURE} says:\nMay 3, 2017 at 5:04 pm\nI agree.\nReply\n",
}
_OWN: Final[dict[Shape, dict[str, str]]] = {
    "html": {
        "br": "x<br>",
        "br distinct": f"{_FIGURE}<br>",
        "paragraphs": "<p>x",
        "prose paragraphs": f"<p>{_WORDS}</p>",
        "divs": "<div>",
        "closed divs": "<div>x</div>",
        "inline": "<b>x</b>",
        "html links": "<a href=x>y</a> ",
        "html list": "<li>x",
        "nested lists": "<ul><li>x",
        "classes": "<div class='nav menu x'>x</div>",
        "html tables": "<table><tr><td>x",
        "cells": "<td>x",
        "rows": "<tr><th>x<td>y",
        "html headings": "<h2>x</h2>",
        "html comments": "<!-- x -->",
        "html entities": "x&amp;<i>",
        "meta": "<meta name=author content=x>",
        "metas of tags": f"<meta property='article:tag' content='{_FIGURE}'>",
        "json": '<script type=\'application/ld+json\'>{"@type":"Article"}</script>',
        "images": "<img alt='Flag of X' src='Flag_of_X.svg'>",
        "html attributes": "<a b=c d=e f='g' h=\"i\">",
        "formatted pre": "<pre>x\n</pre>",
        "boxes": "<table class=infobox><tr><th>Date<td>3 May 2017</table>",
        "open boxes": "<table class=infobox><tr><th>Date<td>3 May 2017",
        "boxes without rows": "<table class=infobox></table>",
        "box divs": "<div class=infobox>",
    },
    "wikitext": {
        "templates": "{{x|y}} ",
        "nested templates": "{{x|",
        "closed nested": "{{x|" * 30 + "}}" * 30,
        "known templates": "{{flag|Syria}} {{convert|5|km}} ",
        "bars": "{{x" + "|a" * 50 + "}}",
        "wiki links": "[[x|y]] ",
        "bare links": "[[x]] ",
        "outer links": "[http://a.b c] ",
        "bold": "'''x''' ",
        "apostrophes": "'",
        "odd quotes": "''x ",
        "references": "<ref>x</ref>",
        "named references": "<ref name=x />",
        "wiki tables": "{|\n|-\n| x || y\n|}\n",
        "table rows": "|-\n| x || y\n",
        "categories": f"[[Category:{_FIGURE}]]\n",
        "files": "[[File:x.jpg|thumb|A [[b]] c]]\n",
        "bullets": "* x\n",
        "deep bullets": "*" * 20 + " x\n",
        "definition lists": "; a : b\n",
        "wiki comments": "<!-- x -->",
        "nowiki": "<nowiki>x</nowiki>",
        "tags": "<div>x</div><br>",
        "magic words": "__NOTOC__ {{PAGENAME}}\n",
        "boxes": "{{Infobox person\n| name = A\n| born = 3 May 1945\n}}\n",
        "empty boxes": "{{Infobox person}}\n",
        "conflict boxes": "{{Infobox military conflict\n| date = 3 May 1945\n| strength1 = 5\n| casualties1 = 5\n}}\n",
        "unclosed boxes": "{{Infobox person\n| name = A\n",
        "redirects": "#REDIRECT [[x]]\n",
        "parser functions": "{{#if:x|y|z}} ",
        "arguments": "{{{x|y}}} ",
    },
    "wiki_dump": {
        "boxes": "Infobox\n- Conflict: X\n- Date: 3 May 1945\n\n",
        "person boxes": "Infobox person\n- Name: X\n- Born: 3 May 1945\n\n",
        "fields": "- Key: value\n",
        "stars": "* ** 17px x\n",
    },
    "front_matter": {"shortcodes": "{{< x y=z >}}\n"},
    "wiki_page": {"edit marks": "History[edit]\n", "labels": "Date5 May 1945\nResult Victory\n", "joined": "A\tB\tC\n"},
}
VALUES: Final[dict[str, tuple[str, str]]] = {
    "dates": ("Date", f"3 May {_FIGURE} – 4 June 2018; "),
    "bare years": ("Date", f"{_FIGURE} "),
    "month names": ("Date", "May June "),
    "broken dates": ("Date", "3-5/7.9 "),
    "broken distinct dates": ("Date", f"3-5/7.{_FIGURE}, "),
    "words as date": ("Date", "about the end of the spring of the year "),
    "strength": ("Strength1", f"{_FIGURE} soldiers, 56 tanks (SOHR claim); "),
    "plain counts": ("Strength1", "5 "),
    "distinct counts": ("Strength1", f"{_FIGURE}, "),
    "casualties": ("Casualties1", f"{_FIGURE} killed, 56 wounded (SAA claim), "),
    "long casualties": ("Casualties1", f"{_FIGURE} killed, wounded and missing; "),
    "counted brackets": ("Casualties1", "5 killed (6 (7 "),
    "plus signs": ("Casualties1", "300+ killed + 5–6 + "),
    "east asian counts": ("Casualties1", f"{_FIGURE}三万五千人, "),
    "people": ("Commander1", f"Maj. Gen. Ada Hox{_FIGURE} † (POW), "),
    "names": ("Commander1", "Ada "),
    "distinct names": ("Commander1", f"Ada{_FIGURE}, "),
    "ranks": ("Commander1", "Gen. "),
    "sides": ("Combatant1", f"Syria{_FIGURE}, ** Army, *** {_FIGURE}st Division, "),
    "flags": ("Combatant1", f"🇷🇺 Russia{_FIGURE}, "),
    "units": ("Units1", f"{_FIGURE}st Division, ** 2nd Brigade, "),
    "place": ("Place", f"35°20′{_FIGURE}″N 40°9′E, X, "),
    "degrees": ("Coordinates", f"35°20′{_FIGURE}″N 40°9′E / "),
    "result": ("Result", f"Victory {_FIGURE}, * Treaty of X, "),
    "campaign": ("Partof", f"the war of X{_FIGURE} and the campaign of Y, "),
    "commas": ("Combatant1", ","),
    "stars": ("Combatant1", "* "),
    "spaces": ("Combatant1", "x   "),
    "measures": ("Area", f"{_FIGURE} km2 (137,847 sq mi), "),
    "numbers": ("Area", "1 "),
    "distinct numbers": ("Area", f"{_FIGURE}, "),
    "money": ("Revenue", f"US${_FIGURE} million (€3,000), "),
    "links": ("Website", f"www.a.org/{_FIGURE}, "),
    "persons": ("Spouse", f"Ada Hox{_FIGURE} (m. 1917), "),
    "children": ("Children", f"{_FIGURE}, "),
    "unknown label": ("Quux", "x, "),
}
_BOXES: Final[dict[Shape, tuple[str, str, str, str]]] = {
    # What opens the box, what stands before a label, between label and value, and what closes the box.
    "front_matter": ("---\nsubject: Battle of X\n", "", ": ", "---\n\n" + _WORDS),
    "html": (
        "<!DOCTYPE html><html><head><title>X</title></head><body><table class=infobox>",
        "<tr><th>",
        "</th><td>",
        f"</table><p>{_WORDS}</p></body></html>",
    ),
    "wiki_dump": ("= Battle of X =\n\nInfobox\n- Conflict: Battle of X\n", "- ", ": ", "\n" + _WORDS),
    "wikitext": ("{{Infobox military conflict\n", "| ", " = ", "}}\n'''X''' was " + _WORDS),
    "wiki_page": (
        "Battle of X\n\nBattle of X\nPart of the war\nDate5 May 1945\nResult Victory\nBelligerents\nA\nB\n",
        "",
        "\t",
        "\n" + _WORDS * 3,
    ),
}
_FIELD_SIZES: Final = {"one value": LARGEST, "values": 64_000, "fields": 10_000, "many fields": 200}
"""How long each value of a box is: all in one, as long as one may be, as many as are read, and far too many."""
_IN_ALL_SIZES: Final = ("dates", "casualties", "people", "sides")
_SEPARATED: Final = {
    "html": "<br>",
    "wikitext": "<br>",
    "wiki_page": "\n",
    "front_matter": ", ",
    "wiki_dump": ", ",
}
Make = Callable[[int], bytes]


def pages(shape: Shape) -> dict[str, Make]:
    """Return the hostile pages of a shape by name; each makes the page of a size in bytes."""
    found: dict[str, Make] = {}
    for name, unit in {**ANY_TEXT, **_OWN.get(shape, {})}.items():
        found[name] = _repeated(unit, *_OPENINGS[shape])
    if shape in _BOXES:
        for name, (label, unit) in VALUES.items():
            for kind, length in _FIELD_SIZES.items():
                if kind in ("values", "fields") or name in _IN_ALL_SIZES:
                    found[f"box: {name}, {kind}"] = _boxed(shape, label, unit, length)
    if shape == "front_matter":
        found["tags"] = _repeated("  - x\n", "---\ntitle: A\ntags:\n", "---\n\n" + _WORDS)
        found["keys"] = _repeated(f"k{_FIGURE}: x\n", "---\ntitle: A\n", "---\n\n" + _WORDS)
        found["flow tags"] = _repeated("x, ", "---\ntitle: A\ntags: [", "]\n---\n\n" + _WORDS)
        found["flow nesting"] = _repeated("[", "---\ntitle: A\ntags: ", "\n---\n\n" + _WORDS)
        found["broken yaml"] = _repeated(f"k{_FIGURE}: x: y\n", "---\ntitle: A\n", "---\n\n" + _WORDS)
        found["toml keys"] = _repeated(f'k{_FIGURE} = "x"\n', '+++\ntitle = "A"\n', "+++\n\n" + _WORDS)
        found["json keys"] = _repeated(f'"k{_FIGURE}": "x",\n', '{\n"title": "A",\n', '"z": 1\n}\n\n' + _WORDS)
    if shape == "wiki_page":
        found["cells of columns"] = _repeated("x\n", _BOXES["wiki_page"][0], "\n\n" + _WORDS * 3)
    return found


def all_pages() -> dict[tuple[Shape, str], Make]:
    """Return every hostile page by shape and name."""
    return {(shape, name): make for shape in get_args(Shape) for name, make in pages(shape).items()}


def _repeated(unit: str, opening: str, closing: str) -> Make:
    def make(size: int) -> bytes:
        room = max(size - len((opening + closing).encode()), 0)
        return opening.encode() + _units(unit, room) + closing.encode()

    return make


def _boxed(shape: Shape, label: str, unit: str, length: int) -> Make:
    opening, before, between, closing = _BOXES[shape]
    unit = unit.replace(", ", _SEPARATED[shape])

    def make(size: int) -> bytes:
        room = size - len((opening + closing).encode())
        written: list[bytes] = []
        for number in count(1):
            head = f"{before}{_numbered(label, number)}{between}".encode()
            value = _units(unit, min(length, room - len(head) - 1), number * 1_000)
            if not value:
                return b"".join((opening.encode(), *written, closing.encode()))
            written += [head, value, b"\n"]
            room -= len(head) + len(value) + 1
        raise AssertionError

    return make


def _numbered(label: str, number: int) -> str:
    """Return the label of a box's field number so much: sides are numbered, the others are named anew by a letter."""
    return label[:-1] + str(number) if label[-1].isdigit() else label if number == 1 else f"{label}{number}"


def _units(unit: str, room: int, first: int = 0) -> bytes:
    """Return as many units as fit into so many bytes, numbered from ``first`` where they ask for a number.

    What is printed twice is read once (readers remember it), so that a number makes a page dearer.
    """
    if room <= 0:
        return b""
    if _FIGURE not in unit:
        one = unit.encode("utf-8", "surrogatepass")
        return one * (room // len(one))
    longest = len(unit.encode()) + 7 * unit.count(_FIGURE)
    return "".join(unit.replace(_FIGURE, str(number)) for number in range(first, first + room // longest)).encode()
