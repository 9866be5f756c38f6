"""Strip: debris that no author wrote, taken out by the rules of ``flows/rules/debris.toml`` and recorded.

A rule is tried where its shape, its scope and its literal needles allow it, never in code. Taking debris out can make
new debris (``(())``) and new mojibake (``Ã[object Object]©``), so rules and repair take turns until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from flows.model import Cleaned, Edit, Note, Shape
from flows.rules import Rule, rules
from flows.text import references
from flows.text.code import code_of
from flows.text.edits import Replacement, rewrite
from flows.text.entities import front_matter_end
from flows.text.repair import settle

# Each round takes out one layer; only a text made for the purpose has more than three.
MAX_ROUNDS: Final = 12
_INFOBOX_SHAPES: Final = frozenset({"wiki_dump"})
_INFOBOX: Final = re.compile(r"^Infobox\b[^\n]{0,200}\n(?=- )", re.MULTILINE)
# Most texts hold few of these characters, and a needle with one of them need not be looked for without it.
_GATES: Final = ("[", "]", "{", "}", "<", "ⓘ", "*", "(", "•", "·", "▪", "●", "◦", "‣")
_HIDDEN: Final = frozenset({"hidden"})
_INFOBOX_END: Final = re.compile(r"\n[ \t]*+\n")


class View(NamedTuple):
    """A text as the rules see it: its regions and which of the rarer characters it holds at all.

    The infobox is ``text[box_start:box_end]``, empty without one; the body starts behind front matter.
    """

    text: str
    box: str
    box_start: int
    box_end: int
    body_start: int
    gates: frozenset[str]

    @classmethod
    def of(cls, text: str, shape: Shape) -> View:
        """Return a text as the rules of a shape see it; an infobox ends at the first empty line."""
        start = end = body = 0
        if shape == "front_matter":
            end = body = front_matter_end(text)
        elif shape in _INFOBOX_SHAPES and (opening := _INFOBOX.search(text)):
            start = opening.end()
            closing = _INFOBOX_END.search(text, start)
            end = closing.start() if closing else len(text)
        gates = frozenset(gate for gate in _GATES if gate in text)
        return cls(text, text[start:end], start, end, body, gates | _HIDDEN if is_hidden(text) else gates)


def strip(cleaned: Cleaned, shape: Shape) -> Cleaned:
    """Return the repaired text without the debris of its shape; edits and notes are appended to those it came with.

    The text must come from ``repair``. Stripping twice changes nothing.

    >>> from flows.text.repair import repair
    >>> strip(repair("## References[object Object]\\n[object Object]\\n"), "front_matter").text
    '## References\\n'
    """
    return strip_with(cleaned, shape, debris_rules(shape))


def strip_with(cleaned: Cleaned, shape: Shape, first: Iterable[Rule]) -> Cleaned:
    """Return what ``strip`` returns, given the rules that can hit at all in the text as it is (the column scan's)."""
    view = View.of(cleaned.text, shape)
    edits: list[Edit] = []
    notes: dict[str, Note] = {}
    for number in range(MAX_ROUNDS):
        before = view.text
        for rule in debris_rules(shape) if number else first:
            if not may_hit(rule, view):
                continue
            changes = _hits(rule, view)
            if changes and rule.flag and rule.id not in notes:
                notes[rule.id] = _note(rule, view.text, changes)
            if changes and not rule.only_flags:
                text, made = rewrite(view.text, changes)
                edits.extend(made)
                view = View.of(text, shape)
        if view.text == before:
            break
        text, repairs, _ = settle(view.text)
        edits.extend(repairs)
        view = View.of(text, shape)
    new = [note for note in notes.values() if note not in cleaned.notes]
    if not edits and not new:
        return cleaned
    return Cleaned(view.text, (*cleaned.edits, *edits), (*cleaned.notes, *new))


@cache
def debris_rules(shape: Shape) -> tuple[Rule, ...]:
    """Return the debris rules that are tried in documents of this shape, in the order of the file."""
    return tuple(rule for rule in rules() if rule.step == "debris" and rule.applies_to(shape))


def is_hidden(text: str) -> bool:
    """Return whether the text holds a character that shows nothing or no letter (zero width, private use)."""
    return not text.replace("\n", "").replace("\t", "").replace("\u00a0", "").isprintable()


def may_hit(rule: Rule, view: View) -> bool:
    """Return whether a rule's literals allow a hit: False is certain."""
    if rule.hidden:
        return "hidden" in view.gates
    text = view.box if rule.scope == "infobox" else view.text
    return any(needle in text for gate, needle in _needles(rule) if not gate or gate in view.gates)


@cache
def _needles(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return a rule's literals, each behind the rare character that it holds, if any."""
    needles = rule.needles or references.NEEDLES
    return tuple((next((gate for gate in _GATES if gate in needle), ""), needle) for needle in needles)


def _hits(rule: Rule, view: View) -> list[Replacement]:
    """Return the changes that a rule wants; for one that only flags, changes that stand for its hits."""
    if any(word in view.text for word in rule.unless):
        return []
    if rule.pattern is None:
        return references.find_reference_marks(view.text, code_of(view.text).touches)
    return list(_matches(rule, rule.pattern, view))


def _matches(rule: Rule, pattern: re.Pattern[str], view: View) -> Iterator[Replacement]:
    """Yield the changes of a rule's pattern in its scope and outside code, each cut to what really changes."""
    text = view.text
    done = 0
    for start, end in _scope(rule, view):
        for hit in pattern.finditer(text, start, end):
            # The lines of an infobox are no code, however they end.
            in_box = view.box_start <= hit.start() < view.box_end
            if not in_box and code_of(text).touches(*hit.span()):
                continue
            after = hit.expand(rule.replacement) if rule.replacement else ""
            head = _common_head(hit.group(), after) if after else 0
            first = hit.start() + head
            if rule.space_before and first > max(done, start) and text[first - 1] == " ":
                first -= 1
            if rule.only_flags or hit.group() != after:
                yield Replacement(first, hit.end(), after[head:], "debris", rule.id)
                done = hit.end()


def _scope(rule: Rule, view: View) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text in which a rule is tried."""
    if rule.scope == "infobox":
        yield view.box_start, view.box_end
    elif rule.scope == "body":
        if view.body_start < view.box_start:
            yield view.body_start, view.box_start
        yield max(view.body_start, view.box_end), len(view.text)
    else:
        yield 0, len(view.text)


def _common_head(before: str, after: str) -> int:
    """Return how many first characters two strings share."""
    for number, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return number
    return min(len(before), len(after))


def _note(rule: Rule, text: str, changes: list[Replacement]) -> Note:
    """Return the note of a rule's hits: the place of the first, its words, how many there are."""
    first = changes[0]
    line = text.count("\n", 0, first.start) + 1
    if rule.flag == "lost-items":
        count = sum(text.count(rule.needles[0], change.start, change.end) for change in changes)
        words = text[first.start : first.end].split("]", 1)[0].strip() + "]"
        return Note("lost-items", f"line {line}", f"{count} × {words}", rule.remedy)
    around = text[max(first.start - 60, 0) : first.end + 60].replace("\n", " ")
    more = f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""
    return Note(rule.flag or rule.id, f"line {line}", around + more, rule.remedy)
