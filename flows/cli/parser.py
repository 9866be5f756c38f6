"""The command line: commands, options, and the module that handles each command.

A handler is given by name ("flows.cli.runs:run"), and ``main`` imports only the one it needs, so that help and usage
errors take no time. The options of a run are those of ``flows.runs.options``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final, NoReturn

from flows import __version__
from flows.quoting import safe
from flows.runs.options import OPTIONS, RunConfig, flag, plain

PROGRAM: Final = "infobox-etl"
_EPILOG = """\
examples:
  infobox-etl run                                    seeds/ -> output/
  infobox-etl run pages/ a.txt --output out          several inputs, another output folder
  infobox-etl run --output s3://bucket/prefix        into an object store
  infobox-etl query "FROM conflicts"                 look at what was published
  infobox-etl check output                           the gate for CI

exit codes: 0 fine, 1 the data breaks the contract, 2 it could not run;
stopped by Ctrl-C 130, by SIGTERM 143, by SIGHUP 129
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors name a remedy. argparse leaves with exit code 2 by itself."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {self.prog}\n  {safe(message)}\n  see `{self.prog} --help`\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command; the parsed ``handler`` is the "module:function" of the command."""
    parser = _Parser(
        prog=PROGRAM,
        description="Scraped text in, validated tables out: repair, strip, parse, validate, publish.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    _add_runs(commands)
    _add_texts(commands)
    _add_check(commands)
    _add_questions(commands)
    _add_snapshots(commands)
    _add_contract(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, handler: str, summary: str, examples: str
) -> _Parser:
    command = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.set_defaults(handler=handler)
    return command


def _add_run_options(command: _Parser, *names: str) -> None:
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
            read = str if option.numbers is None else _whole_number(option.numbers, option.numbers_of)
            command.add_argument(*flags, type=read, default=default, metavar=option.metavar, help=option.text)


def _whole_number(numbers: range, words: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and int(text) in numbers):
            raise argparse.ArgumentTypeError(f"{text!r} is no number of {words}")
        return int(text)

    return read


def _add_runs(commands: argparse._SubParsersAction[_Parser]) -> None:
    run = _command(
        commands,
        "run",
        "flows.cli.runs:run",
        "read sources, publish a snapshot of validated tables",
        "  infobox-etl run\n  infobox-etl run pages --output out --workers 4 --strict\n"
        "  infobox-etl run --record      keep the run in Prefect, with its embedded server\n",
    )
    _add_run_options(run, *OPTIONS)
    run.add_argument("--record", action="store_true", help="record the run in Prefect (embedded server if no API)")
    run.add_argument("--json", action="store_true", help="print the summary as one JSON object")
    serve = _command(
        commands,
        "serve",
        "flows.cli.serving:serve",
        "run on a schedule, recorded in Prefect, until stopped",
        "  infobox-etl serve --cron '30 1 * * *'                       every night at 01:30 UTC\n"
        "  infobox-etl serve --cron '0 6 * * 1' --timezone Europe/Berlin\n",
    )
    # Not --accept: a gate that lets everything pass every night is not one.
    _add_run_options(serve, *(name for name in OPTIONS if name != "accept"))
    serve.add_argument("--cron", required=True, metavar="EXPR", help="when to run: minute hour day month weekday")
    serve.add_argument("--timezone", default="UTC", metavar="NAME", help="time zone of --cron (default: %(default)s)")


def _add_texts(commands: argparse._SubParsersAction[_Parser]) -> None:
    clean = _command(
        commands,
        "clean",
        "flows.cli.texts:clean",
        "repair and strip one text, stdin or a file to stdout",
        "  infobox-etl clean page.txt > clean.txt\n  curl -s … | infobox-etl clean - --explain\n",
    )
    clean.add_argument("file", metavar="FILE", help="the file to clean, - for stdin")
    _add_run_options(clean, "strict_repair")
    clean.add_argument("--explain", action="store_true", help="list every edit on stderr")
    explain = _command(
        commands,
        "explain",
        "flows.cli.texts:explain",
        "show what was changed in one document and why, and what was read from its infobox",
        "  infobox-etl explain seeds/000_4142235f9dc32b56.txt     a file, processed now\n"
        "  infobox-etl explain efcc13ed975c27b8                   a document_id of the current snapshot\n"
        "  infobox-etl explain 000_4142235f9dc32b56.txt           a source name of the current snapshot\n"
        "  infobox-etl explain efcc13ed975c27b8 --html > page.html  every change, and the rows beside their words\n",
    )
    explain.add_argument("document", metavar="DOCUMENT", help="path of a file, or document_id, or source name")
    _add_run_options(explain, "output")
    written = explain.add_mutually_exclusive_group()
    written.add_argument("--json", action="store_true", help="print one JSON object")
    written.add_argument("--html", action="store_true", help="print a page that opens in a browser, without a network")
    rules = _command(
        commands,
        "rules",
        "flows.cli.rulebook:rules",
        "list the rules that change texts, with their hits in the current snapshot",
        "  infobox-etl rules\n  infobox-etl rules image-size     reason and proofs of one rule\n"
        "  infobox-etl rules --dead         rules that never fired\n",
    )
    rules.add_argument("id", nargs="?", metavar="ID", help="show the reason and the proofs of one rule")
    rules.add_argument("--dead", action="store_true", help="list only rules without a hit in the current snapshot")
    _add_run_options(rules, "output")
    rules.add_argument("--json", action="store_true", help="print one JSON object")


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = _command(
        commands,
        "check",
        "flows.cli.published:check",
        "check that published files are whole and keep the contract: schemas, keys, foreign keys, expectations",
        "  infobox-etl check\n  infobox-etl check output --format junit > report.xml\n"
        "  infobox-etl check output --candidate --format github     what the last run made, published or not\n",
    )
    output = plain(RunConfig())["output"]
    check.add_argument(
        "folder",
        nargs="?",
        default=output,
        metavar="DIR",
        help="an output, or the folder of one snapshot (default: %(default)s)",
    )
    check.add_argument(
        "--format", choices=("text", "json", "github", "junit"), default="text", help="of the findings (default: text)"
    )
    check.add_argument("--strict", action="store_true", help="fail on warnings and on any violation, too")
    check.add_argument(
        "--candidate", action="store_true", help="check what the gate of the last run stopped, if it did"
    )


def _add_questions(commands: argparse._SubParsersAction[_Parser]) -> None:
    query = _command(
        commands,
        "query",
        "flows.cli.published:query",
        "ask the current snapshot in SQL (DuckDB, read-only)",
        '  infobox-etl query "SELECT name, start_date, outcome FROM conflicts"\n'
        "  infobox-etl query - --format csv < question.sql > answer.csv\n\n"
        "limits: 60 seconds, 1 GB of memory, 1,000,000 rows, 100 MB; without them: duckdb DIR/warehouse.duckdb\n",
    )
    query.add_argument("sql", metavar="SQL", help="the question in SQL, or - to read it from stdin")
    query.add_argument(
        "--format", choices=("table", "csv", "json", "markdown"), default="table", help="of the answer (default: table)"
    )
    query.add_argument(
        "--raw",
        action="store_true",
        help="with --format csv: put no ' before a text that a spreadsheet would run as a formula (= + - @)",
    )
    _add_run_options(query, "output")
    report = _command(
        commands,
        "report",
        "flows.cli.reporting:report",
        "show where the quality page of the current snapshot is, or open it",
        "  infobox-etl report --open\n",
    )
    _add_run_options(report, "output")
    report.add_argument("--open", action="store_true", help="open it in a browser")
    describe = _command(
        commands,
        "describe",
        "flows.cli.dictionary:describe",
        "show the data dictionary: tables, columns, types, meaning",
        "  infobox-etl describe\n  infobox-etl describe casualties\n",
    )
    describe.add_argument("table", nargs="?", metavar="TABLE", help="show the columns of one table")


def _add_snapshots(commands: argparse._SubParsersAction[_Parser]) -> None:
    history = _command(
        commands,
        "history",
        "flows.cli.snapshots:history",
        "list the published snapshots with what changed, the newest first",
        "  infobox-etl history --output out\n",
    )
    _add_run_options(history, "output")
    history.add_argument("--json", action="store_true", help="print one JSON object")
    rollback = _command(
        commands,
        "rollback",
        "flows.cli.snapshots:rollback",
        "make an earlier snapshot the current one",
        "  infobox-etl rollback                                      the one before the current one\n"
        "  infobox-etl rollback 20261122T013000Z-3f9a1c2e            one that `infobox-etl history` names\n",
    )
    rollback.add_argument("snapshot", nargs="?", metavar="SNAPSHOT", help="its name (default: the one before)")
    _add_run_options(rollback, "output", "wait")


def _add_contract(commands: argparse._SubParsersAction[_Parser]) -> None:
    contract = _command(
        commands,
        "contract",
        "flows.cli.contracts:diff",
        "compare the contract of this version with the released one, or release it",
        "  infobox-etl contract diff\n  infobox-etl contract release\n",
    )
    actions = contract.add_subparsers(title="actions", metavar="ACTION", required=True, parser_class=_Parser)
    diff = _command(
        actions,
        "diff",
        "flows.cli.contracts:diff",
        "show what changed since the released contract, and whether its version and changelog cover that",
        "  infobox-etl contract diff                                    fails in CI on an uncovered change\n"
        "  infobox-etl contract diff output/current                     what changed since a snapshot was written\n"
        "  infobox-etl contract diff old/contract.json new/contract.json\n",
    )
    diff.add_argument("old", nargs="?", metavar="OLD", help="a contract.json or snapshot folder instead of the release")
    diff.add_argument("new", nargs="?", metavar="NEW", help="a contract.json or snapshot folder instead of today's")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    _command(
        actions,
        "release",
        "flows.cli.contracts:release",
        "write the contract of this version to schemas/contract.json, if version and changelog cover its changes",
        "  infobox-etl contract release\n",
    )
