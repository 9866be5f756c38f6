"""Boxes of further kinds: a mountain, software, a species, an album, a bridge. The rest is in ``generate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from tests.quality.boxes import words
from tests.quality.boxes.dates import MONTHS
from tests.quality.boxes.structure import Topic, TopicBox


def _mountain(chance: Random) -> list[Topic]:
    height, low = chance.randint(400, 8000), chance.randint(100, 900)
    year, month, day = chance.randint(1800, 1980), chance.randint(1, 12), chance.randint(1, 28)
    latitude, longitude, climber = chance.randint(1, 70), chance.randint(1, 170), words.person(chance)
    feet = round(height / 0.3048)
    return [
        Topic("elevation_m", "Elevation", f"{{{{convert|{height}|m|ft|abbr=on}}}}", [f"{height:,} m ({feet:,} ft)"], [("quantity", height, height, "m")]),
        Topic("prominence", "Prominence", f"{low}–{low + 50} m", [f"{low}–{low + 50} m"], [("quantity", low, low + 50, "m")]),
        Topic("coordinates", "Coordinates", f"{{{{coord|{latitude}|30|N|{longitude}|15|W|display=inline,title}}}}", [f"{latitude}°30′N {longitude}°15′W"], [("coordinate", latitude + 0.5, -longitude - 0.25)]),
        Topic("first_ascent", "First ascent", f"{{{{start date|{year}|{month}|{day}|df=y}}}} by [[{climber}]]", [f"{day} {MONTHS[month - 1]} {year} by {climber}"], [("date", f"{year}-{month:02d}-{day:02d}")]),
    ]  # fmt: skip


def _software(chance: Random) -> list[Topic]:
    year, month, day = chance.randint(1985, 2015), chance.randint(1, 12), chance.randint(1, 28)
    printed = f"{day} {MONTHS[month - 1]} {year}"
    host = f"{chance.choice(['orrin', 'karsk', 'dravno'])}.example.org"
    return [
        Topic("developer", "Developer(s)", "[[Lormath Labs]]", ["Lormath Labs"], []),
        Topic("released", "Initial release", f"{{{{start date and age|{year}|{month}|{day}|df=yes}}}}", [f"{printed}; {2024 - year} years ago"], [("date", f"{year}-{month:02d}-{day:02d}")]),
        Topic("latest_release_version", "Stable release", "3.11.2", ["3.11.2"], []),
        Topic("license", "License", "{{plainlist|\n* [[Lormath License|LL]]\n* [[Karsk License]]\n}}", ["LL", "Karsk License"], []),
        Topic("website", "Website", f"{{{{URL|{host}}}}}", [host], [("url", host)]),
    ]  # fmt: skip


def _species(chance: Random) -> list[Topic]:
    year = chance.randint(1758, 1990)
    return [
        Topic("kingdom", "Kingdom", "[[Animal]]ia", ["Animalia"], []),
        Topic("phylum", "Phylum", "[[Orrinata]]", ["Orrinata"], []),
        Topic("order", "Order", "[[Karskiformes]]", ["Karskiformes"], []),
        Topic("family", "Family", "[[Orrinidae]]", ["Orrinidae"], []),
        Topic("genus", "Genus", "''[[Orrinus]]''", ["Orrinus"], []),
        Topic("species", "Species", "'''''O. karskensis'''''", ["O. karskensis"], []),
        Topic("authority", "Authority", f"([[Ida Pellagrue|Pellagrue]], {year})", [f"(Pellagrue, {year})"], []),
    ]


def _album(chance: Random) -> list[Topic]:
    year, month = chance.randint(1955, 2015), chance.randint(1, 9)
    producers = list(dict.fromkeys(words.person(chance) for _ in range(chance.randint(1, 3))))
    months = f"{MONTHS[month - 1]}–{MONTHS[month + 1]} {year}"
    edtf = f"{year}-{month:02d}/{year}-{month + 2:02d}"
    people = chance.choice(["<br />", "<br>\n"]).join(f"[[{name}]]" for name in producers)
    return [
        Topic("released", "Released", f"{{{{start date|{year}|{month + 3}}}}}", [f"{MONTHS[month + 2]} {year}"], [("date", f"{year}-{month + 3:02d}")]),
        Topic("recorded", "Recorded", months, [months], [("date", edtf)]),
        Topic("producer", "Producer", people, producers, [("person", name) for name in producers]),
    ]  # fmt: skip


def _bridge(chance: Random) -> list[Topic]:
    length, weight, low = chance.randint(30, 9_000), chance.randint(1_000, 90_000), chance.randint(11, 40) / 10
    high, year, architect = round(low + 0.3, 1), chance.randint(1820, 2010), words.person(chance)
    sign = chance.choice("£€$¥")
    cost = f"{sign}{low}–{high} billion"
    return [
        Topic("architect", "Architect", f"[[{architect}]]", [architect], [("person", architect)]),
        Topic("length", "Length", f"{{{{cvt|{length}.5|m}}}}", [f"{length:,}.5 m"], [("quantity", length + 0.5, length + 0.5, "m")]),
        Topic("weight", "Weight", f"{weight:,} t", [f"{weight:,} t"], [("quantity", weight, weight, "t")]),
        Topic("cost", "Cost", f"{cost} <!-- both -->", [cost], [("money", round(low * 1000) * 1e6, round(high * 1000) * 1e6, sign)]),
        Topic("opened", "Opened", f"{{{{start date|{year}}}}}", [str(year)], [("date", str(year))]),
    ]  # fmt: skip


_KINDS: Final[Mapping[str, Callable[[Random], list[Topic]]]] = {
    "Infobox mountain": _mountain,
    "Infobox software": _software,
    "Speciesbox": _species,
    "Infobox album": _album,
    "Infobox bridge": _bridge,
}


def further(chance: Random) -> TopicBox:
    """Return a box of one of these kinds."""
    template = chance.choice(list(_KINDS))
    return TopicBox(template, words.place(chance), _KINDS[template](chance))
