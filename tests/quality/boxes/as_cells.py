"""A made conflict as text whose columns follow each other, in every way that programs print the cells of a row.

``tabbed`` and ``joined`` are what a browser and what other programs make of a table: a tab or a blank between two cells,
unless the first ends with a list, which ends its line. ``get_text`` prints each text node as a line. ``crushed`` has a
line for each cell, in which the breaks may be lost. The article names some of the people and sides, or none.
"""

from __future__ import annotations

from random import Random

from tests.quality.boxes.structure import Conflict, Line

_HEADS = {
    "combatant": "Belligerents", "commander": "Commanders and leaders", "units": "Units involved", "strength": "Strength",
    "casualties": "Casualties and losses",
}  # fmt: skip
_SHOWN = {"none": "", "killed": " †", "wounded": " (WIA)", "captured": " (POW)"}
_NAMED = ("combatant", "commander", "units")
WAYS = ("tabbed", "joined", "get_text", "crushed")


def page(box: Conflict, way: str, chance: Random) -> str:
    """Return the page of a conflict, printed in one of ``WAYS``."""
    rows = [box.name, "Part of the " + " and the ".join(box.part_of)]
    between = {"tabbed": "\t", "get_text": "\n"}.get(way, "")
    rows += [f"Date{between}{box.date}", f"Location{between}{box.place}", f"Result{between or ' '}{box.result[0]}"]
    for base, head in _HEADS.items():
        cells = [[_shown(line) for line in side.lines[base]] for side in box.sides]
        below = [box.civilians[0].words] if base == "casualties" and box.civilians else []
        if any(cells) or below:
            rows += [head, _row(cells, way, chance), *below]
    return f"{box.name}\n\n" + "\n".join(rows) + f"\n\n{_article(box, chance)}\n"


def _shown(line: Line) -> str:
    behind = f" ({line.behind})" if line.behind else ""
    return f"{chr(160) if line.flag else ''}{line.words}{_SHOWN[line.fate]}{behind}"


def _row(cells: list[list[str]], way: str, chance: Random) -> str:
    lists = [len(cell) > 1 and chance.random() < 0.4 for cell in cells]
    if way == "get_text":
        printed = (("\n\n\n" if is_list else "\n").join(cell) for cell, is_list in zip(cells, lists, strict=True))
        return "\n" + "\n\n".join(text.replace("\u00a0", "\u00a0\n") for text in printed)
    if way == "crushed":
        return "\n".join((" " if chance.random() < 0.3 else "\n").join(cell) for cell in cells if cell)
    text = "\n".join(cells[0])
    for cell, is_after_list in zip(cells[1:], lists, strict=False):
        sign = "\n" if is_after_list else "\t" if way == "tabbed" else " "
        text += sign + "\n".join(cell)
    return text.strip(" \n")


def _article(box: Conflict, chance: Random) -> str:
    """Return a lead and a paragraph that name the sides and some of the people, as articles do."""
    firsts = [side.lines["combatant"][0].words for side in box.sides]
    named = [line.words for side in box.sides for base in _NAMED for line in side.lines[base] if ":" not in line.words]
    kept = [words for words in named if chance.random() < 0.6]
    chance.shuffle(kept)
    war = f"between {firsts[0]} and {firsts[1]}" if len(firsts) == 2 and chance.random() < 0.7 else "of its time"
    lead = f"The {box.name} was a battle {war}. It was told of in the Annals by the scribes of the town."
    told = [f"Of {words} the scribes of that town have told us many things." for words in kept]
    return "\n\n".join([lead, " ".join(told)] if chance.random() < 0.8 else [lead])
