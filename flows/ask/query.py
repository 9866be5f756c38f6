"""Answers questions in SQL about the current snapshot, in a sandbox where they can do no harm.

``flows.ask.question`` says what may be asked, ``flows.ask.sandbox`` answers it in a process of its own, and
``flows.ask.answering`` holds that process to its time.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final, NamedTuple, TypedDict, Unpack

from flows.ask.answering import PackedAnswer, ask
from flows.ask.messages import Question
from flows.errors import QueryError
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.no_output import nothing_at
from flows.publish.snapshot.published import snapshot_at

_LOG: Final = logging.getLogger(__name__)

SECONDS: Final = 60.0
MEMORY: Final = "1GB"
MAX_ROWS: Final = 1_000_000
MAX_BYTES: Final = 100_000_000
"""Of the rows as they are packed: about what they are as text."""


class QueryResult(NamedTuple):
    """The answer: column names, rows of Python values, and whether rows beyond a limit were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    is_truncated: bool = False
    snapshot_id: str = ""


class QueryLimits(TypedDict, total=False):
    """What a question may take; ``packed_answer`` has the defaults."""

    seconds: float
    memory: str
    max_rows: int
    max_bytes: int
    threads: int | None


def query(output: Path, sql: str, **limits: Unpack[QueryLimits]) -> QueryResult:
    """Return the answer of one question about a snapshot's folder, or the current snapshot of an output folder.

    Raises ``QueryError`` for wrong or refused SQL and for a question that takes more than ``seconds`` or ``memory``,
    ``SnapshotError`` when nothing is published or the snapshot is incomplete.
    """
    return query_snapshot(asked_snapshot(output), sql, **limits)


def query_snapshot(info: SnapshotInfo, sql: str, **limits: Unpack[QueryLimits]) -> QueryResult:
    """Return the answer of one question about this snapshot, see ``query``."""
    answer = packed_answer(info, sql, **limits)
    return QueryResult(answer.columns, tuple(answer.rows), bool(answer.cut_at), answer.snapshot_id)


def asked_snapshot(output: Path) -> SnapshotInfo:
    """Return the snapshot of a folder, or what is current in it; raise ``QueryError`` where nothing is published."""
    info = snapshot_at(output)
    if info is None:
        nothing = nothing_at(output)
        raise QueryError(nothing.where, nothing.what, nothing.remedy)
    return info


def packed_answer(
    info: SnapshotInfo,
    sql: str,
    *,
    seconds: float = SECONDS,
    memory: str = MEMORY,
    max_rows: int = MAX_ROWS,
    max_bytes: int = MAX_BYTES,
    threads: int | None = None,
) -> PackedAnswer:
    """Return the answer as ``query`` does, but packed: for who writes one row after the other."""
    answer = ask(Question(info.path, sql, memory, threads, max_rows, max_bytes), seconds)
    answer.snapshot_id = info.snapshot_id
    _LOG.info("answered from snapshot %s in %s", info.snapshot_id, info.path.parent)
    return answer
