"""Statements of strength and losses, read by an own grammar.

One printed item holds one or more statements ("54 killed, 41 wounded"; flattened cells drop even the comma). A count
opens a statement; the words behind it say what was counted and what became of it; brackets say who claims it and when.
Nothing is rounded or summed: "300+ killed" is a minimum without a maximum, "Heavy" stays a word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from flows.infobox.values.quantity_drafts import Draft
from flows.infobox.values.quantity_kinds import loss_kind, strength_kind, who_of
from flows.infobox.values.quantity_numbers import tidy
from flows.infobox.values.quantity_reader import draft_clause
from flows.infobox.values.quantity_remarks import Header, clauses, header_after, read_header

QuantityField = Literal["strength", "casualties"]
__all__ = ["Header", "QuantityField", "Statement", "claimant_header", "header_after", "read_header", "read_statement"]


class Statement(NamedTuple):
    """One statement of strength or losses.

    ``kind`` is a word of STRENGTH_KINDS or CASUALTY_KINDS, ``who`` of WHO. "300+" has no ``count_max``, "up to 50" no
    ``count_min``; the printed number is the bound. ``qualitative`` holds the words for a count that is not given, and
    both counts are then None. ``what`` is the noun phrase ("soldiers and policemen"), for materiel ``note`` holds what
    became of it. ``parent`` is the index, in the same tuple, of the total that this statement is a part of; ``party``
    names whose part it is ("US 322"). ``text`` is the piece of the item that was read. ``is_read`` False: nothing was
    understood, the words stand in ``what``, and the caller raises an issue.
    """

    kind: str
    who: str = "unknown"
    what: str | None = None
    count_min: int | None = None
    count_max: int | None = None
    is_approximate: bool = False
    qualitative: str | None = None
    claimant: str | None = None
    note: str | None = None
    period_text: str | None = None
    text: str = ""
    is_read: bool = True
    parent: int | None = None
    party: str | None = None


@lru_cache(maxsize=16_384)
def read_statement(text: str, field: QuantityField, header: Header | None = None) -> tuple[Statement, ...]:
    """Return the statements of one printed item, in order; none for an item that is only a header.

    ``header`` is what ``read_header`` gave for a line above ("Per Ukraine:"); a header inside the item comes first.

    >>> [(s.kind, s.count_min, s.claimant) for s in read_statement("300+ killed (SAA claim)", "casualties")]
    [('killed', 300, 'SAA')]
    >>> [s.what for s in read_statement("9,000 soldiers and policemen", "strength")]
    ['soldiers and policemen']
    """
    text = tidy(text)
    if not text or read_header(text):
        return ()
    out: list[Statement] = []
    for own, clause in clauses(text):
        above = own.under(header) if own else header
        drafts = draft_clause(clause)
        base = len(out)
        out += [_statement(draft, clause, field, above or Header(), base) for draft in drafts]
    return _checked(out)


def claimant_header(text: str) -> str | None:
    """Return the claimant that a header line names, None for any other line.

    >>> claimant_header("Per Ukraine:"), claimant_header("72 killed (SOHR claim)")
    ('Ukraine', None)
    """
    header = read_header(text)
    return header.claimant if header else None


def _statement(draft: Draft, clause: str, field: QuantityField, header: Header, base: int) -> Statement:
    """Return the statement that a draft and the header above it make."""
    if field == "strength":
        kind, who = strength_kind(draft), "unknown"
    else:
        kind, who = loss_kind(draft, header.kind), who_of(draft, header.who)
    is_read = kind is not None
    noun_phrase = draft.noun_phrase(clause)
    notes = [*draft.notes, header.label]
    if kind == "materiel":
        notes.insert(0, draft.verb_phrase(clause))
    elif draft.tail_phrase(clause):
        notes.insert(0, draft.tail_phrase(clause))
    return Statement(
        kind=kind or "other",
        who=who if kind != "materiel" else "unknown",
        what=noun_phrase if is_read else (noun_phrase or draft.text(clause)),
        count_min=draft.low if draft.has_count else None,
        count_max=draft.high if draft.has_count else None,
        is_approximate=draft.is_about,
        qualitative=draft.vague_phrase(clause),
        claimant=draft.claimant or header.claimant,
        note="; ".join(note for note in notes if note) or None,
        period_text="; ".join(draft.periods) or header.period_text,
        text=draft.text(clause),
        is_read=is_read,
        parent=None if draft.parent is None else base + draft.parent,
        party=draft.party,
    )


def _checked(statements: list[Statement]) -> tuple[Statement, ...]:
    """Return the statements with only those parents that can be totals of their parts.

    A part of another kind (3 battalions of 5,000 men) or parts that sum to more than the total ("152 (1,160 for the
    siege)") stand for themselves.
    """
    for index, total in enumerate(statements):
        parts = [part for part in statements if part.parent == index]
        if not parts:
            continue
        # Killed and their officers overlap; only parts by party or by kind add up, so the largest sum per kind counts.
        sums: dict[tuple[str, str | None], int] = {}
        for part in parts:
            key = (part.kind, part.party)
            sums[key] = sums.get(key, 0) + (part.count_min or 0)
        fits = total.count_max is None or sum(sums.values()) <= total.count_max
        for at, part in enumerate(statements):
            is_same = total.kind in {part.kind, "casualties"}
            if part.parent == index and not (fits and is_same):
                statements[at] = part._replace(parent=None)
    return tuple(statements)
