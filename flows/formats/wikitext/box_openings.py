"""Where boxes open in wikitext: templates named like a box, tables of its class, the template that leads the article.

Hundreds of wikis name their boxes each in its own way. A template that no list knows is a box where it stands as boxes
do: before the bold words of the first sentence, its parameters named, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from typing import Final

from flows.formats.wikitext.construct_parts import part_name, parts
from flows.formats.wikitext.scan import Construct, scan
from flows.rules.wikitext import box_names, countries, fold_template, is_box, template_named

_COMMENT: Final = "<!--(?:(?!-->)[^\0]){0,600}+-->"
_NAME: Final = f"\\{{\\{{[ \t\n]*+(?:{_COMMENT}[ \t\n]*+)?([^|{{}}\\[\\]<>\n]{{1,90}}+)"
_OPENING: Final = re.compile(_NAME)
# A box, as no other notation with double braces writes one: its name, then a bar and a field.
_WITH_FIELD: Final = re.compile(f"{_NAME}(?:[ \t\n]*+{_COMMENT}){{0,3}}+[ \t\n]*+\\|[^{{}}]{{0,300}}?=")
_TABLE: Final = re.compile("(?<![^ \t:\n])\\{\\|([^\n]{1,400}+)")
_TABLE_CLASS: Final = re.compile("\\b(?:infobox|taxobox|toccolours vcard|geobox)\\b", re.IGNORECASE)
# An article may stand before the bold words: "La '''bataille", "A '''batalla".
_SENTENCE: Final = re.compile("^(?:[^\\W\\d_]{1,4} |[LlDd]['’])?'''(?!')", re.MULTILINE)
_LEADING: Final = re.compile("^\\{\\{[ \t\n]*+([^|{}\\[\\]<>\n:#]{1,90}+)(?=\n|\\|)", re.MULTILINE)
_LEAD: Final = 30_000
_MOST: Final = 8
_FIELDS: Final = 4
_BLANK: Final = re.compile("[ \t\n]*+")


def openings(text: str) -> Iterator[int]:
    """Yield the offsets of what opens like a box, in printed order."""
    templates: Iterator[int] = (match.start() for match in _OPENING.finditer(text) if is_box(match[1].strip()))
    leading = leading_box(text)
    if leading is not None:
        templates = merge(templates, (leading,))
    if "{|" not in text:
        yield from templates
        return
    tables = (match.start() for match in _TABLE.finditer(text) if _TABLE_CLASS.search(match[1]) is not None)
    yield from merge(templates, tables)


def has_box(head: str) -> bool:
    """Return whether the head of a text has a template that is a box with a field."""
    if "{{" not in head:
        return False
    # In a page out of an XML dump the comment behind the name is escaped.
    head = head.replace("&lt;!--", "<!--").replace("--&gt;", "-->")
    return any(is_box(match[1].strip()) for match in _WITH_FIELD.finditer(head)) or leading_box(head) is not None


def leading_box(text: str) -> int | None:
    r"""Return where a template of unknown name stands before the first sentence as a box does; None without one.

    >>> leading_box("{{Batalla\n|nombre=A\n|fecha=1911\n|lugar=B\n|resultado=C\n}}\n'''A''' fue una batalla.")
    0
    >>> leading_box("{{Mark|a=1|b=2|c=3|d=4}}\n'''A''' was.") is None
    True
    """
    sentence = _SENTENCE.search(text, 0, _LEAD)
    if sentence is None:
        return None
    for tried, opening in enumerate(_LEADING.finditer(text, 0, sentence.start())):
        if tried == _MOST:
            break
        if not _is_unlisted(opening[1].strip()):
            continue
        constructs = scan(text, opening.start(), sentence.start())
        if constructs and constructs[0].start == opening.start() and _leads(text, constructs, sentence.start()):
            return opening.start()
    return None


def _is_unlisted(name: str) -> bool:
    return template_named(name) is None and not is_box(name) and name.casefold() not in countries()


def _leads(text: str, constructs: list[Construct], sentence: int) -> bool:
    """Return whether the first construct has the fields of a box, and only listed templates stand behind it."""
    first, *others = constructs
    lines = sum(part.name is not None for part in parts(text, first)) if first.kind == "template" else 0
    if lines < _FIELDS or text.count("\n", first.start, first.end) < lines:
        return False
    at = first.end
    for other in (*others, None):
        end = sentence if other is None else other.start
        if text[at:end].strip():
            return False
        if other is not None and other.kind == "template" and _is_unlisted(part_name(text, other)):
            return False
        at = end if other is None else other.end
    return True


def further_parts(text: str, first: Construct) -> tuple[tuple[Construct, ...], int]:
    """Return the templates that go on a box behind its opening ({{Infobox ship begin}} …), and where the box ends.

    They share the words of its name, and nothing but blanks and comments stands between. A "|}" ends the table that
    they make.
    """
    name = fold_template(part_name(text, first))
    ending = next((words for words in box_names().opens if name.endswith(words)), None)
    found: list[Construct] = []
    end = first.end
    if ending is None:
        return (), end
    stem = name.removesuffix(ending)
    while len(found) < _MOST * 2:
        at = _BLANK.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        if text.startswith("|}", at):
            return tuple(found), at + 2
        if not text.startswith(("{{", "<!--"), at):
            break
        constructs = scan(text, at, only_first=True)
        if not constructs or constructs[0].start != at:
            break
        following = constructs[0]
        if following.kind == "template":
            if not fold_template(part_name(text, following)).startswith((f"{stem} ", f"{stem}/")):
                break
            found.append(following)
        elif following.kind != "comment":
            break
        end = following.end
    return tuple(found), found[-1].end if found else first.end
