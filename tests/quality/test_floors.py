"""Floors rise with what is measured and fall only when that is asked for."""

from __future__ import annotations

from pathlib import Path

from tests.quality.floors import check, pin, read


def test_floors_are_pinned_and_rise(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    assert check("bytes", {"1 KB": 0.97}, False, False, path) == []
    assert not path.exists()
    assert check("bytes", {"1 KB": 0.97}, True, False, path) == []
    assert check("bytes", {"1 KB": 0.98, 'a "new" one': 0.29}, True, False, path) == []
    assert check("lines", {"f1": 1.0}, True, False, path) == []
    assert read(path) == {"bytes": {"1 KB": 0.98, 'a "new" one': 0.29}, "lines": {"f1": 1.0}}


def test_a_figure_below_its_floor_is_named_and_the_floor_stays(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    check("bytes", {"small": 0.97, "large": 0.98}, True, False, path)
    for update in (False, True):
        assert check("bytes", {"small": 0.9699, "large": 0.99}, update, False, path) == ["small"]
    assert read(path) == {"bytes": {"small": 0.97, "large": 0.99}}
    assert check("bytes", {"large": 0.98999}, False, False, path) == ["small", "large"]  # missing is fallen, too


def test_a_floor_falls_only_when_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    check("bytes", {"small": 0.97, "large": 0.98}, True, False, path)
    assert check("bytes", {"large": 0.9}, False, True, path) == ["small", "large"]
    assert check("bytes", {"large": 0.9}, True, True, path) == []
    assert read(path) == {"bytes": {"large": 0.9}}


def test_the_last_digit_of_a_float_is_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    check("bytes", {"share": 0.29}, True, False, path)
    assert read(path) == {"bytes": {"share": 0.29}}
    assert check("bytes", {"share": 0.29 - 1e-12}, False, False, path) == []


def test_a_corpus_is_pinned_by_its_hash(tmp_path: Path) -> None:
    path, file = tmp_path / "floors.toml", tmp_path / "pages.jsonl"
    file.write_text("one")
    check("pages", {"share": 0.5}, True, False, path)
    assert pin({"pages.jsonl": file}, False, False, path) == ["pages.jsonl (another corpus than the floors')"]
    assert pin({"pages.jsonl": file}, True, False, path) == []
    check("pages", {"share": 0.6}, True, False, path)
    assert pin({"pages.jsonl": file}, False, False, path) == []
    file.write_text("other")
    assert pin({"pages.jsonl": file}, True, False, path) == ["pages.jsonl (another corpus than the floors')"]
    assert pin({"pages.jsonl": file}, True, True, path) == []
    assert read(path) == {"pages": {"share": 0.6}}
