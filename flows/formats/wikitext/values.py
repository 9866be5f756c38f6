"""Values of wikitext -> plain lines: templates print what a table says, links their labels, pictures nothing.

An unknown template keeps the words of its arguments and is remembered by name; an infobox in a value is handed back
as a box of its own, and the value keeps what else it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flows.formats import country_flags as flags
from flows.formats.wikitext.forms import filled
from flows.formats.wikitext.functions import function
from flows.formats.wikitext.markup import clean
from flows.formats.wikitext.parts import ConstructPart, part_name, parts
from flows.formats.wikitext.scan import Construct, scan
from flows.formats.wikitext.tables import table_lines
from flows.formats.wikitext.treatments import READERS, Call
from flows.rules.wikitext import Template, countries, fold_template, is_box, template_named, wikitext_words

_NOT_A_NAME: Final = re.compile("[\n\\[\\]<>{}*]|//|.{41}")
_WORDS: Final = wikitext_words()
_CODE: Final = re.compile("[A-Z]{3}|[A-Za-z]{3}")


class Values:
    """Reads the values of one text; ``boxes`` are the infoboxes found in them, ``unknown`` the templates not known."""

    __slots__ = ("boxes", "text", "unknown")

    def __init__(self, text: str) -> None:
        self.text = text
        self.boxes: list[Construct] = []
        self.unknown: dict[str, None] = {}

    def plain(self, start: int, end: int, children: Sequence[Construct]) -> str:
        """Return the stretch as plain lines; a value that is nothing but a picture is the picture's name."""
        if not children:
            return clean(self.text[start:end])
        shown = clean(self._expand(start, end, children))
        if not shown and all(child.kind in {"link", "comment"} for child in children):
            names = (self._target(child) for child in children if child.kind == "link")
            shown = next((name.partition(":")[2].strip() for name in names if self._is_file(name)), "")
        return shown

    def raw(self, start: int, end: int, children: Sequence[Construct]) -> str:
        """Return the stretch with its constructs as words, for who still needs the rest of its markup (a table)."""
        return self._expand(start, end, children)

    @staticmethod
    def tidy(words: str) -> str:
        """Return the plain lines of words whose constructs are words already."""
        return clean(words)

    def _expand(self, start: int, end: int, children: Sequence[Construct]) -> str:
        """Return the stretch with its constructs as the words they print, other markup as it is."""
        text = self.text
        pieces: list[str] = []
        for child in children:
            pieces.append(text[start : child.start])
            pieces.append(_SHOWS[child.kind](self, child))
            start = child.end
        pieces.append(text[start:end])
        return "".join(pieces)

    def _of(self, part: ConstructPart) -> str:
        return self._expand(part.start, part.end, part.children) if part.children else self.text[part.start : part.end]

    def _tag(self, tag: Construct) -> str:
        inner = self.text[tag.inner_start : tag.inner_end]
        if tag.name == "nowiki":
            return "".join(f"&#{ord(char)};" if char in "<>&'[]*#:;\n" else char for char in inner)
        return inner if tag.name in {"pre", "math", "chem", "ce", "hiero"} else ""

    def _table(self, table: Construct) -> str:
        return "\n" + "\n".join(table_lines(self._expand(table.inner_start, table.inner_end, table.children))) + "\n"

    def _argument(self, argument: Construct) -> str:
        _, *default = parts(self.text, argument)
        return self._of(default[0]) if default else ""

    def _target(self, link: Construct) -> str:
        end = link.bars[0] if link.bars else link.inner_end
        return self.text[link.inner_start : end].strip()

    def _is_file(self, target: str) -> bool:
        return target.partition(":")[0].strip().casefold() in _WORDS.files

    def _link(self, link: Construct) -> str:
        """Return the label of a link, the flag of a picture of one; other pictures and categories show nothing."""
        target = self._target(link)
        if ":" in target[1:]:
            space = target.partition(":")[0].strip().casefold()
            if space in _WORDS.files:
                return flags.icon_of_file(target) or ""
            if space in _WORDS.categories:
                return ""
        if not link.bars:
            return self._expand(link.inner_start, link.inner_end, link.children).strip().removeprefix(":")
        children = [child for child in link.children if child.start >= link.bars[0]]
        label = self._expand(link.bars[0] + 1, link.inner_end, children).strip()
        return label or target.removeprefix(":")

    def _template(self, template: Construct) -> str:
        """Return what a template prints."""
        called = part_name(self.text, template)
        if is_box(called):
            self.boxes.append(template)
            return ""
        known = template_named(called)
        if known is None:
            shown = function(called, lambda: self._arguments(template))
            if shown is not None:
                return shown
            return self._untreated(called, template)
        if not known.prints and not known.reads:
            return ""
        if known.reads == "elsewhere":
            self.unknown[called] = None
            return ""
        return self._known(known, called, template)

    def _known(self, known: Template, called: str, template: Construct) -> str:
        arguments = self._arguments(template)
        name, colon, behind = called.partition(":")
        if colon and behind:
            arguments = {"1": behind.strip(), **arguments}
        if known.reads:
            return READERS[known.reads](Call(fold_template(name), arguments))
        return _shown(known.prints, {**arguments, "name_": called})

    def _arguments(self, template: Construct) -> dict[str, str]:
        """Return the arguments by name, those without one by number; a name that cannot be one belongs to the words."""
        found: dict[str, str] = {}
        number = 0
        for part in parts(self.text, template)[1:]:
            if part.name is None or _NOT_A_NAME.search(part.name):
                number += 1
                bare = part if part.name is None else self._whole(template, part)
                found[str(number)] = (
                    self._of(bare).strip(" ") if "\n" in self.text[bare.start : bare.end] else self._of(bare).strip()
                )
            elif (value := self._of(part).strip()) or part.name not in found:
                found[part.name if part.name.isdecimal() else part.name.casefold()] = value
                if part.name.isdecimal():
                    number = max(number, int(part.name) if len(part.name) < 3 else 0)
        return found

    def _whole(self, template: Construct, part: ConstructPart) -> ConstructPart:
        """Return a part with what was taken for its name."""
        start = max(bar for bar in template.bars if bar < part.start) + 1
        return ConstructPart(None, start, part.end, part.children)

    def _untreated(self, called: str, template: Construct) -> str:
        """Return the words of a template that nobody knows, a country where its name is one's code or name."""
        if called.casefold() in countries() and (len(called) > 3 or _CODE.fullmatch(called)):
            return flags.flagged(called)
        self.unknown[called[:60]] = None
        return _shown((), self._arguments(template))


def _shown(patterns: Sequence[str], arguments: Mapping[str, str]) -> str:
    """Return what the first pattern that fits makes of the arguments that say something."""
    return "".join(filled(patterns, {key: value for key, value in arguments.items() if value}))


_SHOWS: Final[Mapping[str, Callable[[Values, Construct], str]]] = {
    "comment": lambda _values, _comment: "",
    "tag": Values._tag,
    "link": Values._link,
    "table": Values._table,
    "argument": Values._argument,
    "template": Values._template,
}


def plain(markup: str) -> str:
    r"""Return what a piece of wikitext shows, as plain lines.

    >>> plain("{{ubl|[[Syria|Syrian Army]]|{{flag|Iraq}}<ref>x</ref>}}")
    'Syrian Army\n🇮🇶 Iraq'
    """
    return Values(markup).plain(0, len(markup), scan(markup))
