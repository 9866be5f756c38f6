"""The walk through the named folders: it reads names, sizes and times, and no contents except ``sources.toml``."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import Final, NamedTuple

from flows.ingest.input_bytes import SourceRef, read
from flows.ingest.input_issues import MAX_DOCUMENT_BYTES, empty, irregular, not_there, too_large, unreadable
from flows.ingest.source_names import is_printable, printable
from flows.ingest.sources_toml import MANIFEST, SourceEntry, SourcesFile, parse_sources_file
from flows.model import Issue, Origin

# A folder with such a name is probably a mistake: a page was expected. Not ".com": mirrors name folders after sites.
_PAGE_SUFFIXES: Final = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".wiki", ".wikitext")
_UNKNOWN: Final = SourceEntry(Origin(), None)


class LeftOut(NamedTuple):
    """What a walk passed by, in the order of the source names. A folder is one entry, with "/" at its end."""

    hidden: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return how much it is, '' where nothing was left out: "2 hidden files and folders, 1 output"."""
        kinds = (
            (len(self.hidden), "hidden file or folder", "hidden files and folders"),
            (len(self.outputs), "output", "outputs"),
        )
        return ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in kinds if count)


class FolderWalk:
    """Collects ``refs``, ``issues`` and what is ``left_out``. Call ``folder`` or ``single_file`` once a named input.

    ``is_output`` says whether a folder is an output of a run: tables that were read as pages would grow with every run.
    """

    def __init__(self, is_output: Callable[[str], bool]) -> None:
        self.refs: list[SourceRef] = []
        self.issues: list[Issue] = []
        self._is_output = is_output
        self._hidden: list[str] = []
        self._outputs: list[str] = []
        self._manifests: dict[str, SourcesFile] = {}

    def folder(self, root: str, prefix: str) -> None:
        """Add the files below a folder. No link is followed, so the walk ends."""
        listed: dict[str, SourceEntry] = {}
        seen: set[str] = set()
        waiting = [(root, prefix)]
        while waiting:
            path, prefix_here = waiting.pop()
            try:
                with os.scandir(path) as found:
                    entries = sorted(found, key=_name)
            except OSError as error:
                self.issues.append(unreadable(printable(prefix_here or "."), error, "unreadable-folder"))
                continue
            if any(entry.name == MANIFEST for entry in entries):
                manifest = self._manifest(path, prefix_here)
                listed.update((prefix_here + name, entry) for name, entry in manifest.entries.items())
            for entry in entries:
                name = prefix_here + entry.name
                if entry.name == MANIFEST or self._leaves_out(entry, name, is_listed=name in listed):
                    continue
                seen.add(name)
                if self._is_folder(entry, name, is_listed=name in listed):
                    waiting.append((entry.path, f"{name}/"))
                else:
                    self._entry(entry, name, listed.get(name, _UNKNOWN))
        for name in listed.keys() - seen:
            why = self._why_not_read(root, name.removeprefix(prefix))
            self.issues.append(not_there(printable(name), MANIFEST, why))

    def single_file(self, path: str) -> None:
        """Add one file under its own name, with its entry in the ``sources.toml`` beside it."""
        parent, name = os.path.split(path)
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            manifest = self._manifest(parent, "") if os.path.lexists(os.path.join(parent, MANIFEST)) else SourcesFile()
            self._file(path, name, status, manifest.entries.get(name, _UNKNOWN))
        else:
            self.issues.append(irregular(printable(name), status.st_mode))

    @property
    def left_out(self) -> LeftOut:
        """Return what was passed by so far."""
        return LeftOut(tuple(sorted(self._hidden)), tuple(sorted(self._outputs)))

    def _leaves_out(self, entry: os.DirEntry[str], name: str, *, is_listed: bool) -> bool:
        """Return whether an entry is not looked at: an output, also by a link, or hidden and in no ``sources.toml``."""
        is_folder = entry.is_dir(follow_symlinks=False)
        shown = printable(name) + "/" * is_folder
        if (is_folder or entry.is_symlink()) and self._is_output(entry.path):
            self._outputs.append(shown)
        elif entry.name.startswith(".") and not is_listed:
            self._hidden.append(shown)
        else:
            return False
        return True

    def _why_not_read(self, root: str, name: str) -> str:
        """Return why the walk does not come to a listed file; '' where the file is not there."""
        *folders, _ = parts = name.split("/")
        if any(self._is_output(os.path.join(root, *parts[:number])) for number in range(1, len(parts) + 1)):
            return "it is, or lies in, an output, which is never read as input"
        if any(folder.startswith(".") for folder in folders):
            return "it lies in a hidden folder, which is not read"
        return ""

    def _is_folder(self, entry: os.DirEntry[str], name: str, *, is_listed: bool) -> bool:
        if not entry.is_dir(follow_symlinks=False) or _is_junction(entry):
            return False
        if is_listed or entry.name.lower().endswith(_PAGE_SUFFIXES):
            self.issues.append(irregular(printable(name), stat.S_IFDIR))
        return True

    def _entry(self, entry: os.DirEntry[str], name: str, known: SourceEntry) -> None:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            self.issues.append(unreadable(printable(name), error))
            return
        if stat.S_ISREG(status.st_mode):
            self._file(entry.path, name, status, known)
        else:
            self.issues.append(irregular(printable(name), stat.S_IFLNK if _is_junction(entry) else status.st_mode))

    def _file(self, path: str, name: str, status: os.stat_result, known: SourceEntry) -> None:
        source = printable(name)
        if not is_printable(name):
            remedy = "rename the file to get a readable source name; its document_id then changes"
            self.issues.append(Issue("odd-name", None, source, "file name", source, remedy))
        if status.st_size == 0:
            self.issues.append(empty(source))
        elif status.st_size > MAX_DOCUMENT_BYTES:
            self.issues.append(too_large(source, status.st_size))
        else:
            self.refs.append(
                SourceRef(
                    source,
                    path,
                    status.st_size,
                    status.st_mtime_ns,
                    known.origin,
                    known.sha256,
                    status.st_ctime_ns,
                )
            )

    def _manifest(self, folder: str, prefix: str) -> SourcesFile:
        manifest = self._manifests.get(folder)
        if manifest is None:
            source = printable(prefix + MANIFEST)
            found = read(SourceRef(source, os.path.join(folder, MANIFEST), 0, 0))
            manifest = (
                SourcesFile(issues=(found,)) if isinstance(found, Issue) else parse_sources_file(found.content, source)
            )
            self._manifests[folder] = manifest
            self.issues.extend(manifest.issues)
        return manifest


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Return whether the entry is a junction, a folder link of Windows that Python before 3.12 takes for a folder."""
    if os.name != "nt":
        return False
    tag: int = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
