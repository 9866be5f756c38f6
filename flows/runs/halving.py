"""All batches of a run, also those whose worker dies: they are tried again alone and halved until a page is left.

A worker may be killed from outside (a system short of memory ends the largest process), which is no fault of a page. So
a page is blamed only when it kills a worker alone, and that is its second death at least.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final, NamedTuple

from flows.errors import WorkerDiedError
from flows.ingest.input_bytes import fingerprint, read
from flows.model import Issue, document_id
from flows.runs import batch
from flows.runs.batch import BatchJob, BatchResult
from flows.runs.corpus.killed_pages import KilledPage
from flows.runs.corpus.state_files import READING
from flows.runs.limits import Limits, limits_of
from flows.runs.progress import PageCount
from flows.runs.runners import Runner
from flows.runs.workers import Died

_LOG: Final = logging.getLogger(__name__)
STEP: Final = "process-batch"
SMALL: Final = 4_000_000
"""Bytes of pages whose reading takes a second or two: a worker costs another one."""
MOST_KILLERS: Final = 100
"""With more of them it is the machine that kills, not the pages; the run must come to an end."""


class Processed(NamedTuple):
    """A batch that is done, or one page that is given up (``killer``): then its result has an issue and no document."""

    job: BatchJob
    result: BatchResult
    killer: KilledPage | None = None


def pays(workers: int, jobs: Sequence[BatchJob]) -> bool:
    """Return whether a batch is read in a worker though it is the only one.

    ``workers`` is the option of the run. Who asks for several processes gets one; who asks for one has no other.
    """
    return workers > 1 or (workers == 0 and sum(ref.size for job in jobs for ref in job.refs) > SMALL)


def process_all(
    runner: Runner, jobs: Sequence[BatchJob], advance: Callable[[int], None], *, in_workers: bool = False
) -> list[Processed]:
    """Return what became of all inputs, in the order of the jobs; halved batches have numbers above all others.

    ``advance`` is called with the number of pages that are done: each counts once, however often it is tried. With
    ``in_workers`` also a single batch is read in a worker.
    Raises ``WorkerDiedError`` when workers die whatever they read.
    """
    done: list[Processed] = []
    suspects: list[BatchJob] = []
    pages = {job.number: PageCount(advance) for job in jobs}

    def reached(job: BatchJob, count: int) -> None:
        pages[job.number].reached(count)

    _LOG.info("%d batches to read%s", len(jobs), ", in worker processes" if in_workers else "")
    with _noted(jobs) as was_ended:
        outcomes = runner.map(STEP, batch.process_batch, jobs, reached, _limits, in_workers=in_workers or was_ended)
    for job, outcome in zip(jobs, outcomes, strict=True):
        if isinstance(outcome, Died):
            suspects.append(job)
        else:
            done.append(Processed(job, outcome))
            reached(job, len(job.refs))
    numbers = itertools.count(max((job.number for job in jobs), default=0) + 1)
    for suspect in suspects:
        settled = 0
        for each in _tried_alone(runner, suspect, numbers):
            done.append(each)
            _demand_few([other.killer for other in done if other.killer is not None])
            settled += len(each.job.refs)
            reached(suspect, settled)
    return sorted(done, key=lambda each: document_id(each.job.refs[0].source))


@contextmanager
def _noted(jobs: Sequence[BatchJob]) -> Iterator[bool]:
    """Give whether an earlier run was ended while it read pages: maybe by a page, so this one works with processes.

    The note stands in the folder of the cache while pages are read, and outlives a process that is killed.
    """
    if not jobs:
        yield False
        return
    note = jobs[0].folder / READING
    was_ended = os.path.lexists(note)
    with suppress(OSError):
        os.close(os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # it follows no link
    try:
        yield was_ended
    finally:
        with suppress(OSError):
            note.unlink()


def _tried_alone(runner: Runner, suspect: BatchJob, numbers: Iterator[int]) -> Iterator[Processed]:
    waiting = [suspect]
    while waiting:
        job = waiting.pop(0)
        outcome = runner.map(STEP, batch.process_batch, [job], _ignored, _limits, in_workers=True)[0]
        if not isinstance(outcome, Died):
            yield Processed(job, outcome)
        elif len(job.refs) > 1:
            middle = len(job.refs) // 2
            halves = (job.refs[:middle], job.refs[middle:])
            waiting[:0] = [replace(job, number=next(numbers), refs=refs) for refs in halves]
        else:
            yield _given_up(job, outcome)


def _given_up(job: BatchJob, died: Died) -> Processed:
    """Return one page as an input that could not be read."""
    (ref,) = job.refs
    found = read(ref)
    input_file = fingerprint(ref, found)
    if isinstance(found, Issue):  # it is gone by now
        return Processed(job, BatchResult(job.number, 0, {}, (input_file,), (found,)))
    killer = KilledPage(ref.source, input_file.sha256, died.how)
    return Processed(job, BatchResult(job.number, 0, {}, (input_file,), (killer.issue,)), killer)


def _demand_few(killers: Sequence[KilledPage]) -> None:
    if len(killers) > MOST_KILLERS:
        what = f"{len(killers)} pages, one by one, ended the worker that read them (the last: {killers[-1].how})"
        remedy = "it is rather the machine: free memory, see what ends the workers, then run again"
        raise WorkerDiedError(STEP, f"{what}; nothing was published, the snapshot before stays", remedy)


def _limits(job: BatchJob) -> Limits:
    return limits_of(sum(ref.size for ref in job.refs))


def _ignored(_job: BatchJob, _count: int) -> None:
    """Ignore how far a part of a batch is: its pages count when the part is done."""
