"""The name and the address of a licence, by its SPDX id: ``licence_names.toml`` has them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from flows.publish.metadata.links import web_address
from flows.typed_toml import read_toml


class NamedLicence(NamedTuple):
    """A licence as people are shown it.

    ``link`` is empty where no address of its terms is known, ``note`` is Markdown for whoever passes such pages on.
    """

    name: str
    link: str = ""
    note: str = ""


class _Entry(NamedTuple):
    """One entry of the file: a pattern of ids, and what ``NamedLicence`` says of them."""

    pattern: str
    name: str
    link: str = ""
    note: str = ""


class _LicenceNamesFile(TypedDict):
    """The file: a list of entries."""

    licence: list[_Entry]


def licence_of(stated: str) -> NamedLicence:
    """Return the licence that a page states, "" for none; as stated where it is no known id: an address, or words.

    >>> licence_of("cc-by-sa-4.0")
    NamedLicence(name='CC BY-SA 4.0', link='https://creativecommons.org/licenses/by-sa/4.0/', note='')
    >>> licence_of("ask the author")
    NamedLicence(name='ask the author', link='', note='')
    """
    key = stated.strip()
    for pattern, entry in _entries():
        shown, linked = pattern.fullmatch(key.upper()), pattern.fullmatch(key.lower())
        if shown and linked:
            return NamedLicence(shown.expand(entry.name), linked.expand(entry.link), entry.note)
    return NamedLicence(stated, web_address(key))


@cache
def _entries() -> tuple[tuple[re.Pattern[str], _Entry], ...]:
    file = read_toml(Path(__file__).with_name("licence_names.toml"), _LicenceNamesFile)
    return tuple((re.compile(entry.pattern, re.IGNORECASE), entry) for entry in file["licence"])
