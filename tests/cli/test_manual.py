"""``help`` is what ``--help`` says, and with the scripts of ``completion`` a shell completes words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.cli.manual import KINDS
from flows.cli.parser import build_parser
from tests.cli.test_full_stdout import COMMAND, FULL

NO_COMPLETION = {"sql", "help", "version", "talk", "shell", "json", "format"}


@pytest.mark.parametrize("words", [[], ["query"], ["contract"], ["contract", "diff"]])
def test_help_is_what_the_option_says(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", *words]) == 0
    shown = capsys.readouterr().out
    assert main([*words, "--help"]) == 0
    assert capsys.readouterr().out == shown
    assert shown.startswith(" ".join(["usage: infobox-etl", *words]))


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["help", "query"], ["completion", "bash"]])
def test_help_that_cannot_be_written_fails(words: list[str]) -> None:
    with FULL.open("w") as full:
        ended = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "error: stdout\n  no space left on device\n  write it to another place, or to a pipe\n"


def test_every_name_of_a_file_folder_or_thing_is_completed() -> None:
    for parser in build_parser().walk():
        for argument in parser.arguments:
            takes_words = not argument.option_strings and not argument.choices
            assert not takes_words or argument.dest in KINDS | dict.fromkeys(NO_COMPLETION), argument


def completed(words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert main(["completion", "bash"]) == 0
    script = folder / "completion.bash"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    # bash calls the function that the script has registered, with the words typed so far.
    ask = (
        'source completion.bash; set -- $(complete -p infobox-etl); while [ "$1" != -F ]; do shift; done; ask=$2\n'
        f"COMP_WORDS=({' '.join(word or chr(34) * 2 for word in words)}); COMP_CWORD={len(words) - 1}\n"
        '"$ask"; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    ended = subprocess.run(["bash", "-c", ask], cwd=folder, capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["ro"], {"rollback"}),
        (["query", "--for"], {"--format"}),
        (["query", "--format", ""], {"table", "csv", "json", "markdown"}),
        (["contract", ""], {"diff", "release"}),
        (["describe", "conf"], {"conflicts"}),
        (["rules", "image-s"], {"image-size"}),
        (["help", "qu"], {"query"}),
        (["clean", "pa"], {"pages", "page.txt"}),
        (["run", "--output", "pa"], {"pages"}),
        (["rollback", "2026"], {"20261122T013000Z-3f9a1c2e"}),
    ],
)
def test_bash_completes(words: list[str], found: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "page.txt").touch()
    (tmp_path / "output" / "snapshots" / "20261122T013000Z-3f9a1c2e").mkdir(parents=True)
    assert completed(["infobox-etl", *words], tmp_path, capsys) == found


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells_have_a_script_too(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "rollback" in script
    assert "conflicts" in script
