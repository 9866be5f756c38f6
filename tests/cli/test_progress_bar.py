"""The bar that a run draws on a terminal: it moves within one batch, and leaves the summary alone."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import ProgressSample

from flows.cli.progress import Bar
from tests.runs.test_incremental import article

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

ONE_BY_ONE = """
import sys
from flows.cli.main import main
from flows.cli.progress import Bar
from flows.runs import batch

def drawn(bar, count):
    whole(bar, count)
    bar._bars.refresh()

batch.SLICE_BYTES = 1
whole, Bar.advance = Bar.advance, drawn
sys.exit(main(sys.argv[1:]))
"""


"""The command, with slices of one page, and each change drawn at once: rich draws ten times a second."""


def on_a_terminal(words: list[str], **environment: str) -> str:
    """Return all that a command writes to stderr, which is a terminal; it must be fine."""
    import pty

    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-c", ONE_BY_ONE, *words],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "110", **environment},
    )
    os.close(theirs)
    written = b""
    try:
        while some := os.read(ours, 65_536):
            written += some
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(ours)
    assert command.wait() == 0, written.decode()
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode())


def test_the_bar_moves_within_one_batch(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(6):
        (pages / f"{number}.txt").write_bytes(article(number, with_letter=True))
    shown = on_a_terminal(["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1"])
    done = [int(count) for count in re.findall(r"reading documents [━╸╺ ]*(\d) of 6 documents", shown)]
    assert done == sorted(done)
    assert set(done) == set(range(7))
    assert re.search(r"writing tables [━╸╺ ]*6 of 6 documents", shown)
    assert "6 documents in" in shown


def test_a_step_is_one_line_of_a_terminal_of_usual_width() -> None:
    bar = Bar()
    bar.start("reading documents", total=10_000)
    bar.advance(9_999)
    samples = bar._bars.tasks[0]._progress
    samples.clear()
    samples.extend((ProgressSample(0, 0), ProgressSample(1, 1_234)))
    for width in (80, 120):
        console = Console(width=width, file=io.StringIO(), force_terminal=True, color_system=None)
        [line] = console.render_lines(bar._bars.get_renderable())
        assert "9,999 of 10,000 documents, 1,234 a second" in "".join(part.text for part in line)


def test_no_bar_is_drawn_where_nothing_shows_it(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(article(1, with_letter=True))
    words = ["run", str(tmp_path / "page.txt"), "--output", str(tmp_path / "out")]
    assert "reading documents" not in on_a_terminal(words, TERM="dumb")
