"""The issues of inputs that give no document ("empty-file", "too-large"): one function a kind."""

from __future__ import annotations

import stat
from typing import Final

from flows.ingest.source_names import printable
from flows.model import Issue

MAX_DOCUMENT_BYTES: Final = 5_000_000


def unreadable(source: str, error: OSError | ValueError, code: str = "unreadable-file") -> Issue:
    """Return the issue of an input that the system refuses to read; the system's own message is the text."""
    text = getattr(error, "strerror", None) or str(error)
    remedy = "give the run permission to read it, or remove it"
    if isinstance(error, FileNotFoundError):
        remedy = "it was there when its folder was listed: change nothing while a run reads, and run again"
    return Issue(code, None, source, "", printable(text), remedy)


def irregular(source: str, mode: int) -> Issue:
    """Return the issue of a folder entry that is not a file: a folder, link, pipe, socket or device."""
    if stat.S_ISDIR(mode):
        return Issue("folder-for-file", None, source, "", "a folder", "put the file in its place, or rename the folder")
    kinds = ((stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    kind = next((name for test, name in kinds if test(mode)), "a device")
    remedy = "replace it by the file itself; only regular files are read"
    return Issue("not-a-regular-file", None, source, "", kind, remedy)


def empty(source: str) -> Issue:
    """Return the issue of a file of 0 bytes."""
    return Issue("empty-file", None, source, "", "0 bytes", "fetch it again, or remove it")


def no_content(source: str, size: int) -> Issue:
    """Return the issue of a page on which a reader finds nothing: blanks, debris, a menu."""
    remedy = "fetch it again, or remove it; `infobox-etl explain` with its path shows what was taken out"
    return Issue("no-content", None, source, "document", f"nothing to read in {size} bytes", remedy)


def not_there(source: str, listed_in: str, why: str) -> Issue:
    """Return the issue of a listed file that is no input, and ``why``; '' where it is just not there."""
    remedy = f"take its entry out of {listed_in}"
    return Issue("missing-file", None, source, listed_in, why, remedy if why else f"put the file there, or {remedy}")


def too_large(source: str, size: int) -> Issue:
    """Return the issue of a file above the size limit."""
    text = f"{size} bytes; at most {MAX_DOCUMENT_BYTES} are read"
    return Issue("too-large", None, source, "", text, "split it into one file a page")
