"""Every error of the family is data: it crosses processes whole, and the command prints its three parts."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flows import errors
from flows.cli import rulebook
from flows.cli.main import main
from flows.errors import InfoboxEtlError, RuleError
from flows.rules import files
from flows.rules.fault_places import fault_place
from flows.rules.registry import load
from flows.runs import batch

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, InfoboxEtlError)]


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_comes_back_whole_from_another_process(kind: type[InfoboxEtlError]) -> None:
    error = pickle.loads(pickle.dumps(kind("here", "is broken", "mend it")))
    assert type(error) is kind
    assert (error.where, error.what, error.remedy) == ("here", "is broken", "mend it")
    assert str(error) == "here: is broken\n  mend it"


@pytest.mark.parametrize("kind", FAMILY)
def test_the_command_prints_where_what_and_remedy(
    kind: type[InfoboxEtlError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise kind("a: b", "c; d", "e\nf")

    monkeypatch.setattr(rulebook, "all_rules", fail)
    assert main(["rules"]) == 2
    assert capsys.readouterr().err == "error: a: b\n  c; d\n  e\n  f\n", "nothing is parsed"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('[[rule]]\nid = "x"\nstep = "debris"\nwhy = ""', "debris.toml [[rule]] 'x'", "`why` is empty"),
        ("[[rule]\n", "debris.toml:1", "this is not TOML"),
    ],
)
def test_a_broken_rule_file_is_a_message_to_the_user(
    text: str, where: str, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rulebook, "all_rules", lambda: load(text, "debris.toml"))
    assert main(["rules"]) == 2
    first, second, third = capsys.readouterr().err.splitlines()
    assert first == f"error: flows/rules/data/{where}"
    assert second.startswith(f"  {what}")
    assert third.strip()


@pytest.mark.usefixtures("no_prefect")
def test_a_broken_rule_file_ends_the_run_and_publishes_nothing(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuleError("debris.toml: rule 'x'", "has no why", "say in one sentence what it removes")

    monkeypatch.setattr(batch, "repair_all", broken)
    assert main(["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "error: debris.toml: rule 'x'\n  has no why\n  say in one sentence what it removes\n"
    assert not (tmp_path / "out" / "current").exists()


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("[[rule]] 'image-size'", 'id = "image-size"'),
        ("[[rule]] number 2", "id = "),
        ("[words]", "[words]"),
    ],
)
def test_the_entry_of_a_broken_rule_file_is_found_by_its_line(entry: str, shown: str) -> None:
    name = "compass.toml" if entry == "[words]" else "debris.toml"
    place, _, rest = fault_place(f"{name} {entry}").partition(" ")
    path, _, line = place.rpartition(":")
    lines = Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1 :]
    assert rest == entry
    assert lines[0] == entry.split(" ", maxsplit=1)[0]
    assert any(each.startswith(shown) for each in lines[:2])


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("this is not TOML: Invalid value (at line 7, column 3)", 7),
        ("the key 'N' is not known", 5),
        ("`why` is empty", 4),
    ],
)
def test_what_is_wrong_may_say_the_line(what: str, line: int) -> None:
    assert fault_place("compass.toml [words]", what) == f"flows/rules/data/compass.toml:{line} [words]"


@pytest.mark.parametrize("name", ["debris.toml", "units.toml"])
def test_a_rule_file_that_cannot_be_read_is_no_fault_of_the_pages(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "DATA", tmp_path)
    with pytest.raises(RuleError, match="cannot be read"):
        files.text_of(name)
    (tmp_path / name).write_bytes(b'why = "\xff"')
    with pytest.raises(RuleError, match="this is not UTF-8"):
        files.text_of(name)


def test_a_place_that_is_in_no_rule_file_stays_as_it_is() -> None:
    assert fault_place("expectations.toml [[expectation]] 'x'") == "expectations.toml [[expectation]] 'x'"
    assert fault_place("debris.toml [[rule]] 'no-such-rule'") == "flows/rules/data/debris.toml [[rule]] 'no-such-rule'"
