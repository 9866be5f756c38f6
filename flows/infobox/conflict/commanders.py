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
from flows.infobox.values.name_tails import is_letters, is_tenure, may_hide_another
from flows.infobox.values.people import Person, read_person

_TWO_PEOPLE: Final = "two persons of two cells may stand in this line; its words are in infobox_fields"
_GAP: Final = re.compile(
    r"(?<=[^\s\u00a0:,])(?:[ \u00a0]{2,}(?=[\w\"“'])|[ \u00a0]{0,9}\t[ \u00a0\t]{0,9}(?=\S)|[ ]•[ ](?=\w))"
)
# Two persons joined by a lost line break: after the closing bracket of one role comes a capitalised name with a role.
_GLUED: Final = re.compile(r"(?<=\))[ ](?=[A-ZÀ-ÞА-ЯΑ-Ω][^()]{2,80}\([^()]{1,120}\))")

_TITLE: Final = "the title behind the name was read as this person's: the page may mean another person"
_LEFT: Final = "letters behind the name, which no column holds; the words are in commanders.source_text"


class _PrintedPerson(NamedTuple):
    text: str
    role: str | None
    is_marked: bool
    source_text: str


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
        for printed in printed_persons:
            person = read_person(printed.text, printed.role, is_marked=printed.is_marked)
            if (remedy := _unread(person)) is not None:
                box.note("unread-value", column.label, printed.source_text, remedy)
                continue
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


def _unread(person: Person) -> str | None:
    """Return the remedy for a line that gives no row; None for a person."""
    if person.name is None:
        return None if person.is_unknown else "a commander without a name; the words are in infobox_fields"
    if MARK_ALONE.fullmatch(person.name):
        return "the mark of a fate, and nothing shows whose: see the page"
    return None


def _printed_persons(items: Sequence[Item]) -> Iterator[_PrintedPerson]:
    """Yield the persons, each with the next lines that belong to it.

    Those are a role in parentheses, a fate, a fate mark, years of office and letters of orders.
    """
    mark = ""
    pending: _PrintedPerson | None = None
    for item in items:
        text = item.text
        if pending is not None and (item.is_note or is_fate(text) or is_tenure(text)):
            role = text[1:-1].strip() if item.is_note else text
            pending = pending._replace(
                role=f"{pending.role}; {role}" if pending.role else role,
                is_marked=pending.is_marked or item.is_marked,
                source_text=f"{pending.source_text}\n{item.source_text}",
            )
            continue
        if pending is not None and (MARK_ALONE.fullmatch(text) or is_letters(text)):
            joint = "" if MARK_ALONE.fullmatch(text) else ", "
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
            mark = words if MARK_ALONE.fullmatch(words) else ""
            continue
        *before, last = _persons_of_line(item)
        yield from (_PrintedPerson(part + mark, None, False, part) for part in before)
        pending = _PrintedPerson(last + mark, None, item.is_marked, last if before else item.source_text)
    if pending is not None:
        yield pending


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
        elif names.may_be_two_people(name):
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
    return [piece for part in parts for piece in (_GLUED.split(part) if part.count("(") > 1 else (part,))]
