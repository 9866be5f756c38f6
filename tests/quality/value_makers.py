"""Makers of values: words as pages print them, and what is published of them when they are plain, by construction."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


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


def labelled_amount(chance: Random) -> MadeValue:
    """Return an amount whose label has the unit; a printed unit goes before it. In SI units."""
    number = round(chance.uniform(2, 900), 1)
    forms = (
        ("area_km2", "", 1e6), ("area_total_km2", "", 1e6), ("elevation_m", "", 1.0), ("elevation_ft", "", 0.3048),
        ("area_km2", "ha", 1e4), ("area_km2", "mm2", 1e-6), ("area_total_km2", "m2", 1.0), ("elevation_m", "km", 1e3),
    )  # fmt: skip
    label, unit, factor = chance.choice(forms)
    return MadeValue("labelled", label, f"{number} {unit}".strip(), (number * factor,))


def point(chance: Random) -> MadeValue:
    """Return a point in degrees, with minutes, with seconds."""
    north, east = chance.randint(1, 89), chance.randint(1, 179)
    minute, second = chance.randint(1, 59), chance.randint(1, 59)
    letters = chance.choice(("NE", "NW", "SE", "SW"))
    forms = (
        (0.0, "°"),
        (minute / 60, f"°{minute}′"),
        (minute / 60 + second / 3_600, f"°{minute}′{second}″"),
    )
    part, printed = chance.choice(forms)
    meaning = ((north + part) * (1 if letters[0] == "N" else -1), (east + part) * (1 if letters[1] == "E" else -1))
    return MadeValue("point", "coordinates", f"{north}{printed}{letters[0]} {east}{printed}{letters[1]}", meaning)


def signed_amount(chance: Random) -> MadeValue:
    """Return an amount with a minus, or with the same said again in another unit."""
    number = round(chance.uniform(2, 200), 1)
    forms = (
        ("elevation_m", f"−{number}", -number),
        ("melting_point", f"−{number} °C", -number),
        ("elevation", f"−{number} m", -number),
        ("length", f"{number} m ({number / 0.3048:.1f} ft)", number),
        ("weight", f"{number} kg ({number / 0.45359237:.1f} lb)", number),
    )
    label, words, meaning = chance.choice(forms)
    return MadeValue("signed or restated", label, words, (meaning, meaning))


_FIRST: Final = ("Ada", "Bo", "Cid", "Dora", "Emil", "Jean-Luc", "Abu Omar")
_LAST: Final = ("Lorn", "Karr", "Marr", "van der Hoek", "al-Hassan", "O'Neill", "d'Imbert")


def person(chance: Random) -> MadeValue:
    """Return one person: with a rank, a title of land, letters behind the name, years of office, a remark, a mark."""
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    rank = chance.choice(("", "", "Gen. ", "Lt. Col. ", "Maj. Gen. "))
    behind = chance.choice(
        ("", "", "", " (5th Corps)", " (1481–1485)", " (commander in chief)", "†", " (POW)", " {{KIA}}")
    )
    fate = {"†": "killed", " (POW)": "captured", " {{KIA}}": "killed"}.get(behind, "none")
    if not behind:
        name += chance.choice(("", "", " Jr.", ", Duke of Lorland", ", 4th Earl of Orrin"))
    return MadeValue("person", "commander1", f"{rank}{name}{behind}", (rank.strip() or None, name, fate))


MAKERS: Final[tuple[Callable[[Random], MadeValue], ...]] = (
    *(simple_amount, compound_amount, labelled_amount, signed_amount, money, point),
    *(date, date, two_dates, strength, losses, person),
)
KINDS: Final = (
    *("amount", "compound", "labelled", "signed or restated", "money", "point"),
    *("date", "two dates", "strength", "losses", "person"),
)
"""What the makers call their values."""
