"""``clean`` and ``explain``: one text, what was done to it, and why."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

from flows.ask.explained import Page, encoding_words, from_snapshot
from flows.cli.published import current
from flows.cli.terminal import FINE, numbered, say, show, show_json
from flows.errors import CommandError, DamagedError, InfoboxEtlError, SnapshotError
from flows.model import Edit
from flows.publish.locations import location
from flows.publish.object_store.store import local_view
from flows.quoting import quoted, safe, shell_command, shell_word
from flows.suggestions import nearest_path

if TYPE_CHECKING:
    from flows.api import CleanText

_SHOWN_CHARACTERS = 100  # of a changed text: an infobox block can be a page long


def clean(arguments: Namespace) -> int:
    """Write one text, repaired and stripped, to stdout; with ``--explain`` its edits to stderr."""
    from flows import api

    content = _stdin() if arguments.file == "-" else _existing_file(arguments.file)
    cleaned = api.clean(content, strict_repair=arguments.strict_repair)
    if arguments.json:
        show_json(_plain(cleaned))
    else:
        sys.stdout.write(safe(cleaned.text, keep="\n\t") if sys.stdout.isatty() else cleaned.text)
    if arguments.talk == "verbose" and not arguments.explain:
        edits = numbered(len(cleaned.edits), "edit")
        say(f"{cleaned.shape}, encoding {_encoding(cleaned)}, {edits} (--explain lists them)")
    if arguments.explain:
        _explain_on_stderr(cleaned)
    return FINE


def _plain(cleaned: CleanText) -> dict[str, object]:
    plain = {each.name: getattr(cleaned, each.name) for each in fields(cleaned)}
    return plain | {name: [each._asdict() for each in plain[name]] for name in ("edits", "notes")}


def _stdin() -> bytes:
    from flows.ingest.input_issues import MAX_DOCUMENT_BYTES

    content = sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise CommandError("stdin", f"more than {MAX_DOCUMENT_BYTES:,} bytes", "split it: a run takes no more either")
    return content


def _existing_file(name: str) -> Path:
    """Return the path of a file that is there; raise ``CommandError`` for a folder, and for what is not there."""
    if not os.path.lexists(name):
        near = nearest_path(name)
        remedy = "name a file, or - to read stdin" if near is None else f"did you mean {shell_word(near)}?"
        raise CommandError(shell_word(name), "there is no such file", remedy)
    if os.path.isdir(name):
        run = shell_command(["infobox-etl", "run", name])
        raise CommandError(
            name, "is a folder, and this takes a file", f"name a file in it; for the whole folder: {run}"
        )
    return Path(name)


def _explain_on_stderr(cleaned: CleanText) -> None:
    say(f"encoding {_encoding(cleaned)}, {numbered(len(cleaned.edits), 'edit')}")
    for line, style in edit_lines(cleaned.edits):
        say(line, style)
    for note in cleaned.notes:
        say(f"  {safe(note.code)} in {safe(note.where)}: {safe(note.text, limit=_SHOWN_CHARACTERS)}", "yellow")
        say(f"    {safe(note.remedy)}")


def _encoding(cleaned: CleanText) -> str:
    return encoding_words(cleaned.encoding, cleaned.encoding_basis, cleaned.encoding_confidence)


def edit_lines(edits: Iterable[Edit]) -> Iterator[tuple[str, str | None]]:
    """Yield lines with their styles: of each edit step, rule, place, words before and after, the reason once a rule."""
    from flows.rules.registry import rules

    reasons = {rule.id: rule.why for rule in rules()}
    for number, edit in enumerate(edits, 1):
        score = "" if edit.score is None else f", score {edit.score:.2f}"
        yield f"{number:5}  {edit.step}/{edit.rule} at {edit.start:,}{score}", "cyan"
        if why := reasons.pop(edit.rule, None):
            yield f"       {why}", None
        if edit.reasons:
            yield f"       here: {edit.reasons}", None
        if edit.before:
            yield f"       - {quoted(edit.before)}", "red"
        if edit.after:
            yield f"       + {quoted(edit.after)}", "green"


def explain(arguments: Namespace) -> int:
    """Show one document: from a path processed now, otherwise from the current snapshot."""
    name = arguments.document
    if os.path.lexists(name):
        from flows import api

        page = api.read(_existing_file(name))
    else:
        try:
            with local_view(location(arguments.output)) as output:
                page = from_snapshot(current(output).path, name)
        except (CommandError, SnapshotError) as error:
            raise _with_near_path(name, error) from error
    if arguments.json:
        show_json(asdict(page))
    elif arguments.html:
        from flows.ask.report.document_page import document_page

        sys.stdout.write(document_page(page, name))
    else:
        _show_page(page)
    return FINE


def _with_near_path(name: str, error: InfoboxEtlError) -> InfoboxEtlError:
    """Return the error that no snapshot has a document, with the file that was probably meant; damage as it is."""
    if isinstance(error, DamagedError):
        return error
    near = nearest_path(name)
    remedy = error.remedy if near is None else f"did you mean {shell_word(near)}?\n{error.remedy}"
    if isinstance(error, SnapshotError):
        return CommandError(shell_word(name), f"there is no such file, and in {safe(error.where)} {error.what}", remedy)
    return CommandError(error.where, error.what, remedy)


def _show_page(page: Page) -> None:
    show(f"{safe(page.source)}  {page.document_id}", "bold")
    show(f"  {safe(page.title)}")
    encoding = encoding_words(page.encoding, page.encoding_basis, page.encoding_confidence)
    show(f"  {page.shape}, {encoding}, {page.origin}")
    show()
    show(numbered(len(page.edits), "edit"), "bold")
    for line, style in edit_lines(page.edits):
        show(line, style)
    _show_tables(page.tables)
    if page.issues:
        show()
        show(numbered(len(page.issues), "issue"), "bold")
    for issue in page.issues:
        show(f"  {safe(issue.code)} in {safe(issue.where)}: {safe(issue.text, limit=_SHOWN_CHARACTERS)}", "yellow")
        show(f"    {safe(issue.remedy)}")


def _show_tables(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Show the tables in turn, each field with the values read of it: a value has no label of its own."""
    values: dict[object, list[Mapping[str, object]]] = {}
    for row in tables.get("infobox_values", ()):
        values.setdefault((row["box_no"], row["field_no"]), []).append(row)
    for name, rows in tables.items():
        if name == "infobox_values":
            continue
        show()
        read = f", {numbered(sum(map(len, values.values())), 'value')}" if name == "infobox_fields" else ""
        show(f"{name}, {numbered(len(rows), 'row')}{read}", "bold")
        for row in rows:
            _show_row(row, "  ")
            if name == "infobox_fields":
                for value in values.get((row["box_no"], row["field_no"]), ()):
                    _show_row(value, "      ", hidden={"box_no", "field_no"})


_ELSEWHERE = frozenset({"document_id", "source_text", "unread"})  # in the head, and on lines of their own


def _show_row(row: Mapping[str, object], indent: str, hidden: Set[str] = frozenset()) -> None:
    """Show one row of an infobox table: what is known of it, the words it was read from, those that no column has."""
    known = [
        f"{name} {safe(_cell(value))}"
        for name, value in row.items()
        # "None" is 0, which is as much an answer as any other number.
        if name not in _ELSEWHERE | hidden and value is not None and value is not False and value not in ((), [])
    ]
    show(indent + " · ".join(known))
    if source := row.get("source_text"):
        show(f"{indent}    from {quoted(str(source))}", "dim")
    if unread := row.get("unread"):
        show(f"{indent}    unread {quoted(str(unread))}", "yellow")


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return "yes" if value is True else str(value)
