"""Names of belligerents and units, with their notes in parentheses, their flags and the head that applies to them.

"Turkey (since 2016)", "Supported by:", "Allied militias: Hezbollah   Liwa Fatemiyoun".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from flows.infobox.items import Item, clean
from flows.infobox.values.flags import flag_country
from flows.infobox.values.numbers import FOOTNOTE, NOTE_MARK
from flows.rules.conflict_words import conflict_words

_GAP: Final = re.compile(
    r"(?<=[^\s\u00a0:])(?:[ \u00a0]{2,}(?=[\w\"“'(])|[ \u00a0]{0,9}\t[ \u00a0\t]{0,9}(?=\S)|[ ]•[ ](?=\w))"
)
# A flag in mid-line: "🇸🇦 Saudi Arabia 🇶🇦 Qatar".
_FLAG: Final = re.compile(r"(?<=[\w)])[ ]++(?=[\U0001F1E6-\U0001F1FF]{2})")
_TAIL_NOTE: Final = re.compile(r"(?<=\S)[ ]?\(([^()]{1,400})\)\Z")


class Name(NamedTuple):
    """A name without its notes and flags. ``head`` is the head above it, as printed, without its colon."""

    name: str
    note: str | None
    country_flag: str | None
    depth: int
    head: str | None
    is_flagged: bool
    source_text: str


def read_names(items: Iterable[Item], *, is_column: bool = True) -> Iterator[Name]:
    """Yield the names of one column, each with the head that applies to it.

    A head applies until the next head, or until a name is less deep in the list than those right below the head
    ("Support:", "* United States", "Syria"). If the items may be several columns (``is_column`` False), a name with a
    flag after names without flags ends it too.
    """
    head: str | None = None
    members = _Members()
    pending: Name | None = None
    for item in _split_lines(items):
        if item.is_note and pending is not None:
            pending = pending._replace(note=_joined_notes(pending.note, item.text[1:-1].strip()))
            continue
        words = item.head
        if pending is not None:
            # The name right above a second "Supported by:" is the one supported, in whichever column it is. A single
            # name is not: it is the supporter in a column whose own names were lost.
            is_supported = not is_column and members.count > 1 and _is_again(words, pending.head)
            yield pending._replace(head=None) if is_supported else pending
            pending = None
        if words is not None:
            head, members = words, _Members()
            continue
        if head is not None and members.ended_by(item, is_column=is_column):
            head = None
        pending = _name(item, head)
    if pending is not None:
        yield pending


def _is_again(words: str | None, head: str | None) -> bool:
    """Return whether a head that relates names to others is printed a second time."""
    if words is None or head is None:
        return False
    return words.casefold() == head.casefold() and words.casefold() in conflict_words().relations


class _Members:
    """The names seen below a head, to find where they end."""

    __slots__ = ("count", "depth", "unflagged")

    def __init__(self) -> None:
        self.count = 0
        self.depth: int | None = None
        self.unflagged = 0

    def ended_by(self, item: Item, *, is_column: bool) -> bool:
        if self.depth is None:
            self.depth = item.depth
        elif item.depth < self.depth or (not is_column and item.is_flagged and self.unflagged):
            return True
        self.count += 1
        self.unflagged += not item.is_flagged
        return False


def _split_lines(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, with a head inside a line as an item of its own, and cut where an icon stood between names."""
    inline, open_heads = conflict_words().inline, conflict_words().open_heads
    for item in items:
        if item.text.casefold() in open_heads:
            yield item._replace(text=f"{item.text}:")
            continue
        if ":" in item.text and not item.is_head and (found := inline.search(item.source_text)):
            before, after = item.source_text[: found.start()], item.source_text[found.end() :]
            if clean(before.strip(" *\u00a0")):
                yield from _cut_at_icons(item._replace(text=clean(before.lstrip(" *")), source_text=before))
            yield item._replace(text=clean(found.group(1)) + ":", source_text=found.group())
            yield from _cut_at_icons(item._replace(text=clean(after), source_text=after.strip(" \u00a0")))
        else:
            yield from _cut_at_icons(item)


def _cut_at_icons(item: Item) -> Iterator[Item]:
    # In "Saudi Arabia  Qatar" the second blank stood for a flag: another name begins. Inside parentheses, before a
    # lower-case word and after a list marker it has no meaning.
    body = item.source_text.lstrip(" *\u00a0•")
    has_gap = "  " in body or "\u00a0 " in body or " \u00a0" in body or "\t" in body or " • " in body
    has_flags = not body.isascii() and _FLAG.search(body) is not None
    if not has_gap and not has_flags:
        yield item
        return
    parts = [part for piece in (_GAP.split(body) if has_gap else (body,)) for part in _FLAG.split(piece)]
    if len(parts) == 1 or any(part.count("(") != part.count(")") or part[:1].islower() for part in parts):
        yield item
        return
    for part in parts:
        yield item._replace(text=clean(part), source_text=part)


def _name(item: Item, head: str | None) -> Name:
    # A dump keeps the marks of footnotes that a browser printed.
    text = FOOTNOTE.sub("", item.text).strip() if "[" in item.text else item.text
    text = NOTE_MARK.sub("", text) if not text.isascii() or "*" in text else text
    country = None
    if not text.isascii():
        country, text = flag_country(text)
        text = clean(text)
    notes: list[str] = []
    while len(notes) < 3 and text[-1:] == ")" and (found := _TAIL_NOTE.search(text)):
        notes.insert(0, found.group(1).strip())
        text = text[: found.start()].rstrip()
    return Name(text, "; ".join(notes) or None, country, item.depth, head, item.is_flagged, item.source_text)


def _joined_notes(first: str | None, second: str) -> str:
    return f"{first}; {second}" if first else second


class Tree:
    """Turns list depths into parents: the parent of an item is the last item before it that is less deep.

    Missing levels are closed: bullets without anything above them are at the top, as a tree needs.
    """

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []

    def place(self, depth: int, number: int) -> tuple[int, int | None]:
        """Return the depth in the tree (0 = top) and the parent's number of an item with ``depth`` list markers."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        parent = self._open[-1][1] if self._open else None
        self._open.append((depth, number))
        return len(self._open) - 1, parent
