"""The contract of what is said of the data itself: what was changed, what needs a person, what broke the contract."""

from __future__ import annotations

import polars as pl

from schemas import columns, vocabulary
from schemas.checks import VOCABULARY_REMEDY, finite, matches, not_empty, row_check
from schemas.columns import Table

ID = r"^[a-z0-9]+([-_.][a-z0-9]+)*$"


class Edits(Table):
    """Every change that led from an input to its clean text; undone from last to first they give the input back."""

    document_id: pl.String = columns.document_id()
    edit_no: pl.Int32 = columns.number_in("document")
    step: pl.String = columns.word("Which step made the change.", "debris", vocabulary.STEPS)
    rule: pl.String = columns.column(
        "Id of the rule that made the change.",
        "image-size",
        matches(ID, "the id of a rule", "use the id of a rule; infobox-etl rules lists them"),
        source="the product's rules: infobox-etl rules",
    )
    start: pl.Int32 = columns.size("Where it was made, in the text with all earlier edits applied.", 3, "characters")
    before: pl.String = columns.column("What stood there.", "17px ")
    after: pl.String = columns.column("What stands there now.", "")
    score: pl.Float64 = columns.column(
        "Score of the classifier where one decided (0 furniture, 1 body); of a doubtful repair the share of the line's "
        "non-ASCII characters that it explains.",
        None,
        finite(),
        nullable=True,
    )
    reasons: pl.String = columns.text(
        "Why, the weightiest reason first, where there were several.", None, nullable=True
    )

    _row_checks = (
        row_check(
            "changes-something",
            "after",
            "before <> after",
            "is what stood there before",
            "leave out the edit: it changes nothing",
            after="17px ",
        ),
    )


class Issues(Table):
    """What needs a person: unknown labels, values no reader could read, inputs that gave no document."""

    document_id: pl.String = columns.document_id(nullable=True)
    source: pl.String = columns.source()
    code: pl.String = columns.column(
        "Kind of issue; -mismatch, dates-out-of-order and period-outside-conflict quote two statements "
        "of one page that cannot both be true.",
        "unknown-label",
        matches(ID, "an issue code", "write codes in lower case with hyphens"),
    )
    where: pl.String = columns.column("Line, field or byte offset it is about.", "Casualties1")
    text: pl.String = columns.column("The words it is about, cut to 300 characters.", "7 eaten (SOHR claim)")
    remedy: pl.String = columns.column(
        "What to do about it.",
        "the value is kept in infobox_fields; all such labels: SELECT * FROM issues WHERE code = 'unknown-label'",
        not_empty("say what to do about the issue"),
    )


class Violations(Table):
    """Rows that broke the contract and are kept out of their tables, once per broken rule."""

    table: pl.String = columns.text("Table the row was kept out of.", "casualties")
    document_id: pl.String = columns.document_id(nullable=True)
    source: pl.String = columns.column("Input the row came from; '' where it is not known.", "004_55bf205f7ace9138.txt")
    check: pl.String = columns.column(
        "Name of the broken rule; parent-rejected for a row whose parent broke one.",
        "known-word",
        matches(ID, "the name of a check", "name checks in lower case with hyphens"),
    )
    column: pl.String = columns.text("Column the rule is about.", "kind", nullable=True)
    value: pl.String = columns.column("Value of that column, as text.", "eaten", nullable=True)
    source_text: pl.String = columns.column("The words the row was read from.", "7 eaten (SOHR claim)", nullable=True)
    row: pl.String = columns.text("The whole row as a JSON object; long texts are cut.", "{}")
    remedy: pl.String = columns.text("How to mend it.", VOCABULARY_REMEDY)
