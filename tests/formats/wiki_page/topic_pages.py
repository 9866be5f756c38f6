"""The share of fields that are found in our own pages with infoboxes of many topics.

``python -m tests.formats.wiki_page.topic_pages`` prints found, missed and wrong by page.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from flows.formats.shapes import recognise
from flows.formats.wiki_page import page as wiki_page
from flows.model import Cleaned, RawDocument

PAGES: dict[str, dict[str, object]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
HEAD = frozenset({"Name", "Conflict", "Caption"})  # the lines above the first label


class Verdict(NamedTuple):
    """The result for one page's fields."""

    is_recognised: bool
    found: list[str]
    missed: list[str]
    wrong: list[tuple[str, str]]
    body: str


def judge(text: str, expected: dict[str, str]) -> Verdict:
    """Return which fields of a page are read correctly; an unexpected label counts as wrong.

    A bullet's label is given with its heads: "Area / Total".
    """
    document = wiki_page.parse(Cleaned(text), RawDocument("a.txt", b""))
    fields = [field for box in document.infoboxes for field in box.fields]
    read = {" / ".join((*field.heads, field.label) if field.is_child else (field.label,)): field for field in fields}
    shown = {label: field.plain.strip() for label, field in read.items() if label not in HEAD - set(expected)}
    wanted = {label.rstrip(":"): value for label, value in expected.items()}
    found = [label for label, value in wanted.items() if shown.get(label) == value]
    missed = [label for label in wanted if label not in shown]
    wrong = [(label, value) for label, value in shown.items() if wanted.get(label) != value]
    return Verdict(recognise(text) == wiki_page.SHAPE, found, missed, wrong, document.text)


def main() -> None:
    total = [0, 0, 0]
    for name, page in PAGES.items():
        verdict = judge(str(page["text"]), dict(page["fields"]))  # type: ignore[call-overload]
        counts = [len(verdict.found), len(verdict.missed), len(verdict.wrong)]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        mark = "" if verdict.is_recognised else "  not recognised"
        print(f"{name:<22}{counts[0]:>4}{counts[1]:>4}{counts[2]:>4}{mark}", verdict.missed, verdict.wrong)
    print(f"found {total[0]}, missed {total[1]}, wrong {total[2]}, of {total[0] + total[1]} and some wrong")


if __name__ == "__main__":
    main()
