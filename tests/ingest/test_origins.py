"""What ``sources.toml`` says of the inputs, and which licences let a text be published."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ingest.input_bytes import read
from flows.ingest.sources import discover
from flows.ingest.sources_toml import license_allows_text, parse_sources_file
from flows.model import Issue, Origin, RawDocument

ROOT = Path(__file__).resolve().parents[2]


def issues_of(manifest: str) -> list[tuple[str, str]]:
    parsed = parse_sources_file(manifest.encode(), "sources.toml")
    assert {issue.code for issue in parsed.issues} <= {"bad-manifest"}
    return [(issue.where, issue.remedy.split(":")[0]) for issue in parsed.issues]


def test_origin_and_checksum_reach_the_document(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text("text")
    digest = hashlib.sha256(b"text").hexdigest()
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nfile = "sub/a.txt"\nsha256 = "{digest}"\npublisher = "Wikipedia"\nlicense = "CC-BY-SA-4.0"\n'
        'url = "https://example.org/a"\nretrieved = 2025-03-02\nlanguage = "en"\nshape = "wiki_page"\nnote = "n"\n'
    )
    discovery = discover([str(tmp_path)])
    assert discovery.issues == ()
    document = read(discovery.refs[0])
    assert isinstance(document, RawDocument)
    assert document.origin == Origin("Wikipedia", "CC-BY-SA-4.0", "https://example.org/a", dt.date(2025, 3, 2), "en")


def test_the_manifest_beside_a_single_file_counts_and_a_nearer_one_wins(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text("text")
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "sub/a.txt"\npublisher = "far"\n')
    (tmp_path / "sub/sources.toml").write_text('[[source]]\nfile = "a.txt"\npublisher = "near"\n')
    for source in (tmp_path, tmp_path / "sub", tmp_path / "sub/a.txt"):
        assert [ref.origin.publisher for ref in discover([str(source)]).refs] == ["near"]


def test_what_it_names_and_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / ".named").write_text("text")
    names = ("absent.txt", "folder", ".named")
    (tmp_path / "sources.toml").write_text("".join(f'[[source]]\nfile = "{name}"\n' for name in names))
    discovery = discover([str(tmp_path)])
    assert [ref.source for ref in discovery.refs] == [".named"]
    assert [(issue.code, issue.source) for issue in discovery.issues] == [
        ("folder-for-file", "folder"),
        ("missing-file", "absent.txt"),
    ]


def test_another_checksum_keeps_the_file_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("other text")
    digest = hashlib.sha256(b"text").hexdigest()
    (tmp_path / "sources.toml").write_text(f'[[source]]\nfile = "a.txt"\nsha256 = "{digest}"\n')
    issue = read(discover([str(tmp_path)]).refs[0])
    assert isinstance(issue, Issue)
    assert issue.code == "checksum-mismatch"
    assert digest in issue.text


@pytest.mark.parametrize(
    ("manifest", "where", "why"),
    [
        ("[[source]", "whole file", "correct the file"),
        ("nonsense = 1", "nonsense", "unknown key at the top"),
        ("source = 3", "[[source]] 1", "not a table"),
        ("[[source]]\npublisher = 'x'", "[[source]] 1", "file must be a path below this folder"),
        ("[[source]]\nfile = '../a.txt'", "[[source]] 1", "file must be a path below this folder"),
        ("[[source]]\nfile = '/etc/passwd'", "[[source]] 1", "file must be a path below this folder"),
        (
            "[[source]]\nfile = 'a'\n[[source]]\nfile = 'a'",
            "[[source]] 2",
            "the file is listed twice; the first entry counts",
        ),
        ("[[source]]\nfile = 'a'\nlicence = 'x'", "a", "unknown key licence"),
        ("[[source]]\nfile = 'a'\npublisher = 3", "a", "publisher must be a text"),
        ("[[source]]\nfile = 'a'\nsha256 = 'x'", "a", "sha256 must be 64 hex digits"),
        (
            "[[source]]\nfile = 'a'\nretrieved = '2025-03-02'",
            "a",
            "retrieved must be a TOML date (2025-03-02, no quotes)",
        ),
    ],
)
def test_mistakes_are_named(manifest: str, where: str, why: str) -> None:
    assert issues_of(manifest) == [(where, why)]


def test_a_bad_value_leaves_the_others() -> None:
    parsed = parse_sources_file(b"[[source]]\nfile = 'a'\nlicense = 'CC0-1.0'\nurl = 3\n", "sources.toml")
    assert parsed.entries["a"].origin.license == "CC0-1.0"
    assert len(parsed.issues) == 1


@given(st.one_of(st.binary(max_size=100), st.text(alphabet="[]{}=\"'\n source.file12", max_size=80).map(str.encode)))
@settings(max_examples=200, deadline=None)
def test_a_manifest_never_raises(content: bytes) -> None:
    parsed = parse_sources_file(content, "sources.toml")
    assert all(parsed.entries)
    assert {issue.code for issue in parsed.issues} <= {"bad-manifest"}


def test_nesting_does_not_end_the_run() -> None:
    assert parse_sources_file(b"a = " + b"[" * 50_000, "sources.toml").issues


def test_the_seeds_are_all_listed_and_unchanged() -> None:
    discovery = discover([str(ROOT / "seeds")])
    assert discovery.issues == ()
    assert all(isinstance(read(ref), RawDocument) for ref in discovery.refs)
    assert all(ref.sha256 and ref.origin.license for ref in discovery.refs)


def test_licences() -> None:
    assert license_allows_text("CC-BY-SA-4.0")
    assert license_allows_text("cc0-1.0")
    for closed in ("LicenseRef-AllRightsReserved", "CC-BY-ND-4.0", "never heard of", "", None):
        assert not license_allows_text(closed)


def test_each_licence_is_listed_once_and_has_its_reason() -> None:
    entries = tomllib.loads((ROOT / "flows/rules/data/licences.toml").read_text("utf-8"))["licence"]
    assert all(set(entry) == {"id", "allows_text", "why"} and entry["why"] for entry in entries)
    names = [entry["id"].lower() for entry in entries]
    assert len(set(names)) == len(names)


def test_a_number_of_thousands_of_digits_does_not_end_the_run() -> None:
    listed = parse_sources_file(b"a = " + b"1" * 5_000, "sources.toml")
    assert [issue.code for issue in listed.issues] == ["bad-manifest"]
