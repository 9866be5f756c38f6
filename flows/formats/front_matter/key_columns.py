"""Which key of front matter fills which column ("pubDate" -> published); the keys are in ``headings.toml``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from flows.formats.front_matter.yaml_block import YamlEntry
from flows.formats.page_draft import PageDraft
from flows.formats.printed_dates import ReadDate, read_date
from flows.rules.files import read_rules
from flows.rules.word_file_types import HeadingsFile

_BOOLEANS: Final = frozenset({"true", "false", "yes", "no", "on", "off"})
_COMPACT: Final = re.compile("((?:19|20)\\d{2})(\\d{2})(\\d{2})(?:[T ]?\\d{4,6})?\\Z")
_COMMAS: Final = re.compile("[,;，、،]")


def front_keys(column: str) -> tuple[str, ...]:
    """Return the keys that fill a column, the best first; those of ``ignored`` fill none."""
    return _columns()[column]


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    columns = read_rules(HeadingsFile)["front"]
    return {name: tuple(keys) for name, keys in columns.items()}


def values_of(entries: Iterable[YamlEntry], keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of the best of these keys that has any; empty values are left out.

    A key below a list ("authors.name") occurs once per item, and all of its values count.
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


def first_value(entries: Iterable[YamlEntry], keys: tuple[str, ...]) -> str | None:
    """Return the first value that is not empty, from the best of these keys that has one."""
    return next(iter(values_of(entries, keys)), None)


def split_tags(entries: tuple[YamlEntry, ...]) -> tuple[str, ...]:
    """Return the tags; "rivers, measuring" in one value is two tags."""
    column_entries = _column_entries(entries, "tags")
    for key in front_keys("tags") if column_entries else ():
        values = [
            " ".join(part.split())
            for entry in column_entries
            if entry.key.casefold() == key
            for value in entry.values
            for part in ([value] if entry.is_list else _COMMAS.split(value))
        ]
        if any(values):
            return tuple([value for value in values if value])
    return ()


def _column_entries(entries: tuple[YamlEntry, ...], column: str) -> list[YamlEntry]:
    keys = front_keys(column)
    return [entry for entry in entries if entry.key.casefold() in keys]


def published_date_of(entries: tuple[YamlEntry, ...], language: str | None, draft: PageDraft) -> dt.date | None:
    """Return the day of publication: the first value of its keys that can be read as a day.

    ``published: true`` is not a day. A ``date`` that is a list belongs to the subject of the page. 03/04/2021 could be
    two days unless the page names its language.
    """
    unread = None
    column_entries = [
        entry
        for entry in _column_entries(entries, "published")
        if not (entry.is_list and entry.key.casefold() == "date")
    ]
    for key in front_keys("published") if column_entries else ():
        text = first_value(column_entries, (key,))
        if text is None or text.casefold() in _BOOLEANS:
            continue
        read = _read_day(text.strip(), language)
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


def _read_day(text: str, language: str | None) -> ReadDate | None:
    compact = _COMPACT.match(text)
    if compact is not None:
        text = "-".join(compact.groups())
    code = (language or "").casefold().replace("_", "-")
    read = read_date(text, month_first=code in ("", "en", "en-us"))
    is_language_known = code not in ("", "en")
    return read._replace(is_ambiguous=False) if read is not None and is_language_known else read
