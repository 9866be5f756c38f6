"""The pages of measurements: tables and pictures made of ``figures.toml``, where each figure stands once.

``figures.page("quality")`` prints the generated part of ``tests/quality/README.md`` for cog; ``python -m
tests.house.figures`` draws the pictures beside it. ``test_figures.py`` fails where one is not as it would be made.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1]
PAGES = ("quality", "benchmarks")

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2328}.track{fill:#d8dee4}.bar{fill:#6e7781}.ours{fill:#0a58a8}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.track{fill:#30363d}.bar{fill:#8b949e}.ours{fill:#58a6ff}}"
)
_NAMES, _BARS, _ROW = 300, 340, 24


class Figure(NamedTuple):
    """One measurement: what was measured, the command that repeats it (none: pages kept back), when, and its rows.

    ``drawn`` is the column that the picture shows, as bars from 0 to ``full``; a row that is ours begins with the
    program's name or is the only kind there is.
    """

    id: str
    title: str
    says: str
    command: str
    measured: str
    columns: list[str]
    rows: list[list[str | int | float]]
    drawn: str
    full: float


def figures(page: str) -> list[Figure]:
    """Return the measurements of one page in their order; an entry with a key too few or too many fails."""
    content = tomllib.loads((TESTS / page / "figures.toml").read_text(encoding="utf-8"))
    return [Figure(**entry) for entry in content["figure"]]


def page(name: str) -> None:
    """Print the measurements of one page as Markdown: heading, words, table, picture, command and date."""
    for figure in figures(name):
        print(f"\n### {figure.title}\n\n{figure.says.strip()}\n")
        print(f"![{figure.drawn}: {_in_words(figure)}](pictures/{figure.id}.svg)\n")
        print("| " + " | ".join(figure.columns) + " |")
        print("|---|" + "---:|" * (len(figure.columns) - 1))
        for row in figure.rows:
            print("| " + " | ".join(map(str, row)) + " |")
        print(f"\n{f'`{figure.command}`' if figure.command else 'The pages are kept back'} · {figure.measured}")
    print()


def _in_words(figure: Figure) -> str:
    at = figure.columns.index(figure.drawn)
    return "; ".join(f"{row[0]} {row[at]}" for row in figure.rows).replace("**", "")


def picture(figure: Figure) -> str:
    """Return the bars of one measurement as SVG, readable on light and dark pages."""
    at = figure.columns.index(figure.drawn)
    height = _ROW * len(figure.rows) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" height="{height}" role="img">',
        f"<title>{escape(figure.title)}: {escape(figure.drawn)}</title><style>{_STYLE}</style>",
        f'<text x="{_NAMES}" y="18" font-weight="600">{escape(figure.drawn)}</text>',
    ]
    names = [str(row[0]).replace("**", "") for row in figure.rows]
    has_peers = any(not name.startswith("infobox-etl") for name in names) and any(
        name.startswith("infobox-etl") for name in names
    )
    for number, (name, row) in enumerate(zip(names, figure.rows, strict=True)):
        y = 30 + number * _ROW
        value = str(row[at]).replace("**", "")
        width = round(_BARS * min(_number(value) / figure.full, 1))
        kind = "ours" if name.startswith("infobox-etl") or not has_peers else "bar"
        parts += [
            f'<text x="{_NAMES - 10}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="track" x="{_NAMES}" y="{y + 4}" width="{_BARS}" height="12" rx="2"/>',
            f'<rect class="{kind}" x="{_NAMES}" y="{y + 4}" width="{width}" height="12" rx="2"/>',
            f'<text x="{_NAMES + _BARS + 8}" y="{y + 14}">{escape(value)}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _number(text: str) -> float:
    return float(text.removesuffix("%").removesuffix("times").strip().replace(",", ""))


def pictures(page: str) -> dict[Path, str]:
    """Return the pictures of one page by their paths."""
    return {TESTS / page / "pictures" / f"{figure.id}.svg": picture(figure) for figure in figures(page)}


if __name__ == "__main__":
    for each in PAGES:
        for path, content in pictures(each).items():
            path.write_text(content, encoding="utf-8")
