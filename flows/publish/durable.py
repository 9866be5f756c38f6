"""File operations that survive a power cut: writes that are not synced may be lost, and not in their order."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

_READ_ONLY_STAYS = os.name == "nt"  # Windows removes and replaces no file that is read-only
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)  # the errors of file systems without links
_MAY_NOT_LINK = 1314  # Windows: "A required privilege is not held by the client"


def sync_file(path: Path) -> None:
    """Force the content of a file to the disk."""
    # Windows syncs only what is open for writing.
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_back_sha256(path: Path) -> str:
    """Return the SHA-256 of a synced file, in hex, as the disk holds it: the copy in memory is dropped first."""
    with path.open("rb") as content:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(content, "sha256").hexdigest()


def sync_folder(path: Path) -> None:
    """Force the names in a folder to the disk. Windows has no such operation and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fresh_of(path: Path) -> Path:
    """Return the name under which the next content of a file is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def write_fresh(path: Path, content: str) -> Path:
    """Return the file beside ``path``, synced, which a rename puts in its place; leave nothing where writing fails."""
    fresh = fresh_of(path)
    fresh.unlink(missing_ok=True)  # through a link that stands there, another file would be written to
    try:
        with fresh.open("xb") as file:
            # A file name that is not valid UTF-8 reaches us as lone surrogates. In JSON, \\udcff is a valid escape.
            file.write(content.encode("utf-8", "backslashreplace"))
        sync_file(fresh)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def write_durably(path: Path, content: str) -> None:
    """Write a text file, new or replaced atomically: readers see the old content or the new, never a part."""
    fresh = write_fresh(path, content)
    try:
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def replace_link(link: Path, target: str, *, is_folder: bool) -> bool:
    """Point a symbolic link to another target, atomically; return False where links cannot be made.

    That is so on Windows and on some shares. Where a link exists already, the error is raised instead: the link must
    not go on pointing to the old target. The caller syncs the folder.
    """
    fresh = fresh_of(link)
    fresh.unlink(missing_ok=True)
    try:
        os.symlink(target, fresh, target_is_directory=is_folder)
    except OSError as error:
        is_unable = error.errno in _NO_LINKS or getattr(error, "winerror", None) == _MAY_NOT_LINK
        if is_unable and not link.is_symlink():
            return False
        raise
    try:
        os.replace(fresh, link)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def make_read_only(path: Path) -> None:
    """Take away from everybody the right to write to a file. It can still be removed: ``remove_file``."""
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def remove_file(path: Path) -> None:
    """Remove a file if it is there, also one that is read-only."""
    _make_replaceable(path)
    path.unlink(missing_ok=True)


def replace_file(fresh: Path, path: Path) -> None:
    """Put a file in the place of another one, also of one that is read-only."""
    _make_replaceable(path)
    os.replace(fresh, path)


def _make_replaceable(path: Path) -> None:
    if _READ_ONLY_STAYS and path.is_file() and not path.is_symlink():
        path.chmod(stat.S_IREAD | stat.S_IWRITE)


def remove_tree(folder: Path) -> None:
    """Remove a folder as far as possible; never through a link, and a link in its place stays."""

    def try_again(_call: object, path: str, _error: object) -> None:
        with suppress(OSError):
            remove_file(Path(path))

    # It looks at each entry itself, on Windows as well.
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=try_again)
    else:
        shutil.rmtree(folder, onerror=try_again)
