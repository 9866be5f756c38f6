"""The inputs of a run: the files and folders that the user named, and all files below those folders."""

from __future__ import annotations

import fnmatch
import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flows.errors import InputError
from flows.ingest.folder_walk import FolderWalk, LeftOut
from flows.ingest.input_bytes import SourceRef
from flows.ingest.source_names import printable
from flows.model import Issue
from flows.quoting import shell_word
from flows.suggestions import nearest_path


@dataclass(frozen=True, slots=True)
class Discovery:
    """The inputs of a run sorted by source name, the issues of other entries of their folders, and what was left out.

    What is left out is only reported: a run is unchanged without it.
    """

    refs: tuple[SourceRef, ...]
    issues: tuple[Issue, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)


def no_outputs(_folder: str) -> bool:
    """Return False: no folder is an output."""
    return False


def discover(
    sources: Sequence[str], only: str | None = None, is_output: Callable[[str], bool] = no_outputs
) -> Discovery:
    """Return all inputs below the named files and folders, sorted by source name, and the issues of the rest.

    A file's source name is its path below the named folder; with several folders, the folder's own name comes first.
    ``sources.toml`` is skipped; hidden files and folders that are outputs are left out, whatever ``only`` selects.
    ``only`` is a glob on the source name ("*" also matches "/"). Raises ``InputError`` when a source does not exist, is
    an output or lies in one, when one source contains another, or when two files have one name.
    """
    walk = FolderWalk(is_output)
    roots = [_root(source) for source in sources]
    for source, root in zip(sources, roots, strict=True):
        _refuse_output(source, root, is_output)
    _refuse_overlaps(roots)
    folders = sum(os.path.isdir(root) for root in roots)
    for root in roots:
        if os.path.isdir(root):
            prefix = f"{os.path.basename(root) or 'root'}/" if len(roots) > 1 and folders else ""
            walk.folder(root, prefix)
        else:
            walk.single_file(root)
    refs = sorted(ref for ref in walk.refs if only is None or fnmatch.fnmatchcase(ref.source, only))
    _refuse_same_names(refs)
    issues = sorted(issue for issue in walk.issues if only is None or _is_about(issue, only))
    return Discovery(tuple(refs), tuple(issues), walk.left_out)


def _is_about(issue: Issue, only: str) -> bool:
    # These issues may hide an input that "only" selects, so they are reported in every run.
    return issue.code in {"unreadable-folder", "bad-manifest"} or fnmatch.fnmatchcase(issue.source, only)


def _root(source: str) -> str:
    # A link that the user named is followed: the user meant its target.
    try:
        path = os.path.realpath(source)
        os.stat(path)
    except (OSError, ValueError) as error:
        is_missing = isinstance(error, FileNotFoundError)
        reason = "there is no such file or folder" if is_missing else getattr(error, "strerror", None) or str(error)
        near = nearest_path(source) if is_missing else None
        remedy = "name an existing file or folder (without a name, the folder seeds is read)"
        if near is not None and near != source:
            remedy = f"did you mean {shell_word(near)}?"
        raise InputError(f"source {printable(source)!r}", reason, remedy) from None
    return path


def _refuse_output(source: str, root: str, is_output: Callable[[str], bool]) -> None:
    """Raise for a source that is an output, this run's or another's, or lies in one at any depth."""
    above = root
    while not is_output(above):
        if above == (above := os.path.dirname(above)):
            return
    place = "is" if above == root else f"lies in {printable(os.path.basename(above) or above)!r},"
    what = f"{place} the output of this run or of another: an output is never read as input"
    remedy = "name a folder of pages outside of it, and give --output a folder of its own"
    raise InputError(f"source {printable(source)!r}", f"{what}, its tables would become pages", remedy)


def _refuse_overlaps(roots: Sequence[str]) -> None:
    ordered = sorted(root.rstrip(os.sep) + os.sep for root in roots)
    for one, other in itertools.pairwise(ordered):
        if other.startswith(one):
            inner, outer = (printable(os.path.basename(root[:-1]) or root) for root in (other, one))
            what = f"is, or lies in, source {outer!r}: its documents would be counted twice"
            raise InputError(f"source {inner!r}", what, "name one of the two")


def _refuse_same_names(refs: Sequence[SourceRef]) -> None:
    for one, other in itertools.pairwise(refs):
        if one.source == other.source:
            what = "two files have this source name, which is the key of a document"
            remedy = "rename one of the sources, or name the folder that contains both"
            raise InputError(f"source {one.source!r}", what, remedy)
