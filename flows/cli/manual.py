"""``help`` and ``completion``: what the command says about itself, to people and to shells."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Final

from flows.cli.parser import build_parser
from flows.cli.terminal import FINE
from flows.cli.usage import CommandParser

_SNAPSHOTS: Final = "_infobox_etl_snapshots"
_PREAMBLE: Final = {
    "bash": f"""\
{_SNAPSHOTS}() {{
  compgen -W "current previous $(ls output/snapshots 2>/dev/null)" -- "$1"
  compgen -d -- "$1"
}}
""",
    "zsh": f"""\
{_SNAPSHOTS}() {{
  compadd current previous output/snapshots/*(N:t)
  _files -/
}}
""",
}
"""What the scripts define for themselves: the snapshots of the default output, as they are when somebody asks."""


def show_help(arguments: Namespace) -> int:
    """Show the help of a command, or of all; it ends as every ``--help`` does."""
    build_parser().parse_args([*arguments.words, "--help"])
    return FINE


def completion(arguments: Namespace) -> int:
    """Write the script that makes a shell complete the words of this command."""
    import shtab

    parser = build_parser()
    ways: dict[str, object] = {
        "file": shtab.FILE,
        "folder": shtab.DIR,
        "snapshot": {"bash": _SNAPSHOTS, "zsh": _SNAPSHOTS, "tcsh": "`echo current previous; ls output/snapshots`"},
    }
    for each in parser.walk():
        for argument in each.arguments:
            kind = KINDS.get(argument.dest)
            if callable(kind):
                argument.choices = kind(parser)
            elif kind is not None:
                vars(argument)["complete"] = ways[kind]
    print(shtab.complete(parser, arguments.shell, preamble=_PREAMBLE.get(arguments.shell, "")))
    return FINE


def _commands(parser: CommandParser) -> tuple[str, ...]:
    return tuple(parser.commands)


def _tables(_parser: CommandParser) -> tuple[str, ...]:
    from schemas.tables import TABLES

    return tuple(TABLES)


def _rules(_parser: CommandParser) -> tuple[str, ...]:
    from flows.rules.registry import rules

    return tuple(rule.id for rule in rules())


KINDS: Final[Mapping[str, str | Callable[[CommandParser], tuple[str, ...]]]] = {
    "sources": "file",
    "file": "file",
    "document": "file",
    "old": "file",
    "new": "file",
    "folder": "folder",
    "output": "folder",
    "snapshot": "snapshot",
    "older": "snapshot",
    "newer": "snapshot",
    "words": _commands,
    "table": _tables,
    "id": _rules,
}
"""What a shell completes for an argument, by its name in the code; for others it knows their choices, or nothing."""
