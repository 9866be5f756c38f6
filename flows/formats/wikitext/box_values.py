"""Values of box fields -> plain lines: templates print what ``templates.toml`` states, links print their labels.

An unknown template prints its numbered arguments, and its name is recorded. An infobox within a value becomes a box
of its own; the value keeps the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flows.formats import country_flags as flags
from flows.formats.wikitext.box_markup import clean
from flows.formats.wikitext.construct_parts import ConstructPart, part_name, parts
from flows.formats.wikitext.parser_functions import parser_function
from flows.formats.wikitext.scan import Construct, scan
from flows.formats.wikitext.table_rows import table_lines
from flows.formats.wikitext.template_patterns import fill_pattern
from flows.formats.wikitext.template_readers import READERS, TemplateCall
from flows.rules.wikitext import Template, countries, fold_template, is_box, template_named, wikitext_words

_NOT_A_NAME: Final = re.compile("[\n\\[\\]<>{}*]|//|.{41}")
_WORDS: Final = wikitext_words()
_CODE: Final = re.compile("[A-Z]{3}|[A-Za-z]{3}")


class Values:
    """Reads the values of one text.

    ``boxes`` collects the infoboxes within values, ``unknown`` the names of unknown templates (a dict keeps their
    order and each name once).
    """

    __slots__ = ("boxes", "text", "unknown")

    def __init__(self, text: str) -> None:
        self.text = text
        self.boxes: list[Construct] = []
        self.unknown: dict[str, None] = {}

    def plain(self, start: int, end: int, children: Sequence[Construct]) -> str:
        """Return ``text[start:end]`` as plain lines; for a value of pictures only, the file name of the first."""
        if not children:
            return clean(self.text[start:end])
        shown = clean(self.expand(start, end, children))
        if not shown and all(child.kind in {"link", "comment"} for child in children):
            names = (self._target(child) for child in children if child.kind == "link")
            shown = next((name.partition(":")[2].strip() for name in names if self._is_file(name)), "")
        return shown

    def expand(self, start: int, end: int, children: Sequence[Construct]) -> str:
        """Return ``text[start:end]`` with its constructs replaced by what they print; other markup stays."""
        text = self.text
        pieces: list[str] = []
        for child in children:
            pieces.append(text[start : child.start])
            pieces.append(_SHOWN_BY_KIND[child.kind](self, child))
            start = child.end
        pieces.append(text[start:end])
        return "".join(pieces)

    def _part_text(self, part: ConstructPart) -> str:
        return self.expand(part.start, part.end, part.children) if part.children else self.text[part.start : part.end]

    def _tag(self, tag: Construct) -> str:
        inner = self.text[tag.inner_start : tag.inner_end]
        if tag.name == "nowiki":
            return "".join(f"&#{ord(char)};" if char in "<>&'[]*#:;\n" else char for char in inner)
        return inner if tag.name in {"pre", "math", "chem", "ce", "hiero"} else ""

    def _table(self, table: Construct) -> str:
        return "\n" + "\n".join(table_lines(self.expand(table.inner_start, table.inner_end, table.children))) + "\n"

    def _argument(self, argument: Construct) -> str:
        _, *default = parts(self.text, argument)
        return self._part_text(default[0]) if default else ""

    def _target(self, link: Construct) -> str:
        end = link.bars[0] if link.bars else link.inner_end
        return self.text[link.inner_start : end].strip()

    def _is_file(self, target: str) -> bool:
        return target.partition(":")[0].strip().casefold() in _WORDS.files

    def _link(self, link: Construct) -> str:
        """Return the label of a link, or the flag that a picture shows; other pictures and categories print nothing."""
        target = self._target(link)
        if ":" in target[1:]:
            space = target.partition(":")[0].strip().casefold()
            if space in _WORDS.files:
                return flags.icon_of_file(target) or ""
            if space in _WORDS.categories:
                return ""
        if not link.bars:
            return self.expand(link.inner_start, link.inner_end, link.children).strip().removeprefix(":")
        children = [child for child in link.children if child.start >= link.bars[0]]
        label = self.expand(link.bars[0] + 1, link.inner_end, children).strip()
        return label or target.removeprefix(":")

    def _template(self, template: Construct) -> str:
        """Return what a template prints."""
        name = part_name(self.text, template)
        if is_box(name):
            self.boxes.append(template)
            return ""
        entry = template_named(name)
        if entry is None:
            shown = parser_function(name, lambda: self._arguments(template))
            if shown is not None:
                return shown
            return self._unlisted(name, template)
        if not entry.prints and not entry.reads:
            return ""
        if entry.reads == "elsewhere":
            self.unknown[name] = None
            return ""
        return self._listed(entry, name, template)

    def _listed(self, entry: Template, name: str, template: Construct) -> str:
        arguments = self._arguments(template)
        before, colon, after = name.partition(":")
        if colon and after:
            arguments = {"1": after.strip(), **arguments}
        if entry.reads:
            return READERS[entry.reads](TemplateCall(fold_template(before), arguments))
        return _shown(entry.prints, {**arguments, "name_": name})

    def _arguments(self, template: Construct) -> dict[str, str]:
        """Return the arguments by name or number; what cannot be a name is part of the value ("see x.org/?a=b").

        Of two arguments with one name the last counts, unless it is empty. A numbered argument of several lines keeps
        the line breaks around it, so that a list in it begins a line.
        """
        found: dict[str, str] = {}
        number = 0
        for part in parts(self.text, template)[1:]:
            if part.name is None or _NOT_A_NAME.search(part.name):
                number += 1
                bare = part if part.name is None else self._whole(template, part)
                has_lines = "\n" in self.text[bare.start : bare.end]
                found[str(number)] = self._part_text(bare).strip(" " if has_lines else None)
            elif (value := self._part_text(part).strip()) or part.name not in found:
                found[part.name if part.name.isdecimal() else part.name.casefold()] = value
                if part.name.isdecimal():
                    number = max(number, int(part.name) if len(part.name) < 3 else 0)
        return found

    def _whole(self, template: Construct, part: ConstructPart) -> ConstructPart:
        """Return a part together with what was taken for its name."""
        start = max(bar for bar in template.bars if bar < part.start) + 1
        return ConstructPart(None, start, part.end, part.children)

    def _unlisted(self, name: str, template: Construct) -> str:
        """Return what an unlisted template prints: a flag if it is named after a country, else its arguments."""
        if name.casefold() in countries() and (len(name) > 3 or _CODE.fullmatch(name)):
            return flags.flagged(name)
        self.unknown[name[:60]] = None
        return _shown((), self._arguments(template))


def _shown(patterns: Sequence[str], arguments: Mapping[str, str]) -> str:
    """Return what the first pattern that fits makes of the arguments that are not empty."""
    return "".join(fill_pattern(patterns, {key: value for key, value in arguments.items() if value}))


_SHOWN_BY_KIND: Final[Mapping[str, Callable[[Values, Construct], str]]] = {
    "comment": lambda _values, _comment: "",
    "tag": Values._tag,
    "link": Values._link,
    "table": Values._table,
    "argument": Values._argument,
    "template": Values._template,
}


def plain(markup: str) -> str:
    r"""Return what a page shows of a piece of wikitext, as plain lines.

    >>> plain("{{ubl|[[Syria|Syrian Army]]|{{flag|Iraq}}<ref>x</ref>}}")
    'Syrian Army\n🇮🇶 Iraq'
    """
    return Values(markup).plain(0, len(markup), scan(markup))
