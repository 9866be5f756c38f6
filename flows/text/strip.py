"""Strip: debris that no author wrote is removed by the rules of ``flows/rules/data/debris.toml`` and recorded.

A rule is tried where its shape, its scope and its literal needles allow it, never in code. Removing debris can make new
debris (``(())``) and new mojibake (``Ã[object Object]©``), so rules and repair take turns until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from flows.model import Cleaned, Edit, Note, Shape
from flows.rules.registry import TextRule, rules
from flows.text import footnote_marks
from flows.text.code_spans import CodeSpans, code_spans_of
from flows.text.edits import Replacement, new_tuple, rewrite
from flows.text.line_repair import BUDGET, Mender
from flows.text.repair import not_settled, repair, settle
from flows.text.text_parts import TextParts

# Each round removes one layer; only a text made for the purpose has more than three.
MAX_ROUNDS: Final = 12
_REACH: Final = 40  # longer than any literal and any sequence of mojibake
# Rare characters: a needle that contains one of them is only searched in a text that has this character.
_GATES: Final = ("[", "]", "{", "}", "<", "ⓘ", "*", "(", "•", "·", "▪", "●", "◦", "‣")
# Characters that are invisible or for private use: the rules with ``hidden`` look for nothing else.
HIDDEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ue000-\uf8ff"
_HIDDEN: Final = re.compile(f"[{HIDDEN}]")


def strip(cleaned: Cleaned, shape: Shape, is_strict: bool = False) -> Cleaned:
    r"""Return the repaired text without the debris of its shape; new edits and notes are appended to the given ones.

    The text must come from ``repair`` with the same ``is_strict``. Stripping twice changes nothing, unless a note
    ``not-settled`` reports that a limit was reached.

    >>> from flows.text.repair import repair
    >>> strip(repair("## References[object Object]\n[object Object]\n"), "front_matter").text
    '## References\n'
    """
    parts = TextParts.of(cleaned.text, shape)
    gates = {gate for gate in _GATES if gate in parts.text}
    flagged = _may_hit(_prefilters(shape), parts.text, parts.text[parts.start : parts.end], gates)
    work = StripPass(cleaned, parts, shape, flagged, is_strict)
    for _ in range(MAX_ROUNDS):
        if not work.round():
            break
        work.settle()
    return work.result()


@cache
def debris_rules(shape: Shape) -> tuple[TextRule, ...]:
    """Return the debris rules that are tried in documents of this shape, in the order of the file."""
    return tuple(rule for rule in rules() if rule.step == "debris" and rule.applies_to(shape))


def needles_of(rule: TextRule) -> tuple[str, ...]:
    """Return literals of which every hit of a rule contains one; empty for rules that look for hidden characters."""
    return () if rule.hidden else rule.needles or footnote_marks.NEEDLES


class StripPass:
    """One text on its way to the fixed point: call ``round`` and ``settle`` in turns until a round changes nothing.

    Rules that cannot hit are never tried. After an edit, new needles are searched only around it: a literal that was
    not in the text before cannot be anywhere else.
    """

    __slots__ = (
        *("_cleaned", "_edits", "_flagged", "_is_settled", "_is_strict", "_mender", "_notes", "_shape", "_tried"),
        "parts",
    )

    def __init__(
        self, cleaned: Cleaned, parts: TextParts, shape: Shape, flagged: Iterable[str], is_strict: bool = False
    ) -> None:
        self.parts = parts
        self._cleaned = cleaned
        self._shape = shape
        self._flagged = set(flagged)
        self._edits: list[Edit] = []
        self._notes: dict[str, Note] = {}
        self._is_settled = True
        self._is_strict = is_strict
        self._mender: Mender | None = None
        self._tried: dict[str, str] = {}  # rule id -> the text in which it found nothing to change

    def round(self) -> bool:
        """Try every flagged rule once, unless it has seen this text, and return whether the text changed."""
        before = self.parts.text
        if self._flagged:
            for rule in debris_rules(self._shape):
                text = self.parts.text
                if rule.id in self._flagged and self._tried.get(rule.id) is not text:
                    self._apply(rule)
                    if self.parts.text is text:
                        self._tried[rule.id] = text
        self._is_settled = self.parts.text == before
        return not self._is_settled

    def settle(self) -> None:
        """Repair the characters that the last round brought together."""
        if self._mender is None:
            # A page whose repair reached its limit gets no second budget.
            is_spent = any(note.code == "not-settled" for note in self._cleaned.notes)
            self._mender = Mender(0 if is_spent else BUDGET, self._is_strict)
        settled = settle(self.parts.text, self._mender)
        self._record(settled.text, settled.edits)

    def result(self) -> Cleaned:
        """Return the text with all edits and notes; the given ``Cleaned`` if nothing changed."""
        if not self._is_settled or (self._mender is not None and self._mender.is_exhausted):
            self._notes["not-settled"] = not_settled("strip")
        known = {note.code for note in self._cleaned.notes}
        notes = [note for note in self._notes.values() if note.code not in known]
        if not self._edits and not notes:
            return self._cleaned
        return Cleaned(self.parts.text, (*self._cleaned.edits, *self._edits), (*self._cleaned.notes, *notes))

    def _apply(self, rule: TextRule) -> None:
        """Make the changes of one rule, and keep a note of its first hits."""
        changes = _hits(rule, self.parts)
        if not changes:
            return
        if rule.flag and rule.id not in self._notes:
            self._notes[rule.id] = _flag_note(rule, self.parts.text, changes)
        if not rule.only_flags:
            self._record(*rewrite(self.parts.text, changes))

    def _record(self, text: str, made: Sequence[Edit]) -> None:
        """Take over a changed text with its edits, and flag the rules that may hit near them."""
        if not made:
            return
        self._edits.extend(made)
        self.parts = TextParts.of(text, self._shape)
        places = text
        if len(made) * 2 * _REACH < len(text):
            places = "\0".join(
                [text[max(start - _REACH, 0) : start + len(after) + _REACH] for _, _, start, _, after, *_ in made]
            )
        others = [one for one in _prefilters(self._shape) if one.rule not in self._flagged]
        box = text[self.parts.start : self.parts.end]
        self._flagged.update(_may_hit(others, places, box, {gate for gate in _GATES if gate in places or gate in box}))


class _Prefilter(NamedTuple):
    """The needles that a rule needs for a hit, each with its rare character, which is looked for first."""

    rule: str
    is_hidden: bool
    is_boxed: bool
    needles: tuple[tuple[str, str], ...]


@cache
def _prefilters(shape: Shape) -> tuple[_Prefilter, ...]:
    """Return the prefilter of each debris rule of a shape."""
    return tuple(
        _Prefilter(
            rule.id,
            rule.hidden,
            rule.scope == "infobox",
            tuple((next((gate for gate in _GATES if gate in needle), ""), needle) for needle in needles_of(rule)),
        )
        for rule in debris_rules(shape)
    )


def _may_hit(prefilters: Iterable[_Prefilter], text: str, box: str, gates: set[str]) -> list[str]:
    """Return the rules whose literals are in the text, or in the infobox where a rule looks only there.

    ``gates`` are the rare characters that are in one of the two.
    """
    found: list[str] = []
    hides: bool | None = None
    for rule, is_hidden, is_boxed, needles in prefilters:
        if is_hidden:
            if hides is None:
                hides = has_hidden(text)
            if hides:
                found.append(rule)
            continue
        where = box if is_boxed else text
        for gate, needle in needles:
            if (not gate or gate in gates) and needle in where:
                found.append(rule)
                break
    return found


def has_hidden(text: str) -> bool:
    """Return whether the text has an invisible or a private-use character."""
    return _HIDDEN.search(text) is not None


def _hits(rule: TextRule, parts: TextParts) -> list[Replacement]:
    """Return the changes of a rule; for a rule that only flags, one change for each of its hits."""
    if rule.pattern is None:
        return footnote_marks.find_reference_marks(parts.text, code_spans_of(parts.text).touches)
    changes = _matches(rule, rule.pattern, parts)
    if changes and any(word in parts.text for word in rule.unless):
        return []
    return changes


def _matches(rule: TextRule, pattern: re.Pattern[str], parts: TextParts) -> list[Replacement]:
    """Return the changes of a rule's pattern in its scope and outside code, each cut to what really changes."""
    text, box_start, box_end, _ = parts
    found: list[Replacement] = []
    code: CodeSpans | None = None
    done = 0
    for start, end in _scope(rule, parts):
        for hit in pattern.finditer(text, start, end):
            first, last = hit.span()
            # Lines of an infobox are never code, however they end.
            if not box_start <= first < box_end:
                if code is None:
                    code = code_spans_of(text)
                touches = code.touches_block if rule.whole_line else code.touches
                if not code.is_empty and touches(first, last):
                    continue
            after = ""
            if rule.replacement:
                after = hit.expand(rule.replacement) if "\\" in rule.replacement else rule.replacement
                if after == hit.group() and not rule.only_flags:
                    continue
                head = _common_head(hit.group(), after)
                first += head
                after = after[head:]
            if rule.space_before and first > max(done, start) and text[first - 1] in " \u00a0":
                first -= 1
            if first < last or after or rule.only_flags:
                found.append(new_tuple(Replacement, (first, last, after, "debris", rule.id, None, None)))
                done = last
    return found


def _scope(rule: TextRule, parts: TextParts) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text in which a rule is tried."""
    if rule.scope == "infobox":
        yield parts.start, parts.end
    elif rule.scope == "body":
        if parts.body < parts.start:
            yield parts.body, parts.start
        yield max(parts.body, parts.end), len(parts.text)
    else:
        yield 0, len(parts.text)


def _common_head(before: str, after: str) -> int:
    """Return how many first characters two strings share."""
    for number, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return number
    return min(len(before), len(after))


def _flag_note(rule: TextRule, text: str, changes: list[Replacement]) -> Note:
    """Return the note of a rule's hits: the position of the first, its words, and how many there are."""
    first = changes[0]
    line = text.count("\n", 0, first.start) + 1
    if rule.flag == "lost-items":
        count = sum(text.count(rule.needles[0], change.start, change.end) for change in changes)
        words = text[first.start : first.end].split("]", 1)[0].strip() + "]"
        return Note("lost-items", f"line {line}", f"{count} × {words}", rule.remedy)
    around = text[max(first.start - 60, 0) : first.end + 60].replace("\n", " ")
    more = f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""
    return Note(rule.flag or rule.id, f"line {line}", around + more, rule.remedy)


def clean(text: str, recognise: Callable[[str], Shape], is_strict: bool = False) -> tuple[Cleaned, Shape]:
    """Return the text repaired and stripped, and its shape.

    The shape is recognised after the repair, which may make it visible, and before the strip, whose rules depend on it.
    With ``is_strict`` doubtful repairs are not made. ``recognise`` is passed in, because ``flows.formats`` imports this
    package and not the other way round.

    >>> clean("## References[object Object]", lambda text: "front_matter")[0].text
    '## References'
    """
    repaired = repair(text, is_strict)
    shape = recognise(repaired.text)
    return strip(repaired, shape, is_strict), shape
