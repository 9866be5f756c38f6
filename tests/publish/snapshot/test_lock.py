"""One run at a time publishes into a folder: the second ends or waits, and a dead process holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.errors import LockHeldError
from flows.publish.snapshot import lock
from flows.publish.snapshot.lock import output_lock
from flows.runs.workers import worker_pool

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import pathlib, sys
from flows.publish.snapshot.lock import output_lock
with output_lock(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    sys.stdin.read()
"""

# A run whose worker does what the second argument says. It says its own process, then the run waits for it.
RUN = """
import pathlib, sys
from flows.publish.snapshot.lock import output_lock
from flows.runs.workers import worker_pool
if __name__ == "__main__":
    with output_lock(pathlib.Path(sys.argv[1])), worker_pool(1) as pool:
        pool.do(exec, sys.argv[2])
"""
WAITING = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
DEAF = """
import fcntl, os
for descriptor in range(3, 100):
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, 0)
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, 0)
    except OSError:
        pass
"""
"""The worker will not be killed by Linux."""


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that holds the lock; it is killed at the end, and so leaves everything as it is."""
    words = [sys.executable, "-c", HOLDER, str(output)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def is_stopped(pid: int) -> bool:
    """Return whether every thread of the process is stopped: one that is not may still see its run end."""
    if sys.platform == "linux":
        stats = [task.joinpath("stat").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
        return all(stat.rpartition(") ")[2].startswith("T") for stat in stats)
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    return state.lstrip().startswith("T")


def killed_run(output: Path, worker: str) -> tuple[int, int]:
    """Return the process of a run that was killed, and that of its worker, which was stopped before.

    It is stopped from here: a worker that stops itself may do so after it was told to go on, and then for ever.
    """
    path = output.parent / "a_run.py"
    path.write_text(RUN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, str(path), str(output), worker]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        os.kill(pid, signal.SIGSTOP)
        while not is_stopped(pid):
            time.sleep(0.01)
        process.kill()
        process.wait()
        return process.pid, pid


def take(output: Path, wait: float = 0) -> None:
    with output_lock(output, wait) as held:
        assert (held.output / ".lock").read_text() == f"{os.getpid()}\n"


def test_only_one_run_publishes(tmp_path: Path) -> None:
    with output_lock(tmp_path), pytest.raises(LockHeldError, match=rf"another run .* \(pid {os.getpid()}\)"):
        take(tmp_path)
    take(tmp_path)


def test_another_process_is_kept_out_and_its_death_opens_the_lock(tmp_path: Path) -> None:
    with holder(tmp_path) as process, pytest.raises(LockHeldError, match=f"pid {process.pid}") as told:
        take(tmp_path)
    assert "--wait" in told.value.remedy
    assert (tmp_path / ".lock").read_text() == f"{process.pid}\n", "the dead process could not clean up"
    take(tmp_path)


def test_a_run_waits_until_the_other_is_dead(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        timer = threading.Timer(0.05, process.kill)
        timer.start()
        take(tmp_path, wait=60)
        assert process.wait() < 0
        timer.join()


@pytest.mark.skipif(sys.platform == "win32", reason="a lock of Windows belongs to one process")
def test_as_long_as_a_worker_of_a_killed_run_lives_no_other_run_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left to chance: the worker is stopped and deaf, so it lives until the test lets it go on."""
    monkeypatch.setattr(lock, "_ENDING", 0)
    run, worker = killed_run(tmp_path / "out", DEAF + WAITING if sys.platform == "linux" else WAITING)
    try:
        with pytest.raises(LockHeldError, match=rf"a worker of a run that died \(pid {run}\)"):
            take(tmp_path / "out")
    finally:
        os.kill(worker, signal.SIGCONT)  # it sees that its run is gone
    take(tmp_path / "out", wait=120)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux kills a process when a pipe ends")
def test_a_worker_dies_with_its_run_even_if_it_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_ENDING", 120)
    run, _ = killed_run(tmp_path / "out", WAITING)
    assert (tmp_path / "out" / ".lock").read_text() == f"{run}\n"
    take(tmp_path / "out")


def test_a_run_waits_no_longer_than_it_was_told(tmp_path: Path) -> None:
    with output_lock(tmp_path), pytest.raises(LockHeldError, match="another run"):
        take(tmp_path, wait=0.01)


def test_a_run_gives_its_lock_back_though_workers_of_another_run_have_inherited_it(tmp_path: Path) -> None:
    with output_lock(tmp_path / "one"), worker_pool(1) as pool:
        with output_lock(tmp_path / "two"):
            assert pool.do(eval, "__import__('os').getpid()") != os.getpid()  # the worker starts here
        take(tmp_path / "two")
        with pytest.raises(LockHeldError, match="another run"):
            take(tmp_path / "one")


def test_a_backup_by_hard_links_does_not_stop_the_next_run(tmp_path: Path) -> None:
    take(tmp_path / "out")
    os.link(tmp_path / "out" / ".lock", tmp_path / "backup")  # as `cp -al` makes it
    take(tmp_path / "out")
    assert (tmp_path / "backup").read_text() == f"{os.getpid()}\n"
