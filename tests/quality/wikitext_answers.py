"""A box in wikitext against the values that two independent parsers agree on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from flows.rules.labels import FIELDS
from tests.quality.corpus_pages import Page
from tests.quality.verdicts import Finding, merged, verdict

_NOTE: Final = re.compile(r"\[([a-z])\](?=\s|\Z)")


def compare(page: Page) -> Iterator[Finding]:
    """Yield a finding for each agreed value, under the kind of value its field has and once more under all.

    A value is exact when either the items or the lines of the published value are the answer's lines: whether a list in
    one line is cut into items is a question of the field, on which the two parsers have no say.
    """
    published: dict[str, list[tuple[str | None, list[str], list[str]]]] = defaultdict(list)
    for row in page.tables.rows("infobox_fields", page.source):
        published[_key(row["label"])].append((row["field"], merged(row["items"]), merged(row["value"].split("\n"))))
    for field in page.answer["fields"]:
        readings = published.get(_key(field["key"]), [])
        reading = readings.pop(0) if readings else (None, [], [])
        if field["status"] != "agree":
            continue
        want = merged(field["lines"])
        name, items, lines = reading
        # Both parsers cut the tags of a raised note mark: their "Eurod" is the published "Euro[d]".
        tagless = [_NOTE.sub(r"\1", line) for line in lines]
        verdicts = (verdict(want, items), verdict(want, lines), verdict(want, tagless))
        told = min(verdicts, key=("exact", "partly", "wrong", "missing").index)
        got = items if items == lines else [items, lines]
        for kind in (FIELDS[name].kind if name else "no kind", "agreeing fields"):
            yield Finding(kind, f"{page.answer['id']} {field['key']}", told, want, got)


def _key(label: str) -> str:
    return " ".join(label.replace("_", " ").split()).casefold()
