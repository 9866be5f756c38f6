"""The command line: what can be asked for, and which module answers.

Only names of handlers stand here ("flows.cli.runs:run"); ``main`` imports the one that is needed, so that help and
usage errors come at once.
"""

from __future__ import annotations

import argparse
from typing import Final, NoReturn

from flows import __version__

PROGRAM: Final = "infobox-etl"
DEFAULT_OUTPUT: Final = "output"
DEFAULT_SOURCE: Final = "seeds"

_STRICT_REPAIR: Final = "leave mojibake alone where little speaks for the repair, and say so in an issue"
_EPILOG = """\
examples:
  infobox-etl run                                    seeds/ -> output/
  infobox-etl run pages/ a.txt --output out          several inputs, another output folder
  infobox-etl query "FROM conflicts"                 look at what was published
  infobox-etl check output                           the gate for CI

exit codes: 0 fine, 1 the data breaks the contract, 2 it could not run
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors name a remedy. argparse leaves with exit code 2 by itself."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {self.prog}\n  {message}\n  see `{self.prog} --help`\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command; the parsed ``handler`` is the "module:function" that answers."""
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
    _add_published(commands)
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


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 512):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes from 1 to 512")
    return int(text)


def _add_run_options(command: _Parser) -> None:
    add = command.add_argument
    add("sources", nargs="*", metavar="SOURCE", help=f"files or folders to read (default: {DEFAULT_SOURCE})")
    add("-o", "--output", default=DEFAULT_OUTPUT, metavar="DIR", help="output folder (default: %(default)s)")
    add("--strict", action="store_true", help="fail on any violation, also where expectations allow some")
    add("--only", metavar="GLOB", help="read only sources whose name matches, such as '00*.txt'")
    add("--full", action="store_true", help="process everything again, ignore what an earlier run did")
    add("--workers", type=_workers, default=0, metavar="N", help="processes to work with (default: one a core)")
    add("--facts-only", action="store_true", help="publish no text whose licence does not allow it, only facts")
    add("--strict-repair", action="store_true", help=_STRICT_REPAIR)


def _add_runs(commands: argparse._SubParsersAction[_Parser]) -> None:
    run = _command(
        commands,
        "run",
        "flows.cli.runs:run",
        "read sources, publish a snapshot of validated tables",
        "  infobox-etl run\n  infobox-etl run pages --output out --workers 4 --strict\n"
        "  infobox-etl run --record      keep the run in Prefect, with its embedded server\n",
    )
    _add_run_options(run)
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
    _add_run_options(serve)
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
    clean.add_argument("--strict-repair", action="store_true", help=_STRICT_REPAIR)
    clean.add_argument("--explain", action="store_true", help="list every edit on stderr")
    explain = _command(
        commands,
        "explain",
        "flows.cli.texts:explain",
        "show what was changed in one document and why, and what was read from its infobox",
        "  infobox-etl explain seeds/000_4142235f9dc32b56.txt     a file, processed now\n"
        "  infobox-etl explain efcc13ed975c27b8                   a document_id of the current snapshot\n"
        "  infobox-etl explain 000_4142235f9dc32b56.txt           a source name of the current snapshot\n",
    )
    explain.add_argument("document", metavar="DOCUMENT", help="path of a file, or document_id, or source name")
    _add_output(explain)
    explain.add_argument("--json", action="store_true", help="print one JSON object")
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
    _add_output(rules)
    rules.add_argument("--json", action="store_true", help="print one JSON object")


def _add_published(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = _command(
        commands,
        "check",
        "flows.cli.published:check",
        "check published files against the contract: schemas, keys, foreign keys, expectations",
        "  infobox-etl check\n  infobox-etl check output --format junit > report.xml\n",
    )
    check.add_argument("folder", nargs="?", default=DEFAULT_OUTPUT, metavar="DIR", help="output or snapshot folder")
    check.add_argument("--format", choices=("text", "json", "github", "junit"), default="text", help="of the findings")
    check.add_argument("--strict", action="store_true", help="fail on warnings and on any violation, too")
    query = _command(
        commands,
        "query",
        "flows.cli.published:query",
        "ask the current snapshot in SQL (DuckDB, read-only)",
        '  infobox-etl query "SELECT name, start_date, outcome FROM conflicts"\n'
        "  infobox-etl query - --format csv < question.sql > answer.csv\n",
    )
    query.add_argument("sql", metavar="SQL", help="the question, - to read it from stdin")
    query.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table", help="of the answer")
    _add_output(query)
    describe = _command(
        commands,
        "describe",
        "flows.cli.dictionary:describe",
        "show the data dictionary: tables, columns, types, meaning",
        "  infobox-etl describe\n  infobox-etl describe casualties\n",
    )
    describe.add_argument("table", nargs="?", metavar="TABLE", help="show the columns of one table")
    history = _command(
        commands,
        "history",
        "flows.cli.published:history",
        "list the published snapshots, the newest first",
        "  infobox-etl history --output out\n",
    )
    _add_output(history)
    history.add_argument("--json", action="store_true", help="print one JSON object")


def _add_output(command: _Parser) -> None:
    command.add_argument(
        "-o", "--output", default=DEFAULT_OUTPUT, metavar="DIR", help="output folder (default: %(default)s)"
    )
