"""Words that no command knows: the error says what was probably meant, in the name of the command that was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.main import main
from flows.cli.parser import build_parser
from flows.cli.usage import CommandParser

SERVE = "`infobox-etl serve`"


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    first, *rest = told.err.splitlines()
    assert first.startswith("error: infobox-etl"), told.err
    return [first.removeprefix("error: "), *(line.strip() for line in rest)]


@pytest.mark.parametrize(
    ("words", "where", "what", "remedy"),
    [
        (["rnu"], "infobox-etl", "there is no command rnu", "did you mean run?"),
        (["hist"], "infobox-etl", "there is no command hist", "did you mean history?"),
        (["RUN"], "infobox-etl", "there is no command RUN", "did you mean run?"),
        (["validate"], "infobox-etl", "there is no command validate", "did you mean check?"),
        (["undo"], "infobox-etl", "there is no command undo", "did you mean rollback?"),
        (["contract", "dif"], "infobox-etl contract", "there is no action dif", "did you mean diff?"),
        (["--versoin"], "infobox-etl", "there is no option --versoin", "did you mean --version?"),
        (["run", "--outptu", "x"], "infobox-etl run", "there is no option --outptu", "did you mean --output?"),
        (["query", "--fromat=csv"], "infobox-etl query", "there is no option --fromat", "did you mean --format?"),
        (["clean", "--explan"], "infobox-etl clean", "there is no option --explan", "did you mean --explain?"),
        (
            ["run", "--cron", "x"],
            "infobox-etl run",
            "there is no option --cron",
            "it is an option of `infobox-etl serve`",
        ),
        (
            ["run", "--timezon", "x"],
            "infobox-etl run",
            "there is no option --timezon",
            "did you mean --timezone of `infobox-etl serve`?",
        ),
        (["query", "x", "--format", "jsn"], "infobox-etl query", "--format takes no jsn", "did you mean json?"),
        (["completion", "bsh"], "infobox-etl completion", "there is no shell bsh", "did you mean bash?"),
        (["help", "qurey"], "infobox-etl", "there is no command qurey", "did you mean query?"),
    ],
)
def test_what_was_probably_meant(
    words: list[str], where: str, what: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(words, capsys)[:3] == [where, what, remedy]


@pytest.mark.parametrize("words", [["xyzzy"], ["run", "--xyzzy"], ["-Z"]])
def test_nothing_is_suggested_for_what_is_like_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(words, capsys)
    assert not any("did you mean" in line for line in told)
    assert told[-1].startswith("see `infobox-etl")


def test_a_path_in_the_place_of_a_command_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Homs", encoding="utf-8")
    assert refused([str(tmp_path)], capsys)[2] == f"did you mean: infobox-etl run {tmp_path}"
    assert refused([f"{tmp_path}/a.txt"], capsys)[2] == f"did you mean: infobox-etl explain {tmp_path}/a.txt"


def test_a_missing_argument_is_shown_by_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(["clean"], capsys)
    assert told[:3] == [
        "infobox-etl clean",
        "the following arguments are required: FILE",
        "such as: infobox-etl clean page.txt > clean.txt",
    ]


def test_one_word_too_many_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(["rollback", "a", "b"], capsys)[:2] == ["infobox-etl rollback", "one word too many: b"]
    assert refused(["contract", "release", "x y"], capsys)[1] == "one word too many: 'x y'"


def test_words_that_only_look_like_options_are_taken_as_before() -> None:
    parser = build_parser()
    assert parser.parse_args(["query", "-- all\nFROM documents"]).sql == "-- all\nFROM documents"
    assert parser.parse_args(["query", "-"]).sql == "-"
    assert parser.parse_args(["query", "--", "--sql"]).sql == "--sql"
    assert parser.parse_args(["report", "-oout"]).output == "out"
    assert parser.parse_args(["report", "-vo", "out"]).output == "out"
    assert parser.parse_args(["run", "--only=-x"]).only == "-x"


def test_no_words_at_all_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "infobox-etl run" in told.err


@pytest.mark.parametrize(
    "words", [["-q", "run"], ["run", "-q"], ["--quiet", "contract", "diff"], ["contract", "diff", "-q"]]
)
def test_how_much_is_said_is_chosen_before_or_after_the_command(words: list[str]) -> None:
    assert build_parser().parse_args(words).talk == "quiet"
    assert build_parser().parse_args([word for word in words if "q" not in word]).talk == "normal"


def leaves(parser: CommandParser) -> list[CommandParser]:
    return [each for each in parser.walk() if not each.commands]


def test_every_command_that_answers_can_answer_in_json() -> None:
    without = {each.prog for each in leaves(build_parser()) if "--json" not in each.options}
    assert without == {"infobox-etl serve", "infobox-etl help", "infobox-etl completion"}


def test_every_command_has_an_example_that_it_can_read() -> None:
    for each in leaves(build_parser()):
        assert each.epilog is not None
        assert each.epilog.startswith(f"examples:\n  {each.prog}") or "| " in each.epilog or "eval" in each.epilog
