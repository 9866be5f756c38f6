"""Which key of front matter fills which column: keys in many spellings and languages (``headings.toml``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from flows.formats.bylines import ReadDate, read_date
from flows.formats.draft import PageDraft
from flows.formats.front_matter.yaml_block import YamlEntry
from flows.rules.files import read_rules

_BOOLEANS: Final = frozenset({"true", "false", "yes", "no", "on", "off"})
_COMPACT: Final = re.compile("((?:19|20)\\d{2})(\\d{2})(\\d{2})(?:[T ]?\\d{4,6})?\\Z")
_COMMAS: Final = re.compile("[,;，、،]")


def front_keys(column: str) -> tuple[str, ...]:
    """Return the keys that fill a column, the best first; ``ignored`` are those that fill none."""
    return _columns()[column]


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    columns = read_rules("headings.toml")["front"]
    return {name: tuple(keys) for name, keys in columns.items()}


def listed(entries: Iterable[YamlEntry], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of the best of these keys that has any; empty ones are left out.

    A key below a list ("authors.name") occurs once an item: all of its values count.
    """
    best = len(keys)
    values: tuple[str, ...] = ()
    for entry in entries:
        key = entry.key.casefold()
        if key in keys and ((rank := keys.index(key)) < best or (rank == best and "." in key)):
            found = tuple([value for value in entry.values if value and not value.isspace()])
            if found:
                values = values + found if rank == best else found
                best = rank
    return values


def first(entries: Iterable[YamlEntry], keys: tuple[str, ...]) -> str | None:
    """Return the first value that is not empty of the best of these keys that has one."""
    return next(iter(listed(entries, keys)), None)


def split_tags(entries: tuple[YamlEntry, ...]) -> tuple[str, ...]:
    """Return the tags; "rivers, measuring" in one value is two of them."""
    of_keys = _of_column(entries, "tags")
    for key in front_keys("tags") if of_keys else ():
        values = [
            " ".join(part.split())
            for entry in of_keys
            if entry.key.casefold() == key
            for value in entry.values
            for part in ([value] if entry.is_list else _COMMAS.split(value))
        ]
        if any(values):
            return tuple([value for value in values if value])
    return ()


def _of_column(entries: tuple[YamlEntry, ...], column: str) -> list[YamlEntry]:
    keys = front_keys(column)
    return [entry for entry in entries if entry.key.casefold() in keys]


def published(entries: tuple[YamlEntry, ...], language: str | None, draft: PageDraft) -> dt.date | None:
    """Return the day of publication: the first of its keys that reads as a day.

    ``published: true`` says nothing of the day, a ``date`` that is a list tells of the subject, and 03/04/2021 is two
    days unless the page names its language.
    """
    unread = None
    of_keys = [
        entry for entry in _of_column(entries, "published") if not (entry.is_list and entry.key.casefold() == "date")
    ]
    for key in front_keys("published") if of_keys else ():
        text = first(of_keys, (key,))
        if text is None or text.casefold() in _BOOLEANS:
            continue
        read = _read(text.strip(), language)
        if read is not None and not read.is_ambiguous:
            return read.date
        unread = unread or (text, read)
    if unread is None:
        return None
    text, read = unread
    if read is not None:
        remedy = "day and month could be the other way round: published_date is left empty; write YYYY-MM-DD"
        draft.note("ambiguous-date", "front matter", text, remedy)
    else:
        remedy = "the date was not understood: published_date is left empty; write it as YYYY-MM-DD"
        draft.note("unread-date", "front matter", text, remedy)
    return None


def _read(text: str, language: str | None) -> ReadDate | None:
    compact = _COMPACT.match(text)
    if compact is not None:
        text = "-".join(compact.groups())
    code = (language or "").casefold().replace("_", "-")
    read = read_date(text, month_first=code in ("", "en", "en-us"))
    is_told = code not in ("", "en")
    return read._replace(is_ambiguous=False) if read is not None and is_told else read
