"""Wikitext without templates and links -> plain lines, for box values: tags, quotes, entities, lists, blanks."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from flows.formats.country_flags import ICON
from flows.formats.raised_text import raised
from flows.rules.wikitext import wikitext_words
from flows.text.entities import MARKUP_ENTITY

_ANY: Final = re.compile("[<&\n\u00a0\u2007\u202f\ufdd0]|''|  |\\[|^[*#:;]|[\u200b\u200e\u200f\u2060\ufeff]")
_TAG: Final = re.compile("<(/?)([A-Za-z][A-Za-z0-9]{0,15}+)(?=[\\s/>])([^<>]*+)>")
_HIDDEN: Final = re.compile("display[ ]?:[ ]?none|visibility[ ]?:[ ]?hidden", re.IGNORECASE)
_STRUCK: Final = frozenset({"s", "strike", "del"})
"""What the writers took back: "<s>300</s> 400" are 400."""
_QUOTES: Final = re.compile("''+")
_LINK: Final = re.compile(
    '\\[((?:https?:|ftp:|mailto:|news:|irc:)?//?[^\\s\\[\\]<>"]++|mailto:[^\\s\\[\\]]++)(?:[ \t]++([^\\[\\]\n]*+))?\\]'
)
_SPACES: Final = re.compile("[ \t\u00a0\u2007\u202f]++")
_INVISIBLE: Final = str.maketrans("", "", "\u200b\u200e\u200f\u2060\ufeff")
# A "#" without a blank that begins a value of one line is a colour or a link: no list has one item.
_ONE_SIGN: Final = re.compile(r"#[^\s*#:;][^\n]*+\Z")
_ITEM: Final = re.compile("([*#:;]++)[ \t\u00a0]*+")
# A horizontal rule, and the mark of a table row outside of a table.
_RULE: Final = re.compile("(?:----++|\\|-)[ \t]*+\\Z")
_MARK: Final = "*"
_NEAR: Final = 8
"""The pieces before a raised one in which the word or number that it stands behind is looked for."""

_WORDS: Final = wikitext_words()
_SHOWN: Final = {
    **dict.fromkeys(_WORDS.inline, ""),
    **dict.fromkeys(_WORDS.cells, " "),
    **dict.fromkeys(_WORDS.breaks, "\n"),
}


def clean(markup: str) -> str:
    r"""Return the lines that a page shows of a value whose templates and links are already words.

    All list marks become ``*``. A tag that wikitext does not have is text. An escaped tag (``&lt;b&gt;``) is text as
    well: entities are decoded after tags are removed.

    >>> clean("a<br />'''b''' <small>(c)</small>\n*d &amp; e")
    'a\nb (c)\n* d & e'
    >>> clean("#ffe978")
    '#ffe978'
    >>> clean("1 May<span style='display:none'>(2010-05-01)</span>, [http://x.org the site]")
    '1 May, the site'
    """
    if _ANY.search(markup) is None:
        return markup.strip()
    if "<" in markup:
        markup = _without_tags(markup)
    if "''" in markup:
        markup = _QUOTES.sub(_apostrophes, markup)
    if "[" in markup and "/" in markup:
        markup = _LINK.sub(lambda link: (link[2] or "").strip() or link[1], markup)
    if "&" in markup:
        markup = MARKUP_ENTITY.sub(lambda entity: unescape(entity[0]), markup)
    markup = markup.translate(_INVISIBLE).strip()
    if _ONE_SIGN.match(markup):
        return _SPACES.sub(" ", markup)
    return "\n".join(filter(None, map(_line, markup.split("\n"))))


def _apostrophes(quotes: re.Match[str]) -> str:
    """Return what a page shows of a run of apostrophes: two are italic, three bold, five both, others are text."""
    size = len(quotes[0])
    return "'" if size == 4 else "'" * max(size - 5, 0)


def _line(line: str) -> str:
    """Return a line with one kind of list mark and single blanks.

    A flag without a known country (``ICON``) at the beginning leaves a no-break space, as in flattened pages, where it
    marks a new belligerent.
    """
    line = _SPACES.sub(" ", line).strip()
    if not line or _RULE.match(line):
        return ""
    mark = ""
    if line[0] in "*#:;" and (item := _ITEM.match(line)):
        marks = item[1]
        line = line[item.end() :]
        if not line:
            return ""
        mark = "; " if marks[0] == ";" else f"{_MARK * len(marks)} " if "*" in marks or "#" in marks else ""
    if ICON in line:
        leading = line.startswith(ICON)
        line = " ".join(line.replace(ICON, " ").split())
        if not line:
            return ""
        line = f"\u00a0{line}" if leading else line
    return mark + line


def _without_tags(markup: str) -> str:
    """Return markup without its tags: blocks break lines, hidden elements are left out."""
    pieces, hidden_from = _between_tags(markup, hides=True)
    if hidden_from >= 0:  # a hidden element never closes: keep everything
        pieces, _ = _between_tags(markup, hides=False)
    return "".join(pieces)


def _between_tags(markup: str, *, hides: bool) -> tuple[list[str], int]:
    """Return the pieces of markup between tags, and the offset of a hidden element that never closes, else -1."""
    pieces: list[str] = []
    done, depth, hiding, hidden_from, raised_from = 0, 0, "", -1, -1
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if hiding:
            if name == hiding and not tag[3].endswith("/"):
                depth += -1 if tag[1] else 1
                if depth == 0:
                    hiding, hidden_from = "", -1
                    done = tag.end()
            continue
        shown = _shown(name, is_closing=bool(tag[1]))
        if shown is None:
            continue
        pieces += (markup[done : tag.start()], shown)
        done = tag.end()
        if name == "sup" and tag[1] and raised_from >= 0:
            before = "".join(pieces[max(raised_from - _NEAR, 0) : raised_from])
            pieces[raised_from:] = [raised(before, "".join(pieces[raised_from:]))]
        if name == "sup":
            raised_from = -1 if tag[1] else len(pieces)
        is_hidden = name in _STRUCK or ("style" in tag[3] and _HIDDEN.search(tag[3]) is not None)
        if hides and not tag[1] and is_hidden and not tag[3].endswith("/"):
            hiding, depth, hidden_from = name, 1, tag.start()
    if not hiding:
        pieces.append(markup[done:])
    return pieces, hidden_from


def _shown(name: str, *, is_closing: bool) -> str | None:
    """Return what a tag becomes; None if it is text."""
    if name == "li":
        return "" if is_closing else "\n* "
    return _SHOWN.get(name)
