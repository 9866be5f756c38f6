"""The command line: each command in one function, with its options and the module that handles it.

A handler is given by name ("flows.cli.runs:run"), and ``main`` imports only the one it needs, so that help and usage
errors take no time. The options of a run are those of ``flows.runs.options``. What a shell completes for an argument
stands in ``flows.cli.manual``, under the argument's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flows import __version__
from flows.cli import published_commands as published
from flows.cli.shared_options import add_json, add_run_options
from flows.cli.usage import CommandParser
from flows.runs.options import OPTIONS

PROGRAM: Final = "infobox-etl"
_EPILOG = """\
examples:
  infobox-etl run                                    seeds/ -> output/
  infobox-etl run pages/ a.txt --output out          several inputs, another output folder
  infobox-etl run --output s3://bucket/prefix        into an object store
  infobox-etl query "FROM conflicts"                 look at what was published
  infobox-etl check output                           the gate for CI

stdout is data, stderr is talk; with --json, stdout has one JSON value, or nothing after an error
exit codes: 0 fine, 1 the data breaks the contract, 2 it could not run;
stopped by Ctrl-C 130, by SIGTERM 143, by SIGHUP 129
"""


def build_parser() -> CommandParser:
    """Return the parser of the whole command; the parsed ``handler`` is the "module:function" of the command."""
    parser = CommandParser(
        prog=PROGRAM,
        description="Scraped text in, validated tables out: repair, strip, parse, validate, publish.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    for add in _COMMANDS:
        add(parser)
    return parser


def _run(parser: CommandParser) -> None:
    command = parser.add_command(
        "run",
        "flows.cli.runs:run",
        "read sources, publish a snapshot of validated tables",
        "  infobox-etl run\n  infobox-etl run pages --output out --workers 4 --strict\n"
        "  infobox-etl run --record      keep the run in Prefect, with its embedded server\n",
        also="build start process etl extract read import publish parse",
    )
    add_run_options(command, *OPTIONS)
    command.add_argument("--record", action="store_true", help="record the run in Prefect (embedded server if no API)")
    add_json(command, "print the summary as one JSON object")


def _clean(parser: CommandParser) -> None:
    command = parser.add_command(
        "clean",
        "flows.cli.texts:clean",
        "repair and strip one text, stdin or a file to stdout",
        "  infobox-etl clean page.txt > clean.txt\n  curl -s … | infobox-etl clean - --explain\n",
        also="repair strip fix",
    )
    command.add_argument("file", metavar="FILE", help="the file to clean, - for stdin")
    add_run_options(command, "strict_repair")
    command.add_argument("--explain", action="store_true", help="list every edit on stderr")
    add_json(command, "print the text and its edits as one JSON object")


def _rules(parser: CommandParser) -> None:
    command = parser.add_command(
        "rules",
        "flows.cli.rulebook:rules",
        "list the rules that change texts, with their hits in the current snapshot",
        "  infobox-etl rules\n  infobox-etl rules image-size     reason and proofs of one rule\n"
        "  infobox-etl rules --dead         rules that never fired\n",
    )
    command.add_argument("id", nargs="?", metavar="ID", help="show the reason and the proofs of one rule")
    command.add_argument("--dead", action="store_true", help="list only rules without a hit in the current snapshot")
    add_run_options(command, "output")
    add_json(command)


def _contract(parser: CommandParser) -> None:
    command = parser.add_command(
        "contract",
        "flows.cli.contracts:diff",
        "compare the contract of this version with the released one, or release it",
        "  infobox-etl contract diff\n  infobox-etl contract release\n",
    )
    diff = command.add_command(
        "diff",
        "flows.cli.contracts:diff",
        "show what changed since the released contract, and whether its version and changelog cover that",
        "  infobox-etl contract diff                                    fails in CI on an uncovered change\n"
        "  infobox-etl contract diff output/current                     what changed since a snapshot was written\n"
        "  infobox-etl contract diff old/contract.json new/contract.json\n",
    )
    diff.add_argument("old", nargs="?", metavar="OLD", help="a contract.json or snapshot folder instead of the release")
    diff.add_argument("new", nargs="?", metavar="NEW", help="a contract.json or snapshot folder instead of today's")
    add_json(diff)
    release = command.add_command(
        "release",
        "flows.cli.contracts:release",
        "write the contract of this version to schemas/contract.json, if version and changelog cover its changes",
        "  infobox-etl contract release\n",
    )
    add_json(release)


def _serve(parser: CommandParser) -> None:
    command = parser.add_command(
        "serve",
        "flows.cli.serving:serve",
        "run on a schedule, recorded in Prefect, until stopped",
        "  infobox-etl serve --cron '30 1 * * *'                       every night at 01:30 UTC\n"
        "  infobox-etl serve --cron '0 6 * * 1' --timezone Europe/Berlin\n",
        also="schedule cron deploy",
    )
    # Not --accept: a gate that lets everything pass every night is not one.
    add_run_options(command, *(name for name in OPTIONS if name != "accept"))
    command.add_argument("--cron", required=True, metavar="EXPR", help="when to run: minute hour day month weekday")
    command.add_argument("--timezone", default="UTC", metavar="NAME", help="time zone of --cron (default: %(default)s)")


def _help(parser: CommandParser) -> None:
    command = parser.add_command(
        "help",
        "flows.cli.manual:show_help",
        "show what a command does, its options and examples",
        "  infobox-etl help\n  infobox-etl help query\n  infobox-etl help contract diff\n",
        also="man usage info",
    )
    command.add_argument("words", nargs="*", metavar="COMMAND", help="the command (default: all of them)")


def _completion(parser: CommandParser) -> None:
    command = parser.add_command(
        "completion",
        "flows.cli.manual:completion",
        "print the script with which a shell completes commands, options and names",
        '  eval "$(infobox-etl completion bash)"                       in ~/.bashrc\n'
        '  eval "$(infobox-etl completion zsh)"                        in ~/.zshrc, after compinit\n'
        "  infobox-etl completion tcsh > ~/.infobox-etl.tcsh           and `source` it in ~/.tcshrc\n",
    )
    command.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell that reads the script")


_COMMANDS: Final[tuple[Callable[[CommandParser], None], ...]] = (
    _run,
    published.add_report,
    published.add_query,
    published.add_describe,
    published.add_explain,
    published.add_export,
    published.add_check,
    published.add_history,
    published.add_diff,
    published.add_rollback,
    _clean,
    _rules,
    _contract,
    _serve,
    _help,
    _completion,
)
"""The commands in the order of the help: as a newcomer needs them."""
