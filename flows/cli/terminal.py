"""What the command prints: data on stdout, messages on stderr, errors as where, what and remedy.

Standard library only: ``--help`` and ``clean`` must not pay for rich. Everything that comes from data or from the
command line passes through ``safe`` before it is shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TextIO

from flows.cli.streams import tell
from flows.quoting import safe, safe_json, shell_word

if TYPE_CHECKING:
    from flows.cli.progress import Bar

FINE, BROKEN, COULD_NOT_RUN = 0, 1, 2
"""The exit codes: all well; the data breaks the contract; it could not run."""

TALK = {"quiet": 0, "normal": 1, "verbose": 2}
"""How much a command says on stderr: only what is wrong, what matters, or each step with its reasons."""

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def is_terminal(stream: TextIO) -> bool:
    """Return whether this stream is a terminal, where progress and wrapping make sense."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, stream: TextIO) -> str:
    """Return the text in a colour or weight, unchanged where the stream is not a terminal or NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or not is_terminal(stream):
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


class _Talk:
    """How much this command says; one command runs in a process at a time."""

    level: ClassVar[int] = TALK["normal"]


@contextlib.contextmanager
def talking(level: str) -> Iterator[None]:
    """Let the command say as much as this word of ``TALK`` means, while the block runs.

    With "verbose" that is also what the modules of this program log of their steps, each line with the seconds since
    the block began.
    """
    before, _Talk.level = _Talk.level, TALK[level]
    steps = _logged_steps() if level == "verbose" else contextlib.nullcontext()
    try:
        with steps:
            yield
    finally:
        _Talk.level = before


@contextlib.contextmanager
def _logged_steps() -> Iterator[None]:
    import logging
    import time

    began = time.monotonic()

    class Steps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            say(f"{time.monotonic() - began:8.2f} s  {record.getMessage()}", "dim")

    logger, handler = logging.getLogger("flows"), Steps()
    level, is_propagated = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False  # Prefect has handlers of its own, which would say it twice
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = is_propagated


def say(text: str = "", style: str | None = None) -> None:
    """Write one line of a message to stderr, unless the user wants quiet: one line, whatever the text holds."""
    if _Talk.level >= TALK["normal"]:
        tell(_line(text, style, sys.stderr))


def show(text: str = "", style: str | None = None) -> None:
    """Write one line of data to stdout: one line, whatever the text holds."""
    print(_line(text, style, sys.stdout))


def show_path(place: object) -> None:
    """Write a path to stdout, for scripts: as it is or, if it would not stay on its line, as a word for the shell."""
    path = str(place)
    show(path if safe(path) == path else shell_word(path))


def show_json(content: object) -> None:
    """Write one JSON value to stdout; control characters are escaped, so the same is read back."""
    print(safe_json(json.dumps(content, ensure_ascii=False, indent=2, default=str)))


def _line(text: str, style: str | None, stream: TextIO) -> str:
    shown = safe(text)
    return paint(shown, style, stream) if style else shown


def complain(where: str, what: str, remedy: str, kind: str = "error") -> None:
    """Write an error as where, what, remedy to stderr, line breaks of the last two kept and indented.

    Who puts a name of a file or a word of a page into them passes it through ``safe``: it must begin no line.
    """
    colour = "red" if kind == "error" else "yellow"
    tell(f"{paint(kind, colour, sys.stderr)}: {safe(where)}")
    for part in (what, remedy):
        for line in part.split("\n") if part else ():
            tell(f"  {safe(line)}")


def columns(rows: Iterable[Sequence[str]], *, right: Iterable[int] = (), indent: str = "  ") -> Iterator[str]:
    """Yield the rows as aligned lines; the columns numbered in ``right`` (from 0) are aligned to the right.

    >>> list(columns([("edits", "25"), ("tags", "1")], right=[1]))
    ['  edits  25', '  tags    1']
    """
    from flows.ask.render import display_width

    table = list(rows)
    aligned_right = set(right)
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = []
        for number, (cell, space) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (space - display_width(cell))
            cells.append(gap + cell if number in aligned_right else cell + gap)
        yield (indent + "  ".join(cells)).rstrip()


def wrapped(rows: Sequence[tuple[str, ...]], *, right: Iterable[int] = (), indent: str = "  ") -> Iterator[str]:
    """Yield aligned lines whose last column is wrapped at the terminal's edge; elsewhere a row stays one line."""
    if not is_terminal(sys.stdout):
        yield from columns(rows, right=right, indent=indent)
        return
    edge = shutil.get_terminal_size().columns
    taken = len(indent) + sum(max(len(row[at]) for row in rows) + 2 for at in range(len(rows[0]) - 1))
    lines: list[tuple[str, ...]] = []
    for *heads, text in rows:
        first, *rest = textwrap.wrap(text, max(edge - taken, 30)) or [""]
        lines += [(*heads, first), *((*("" for _ in heads), line) for line in rest)]
    yield from columns(lines, right=right, indent=indent)


def numbered(count: int, word: str) -> str:
    """Return a count with its word.

    >>> numbered(1, "edit"), numbered(1200, "edit")
    ('1 edit', '1,200 edits')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def counts(numbers: Mapping[str, int]) -> Iterator[str]:
    """Yield one aligned line for each name and its number, thousands set apart."""
    return columns(((safe(name), f"{number:,}") for name, number in numbers.items()), right=[1])


def progress_bar() -> contextlib.AbstractContextManager[Bar | None]:
    """Return what shows progress while it is open: a bar on a terminal, None elsewhere and where quiet is wanted.

    Lines of a verbose run would break the bar, and say more.
    """
    if not is_terminal(sys.stderr) or _Talk.level != TALK["normal"]:
        return contextlib.nullcontext()
    from flows.cli.progress import Bar

    return Bar()
