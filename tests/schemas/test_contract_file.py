"""The contract as a file: it is today's, it reads back, and no change of it goes without its version and its entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import schemas
from schemas.contract import CONTRACT_FILE, Contract, Version, contract_text, todays_contract, version_of
from schemas.contract_diff import diff
from schemas.contract_reading import contract_in, read_contract
from schemas.contract_release import release_gaps, version_gaps
from schemas.tables import CONTRACT_VERSION, TABLES
from tests.schemas.made_contract import BATTLES, DAYS, MADE, with_check, with_column, with_table

HOME = Path(str(schemas.__path__[0]))
RELEASED = HOME / CONTRACT_FILE


def test_the_contract_keeps_what_it_promised() -> None:
    """The gate of ``infobox-etl contract diff``: whoever breaks it reads here what to do."""
    gaps = release_gaps(contract_in(RELEASED), todays_contract(), (HOME / "CHANGELOG.md").read_text("utf-8"))
    assert not gaps, "\n".join(map(str, gaps))


def test_the_released_file_is_what_release_would_write() -> None:
    text = RELEASED.read_text("utf-8")
    assert contract_text(read_contract(text)) == text
    if read_contract(text).version == todays_contract().version:  # else a release is being prepared
        assert text == contract_text(todays_contract())


def test_the_file_holds_every_table_column_and_check() -> None:
    tables = todays_contract().tables
    assert set(tables) == set(TABLES)
    assert str(todays_contract().version) == CONTRACT_VERSION
    for name, spec in TABLES.items():
        assert [column.name for column in tables[name].columns] == list(spec.model.to_schema().columns)
        assert {(check.column, check.name) for check in tables[name].checks} == {
            (rule.column, rule.name) for rule in spec.model.checks()
        }
        assert all(check.demands for check in tables[name].checks)


def test_what_is_written_reads_back_the_same() -> None:
    for contract in (MADE, todays_contract()):
        back = read_contract(contract_text(contract))
        assert diff(contract, back) == ()
        assert contract_text(back) == contract_text(contract)
        assert contract_text(contract).endswith("}\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "the file is not an object"),
        ("{", "Expecting"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 2}', "another version"),
        ('{"format": 1, "version": "1.0.0"}', "the file has no tables"),
        ('{"format": 1, "version": "1.0", "tables": {}}', "is not a version such as"),
        ('{"format": 1, "version": "1.0.0", "tables": {"t": []}}', "tables.t is not an object"),
        ('{"format": 1, "version": "1.0.0", "tables": {"t": {"columns": 1}}}', "tables.t.columns is not a list"),
    ],
)
def test_a_malformed_file_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_contract(text)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("columns", 0, "name"), 1, r"columns\[0\].name is not a text"),
        (("columns", 0, "is_nullable"), None, "neither true nor false"),
        (("columns", 1, "name"), "document_id", "a column twice"),
        (("columns", 2, "words"), [1], "words is not a text"),
        (("checks", 0, "demands"), {}, "demands is not a text"),
        (("checks", 0, "column"), "weight", "a check of a column that it does not have"),
        (("primary_key",), "x", "primary_key is not a list"),
        (("grain",), None, "grain is not a text"),
    ],
)
def test_a_malformed_table_is_refused(path: tuple[Any, ...], value: object, words: str) -> None:
    content: Any = json.loads(contract_text(MADE))
    part = content["tables"]["battles"]
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(ValueError, match=words):
        read_contract(json.dumps(content))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "contract.json").write_bytes(b" " * 4_000_001)
    with pytest.raises(ValueError, match="more than"):
        contract_in(tmp_path / "contract.json")


def test_keys_of_a_later_release_are_left_out() -> None:
    content = json.loads(contract_text(MADE))
    content["tables"]["battles"]["columns"][0]["more"] = content["more"] = 1
    assert diff(MADE, read_contract(json.dumps(content))) == ()


@pytest.mark.parametrize("text", ["1.0", "1.0.0.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.٠", "", "1.0.9999999"])
def test_a_version_is_three_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        version_of(text)


NEW = DAYS._replace(name="lost", description="Lost.")
BREAKING = with_column("kind", is_nullable=True)
ADDITIVE = with_table(columns=(*BATTLES.columns, NEW))
WORDING = with_check("at-least", message="is negative")
HEAD = "# Changes\n\n## {}\n\n"


@pytest.mark.parametrize(
    ("changed", "version", "told", "gap"),
    [
        (MADE, "1.2.3", None, None),
        (MADE, "1.2.2", None, "is 1.2.2, but 1.2.3 is released"),
        (MADE, "1.2.4", None, "no section of version 1.2.4"),
        (MADE, "1.2.4", "Nothing.", None),
        (BREAKING, "1.2.3", "- `battles.kind` may be null now.", "1 breaking change since 1.2.3 needs 2.0.0"),
        (BREAKING, "1.9.0", "- `battles.kind` may be null now.", "needs 2.0.0"),
        (BREAKING, "2.0.0", None, "no section of version 2.0.0"),
        (BREAKING, "2.0.0", "- The kind may be null now.", "becomes of `battles.kind`: it may be null now"),
        (BREAKING, "2.0.0", "- `battles.kind`.", "becomes of `battles.kind`"),
        (BREAKING, "2.0.0", "- `battles` has a null.\n- The `kind` may be null now.", "becomes of `battles.kind`"),
        (BREAKING, "2.0.0", "- `battles.kind` may be null now.", None),
        (BREAKING, "2.1.0", "- A table:\n  `kind` of `battles` may be null now.", None),
        (ADDITIVE, "1.2.4", "- `battles.lost`: the dead.", "1 additive change since 1.2.3 needs 1.3.0"),
        (ADDITIVE, "1.3.0", "- More.", "becomes of `battles.lost`: the column is new"),
        (ADDITIVE, "1.3.0", "- `battles.lost`", None),
        (WORDING, "1.2.3", "- Words.", "1 wording change since 1.2.3 needs 1.2.4"),
        (WORDING, "1.2.4", "- Words.", None),
        (WORDING, "1.2.4", None, "no section of version 1.2.4"),
    ],
)
def test_a_change_needs_its_version_and_its_entry(
    changed: Contract, version: str, told: str | None, gap: str | None
) -> None:
    changelog = HEAD.format("1.2.3") if told is None else HEAD.format(version) + told + "\n\n## 1.2.3\n\n- Old.\n"
    gaps = release_gaps(MADE, changed._replace(version=version_of(version)), changelog)
    assert [gap in found.what for found in gaps] == ([True] if gap else [])
    assert all(found.remedy and found.where for found in gaps)


def test_entries_of_all_sections_since_the_release_count() -> None:
    both = with_table(columns=(*BATTLES.columns, NEW, NEW._replace(name="won")))._replace(version=Version(1, 4, 0))
    changelog = "## 1.4.0\n\n- `battles.won` is new.\n\n## 1.3.0\n\n- `battles.lost` is new.\n\n## 1.2.3\n"
    assert release_gaps(MADE, both, changelog) == ()
    older = "## 1.4.0\n\n- `battles.won` is new.\n\n## 1.2.3\n\n- `battles.lost` is new.\n"
    assert [found.where for found in release_gaps(MADE, both, older)] == ["schemas/CHANGELOG.md"]


def test_the_first_release_needs_its_section_only() -> None:
    assert release_gaps(None, MADE, "## 1.2.3\n") == ()
    assert "no section" in release_gaps(None, MADE, "## Unreleased\n\n## 1.2\n")[0].what


def test_of_two_files_only_the_version_counts() -> None:
    assert version_gaps(MADE, BREAKING._replace(version=Version(2, 0, 0))) == ()
    assert version_gaps(MADE, BREAKING) != ()
