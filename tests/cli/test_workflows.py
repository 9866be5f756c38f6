"""The composite action and the pre-commit hook are YAML, and call nothing that the command does not know."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows.cli.parser import build_parser
from tests.cli.test_gate import CONTRADICTION

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def commands(script: str) -> list[list[str]]:
    """Return the words of each call of the command in a script, up to the end of the call."""
    calls = re.findall(r"infobox-etl [a-z][^\n|)]*", script)
    return [shlex.split(call)[1:] for call in calls]


def scripts() -> list[str]:
    steps = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def test_the_action_calls_what_the_parser_knows() -> None:
    found = [words for script in scripts() for words in commands(script)]
    assert [words[0] for words in found] == ["run", "check"]
    parsed = [build_parser().parse_args(words) for words in found]
    assert parsed[0].strict
    assert (parsed[1].candidate, parsed[1].format) == (True, "github")


def test_no_input_of_the_action_is_pasted_into_a_script() -> None:
    assert not any("${{" in script for script in scripts()), "env only: an input could be a command"


def test_every_input_is_used_and_every_used_one_is_known() -> None:
    content = ACTION.read_text()
    assert set(re.findall(r"inputs\.(\w+)", content)) == yaml.safe_load(content)["inputs"].keys()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_the_steps_fail_with_a_reason_and_pass_without(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text("Homs is a city of Syria.\n", encoding="utf-8")
    command = tmp_path / "infobox-etl"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flows "$@"\n')
    command.chmod(0o755)
    told = tmp_path / "told"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environ |= {"PATH": f"{tmp_path}:{environ['PATH']}", "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(tmp_path / "p")}
    environ |= {"SOURCE": "pages", "OUTPUT": "out", "GITHUB_OUTPUT": str(told)}

    def steps() -> tuple[int, str]:
        """Return the exit code and the annotations, as the runner goes through the steps."""
        told.write_text("")
        for script in scripts()[1:]:
            values = dict(line.split("=", 1) for line in told.read_text().splitlines())
            words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            env = environ | {"CODE": values.get("code", "")}
            done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
            if done.returncode:
                break
        return done.returncode, done.stdout

    assert steps()[0] == 0
    assert Path(told.read_text().splitlines()[0].removeprefix("snapshot=")).is_dir()
    (pages / "b.txt").write_text(CONTRADICTION, encoding="utf-8")
    code, shown = steps()
    assert code == 1
    assert "::warning file=b.txt,title=conflicts.duration_days_stated%3A 1 of 1 row breaks the contract::" in shown
    environ["SOURCE"] = "nowhere"
    assert steps()[0] != 0


@pytest.mark.parametrize("hook", yaml.safe_load(HOOKS.read_text()), ids=lambda hook: hook["id"])
def test_the_hook_calls_what_the_parser_knows(hook: dict[str, str]) -> None:
    words = shlex.split(hook["entry"])
    assert words[0] == "infobox-etl"
    assert build_parser().parse_args([*words[1:], "tables"]).folder == "tables"
    assert hook["pass_filenames"] is False
