"""Commands on an output whose bytes have changed: an answer or where, what and remedy; never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.publish.snapshot.manifest import MANIFEST
from flows.publish.snapshot.published import CURRENT, LATEST
from tests.parts import first_and_rest

pytestmark = pytest.mark.usefixtures("no_prefect")


@pytest.fixture
def output(pages: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """Return an output with two snapshots."""
    output = tmp_path / "out"
    for number in range(2):
        (pages / "00.txt").write_text(f"Homs was a city of Syria in {number + 1}.\n", encoding="utf-8")
        assert main(["run", str(pages), "--output", str(output), "--workers", "1"]) == 0
    capfd.readouterr()
    return output


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "words":  # about a column, in the footer; they are no UTF-8 then, and Polars panics
        at = content.rindex(b"document_id", 0, content.rindex(b"ARROW:schema"))
        path.write_bytes(content[: at + 2] + b"\xff" + content[at + 3 :])
    elif how == "page":
        path.write_bytes(content[:60] + bytes([content[60] ^ 1]) + content[61:])
    else:
        path.write_bytes(content[:-100] if how == "cut" else b"PAR1" + b"\xff" * 90 + b"\x20\0\0\0PAR1")


@pytest.mark.parametrize("how", first_and_rest(["page", "words", "cut", "garbage"], quick=2))
@pytest.mark.parametrize("words", [["explain", "00.txt"], ["rules", "--dead"]], ids=["explain", "rules"])
def test_a_damaged_table_is_an_error_with_a_remedy(
    words: list[str], how: str, output: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(output / CURRENT / "edits.parquet", how)
    code = main([*words, "--output", str(output)])
    err = capfd.readouterr().err
    assert "Traceback" not in err
    assert "panicked" not in err
    assert code == 2, err
    assert "edits.parquet" in err
    assert "infobox-etl" in err


@pytest.mark.parametrize("form", first_and_rest(["json", "text", "github", "junit"]))
@pytest.mark.parametrize("name", [LATEST, f"{CURRENT}/{MANIFEST}", CURRENT])
def test_check_names_what_decides_which_snapshot_is_current(
    name: str, form: str, output: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if name == CURRENT:
        (output / name).unlink()
        (output / name).symlink_to("snapshots/20261122T120000Z-3f9a1c2e")
    else:
        (output / name).write_bytes(b'{"snapshot": [')
    assert main(["check", str(output), "--format", form]) == 1
    shown, err = capfd.readouterr()
    assert err == ""
    assert Path(name).name in shown if name != CURRENT else "20261122T120000Z-3f9a1c2e" in shown


def test_an_earlier_snapshot_that_changed_is_a_notice(output: Path, capfd: pytest.CaptureFixture[str]) -> None:
    current = (output / CURRENT).resolve()
    earlier = next(path for path in (output / "snapshots").iterdir() if path != current)
    (earlier / "tags.parquet").write_bytes(b"PAR1")
    assert main(["check", str(output), "--format", "json"]) == 0
    [finding] = json.loads(capfd.readouterr().out)["findings"]
    assert (finding["level"], finding["where"]) == ("notice", f"{earlier.name}/tags.parquet")
    assert "rollback" in finding["remedy"]
    assert main(["check", str(output), "--strict"]) == 0, "what is current is right"
    assert main(["rollback", "--output", str(output)]) == 2
    assert "tags.parquet" in capfd.readouterr().err
    assert (output / CURRENT).resolve() == current


def test_check_is_green_once_a_run_has_healed_the_damage(pages: Path, output: Path) -> None:
    (output / CURRENT / "tags.parquet").write_bytes(b"PAR1")
    assert main(["check", str(output), "--strict"]) == 1
    assert main(["run", str(pages), "--output", str(output), "--workers", "1"]) == 0
    assert main(["check", str(output), "--strict"]) == 0


def test_history_names_what_it_leaves_out(output: Path, capfd: pytest.CaptureFixture[str]) -> None:
    current = (output / CURRENT).resolve()
    earlier = next(path for path in (output / "snapshots").iterdir() if path != current)
    (earlier / MANIFEST).write_bytes(b"null")
    assert main(["history", "--output", str(output), "--json"]) == 0
    shown, err = capfd.readouterr()
    assert [each["snapshot"] for each in json.loads(shown)["snapshots"]] == [current.name]
    assert str(earlier / MANIFEST) in err
    (current / MANIFEST).write_bytes(b"null")
    assert main(["history", "--output", str(output)]) == 2
    assert MANIFEST in capfd.readouterr().err


def test_a_pointer_that_leads_nowhere_does_not_keep_from_going_back(
    output: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = (output / CURRENT).resolve().name
    (output / CURRENT).unlink()
    (output / CURRENT).symlink_to("nowhere")
    assert main(["history", "--output", str(output)]) == 0
    shown, err = capfd.readouterr()
    assert name in shown
    assert CURRENT in err
    assert main(["rollback", name, "--output", str(output)]) == 0
    assert main(["check", str(output)]) == 0
