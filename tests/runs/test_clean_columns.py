"""What no column may hold: line ends of other systems, NUL and its kin, half characters. Only ``edits`` quote them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.runs.job import run
from flows.runs.options import RunConfig

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
BAD = ["\x00", "\x01", "\x0b", "\x0c", "\x1b[31m", "\x1c", "\x7f", "\r", "\u2028", "\u2029", "\ufeff", "\ufff9"]
FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the seeds with a bad character behind every seventh word, and their line ends as CRLF."""
    folder = tmp_path_factory.mktemp("bad")
    for path in SEEDS.glob("*.txt"):
        words = path.read_text("utf-8").split(" ")
        for number in range(0, len(words), 7):
            words[number] += BAD[number // 7 % len(BAD)]
        text = " ".join(words).replace("\n", "\r\n")
        (folder / path.name).write_bytes(text.encode())
    halves = "half \ud83d a character, and a whole \ud83d\ude00 one"
    (folder / "surrogates.txt").write_bytes(halves.encode("utf-8", "surrogatepass"))
    report = run(RunConfig((str(folder),), tmp_path_factory.mktemp("out"), workers=1))
    assert report.documents == 6
    return report.snapshot_dir


def test_no_column_holds_what_no_author_wrote(snapshot: Path) -> None:
    for file in sorted(snapshot.glob("*.parquet")):
        frame = pl.read_parquet(file)
        for name, dtype in frame.schema.items():
            if (file.stem, name) == ("edits", "before"):
                continue
            column = frame[name].explode() if dtype == pl.List(pl.String) else frame[name]
            if column.dtype == pl.String:
                found = column.filter(column.str.contains(FORBIDDEN).fill_null(False))
                assert found.to_list()[:3] == [], f"{file.stem}.{name}"


def test_what_was_taken_out_is_on_record(snapshot: Path) -> None:
    edits = pl.read_parquet(snapshot / "edits.parquet")
    assert {"line-ends", "control-character"} <= set(edits["rule"])
    assert edits["before"].str.contains("\x00", literal=True).any()
