"""``clean`` and ``explain``: one text, what was done to it, and why."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict
from pathlib import Path

from flows.ask.explained import Explained, from_snapshot
from flows.cli.explaining import from_path
from flows.cli.published import current
from flows.cli.terminal import FINE, numbered, say, show, show_json
from flows.errors import CommandError
from flows.model import Cleaned, Edit, RawDocument
from flows.publish.locations import location
from flows.publish.object_store.store import local_view
from flows.quoting import quoted, safe

_SHOWN_CHARACTERS = 100  # of a changed text: an infobox block can be a page long


def clean(arguments: Namespace) -> int:
    """Write one text, repaired and stripped, to stdout; with ``--explain`` its edits to stderr."""
    from flows.formats.shapes import recognise
    from flows.ingest.encodings.decode import decode
    from flows.text.strip import clean as clean_text

    decoded = decode(_bytes_of(arguments.file))
    cleaned, _shape = clean_text(decoded.text, recognise, arguments.strict_repair)
    text = safe(cleaned.text, keep="\n\t") if sys.stdout.isatty() else cleaned.text
    sys.stdout.write(text)
    if arguments.explain:
        encoding = encoding_words(decoded.encoding, decoded.basis, decoded.confidence)
        _explain_on_stderr(encoding, Cleaned(cleaned.text, cleaned.edits, (*decoded.notes, *cleaned.notes)))
    return FINE


def _bytes_of(name: str) -> bytes:
    if name != "-":
        return read_one(name).content
    from flows.ingest.input_issues import MAX_DOCUMENT_BYTES

    content = sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise CommandError("stdin", f"more than {MAX_DOCUMENT_BYTES:,} bytes", "split it: a run takes no more either")
    return content


def read_one(name: str) -> RawDocument:
    """Return the one document under this path; raise ``CommandError`` if it is missing or cannot be read."""
    from flows.ingest.input_bytes import read
    from flows.ingest.sources import discover

    if Path(name).is_dir():
        raise CommandError(name, "is a folder", "name one file, or use `infobox-etl run` for folders")
    discovery = discover([name])
    found = [read(ref) for ref in discovery.refs[:1]] or list(discovery.issues[:1])
    if not found:
        raise CommandError(name, "no document here", "name a text file")
    if not isinstance(found[0], RawDocument):
        raise CommandError(found[0].source, f"{found[0].code}: {found[0].text}", found[0].remedy)
    return found[0]


def _explain_on_stderr(encoding: str, cleaned: Cleaned) -> None:
    say(f"encoding {encoding}, {numbered(len(cleaned.edits), 'edit')}")
    for line, style in edit_lines(cleaned.edits):
        say(line, style)
    for note in cleaned.notes:
        say(f"  {safe(note.code)} in {safe(note.where)}: {safe(note.text, limit=_SHOWN_CHARACTERS)}", "yellow")
        say(f"    {safe(note.remedy)}")


def encoding_words(encoding: str, basis: str, confidence: float) -> str:
    """Return an encoding with the basis of the decision, and its confidence where it is not proven.

    >>> encoding_words("utf-8", "valid_utf8", 1.0), encoding_words("koi8-r", "statistics", 0.991)
    ('utf-8 (valid utf8)', 'koi8-r (statistics, 0.99 sure)')
    """
    sure = "" if confidence == 1.0 else f", {confidence:.2f} sure"
    return f"{safe(encoding)} ({safe(basis).replace('_', ' ')}{sure})"


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
    if Path(name).exists():
        explained = from_path(read_one(name))
    else:
        with local_view(location(arguments.output)) as output:
            explained = from_snapshot(current(output).path, name)
    if arguments.json:
        show_json(asdict(explained))
    elif arguments.html:
        from flows.ask.report.document_page import document_page

        sys.stdout.write(document_page(explained, name))
    else:
        _show_explained(explained)
    return FINE


def _show_explained(explained: Explained) -> None:
    show(f"{safe(explained.source)}  {explained.document_id}", "bold")
    show(f"  {safe(explained.title)}")
    encoding = encoding_words(explained.encoding, explained.encoding_basis, explained.encoding_confidence)
    show(f"  {explained.shape}, {encoding}, {explained.origin}")
    show()
    show(numbered(len(explained.edits), "edit"), "bold")
    for line, style in edit_lines(explained.edits):
        show(line, style)
    _show_tables(explained.tables)
    if explained.issues:
        show()
        show(numbered(len(explained.issues), "issue"), "bold")
    for issue in explained.issues:
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
