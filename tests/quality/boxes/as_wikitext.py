"""A made box as a wiki stores it, with constructs by chance: lists of every kind, references, comments, links."""

from __future__ import annotations

from random import Random

from tests.quality.boxes.structure import Conflict, Line, TopicBox

_FATES = {"none": "", "killed": "{{KIA}}", "wounded": " {{WIA}}", "captured": " {{POW}}"}
_NOISE = (
    "<ref>{{cite book|last=Marr|title=War}}</ref>",
    "<!-- keep -->",
    '<ref name="m" />',
    "{{efn|By all accounts.}}",
    "{{sfn|Marr|1999}}",
)


def conflict_page(box: Conflict, chance: Random) -> str:
    """Return the page of a conflict: the box, a lead, a section."""
    fields = [
        ("conflict", box.name),
        ("partof", "the " + " and the ".join(f"[[{title}]]" for title in box.part_of)),
        ("date", box.date + _noise(chance)),
        ("place", box.place),
        ("coordinates", box.point_call),
        ("result", _lines([Line(words) for words in box.result], chance)),
    ]
    for base in ("combatant", "commander", "units", "strength", "casualties"):
        for number, side in enumerate(box.sides, 1):
            fields.append((f"{base}{number}", _lines(side.lines[base], chance)))
            if base == "combatant" and side.letters:
                fields.append((f"combatant{number}a", _lines(side.letters, chance)))
    if box.civilians:
        fields.append(("casualties3", box.civilians[0].words))
    return _page(chance.choice(["Infobox military conflict", "infobox military conflict"]), fields, box.name, chance)


def topic_page(box: TopicBox, chance: Random) -> str:
    """Return the page of another box."""
    fields = [("name", box.name), *((topic.parameter, topic.wikitext) for topic in box.fields)]
    return _page(box.template, fields, box.name, chance)


def _page(template: str, fields: list[tuple[str, str]], name: str, chance: Random) -> str:
    width = max(len(key) for key, _ in fields) if chance.random() < 0.5 else 0
    box = "".join(f"| {key.ljust(width)} = {value}\n" for key, value in fields if value or chance.random() < 0.5)
    return (
        f"{{{{{template}\n{box}}}}}\n'''{name}''' is told of in the [[Annals]].<ref>A.</ref>\n\n== Sources ==\n"
        "Few of the sources that are named there have come down to us."
    )


def _noise(chance: Random) -> str:
    return chance.choice(_NOISE) if chance.random() < 0.15 else ""


def _lines(lines: list[Line], chance: Random) -> str:
    """Return lines as one of the lists that wikitext has; only bullets can be nested."""
    shown = [_line(line, chance) for line in lines]
    if any(line.depth for line in lines):
        bullets = "\n".join(f"{'*' * (line.depth + 1)} {words}" for line, words in zip(lines, shown, strict=True))
        return f"{{{{plainlist|\n{bullets}\n}}}}" if chance.random() < 0.5 else f"\n{bullets}"
    if len(shown) < 2:
        return "".join(shown)
    form = chance.randint(0, 6)
    if form == 0 or any("=" in words for words in shown):
        return chance.choice(["<br />", "<br>", "<br/>\n"]).join(shown)
    bullets = "\n".join(f"* {words}" for words in shown)
    return {
        1: f"{{{{ubl|{'|'.join(shown)}}}}}",
        2: f"{{{{plainlist|\n{bullets}\n}}}}",
        3: f"\n{bullets}",
        5: f"{{{{blist|{'|'.join(shown)}}}}}",
        6: f"{{{{tree list}}}}\n{bullets}\n{{{{tree list/end}}}}",
        4: "{{unbulleted list\n|" + "\n|".join(shown) + "\n}}",
    }[form]


def _line(line: Line, chance: Random) -> str:
    words = line.words
    if line.is_flagged_name:
        words = f"{{{{flag|{words}}}}}" if chance.random() < 0.6 else f"{{{{flagicon|{line.flag}}}}} [[{words}]]"
    elif words[-1] != ":" and not words[0].isdigit() and chance.random() < 0.4:
        words = f"[[{words}]]" if chance.random() < 0.6 else f"[[{words} (history)|{words}]]"
    elif chance.random() < 0.1:
        words = f"{{{{nowrap|{words}}}}}"
    words += _FATES[line.fate]
    if line.behind:
        words += f" <small>({line.behind})</small>" if chance.random() < 0.4 else f" ({line.behind})"
    return words + _noise(chance)
