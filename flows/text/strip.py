"""Strip: debris that no author wrote, taken out by the rules of ``flows/rules/debris.toml`` and recorded.

A rule is tried where its shape, its scope and its literal needles allow it, never in code. Taking debris out can make
new debris (``(())``) and new mojibake (``Ã[object Object]©``), so rules and repair take turns until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from flows.model import Cleaned, Edit, Note, Shape
from flows.rules import Rule, rules
from flows.text import references
from flows.text.code import code_of
from flows.text.edits import Replacement, rewrite
from flows.text.entities import front_matter_end
from flows.text.repair import is_calm, settle, stays_calm

# Each round takes out one layer; only a text made for the purpose has more than three.
MAX_ROUNDS: Final = 12
_INFOBOX_SHAPES: Final = frozenset({"wiki_dump"})
_INFOBOX: Final = re.compile(r"Infobox(?:(?<=^Infobox)|(?<=\nInfobox))\b[^\n]{0,200}+\n(?=- )")
_REACH: Final = 40  # longer than any literal and any sequence of mojibake
# Most texts hold few of these characters, and a needle with one of them need not be looked for without it.
_GATES: Final = ("[", "]", "{", "}", "<", "ⓘ", "*", "(", "•", "·", "▪", "●", "◦", "‣")
# What shows nothing or no letter: the rules with ``hidden`` look for nothing else.
HIDDEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ue000-\uf8ff"
_HIDDEN: Final = re.compile(f"[{HIDDEN}]")
_INFOBOX_END: Final = re.compile(r"\n[ \t]*+\n")


class View(NamedTuple):
    """A text as the rules see it: the infobox is ``text[start:end]``, the body the rest of it behind front matter."""

    text: str
    start: int
    end: int
    body: int

    @classmethod
    def of(cls, text: str, shape: Shape) -> View:
        """Return a text as the rules of a shape see it."""
        start, end = infobox_of(text, shape)
        return cls(text, start, end, end if shape == "front_matter" else 0)


def infobox_of(text: str, shape: Shape) -> tuple[int, int]:
    """Return where the infobox's lines begin and end (front matter is one too); the same place when there is none.

    An infobox ends at the first empty line.
    """
    if shape == "front_matter":
        return 0, front_matter_end(text)
    if shape not in _INFOBOX_SHAPES or "Infobox" not in text:
        return 0, 0
    opening = _INFOBOX.search(text)
    if opening is None:
        return 0, 0
    closing = _INFOBOX_END.search(text, opening.end())
    return opening.end(), closing.start() if closing else len(text)


def strip(cleaned: Cleaned, shape: Shape) -> Cleaned:
    r"""Return the repaired text without the debris of its shape; edits and notes are appended to those it came with.

    The text must come from ``repair``. Stripping twice changes nothing.

    >>> from flows.text.repair import repair
    >>> strip(repair("## References[object Object]\n[object Object]\n"), "front_matter").text
    '## References\n'
    """
    view = View.of(cleaned.text, shape)
    gates = {gate for gate in _GATES if gate in view.text}
    box = view.text[view.start : view.end]
    flagged = {rule.id for rule in debris_rules(shape) if _may_hit(rule, view.text, box, gates)}
    return strip_flagged(cleaned, shape, flagged) if flagged else cleaned


def strip_flagged(cleaned: Cleaned, shape: Shape, flagged: Iterable[str]) -> Cleaned:
    """Return what ``strip`` returns, given the ids of the rules whose literals stand in the text."""
    work = _Work(cleaned.text, shape, flagged)
    work.run()
    known = {note.code for note in cleaned.notes}
    notes = [note for note in work.notes.values() if note.code not in known]
    if not work.edits and not notes:
        return cleaned
    return Cleaned(work.view.text, (*cleaned.edits, *work.edits), (*cleaned.notes, *notes))


@cache
def debris_rules(shape: Shape) -> tuple[Rule, ...]:
    """Return the debris rules that are tried in documents of this shape, in the order of the file."""
    return tuple(rule for rule in rules() if rule.step == "debris" and rule.applies_to(shape))


def needles_of(rule: Rule) -> tuple[str, ...]:
    """Return the literals of which every hit of a rule contains one; none for rules that look for hidden characters."""
    return () if rule.hidden else rule.needles or references.NEEDLES


class _Work:
    """One text on its way to the fixed point.

    Rules that cannot hit are never tried, and what an edit brings together is looked for around the edit only: a
    literal that was not in the text before cannot stand anywhere else.
    """

    __slots__ = ("_calm", "_flagged", "_shape", "edits", "notes", "view")

    def __init__(self, text: str, shape: Shape, flagged: Iterable[str]) -> None:
        self.view = View.of(text, shape)
        self.edits: list[Edit] = []
        self.notes: dict[str, Note] = {}
        self._shape = shape
        self._flagged = set(flagged)
        self._calm: bool | None = None

    def run(self) -> None:
        """Let rules and repair take turns until nothing changes."""
        for _ in range(MAX_ROUNDS):
            before = self.view.text
            for rule in debris_rules(self._shape):
                if rule.id in self._flagged:
                    self._apply(rule)
            if self.view.text == before:
                return
            if not self._calm:
                text, made, _ = settle(self.view.text)
                self._record(text, made)
                self._calm = None

    def _apply(self, rule: Rule) -> None:
        """Make the changes of one rule, and keep the note of its first hits."""
        changes = _hits(rule, self.view)
        if changes and rule.flag and rule.id not in self.notes:
            self.notes[rule.id] = _note(rule, self.view.text, changes)
        if changes and not rule.only_flags:
            if self._calm is None:
                self._calm = is_calm(self.view.text)
            self._record(*rewrite(self.view.text, changes))

    def _record(self, text: str, made: Sequence[Edit]) -> None:
        """Take over a changed text: its edits, and what they may have brought together."""
        if not made:
            return
        self.edits.extend(made)
        self.view = View.of(text, self._shape)
        box = text[self.view.start : self.view.end]
        places = text
        if len(made) * 2 * _REACH < len(text):
            places = "\0".join(
                text[max(edit.start - _REACH, 0) : edit.start + len(edit.after) + _REACH] for edit in made
            )
        self._calm = self._calm and stays_calm(places)
        for rule in debris_rules(self._shape):
            if rule.id not in self._flagged and _may_hit(rule, places, box, None):
                self._flagged.add(rule.id)


def _may_hit(rule: Rule, text: str, box: str, gates: set[str] | None) -> bool:
    """Return whether a rule's literals stand in the text, or in the box where the rule looks only there."""
    if rule.hidden:
        return _has_hidden(text)
    where = box if rule.scope == "infobox" else text
    return any(needle in where for gate, needle in _gated_needles(rule) if gates is None or not gate or gate in gates)


@lru_cache(maxsize=2)
def _has_hidden(text: str) -> bool:
    """Return whether the text holds a character that shows nothing; several rules ask about the same text."""
    return _HIDDEN.search(text) is not None


@cache
def _gated_needles(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return a rule's literals, each behind the rare character that it holds, if any."""
    return tuple((next((gate for gate in _GATES if gate in needle), ""), needle) for needle in needles_of(rule))


def _hits(rule: Rule, view: View) -> list[Replacement]:
    """Return the changes that a rule wants; for one that only flags, changes that stand for its hits."""
    if rule.pattern is None:
        return references.find_reference_marks(view.text, code_of(view.text).touches)
    changes = list(_matches(rule, rule.pattern, view))
    if changes and any(word in view.text for word in rule.unless):
        return []
    return changes


def _matches(rule: Rule, pattern: re.Pattern[str], view: View) -> Iterator[Replacement]:
    """Yield the changes of a rule's pattern in its scope and outside code, each cut to what really changes."""
    text = view.text
    done = 0
    for start, end in _scope(rule, view):
        for hit in pattern.finditer(text, start, end):
            # The lines of an infobox are no code, however they end.
            in_box = view.start <= hit.start() < view.end
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
        yield view.start, view.end
    elif rule.scope == "body":
        if view.body < view.start:
            yield view.body, view.start
        yield max(view.body, view.end), len(view.text)
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
