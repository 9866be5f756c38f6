"""``ATTRIBUTION.md``: which pages the tables are made from, by whom, under which licence, and that they were changed.

It says what CC BY and CC BY-SA ask of whoever passes a page on. It holds no clock: the same pages give the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from flows.publish.metadata.description import Description
from flows.publish.metadata.licences import licence_of
from flows.publish.metadata.links import web_address
from flows.publish.metadata.origins import LISTED_ORIGINS, LISTED_PAGES, NamedPage, OriginGroup
from flows.quoting import markdown

_HEAD = """\
# Attribution

The tables of this folder are made from pages that others wrote. Their licences ask that the pages are named: here they
are, by licence and publisher. Pass this file on with any copy of the tables or of a part of them, and say what you
changed yourself. What is made of a page under a ShareAlike licence (CC BY-SA) stays under that licence.
"""
_WITHHELD = """\

The texts of pages whose licence does not allow to publish them, or is not known, are withheld (`--facts-only`): of them
there are facts only.
"""
_NO_ADDRESS = """\

Where an address is not known, a page is found by its title at its publisher. State addresses that you know in
`sources.toml`, beside the pages: the next run names them.
"""
_TABLE: Final = f"""
There are more than {LISTED_PAGES:,} pages, so the table `documents` is their list: it has the title, author, publisher,
address and licence of each. Pass it on with this file. As text:

```sh
infobox-etl query "SELECT title, author, publisher, source_url, license, source FROM documents" --format csv
```
"""  # noqa: S608 - a question for people to copy


def attribution_text(description: Description) -> str:
    """Return ``ATTRIBUTION.md``: every page while they are few, else how many stand under which terms."""
    return "".join(_parts(description))


def _parts(description: Description) -> Iterator[str]:
    origins, snapshot = description.origins, description.snapshot
    yield _HEAD
    yield "\n" + _changes(sum(snapshot.steps.values()))
    if snapshot.withholds_texts:
        yield _WITHHELD
    if not origins.page_count:
        yield "\nNo page was read.\n"
    if origins.pages is None:
        yield _TABLE
        yield from (_group(group, count) for group, count in _sorted(origins.groups.most_common(LISTED_ORIGINS)))
        if (left := len(origins.groups) - LISTED_ORIGINS) > 0:
            yield f"\n{left:,} more publishers are in `documents`.\n"
        return
    if not all(web_address(page.source_url or "") for page in origins.pages):
        yield _NO_ADDRESS
    pages = sorted(origins.pages, key=lambda page: (page.title or "", page.source or ""))
    for group, count in _sorted(origins.groups.items()):
        yield _group(group, count) + "\n"
        yield from (_page(page) for page in pages if page.group == group)


def _sorted(groups: Iterable[tuple[OriginGroup, int]]) -> list[tuple[OriginGroup, int]]:
    """Return groups by licence and publisher; those that state none come last."""
    return sorted(groups, key=lambda each: [(name is None, name or "") for name in each[0]])


def _changes(count: int) -> str:
    return (
        "**The pages were changed.** Broken characters were repaired, what no author wrote and what belongs to a site\n"
        "was taken out, and the infoboxes were made into rows. "
        f"Every change to a text is a row of the table `edits`: here {count:,}.\n"
    )


def _group(group: OriginGroup, count: int) -> str:
    known = licence_of(group.license or "")
    name, who = markdown(known.name), markdown(group.publisher or "publisher not stated")
    licence = f"[{name}]({known.link})" if known.link else name
    note = f" {known.note}" if known.note else ""
    return f"\n## {who}: {name} ({count:,} {'page' if count == 1 else 'pages'})\n\nLicence: {licence}.{note}\n"


def _page(page: NamedPage) -> str:
    """Return one page on one line. The quotation marks keep a title that begins with # from being a heading."""
    title = f"“{markdown(page.title or '')}”"
    address = web_address(page.source_url or "")
    parts = [f"[{title}]({address})" if address else title]
    if page.author:
        parts.append(f"by {markdown(page.author)}")
    if page.published_date:
        parts.append(page.published_date.isoformat())
    if not address:
        parts.append(f"address: {markdown(page.source_url)}" if page.source_url else "address not known")
    return f"- {', '.join(parts)} (input {markdown(page.source or '')})\n"
