"""Templates, links, comments and opaque tags of a body -> what a page shows of them, as replacements.

The parts of a template that a page shows stay where they are, so that edits are small; only the marks around them go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flows.formats.country_flags import ICON
from flows.formats.wikitext.body_inline import Span
from flows.formats.wikitext.body_links import read_link
from flows.formats.wikitext.box_values import Values
from flows.formats.wikitext.construct_parts import ConstructPart, part_name, parts
from flows.formats.wikitext.scan import Construct
from flows.formats.wikitext.template_patterns import fill_pattern
from flows.rules.wikitext import countries, is_box, template_named
from flows.text.edits import Replacement, new_tuple

_CODE: Final = frozenset({"pre", "syntaxhighlight", "source"})
_FORMULAS: Final = frozenset({"math", "chem", "ce", "nowiki"})
_LANGUAGE: Final = re.compile("lang[ \t]*+=[ \t]*+[\"']?([A-Za-z0-9+#-]{1,20})")
_STOPS: Final = frozenset(",.;:)!?")
_HEADING: Final = re.compile("\n==[^=\n][^\n]{0,300}?==[ \t]*+\n")


class ConstructRewriter:
    """Collects the changes that replace constructs with what a page shows, and what the constructs state.

    ``changes`` is sorted and without overlap. ``verbatim`` holds the spans that are not markup (code, formulas),
    ``categories`` the names of the page's categories, ``unknown`` the names of templates that ``templates.toml`` does
    not list (once per use), ``display_title`` the words of ``{{DISPLAYTITLE:…}}``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Replacement] = []
        self.verbatim: list[Span] = []
        self.categories: list[str] = []
        self.unknown: list[str] = []
        self.display_title: str | None = None
        self._cut_end = 0

    def rewrite(self, constructs: Sequence[Construct]) -> None:
        """Record the changes of sibling constructs, which are in the order of the text."""
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
                self.rewrite(construct.children)
            else:
                self._argument(construct)

    def with_changes(self, start: int, end: int, changes: Sequence[Replacement]) -> str:
        """Return ``text[start:end]`` after the changes, which all lie in it."""
        pieces: list[str] = []
        for change in changes:
            pieces.extend((self.text[start : change.start], change.after))
            start = change.end
        pieces.append(self.text[start:end])
        return "".join(pieces)

    def _change(self, start: int, end: int, after: str, rule: str) -> None:
        if self.changes and start < self.changes[-1].end:
            start = self.changes[-1].end  # an earlier cut included the blank or line break after it
        if start < end or after:
            self.changes.append(new_tuple(Replacement, (start, max(start, end), after, "normalise", rule, None, None)))

    def _cut(self, construct: Construct, rule: str) -> None:
        """Cut a construct, with its line break if the line holds nothing else, or with one of two blanks around it."""
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
        """Replace ``{{{name|default}}}`` with its default."""
        start = construct.bars[0] + 1 if construct.bars else construct.inner_end
        self._change(construct.start, start, "", "wikitext-template")
        self.rewrite([child for child in construct.children if child.start >= start])
        self._change(construct.inner_end, construct.end, "", "wikitext-template")

    def _tag(self, construct: Construct) -> None:
        """Keep the content of code, formulas and ``<nowiki>`` verbatim; cut references, galleries and other tags."""
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
        self.verbatim.append((start, end))
        self._change(end, construct.end, after, "wikitext-tag")

    def _link(self, construct: Construct) -> None:
        """Reduce a link to the words that it shows; cut a category, a picture or a link to another language."""
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
        if link.kind == "pipe-trick":
            self._change(construct.start, construct.end, link.name, rule)
            return
        if link.kind == "address":
            self._change(construct.start, construct.inner_start - 1, "", rule)
            self.rewrite(construct.children)
            self._change(construct.end - 1, construct.end, "", rule)
            return
        is_label = link.kind == "label" and bar is not None and "\n" not in target
        start = bar + 1 if is_label and bar is not None else construct.inner_start + link.skip
        self._change(construct.start, start, "", rule)
        self.rewrite([child for child in construct.children if child.start >= start])
        self._change(construct.inner_end, construct.end, "", rule)

    def _template(self, construct: Construct) -> None:
        """Replace a template with what the body shows of it."""
        at = self.text.find("\n==", construct.start, construct.end)
        if at >= 0 and _HEADING.search(self.text, at, construct.end) is not None:
            self._unwrap(construct)  # the braces pair by chance: no template contains a heading of its page
            return
        name = part_name(self.text, construct)
        if is_box(name):
            self._cut(construct, "infobox-block")
            return
        function, colon, value = name.partition(":")
        if colon and function.casefold().strip() == "displaytitle":
            self.display_title = value.strip()
        entry = template_named(name)
        if entry is None:
            if colon or name.casefold() in countries():
                self._print_as_value(construct)
                return
            if not self._is_link_box(construct):
                self.unknown.append(name[:80])
            self._print(construct, name, ())
        elif entry.furniture and not entry.in_body:
            self._cut(construct, entry.furniture)
        elif entry.reads and not entry.in_body:
            self._print_as_value(construct)
        else:
            self._print(construct, name, entry.in_body or entry.prints or ("",))

    def _unwrap(self, construct: Construct) -> None:
        """Remove the marks of a construct and keep its content."""
        self._change(construct.start, construct.inner_start, "", "wikitext-unclosed")
        self.rewrite(construct.children)
        self._change(construct.inner_end, construct.end, "", "wikitext-unclosed")

    def _print(self, construct: Construct, name: str, patterns: Sequence[str]) -> None:
        """Replace a template with what the first pattern that fits makes of it, else with its numbered arguments."""
        arguments = self._filled_arguments(parts(self.text, construct)[1:])
        if ":" in name and "1" not in arguments:  # {{formatnum:1230}}
            start = self.text.index(":", construct.start) + 1
            end = construct.bars[0] if construct.bars else construct.inner_end
            arguments["1"] = ConstructPart(None, start, end, construct.children)
        slots: dict[str, str | ConstructPart] = {**arguments, "name_": name}
        if pieces := fill_pattern(patterns, slots):
            self._replace(construct, pieces)
        else:
            self._cut(construct, "wikitext-template")

    def _is_link_box(self, construct: Construct) -> bool:
        """Return whether an unknown template is most likely a box of links: no arguments, alone on its line."""
        before = self.text[construct.start - 1] if construct.start else "\n"
        return not construct.bars and before == "\n" and self.text[construct.end : construct.end + 1] in {"", "\n"}

    def _filled_arguments(self, found: Sequence[ConstructPart]) -> dict[str, ConstructPart]:
        """Return the arguments that are not blank, by name or number, trimmed; of two with one name, the last.

        The line break before a list, a table or an indent stays, because these marks count only at a line's beginning.
        """
        filled: dict[str, ConstructPart] = {}
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
                filled[key] = ConstructPart(part.name, start, part.start + len(words.rstrip()), part.children)
        return filled

    def _replace(self, construct: Construct, pieces: Sequence[str | ConstructPart]) -> None:
        """Replace a template with pieces: parts in the order of the text stay in place, others become one change."""
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
            self.rewrite([child for child in piece.children if piece.start <= child.start < piece.end])
            position, before = piece.end, ""
        self._change(position, construct.end, before, "wikitext-template")

    def _rendered(self, part: ConstructPart) -> str:
        """Return the text that a part becomes, for a template that prints its parts in another order."""
        outer, self.changes, verbatim_before = self.changes, [], len(self.verbatim)
        self.rewrite([child for child in part.children if part.start <= child.start < part.end])
        words = self.with_changes(part.start, part.end, self.changes)
        self.changes = outer
        del self.verbatim[verbatim_before:]
        return words

    def _print_as_value(self, construct: Construct) -> None:
        """Replace a template with what a box value shows of it, as plain words; record the unknown templates in it."""
        values = Values(self.text)
        words = values.expand(construct.start, construct.end, (construct,)).replace(ICON, "")
        self.unknown.extend(values.unknown)
        if words:
            self._change(construct.start, construct.end, words, "wikitext-template")
        else:
            self._cut(construct, "wikitext-template")
