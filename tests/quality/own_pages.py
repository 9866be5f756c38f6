"""The annotated web pages of this repository: what ``tests/quality/web_pages/README.md`` describes, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "web_pages"
LABELS = {"+ ": 1, "- ": 0, "= ": -1, "": -1}


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One page as a scraper printed it. ``labels``: 1 body, 0 furniture, -1 nothing to judge, one a line."""

    name: str
    text: str
    labels: tuple[int, ...]
    main: str


def own_pages() -> list[OwnPage]:
    """Return the pages in the order of their numbers, so that a report of them reads the same every time."""
    return [read_page(path) for path in sorted(FOLDER.glob("*.txt"))]


def read_page(path: Path) -> OwnPage:
    """Return the page of a file. A line without one of the prefixes is an error: no line is left unjudged by mistake.

    Only the line feed ends a line: pages may hold other line breaks, and those belong to what was scraped.
    """
    marked = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    for number, line in enumerate(marked, 1):
        if line[:2] not in LABELS or line != line.rstrip(" "):
            raise ValueError(f"{path}:{number}: {line!r} needs '+ ', '- ' or '= ' before its text, or must be empty")
    lines = [line[2:] for line in marked]
    labels = tuple(LABELS[line[:2]] for line in marked)
    main = "\n".join(line for line, label in zip(lines, labels, strict=True) if label == 1)
    return OwnPage(path.stem, "\n".join(lines), labels, main)
