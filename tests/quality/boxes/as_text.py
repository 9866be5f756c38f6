"""A made box in the shapes that lost their markup: a cleaner's dump, a browser's text, an export's front matter."""

from __future__ import annotations

from random import Random

from tests.quality.boxes.structure import Conflict, Line, TopicBox
from tests.quality.boxes.words import CODES

_LEAD = "{} is told of in the Annals, which were kept for many years by the scribes of the town."
_END = "Few of the sources that are named there have come down to us, and none of them is whole."
_GLUED = {"none": "", "killed": "KIA", "wounded": "WIA", "captured": "POW"}
_SHOWN = {"none": "", "killed": " †", "wounded": " (WIA)", "captured": " (POW)"}
_HEADS = {
    "combatant": "Belligerents", "commander": "Commanders and leaders", "units": "Units involved", "strength": "Strength",
    "casualties": "Casualties and losses",
}  # fmt: skip


def dump_of_conflict(box: Conflict, chance: Random) -> str:
    """Return a cleaner's dump: line breaks became ", ", bullets stayed, marks are glued, flags and coordinates gone."""
    fields = [
        ("Conflict", box.name),
        ("Partof", "the " + " and the ".join(box.part_of)),
        ("Date", box.date),
        ("Place", box.place),
        ("Result", ", ".join(box.result)),
    ]
    for base in _HEADS:
        for number, side in enumerate(box.sides, 1):
            fields.append((f"{base.capitalize()}{number}", _dumped(side.lines[base], chance)))
            if base == "combatant":
                fields.append((f"Combatant{number}a", _dumped(side.letters, chance)))
    if box.civilians:
        fields.append(("Casualties3", box.civilians[0].words))
    return _dump(box.name, fields)


def dump_of_topic(box: TopicBox, chance: Random) -> str:
    """Return the dump of another box."""
    del chance
    return _dump(
        box.name,
        [
            ("Name", box.name),
            *((t.parameter.capitalize(), ", ".join(t.printed)) for t in box.fields if t.parameter != "coordinates"),
        ],
    )


def _dump(name: str, fields: list[tuple[str, str]]) -> str:
    box = "\n".join(f"- {key}: {value}" for key, value in fields if value)
    return f"= {name} =\n\nInfobox\n{box}\n\n{_LEAD.format(name)}\n\n==Sources==\n\n{_END}\n"


def _dumped(lines: list[Line], chance: Random) -> str:
    is_list = any(line.depth for line in lines)
    pieces = []
    for line in lines:
        icon = "23px " if line.flag and chance.random() < 0.3 else ""
        behind = f" ({line.behind})" if line.behind else ""
        stars = "*" * (line.depth + 1) + " " if is_list else ""
        pieces.append(f"{stars}{icon}{line.words}{_GLUED[line.fate]}{behind}")
    return ", ".join(pieces)


def page_of_conflict(box: Conflict, chance: Random) -> str:
    """Return a browser's text: flags are no-break spaces, bullets and columns are gone, labels are glued."""
    del chance
    rows = [box.name, "Part of the " + " and the ".join(box.part_of), "", f"Date{box.date}", f"Location{box.place}"]
    rows.append("Result " + "\n".join(box.result))
    for base, head in _HEADS.items():
        lines = [_shown(line) for side in box.sides for line in side.lines[base]]
        if base == "casualties" and box.civilians:
            lines.append(box.civilians[0].words)
        if lines:
            rows += [head, *lines]
    body = "\n".join(rows)
    return f"{box.name}\n\n{body}\n\n{_LEAD.format(box.name)}\n\nSources\n\n{_END}\n"


def page_of_topic(box: TopicBox, chance: Random) -> str:
    """Return a browser's text of another box: a tab between label and value, or the label glued to it."""
    tab = "\t" if chance.random() < 0.7 else ""
    rows = [box.name, *(f"{topic.label}{tab}{chr(10).join(topic.printed)}" for topic in box.fields)]
    body = "\n".join(rows)
    return f"{box.name}\n\n{body}\n\n{_LEAD.format(box.name)}\n\nSources\n\n{_END}\n"


def _shown(line: Line) -> str:
    behind = f" ({line.behind})" if line.behind else ""
    return f"{chr(160) if line.flag else ''}{line.words}{_SHOWN[line.fate]}{behind}"


def _with_emoji(line: Line) -> str:
    """Return a line as the exporter prints it: the flag as an emoji, each mark as a browser has it."""
    flag = "".join(chr(ord(letter) + 0x1F1A5) for letter in CODES[line.flag]) + " " if line.flag else ""
    return f"{flag}{_shown(line).lstrip(chr(160))}"


def front_of_conflict(box: Conflict, chance: Random) -> str:
    """Return an export with front matter: name, wars and two sides are the first tags; date and place have keys."""
    del chance
    wars = "the " + " and the\n    ".join(box.part_of)
    sides = ["\n    ".join(_with_emoji(line) for line in side.lines["combatant"]) for side in box.sides[:2]]
    tags = "".join(f"  - |-\n    {tag}\n" for tag in (box.name, wars, *sides, "Conflicts of the Annals", "Orrin"))
    lead = _LEAD.format(box.name)
    return (
        f"---\nsubject: {box.name}\ndescription: {lead}\nauthor: Annals\npubDate: 2023-10-03 11:10\ntags:\n{tags}"
        f'date:\n  - "{box.date}"\nplace:\n  - "{box.place}"\n---\n\n{lead}\n\n## Sources\n{_END}\n'
    )
