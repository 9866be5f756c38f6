"""A battle as a page of each shape, in the manner of the seeds: with the debris and furniture that scraping leaves."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from tests.benchmarks import vocabulary as words
from tests.benchmarks.battles import Battle, Commander, person

NBSP = "\u00a0"


class Page(NamedTuple):
    """A page's text and what of the battle (or of the page itself) it says."""

    text: str
    truth: dict[str, object]


def wiki_dump(battle: Battle, chance: Random) -> Page:
    """Return the page in the shape of seeds 003 and 004: what a regex cleaner leaves of wikitext."""
    spaced = chance.random() < 0.5
    lines = [f"= {battle.title} =", "", "Infobox", f"- Conflict: {battle.name}"]
    lines.append(f"- Partof: the {' and the '.join(battle.part_of)}")
    lines.append(f"- Date: {battle.date_text}{', ()' if chance.random() < 0.5 else ''}")
    lines += [f"- Place: {battle.place}", f"- Result: {battle.result}"]
    supported = f", Supported by:, {', '.join(battle.supporters)}" if battle.supporters else ""
    for side, nations in enumerate(battle.belligerents, 1):
        lines.append(f"- Combatant{side}: {', '.join(nations)}{supported if side == 2 else ''}")
    for side in (1, 2):
        names = [_dump_commander(one) for one in battle.commanders if one.side == side]
        lines.append(f"- Commander{side}: {', '.join(names)}")
    for side, units in enumerate(battle.units, 1):
        stars = [f"{'*' * depth} {'17px ' if depth == 2 else ''}{unit}".strip() for depth, unit in enumerate(units)]
        lines.append(f"- Units{side}: {', '.join(stars)}")
    for label, counts in (("Strength", battle.strengths), ("Casualties", battle.casualties)):
        for side in (1, 2):
            lines.append(f"- {label}{side}: {', '.join(one.printed() for one in counts if one.side == side)}")
    for section in battle.sections:
        if section.heading:
            marks = "=" * (section.level + 1)
            lines += ["", f"{marks} {section.heading} {marks}" if spaced else f"{marks}{section.heading}{marks}"]
        for paragraph in section.paragraphs:
            lines += ["", paragraph]
    return Page("\n".join(lines), {**_common(battle), **_box(battle)})


def _dump_commander(one: Commander) -> str:
    return f"{one.rank} {one.name}{one.mark or ''}" + (f", ({one.role})" if one.role else ", ()" if one.mark else "")


def wiki_page(battle: Battle, chance: Random) -> Page:
    """Return the page in the shape of seed 000: what a browser shows, without icons and columns."""
    lines = [battle.title, "", battle.name, f"Part of the {' and the '.join(battle.part_of)}", ""]
    lines += [f"The situation in {battle.place.partition(',')[0]}", f"Date{battle.date_text}"]
    lines += [f"Location{battle.place}", f"Result {battle.result}", "Belligerents"]
    for side, names in enumerate(battle.belligerents, 1):
        lines += [f"{NBSP}{name}" if number or side == 2 else name for number, name in enumerate(names)]
        if side == 2 and battle.supporters:
            lines += ["Supported by:", *battle.supporters]
    lines.append("Commanders and leaders")
    for one in battle.commanders:
        lines.append(f"{one.rank} {one.name}{NBSP if one.mark else ''}")
        if one.role:
            lines.append(f"({one.role})")
    for heading, counts in (("Strength", battle.strengths), ("Casualties and losses", battle.casualties)):
        lines.append(heading)
        first, second = ([one.printed() for one in counts if one.side == side] for side in (1, 2))
        if len(first) == 1 and chance.random() < 0.5:
            first, second = [f"{first[0]} {second[0]}"], second[1:]
        lines += [*first, *second]
    for section in battle.sections:
        if section.heading:
            lines += ["", section.heading]
        for paragraph in section.paragraphs:
            lines += ["", paragraph]
    truth: dict[str, Any] = {**_common(battle), **_box(battle)}
    # A browser's text has neither marks nor heading levels: what they meant cannot be known from the page.
    truth["commanders"] = [
        {"side": one.side, "name": one.name, "fate": "marked" if one.mark else "none"} for one in battle.commanders
    ]
    truth["unmarked_headings"] = [heading for _, heading in truth.pop("headings")]
    return Page("\n".join(lines), truth)


def front_matter(battle: Battle, chance: Random) -> Page:
    """Return the page in the shape of seed 001: Markdown with YAML front matter, references lost as objects."""
    lead = battle.sections[0].paragraphs[0]
    published = dt.date(2023, chance.randint(1, 12), chance.randint(1, 28))
    wrapped = "\n  ".join(textwrap.wrap(lead.replace(": ", " "), 78, break_long_words=False, break_on_hyphens=False))
    lines = ["---", f"subject: {battle.title}", "shortDescription: Military operation", f"description: {wrapped}"]
    lines += ["author: Wikipedia", f"pubDate: {published} 11:10", "img: /FileSituation_map.svg", "tags:"]
    tags = [battle.name, "\n".join(_part_of_lines(battle)), *("\n".join(names) for names in battle.belligerents)]
    for tag in [*tags, *battle.categories]:
        lines += [f"  - {tag}"] if "\n" not in tag else ["  - |-", *(f"    {line}" for line in tag.split("\n"))]
    lines += ["date:", f"  - {battle.date_text}", "place:", f"  - {battle.place}", "---"]
    for section in battle.sections:
        lines += ["", f"{'#' * (section.level + 1)} {section.heading}"] if section.heading else [""]
        lines.append("\n\n".join(section.paragraphs))
    if chance.random() < 0.8:
        lost = "\n".join(["[object Object]"] * chance.randint(1, 40))
        lines += ["", "", "## References", f"## References{lost}"]
    truth = _common(battle)
    truth["author"] = "Wikipedia"
    truth["published_date"] = published.isoformat()
    truth["tag_count"] = len(tags) + len(battle.categories)
    truth["belligerents"] = [[side, name] for side, names in enumerate(battle.belligerents, 1) for name in names]
    return Page("\n".join(lines), truth)


def _part_of_lines(battle: Battle) -> list[str]:
    return [f"the {name}{' and the' if number + 1 < len(battle.part_of) else ''}".removeprefix("the " if number else "")
            for number, name in enumerate(battle.part_of)]  # fmt: skip


def web_page(battle: Battle, chance: Random) -> Page:
    """Return the page in the shape of seed 002: a blog or newspaper with all its furniture as text."""
    site, menu = chance.choice(words.SITES)
    title = f"{person(chance)} and the {battle.name}"
    author = person(chance)
    published = dt.date(chance.randint(2012, 2024), chance.randint(1, 12), chance.randint(13, 28))
    tags = chance.sample(words.CAMPAIGNS, 3)
    paragraphs = battle.paragraphs
    lines = [f"{site} Homepage", "", *(f"  • {entry}" for entry in menu), "", f"© 2025 {site}", ""]
    lines += ["  • Skip to content", "  • Skip to primary sidebar", title, "", title, ""]
    lines += [f"{author} {published:%m/%d/%Y}", "", *chance.choice(words.SHARES), ""]
    lines.append("\n\n".join(paragraphs))
    lines += ["", f"Filed Under: {', '.join(tags)}", "", "Primary Sidebar", "", *chance.sample(words.HOOKS, 2), ""]
    lines += ["STAY INFORMED", "", "Join our newsletter to have sharp analysis delivered to your inbox every day.", ""]
    lines += ["Popular", "", *(f"  • {entry}" for entry in chance.sample(words.POPULAR, 5)), ""]
    lines += ["Sign up for our newsletter", "", f"{site} © 2025 All Rights Reserved"]
    truth: dict[str, object] = {
        "title": title,
        "publisher": site,
        "author": author,
        "published_date": published.isoformat(),
        "tags": tags,
        "paragraphs": list(paragraphs),
    }
    return Page("\n".join(lines), truth)


def _common(battle: Battle) -> dict[str, object]:
    return {
        "title": battle.title,
        "conflict": {"start": battle.start.isoformat(), "end": battle.end.isoformat()},
        "part_of": list(battle.part_of),
        "place": battle.place,
        "headings": [[section.level, section.heading] for section in battle.sections if section.heading],
        "paragraphs": list(battle.paragraphs),
    }


def _box(battle: Battle) -> dict[str, object]:
    principals = [[side, name] for side, names in enumerate(battle.belligerents, 1) for name in names]
    fates = {"KIA": "killed", "WIA": "wounded", "POW": "captured", None: "none"}
    return {
        "belligerents": principals + [[2, name] for name in battle.supporters],
        "commanders": [{"side": one.side, "name": one.name, "fate": fates[one.mark]} for one in battle.commanders],
        "strengths": [[one.side, one.low, one.high] for one in battle.strengths],
        "casualties": [[one.side, one.kind, one.low, one.high, one.claimant] for one in battle.casualties],
        "result": battle.result,
    }


SHAPES: dict[str, Callable[[Battle, Random], Page]] = {
    "wiki_page": wiki_page,
    "front_matter": front_matter,
    "web_page": web_page,
    "wiki_dump": wiki_dump,
}
