"""What an answer may take: time, memory and bytes hold whatever the question is, and nothing is left behind."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

import pytest

from flows.ask import answering
from flows.ask.query import asked_snapshot, packed_answer, query
from flows.errors import QueryError

ENDLESS = {
    "one vector: an interrupt is not looked at": "SELECT regexp_replace(repeat('ab', 100000000), '(a|b)', '\\1', 'g')",
    "many vectors": "SELECT count(*) FROM range(1000000000) a, range(1000000) b",
    "recursion": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
}
GREEDY = {
    "counted by DuckDB": "SELECT list(md5(i::VARCHAR)) FROM range(50000000) t(i)",
    "not counted by DuckDB": "SELECT list(range) FROM range(50000000)",
    "one value": "SELECT repeat('x', 2000000000)",
    "rows that are sorted": "SELECT hash(range), md5(range::VARCHAR) FROM range(100000000) ORDER BY 1",
    "unreadable SQL": "SELECT " + "(" * 1_000_000,
}
DEEP = {
    "brackets": "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    "signs": "SELECT " + "- " * 100_000 + "1",
    "queries": "SELECT * FROM (" * 3000 + "SELECT 1" + ")" * 3000,
    "lists": "SELECT " + "[" * 5000 + "]" * 5000,
    "types": "SELECT NULL::INT" + "[]" * 5000,
    "chained CTEs": "WITH a0 AS (SELECT 1 AS x)"
    + "".join(f", a{n} AS (SELECT x FROM a{n - 1})" for n in range(1, 3000))
    + " FROM a2999",
    "comments": "/*" * 100_000,
}


@pytest.mark.parametrize("sql", ENDLESS.values(), ids=ENDLESS)
def test_a_long_question_is_stopped(output: Path, sql: str) -> None:
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(QueryError, match=r"more than 0\.3 seconds"):
        query(output, sql, seconds=0.3)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)  # the process has ended, or it would not be counted
    assert 0 < ended.ru_utime - began.ru_utime < 30, "asked to the end, they take hours"


@pytest.mark.parametrize("sql", GREEDY.values(), ids=GREEDY)
def test_a_greedy_question_is_stopped(output: Path, sql: str) -> None:
    with pytest.raises(QueryError, match="more than 30MB"):
        query(output, sql, memory="30MB")


@pytest.mark.parametrize("sql", DEEP.values(), ids=DEEP)
def test_deep_sql_is_an_error_and_no_crash(output: Path, sql: str) -> None:
    with pytest.raises(QueryError) as raised:
        query(output, sql)
    assert len(raised.value.what) < 5000, "the message quotes only a part of the question"
    assert query(output, "SELECT 1").rows == ((1,),)


def test_sql_as_deep_as_duckdb_takes_it_is_answered(output: Path) -> None:
    assert query(output, "SELECT " + "+".join("1" * 900)).rows == ((900,),)
    assert query(output, "SELECT " + " AND ".join(["true"] * 5000)).rows == ((True,),)


def test_rows_beyond_the_limit_are_left_out_and_told(output: Path) -> None:
    result = query(output, "FROM range(10)", max_rows=3)
    assert (result.rows, result.is_truncated) == (((0,), (1,), (2,)), True)
    assert not query(output, "FROM range(3)", max_rows=3).is_truncated
    assert query(output, "FROM range(1000)", max_rows=250).rows[-1] == (249,)


def test_bytes_beyond_the_limit_are_left_out_and_told(output: Path) -> None:
    info = asked_snapshot(output)
    answer = packed_answer(info, "SELECT repeat('x', 10000) FROM range(1000000)", max_bytes=1_000_000)
    assert answer.cut_at == "bytes"
    assert 90 < answer.count < 100
    assert len(list(answer.rows)) == answer.count
    assert sum(map(len, answer.frames)) <= 1_000_000
    later = "SELECT CASE WHEN range = 7 THEN repeat('x', 2000000) ELSE 'x' END FROM range(20)"
    assert packed_answer(info, later, max_bytes=1_000_000).count == 7


@pytest.mark.parametrize(
    "value",
    [
        "repeat('x', 200000)",
        "range(100000)",
        "{'a': repeat('x', 200000)}",
        "map(range(50000), range(50000))",
        "[[repeat('x', 200000)]]",
    ],
)
def test_one_huge_value_is_told(output: Path, value: str) -> None:
    with pytest.raises(QueryError, match="the first row is larger than"):
        query(output, f"SELECT {value}", max_bytes=100_000)


def test_the_caller_holds_about_what_the_limit_says(output: Path) -> None:
    """In a process of its own, whose most memory is looked at."""
    program = (
        "import resource, sys; from pathlib import Path; from flows.ask.query import asked_snapshot, packed_answer;"
        "info = asked_snapshot(Path(sys.argv[1])); packed_answer(info, 'SELECT 1');"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "answer = packed_answer(info, \"SELECT repeat('x', 10000) FROM range(1000000)\");"
        "assert answer.cut_at == 'bytes';"
        "assert sum(len(row[0]) for row in answer.rows) > 90_000_000;"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    asked = subprocess.run([sys.executable, "-c", program, output], capture_output=True, text=True, check=True)
    assert int(asked.stdout) < 200_000, "kilobytes: the answer once, and a few rows"


def test_no_temporary_folder_is_made(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    answering._end_idle()
    with pytest.raises(QueryError, match="more than 30MB"):
        query(output, GREEDY["rows that are sorted"], memory="30MB")
    assert query(output, "FROM duckdb_tables()").rows == ()
    assert list(tmp_path.iterdir()) == []


def test_the_environment_of_the_caller_is_not_that_of_a_question(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:password@proxy.example.org")
    answering._end_idle()
    assert "password" not in str(query(output, "SELECT current_setting('http_proxy')").rows)
    [process] = answering._idle
    assert b"password" not in Path(f"/proc/{process.pid}/environ").read_bytes()


@pytest.fixture
def idle(output: Path) -> Iterator[answering.Process]:
    query(output, "SELECT 1")
    [process] = answering._idle
    yield process
    answering._end_idle()


def test_a_process_answers_the_next_question_too(output: Path, idle: answering.Process) -> None:
    with pytest.raises(QueryError):
        query(output, "SELECT nothing FROM things")
    assert query(output, "SELECT 1").rows == ((1,),)
    assert answering._idle == [idle]


@pytest.mark.parametrize("said", ["nothing", "that it is ready"])
def test_a_process_that_died_meanwhile_is_replaced(output: Path, idle: answering.Process, said: str) -> None:
    if said == "that it is ready":  # and the pipe still holds that
        cast(BufferedReader, idle.stdout).peek()
    idle.kill()
    assert query(output, "SELECT 1").rows == ((1,),)
    assert idle.returncode is not None


def test_a_process_that_dies_over_a_question_is_an_error(
    output: Path, idle: answering.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_takes", lambda process, _question: not os.kill(process.pid, 11))
    with pytest.raises(QueryError, match="ended the process that worked on it"):
        query(output, ENDLESS["many vectors"])
    monkeypatch.undo()
    assert query(output, "SELECT 1").rows == ((1,),)


@pytest.mark.parametrize("is_idle", [False, True])
def test_an_interrupt_while_a_process_gets_ready_ends_it(
    is_idle: bool, output: Path, idle: answering.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = [idle] if is_idle else []
    popen = subprocess.Popen

    def starting(*arguments: Any, **options: Any) -> answering.Process:
        started.append(popen(*arguments, **options))
        return started[0]

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answering, "_idle", [idle] if is_idle else [])
    monkeypatch.setattr(subprocess, "Popen", starting)
    monkeypatch.setattr(pickle, "load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        query(output, "SELECT 1")
    assert [process.returncode is None for process in started] == [False]


def test_a_process_ends_with_its_caller(output: Path) -> None:
    program = (
        "import os, sys, threading, time; from pathlib import Path; from flows.ask import answering;"
        "from flows.ask.query import query;"
        "query(Path(sys.argv[1]), 'SELECT 1'); print(answering._idle[0].pid, flush=True);"
        "threading.Timer(0.2, os.kill, (os.getpid(), 9)).start(); query(Path(sys.argv[1]), sys.argv[2])"
    )
    command = [sys.executable, "-c", program, output, ENDLESS["many vectors"]]
    killed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert _ends(int(killed.stdout))


def _ends(process: int) -> bool:
    """Return whether the process ends within a minute. One that is starting sees that nobody asks it any more."""
    for _ in range(6000):
        if not _lives(process):
            return True
        time.sleep(0.01)
    return False


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, and nobody has looked yet


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("sql", [ENDLESS["many vectors"], next(iter(ENDLESS.values()))], ids=["vectors", "one vector"])
def test_a_signal_ends_the_command_and_its_process(output: Path, sql: str, number: int, code: int) -> None:
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # a background job ignores it
        "from flows.cli.main import main; raise SystemExit(main())"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", program, "query", sql, "--output", output], stderr=subprocess.PIPE, text=True
    )
    children = Path(f"/proc/{command.pid}/task/{command.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.01)
    time.sleep(1)  # whether it starts by then or works: both must end
    command.send_signal(number)
    _, told = command.communicate()
    assert (command.returncode, told.splitlines()[0]) == (code, f"stopped by {signal.Signals(number).name}")
    assert all(_ends(int(process)) for process in found)
