"""A box in wikitext against the values that two independent parsers agree on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from flows.rules.labels import FIELDS
from tests.quality.corpus_pages import Page
from tests.quality.verdicts import Finding, merged, verdict

_RAISED_NOTE: Final = re.compile(r"<sup>([a-z])</sup>")


def compare(page: Page) -> Iterator[Finding]:
    """Yield a finding for each agreed value, under the kind of value its field has and once more under all.

    A value is exact when either the items or the lines of the published value are the answer's lines: whether a list in
    one line is cut into items is a question of the field, on which the two parsers have no say.
    """
    published: dict[str, list[tuple[str | None, list[str], list[str], list[str]]]] = defaultdict(list)
    for row in page.tables.rows("infobox_fields", page.source):
        lines, tagless = (merged(value.split("\n")) for value in (row["value"], _tagless(row)))
        published[_key(row["label"])].append((row["field"], merged(row["items"]), lines, tagless))
    for field in page.answer["fields"]:
        readings = published.get(_key(field["key"]), [])
        reading = readings.pop(0) if readings else (None, [], [], [])
        if field["status"] != "agree":
            continue
        want = merged(field["lines"])
        name, items, lines, tagless = reading
        verdicts = (verdict(want, items), verdict(want, lines), verdict(want, tagless))
        told = min(verdicts, key=("exact", "partly", "wrong", "missing").index)
        got = items if items == lines else [items, lines]
        for kind in (FIELDS[name].kind if name else "no kind", "agreeing fields"):
            yield Finding(kind, f"{page.answer['id']} {field['key']}", told, want, got)


def _tagless(row: dict[str, Any]) -> str:
    """Return a value as the two parsers print the raised marks of notes in its source: without their tags.

    They read "Euro<sup>d</sup>" as "Eurod", the product as "Euro[d]". Only a mark that the source raises is the same.
    """
    value = str(row["value"])
    for mark in _RAISED_NOTE.findall(row["source_text"]):
        value = value.replace(f"[{mark}]", mark)
    return value


def _key(label: str) -> str:
    return " ".join(label.replace("_", " ").split()).casefold()
