"""A page with front matter against the front matter itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.quality.corpus_pages import Page
from tests.quality.verdicts import Finding, norm, verdict


def compare(page: Page) -> Iterator[Finding]:
    """Yield the findings of one page: title, day, tags, what was printed of lost references, date and place."""
    front, source = page.answer["front"], page.answer["id"]
    documents = page.tables.rows("documents", page.source)
    if not documents:
        yield Finding("document", source, "missing", page.source, None)
        return
    document = documents[0]
    title = [norm(front["subject"])]
    yield Finding("title", source, verdict(title, [document["title"]]), title, document["title"])
    day = [dt.date.fromisoformat(front["pubDate"][:10])]
    yield Finding("published_date", source, verdict(day, [document["published_date"]]), day, document["published_date"])
    tags = [" ".join(tag.split()) for tag in front.get("tags", [])]
    got = [" ".join(row["tag"].split()) for row in page.tables.rows("tags", page.source)]
    yield Finding("tags", source, verdict(tags, got), tags, got, ("tags",))
    left = "[object Object]" in (document["text"] or "")
    yield Finding("[object Object] gone", source, "wrong" if left else "exact", "nothing", "left in the text")
    edits = [row for row in page.tables.rows("edits", page.source) if "[object Object]" in row["before"]]
    is_one = len(edits) == (page.answer["object_object"] > 0)
    yield Finding("[object Object] is one edit", source, "exact" if is_one else "wrong", 1, len(edits))
    found = page.tables.field_items(page.source)
    for key in ("date", "place"):
        if front.get(key):
            want = [" ".join(" ".join(map(norm, " ".join(front[key]).split("\n"))).split())]
            words = " ".join(norm(line) for item in found.get(key, []) for line in item.split("\n"))
            items = [" ".join(words.split())] if words else []
            yield Finding(key, source, verdict(want, items), want, items)
