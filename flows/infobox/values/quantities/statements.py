"""Statements of strength and losses: "300+ killed (SOHR claim)" as counts, kinds and claimants.

One printed item holds one or more statements ("54 killed, 41 wounded"; flattened cells drop even the comma). A count
opens a statement; the words after it say what was counted and what became of it; brackets say who claims it and when.
Nothing is rounded or summed: "300+ killed" is a minimum without a maximum, "Heavy" stays a word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from flows.infobox.values.numbers import tidy
from flows.infobox.values.quantities.clause_reader import draft_clause
from flows.infobox.values.quantities.drafts import StatementDraft
from flows.infobox.values.quantities.east_asian import separate_words
from flows.infobox.values.quantities.headers import Header, clauses, header_after, read_header
from flows.infobox.values.quantities.kinds import loss_kind, strength_kind, who_of
from flows.infobox.values.quantities.left_over import left_over, without_marks
from flows.infobox.values.quantities.wordings import Wording, wording

QuantityField = Literal["strength", "casualties"]
_MAX_STATEMENTS: Final = 500
_DIGIT: Final = re.compile(r"[0-9]")
_LETTERS: Final = re.compile(r"(?<!\w)[^\W\d_]{2}|\d[^\W\d_]{2}")


class Statement(NamedTuple):
    """One statement of strength or losses.

    ``kind`` is a word of STRENGTH_KINDS or CASUALTY_KINDS, ``who`` one of WHO. "300+" has no ``count_max``, "up to 50"
    no ``count_min``; the printed number is the other limit. ``qualitative`` holds words printed instead of a count
    ("Heavy"); both counts are then None. ``what`` is the noun phrase ("soldiers and policemen"); for materiel ``note``
    holds what became of it. ``parent`` is the index, in the same tuple, of the total that this statement is a part
    of; ``party`` is the party that the part belongs to ("US 322"). ``text`` is the piece of the item that was read.
    ``is_read`` False: nothing was understood, ``what`` holds the words, and the caller raises an issue. ``unread`` are
    the words of the piece that are in none of these.
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
    unread: str | None = None


@lru_cache(maxsize=16_384)
def read_statement(text: str, field: QuantityField, header: Header | None = None) -> tuple[Statement, ...]:
    """Return the statements of one printed item in printed order; an empty tuple for an item that is only a header.

    ``header`` is the header above the item ("Per Ukraine:", see ``read_header``); one inside the item overrides it.

    >>> [(s.kind, s.count_min, s.claimant) for s in read_statement("300+ killed (SAA claim)", "casualties")]
    [('killed', 300, 'SAA')]
    >>> [s.what for s in read_statement("9,000 soldiers and policemen", "strength")]
    ['soldiers and policemen']
    """
    text = without_marks(separate_words(tidy(text)))
    if (known := wording(text)) and (of_wording := _of_wording(known.text, field, header)) is not None:
        return tuple([_with_count(statement, known) for statement in of_wording])
    return _read(text, field, header)


def _read(text: str, field: QuantityField, header: Header | None) -> tuple[Statement, ...]:
    if not text or read_header(text):
        return ()
    if "\n" in text and ":" in text:
        return _lines(text, field, header)
    out: list[Statement] = []
    for own, clause in clauses(text):
        above = own.under(header) if own else header
        drafts = draft_clause(clause)
        base = len(out)
        out += [_statement(draft, clause, field, above or Header(), base) for draft in drafts]
        kinds = [one.kind for one in out[base:]]
        for at, words in enumerate(left_over(clause, drafts, kinds, field), base):
            out[at] = out[at]._replace(unread=words) if out[at].is_read else out[at]
    return _checked(out)


@lru_cache(maxsize=16_384)
def _of_wording(text: str, field: QuantityField, header: Header | None) -> tuple[Statement, ...] | None:
    """Return the statements of a wording, None when another number in it could change how it is read."""
    found = _read(text, field, header)
    known = wording(text)
    if known is None:
        return None
    counts = (None, *known.stand_ins)
    for one in found:
        if one.parent is not None or not one.is_read or one.count_min not in counts or one.count_max not in counts:
            return None
        words = (one.what, one.qualitative, one.claimant, one.note, one.period_text, one.party, one.unread)
        # The only digits of a wording are its stand-ins: words with a digit would quote the stand-in.
        if any(word and _DIGIT.search(word) for word in words):
            return None
    return found


def _with_count(statement: Statement, known: Wording) -> Statement:
    """Return the statement of a wording with the printed number in place of the stand-in."""
    low, high = statement.count_min, statement.count_max
    if low is not None:
        low = known.limits[low != known.stand_ins[0]]
    if high is not None:
        high = known.limits[high == known.stand_ins[1]]
    text = statement.text.replace(known.stand_in, known.printed, 1)
    return Statement(
        statement.kind,
        statement.who,
        statement.what,
        low,
        high,
        statement.is_approximate,
        statement.qualitative,
        statement.claimant,
        statement.note,
        statement.period_text,
        text,
        is_read=True,
        parent=None,
        party=statement.party,
        unread=statement.unread,
    )


def _lines(text: str, field: QuantityField, header: Header | None) -> tuple[Statement, ...]:
    """Return the statements of several lines, each with the header above it; a bracket may run over several lines."""
    out: list[Statement] = []
    waiting = ""
    for line in text.split("\n"):
        waiting = f"{waiting} {line}".strip()
        if waiting.count("(") > waiting.count(")"):
            continue
        found = read_statement(waiting, field, header)
        base = len(out)
        out += [one if one.parent is None else one._replace(parent=one.parent + base) for one in found]
        header = header_after(waiting, header)
        waiting = ""
    return (*out, *read_statement(waiting, field, header))[:_MAX_STATEMENTS]


def _statement(draft: StatementDraft, clause: str, field: QuantityField, header: Header, base: int) -> Statement:
    """Return the statement of a draft, completed by the header above it."""
    if field == "strength":
        kind, who = strength_kind(draft, header.label), "unknown"
    else:
        kind, who = loss_kind(draft, header.kind, header.label), who_of(draft, header.who)
    noun_phrase = draft.noun_phrase(clause)
    # Without a count or a word for one, a name is a statement ("5th Corps"); a number that was not understood is not.
    is_name = noun_phrase is not None and _LETTERS.search(noun_phrase) is not None
    says = draft.has_count or bool(draft.vague) or is_name
    is_read = kind is not None and says and not draft.is_unreadable
    is_zero = draft.says_none()
    notes = [*draft.notes, header.label, header.kind if field == "strength" else None]
    if kind in {"materiel", "other"} or field == "strength":
        notes.insert(0, draft.verb_phrase(clause))
    elif draft.tail_phrase(clause):
        notes.insert(0, draft.tail_phrase(clause))
    return Statement(
        kind=kind or "other",
        who=who if kind != "materiel" else "unknown",
        what=noun_phrase if is_read else draft.text(clause),
        count_min=0 if is_zero else draft.low if draft.has_count else None,
        count_max=0 if is_zero else draft.high if draft.has_count else None,
        is_approximate=draft.is_about,
        qualitative=None if is_zero or not is_read else draft.vague_phrase(clause),
        claimant=draft.claimant or header.claimant,
        note="; ".join(note for note in notes if note) or None,
        period_text="; ".join(draft.periods) or header.period_text,
        text=draft.text(clause),
        is_read=is_read,
        parent=None if draft.parent is None else base + draft.parent,
        party=draft.party,
    )


def _checked(statements: list[Statement]) -> tuple[Statement, ...]:
    """Return the statements; a part whose ``parent`` cannot be its total becomes a statement without a parent.

    It cannot when the part is of another kind (3 battalions of 5,000 men), or when the parts sum to more than the total
    ("152 (1,160 for the siege)").
    """
    for index, total in enumerate(statements):
        parts = [part for part in statements if part.parent == index]
        if not parts:
            continue
        # Killed men and killed officers overlap; only parts by kind and party add up, so the largest sum counts.
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
