"""Values made by chance, plain and disturbed: is one ever read as another number or date, or a word of it lost unsaid?

    PYTHONPATH=. python tests/quality/made_values.py [--values 3000] [--seed 1] [--show 10] [--update]

A plain value has one meaning, by construction. Then one thing is done to it that pages do: a word is added or dropped,
letters are glued to a number, a note is raised behind one. What the whole means then may be open, so it is judged by
rule (``accounting``): a published number or date is printed, and every number, month, multiplier, unit and made-up word
that is printed is in a column or named. A value may be left out; it may not be another one.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from random import Random
from typing import Any, Final, NamedTuple

from tests.quality import floors
from tests.quality.accounting import ALL_TOLD, NEVER_OTHER, amounts_of, judge, texts_of
from tests.quality.printed import numbers_in
from tests.quality.value_makers import KINDS, MAKERS, MadeValue
from tests.quality.value_page import read_value

SECTION: Final = "made_values"
NOISE: Final = ("zeb", "Quorl", "vundt")
"""Words of no language: whoever reads a value cannot know them."""
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Disturbed(NamedTuple):
    """A value after something was done to it: as markup, as a reader sees it, and the word that was added."""

    deed: str
    markup: str
    words: str
    added: str


def disturb(value: MadeValue, chance: Random) -> Disturbed:
    """Return the value with one thing done to it that real pages do."""
    tokens = value.words.split(" ")
    at = chance.randint(0, len(tokens))
    deed = chance.choice(("plain", "plain", "unknown word", "strong word", "dropped", "glued", "raised", "bracket"))
    if deed == "plain":
        return Disturbed(deed, value.words, value.words, "")
    if deed == "dropped":
        if len(tokens) == 1:
            return Disturbed("plain", value.words, value.words, "")
        tokens.pop(min(at, len(tokens) - 1))
        return Disturbed(deed, " ".join(tokens), " ".join(tokens), "")
    is_person = value.kind == "person"
    numbered = [place for place, token in enumerate(tokens) if is_person or re.fullmatch(r"\D?[\d.,–-]*\d", token)]
    if deed in ("glued", "raised") and numbered:
        place = chance.choice(numbered)
        head, token, tail = " ".join(tokens[:place]), tokens[place], " ".join(tokens[place + 1 :])
        if deed == "glued":
            noise = chance.choice(NOISE)
            words = " ".join(part for part in (head, token + noise, tail) if part)
            return Disturbed(deed, words, words, noise)
        note = str(chance.randint(1, 19))
        markup = " ".join(part for part in (head, f"{token}<sup>{note}</sup>", tail) if part)
        words = " ".join(part for part in (head, token + note.translate(_RAISED), tail) if part)
        return Disturbed(deed, markup, words.replace("{{KIA}}", "KIA"), "")
    strong = ("million", "lb", "½", "March", "1950", "17", "thousand", "$", "inches")
    added = {"unknown word": NOISE, "strong word": strong, "bracket": ("(1950)", "(17)", "(zeb)", "(in May)")}
    word = chance.choice(added.get(deed, NOISE))
    tokens.insert(len(tokens) if deed == "bracket" else at, word)
    return Disturbed(deed if deed in added else "unknown word", " ".join(tokens), " ".join(tokens), word.strip("()"))


class Verdict(NamedTuple):
    """What became of a value: "right", "named", "other" or "silent"; and what was published, for a person."""

    word: str
    published: list[Any]


def verdict_of(value: MadeValue, disturbed: Disturbed) -> Verdict:
    """Return what became of a value that was disturbed."""
    page = read_value(value.label, disturbed.markup)
    account = page.account(value.label, disturbed.words)
    found = {finding.field.rpartition("s ")[2]: finding for finding in judge(account)}
    rows = [row for row in account.rows if row.get("kind") != "text"]
    published = [
        {name: one for name, one in row.items() if one not in (None, "", "d") and name not in _DULL} for row in rows
    ]
    if NEVER_OTHER in found and found[NEVER_OTHER].verdict == "wrong":
        return Verdict("other", [found[NEVER_OTHER].got, *published])
    if value.kind == "person" and any(not _is_name(row.get("name"), disturbed.words) for row in account.rows):
        return Verdict("named" if account.issues else "other", published)
    told = "\n".join([*(text for row in (*account.rows, *account.parts) for text in texts_of(row)), account.issues])
    if found[ALL_TOLD].verdict == "missing" or not _is_told(disturbed.added, disturbed.words, told, rows):
        return Verdict("silent", [found[ALL_TOLD].got, *published])
    if disturbed.deed == "plain":
        if rows and _is_right(value, rows):
            return Verdict("right", published)
        is_named = not rows or any(row.get("unread") for row in rows) or bool(account.issues)
        return Verdict("named" if is_named else "other", published)
    return Verdict("named" if not rows or told.strip() else "read", published)


_DULL: Final = frozenset(
    (
        "document_id",
        "box_no",
        "field_no",
        "item_no",
        "side_basis",
        "side",
        "source_text",
        "text",
        "strength_no",
        "casualty_no",
    )
)
_READABLE: Final = frozenset(("million", "thousand", "½", "lb", "inches", "$", "March", "in May"))


def _is_told(added: str, words: str, told: str, rows: list[dict[str, Any]]) -> bool:
    """Return whether an added word is found again: by its letters, or, where it can be read, in a column of its own."""
    if not added or not rows or added in told:
        return True
    if added in _READABLE:
        units = {str(row.get(column)) for row in rows for column in ("unit", "unit_canonical", "what")}
        plain = {reading for number in numbers_in(words.replace(added, "")) for reading in number.readings}
        is_scaled = any(one not in plain for row in rows for one in amounts_of(row))
        return (
            added in units
            or is_scaled
            or added in ("½", "March", "in May")
            or {"$": "USD", "inches": "in"}.get(added) in units
        )
    return added.isdigit()


def _is_name(name: str | None, words: str) -> bool:
    """Return whether a published name stands in the words as it is, without the figures of notes."""
    return name is None or name in re.sub(r"[⁰-⁹¹²³]+", "", words)


def _is_right(value: MadeValue, rows: list[dict[str, Any]]) -> bool:
    if value.kind in ("date", "two dates"):
        return tuple(row.get("edtf") for row in rows) == value.meaning
    if len(rows) != 1:
        return False
    row = rows[0]
    if value.kind == "person":
        name = str(row.get("name"))
        whole = name if name == value.meaning[1] else f"{name}, {row.get('role')}"  # a title of land may be the role
        return (row.get("rank"), whole, row.get("fate")) == value.meaning
    if value.kind == "point":
        found = (row["latitude"], row["longitude"])
        return None not in found and math.dist(found, [float(axis or 0) for axis in value.meaning]) < 1e-4
    if value.kind in ("compound", "labelled"):
        return (
            row.get("si_min") is not None
            and abs(row["si_min"] - float(value.meaning[0] or 0)) < 1e-6 * row["si_min"] + 1e-9
        )
    low, high = ("count_min", "count_max") if "count_min" in row else ("number_min", "number_max")
    return all(
        (got is None) == (want is None) and (got is None or abs(got - float(want or 0)) <= 1e-9 * max(got, 1))
        for got, want in zip((row[low], row[high]), value.meaning, strict=True)
    )


def measure(values: int, seed: int, show: int = 0) -> dict[str, Counter[str]]:
    """Return the verdicts by kind of value and by deed; print so many of each kind that are other or silent."""
    chance = Random(seed)
    counts: dict[str, Counter[str]] = {}
    shown: Counter[str] = Counter()
    for number in range(values):
        value = MAKERS[number % len(MAKERS)](chance)
        disturbed = disturb(value, chance)
        verdict = verdict_of(value, disturbed)
        for name in (value.kind, disturbed.deed):
            counts.setdefault(name, Counter())[verdict.word] += 1
        if verdict.word in ("other", "silent"):
            name = f"{value.kind} {disturbed.deed} {verdict.word}"
            shown[name] += 1
            if shown[name] <= show:
                print(f"{name}: {value.label} = {disturbed.markup!r} → {verdict.published}")
    return counts


def shares(counts: dict[str, Counter[str]]) -> dict[str, float]:
    """Return what is held: the share of plain values read right, of all values those not read as others, nor lost."""
    total: Counter[str] = Counter()
    for name in {maker_kind for maker_kind in counts if maker_kind in KINDS}:
        total.update(counts[name])
    plain = counts["plain"]
    return {
        "plain values right": plain["right"] / plain.total(),
        "never another": 1 - total["other"] / total.total(),
        "never silent": 1 - (total["other"] + total["silent"]) / total.total(),
    }


def main() -> int:
    """Print the table and hold the shares against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--values", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many values of each kind that are not in order")
    floors.add_options(parser)
    options = parser.parse_args()
    counts = measure(options.values, options.seed, options.show)
    words = ("right", "read", "named", "other", "silent")
    print(f"| made values | {' | '.join(words)} | of |\n|---|{'---:|' * (len(words) + 1)}")
    for name, found in counts.items():
        print(f"| {name} | {' | '.join(str(found[word]) for word in words)} | {found.total()} |")
    figures = shares(counts)
    print(", ".join(f"{name} {share:.2%}" for name, share in figures.items()))
    fallen = floors.check(SECTION, figures, options.update, options.allow_regression)
    for name in fallen:
        print(f"below its floor: {name}")
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
