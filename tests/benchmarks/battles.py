"""A made-up battle and everything that its page will say: what a reader of the page must find again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from tests.benchmarks import vocabulary as words

PLAIN_KINDS = (("killed", 9), ("wounded", 4), ("captured", 4))
# Each country has officers of its own, so that a name on two pages is the same person in the same army.
_EVERYBODY = Random("officers").sample([f"{one} {other}" for one in words.GIVEN for other in words.FAMILY], 475)
OFFICERS = {nation: _EVERYBODY[number::25] for number, nation in enumerate(words.NATIONS)}
FATES = {"KIA": "killed", "WIA": "wounded", "POW": "captured"}


@dataclass(frozen=True)
class Commander:
    side: int
    rank: str
    name: str
    role: str | None
    mark: str | None
    """KIA, WIA or POW, as the page's markup had it; None for most."""


@dataclass(frozen=True)
class Count:
    side: int
    kind: str
    low: int
    high: int | None
    """None for "300+"."""
    claimant: str | None = None

    def printed(self) -> str:
        number = f"{self.low:,}"
        if self.high is None:
            number += "+"
        elif self.high != self.low:
            number += f"–{self.high:,}"
        claim = f" ({self.claimant} claim)" if self.claimant else ""
        return f"{number} {self.kind}{claim}"


@dataclass(frozen=True)
class Section:
    level: int
    heading: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Battle:
    title: str
    name: str
    part_of: tuple[str, ...]
    start: dt.date
    end: dt.date
    date_text: str
    place: str
    result: str
    belligerents: tuple[tuple[str, ...], ...]
    supporters: tuple[str, ...]
    """Of side 2, after "Supported by:"."""
    commanders: tuple[Commander, ...]
    units: tuple[tuple[str, ...], ...]
    strengths: tuple[Count, ...]
    casualties: tuple[Count, ...]
    sections: tuple[Section, ...]
    categories: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)


def battle(chance: Random, size: int) -> Battle:
    """Return a battle whose body has about ``size`` bytes."""
    place = chance.choice(words.PLACES)
    start = dt.date(chance.randint(1620, 2015), 1, 1) + dt.timedelta(days=chance.randrange(365))
    end, date_text = _end(chance, start)
    name = f"{chance.choice(('Battle', 'Siege', 'Defence', 'Relief'))} of {place}"
    part_of = tuple(chance.sample(words.CAMPAIGNS, chance.randint(1, 2)))
    sides, supporters, home = _alliances(chance, part_of[0])
    return Battle(
        title=f"{name} ({start.year})",
        name=name,
        part_of=part_of,
        start=start,
        end=end,
        date_text=date_text,
        place=f"{place}, {home.removeprefix('Republic of ').removeprefix('Kingdom of ')}",
        result=f"{sides[chance.randrange(2)][0]} victory",
        belligerents=sides,
        supporters=supporters,
        commanders=_commanders(chance, sides),
        units=tuple(tuple(chance.sample(words.UNITS, chance.randint(1, 3))) for _ in sides),
        strengths=tuple(_count(chance, side, chance.choice(("soldiers", "infantry", "men")), 200) for side in (1, 2)),
        casualties=_casualties(chance),
        sections=_sections(chance, size),
        categories=(f"Conflicts in {start.year}", f"Battles of the {chance.choice(words.CAMPAIGNS)}"),
    )


def _alliances(chance: Random, campaign: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...], str]:
    """Return who fights on which side, the militias that support side 2, and the country where they meet.

    Within a campaign the alliances are the same on every page, as in real wars; in another one they may be reversed.
    """
    order = Random(campaign).sample(words.NATIONS, 9)
    blocs = [order[:4], order[4:8]]
    chance.shuffle(blocs)
    first, second = (tuple(chance.sample(bloc, chance.randint(1, 2))) for bloc in blocs)
    friends = Random(blocs[1][0]).sample(words.MILITIAS, 3)
    supporters = tuple(chance.sample(friends, chance.randint(1, 2))) if chance.random() < 0.3 else ()
    return (first, second), supporters, order[8]


def _end(chance: Random, start: dt.date) -> tuple[dt.date, str]:
    end = start + dt.timedelta(days=chance.choice((0, 0, 2, 5, 9, 24, 63, 140, 300)))
    first, last = words.MONTHS[start.month - 1], words.MONTHS[end.month - 1]
    if start == end:
        return end, f"{start.day} {first} {start.year}"
    if (start.year, start.month) == (end.year, end.month):
        return end, f"{start.day}–{end.day} {first} {start.year}"
    if start.year == end.year:
        return end, f"{start.day} {first} – {end.day} {last} {end.year}"
    return end, f"{start.day} {first} {start.year} – {end.day} {last} {end.year}"


def person(chance: Random) -> str:
    return f"{chance.choice(words.GIVEN)} {chance.choice(words.FAMILY)}"


def _commanders(chance: Random, sides: tuple[tuple[str, ...], ...]) -> tuple[Commander, ...]:
    found = []
    for side, nations in enumerate(sides, 1):
        pool = [name for nation in nations for name in OFFICERS[nation]]
        for name in chance.sample(pool, chance.randint(1, 4)):
            role = chance.choice(words.ROLES) if chance.random() < 0.4 else None
            mark = chance.choice(tuple(FATES)) if chance.random() < 0.25 else None
            found.append(Commander(side, chance.choice(words.RANKS), name, role, mark))
    return tuple(found)


def _count(chance: Random, side: int, kind: str, scale: int) -> Count:
    low = chance.randint(1, 90) * scale
    form = chance.random()
    high = None if form < 0.25 else low + scale * chance.randint(1, 9) if form < 0.45 else low
    claimant = chance.choice(words.CLAIMANTS) if chance.random() < 0.3 else None
    return Count(side, kind, low, high, claimant)


def _casualties(chance: Random) -> tuple[Count, ...]:
    found = []
    for side in (1, 2):
        for kind, scale in PLAIN_KINDS[: chance.randint(1, 3)]:
            found.append(_count(chance, side, kind, scale))
    return tuple(found)


def _sections(chance: Random, size: int) -> tuple[Section, ...]:
    sections = [Section(0, None, tuple(paragraph(chance, "en") for _ in range(chance.randint(1, 2))))]
    headings = iter(chance.sample(words.HEADINGS, len(words.HEADINGS)))
    done = sum(len(text.encode()) for text in sections[0].paragraphs)
    while done < size and (heading := next(headings, None)):
        foreign = tuple(words.OTHERS)
        texts = tuple(
            paragraph(chance, chance.choice(foreign) if chance.random() < 0.22 else "en")
            for _ in range(chance.randint(1, 4))
        )
        level = 2 if len(sections) > 1 and chance.random() < 0.25 else 1
        sections.append(Section(level, heading, texts))
        done += sum(len(text.encode()) for text in texts)
    return tuple(sections)


def paragraph(chance: Random, language: str) -> str:
    """Return two to six different sentences of one language as one line."""
    pool = words.ENGLISH if language == "en" else words.OTHERS[language]
    chosen = chance.sample(pool, min(len(pool), chance.randint(2, 6)))
    joined = ("" if language == "ja" else " ").join(_filled(chance, sentence) for sentence in chosen)
    # Every document has characters beyond ASCII, as scraped pages have.
    return joined if not joined.isascii() else f"{joined} The sources are silent about what followed – for years."


def _filled(chance: Random, sentence: str) -> str:
    return sentence.format(
        day=f"{chance.randint(1, 28)} {chance.choice(words.MONTHS)}",
        day_number=chance.randint(2, 40),
        place=chance.choice(words.PLACES),
        nation=chance.choice(words.NATIONS),
        person=person(chance),
        n=f"{chance.randint(2, 90) * 25:,}",
    )
