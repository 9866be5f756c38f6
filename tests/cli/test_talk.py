"""``-q`` says only what is wrong and ``-v`` says why; stdout is the same in every case. ``--json`` is one object."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.cli.main import main
from tests.ask.published import put

pytestmark = pytest.mark.usefixtures("no_prefect")


def told(words: Sequence[str], capsys: pytest.CaptureFixture[str], code: int = 0) -> tuple[str, str]:
    assert main(list(words)) == code
    return capsys.readouterr()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    put(tmp_path / "out")
    put(tmp_path / "out", minute=1)
    return tmp_path / "out"


@pytest.mark.parametrize("words", [["history"], ["query", "FROM things"], ["rules"], ["describe"], ["check"]])
def test_what_is_said_does_not_change_the_data(
    words: list[str], output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = [] if words == ["describe"] else ["--output", str(output)]
    code = 1 if words == ["check"] else 0  # the things are no table of the contract
    shown, _ = told([*words, *place], capsys, code)
    assert told([*words, *place, "--quiet"], capsys, code) == (shown, "")
    assert told(["-v", *words, *place], capsys, code)[0] == shown


def test_a_quiet_run_prints_only_the_folder(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1"]
    shown, said = told([*words, "-q"], capsys)
    assert said == ""
    assert shown.startswith(str(tmp_path / "out" / "snapshots"))
    assert shown.count("\n") == 1


def test_a_quiet_command_still_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = told(["-q", "clean", str(tmp_path / "nowhere.txt")], capsys, 2)
    assert said.splitlines()[1] == "  there is no such file"


def test_a_verbose_run_says_what_is_reused_and_why_the_rest_is_read(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1", "-v"]
    _, first = told(words, capsys)
    assert "12 to read, of which nothing is kept: 00.txt, 01.txt, 02.txt\n" in first
    (pages / "00.txt").write_text("Homs is a city of Syria, and old.\n", encoding="utf-8")
    _, second = told(words, capsys)
    assert "1 to read, whose bytes changed: 00.txt\n" in second
    assert "11 reused as they were read before\n" in second
    _, third = told([*words, "--strict-repair"], capsys)
    assert "nothing is reused: other code, rules or options" in third


def test_a_verbose_error_says_where_in_the_program_it_arose(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["query", "SELECT 1", "--output", "nowhere"]
    _, said = told(words, capsys, 2)
    assert said.startswith("error: nowhere\n")
    _, more = told([*words, "-v"], capsys, 2)
    assert more.startswith("Traceback")
    assert more.endswith(said)


def test_the_next_command_of_a_process_is_not_verbose(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = told(["-v", "query", "FROM things", "-o", str(output)], capsys)
    assert "answered from snapshot" in said
    assert told(["query", "FROM things", "-o", str(output)], capsys)[1] == ""
    assert logging.getLogger("flows").handlers == []


def test_clean_says_the_shape_and_encoding_when_verbose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Homs  is a city.\n", encoding="utf-8")
    shown, said = told(["clean", str(tmp_path / "a.txt"), "-v"], capsys)
    assert (shown, said.split(",")[0]) == (told(["clean", str(tmp_path / "a.txt")], capsys)[0], "plain_text")


def test_json_of_clean_has_the_text_and_its_edits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Homs â€“ a city of Syria â€“ is old.\n", encoding="utf-8")
    text, _ = told(["clean", str(tmp_path / "a.txt")], capsys)
    found = json.loads(told(["clean", str(tmp_path / "a.txt"), "--json"], capsys)[0])
    assert found["text"] == text
    assert [(edit["before"], edit["after"]) for edit in found["edits"]][:2] == [("â€“", "–")] * 2
    assert (found["shape"], found["encoding"]) == ("plain_text", "utf-8")


def test_json_of_describe_is_the_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(["describe", "--json"], capsys)[0])
    one = json.loads(told(["describe", "conflicts", "--json"], capsys)[0])
    assert one in found["tables"]
    assert one["key"] == ["document_id", "box_no"]
    assert {"name", "type", "is_nullable", "description", "example"} <= one["columns"][0].keys()


def test_json_of_rollback_names_both_snapshots(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = sorted(each.name for each in (output / "snapshots").iterdir())
    found = json.loads(told(["rollback", "previous", "--output", str(output), "--json", "-q"], capsys)[0])
    assert found == {"snapshot": names[0], "folder": str(output / "snapshots" / names[0]), "before": names[1]}


def test_json_of_query_and_check_is_their_format(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, code in ((["query", "FROM things"], 0), (["check"], 1)):
        place = ["--output", str(output)]
        assert told([*words, *place, "--json"], capsys, code) == told(
            [*words, *place, "--format", "json"], capsys, code
        )


def test_json_of_an_error_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown, said = told(["history", "--output", str(tmp_path), "--json"], capsys, 2)
    assert shown == ""
    assert said.startswith("error: ")


def test_check_takes_one_folder_as_a_word_or_as_an_option(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown, _ = told(["check", str(output)], capsys, 1)
    assert told(["check", "-o", str(output)], capsys, 1)[0] == shown
    _, said = told(["check", "a", "--output", "b"], capsys, 2)
    assert said == "error: check\n  two folders are named: a and b\n  name one of them\n"
