"""A place without a snapshot: the error says why nothing is there, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.publish.locations import location
from flows.publish.snapshot.mark import claim
from flows.publish.snapshot.no_output import nothing_at
from tests.ask.published import put


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "out")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Homs", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    claim(tmp_path / "claimed")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "why", "remedy"),
    [
        ("nowhere", "there is no such folder", "`infobox-etl run` first, or name its --output"),
        ("oot", "there is no such folder", "did you mean out?"),
        ("seed", "there is no such folder", "`infobox-etl run` first, or name its --output"),
        (
            "seeds",
            "it is no output; ",
            "name an output; to publish what is in this folder: infobox-etl run seeds --out",
        ),
        ("seeds/a.txt", "it is no folder; ", "`infobox-etl run` first"),
        ("empty", "the folder is empty", "publish something: infobox-etl run --output empty"),
        ("claimed", "no run into this output has ended yet", "publish something: infobox-etl run --output claimed"),
        (".", "it is no output, but has one inside", "name it: claimed or out"),
        ("out/snapshots", "it is a folder inside of an output", "name the output: out"),
        ("out/LATEST.json", "it is a file inside of an output", "name the output: out"),
        ("out/current/things.parquet", "it is a file inside of an output", "name the output: out/current"),
        ("bad\x00name", "there is no such folder", "`infobox-etl run` first"),
    ],
)
def test_why_nothing_is_there(folder: Path, place: str, why: str, remedy: str) -> None:
    assert folder.is_dir()
    error = nothing_at(Path(place))
    assert error.where == place
    assert error.what.startswith(f"nothing is published here: {why}")
    assert error.remedy.startswith(remedy)


def test_an_address_is_not_looked_into() -> None:
    error = nothing_at(location("s3://bucket/prefix"))
    assert (error.where, error.what) == ("s3://bucket/prefix", "nothing is published here")


def test_a_folder_that_may_not_be_read_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert "nothing is published here" in nothing_at(tmp_path / "closed").what
