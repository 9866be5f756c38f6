"""The commands about what a run published, each in one function; see ``flows.cli.parser``."""

from __future__ import annotations

from flows.cli.shared_options import add_formats, add_json, add_run_options, whole_number
from flows.cli.usage import CommandParser


def add_report(parser: CommandParser) -> None:
    """Add ``report``."""
    command = parser.add_command(
        "report",
        "flows.cli.reporting:report",
        "show where the quality page of the current snapshot is, or open it",
        "  infobox-etl report --open\n",
        also="page html open browse quality",
    )
    add_run_options(command, "output")
    command.add_argument("--open", action="store_true", help="open it in a browser")
    add_json(command)


def add_query(parser: CommandParser) -> None:
    """Add ``query``."""
    command = parser.add_command(
        "query",
        "flows.cli.published:query",
        "ask the current snapshot in SQL (DuckDB, read-only)",
        '  infobox-etl query "SELECT name, start_date, outcome FROM conflicts"\n'
        "  infobox-etl query - --format csv < question.sql > answer.csv\n\n"
        "limits: 60 seconds, 1 GB of memory, 1,000,000 rows, 100 MB\n"
        "without them: duckdb -readonly DIR/warehouse.duckdb\n",
        also="sql ask select from duckdb",
    )
    command.add_argument("sql", metavar="SQL", help="the question in SQL, or - to read it from stdin")
    add_formats(command, ("table", "csv", "json", "markdown"), "of the answer")
    command.add_argument(
        "--raw",
        action="store_true",
        help="with --format csv: put no ' before a text that a spreadsheet would run as a formula (= + - @)",
    )
    add_run_options(command, "output")


def add_describe(parser: CommandParser) -> None:
    """Add ``describe``."""
    command = parser.add_command(
        "describe",
        "flows.cli.dictionary:describe",
        "show the data dictionary: tables, columns, types, meaning",
        "  infobox-etl describe\n  infobox-etl describe casualties\n",
        also="tables columns schema schemas dictionary",
    )
    command.add_argument("table", nargs="?", metavar="TABLE", help="show the columns of one table")
    add_json(command)


def add_explain(parser: CommandParser) -> None:
    """Add ``explain``."""
    command = parser.add_command(
        "explain",
        "flows.cli.texts:explain",
        "show what was changed in one document and why, and what was read from its infobox",
        "  infobox-etl explain seeds/000_4142235f9dc32b56.txt     a file, processed now\n"
        "  infobox-etl explain efcc13ed975c27b8                   a document_id of the current snapshot\n"
        "  infobox-etl explain 000_4142235f9dc32b56.txt           a source name of the current snapshot\n"
        "  infobox-etl explain efcc13ed975c27b8 --html > page.html  every change, and the rows beside their words\n",
        also="show why document edits",
    )
    command.add_argument("document", metavar="DOCUMENT", help="path of a file, or document_id, or source name")
    add_run_options(command, "output")
    written = command.add_mutually_exclusive_group()
    add_json(written)
    written.add_argument("--html", action="store_true", help="print a page that opens in a browser, without a network")


def add_export(parser: CommandParser) -> None:
    """Add ``export``."""
    command = parser.add_command(
        "export",
        "flows.cli.exporting:export",
        "write the tables of the current snapshot as a workbook, CSV files, SQLite or DuckDB",
        "  infobox-etl export                                    infobox-etl.xlsx, a sheet for each table\n"
        "  infobox-etl export --format csv --to tables           one file for each table\n"
        "  infobox-etl export --to losses.sqlite --table casualties --table conflicts\n",
        also="excel xlsx csv sqlite save download spreadsheet",
    )
    command.add_argument(
        "--format",
        choices=("xlsx", "csv", "sqlite", "duckdb"),
        help="what to write (default: as --to ends, else xlsx)",
    )
    command.add_argument(
        "--table", action="append", default=[], metavar="TABLE", help="export this table; may be given several times"
    )
    add_run_options(command, "output")
    command.add_argument("--to", metavar="PATH", help="the file, or folder of CSV files, to write")
    command.add_argument("--force", action="store_true", help="replace what is there")
    command.add_argument("--raw", action="store_true", help="CSV: put no ' before a text that a spreadsheet would run")
    add_json(command)


def add_check(parser: CommandParser) -> None:
    """Add ``check``."""
    command = parser.add_command(
        "check",
        "flows.cli.published:check",
        "check that published files are whole and keep the contract: schemas, keys, foreign keys, expectations",
        "  infobox-etl check\n  infobox-etl check output --format junit > report.xml\n"
        "  infobox-etl check output --candidate --format github     what the last run made, published or not\n",
        also="validate verify test lint gate",
    )
    command.add_argument(
        "folder", nargs="?", metavar="DIR", help="an output, or the folder of one snapshot; instead of --output"
    )
    add_formats(command, ("text", "json", "github", "junit"), "of the findings")
    command.add_argument("--strict", action="store_true", help="fail on warnings and on any violation, too")
    command.add_argument(
        "--candidate", action="store_true", help="check what the gate of the last run stopped, if it did"
    )
    add_run_options(command, "output")


def add_history(parser: CommandParser) -> None:
    """Add ``history``."""
    command = parser.add_command(
        "history",
        "flows.cli.snapshots:history",
        "list the published snapshots with what changed, the newest first",
        "  infobox-etl history --output out\n",
        also="log list ls snapshots status",
    )
    add_run_options(command, "output")
    add_json(command)


def add_diff(parser: CommandParser) -> None:
    """Add ``diff``."""
    command = parser.add_command(
        "diff",
        "flows.cli.comparing:diff",
        "show which rows two snapshots differ in: added, gone, changed, with the words of the sources",
        "  infobox-etl diff                                  what changed since last time\n"
        "  infobox-etl diff current candidate                what the gate stopped\n"
        "  infobox-etl diff ../old/output output --table casualties --limit 20\n\n"
        "exit code: 0 when they could be compared; with --exit-code 1 when they differ\n",
        also="compare changes delta",
    )
    words = "a snapshot that `infobox-etl history` lists, current, previous, candidate, or a folder"
    command.add_argument("older", nargs="?", default="previous", metavar="OLD", help=f"{words} (default: %(default)s)")
    command.add_argument("newer", nargs="?", default="current", metavar="NEW", help="the same (default: %(default)s)")
    command.add_argument("--table", action="append", metavar="TABLE", help="compare this table only; may be repeated")
    command.add_argument(
        "--limit",
        type=whole_number(range(1_000_001), "examples, at most a million"),
        default=3,
        metavar="N",
        help="show so many rows of each kind in each table, 0 for none (default: %(default)s)",
    )
    command.add_argument("--exit-code", action="store_true", help="end with 1 when they differ, as git diff does")
    add_run_options(command, "output")
    add_json(command)


def add_rollback(parser: CommandParser) -> None:
    """Add ``rollback``."""
    command = parser.add_command(
        "rollback",
        "flows.cli.snapshots:rollback",
        "make an earlier snapshot the current one",
        "  infobox-etl rollback                                      the one before the current one\n"
        "  infobox-etl rollback 20261122T013000Z-3f9a1c2e            one that `infobox-etl history` names\n",
        also="revert undo restore checkout",
    )
    command.add_argument("snapshot", nargs="?", metavar="SNAPSHOT", help="its name (default: the one before)")
    add_run_options(command, "output", "wait")
    add_json(command)
