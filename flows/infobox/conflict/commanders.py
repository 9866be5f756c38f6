"""Commanders: one row per person of "Jameh JamehKIA (Republican Guard)", with rank, role and fate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.infobox.conflict.page_names import NO_NAMES, PageNames
from flows.infobox.context import Box, SideColumn
from flows.infobox.items import Item, clean
from flows.infobox.records import CommanderRow
from flows.infobox.values.fates import MARK_ALONE, is_fate
from flows.infobox.values.name_tails import is_letters, is_tenure, may_hide_another, tail_kind
from flows.infobox.values.people import Person, is_counted, may_be_two, read_person
from flows.rules.conflict_words import conflict_words
from flows.rules.words import fold, quantity_words

_TWO_PEOPLE: Final = "two persons of two cells may stand in this line; its words are in infobox_fields"
_GAP: Final = re.compile(
    r"(?<=[^\s\u00a0:,])(?:[ \u00a0]{2,}(?=[\w\"“'])|[ \u00a0]{0,9}\t[ \u00a0\t]{0,9}(?=\S)|[ ]•[ ](?=\w))"
)
# Two persons joined by a lost line break: after the closing bracket of one role comes a capitalised name with a role.
_GLUED: Final = re.compile(r"(?<=\))[ ](?=[A-ZÀ-ÞА-ЯΑ-Ω][^()]{2,80}\([^()]{1,120}\))")
_BEHIND_MARK: Final = re.compile(r"(?<=[)†✝✠‡])[ ](?=[A-ZÀ-ÞА-ЯΑ-Ω])")
_INNER_MARK: Final = re.compile(r"[)†✝✠‡][ ]?[^\W_]")
_SIGN: Final = re.compile(r"[$€£¥₹₽₩%=<>+±§@^~|\\]")
_SEMICOLON: Final = re.compile(r";[ ]?(?![^(]*\))")
_AND: Final = re.compile(r"[ ](?:and|&|und|et|y|e|и)[ ](?![^(]*\))")
_BESIDE: Final = re.compile(r"\([^()]{0,200}\)|[†✝✠‡#]")
_QUOTED: Final = re.compile(r"[\"“„«][^\"“”„«»]{1,80}[\"”“»]")

_TORN: Final = "the name stands on both sides of a mark, a bracket or a dash: it may be two persons, or one and a post"
_WITH_POST: Final = re.compile(r"([^():]{2,80}?)(?::[ ]|[ ][–—-][ ])([^():]{2,120})")
_TITLE: Final = "the title behind the name was read as this person's: the page may mean another person"
_LEFT: Final = "words behind the name, which no column holds; they are in commanders.source_text"
_OPEN_MARK: Final = "a fate printed above persons whose columns are not known: see the page how far down it reaches"
# "Sewsen Bîrhat (YPJ commander) KIA:": the head of the persons below stands behind a person.
_MARK_BEHIND: Final = re.compile(rf"(?P<person>\S.*[\w)])[ ](?P<mark>{MARK_ALONE.pattern})")
# The bracket of the person above, whose line break was lost: "(1st Corps) Emil Renn".
_BRACKET_FIRST: Final = re.compile(r"\(([^()]{1,120})\)[ ](?=[A-ZÀ-ÞА-ЯΑ-Ω])")


class _PrintedPerson(NamedTuple):
    text: str
    role: str | None
    is_marked: bool
    source_text: str
    mark: str = ""


def read_commanders(box: Box, columns: Sequence[SideColumn], names: PageNames = NO_NAMES) -> list[CommanderRow]:
    """Return one row per commander; "Unknown" is a row without a name, a head such as "KIA:" applies to those below.

    Where the columns of a text page are not known, a line may hold the last person of one and the first of the next:
    it is cut where the page's ``names`` prove it, and left out with a note where it only may be two; so is a line
    without a name.
    """
    rows: list[CommanderRow] = []
    layouts = {read.raw.label: read.raw.layout for read in box.fields_of("commander")}
    for column in columns:
        layout = layouts.get(column.label)
        printed_persons = list(_printed_persons(column.items))
        if layout == "cells" and column.side is None:
            printed_persons = list(_of_one_cell(box, column, printed_persons, names))
        _report_open_mark(box, column, printed_persons)
        for printed in printed_persons:
            mark = printed.mark if column.side is not None else ""
            person = read_person(printed.text + mark, printed.role, is_marked=printed.is_marked)
            if (remedy := _unread(person)) is not None:
                box.note("unread-value", column.label, printed.source_text, remedy)
                continue
            if person.name is not None and _is_torn(printed.text, person.name):
                box.note("partly-read", column.label, printed.source_text, _TORN)
            if layout == "commas" and may_hide_another(printed.text):
                box.note("partly-read", column.label, printed.source_text, _TITLE)
            if person.left is not None:
                box.note("partly-read", column.label, f"{person.left} | {printed.source_text}", _LEFT)
            number = len(rows) + 1
            # The parts of a person have the order of the row's columns; the type checker compares them.
            rows.append(
                CommanderRow(
                    box.document_id, box.box_no, number, column.side, column.basis, *person[:7], printed.source_text
                )
            )
    return rows


def _report_open_mark(box: Box, column: SideColumn, persons: Sequence[_PrintedPerson]) -> None:
    """Note a fate above persons of unknown columns: in "KIA: A, B, C" of two columns run together C may be alive."""
    marked = [printed for printed in persons if printed.mark] if column.side is None else []
    if marked:
        text = f"{marked[0].mark}: {marked[0].text} … {marked[-1].text}"
        box.note("partly-read", column.label, text, _OPEN_MARK)


def _unread(person: Person) -> str | None:
    """Return the remedy for a line that gives no row; None for a person."""
    if person.name is None:
        return None if person.is_unknown else "a commander without a name; the words are in infobox_fields"
    if MARK_ALONE.fullmatch(person.name):
        return "the mark of a fate, and nothing shows whose: see the page"
    if not any(map(str.isalpha, person.name)):
        return "no letter and no name; the words are in infobox_fields"
    if conflict_words().elsewhere.fullmatch(person.name):
        return "the words refer to another place, which may name commanders: see the page"
    if is_counted(person.name):
        return "a number of persons and no name; the words are in infobox_fields"
    return None


def _is_torn(printed: str, name: str) -> bool:
    """Return whether something that is no part of a name stands inside the words that were read as one.

    That is a mark, a bracket, a colon, a dash, a sign, or words behind a comma that are no title.
    """
    is_torn = _INNER_MARK.search(printed) is not None and name not in " ".join(printed.split())
    is_torn = is_torn or any(tail_kind(tail.strip()) is None for tail in name.split(",")[1:])
    return is_torn or _SIGN.search(name) is not None or _WITH_POST.fullmatch(name) is not None


def _printed_persons(items: Sequence[Item]) -> Iterator[_PrintedPerson]:
    """Yield the persons, each with the next lines that belong to it.

    Those are a role in parentheses, a fate, a fate mark, years of office and letters of orders.
    """
    mark = ""
    pending: _PrintedPerson | None = None
    for item in items:
        text = item.text
        above = _BRACKET_FIRST.match(text)
        if above is not None and pending is not None and not pending.role and "(" not in pending.text:
            pending = pending._replace(role=above[1].strip(), source_text=f"{pending.source_text}\n{above[0]}")
            text = text[above.end() :]
            item = item._replace(text=text, source_text=text)  # noqa: PLW2901  # its bracket went to the person above
        if pending is not None and (item.is_note or is_fate(text) or is_tenure(text) or _is_role(text, pending)):
            role = text[1:-1].strip() if item.is_note else text
            pending = pending._replace(
                role=f"{pending.role}; {role}" if pending.role else role,
                is_marked=pending.is_marked or item.is_marked,
                source_text=f"{pending.source_text}\n{item.source_text}",
            )
            continue
        if pending is not None and (MARK_ALONE.fullmatch(text) or is_letters(text) or _QUOTED.fullmatch(text)):
            joint = ", " if is_letters(text) else " " if _QUOTED.fullmatch(text) else ""
            pending = pending._replace(
                text=pending.text + joint + text, source_text=f"{pending.source_text}\n{item.source_text}"
            )
            continue
        if pending is not None:
            yield pending
            pending = None
        if item.is_head:
            # "KIA:" applies to the persons below it, until any other head ("Political leaders:").
            words = item.head or ""
            if behind := _MARK_BEHIND.fullmatch(words):
                yield _PrintedPerson(behind["person"], None, False, behind["person"], mark)
                words = behind["mark"]
            mark = words if MARK_ALONE.fullmatch(words) else ""
            continue
        *before, last = _persons_of_line(item)
        yield from (_PrintedPerson(*_post(part), False, part, mark) for part in before)
        pending = _PrintedPerson(*_post(last), item.is_marked, last if before else item.source_text, mark)
    if pending is not None:
        yield pending


def _post(text: str) -> tuple[str, str | None]:
    """Return the person of "1st Corps: Otto Vahl" or "Otto Vahl – 1st Corps", and the post; None without one."""
    if (found := _WITH_POST.fullmatch(text)) is None:
        return text, None
    first, second = found[1].strip(), found[2].strip()
    is_post = _names_post(first)
    if is_post == _names_post(second):
        return text, None
    return (second, first) if is_post else (first, second)


def _names_post(words: str) -> bool:
    """Return whether words hold a number, a unit or an office, as posts do and names do not."""
    found = [fold(word) for word in words.split()]
    things = quantity_words().things
    is_unit = any(things.get(word) == "units" or tail_kind(word) == "office" for word in found)
    return is_unit or any(map(str.isdigit, words))


def _is_role(text: str, above: _PrintedPerson) -> bool:
    """Return whether a line is the office of the person above, whose brackets were lost: "YPJ commander, until May"."""
    words = text.partition(",")[0].split()
    if above.role or "(" in text or len(words) < 2 or not words[-1].islower() or read_person(text).is_unknown:
        return False
    return tail_kind(words[-1]) == "office"


def _of_one_cell(
    box: Box, column: SideColumn, persons: Sequence[_PrintedPerson], names: PageNames
) -> Iterator[_PrintedPerson]:
    """Yield the persons; a line that is two is cut, and one that may be two is noted and left out."""
    for printed in persons:
        name = read_person(printed.text).name or ""
        at = names.second_person(name)
        if at is not None and (place := printed.text.find(name)) >= 0:
            first, second = printed.text[: place + at].rstrip(), printed.text[place + at :]
            yield _PrintedPerson(first, None, False, first)
            yield printed._replace(text=second, source_text=second)
        elif names.may_be_two_people(name) or _is_torn(printed.text, name):
            box.note("unread-value", column.label, printed.source_text, _TWO_PEOPLE)
        else:
            yield printed


def _persons_of_line(item: Item) -> list[str]:
    """Return the persons of one line: two blanks inside it stood for an icon or a line break."""
    body = item.source_text.strip(" *\u00a0•")
    parts = [item.text]
    if "  " in body or "\u00a0 " in body or " \u00a0" in body or "\t" in body or " • " in body:
        cut = _GAP.split(body)
        if len(cut) > 1 and all(part.count("(") == part.count(")") and not part[:1].islower() for part in cut):
            parts = [clean(part) for part in cut]
    parts = [piece for part in parts for piece in (_GLUED.split(part) if part.count("(") > 1 else (part,))]
    parts = [piece for part in parts for piece in _SEMICOLON.split(part) if piece.strip()]
    return [piece for part in parts for both in _behind_mark(part) for piece in _at_and(both)] or [item.text]


def _behind_mark(text: str) -> list[str]:
    """Return two persons where the second's name follows the mark of the first: "Otto Vahl (POW) Emil Renn"."""
    found = _BEHIND_MARK.search(text)
    if found is None or not may_be_two(read_person(text).name or ""):
        return [text]
    parts = [text[: found.start()], text[found.end() :]]
    return parts if all(map(_is_full_name, parts)) else [text]


def _at_and(text: str) -> list[str]:
    """Return the persons of "Otto Vahl and Emil Renn", each of at least two names; else the text."""
    parts = _AND.split(text)
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [text]


def _is_full_name(text: str) -> bool:
    words = _BESIDE.sub(" ", text).split()
    is_name = len(words) > 1 and all(word[:1].isupper() for word in (words[0], words[-1])) and "of" not in words
    return is_name and not any(map(str.isdigit, "".join(words)))
