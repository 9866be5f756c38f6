"""Every error that a user may see: where it happened, what is wrong, a remedy; data until the command prints it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class InfoboxEtlError(Exception):
    r"""Something went wrong that the user can mend: ``where`` it happened, ``what`` is wrong, and a ``remedy``.

    The command prints the three parts and ends with exit code 2. Any other exception is a fault of the program, or is
    caught where it arises and becomes an issue or a violation (``YamlError``, ``UnfitRowError``). The three parts are
    the arguments of the exception, so it comes back whole from a worker process.

    >>> error = PublishError("output/current", "points nowhere", "infobox-etl rollback")
    >>> error.where, error.remedy
    ('output/current', 'infobox-etl rollback')
    >>> str(error)
    'output/current: points nowhere\n  infobox-etl rollback'
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(where, what, remedy)
        self.where, self.what, self.remedy = where, what, remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n  {self.remedy}"


def note_current(error: BaseException, snapshot: str) -> None:
    """Write down in an error that this snapshot is the current one in spite of it: the pointer had moved before."""
    vars(error)["current"] = snapshot


def current_despite(error: BaseException) -> str | None:
    """Return the snapshot that became the current one before this error, None where the error prevented that.

    >>> error = OSError("no space left on device")
    >>> note_current(error, "20261122T013000Z-3f9a1c2e")
    >>> current_despite(error)
    '20261122T013000Z-3f9a1c2e'
    """
    return vars(error).get("current")


def what_is_current(error: BaseException) -> str:
    """Return in words what is current after this error: the pointer may have moved before it."""
    snapshot = current_despite(error)
    return (
        "a snapshot published before stays current"
        if snapshot is None
        else f"snapshot {snapshot} is the current one, whole"
    )


@contextmanager
def noting_current(snapshot: str | None) -> Iterator[None]:
    """Note in any error of the ``with`` block that this snapshot is the current one; None notes nothing."""
    try:
        yield
    except BaseException as error:
        if snapshot is not None:
            note_current(error, snapshot)
        raise


class CommandError(InfoboxEtlError):
    """The command cannot do what was asked: no such file, table, rule or document."""


class InputError(InfoboxEtlError):
    """The sources cannot be run on: one does not exist, one is named twice, or none can be read."""


class RuleError(InfoboxEtlError):
    """A file of rules or expectations is wrong: ``where`` names the file and the entry."""


class ContractBrokenError(InfoboxEtlError):
    """A table is not built as the contract says: a column is missing, added, moved or of another type."""


class WorkerDiedError(InfoboxEtlError):
    """Worker processes die whatever they are given: one takes its page with it and no more, but here none lives."""


class RecordingError(InfoboxEtlError):
    """A run cannot be recorded: the Prefect API does not answer or is too old."""


class PublishError(InfoboxEtlError):
    """Publishing or reading a snapshot failed."""


class LockHeldError(PublishError):
    """Another run is publishing into the same output folder."""


class PointerUnknownError(PublishError):
    """An object store did not say whether the pointer to the current snapshot has moved."""


class SnapshotError(PublishError):
    """A snapshot is missing, incomplete or changed since it was published."""


class DamagedError(SnapshotError):
    """Something is published, but its bytes are not those that were published: a run publishes it anew."""


class StateChangedError(PublishError):
    """A file of what earlier runs read was changed while a run used it; nothing was published."""


class TableError(PublishError):
    """Rows do not fit the file they are written to: wrong types, broken order, a key twice."""


class QueryError(PublishError):
    """A question could not be answered: wrong SQL, not allowed, or too much work."""
