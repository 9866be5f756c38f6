"""A signal that asks the command to end: what is left, what it says, and its exit code."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
SIGNALS = [
    pytest.param(getattr(signal, name, None), code, id=name)
    for name, code in (("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130))
]

# Tests may be started by `nohup` or in the background of a script: then some of these signals are ignored.
HEARING = """
import signal
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
"""

# The command, which waits for the signal at a given place: its first line on stdout says that it is there.
AT_WORK = """
import signal, sys
from flows.cli.main import main
from flows.publish.snapshot import publishing

def wait(*arguments):
    print("here", flush=True)
    while True:
        signal.pause()

publishing.write_catalog = wait
sys.exit(main(sys.argv[1:]))
"""
IMPORTING = """
import signal, sys

class Waiting:
    def find_spec(self, name, path=None, target=None):
        if name == "polars":
            print("here", flush=True)
            while True:
                signal.pause()

sys.meta_path.insert(0, Waiting())
from flows.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
# A library may catch whatever is raised while it is imported, and raise an error of its own.
IMPORTING_IN_C = IMPORTING.replace(
    """            while True:
                signal.pause()
""",
    """            try:
                signal.pause()
            except BaseException:
                raise ImportError(name)
""",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def _stopped(script: str, number: signal.Signals, *arguments: str) -> tuple[int, str]:
    command = subprocess.Popen(
        [sys.executable, "-c", HEARING + script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "here\n"
    command.send_signal(number)
    errors = command.communicate()[1]
    return command.returncode, errors


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_run_is_ended_and_cleaned_up(number: signal.Signals, code: int, tmp_path: Path) -> None:
    ended, said = _stopped(AT_WORK, number, "run", str(SEEDS), "--output", str(tmp_path / "out"))
    assert ended == code
    assert "stopped" in said
    assert number.name in said
    assert "Traceback" not in said
    assert not [path.name for path in (tmp_path / "out").glob(".staging-*")]


@pytest.mark.parametrize("script", [IMPORTING, IMPORTING_IN_C])
@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_during_imports(number: signal.Signals, code: int, script: str, tmp_path: Path) -> None:
    ended, said = _stopped(script, number, "run", str(SEEDS), "--output", str(tmp_path / "out"))
    assert ended == code
    assert "stopped" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("script", [AT_WORK, IMPORTING])
def test_signals_that_come_together_are_one(script: str, tmp_path: Path) -> None:
    twice = (
        HEARING
        + "import os\n"
        + script.replace(
            "signal.pause()", "[os.kill(os.getpid(), number) for number in (signal.SIGTERM, signal.SIGHUP)]"
        )
    )
    command = [sys.executable, "-c", twice, "run", str(SEEDS), "--output", str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode in (143, 129)  # the system chooses which of them comes first
    assert ended.stderr.startswith("stopped by SIG")
    assert "Traceback" not in ended.stderr
    assert not [path.name for path in tmp_path.glob("out/.staging-*")]


def test_an_ignored_signal_stays_ignored(tmp_path: Path) -> None:
    script = AT_WORK.replace("signal.pause()", "sys.exit(7)")
    script = "import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + script.replace(
        '    print("here", flush=True)', '    print("here", flush=True)\n    os.kill(os.getpid(), signal.SIGHUP)'
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, "run", str(SEEDS), "--output", str(tmp_path / "out")],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 7  # the run went on, as under nohup
