"""Pages that killed the worker that read them alone: what is published of them, and which ones later runs leave alone.

They are kept beside the cache of documents, in a file with a hash of its own: where that is wrong, the pages are tried
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from flows.ingest.input_bytes import SourceRef
from flows.model import InputFile, Issue
from flows.publish.durable import write_durably
from flows.publish.sealed_json import sealed_text
from flows.runs.corpus.state_files import KILLED, read_index

_REMEDY: Final = (
    "split the page or take it out, and report it; it is tried again once it changes, or with infobox-etl run --full"
)


class KilledPage(NamedTuple):
    """A page without rows, by the bytes that killed its worker; ``how`` is how ("signal 9 (SIGKILL)")."""

    source: str
    sha256: str
    how: str

    @property
    def issue(self) -> Issue:
        """Return why the page is missing."""
        text = f"ended the worker process that read nothing but it: {self.how}"
        return Issue("killed-worker", None, self.source, "document", text, _REMEDY)


def known_killers(
    folder: Path, made_for: str, refs: Sequence[SourceRef], fingerprint: Callable[[SourceRef], InputFile]
) -> dict[str, KilledPage]:
    """Return the inputs that killed their worker in an earlier run and are the same since, by source.

    ``made_for`` is the digest of the code, rules and options that the cache was made for.
    """
    remembered: dict[str, KilledPage] = {}
    # Damage was reported when the cache was loaded, and the file is gone since.
    with suppress(OSError, ValueError, KeyError, TypeError):
        if (kept := read_index(folder / KILLED)).get("made_for") == made_for:
            remembered = {page.source: page for page in map(KilledPage._make, kept["pages"])}
    known = [remembered[ref.source] for ref in refs if ref.source in remembered]
    by_source = {ref.source: ref for ref in refs}
    return {page.source: page for page in known if fingerprint(by_source[page.source]).sha256 == page.sha256}


def remember(folder: Path, made_for: str, pages: Iterable[KilledPage]) -> None:
    """Write down which pages the next run need not try. That only saves time: without room it tries them."""
    kept = sorted(pages)
    with suppress(OSError):
        if kept:
            write_durably(folder / KILLED, sealed_text({"made_for": made_for, "pages": kept}, indent=None))
        else:
            (folder / KILLED).unlink(missing_ok=True)
