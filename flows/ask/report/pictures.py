"""Small pictures for any section of the quality page: a histogram, bars of parts, bars of counts.

Each is markup that needs no script, is escaped, and takes its colours from classes, so that a dark page has its own.
Places are percentages: a picture is as wide as there is room, while its words keep their size on a phone. A picture
that stands beside its own numbers is hidden from screen readers; any other says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

_HISTOGRAM: Final = (120, 28)
"""Width and height of a histogram. It has no words, so it may be scaled as a whole."""


def percent(part: float, whole: float) -> str:
    """Return a share as SVG takes it.

    >>> percent(1, 3), percent(1, 2), percent(0, 0)
    ('33.33%', '50%', '0%')
    """
    return f"{100 * part / whole if whole else 0:.2f}".rstrip("0").rstrip(".") + "%"


def histogram(counts: Sequence[int], says: str) -> Markup:
    """Return bars of how many values fall into each of a row of equal steps; ``says`` is the same in words.

    The highest bar fills the picture; a step with any value at all has a bar that can be seen.
    """
    width, height = _HISTOGRAM
    step, most = width / max(len(counts), 1), max(counts, default=0)
    bars = Markup().join(
        Markup('<rect x="{:.4g}" y="{:.4g}" width="{:.4g}" height="{:.4g}"/>').format(
            number * step, height - tall, max(step - 1, step * 0.8), tall
        )
        for number, count in enumerate(counts)
        if count and (tall := max(2, height * count / most))
    )
    return Markup(
        '<svg class="histogram" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}'
        '<path class="axis" d="M0 {}h{}"/></svg>'
    ).format(says, width, height, width, height, bars, height, width)


def stacked_bars(rows: Mapping[str, Mapping[str, int]]) -> Markup:
    """Return one bar a row, of what its whole consists of, with the numbers beside it and a legend above.

    The first part in order is the blue one of what stays, the second the grey one of what goes; six have colours.

    >>> "part-2" in stacked_bars({"web_page": {"kept": 900, "boilerplate": 100}})
    True
    """
    names = list(dict.fromkeys(name for parts in rows.values() for name in parts))
    legend = Markup().join(
        Markup(
            '<li><svg class="swatch" aria-hidden="true"><rect class="part-{}" width="100%" height="100%"/></svg>{}</li>'
        ).format(number, name)
        for number, name in enumerate(names, 1)
    )
    shown = Markup().join(_stacked(label, names, parts) for label, parts in rows.items())
    return Markup('<ul class="legend">{}</ul><ul class="chart">{}</ul>').format(legend, shown)


def _stacked(label: str, names: Sequence[str], parts: Mapping[str, int]) -> Markup:
    total, before, bars = sum(parts.values()), 0, Markup()
    for number, name in enumerate(names, 1):
        if part := parts.get(name, 0):
            place = (number, percent(before, total), percent(part, total))
            bars += Markup('<rect class="part-{}" x="{}" width="{}" height="100%"/>').format(*place)
            before += part
    told = ", ".join(f"{name} {_share(parts[name], total)}" for name in names if parts.get(name))
    return Markup(
        '<li><span class="chart-label">{}</span><span class="chart-number">{:,}</span>'
        '<svg class="bar" aria-hidden="true">{}</svg><span class="chart-words">{}</span></li>'
    ).format(label, total, bars, told)


def _share(part: int, total: int) -> str:
    """Return a share in words; what is there at all is never 0 %, and what is not all never 100 %."""
    share = 100 * part / total
    if share < 0.1:
        return "under 0.1 %"
    return "over 99.9 %" if 99.9 < share < 100 else f"{share:.1f} %".replace(".0 %", " %")


def counted_bars(counts: Mapping[str, int]) -> Markup:
    """Return one bar a count, longest where it is greatest, with its number beside it."""
    most = max(counts.values(), default=0)
    return Markup('<ul class="chart">{}</ul>').format(
        Markup().join(
            Markup(
                '<li><span class="chart-label">{}</span><span class="chart-number">{:,}</span>'
                '<svg class="bar" aria-hidden="true"><rect class="part-1" width="{}" height="100%"/></svg></li>'
            ).format(name, count, percent(count, most))
            for name, count in counts.items()
        )
    )
