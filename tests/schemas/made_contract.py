"""A small contract to be changed in one place, for tests of what each change is taken for."""

from __future__ import annotations

from typing import Any

from schemas.contract import CheckTerms, ColumnTerms, Contract, TableTerms, Version
from schemas.tables import ForeignKey

ID = ColumnTerms("document_id", "text", False, "Key.")
NO = ColumnTerms("battle_no", "int32", False, "Number.")
KIND = ColumnTerms("kind", "text", False, "What it was. One of: siege, raid.", words=("siege", "raid"))
DAYS = ColumnTerms("days", "int32", True, "How long.", "days", "the page")
PART = ColumnTerms("part_no", "int32", True, "What it is a part of.")
TO_DOCUMENTS = ForeignKey(("document_id",), "documents", ("document_id",))

AT_LEAST = CheckTerms("at-least", "days", "at least 0", "is less than 0", "mend it")
WORDS = CheckTerms("known-word", "kind", "one of its words", "is not one of siege, raid", "add the word")
ORDER = CheckTerms("part-before", "part_no", "part_no < battle_no", "is not before", "number it", True)

DOCUMENTS = TableTerms("Pages.", "one row per page", ("document_id",), (), None, (ID,), ())
BATTLES = TableTerms(
    "Battles.",
    "one row per battle",
    ("document_id", "battle_no"),
    (TO_DOCUMENTS,),
    "part_no",
    (ID, NO, KIND, DAYS, PART),
    (AT_LEAST, WORDS, ORDER),
)
MADE = Contract(Version(1, 2, 3), {"battles": BATTLES, "documents": DOCUMENTS})


def with_table(**changes: Any) -> Contract:
    """Return the contract with another ``battles``."""
    return MADE._replace(tables={**MADE.tables, "battles": BATTLES._replace(**changes)})


def with_column(name: str, /, **changes: Any) -> Contract:
    """Return the contract with one column of ``battles`` changed."""
    return with_table(
        columns=tuple(each._replace(**changes) if each.name == name else each for each in BATTLES.columns)
    )


def with_check(name: str, /, **changes: Any) -> Contract:
    """Return the contract with one check of ``battles`` changed."""
    return with_table(checks=tuple(each._replace(**changes) if each.name == name else each for each in BATTLES.checks))


def without_check(name: str) -> Contract:
    """Return the contract without one check of ``battles``."""
    return with_table(checks=tuple(each for each in BATTLES.checks if each.name != name))
