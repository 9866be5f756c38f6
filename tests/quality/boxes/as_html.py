"""A made box as a wiki's saved page has it: ``table.infobox`` with its nested table, flags and references."""

from __future__ import annotations

from html import escape
from random import Random

from tests.quality.boxes.structure import Conflict, Line, TopicBox

_MARKS = {
    "none": "",
    "killed": '&#160;<a href="/wiki/Killed_in_action" title="Killed in action"><span>†</span></a>',
    "wounded": '&#160;<a href="/wiki/Wounded_in_action" title="Wounded in action">(<abbr title="Wounded in action">WIA</abbr>)</a>',
    "captured": '&#160;<a href="/wiki/Prisoner_of_war" title="Prisoner of war">(<abbr title="Prisoner of war">POW</abbr>)</a>',
}
_HEADS = {
    "combatant": "Belligerents", "commander": "Commanders and leaders", "units": "Units involved", "strength": "Strength",
    "casualties": "Casualties and losses",
}  # fmt: skip
_REFERENCE = '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup>'


def conflict_page(box: Conflict, chance: Random) -> str:
    """Return the saved page of a conflict."""
    count = len(box.sides)
    wars = " and the ".join(f'<a href="/wiki/W" title="W">{escape(title)}</a>' for title in box.part_of)
    inner = [
        ("Date", escape(box.date)),
        ("Location", f'<div class="location">{escape(box.place)}{_geo(box.point)}</div>'),
    ]
    inner.append(("Result", _lines([Line(words) for words in box.result], chance)))
    nested = "".join(f'<tr><th style="padding-right:1em">{label}</th><td>{value}</td></tr>' for label, value in inner)
    rows = [
        f'<tr><th class="summary" colspan="{count}" style="text-align:center">{escape(box.name)}</th></tr>',
        f'<tr><td colspan="{count}" style="text-align:center">Part of the {wars}</td></tr>',
        f'<tr><td colspan="{count}"><table style="width:100%"><tbody>{nested}</tbody></table></td></tr>',
    ]
    for base, head in _HEADS.items():
        cells = [_lines(side.lines[base], chance) for side in box.sides]
        if any(cells) or (base == "casualties" and box.civilians):
            rows.append(f'<tr><th colspan="{count}" style="text-align:center">{head}</th></tr>')
            if any(cells):
                rows.append("<tr>" + "".join(f'<td style="width:50%">{cell}</td>' for cell in cells) + "</tr>")
        if base == "combatant" and box.has_letters:
            cells = [_lines(side.letters, chance) for side in box.sides]
            rows.append("<tr>" + "".join(f'<td style="width:50%">{cell}</td>' for cell in cells) + "</tr>")
    if box.civilians:
        rows.append(f'<tr><td colspan="{count}" style="text-align:center">{escape(box.civilians[0].words)}</td></tr>')
    return _page(box.name, f'<table class="infobox vevent" style="width:25.5em"><tbody>{"".join(rows)}</tbody></table>')


def topic_page(box: TopicBox, chance: Random) -> str:
    """Return the saved page of another box."""
    rows = [f'<tr><th colspan="2" class="infobox-above">{escape(box.name)}</th></tr>']
    for topic in box.fields:
        value = _lines([Line(words) for words in topic.printed], chance)
        if topic.values[:1] and topic.values[0][0] == "url":
            value = f'<span class="url"><a rel="nofollow" class="external text" href="{escape(topic.printed[0])}">{escape(topic.printed[0])}</a></span>'
        if topic.parameter == "coordinates":
            value = _geo((float(str(topic.values[0][1])), float(str(topic.values[0][2])))).removeprefix("<br />")
        if topic.values[:1] and topic.values[0][0] == "date" and len(str(topic.values[0][1])) == 10:
            value += f'<span style="display:none">(<span class="bday">{topic.values[0][1]}</span>)</span>'
        rows.append(
            f'<tr><th scope="row" class="infobox-label">{topic.label}</th><td class="infobox-data">{value}</td></tr>'
        )
    return _page(box.name, f'<table class="infobox vcard"><tbody>{"".join(rows)}</tbody></table>')


def _page(name: str, table: str) -> str:
    lead = f"<p><b>{escape(name)}</b> is told of in the Annals, which were kept for many years by the scribes of the town.</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{escape(name)} - Wiki</title></head><body>\n'
        f'<h1 id="firstHeading" class="firstHeading">{escape(name)}</h1><div class="mw-parser-output">\n{table}\n{lead}\n'
        "<h2>Sources</h2>\n<p>Few of the sources that are named there have come down to us, and none of them is whole.</p>\n"
        "</div></body></html>"
    )


def _geo(point: tuple[float, float] | None) -> str:
    if point is None:
        return ""
    latitude, longitude = point
    return (
        '<br /><span class="geo-default"><span class="geo-dms"><span class="latitude">'
        f'{int(abs(latitude))}°30′{"N" if latitude >= 0 else "S"}</span> <span class="longitude">'
        f"{int(abs(longitude))}°15′{'E' if longitude >= 0 else 'W'}</span></span></span>"
        f'<span class="geo-nondefault"><span class="geo">{latitude}; {longitude}</span></span>'
    )


def _lines(lines: list[Line], chance: Random) -> str:
    """Return lines as line breaks or as a list; nested ones as lists within items."""
    shown = [_line(line, chance) for line in lines]
    if not any(line.depth for line in lines) and chance.random() < 0.5:
        return "<br />".join(shown)
    pieces: list[str] = []
    depth = -1
    for line, words in zip(lines, shown, strict=True):
        while depth > line.depth:
            pieces.append("</li></ul>")
            depth -= 1
        if depth == line.depth:
            pieces.append("</li>")
        while depth < line.depth:
            pieces.append("<ul>")
            depth += 1
        pieces.append(f"<li>{words}")
    listed = "".join(pieces) + "</li></ul>" * (depth + 1)
    return f'<div class="plainlist">{listed}</div>' if lines else ""


def _line(line: Line, chance: Random) -> str:
    words = escape(line.words)
    if line.flag:
        source = f"//up.example.org/Flag_of_{line.flag}.svg/23px-Flag_of_{line.flag}.svg.png"
        image = f'<img alt="{line.flag if chance.random() < 0.5 else ""}" src="{source}" width="23" height="15" />'
        words = f'<span class="flagicon"><span typeof="mw:File"><span>{image}</span></span>&#160;</span><a href="/wiki/{line.flag}" title="{line.flag}">{words}</a>'
    elif line.words[-1] != ":" and chance.random() < 0.4:
        words = f'<a href="/wiki/A" title="A">{words}</a>'
    words += _MARKS[line.fate]
    if line.behind:
        words += f" <small>({escape(line.behind)})</small>" if chance.random() < 0.4 else f" ({escape(line.behind)})"
    return words + (_REFERENCE if chance.random() < 0.15 else "")
