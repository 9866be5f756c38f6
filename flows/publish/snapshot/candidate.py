"""Stages a candidate again: what the gate stopped can be published without processing anything again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo, file_sha256
from flows.publish.snapshot.published import read_inputs
from flows.publish.table_files import ISSUES, WrittenFile


def bring_back(candidate: SnapshotInfo, stage: Path) -> tuple[Sequence[WrittenFile], RunFacts] | None:
    """Return the tables and facts of a candidate, its files now in the stage too; None where a file was changed.

    The candidate stays as it is: a run that dies on the way loses nothing. The files are hard links where the file
    system has them.
    """
    # Everything else is written again when the stage is sealed: it tells the name of the snapshot, or its place.
    files = [file for file in candidate.files if file.rows is not None or file.name == ISSUES]
    try:
        if any(file_sha256(candidate.path / file.name) != file.sha256 for file in files):
            return None
    except OSError:  # no file any more
        return None
    for file in files:
        _link(candidate.path / file.name, stage / file.name)
    facts = RunFacts(
        code_version=candidate.code_version,
        rules_sha256=candidate.rules_sha256,
        inputs=tuple(read_inputs(candidate)),
        issues=candidate.issues,
        violations=candidate.violations,
        edits=candidate.edits,
        options=candidate.options,
    )
    return [
        WrittenFile(file.name, file.rows, file.bytes, file.sha256) for file in files if file.rows is not None
    ], facts


def _link(path: Path, fresh: Path) -> None:
    try:
        os.link(path, fresh)
    except OSError:  # no links here
        shutil.copyfile(path, fresh)
