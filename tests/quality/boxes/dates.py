"""Dates as infoboxes print them, with the EDTF of both ends."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]  # fmt: skip


class Span(NamedTuple):
    """What is printed, and its first and last EDTF; ``end`` None where it still goes on."""

    printed: str
    start: str
    end: str | None


def span(chance: Random) -> Span:
    """Return a date or a range of days, months or years, of one of the forms in use."""
    year, month, day = chance.randint(1200, 2015), chance.randint(1, 11), chance.randint(1, 14)
    later, last = chance.randint(month + 1, 12), chance.randint(15, 28)
    name, other = MONTHS[month - 1], MONTHS[later - 1]
    first = f"{year:04d}-{month:02d}-{day:02d}"
    same, next_month = f"{year:04d}-{month:02d}-{last:02d}", f"{year:04d}-{later:02d}-{last:02d}"
    forms = [
        Span(f"{day} {name} {year}", first, first),
        Span(f"{name} {day}, {year}", first, first),
        Span(f"{day}–{last} {name} {year}", first, same),
        Span(f"{name} {day}–{last}, {year}", first, same),
        Span(f"{day} {name} – {last} {other} {year}", first, next_month),
        Span(f"{day} {name} {year} – {last} {other} {year + 1}", first, f"{year + 1:04d}{next_month[4:]}"),
        Span(f"{name} {day} – {other} {last}, {year}", first, next_month),
        Span(f"{name} {year}", first[:7], first[:7]),
        Span(f"{name}–{other} {year}", first[:7], next_month[:7]),
        Span(f"{year}", first[:4], first[:4]),
        Span(f"{year}–{year + 3}", first[:4], f"{year + 3:04d}"),
        Span(f"c. {year}", f"{year:04d}~", f"{year:04d}~"),
        Span(f"{year - 1000} BC", f"-{year - 1001:04d}", f"-{year - 1001:04d}"),
        Span(f"{day} {name} {year} – present", first, None),
        Span(f"Summer {year}", f"{year:04d}-22", f"{year:04d}-22"),
    ]
    return chance.choice(forms)
