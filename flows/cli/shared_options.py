"""Options that several commands have, each made in one place."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from flows.cli.usage import CommandParser
from flows.runs.options import OPTIONS, RunConfig, flag, plain


def add_run_options(command: CommandParser, *names: str) -> None:
    """Add options of a run by the names of their fields, as ``flows.runs.options`` defines them."""
    defaults = plain(RunConfig())
    for name in names:
        option, default = OPTIONS[name], defaults[name]
        if name == "sources":
            command.add_argument(name, nargs="*", default=default, metavar=option.metavar, help=option.text)
        elif default is False:
            command.add_argument(flag(name), action="store_true", help=option.text)
        else:
            flags = ["-o", flag(name)] if name == "output" else [flag(name)]
            read = str if option.numbers is None else whole_number(option.numbers, option.numbers_of)
            command.add_argument(*flags, type=read, default=default, metavar=option.metavar, help=option.text)


def add_json(command: argparse._ActionsContainer, text: str = "print one JSON object") -> None:
    """Add ``--json``, with which a command writes one JSON object to stdout."""
    command.add_argument("--json", action="store_true", help=text)


def add_formats(command: CommandParser, formats: tuple[str, ...], text: str) -> None:
    """Add ``--format``, the first of the formats by default, and ``--json`` as another word for one of them."""
    group = command.add_mutually_exclusive_group()
    group.add_argument("--format", choices=formats, default=formats[0], help=f"{text} (default: %(default)s)")
    group.add_argument("--json", action="store_const", dest="format", const="json", help="the same as --format json")


def whole_number(numbers: range, words: str) -> Callable[[str], int]:
    """Return what reads a whole number of this range from the command line; ``words`` say what it counts."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and int(text) in numbers):
            raise argparse.ArgumentTypeError(f"{text!r} is no number of {words}")
        return int(text)

    return read
