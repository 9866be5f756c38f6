"""The Python API: ``import flows`` gives what stands here, and the command itself uses nothing else to read and to run.

Promised from version 0.1 on, and kept as semantic versioning says: the names in ``flows.__all__``, their parameters,
and the documented fields of what they return. A minor version may add to them; only a major one takes away or changes
what something means, and before 1.0 a minor one does, with a note. The columns of the tables are promised by the
contract, which has a version of its own (``infobox-etl describe``). Everything else below ``flows`` may change any day.

Whatever you can mend is raised as ``flows.errors.InfoboxEtlError``, with ``where``, ``what`` and ``remedy``.

>>> clean("Itâ€™s 5â€“2").text
'It’s 5–2'
>>> DUMP = '''= Siege of Homs =
...
... Infobox
... - Conflict: Siege of Homs
... - Commander1: Gen. Ali AyyoubKIA, ()
... - Casualties1: 20+ killed'''
>>> page = read(DUMP)
>>> page.title, page.shape, page.issues
('Siege of Homs', 'wiki_dump', ())
>>> [(row["rank"], row["name"], row["fate"]) for row in page.rows("commanders")]
[('Gen.', 'Ali Ayyoub', 'killed')]
>>> undo(page.text, page.edits) == DUMP
True
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from flows.ask.explained import TABLES, Page
from flows.errors import InputError
from flows.model import Decoded, Edit, Note, RawDocument
from flows.text.edits import undo

if TYPE_CHECKING:
    from flows.runs.job import Report
    from flows.runs.progress import Progress

__all__ = ["CleanText", "Page", "Report", "RunOptions", "clean", "read", "run", "undo"]

Content = str | bytes | os.PathLike[str]
"""What a page is given as: a ``str`` is its text, a path (``pathlib.Path``) names its file, ``bytes`` are decoded."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text after repair and strip, and how it came to be: ``undo(text, edits)`` is the text as it was decoded."""

    text: str
    shape: str
    encoding: str
    encoding_basis: str
    encoding_confidence: float
    edits: tuple[Edit, ...]
    notes: tuple[Note, ...]


class RunOptions(TypedDict, total=False):
    """The options of a run, as the command has them: ``infobox-etl run --help`` says what each does."""

    strict: bool
    only: str | None
    full: bool
    workers: int
    facts_only: bool
    strict_repair: bool
    keep: int
    keep_for: int
    wait: float
    accept: bool


def clean(content: Content, *, strict_repair: bool = False) -> CleanText:
    """Return a text repaired and stripped of debris and of the furniture of its site, with every edit that was made.

    Nothing is parsed: an infobox stays in the text. See ``read`` for what ``content`` may be, and for the errors.

    >>> [(edit.rule, edit.before, edit.after) for edit in clean("It costs 5â€“6 lira.").edits]
    [('mojibake', 'â€“', '–')]
    """
    from flows.formats.shapes import recognise  # noqa: PLC0415
    from flows.ingest.encodings.decode import decode  # noqa: PLC0415
    from flows.text.strip import clean as clean_text  # noqa: PLC0415

    decoded = Decoded(content, "utf-8") if isinstance(content, str) else decode(_document(content, None).content)
    cleaned, shape = clean_text(decoded.text, recognise, strict_repair)
    notes = (*decoded.notes, *cleaned.notes)
    return CleanText(cleaned.text, shape, decoded.encoding, decoded.basis, decoded.confidence, cleaned.edits, notes)


def read(content: Content, *, source: str | None = None, strict_repair: bool = False) -> Page:
    """Return one page as a run reads it: its title and body, what was read of its infobox, every edit, every issue.

    A ``str`` is the text of a page, never the name of a file; ``bytes`` are the bytes of one, whose encoding is found;
    ``pathlib.Path("page.txt")`` is the file, with what a ``sources.toml`` beside it says. ``source`` is what the page
    is called, which its ``document_id`` is made of: by default the name of the file, or "text".

    What needs the other pages of a run is missing: duplicates, sides that another page proves, lines that a whole site
    repeats. Raises ``InputError`` for a file that a run would not read either.

    >>> page = read("Homs is a city.", source="homs")
    >>> page.source, page.document_id, page.text, page.rows("boxes")
    ('homs', '5e30e4f8c651eaf2', 'Homs is a city.', ())
    """
    from flows.ingest.input_issues import no_content  # noqa: PLC0415
    from flows.runs.batch import process_documents  # noqa: PLC0415
    from flows.runs.page_rows import has_content  # noqa: PLC0415

    raw = _document(content, source)
    [result] = process_documents([raw], strict_repair=strict_repair)
    page, boxes = result.page, result.boxes
    issues = tuple(note.for_document(raw.document_id, raw.source) for note in page.notes)
    if not has_content(page.document):  # the only issue is the one that a run publishes: it makes no document of it
        issues = (no_content(raw.source, len(raw.content)),)
    return Page(
        source=raw.source,
        document_id=raw.document_id,
        title=page.document.title,
        shape=page.document.shape,
        encoding=page.decoded.encoding,
        encoding_basis=page.decoded.basis,
        encoding_confidence=page.decoded.confidence,
        origin="processed now",
        text=page.document.text,
        edits=page.document.edits,
        tables={name: [row._asdict() for row in getattr(boxes, name)] for name in TABLES if getattr(boxes, name)},
        issues=issues,
    )


def run(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str] = "output",
    *,
    progress: Progress | None = None,
    **options: Unpack[RunOptions],
) -> Report:
    """Return what a run did: it reads files and folders, and publishes one snapshot of validated tables.

    ``sources`` are paths, one or several; ``output`` is a folder, or the address of an object store
    ("s3://bucket/prefix"). ``progress`` hears how far the run is. Data that breaks the contract raises nothing:
    then ``is_published`` is false, ``failures`` say why, and what was published before stays current.
    Raises ``InfoboxEtlError`` for what stops a run: no input, another run into the same folder, a damaged output.
    """
    from flows.runs import job  # noqa: PLC0415
    from flows.runs.options import from_plain  # noqa: PLC0415

    named = [sources] if isinstance(sources, str | os.PathLike) else sources
    given = {"sources": [os.fspath(source) for source in named], "output": os.fspath(output), **options}
    return job.run(from_plain(given), progress=progress)


def _document(content: Content, source: str | None) -> RawDocument:
    if isinstance(content, os.PathLike):
        raw = _file(os.fspath(content))
        return raw if source is None else RawDocument(source, raw.content, raw.origin)
    if isinstance(content, str):
        try:  # bytes that were read with errors="surrogateescape" come back
            content = content.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            what = f"half of a character stands alone at {error.start:,}: this is no text"
            raise InputError(source or "text", what, "decode its bytes anew, or give the bytes") from error
    if not isinstance(content, bytes):
        raise TypeError(f"a page is given as a str, as bytes or as a path, not as {type(content).__name__}")
    return RawDocument(source or "text", content)


def _file(path: str) -> RawDocument:
    """Return the one document under this path, as a run finds it."""
    from flows.ingest.input_bytes import read as read_file  # noqa: PLC0415
    from flows.ingest.sources import discover  # noqa: PLC0415

    if os.path.isdir(path):
        raise InputError(path, "is a folder", "name one file, or use `infobox-etl run` for folders")
    discovery = discover([path])
    found = [read_file(ref) for ref in discovery.refs[:1]] or list(discovery.issues[:1])
    if not found:
        raise InputError(path, "no document here", "name a text file")
    if not isinstance(found[0], RawDocument):
        raise InputError(found[0].source, f"{found[0].code}: {found[0].text}", found[0].remedy)
    return found[0]
