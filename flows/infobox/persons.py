"""The persons that a field of any infobox names, and what only looks like one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from flows.infobox.values.people import read_person
from flows.rules.words import alternatives, people_words

_WORDS: Final = people_words()
_BODY: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS.bodies)})(?!\w)", re.IGNORECASE)
_OFFICE: Final = re.compile(rf"(?:{alternatives(_WORDS.offices)})[ ]of(?!\w)", re.IGNORECASE)
_OTHERS: Final = re.compile(rf"[ ,]+(?:{alternatives(_WORDS.others)})\Z", re.IGNORECASE)
_DOT: Final = re.compile(r"[ ][·•‧/][ ]")
_AND: Final = re.compile(r"[ ](?:and|&)[ ]")
_MAX_WORDS: Final = 8
_MAX_NAMES: Final = 100


@lru_cache(maxsize=8_192)
def read_persons(text: str) -> tuple[str, ...]:
    """Return the names of the persons of one item, none when it names a body, an office or says a sentence.

    >>> read_persons("Zeus and Leto"), read_persons("Toronto City Council"), read_persons("Governor of Kerala")
    (('Zeus', 'Leto'), (), ())
    >>> read_persons("Buddhism · Immanuel Kant"), read_persons("Mykola Rudenko and others")
    (('Immanuel Kant',), ('Mykola Rudenko',))
    """
    names: list[str] = []
    for part in _DOT.split(text)[:_MAX_NAMES]:
        name = read_person(part).name
        if name is None:
            continue
        name = _OTHERS.sub("", name)
        if _is_person(name):
            names.extend(_two(name))
    return tuple(names)


def _is_person(name: str) -> bool:
    if ":" in name or "\n" in name or name.count(" ") >= _MAX_WORDS or not any(map(str.isalpha, name)):
        return False
    if name.endswith("ism"):
        return False  # "Influences: Buddhism"
    return _BODY.search(name) is None and _OFFICE.match(name) is None


def _two(name: str) -> list[str]:
    """Return both names of "Zeus and Leto".

    "Norval and Cedella Marley" would lose a surname, "Albert of Saxe-Coburg and Gotha" is one: those stay whole.
    """
    parts = [part.strip(" ,") for part in _AND.split(name)]
    if len(parts) == 1 or not all(part[:1].isupper() for part in parts):
        return [name]
    if any(" of " in part for part in parts) or len({" " in part for part in parts}) > 1:
        return [name]
    return [read_person(part).name or part for part in parts]
