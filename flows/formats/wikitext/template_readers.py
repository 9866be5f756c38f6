"""Code that returns what a template prints, for templates that a pattern of ``templates.toml`` cannot describe.

An entry of ``templates.toml`` names its reader in ``reads``; ``READERS`` holds the reader under that name. A reader
gets a ``TemplateCall`` and returns text; line breaks around it separate it from the words before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flows.formats import country_flags as flags
from flows.formats.wikitext.template_dates import as_date, written_date, written_time, years_between
from flows.formats.wikitext.template_measures import coordinates, coordinates_of, gauge, height, measure, number

_YES: Final = frozenset({"y", "yes", "true", "1", "t", "on"})
_FORCES: Final = {
    **dict.fromkeys(("army", "army2", "armée"), "Army"),
    **dict.fromkeys(("navy", "naval", "naval2", "marine"), "Navy"),
    **dict.fromkeys(("airforce", "air force"), "Air Force"),
    "marines": "Marines",
}
_MONTH_FIRST: Final = (
    *("start", "end", "birth", "death", "film", "release", "launch", "opening", "founded", "foundation", "first"),
    *("bda", "bd", "dob", "bday", "dda", "born"),
)
"""Beginnings of the names of English date templates, which print the month first."""
_WITH_BIRTH: Final = frozenset({"death-date and age", "d-da", "deathdateandage"})
"""Templates whose second argument is the day of the birth, from which a page counts the age."""

_BIRTH_FIRST: Final = frozenset({"死亡年月日と没年齢", "没年齢"})
"""Templates of a death whose first three arguments are the day of the birth."""


class TemplateCall:
    """One call of a template: its folded name and its arguments, those without a name by number."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str, arguments: Mapping[str, str]) -> None:
        self.name = name
        self.arguments = arguments

    def __getitem__(self, key: str | int) -> str:
        """Return an argument by name or number; "" if it is not given."""
        return self.arguments.get(str(key), "")

    @property
    def numbered(self) -> list[str]:
        """Return the numbered arguments in order, including empty ones."""
        last = max((int(key) for key in self.arguments if key.isdecimal() and len(key) < 4), default=0)
        return [self[key] for key in range(1, last + 1)]


def _lines(call: TemplateCall) -> str:
    return "\n" + "\n".join(item for item in call.numbered if item.strip()) + "\n"


def _collapsible(call: TemplateCall) -> str:
    return f"\n{call['title']}{_lines(call)}"


def _titled(call: TemplateCall) -> str:
    return f"\n{call['title']}\n{call['content']}{_lines(call)}"


def _tagged(call: TemplateCall) -> str:
    return "\n" + "\n".join(name for no in range(1, 30) if (name := call[f"name{no}"])) + "\n"


def _releases(call: TemplateCall) -> str:
    given = call.numbered
    named = [(key, value) for key, value in call.arguments.items() if not key.isdecimal() and value]
    pairs = [*zip(given[::2], given[1::2], strict=False), *named]
    return "\n" + "\n".join(f"{region.upper()}: {date}" for region, date in pairs if date) + "\n"


def _by_region(call: TemplateCall) -> str:
    pairs = ((key.upper(), value) for key, value in call.arguments.items() if value and not key.isdecimal())
    return "\n" + "\n".join(f"{key}: {value}" for key, value in pairs) + "\n"


def _aligned(call: TemplateCall) -> str:
    width = int(call["cols"]) if call["cols"].isdecimal() and 0 < len(call["cols"]) < 3 else 2
    cells = call.numbered
    rows = (" ".join(filter(None, cells[at : at + width])) for at in range(0, len(cells), width))
    return "\n" + "\n".join(rows) + "\n"


def _day_first(call: TemplateCall) -> bool:
    """Return whether a date is printed with the day first.

    ``df`` and ``mf`` ask for it; otherwise English templates print the month first and all others the day.
    """
    if call["df"]:
        return call["df"].casefold() in _YES
    if call["mf"]:
        return False
    return not call.name.startswith(_MONTH_FIRST)


def _date(call: TemplateCall) -> str:
    given = [part.strip() for part in call.numbered]
    day_first = _day_first(call)
    if call.name.startswith("film"):
        return _film_dates(given, day_first=day_first)
    if len(given) == 2 and "-" in call.name and call.name not in _WITH_BIRTH and not given[1].isdecimal():
        # The second argument is printed instead of the first: {{birth-date|0965|c. 965}}.
        given = given[1:] if any(map(str.isdigit, given[1])) else given
    if call.name in _BIRTH_FIRST and len(given) >= 6:
        given = given[3:]
    date = written_date(given, day_first=day_first)
    if len(given) >= 6 and call.name == "start and end dates":
        return f"{date} – {written_date(given[3:], day_first=day_first)}"
    if call.name in {"start date", "end date", "start-date", "end-date"} and (time := written_time(given[3:5])):
        return f"{time}, {date}"
    if "year and age" in call.name:
        month = given[2:3]  # "{{death year and age|1980|1953|12}}"
        return date if call.name.startswith("birth") else written_date([*given[:1], *month], day_first=day_first)
    return date


def _film_dates(given: list[str], *, day_first: bool) -> str:
    found: list[str] = []
    for at in range(0, len(given), 4):
        date = written_date(given[at : at + 3], day_first=day_first)
        place = given[at + 3] if len(given) > at + 3 else ""
        found.append(f"{date} ({place})" if place else date)
    return "\n" + "\n".join(filter(None, found)) + "\n"


def _old_style(call: TemplateCall) -> str:
    return f"{call[1]} [O.S. {call[3]}] {call[2]}".strip()


def _as_of(call: TemplateCall) -> str:
    return f"{'as' if call['lc'] else 'As'} of {written_date(call.numbered, day_first=True)}"


def _span(call: TemplateCall) -> str:
    given = call.numbered
    start, end = as_date(given[:3]), as_date(given[3:6])
    if start is None or end is None or end < start:
        return ""
    if "years and days" not in call.name and call.name != "ayd":
        years = years_between(start, end)
        return str(years) if call.name == "age in years" else f"{(end - start).days} days"
    years = years_between(start, end)
    try:
        last = start.replace(year=start.year + years)
    except ValueError:  # 29 February of a year that has none
        last = start.replace(year=start.year + years, month=3, day=1)
    shown = [f"{years} year{'s' * (years != 1)}"] if years else []
    return ", ".join([*shown, f"{(end - last).days} days"])


def _age(call: TemplateCall) -> str:
    start, end = as_date(call.numbered[:3]), as_date(call.numbered[3:6])
    return str(years_between(start, end)) if start and end else ""


def _duration(call: TemplateCall) -> str:
    hours, minutes, seconds = (call[key] or call[no] for no, key in enumerate("hms", 1))
    if hours or (minutes and seconds):
        return ":".join(
            [*([hours] if hours else []), minutes.zfill(2 if hours else 1) or "00", (seconds or "0").zfill(2)]
        )
    return f"{minutes} minutes" if minutes else f"{seconds} seconds" if seconds else ""


def _marriage(call: TemplateCall) -> str:
    name, start, end = call[1], call[2], call[3]
    reason = {"div": "div. ", "divorced": "div. ", "d": "died ", "died": "died ", "w": "wid. ", "wid": "wid. "}
    why = reason.get((call["end"] or call["reason"]).casefold().rstrip("."), "")
    years = f"m. {start}" if start else ""
    if end:
        years = f"{years}; {why}{end}" if why else f"{years}–{end}"
    return f"{name} ({years})" if years else name


def _coordinates(call: TemplateCall) -> str:
    return coordinates([part.strip() for part in call.numbered]) or coordinates_of(call.arguments)


def _flag(call: TemplateCall) -> str:
    country = call[1]
    label = call["name"] or call["label"]
    kind = _FORCES.get(call.name)
    if kind and not label:
        return flags.forces(country, kind)
    return flags.flagged(country, label)


def _flagicon(call: TemplateCall) -> str:
    return flags.icon_of_file(call[1]) or flags.icon(call[1])


_RUPEE_SCALES: Final = {
    "k": "thousand", "m": "million", "b": "billion", "t": "trillion", "l": "lakh", "c": "crore", "lc": "lakh crore",
}  # fmt: skip


def _rupees(call: TemplateCall) -> str:
    code = call[2].strip().casefold()
    # What is no code of the template stands as it is: a multiplier that is left out makes another amount.
    scale = _RUPEE_SCALES.get(code, code)
    return f"₹{call[1]} {scale}" if scale else f"₹{call[1]}"


def _number(call: TemplateCall) -> str:
    if call.name.startswith(("formatnum", "num", "число", "fmtn")):
        return number(call[1])
    if call.name == "gaps":
        return "".join(call.numbered)
    unit = call["u"] or call["ul"] or call["up"]
    shown = f"{call[1]}±{call[2]}" if call.name == "val" and call[2] else call[1]
    return f"{call['p']}{shown}{'×10^' + call['e'] if call['e'] else ''}{' ' + unit if unit else ''}{call['s']}"


def _percentage(call: TemplateCall) -> str:
    try:
        digits = int(call[3] or 0)
        share = 100 * float(call[1].replace(",", "")) / float(call[2].replace(",", ""))
        return f"{share:.{min(max(digits, 0), 9)}f}%"
    except (ValueError, ZeroDivisionError, OverflowError):
        return call[1]


def _fossil(call: TemplateCall) -> str:
    start, end = call[1], call[2]
    span = f"{start}–{end}" if end else start
    return f"{span} Ma " if span and all(char.isdecimal() or char in "–." for char in span) else span


def _map_caption(call: TemplateCall) -> str:
    place = call["country"] or call[1]
    colour = call["location_color"] or call["color"]
    return f"Location of {place}{f' ({colour})' if colour else ''}" if place else ""


READERS: Final[Mapping[str, Callable[[TemplateCall], str]]] = {
    "collapsible": _collapsible,
    "titled": _titled,
    "tagged": _tagged,
    "releases": _releases,
    "by-region": _by_region,
    "aligned": _aligned,
    "date": _date,
    "old-style": _old_style,
    "as-of": _as_of,
    "span": _span,
    "age": _age,
    "duration": _duration,
    "marriage": _marriage,
    "convert": lambda call: measure([part.strip() for part in call.numbered]),
    "height": lambda call: height(call.arguments) or " ".join(call.numbered),
    "coord": _coordinates,
    "flag": _flag,
    "flagicon": _flagicon,
    "rupees": _rupees,
    "number": _number,
    "percentage": _percentage,
    "break": lambda _: "\n",
    "fossil": _fossil,
    "gauge": lambda call: gauge(call[1]),
    "map-caption": _map_caption,
}
"""Reader by the name that ``reads`` of an entry in ``templates.toml`` gives."""
