"""Validation of one batch: checks over several rows and tables, what falls with a rejected row, what ends the run."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import ContractBrokenError
from flows.validate.arrow import frame
from flows.validate.frames import UnfitRowError
from flows.validate.integrity import CROSS_CHECKS
from flows.validate.rows import Validated, validate
from schemas.checks import VOCABULARY_REMEDY
from schemas.tables import TABLES
from tests.validate.contract_rows import DOCUMENT, SOURCE, SOURCES, batch, example, rows, validate_rows

OTHER = "f" * 16
Case = tuple[Callable[[], Validated], str, int]


def told(result: Validated, check: str) -> list[dict[str, object]]:
    return result.violations.filter(check=check).to_dicts()


def _unfit() -> Validated:
    good = {name: table.rows() for name, table in batch().items()}
    return validate_rows(good | {"tags": [(DOCUMENT, 1, "kept"), (DOCUMENT, 2, "\ud800")]})


def _cycle() -> Validated:
    ring = [{"strength_no": 1, "parent_no": 2}, {"strength_no": 2, "parent_no": 1}]
    return validate(
        batch(strengths=rows("strengths", *ring, {"strength_no": 3, "parent_no": 1}, {"strength_no": 4})), {}
    )


def _total() -> Validated:
    parts = [{"casualty_no": number, "parent_no": 1, "count_min": 60, "count_max": None} for number in (2, 3)]
    total = {"casualty_no": 1, "kind": "casualties", "count_min": 119, "count_max": 119}
    return validate(batch(casualties=rows("casualties", total, *parts, {"casualty_no": 4})), {})


# Each check that is not a rule of a Pandera class: what breaks it, in which table, how many rows break it.
CASES: dict[str, Case] = {
    "not-null": (lambda: validate(batch(tags=rows("tags", {"tag": None}, {"tag_no": 2})), {}), "tags", 1),
    "fits-column": (_unfit, "tags", 1),
    "unique-key": (lambda: validate(batch(tags=rows("tags", {}, {}, {"tag_no": 2})), {}), "tags", 2),
    "parent-exists": (
        lambda: validate(batch(belligerents=rows("belligerents", {"belligerent_no": 9, "parent_no": 8}, {})), {}),
        "belligerents",
        1,
    ),
    "parent-without-cycle": (_cycle, "strengths", 3),
    "in-documents": (lambda: validate(batch(tags=rows("tags", {"document_id": OTHER}, {})), {}), "tags", 1),
    "in-boxes": (
        lambda: validate(batch(infobox_fields=rows("infobox_fields", {"box_no": 2}, {})), SOURCES),
        "infobox_fields",
        1,
    ),
    "in-infobox-fields": (
        lambda: validate(batch(commanders=rows("commanders", {"box_no": 2}, {})), {}),
        "commanders",
        1,
    ),
    "in-sections": (
        lambda: validate(
            batch(
                units=rows(
                    "units",
                    {"unit_no": 1, "depth": 0, "parent_no": None, "section_no": 7},
                    {"depth": 0, "parent_no": None, "section_no": 2},
                )
            ),
            {},
        ),
        "units",
        1,
    ),
    "parts-within-total": (_total, "casualties", 1),
    "parent-rejected": (
        lambda: validate(
            batch(
                documents=rows("documents", {"title": ""}),
                boxes=frame("boxes", ()),
                infobox_fields=frame("infobox_fields", ()),
                units=frame("units", ()),
                edits=frame("edits", ()),
            ),
            SOURCES,
        ),
        "sections",
        1,
    ),
}
JUDGED_OVER_THE_WHOLE_RUN = {"edits-complete"}


@pytest.mark.parametrize("check", CASES)
def test_each_check_over_several_rows_is_caught_and_told(check: str) -> None:
    build, table, count = CASES[check]
    found = told(build(), check)
    assert [row["table"] for row in found] == [table] * count
    assert {row["remedy"] for row in found} == {CROSS_CHECKS[check].remedy}


def test_no_check_is_without_a_violating_case() -> None:
    assert set(CASES) | JUDGED_OVER_THE_WHOLE_RUN == set(CROSS_CHECKS)


def test_a_clean_batch_passes_as_it_is() -> None:
    frames = batch()
    result = validate(frames, SOURCES)
    assert result.violations.height == 0
    assert all(result.frames[name].equals(table) for name, table in frames.items())
    assert list(result.frames) == list(TABLES)


def test_no_rows_at_all_pass() -> None:
    result = validate({}, {})
    assert {name: table.height for name, table in result.frames.items()} == dict.fromkeys(TABLES, 0)


def test_a_violation_tells_where_what_and_what_to_do() -> None:
    casualties = rows("casualties", {"kind": "eaten", "source_text": "7 eaten (SOHR claim)"}, {"casualty_no": 2})
    result = validate(batch(casualties=casualties), SOURCES)
    assert result.frames["casualties"]["casualty_no"].to_list() == [2]
    row = result.violations.row(0, named=True)
    whole = json.loads(row.pop("row"))
    assert row == {
        "table": "casualties",
        "document_id": DOCUMENT,
        "source": SOURCE,
        "check": "known-word",
        "column": "kind",
        "value": "eaten",
        "source_text": "7 eaten (SOHR claim)",
        "remedy": VOCABULARY_REMEDY,
    }
    assert whole == example("casualties", kind="eaten", source_text="7 eaten (SOHR claim)")


def test_a_row_that_breaks_two_rules_is_told_twice() -> None:
    result = validate(batch(tags=rows("tags", {"tag": " ", "tag_no": 0})), SOURCES)
    assert result.violations.select("check", "column", "value").rows() == [
        ("at-least", "tag_no", "0"),
        ("not-empty", "tag", " "),
    ]


def test_with_a_document_goes_everything_it_holds() -> None:
    issues = rows("issues", {}, {"document_id": None})
    frames = batch(documents=rows("documents", {"shape": "scroll"}), tags=rows("tags", {}), issues=issues)
    result = validate(frames, SOURCES)
    left = {name: table.height for name, table in result.frames.items() if table.height}
    assert left == {"issues": 1, "violations": result.violations.height}
    follow = result.violations.filter(check="parent-rejected")
    assert sorted(follow["table"]) == [
        "boxes",
        "edits",
        "infobox_fields",
        "issues",
        "sections",
        "tags",
        "units",
        "units",
    ]
    assert set(follow["source"]) == {SOURCE}


def test_with_the_only_field_of_a_box_go_the_rows_read_from_it() -> None:
    frames = batch(infobox_fields=rows("infobox_fields", {"label": ""}), commanders=rows("commanders", {}))
    result = validate(frames, SOURCES)
    assert result.frames["documents"].height == 1
    assert result.frames["commanders"].height == 0
    assert {row["column"] for row in told(result, "parent-rejected")} == {"box_no"}
    other = batch(
        infobox_fields=rows("infobox_fields", {"label": ""}, {"field_no": 10}), commanders=rows("commanders", {})
    )
    assert validate(other, SOURCES).frames["commanders"].height == 1, "the box still has a field"


def test_a_chain_of_thousands_falls_with_its_top() -> None:
    length = 5000
    chain = [
        {"unit_no": number, "depth": min(number - 1, 9), "parent_no": number - 1 or None}
        for number in range(1, length + 1)
    ]
    chain[0]["name"] = ""  # type: ignore[assignment]
    result = validate(batch(units=rows("units", *chain)), SOURCES)
    assert result.frames["units"].height == 0
    assert len(told(result, "parent-rejected")) == length - 1


@pytest.mark.parametrize(
    ("total", "part", "is_kept"),
    [
        ({"count_max": 100}, {"count_min": 100}, True),
        ({"count_max": 99, "count_min": 0}, {"count_min": 100}, False),
        ({"count_max": None}, {"count_min": 100}, True),
        ({"count_max": 99, "count_min": 0, "is_approximate": True}, {"count_min": 100}, True),
        ({"count_max": 99, "count_min": 0}, {"count_min": 100, "kind": "materiel"}, True),
        ({"count_max": 99, "count_min": 0}, {"count_min": 100, "kind": "wounded"}, False),
        ({"count_max": 99, "count_min": 0}, {"count_min": 100, "claimant": "SAA"}, True),
        ({"count_max": 99, "count_min": 0}, {"count_min": None, "count_max": 120}, True),
        ({"count_max": 2**62, "count_min": 0}, {"count_min": 2**62}, True),
    ],
)
def test_parts_are_held_against_their_total(total: dict[str, object], part: dict[str, object], is_kept: bool) -> None:
    first = {"casualty_no": 1, "count_min": 99, "count_max": 99, "claimant": "SOHR"} | total
    if first["count_max"] is None:
        first["count_min"] = 1
    second = {"casualty_no": 2, "parent_no": 1, "count_max": None} | part
    kept = validate(batch(casualties=rows("casualties", first, second)), SOURCES).frames["casualties"].height
    assert kept == (2 if is_kept else 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda tags: tags.drop("tag"),
        lambda tags: tags.with_columns(more=pl.lit(1)),
        lambda tags: tags.select("tag", "document_id", "tag_no"),
        lambda tags: tags.with_columns(pl.col("tag_no").cast(pl.Int64)),
        lambda tags: tags.rename({"tag": "label"}),
    ],
    ids=["missing", "added", "moved", "retyped", "renamed"],
)
@pytest.mark.parametrize("is_empty", [False, True], ids=["rows", "empty"])
def test_a_table_built_otherwise_ends_the_run(change: Callable[[pl.DataFrame], pl.DataFrame], is_empty: bool) -> None:
    tags = change(rows("tags", {}))
    with pytest.raises(ContractBrokenError, match=r"(?s)^tags: .*fault of the program"):
        validate(batch(tags=tags.clear() if is_empty else tags), SOURCES)


def test_a_retyped_column_ends_the_run_even_among_bad_rows() -> None:
    tags = rows("tags", {"tag": ""}).with_columns(pl.col("tag_no").cast(pl.String))
    with pytest.raises(ContractBrokenError, match="tag_no"):
        validate(batch(tags=tags), SOURCES)


def test_an_unknown_table_ends_the_run() -> None:
    with pytest.raises(ContractBrokenError, match="battles"):
        validate({"battles": rows("tags", {})}, {})


def test_ten_thousand_bad_rows_stay_small_and_are_all_told() -> None:
    count = 10_000
    bad = rows("edits", {"step": "eat", "rule": "?", "start": -1, "before": "x" * 5000, "after": "x" * 5000})
    edits = pl.concat([bad] * count).with_columns(edit_no=pl.int_range(1, count + 1, dtype=pl.Int32))
    result = validate(batch(edits=edits), SOURCES)
    assert result.frames["edits"].height == 0
    assert result.violations.height == 4 * count
    assert result.violations["row"].str.len_chars().max() < 5000
    assert result.violations["value"].str.len_chars().max() <= 300


def test_violations_that_are_there_already_are_kept() -> None:
    before = rows("violations", {})
    result = validate(batch(violations=before, tags=rows("tags", {"tag": ""})), SOURCES)
    assert result.violations.height == 2
    assert result.violations.head(1).equals(before)


def test_named_rows_are_taken_by_name_and_what_fits_no_column_is_refused() -> None:
    from flows.model import Issue

    issue = Issue("unreadable", None, "a.txt", "byte 3", "\\xff", "save it as UTF-8")
    assert frame("issues", [issue]).row(0, named=True) == issue._asdict()
    for row in [(DOCUMENT, "1", "tag"), (DOCUMENT, 2**40, "tag"), (DOCUMENT, 1, "\ud800"), (DOCUMENT, 1)]:
        with pytest.raises(UnfitRowError):
            frame("tags", [row])


def test_one_unfit_row_does_not_take_its_batch_with_it() -> None:
    good = {name: table.rows() for name, table in batch().items()}
    tags = [(DOCUMENT, number, f"tag {number}") for number in range(1, 100)]
    tags[41] = (DOCUMENT, 42, "lone \udcff")
    tags[77] = (DOCUMENT, 2**70, "huge")
    result = validate_rows(good | {"tags": tags})
    assert result.frames["tags"].height == 97
    found = told(result, "fits-column")
    assert [(row["column"], row["value"], row["source"]) for row in found] == [
        ("tag", "lone ?", SOURCE),
        ("tag_no", str(2**70), SOURCE),
    ]
    assert all(json.loads(str(row["row"]))["document_id"] == DOCUMENT for row in found)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2"]),  # a document's last digit
            st.integers(0, 4),
            st.sampled_from(["a tag", "", None]),
        ),
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None)
def test_every_row_is_either_published_or_told(found: list[tuple[str, int, str | None]]) -> None:
    """Against a plain statement of the rules: the good rows are kept in order, the bad ones are told, none is lost."""
    documents = rows("documents", *({"document_id": f"{last:0>16}", "source": last} for last in ("1",)))
    given_rows = [(f"{last:0>16}", number, tag) for last, number, tag in found]
    tags = frame("tags", given_rows)
    result = validate({"documents": documents, "tags": tags}, {})
    keys = [row[:2] for row in given_rows]
    good = [row for row in given_rows if row[2] and row[1] >= 1 and row[0].endswith("1") and keys.count(row[:2]) == 1]
    assert result.frames["tags"].rows() == good
    if len(given_rows) > len(good):
        assert {tuple(json.loads(row).values()) for row in result.violations["row"]} == set(given_rows) - set(good)
    else:
        assert result.violations.height == 0
