"""Templates, links, comments and opaque tags of wikitext -> what a reader sees of them, each change a replacement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flows.formats.country_flags import ICON
from flows.formats.wikitext.forms import filled
from flows.formats.wikitext.inline import Span
from flows.formats.wikitext.links import read_link
from flows.formats.wikitext.parts import ConstructPart, part_name, parts
from flows.formats.wikitext.scan import Construct
from flows.formats.wikitext.values import Values
from flows.rules.wikitext import countries, is_box, template_named
from flows.text.edits import Replacement, new_tuple

_CODE: Final = frozenset({"pre", "syntaxhighlight", "source"})
_FORMULAS: Final = frozenset({"math", "chem", "ce", "nowiki"})
_LANGUAGE: Final = re.compile("lang[ \t]*+=[ \t]*+[\"']?([A-Za-z0-9+#-]{1,20})")
_STOPS: Final = frozenset(",.;:)!?")
_HEADING: Final = re.compile("\n==[^=\n][^\n]{0,300}?==[ \t]*+\n")


class MarkRemoval:
    """The changes that take the marks of some constructs out of a text, and what was learned on the way.

    ``kept`` are the stretches whose content is no markup; ``categories`` the page's, ``unknown`` the names of templates
    that no rule knows, ``display_title`` the words of ``{{DISPLAYTITLE:…}}``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Replacement] = []
        self.kept: list[Span] = []
        self.categories: list[str] = []
        self.unknown: list[str] = []
        self.display_title: str | None = None
        self._cut_end = 0

    def stretch(self, constructs: Sequence[Construct]) -> None:
        """Take the constructs of a stretch of text, in order."""
        for construct in constructs:
            kind = construct.kind
            if kind == "link":
                self._link(construct)
            elif kind == "template":
                self._template(construct)
            elif kind == "tag":
                self._tag(construct)
            elif kind == "comment":
                self._cut(construct, "wikitext-comment")
            elif kind == "table":
                self.stretch(construct.children)
            else:
                self._argument(construct)

    def applied(self, start: int, end: int, changes: Sequence[Replacement]) -> str:
        """Return ``text[start:end]`` with the changes made, which all lie in it."""
        pieces: list[str] = []
        for change in changes:
            pieces.extend((self.text[start : change.start], change.after))
            start = change.end
        pieces.append(self.text[start:end])
        return "".join(pieces)

    def _change(self, start: int, end: int, after: str, rule: str) -> None:
        if self.changes and start < self.changes[-1].end:
            start = self.changes[-1].end  # a cut took the blank or line break behind it along
        if start < end or after:
            self.changes.append(new_tuple(Replacement, (start, max(start, end), after, "normalise", rule, None, None)))

    def _cut(self, construct: Construct, rule: str) -> None:
        """Take a construct out; with its line break where nothing else stands in the line."""
        text, start, end = self.text, construct.start, construct.end
        begins = start == 0 or text[start - 1] == "\n" or (start == self._cut_end and start > 0)
        if begins:
            while text[end : end + 1] in {" ", "\t"}:
                end += 1
            if text[end : end + 1] == "\n":
                end += 1
            self._cut_end = end
        elif text[start - 1] == " " and text[end : end + 1] == " ":
            end += 1
        elif text[start - 1] == " " and text[end : end + 1] in _STOPS:
            start -= 1
        self._change(start, end, "", rule)

    def _argument(self, construct: Construct) -> None:
        """Keep the default of ``{{{name|default}}}``."""
        start = construct.bars[0] + 1 if construct.bars else construct.inner_end
        self._change(construct.start, start, "", "wikitext-template")
        self.stretch([child for child in construct.children if child.start >= start])
        self._change(construct.inner_end, construct.end, "", "wikitext-template")

    def _tag(self, construct: Construct) -> None:
        """Take an opaque tag: code, formulas and quoted markup stay as they are, references and pictures go."""
        name, text = construct.name, self.text
        start, end = construct.inner_start, construct.inner_end
        if name in _CODE and start < end:
            words = text[construct.start : start]
            language = found[1] if (found := _LANGUAGE.search(words)) else ""
            inner = text[start:end]
            if "\n" not in inner or "inline" in words:
                before = after = "`"
            else:
                before = f"```{language}" + ("" if inner.startswith("\n") else "\n")
                before = before if construct.start == 0 or text[construct.start - 1] == "\n" else f"\n{before}"
                after = "```" if inner.endswith("\n") else "\n```"
        elif name in _FORMULAS:
            before = after = ""
        else:
            self._cut(construct, "wikitext-reference" if name == "ref" else "wikitext-file")
            return
        self._change(construct.start, start, before, "wikitext-tag")
        self.kept.append((start, end))
        self._change(end, construct.end, after, "wikitext-tag")

    def _link(self, construct: Construct) -> None:
        """Take the brackets and the target of a link, or all of one that shows nothing."""
        text = self.text
        bar = construct.bars[0] if construct.bars else None
        target_end = bar if bar is not None else construct.inner_end
        target = text[construct.inner_start : target_end]
        link = read_link(target, None if bar is None else text[bar + 1 : construct.inner_end])
        rule = "wikitext-link"
        if link.kind == "category":
            self.categories.append(link.name)
        if link.kind in {"category", "language"}:
            self._cut(construct, "wikitext-category")
            return
        if link.kind == "file":
            self._cut(construct, "wikitext-file")
            return
        if link.kind == "trick":
            self._change(construct.start, construct.end, link.name, rule)
            return
        if link.kind == "address":
            self._change(construct.start, construct.inner_start - 1, "", rule)
            self.stretch(construct.children)
            self._change(construct.end - 1, construct.end, "", rule)
            return
        is_label = link.kind == "label" and bar is not None and "\n" not in target
        start = bar + 1 if is_label and bar is not None else construct.inner_start + link.skip
        self._change(construct.start, start, "", rule)
        self.stretch([child for child in construct.children if child.start >= start])
        self._change(construct.inner_end, construct.end, "", rule)

    def _template(self, construct: Construct) -> None:
        """Put what a template shows in its place."""
        at = self.text.find("\n==", construct.start, construct.end)
        if at >= 0 and _HEADING.search(self.text, at, construct.end) is not None:
            self._unwrap(construct)  # braces that met by chance: no template reaches beyond its section
            return
        name = part_name(self.text, construct)
        if is_box(name):
            self._cut(construct, "infobox-block")
            return
        function, colon, value = name.partition(":")
        if colon and function.casefold().strip() == "displaytitle":
            self.display_title = value.strip()
        known = template_named(name)
        if known is None:
            if colon or name.casefold() in countries():
                self._printed(construct)
                return
            if not self._is_silent(construct):
                self.unknown.append(name[:80])
            self._words(construct, name, ())
        elif known.furniture and not known.in_body:
            self._cut(construct, known.furniture)
        elif known.reads and not known.in_body:
            self._printed(construct)
        else:
            self._words(construct, name, known.in_body or known.prints or ("",))

    def _unwrap(self, construct: Construct) -> None:
        """Take the marks of a construct out and nothing else."""
        self._change(construct.start, construct.inner_start, "", "wikitext-unclosed")
        self.stretch(construct.children)
        self._change(construct.inner_end, construct.end, "", "wikitext-unclosed")

    def _words(self, construct: Construct, name: str, patterns: Sequence[str]) -> None:
        """Put the text of a template in its place: that of its pattern, or its positional parts."""
        given = self._given(parts(self.text, construct)[1:])
        if ":" in name and "1" not in given:  # {{formatnum:1230}}
            start = self.text.index(":", construct.start) + 1
            end = construct.bars[0] if construct.bars else construct.inner_end
            given["1"] = ConstructPart(None, start, end, construct.children)
        arguments: dict[str, str | ConstructPart] = {**given, "name_": name}
        if pieces := filled(patterns, arguments):
            self._put(construct, pieces)
        else:
            self._cut(construct, "wikitext-template")

    def _is_silent(self, construct: Construct) -> bool:
        """Return whether an unknown template has no parts and a line to itself: a box of links at the page's end."""
        before = self.text[construct.start - 1] if construct.start else "\n"
        return not construct.bars and before == "\n" and self.text[construct.end : construct.end + 1] in {"", "\n"}

    def _given(self, found: Sequence[ConstructPart]) -> dict[str, ConstructPart]:
        """Return the parts that say something by their names, positional ones by their numbers; the last one counts."""
        given: dict[str, ConstructPart] = {}
        number = 0
        for part in found:
            if part.name is None:
                number += 1
                key = str(number)
            else:
                key = part.name.casefold()
            words = self.text[part.start : part.end]
            if words.strip():
                start = part.start + len(words) - len(words.lstrip(" \t"))
                if self.text[start] == "\n" and words.lstrip()[0] not in "*#:;{|":
                    start = part.start + len(words) - len(words.lstrip())
                given[key] = ConstructPart(part.name, start, part.start + len(words.rstrip()), part.children)
        return given

    def _put(self, construct: Construct, pieces: Sequence[str | ConstructPart]) -> None:
        """Put pieces in the place of a template: in place where its parts stand in order, else as one change."""
        found = [piece for piece in pieces if isinstance(piece, ConstructPart)]
        if any(second.start < first.end for first, second in pairwise(found)):
            words = "".join(piece if isinstance(piece, str) else self._rendered(piece) for piece in pieces)
            self._change(construct.start, construct.end, words, "wikitext-template")
            return
        position, before = construct.start, ""
        for piece in pieces:
            if isinstance(piece, str):
                before += piece[1:] if piece[0] == "." and self.text[position - 1] == "." else piece
                continue
            if self.text[piece.start] == "\n":
                before = before.rstrip(" ")
            self._change(position, piece.start, before, "wikitext-template")
            self.stretch([child for child in piece.children if piece.start <= child.start < piece.end])
            position, before = piece.end, ""
        self._change(position, construct.end, before, "wikitext-template")

    def _rendered(self, part: ConstructPart) -> str:
        """Return a part as the text that it becomes, for a template that prints its parts in another order."""
        outer, self.changes, kept = self.changes, [], len(self.kept)
        self.stretch([child for child in part.children if part.start <= child.start < part.end])
        words = self.applied(part.start, part.end, self.changes)
        self.changes = outer
        del self.kept[kept:]
        return words

    def _printed(self, construct: Construct) -> None:
        """Put what ``templates.toml`` lets a template print in its place; names of unknown ones are remembered."""
        values = Values(self.text)
        words = values.raw(construct.start, construct.end, (construct,)).replace(ICON, "")
        self.unknown.extend(values.unknown)
        if words:
            self._change(construct.start, construct.end, words, "wikitext-template")
        else:
            self._cut(construct, "wikitext-template")
