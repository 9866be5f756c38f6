"""What can go wrong while publishing or reading what is published, said as where, what, remedy."""

from __future__ import annotations


class PublishError(Exception):
    r"""Publishing or reading a snapshot failed: ``where`` it happened, ``what`` is wrong, and a ``remedy``.

    >>> str(PublishError("output/current", "points nowhere", "infobox-etl rollback"))
    'output/current: points nowhere\n  infobox-etl rollback'
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}\n  {remedy}")
        self.where, self.what, self.remedy = where, what, remedy

    def __reduce__(self) -> tuple[type[PublishError], tuple[str, str, str]]:
        """Survive the way back from a worker process: by default only the message would be passed on."""
        return type(self), (self.where, self.what, self.remedy)


class LockHeldError(PublishError):
    """Another run is publishing into the same output folder."""


class SnapshotError(PublishError):
    """A snapshot is missing, incomplete or changed since it was published."""


class TableError(PublishError):
    """Rows do not fit the file they are written to: wrong types, broken order, a key twice."""


class QueryError(PublishError):
    """A question could not be answered: wrong SQL, not allowed, or too much work."""
