"""Structured boxes by chance: the lines of every field, and the rows that they mean by construction."""

from __future__ import annotations

from random import Random

from tests.quality.boxes import words
from tests.quality.boxes.dates import MONTHS, span
from tests.quality.boxes.structure import Conflict, Fate, Line, Side, Topic, TopicBox

Made = tuple[list[Line], list[tuple[object, ...]]]
# How many boxes have a field, and how many of those have it for one side alone: counted on 97 real boxes.
_HAS = {"commander": 0.71, "units": 0.81, "strength": 0.53, "casualties": 0.83}
_ONE_SIDED = {"commander": 0.015, "units": 0.05, "strength": 0.01, "casualties": 0.01}
_FATES: tuple[Fate, ...] = ("none", "none", "none", "killed", "wounded", "captured")
_THINGS = {
    "soldiers": "personnel", "men": "personnel", "cavalry": "personnel", "tanks": "tanks", "aircraft": "aircraft",
    "helicopters": "aircraft", "guns": "guns", "artillery pieces": "guns", "ships": "ships", "battalions": "units",
}  # fmt: skip
# Not "captured": behind "45 aircraft lost" in a list of one line that may be aircraft.
_LOSSES = {
    "killed": "killed", "wounded": "wounded", "prisoners": "captured", "missing": "missing", "killed or wounded": "killed_or_wounded",
    "casualties": "casualties", "tanks destroyed": "materiel", "aircraft lost": "materiel",
}  # fmt: skip


def conflict(chance: Random) -> Conflict:
    """Return a military conflict with two sides, sometimes three, each with what the others know nothing of."""
    time, town = span(chance), words.place(chance)
    count = 3 if chance.random() < 0.05 else 2
    names = chance.sample([*words.COUNTRIES, *words.BANDS], 3 * count + 3)
    has = {field: chance.random() < share for field, share in _HAS.items()}
    letters = chance.random() < 0.1
    sides = [_side(chance, names[3 * at : 3 * at + 3], has, letters=letters) for at in range(count)]
    latitude, longitude = chance.randint(-60, 70), chance.randint(-170, 170)
    point = (latitude + (0.5 if latitude >= 0 else -0.5), longitude + (0.25 if longitude >= 0 else -0.25))
    call = (
        f"{{{{coord|{abs(latitude)}|30|{'N' if latitude >= 0 else 'S'}|{abs(longitude)}|15|{'E' if longitude >= 0 else 'W'}"
        "|display=inline,title}}"
    )
    kept = chance.random() < 0.5
    wars = chance.sample(words.PLACES, 2)
    part_of = [f"{wars[0]} War"] + ([f"{wars[1]} campaign"] if chance.random() < 0.4 else [])
    outcome, clause = _outcome(chance, names[::3][:count])
    result = [clause]
    if chance.random() < 0.4:
        result += [words.RESULTS[4].format(chance.choice(words.PLACES))]
    dead = chance.randint(2, 900)
    civilians = (
        (Line(f"{dead} civilians killed"), ("killed", "civilian", dead, dead, None)) if chance.random() < 0.2 else None
    )
    return Conflict(
        f"{chance.choice(['Battle', 'Siege'])} of {town}", part_of, *time, f"{town}, {chance.choice(words.REGIONS)}",
        point if kept else None, call if kept else "", result, sides, civilians if count == 2 else None,
        outcome,
    )  # fmt: skip


def _outcome(chance: Random, firsts: list[str]) -> tuple[str | None, str]:
    """Return whom a result names of the first belligerents, and its words; None where it names a people of none."""
    form, number = chance.choice(words.RESULTS[:3]), chance.randrange(len(words.PEOPLES))
    if "{}" not in form:
        return "inconclusive", form
    if number < 2:
        return None, form.format(words.PEOPLES[number])
    side = number % len(firsts)
    return f"side_{side + 1}", form.format(words.DEMONYMS.get(firsts[side], firsts[side]))


def _side(chance: Random, names: list[str], has: dict[str, bool], *, letters: bool) -> Side:
    def kept(field: str, made: Made) -> Made:
        return made if has[field] and chance.random() > _ONE_SIDED[field] else ([], [])

    belligerents, of_belligerents = _belligerents(chance, names)
    more, of_more = _belligerents(chance, [_another(chance)]) if letters else ([], [])
    commanders, of_commanders = kept("commander", _commanders(chance))
    units, of_units = kept("units", _units(chance))
    strengths, of_strengths = kept("strength", _counts(chance, _THINGS, "strength"))
    casualties, of_casualties = kept("casualties", _counts(chance, _LOSSES, "casualties"))
    return Side(
        {"combatant": belligerents, "commander": commanders, "units": units, "strength": strengths, "casualties": casualties},
        {
            "belligerents": of_belligerents + of_more, "commanders": of_commanders, "units": of_units, "strengths": of_strengths,
            "casualties": of_casualties,
        },
        more,
    )  # fmt: skip


def _another(chance: Random) -> str:
    """Return a band that stands in a row of its own below the first ("combatant1a")."""
    return f"{chance.choice(words.PEOPLES)} {chance.choice(['Volunteers', 'Militia', 'Horse'])}"


def _belligerents(chance: Random, names: list[str]) -> Made:
    lines: list[Line] = []
    rows: list[tuple[object, ...]] = []
    count = chance.randint(1, 3)
    supported = count == 3 and chance.random() < 0.5
    for number, name in enumerate(names[:count]):
        is_country = name in words.COUNTRIES
        note = f"until {chance.randint(1800, 1999)}" if chance.random() < 0.1 else ""
        is_supporter = supported and number == 2
        if is_supporter:
            lines.append(Line("Supported by:"))
        lines.append(Line(name, 0, name if is_country else None, is_country, behind=note))
        relation, label = ("supported_by", "Supported by") if is_supporter else ("principal", None)
        rows.append((name, relation, label, name if is_country else None, note or None))
    return lines, rows


def _commanders(chance: Random) -> Made:
    """Return commanders; a role stands behind the name, or in a line of its own below it."""
    if chance.random() < 0.1:
        return [Line("Unknown")], [(None, None, None, "none")]
    lines: list[Line] = []
    rows: list[tuple[object, ...]] = []
    for name in dict.fromkeys(words.person(chance) for _ in range(chance.randint(1, 4))):
        rank = chance.choice(words.RANKS) if chance.random() < 0.5 else None
        fate = chance.choice(_FATES)
        role = chance.choice(words.ROLES) if chance.random() < 0.2 else None
        is_below = role is not None and chance.random() < 0.4
        lines.append(Line(f"{rank} {name}" if rank else name, fate=fate, behind="" if is_below else role or ""))
        if is_below:
            lines.append(Line(f"({role})"))
        rows.append((rank, name, role, fate))
    return lines, rows


def _units(chance: Random) -> Made:
    lines: list[Line] = []
    depth = 0
    for _ in range(chance.randint(1, 6)):
        lines.append(Line(f"{words.ordinal(chance.randint(1, 120))} {chance.choice(words.UNITS)}", depth))
        depth = chance.randint(0, min(3, depth + 1))
    return lines, [(line.words, line.depth, _above(lines[:at], line.depth)) for at, line in enumerate(lines)]


def _above(lines: list[Line], depth: int) -> str | None:
    """Return the last unit that a unit of this depth is a part of."""
    return next((line.words for line in reversed(lines) if line.depth < depth), None)


def _counts(chance: Random, kinds: dict[str, str], field: str) -> Made:
    """Return counts: some claimed by a head above them or in brackets, losses also as a total and its parts."""
    lines: list[Line] = []
    rows: list[tuple[object, ...]] = []
    is_loss = field == "casualties"
    if is_loss and chance.random() < 0.15:
        return _breakdown(chance)
    head = chance.choice(words.REGIONS) if is_loss and chance.random() < 0.15 else None
    if head:
        lines.append(Line(f"Per {head}:"))
    for noun in chance.sample(list(kinds), chance.randint(1, 3)):
        printed, low, high = _count(chance)
        claimant = chance.choice(words.PEOPLES) if is_loss and not head and chance.random() < 0.2 else None
        lines.append(Line(f"{printed} {noun}", behind=f"{claimant} claim" if claimant else ""))
        who: tuple[object, ...] = ("unknown",) if is_loss else ()
        rows.append((kinds[noun], *who, low, high, claimant or head))
    return lines, rows


def _count(chance: Random) -> tuple[str, int, int | None]:
    """Return a number as it is printed, and its bounds."""
    number = chance.choice((chance.randint(2, 99), chance.randint(100, 9_999), chance.randint(10_000, 90_000)))
    more = number + chance.randint(1, 50) * (10 if number > 99 else 1)
    return chance.choice(
        (
            (f"{number:,}", number, number),
            (f"{number:,}", number, number),
            (f"{number:,}–{more:,}", number, more),
            (f"{number:,}+", number, None),
            (f"c. {number:,}", number, number),
            (f"At least {number:,}", number, None),
        )
    )


def _breakdown(chance: Random) -> Made:
    """Return a total with its parts below it."""
    dead, hurt = chance.randint(20, 4_000), chance.randint(20, 4_000)
    total = dead + hurt
    lines = [Line(f"{total:,} casualties"), Line(f"{dead:,} killed", 1), Line(f"{hurt:,} wounded", 1)]
    counts = [("casualties", total), ("killed", dead), ("wounded", hurt)]
    return lines, [(kind, "unknown", count, count, None) for kind, count in counts]


def topic(chance: Random) -> TopicBox:
    """Return a box of another kind: a person, a town, a film, a company or a river."""
    template = chance.choice(["person", "settlement", "film", "company", "river"])
    made = {"person": _person, "settlement": _town, "film": _film, "company": _company, "river": _river}[template]
    name = words.person(chance) if template == "person" else words.place(chance)
    return TopicBox(f"Infobox {template}", name, made(chance))


def _day(chance: Random, call: str) -> tuple[str, str, str]:
    """Return a day as a template call, as it is printed, and as EDTF."""
    year, month, day = chance.randint(1850, 2015), chance.randint(1, 12), chance.randint(1, 28)
    wikitext = f"{{{{{call}|{year}|{month}|{day}|df=y}}}}"
    return wikitext, f"{day} {MONTHS[month - 1]} {year}", f"{year}-{month:02d}-{day:02d}"


def _person(chance: Random) -> list[Topic]:
    born, born_printed, born_edtf = _day(chance, "birth date")
    died, died_printed, died_edtf = _day(chance, "death date")
    height, spouse = chance.randint(150, 210) / 100, words.person(chance)
    return [
        Topic("birth_date", "Born", born, [born_printed], [("date", born_edtf)]),
        Topic("death_date", "Died", died, [died_printed], [("date", died_edtf)]),
        Topic("height", "Height", f"{height} m", [f"{height} m"], [("quantity", height, height, "m")]),
        Topic("spouse", "Spouse", f"[[{spouse}]]", [spouse], [("person", spouse)]),
        Topic("occupation", "Occupation", "{{hlist|Painter|Engineer}}", ["Painter", "Engineer"], []),
    ]


def _town(chance: Random) -> list[Topic]:
    people, height, year = chance.randint(900, 9_000_000), chance.randint(1, 2400), chance.randint(1100, 1990)
    mayor = words.person(chance)
    return [
        Topic("population_total", "Population", f"{people:,}", [f"{people:,}"], [("quantity", people, people, None)]),
        Topic("elevation", "Elevation", f"{{{{convert|{height}|m|ft}}}}", [f"{height} m"], [("quantity", height, height, "m")]),
        Topic("founded", "Founded", f"{year}<ref>A</ref>", [str(year)], [("date", str(year))]),
        Topic("mayor", "Mayor", f"[[{mayor}]]", [mayor], [("person", mayor)]),
        Topic("website", "Website", "{{URL|https://www.example.org/a}}", ["https://www.example.org/a"], [("url", "https://www.example.org/a")]),
    ]  # fmt: skip


def _film(chance: Random) -> list[Topic]:
    released, released_printed, released_edtf = _day(chance, "film date")
    directors = list(dict.fromkeys(words.person(chance) for _ in range(2)))
    minutes, cost = chance.randint(60, 200), chance.randint(2, 90)
    people = "{{ubl|" + "|".join(f"[[{name}]]" for name in directors) + "}}"
    money = ("money", cost * 1e6, cost * 1e6, "$")
    return [
        Topic("director", "Directed by", people, directors, [("person", name) for name in directors]),
        Topic("released", "Release date", released, [released_printed], [("date", released_edtf)]),
        Topic("runtime", "Running time", f"{minutes} minutes", [f"{minutes} minutes"], [("quantity", minutes, minutes, "minutes")]),
        Topic("budget", "Budget", f"${cost} million", [f"${cost} million"], [money]),
    ]  # fmt: skip


def _company(chance: Random) -> list[Topic]:
    founded, founded_printed, founded_edtf = _day(chance, "start date")
    staff, sales, founder = chance.randint(3, 90_000), chance.randint(2, 90), words.person(chance)
    return [
        Topic("founded", "Founded", founded, [founded_printed], [("date", founded_edtf)]),
        Topic("founder", "Founder", f"[[{founder}]]", [founder], [("person", founder)]),
        Topic(
            "revenue", "Revenue", f"€{sales} million", [f"€{sales} million"], [("money", sales * 1e6, sales * 1e6, "€")]
        ),
        Topic("num_employees", "Number of employees", f"{staff:,}", [f"{staff:,}"], [("quantity", staff, staff, None)]),
    ]


def _river(chance: Random) -> list[Topic]:
    length, basin = chance.randint(12, 4000), chance.randint(100, 90_000)
    return [
        Topic("length", "Length", f"{{{{convert|{length}|km|mi}}}}", [f"{length} km"], [("quantity", length, length, "km")]),
        Topic("basin_size", "Basin size", f"{basin:,} km<sup>2</sup>", [f"{basin:,} km2"], [("quantity", basin, basin, "km2")]),
        Topic("mouth", "Mouth", "[[Lake Orrin]]", ["Lake Orrin"], []),
        Topic("country", "Country", "[[Peru]]", ["Peru"], []),
    ]  # fmt: skip
