"""A box of any topic against its answer, label by label: is it published, are its values and items the same?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.quality.corpus_pages import Page
from tests.quality.verdicts import Finding


def compare(page: Page) -> Iterator[Finding]:
    """Yield the findings of one box: for each label of the answer three, from the mildest to the strictest."""
    published: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in page.tables.rows("infobox_fields", page.source):
        published[plain(row["label"])].append(row)
    for label, values in page.answer["answer"].items():
        if label == "title" or not values:
            continue
        name = f"{page.answer['id']} {label}"
        rows = published.get(plain(label), [])
        want = [plain(value) for value in values]
        items = [plain(item) for row in rows for item in row["items"] or []]
        value, joined = plain("".join(row["value"] or "" for row in rows)), "".join(items)
        is_inside = bool(rows) and all(one in value or one in joined for one in want)
        yield Finding("labels found", name, "exact" if rows else "missing", label, None)
        yield Finding(
            "all items inside", name, "exact" if is_inside else "partly" if rows else "missing", values, value
        )
        yield Finding("items equal", name, "exact" if items == want else "partly" if rows else "missing", want, items)


def plain(text: object) -> str:
    """Return what two readings of a value must share: its letters and digits, without blanks, accents, notes.

    The answers keep hidden dates, "(1989-10-04)", and drop some commas.
    """
    words = re.sub(r"\(\s*\d{4}(-\d\d){0,2}\s*\)", "", str(text))
    words = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    words = words.replace("sq km", "km2").replace("sq mi", "mi2").replace(" ,", "")
    words = re.sub(r"\[[^\]]{1,4}\]", "", re.sub(r"[‐-―−]", "-", words.casefold()))
    return re.sub(r"\s+", "", words)
