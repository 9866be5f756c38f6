"""Values made by chance, plain and disturbed: is one ever read as another number or date, or a word of it lost unsaid?

    PYTHONPATH=. python tests/quality/made_values.py [--values 3000] [--seed 1] [--show 10] [--update]

A plain value has one meaning, by construction. Then one thing is done to it that pages do: a word is added or dropped,
letters are glued to a number, a note is raised behind one. What the whole means then may be open, so it is judged by
rule (``accounting``): a published number or date is printed, and every number, month, multiplier, unit and made-up word
that is printed is in a column or named. A value may be left out; it may not be another one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, Final, NamedTuple

from tests.quality import floors
from tests.quality.accounting import ALL_TOLD, NEVER_OTHER, judge, texts_of
from tests.quality.value_page import read_value

SECTION: Final = "made_values"
NOISE: Final = ("zeb", "Quorl", "vundt")
"""Words of no language: whoever reads a value cannot know them."""
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class MadeValue(NamedTuple):
    """A value: the kind of its construction, its label, its words, and what is published of it when it is plain."""

    kind: str
    label: str
    words: str
    meaning: tuple[float | str | None, ...]


def _grouped(chance: Random, low: int, high: int) -> tuple[str, float]:
    number = chance.randint(low, high)
    return f"{number:,}", float(number)


def _decimal(chance: Random) -> tuple[str, float]:
    number = round(chance.uniform(1, 99), chance.randint(1, 2))
    return f"{number}", number


def simple_amount(chance: Random) -> MadeValue:
    """Return "1,200 km", "c. 12.5 kg", "10–12 m"."""
    label, unit = chance.choice((("length", "km"), ("height", "m"), ("weight", "kg"), ("area", "km2"), ("area", "ha")))
    text, low = _grouped(chance, 2, 9_000) if chance.random() < 0.6 else _decimal(chance)
    high = low
    if chance.random() < 0.25:
        high = low + chance.randint(1, 400)
        text = f"{text}–{high:,}" if high.is_integer() else f"{text}–{high:.2f}"
        high = float(text.rpartition("–")[2].replace(",", ""))
    return MadeValue("amount", label, f"{text} {unit}", (low, high))


def compound_amount(chance: Random) -> MadeValue:
    """Return amounts of two units: "5 ft 10½ in", "1 m 81", "2 h 35 min", "3 ft 3 5⁄8 in"; in SI units."""
    whole, part = chance.randint(1, 9), chance.randint(2, 11)
    fraction, text = chance.choice(((0.0, ""), (0.5, "½"), (0.25, "¼"), (0.625, " 5⁄8"), (0.0, "")))
    forms: tuple[tuple[str, str, float], ...] = (
        ("height", f"{whole} ft {part}{text} in", (whole * 12 + part + fraction) * 0.0254),
        ("height", f"{whole}′ {part}{text}″", (whole * 12 + part + fraction) * 0.0254),
        ("height", f"{whole} m {10 + part * 7}", whole + (10 + part * 7) / 100),
        ("duration", f"{whole} h {part * 5} min", whole * 3_600.0 + part * 300),
        ("duration", f"{whole} hours {part * 5} minutes", whole * 3_600.0 + part * 300),
        ("weight", f"{whole} lb {part} oz", (whole + part / 16) * 0.45359237),
    )
    label, words, amount = chance.choice(forms)
    return MadeValue("compound", label, words, (amount,))


def money(chance: Random) -> MadeValue:
    """Return "$3.5 million", "₹3 lakh crore", "€1,200"."""
    sign = chance.choice(("$", "€", "£", "₹"))
    scale, factor = chance.choice(
        (("", 1.0), ("million", 1e6), ("billion", 1e9), ("lakh", 1e5), ("crore", 1e7), ("lakh crore", 1e12))
    )
    text, number = _decimal(chance) if factor > 1 else _grouped(chance, 1_000, 900_000)
    return MadeValue("money", "revenue", f"{sign}{text} {scale}".strip(), (number * factor, number * factor))


def _day(chance: Random) -> tuple[str, str]:
    year, month, day = chance.randint(1_100, 2_020), chance.randint(1, 12), chance.randint(1, 28)
    name = _MONTHS[month - 1]
    words = chance.choice((f"{day} {name} {year}", f"{name} {day}, {year}", f"{year}-{month:02d}-{day:02d}"))
    return words, f"{year}-{month:02d}-{day:02d}"


def date(chance: Random) -> MadeValue:
    """Return one date as printed in many ways: a day, a month, a year, a year before Christ, a span of days."""
    words, edtf = _day(chance)
    year, month = chance.randint(1_100, 2_020), chance.randint(1, 12)
    first, last = sorted(chance.sample(range(1, 29), 2))
    name, early = _MONTHS[month - 1], chance.randint(10, 99)
    forms = (
        (words, edtf),
        (words, edtf),
        (f"{name} {year}", f"{year}-{month:02d}"),
        (f"{year}", f"{year}"),
        (f"{early} BC", f"-{early - 1:04d}"),
        (f"AD {early}", f"{early:04d}"),
        (f"{first}–{last} {name} {year}", f"{year}-{month:02d}-{first:02d}/{year}-{month:02d}-{last:02d}"),
        (f"{name} {first}–{last}, {year}", f"{year}-{month:02d}-{first:02d}/{year}-{month:02d}-{last:02d}"),
    )
    words, edtf = chance.choice(forms)
    return MadeValue("date", chance.choice(("founded", "date")), words, (edtf,))


def two_dates(chance: Random) -> MadeValue:
    """Return "1535 and 1542": two dates, never a span."""
    if chance.random() < 0.5:
        first, second = (str(year) for year in sorted(chance.sample(range(1_100, 2_020), 2)))
        words, edtf = f"{first} and {second}", (first, second)
    else:
        (one, first), (other, second) = _day(chance), _day(chance)
        words, edtf = f"{one} and {other}", (first, second)
    return MadeValue("two dates", "founded", words, edtf)


def strength(chance: Random) -> MadeValue:
    """Return "1,200 men", "27–40+ tanks"."""
    what = chance.choice(("men", "soldiers", "tanks", "ships", "aircraft", "guns"))
    return _count(chance, "strength", "strength1", what)


def losses(chance: Random) -> MadeValue:
    """Return "300+ killed", "12–15 wounded"."""
    what = chance.choice(("killed", "wounded", "captured", "missing", "tanks destroyed", "ships sunk"))
    return _count(chance, "losses", "casualties2", what)


def _count(chance: Random, kind: str, label: str, what: str) -> MadeValue:
    text, low = _grouped(chance, 2, 60_000)
    form = chance.choice(("exact", "exact", "range", "more", "range and more"))
    high: float | None = low
    if form.startswith("range"):
        high = low + chance.randint(1, 900)
        text = f"{text}–{int(high):,}"
    if form.endswith("more"):
        text, high = f"{text}+", None
    return MadeValue(kind, label, f"{text} {what}", (low, high))


MAKERS: Final[tuple[Callable[[Random], MadeValue], ...]] = (
    *(simple_amount, compound_amount, money, date, date, two_dates, strength, losses),
)


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
    numbered = [place for place, token in enumerate(tokens) if token[-1:].isdigit()]
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
        return Disturbed(deed, markup, words, "")
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
    told = "\n".join([*(text for row in (*account.rows, *account.parts) for text in texts_of(row)), account.issues])
    if found[ALL_TOLD].verdict == "missing" or not _is_told(disturbed.added, told, rows):
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


def _is_told(added: str, told: str, rows: list[dict[str, Any]]) -> bool:
    """Return whether an added word is found again: by its letters, or, where it can be read, in a column of its own."""
    if not added or not rows or added in told:
        return True
    if added in _READABLE:
        units = {str(row.get(column)) for row in rows for column in ("unit", "unit_canonical", "what")}
        is_scaled = added in ("million", "thousand") and any(
            (row.get("number_max") or row.get("count_max") or 0) >= 1e3 for row in rows
        )
        return (
            added in units
            or is_scaled
            or added in ("½", "March", "in May")
            or {"$": "USD", "inches": "in"}.get(added) in units
        )
    return added.isdigit()


def _is_right(value: MadeValue, rows: list[dict[str, Any]]) -> bool:
    if value.kind in ("date", "two dates"):
        return tuple(row.get("edtf") for row in rows) == value.meaning
    if len(rows) != 1:
        return False
    row = rows[0]
    if value.kind == "compound":
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


KINDS: Final = ("amount", "compound", "money", "date", "two dates", "strength", "losses")


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
