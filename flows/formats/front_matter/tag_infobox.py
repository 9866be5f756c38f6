"""The infobox in the first tags of an exported article's front matter ("Siege of X", "the Y war", "A", "B")."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flows.model import InfoboxField
from flows.rules.files import read_rules
from flows.rules.word_file_types import HeadingsFile

# A year in a note after a name ("Lorish Legion (until 1824)") does not make it a category.
_NOTE: Final = re.compile(r"[ ]\([^()]{1,100}\)\Z")
_WORD: Final = re.compile("\\w+")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}|[\U0001f3f4]")
_MAX_WORDS: Final = 200


def conflict_fields(
    subject: str, tags: tuple[str, ...], dates: tuple[str, ...], places: tuple[str, ...]
) -> tuple[InfoboxField, ...]:
    r"""Return the fields conflict, partof, combatant1–3, date and place of a page whose front matter has them.

    The exports print the infobox before the categories in one list of tags, in fixed order, and leave out fields that
    the infobox lacked. A page without ``date`` and ``place`` has no infobox at all. So position and structure decide:
    the tag after the name is "part of" when it begins like one ("the …"), names a war, or is followed by two
    combatants.

    >>> fields = conflict_fields("Siege of X", ("Siege of X", "the Y war", "A", "B", "Sieges"), ("1 May 1945",), ("X",))
    >>> [(field.label, field.source_text) for field in fields][:4]
    [('conflict', 'Siege of X'), ('partof', 'the Y war'), ('combatant1', 'A'), ('combatant2', 'B')]
    >>> conflict_fields("War crime", ("War crimes", "International law"), (), ())
    ()
    """
    if not tags or not (dates or places):
        return ()
    found: list[InfoboxField] = []
    rest = list(tags)
    if _shares_words(rest[0], subject) or (dates and places and len(rest) > 1 and _opens_part_of(rest[1])):
        found.append(InfoboxField("conflict", rest.pop(0), "lines"))
    elif not _opens_part_of(rest[0]):
        return ()
    if rest and _is_part_of(rest, subject):
        found.append(InfoboxField("partof", rest.pop(0), "lines"))
    for number in (1, 2, 3):
        if not rest or not _is_combatant(rest[0], subject, must_show=number == 3):
            break
        found.append(InfoboxField(f"combatant{number}", rest.pop(0), "lines"))
    if dates:
        found.append(InfoboxField("date", "\n".join(dates), "lines"))
    if places:
        found.append(InfoboxField("place", "\n".join(places), "lines"))
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())[:_MAX_WORDS])


def _shares_words(tag: str, subject: str) -> bool:
    """Return whether a tag is the subject's name: it begins with it, or most of the words are the same.

    A lower-case article begins "part of" ("the foreign involvement in the Syrian civil war"), never a name.
    """
    name = subject.split(" (", 1)[0].strip().casefold()
    if name and tag.strip().casefold().startswith(name):
        return True
    tag_words, subject_words = _words(tag), _words(subject)
    common = len(tag_words & subject_words)
    shorter, longer = sorted((len(tag_words), len(subject_words)))
    return common > 0 and 5 * common >= 3 * shorter and 5 * common >= 2 * longer and not tag.startswith("the ")


def _names_a_war(tag: str) -> bool:
    return not _word_lists()["wars"].isdisjoint(_words(tag))


def _opens_part_of(tag: str) -> bool:
    """Return whether a tag begins like the phrase after "Part of" ("the Y succession"), or names a war."""
    return _FLAG.search(tag) is None and (tag.lstrip().startswith("the ") or _names_a_war(tag))


def _is_part_of(tags: list[str], subject: str) -> bool:
    """Return whether the first tag after the name is "part of": no list of combatants, and followed by two."""
    if _opens_part_of(tags[0]):
        return True
    if _shows_combatants(tags[0]) or not _is_combatant(tags[0], subject, must_show=False):
        return False
    return len(tags) > 2 and all(_is_combatant(tag, subject, must_show=False) for tag in tags[1:3])


def _shows_combatants(tag: str) -> bool:
    """Return whether a tag was visibly a value of several lines, or one with flags."""
    return "\n" in tag.strip() or _FLAG.search(tag) is not None or tag != tag.strip() or "  " in tag


def _is_combatant(tag: str, subject: str, *, must_show: bool) -> bool:
    """Return whether a tag lists combatants and is not a category.

    The lines of an infobox value, a flag, or white space at an end are evidence. A third combatant needs such evidence,
    because categories follow. A single plain name is a combatant unless it looks like a category.
    """
    if _shows_combatants(tag):
        return True
    words = _words(_NOTE.sub("", tag))
    sounds_like_category = not _word_lists()["categories"].isdisjoint(words) or any(
        word.isdigit() and len(word) > 2
        for word in words  # a year; "Movement of 9 March" is not a category
    )
    return not (must_show or sounds_like_category or _shares_words(tag, subject) or _names_a_war(tag))


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    entries = read_rules(HeadingsFile)["tags"]
    return {name: frozenset(word.casefold() for word in words) for name, words in entries.items()}
