"""The contract of what a page is made of: documents, their sections and their tags."""

from __future__ import annotations

import polars as pl

from schemas import columns, vocabulary
from schemas.checks import between, matches, row_check
from schemas.columns import Table

SHA256 = r"^[0-9a-f]{64}$"


class Documents(Table):
    """What is known of each input document, and its clean text; issues names the inputs that gave none."""

    document_id: pl.String = columns.document_id()
    source: pl.String = columns.source()
    content_sha256: pl.String = columns.column(
        "SHA-256 of the input's raw bytes, in hex.",
        "4142235f9dc32b56c6aa6e3a1a6a3b4d7a8c9d0e1f2031425364758697a8b9ca",
        matches(SHA256, "64 hex digits", "hash the bytes as read, before decoding"),
    )
    shape: pl.String = columns.word(
        "Which kind of text the input is; it decides which reader took it.", "wiki_page", vocabulary.SHAPES
    )
    encoding: pl.String = columns.text("Codec the bytes were decoded with, by its Python name.", "utf-8")
    encoding_basis: pl.String = columns.word("What decided for the encoding.", "valid_utf8", vocabulary.ENCODING_BASES)
    encoding_confidence: pl.Float64 = columns.column(
        "How sure the encoding is: the share of such decisions that were right when measured, 1.0 where the bytes "
        "prove it.",
        1.0,
        between(0.0, 1.0),
    )
    title: pl.String = columns.text("Title of the page.", "Deir ez-Zor offensive (September–November 2017)")
    publisher: pl.String = columns.text(
        "Who published the page.", "Wikipedia", nullable=True, source="the page itself, else sources.toml beside it"
    )
    author: pl.String = columns.text("Who wrote the page, as printed.", None, nullable=True)
    published_date: pl.Date = columns.column("Day the page was published, as the page states it.", None, nullable=True)
    source_url: pl.String = columns.text(
        "Address the page came from.",
        "https://en.wikipedia.org/wiki/Deir_ez-Zor",
        nullable=True,
        source="the page itself, else sources.toml beside it",
    )
    language: pl.String = columns.text(
        "Language of the page (BCP 47) where it is stated; it is never guessed.", "en", nullable=True
    )
    license: pl.String = columns.text("Licence of the page where it is stated.", "CC-BY-SA-4.0", nullable=True)
    text: pl.String = columns.column(
        "Clean body: debris, furniture and infobox taken out, headings as Markdown. Null when withheld (--facts-only).",
        "Syria’s army advanced.",
        nullable=True,
    )
    input_bytes: pl.Int64 = columns.size("Size of the input.", 2142, "bytes")
    input_characters: pl.Int64 = columns.size("Length of the input after decoding.", 2101, "characters")
    text_characters: pl.Int64 = columns.size("Length of text, also where it is withheld.", 22, "characters")
    edit_count: pl.Int64 = columns.size("How many changes led from the input to text.", 12, "edits")
    issue_count: pl.Int64 = columns.size("How many issues its reading raised.", 0, "issues")
    duplicate_of: pl.String = columns.column(
        "Document whose content is the same, byte for byte, and that comes first by source; null for that first one.",
        None,
        matches(r"^[0-9a-f]{16}$", "16 hex digits", "name the first document by its document_id"),
        nullable=True,
    )

    _row_checks = (
        row_check(
            "length-of-text",
            "text_characters",
            "LENGTH(text) = text_characters",
            "is not the length of text",
            "count the characters of the text that is published",
            text_characters=23,
        ),
        row_check(
            "not-its-own-duplicate",
            "duplicate_of",
            "duplicate_of <> document_id",
            "is the document itself",
            "leave duplicate_of null for the first of equal documents",
            duplicate_of="efcc13ed975c27b8",
        ),
    )


class Sections(Table):
    """The text between two headings."""

    document_id: pl.String = columns.document_id()
    section_no: pl.Int32 = columns.number_in("document", example=2)
    parent_section_no: pl.Int32 = columns.column(
        "section_no of the section this one belongs to; null at the top.", None, nullable=True
    )
    level: pl.Int16 = columns.size("Depth of the heading: 0 the lead, 1 the highest below the title.", 1, "levels")
    heading: pl.String = columns.text("The heading without its marks; null for the lead.", "Units", nullable=True)
    text: pl.String = columns.column(
        "Text up to the next heading, without the heading. Null when withheld (--facts-only).",
        "The 137th Brigade held.",
        nullable=True,
    )

    _row_checks = (
        columns.parent_before("parent_section_no", "section_no"),
        row_check(
            "heading-below-the-lead",
            "heading",
            "(heading IS NULL) = (level = 0)",
            "does not go with its level: the heading is null exactly at level 0",
            "give the lead level 0 and no heading, every other section both",
            heading=None,
        ),
    )


class Tags(Table):
    """The tags a page was filed under."""

    document_id: pl.String = columns.document_id()
    tag_no: pl.Int32 = columns.number_in("document")
    tag: pl.String = columns.text("The tag, as printed.", "Syrian civil war")
