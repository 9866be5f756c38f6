"""The contract of what conflict infoboxes say: the conflict, and per side who fought, who led, what was lost."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns, vocabulary
from schemas.checks import READER_REMEDY, Check, at_least, row_check
from schemas.columns import Table

DURATION_TOLERANCE_DAYS = 2
"""Months are of uneven length and some authors count the last day: "2 months and 3 days" is 62 to 65 days."""

DATES_REMEDY = (
    "see which words were read as dates: infobox-etl explain DOCUMENT; report the page if its words are plain"
)
COUNTS_REMEDY = "see source_text, and its box: infobox-etl explain DOCUMENT; report the page if its words are plain"


def _date_is_complete(end: str, /, **breaks: object) -> Check:
    """Return the check that a date is set exactly when its precision is "day"; no date before the year 1 is set."""
    date, precision, edtf = f"{end}_date", f"{end}_precision", f"{end}_edtf"
    return row_check(
        f"{end}-date-with-precision",
        precision,
        f"CASE WHEN COALESCE(STARTS_WITH({edtf}, '-'), FALSE) THEN {date} IS NULL "
        f"ELSE ({date} IS NOT NULL) = ({precision} IS NOT DISTINCT FROM 'day') END",
        f"does not go with {date}: the precision is day exactly when the date is complete",
        DATES_REMEDY,
        **breaks,
    )


class Conflicts(Table):
    """What each conflict infobox says of the conflict itself."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    name: pl.String = columns.text("Name of the conflict.", "Deir ez-Zor offensive")
    part_of: pl.List = columns.items("Larger conflicts it belongs to.", ["Battle of Deir ez-Zor"])
    start_date: pl.Date = columns.column("First day; null unless day, month and year are known.", None, nullable=True)
    end_date: pl.Date = columns.column("Last day; null unless complete, and while ongoing.", None, nullable=True)
    start_precision: pl.String = columns.word(
        "How exactly the beginning is known; a day before Christ is a day too, though start_date cannot hold it.",
        None,
        vocabulary.PRECISIONS,
        nullable=True,
    )
    end_precision: pl.String = columns.word("How exactly the end is known.", None, vocabulary.PRECISIONS, nullable=True)
    start_edtf: pl.String = columns.text(
        "Beginning in Extended Date/Time Format: also years before 1, counted like astronomers do (48 BC is -0047), "
        "seasons and centuries.",
        None,
        nullable=True,
    )
    end_edtf: pl.String = columns.text("End in Extended Date/Time Format.", None, nullable=True)
    is_ongoing: pl.Boolean = columns.column("Whether the infobox calls the conflict ongoing.", example=False)
    is_circa: pl.Boolean = columns.column("Whether the dates are printed as approximate.", example=False)
    duration_days_stated: pl.Int64 = columns.column(
        "Duration the infobox itself states; its months and years are counted from the start.",
        None,
        at_least(0),
        nullable=True,
        unit="days",
    )
    place: pl.String = columns.text(
        "Place, as printed, never split, without its coordinates.", "Deir ez-Zor Governorate, Syria", nullable=True
    )
    latitude: pl.Float64 = columns.latitude(35.33)
    longitude: pl.Float64 = columns.longitude(40.15)
    result: pl.List = columns.items("Results, one item each, as printed.", ["Syrian government victory"])
    outcome: pl.String = columns.word("Who prevailed, by the words of the result.", "side_1", vocabulary.OUTCOMES)
    status: pl.List = columns.items("States of an ongoing conflict, as printed.", [])
    territory: pl.List = columns.items("Territorial changes, one item each.", [])
    caption: pl.String = columns.text("Caption of the infobox's image.", None, nullable=True)
    date_text: pl.String = columns.text("The words the dates were read from.", None, nullable=True)
    unread: pl.String = columns.unread("date_text")

    _row_checks = (
        columns.in_order(
            "dates-in-order",
            "start_date",
            "end_date",
            DATES_REMEDY,
            start_date=dt.date(2017, 11, 17),
            start_precision="day",
            end_date=dt.date(2017, 9, 14),
            end_precision="day",
        ),
        _date_is_complete("start", start_precision="day"),
        _date_is_complete("end", end_date=dt.date(2017, 11, 17), end_precision="month"),
        row_check(
            "ongoing-has-no-end",
            "is_ongoing",
            "NOT is_ongoing OR (end_date IS NULL AND end_precision IS NULL)",
            "has an end all the same",
            DATES_REMEDY,
            is_ongoing=True,
            end_precision="year",
        ),
        row_check(
            "stated-duration",
            "duration_days_stated",
            "CAST(end_date AS BIGINT) - CAST(start_date AS BIGINT) - duration_days_stated "
            f"BETWEEN -{DURATION_TOLERANCE_DAYS} AND {DURATION_TOLERANCE_DAYS}",
            f"is more than {DURATION_TOLERANCE_DAYS} days off end_date − start_date",
            "compare date_text: a date was misread (report the page), or the page contradicts itself and the row "
            "rightly stays in violations",
            start_date=dt.date(2017, 9, 14),
            start_precision="day",
            end_date=dt.date(2017, 11, 17),
            end_precision="day",
            duration_days_stated=67,
        ),
        columns.coordinates_check(),
    )


class Belligerents(Table):
    """Who fought, by side."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    belligerent_no: pl.Int32 = columns.number_in("infobox")
    side: pl.Int16 = columns.side()
    side_basis: pl.String = columns.side_basis()
    name: pl.String = columns.text("Name, without flag and remarks.", "Fatah al-Intifada")
    relation: pl.String = columns.word("How it takes part.", "allied", vocabulary.RELATIONS)
    group_label: pl.String = columns.text("Heading it stands under.", "Allied militias", nullable=True)
    parent_no: pl.Int32 = columns.column("belligerent_no of the one it belongs to.", None, nullable=True)
    depth: pl.Int16 = columns.size("Depth in the printed list, 0 at the top.", 0, "levels")
    country_flag: pl.String = columns.country_flag()
    note: pl.String = columns.note()
    source_text: pl.String = columns.source_text("Allied militias: Fatah al-Intifada")
    side_evidence: pl.String = columns.side_evidence()

    _row_checks = (*columns.SIDE_CHECKS, columns.parent_before("parent_no", "belligerent_no"))


class Commanders(Table):
    """Who led, by side."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    commander_no: pl.Int32 = columns.number_in("infobox")
    side: pl.Int16 = columns.side()
    side_basis: pl.String = columns.side_basis()
    rank: pl.String = columns.text("Rank, as printed.", "Maj. Gen.", nullable=True)
    name: pl.String = columns.text("Name without rank, nickname and marks.", "Issam Zahreddine", nullable=True)
    nickname: pl.String = columns.text("Nickname, without quotes.", None, nullable=True)
    role: pl.String = columns.text(
        "The words in parentheses behind the name, or the title or office behind a comma.",
        "Republican Guard",
        nullable=True,
    )
    fate: pl.String = columns.word(
        "What the mark behind the name says; marked where the mark's meaning was lost with its image.",
        "killed",
        vocabulary.FATES,
    )
    is_unknown: pl.Boolean = columns.column('Whether the infobox prints "Unknown" in place of a name.', example=False)
    country_flag: pl.String = columns.country_flag()
    source_text: pl.String = columns.source_text("Maj. Gen. Issam Zahreddine (Republican Guard)KIA")
    side_evidence: pl.String = columns.side_evidence()

    _row_checks = (
        *columns.SIDE_CHECKS,
        row_check(
            "unknown-has-no-name",
            "name",
            "(name IS NULL) = is_unknown",
            "does not go with is_unknown: the name is null exactly when the commander is unknown",
            "see source_text and report the page: a mark or a rank may have taken the name",
            name=None,
        ),
    )


class Units(Table):
    """Which units took part, by side, as a tree."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    unit_no: pl.Int32 = columns.number_in("infobox", example=3)
    side: pl.Int16 = columns.side()
    side_basis: pl.String = columns.side_basis()
    name: pl.String = columns.text("Name of the unit.", "17th Division")
    depth: pl.Int16 = columns.size("Depth in the tree, 0 at the top.", 1, "levels")
    parent_no: pl.Int32 = columns.column("unit_no of the unit it belongs to; null at the top.", 1, nullable=True)
    is_cross_reference: pl.Boolean = columns.column('Whether the infobox only prints "See Units".', example=False)
    section_no: pl.Int32 = columns.column("Section a cross-reference leads to, where it exists.", None, nullable=True)
    note: pl.String = columns.note()
    source_text: pl.String = columns.source_text("** 17th Division")
    side_evidence: pl.String = columns.side_evidence()

    _row_checks = (
        *columns.SIDE_CHECKS,
        columns.parent_before("parent_no", "unit_no"),
        row_check(
            "parent-below-the-top",
            "parent_no",
            "(parent_no IS NULL) = (depth = 0)",
            "does not go with its depth: the parent is null exactly at depth 0",
            "see the printed list: infobox-etl explain DOCUMENT; report the page if its depths are plain",
            parent_no=None,
        ),
    )


def _statement_checks(own: str) -> tuple[Check, ...]:
    """Return the checks that strengths and casualties share: both are statements of a number."""
    return (
        *columns.SIDE_CHECKS,
        columns.in_order("counts-in-order", "count_min", "count_max", COUNTS_REMEDY, count_min=301, count_max=300),
        row_check(
            "words-or-counts",
            "qualitative",
            "qualitative IS NULL OR (count_min IS NULL AND count_max IS NULL)",
            "stands beside a count: a statement is either counted or in words",
            COUNTS_REMEDY,
            qualitative="Heavy",
        ),
        row_check(
            "not-its-own-part",
            "parent_no",
            f"parent_no <> {own}",
            "is the statement itself",
            "give the number of the total this statement is a part of",
            **{own: 1, "parent_no": 1},
        ),
    )


class Strengths(Table):
    """How strong each side was: one statement each."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    strength_no: pl.Int32 = columns.number_in("infobox")
    side: pl.Int16 = columns.side()
    side_basis: pl.String = columns.side_basis()
    kind: pl.String = columns.word("What is counted.", "personnel", vocabulary.STRENGTH_KINDS)
    what: pl.String = columns.text("What is counted, in the source's words.", "soldiers and policemen", nullable=True)
    count_min: pl.Int64 = columns.count('Least number stated: 150 in "150+ tanks", 0 in "None".', 9000)
    count_max: pl.Int64 = columns.count('Greatest number stated; null where it is open, as in "150+ tanks".', 9000)
    is_approximate: pl.Boolean = columns.column("Whether the number is printed as approximate.", example=False)
    qualitative: pl.String = columns.text(
        'A strength in words ("Heavy"); both counts are null then.', None, nullable=True
    )
    claimant: pl.String = columns.text("Who says so, where the statement names them.", None, nullable=True)
    note: pl.String = columns.note()
    parent_no: pl.Int32 = columns.column("strength_no of the total this is a part of.", None, nullable=True)
    source_text: pl.String = columns.source_text("9,000 soldiers and policemen")
    side_evidence: pl.String = columns.side_evidence()
    unread: pl.String = columns.unread("the statement")

    _row_checks = _statement_checks("strength_no")


class Casualties(Table):
    """What each side lost: one statement each."""

    document_id: pl.String = columns.document_id()
    box_no: pl.Int32 = columns.number_in("document")
    casualty_no: pl.Int32 = columns.number_in("infobox")
    side: pl.Int16 = columns.side()
    side_basis: pl.String = columns.side_basis()
    kind: pl.String = columns.word("What happened to them.", "killed", vocabulary.CASUALTY_KINDS)
    who: pl.String = columns.word("Whom the statement is about.", "military", vocabulary.WHO)
    what: pl.String = columns.text("Who or what was lost, in the source's words.", "fighters", nullable=True)
    count_min: pl.Int64 = columns.count('Least number stated: 300 in "300+ killed", 0 in "None".', 300)
    count_max: pl.Int64 = columns.count('Greatest number stated; null where it is open, as in "300+ killed".', None)
    is_approximate: pl.Boolean = columns.column("Whether the number is printed as approximate.", example=False)
    qualitative: pl.String = columns.text('A loss in words ("Heavy"), without counts.', None, nullable=True)
    claimant: pl.String = columns.text("Who says so, where the statement names them.", "SOHR", nullable=True)
    period_start: pl.Date = columns.column("First day the statement covers.", None, nullable=True)
    period_end: pl.Date = columns.column("Last day the statement covers.", None, nullable=True)
    period_text: pl.String = columns.text("The words the period was read from.", None, nullable=True)
    note: pl.String = columns.note()
    parent_no: pl.Int32 = columns.column("casualty_no of the total this is a part of.", None, nullable=True)
    source_text: pl.String = columns.source_text("300+ fighters killed (SOHR claim)")
    side_evidence: pl.String = columns.side_evidence()
    unread: pl.String = columns.unread("the statement")

    _row_checks = (
        *_statement_checks("casualty_no"),
        columns.in_order(
            "period-in-order",
            "period_start",
            "period_end",
            READER_REMEDY,
            period_start=dt.date(2017, 10, 13),
            period_end=dt.date(2017, 9, 29),
        ),
    )
