"""The progress bar of a run: the step in words, how many documents are done, how fast, and how long it will take.

It needs rich, so it is imported only where a terminal shows it.
"""

from __future__ import annotations

import contextlib

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text


class Bar:
    """A progress bar for each step of a run, on stderr. A terminal that is closed meanwhile does not end the run."""

    def __init__(self) -> None:
        # Where a terminal is narrow, only the bar gives way: a line that wraps is hard to read while it moves.
        words = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True))
        bar = BarColumn(bar_width=None, table_column=Column(min_width=4, max_width=24))
        done, left = _DocumentsDone(Column(no_wrap=True)), TimeRemainingColumn(True, table_column=Column(no_wrap=True))
        look = (words, bar, done, left)
        self._bars = Progress(*look, console=Console(stderr=True), transient=True)
        self._step = self._bars.add_task("", total=None)

    def start(self, step: str, total: int | None, unit: str = "documents") -> None:
        """Begin the bar of a step of so many documents, or of another unit; None where nothing single is counted."""
        with contextlib.suppress(OSError):
            self._bars.remove_task(self._step)
            self._step = self._bars.add_task(step, total=total, unit=unit)

    def advance(self, count: int) -> None:
        """Move the bar by ``count`` documents."""
        with contextlib.suppress(OSError):
            self._bars.advance(self._step, count)

    def __enter__(self) -> Bar:
        with contextlib.suppress(OSError):
            self._bars.start()
        return self

    def __exit__(self, *_ignored: object) -> None:
        with contextlib.suppress(OSError):
            self._bars.stop()


class _DocumentsDone(ProgressColumn):
    """How many documents of the step are done, and how many a second; nothing for a step that does not count them."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text("")
        pace = f", {task.speed:,.0f} a second" if task.speed else ""
        return Text(f"{task.completed:,.0f} of {task.total:,.0f} {task.fields['unit']}{pace}")
