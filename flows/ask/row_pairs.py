"""Which rows of one table, in two snapshots, are the same, moved, changed, gone or added: the SQL of the comparison.

Rows are held against each other document by document: first those with the same key and the same values, then those
whose values are the same under another number or at another place (a field that was inserted renumbers all fields
behind it), then those of the same name, then those of the same key. What is left is gone or added.

DuckDB does it in bounded memory: a first pass adds up a 64-bit hash of each row by document, and only the documents
whose sums differ are looked at row by row. Keys and hashes of their rows are held, never whole rows. The SQL is made of
names of columns; words of the data are bound as parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import duckdb

from flows.publish.catalog import identifier

Side = Literal["old", "new"]
_NAMES: Final = frozenset({"label", "name", "heading", "rule"})
"""Columns that say what a row is about. A row may change and get another number at once; its name stays."""
_PLACES: Final = frozenset({"start"})
"""Columns beside those named ``…_no`` that only say where something stands: earlier edits shift all that follow."""


class TableShape(NamedTuple):
    """How the rows of a table are distinguished: by the columns that both snapshots have, and by the key among them.

    Without a key, rows are the same or they are not; none is a changed one.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The SQL of what names the document of a row; an issue of an input that gave none names its source."""
        names = [identifier(name) for name in ("document_id", "source") if name in self.columns]
        return f"coalesce({', '.join(names)}, '')" if names else "''"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns of the key beside the document's."""
        return tuple(name for name in self.key if name != "document_id")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that say what a row is about."""
        return tuple(name for name in self.columns if name in _NAMES)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that say something, not where it stands."""
        return tuple(
            name for name in self.columns if name not in self.key and name not in _PLACES and not name.endswith("_no")
        )


class RowCounts(NamedTuple):
    """How many rows differ, in how many documents; ``moved`` are the same ones under another number.

    Of the added and gone ones, ``added_whole`` and ``gone_whole`` are those whose document is new or gone as a whole.
    """

    added: int = 0
    gone: int = 0
    changed: int = 0
    moved: int = 0
    documents: int = 0
    added_whole: int = 0
    gone_whole: int = 0


class FoundRow(NamedTuple):
    """A row that differs: its document, and its hash in each snapshot, None where it is not in that one."""

    document: str
    old: int | None
    new: int | None


class RowPairs:
    """The rows of one table in two snapshots, which the connection has as ``old_rows`` and ``new_rows``.

    ``whole`` is a table of the documents that only one of them has: no example is a row of theirs, unless
    ``of_documents``, for the table of documents itself.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, shape: TableShape, *, of_documents: bool = False) -> None:
        self._connection, self._shape = connection, shape
        self._are_shown = "true" if of_documents else "document NOT IN (FROM whole)"
        self._hash = _hash_of(shape.columns)
        self._keys = {name: f"k{number}" for number, name in enumerate(shape.numbers)}
        self._names = {name: f"n{number}" for number, name in enumerate(shape.names)}

    def counts(self) -> RowCounts:
        """Return how many rows differ; ``examples`` gives some of them then."""
        documents = self._find_documents()
        for side in ("old", "new"):
            self._hold_rows(side)
        keys = list(self._keys.values())
        hashes = "row_hash AS old_hash, row_hash AS new_hash FROM old_left WHERE false"
        self._make("changed", f"SELECT {', '.join(('document', *keys))}, {hashes}")
        moved = changed = 0
        self._pair([*keys, "row_hash"])
        if self._shape.key:
            moved = self._pair(["value_hash"])
            changed = self._pair(list(self._names.values()), are_changed=True) if self._names else 0
            changed += self._pair(keys, are_changed=True)
        gone, added = (self._number(f"{side}_left") for side in ("old", "new"))
        whole = (self._number(f"{side}_left WHERE NOT ({self._are_shown})") for side in ("new", "old"))
        return RowCounts(added, gone, changed, moved, documents, *whole)

    def examples(self, limit: int) -> list[FoundRow]:
        """Return the first changed, gone and added rows, so many of each."""
        order = f"WHERE {self._are_shown} ORDER BY {', '.join(('document', *self._keys.values()))} LIMIT ?"
        queries = (
            f"SELECT document, old_hash, new_hash FROM changed {order}",
            f"SELECT document, row_hash, NULL FROM old_left {order}",
            f"SELECT document, NULL, row_hash FROM new_left {order}",
        )
        return [FoundRow(*row) for query in queries for row in self._connection.execute(query, [limit]).fetchall()]

    def rows(self, side: Side, found: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Mapping[str, object]]:
        """Return whole rows of one snapshot, by document and hash."""
        wanted = set(found)
        documents = sorted({document for document, _ in wanted})
        # A plain column in a list of values reaches the reader of the files, which skips most of them then.
        document = "document_id" if self._shape.key else self._shape.document
        query = (
            f"SELECT {self._shape.document}, {self._hash}, * FROM {side}_rows "
            f"WHERE {document} IN ({', '.join('?' for _ in documents)})"
        )
        if not wanted:
            return {}
        asked = self._connection.execute(query, documents)
        names = [column[0] for column in asked.description or ()][2:]
        rows: dict[tuple[str, int], Mapping[str, object]] = {}
        while batch := asked.fetchmany(1000):
            for of_document, row_hash, *values in batch:
                if (of_document, row_hash) in wanted:
                    rows[of_document, row_hash] = dict(zip(names, values, strict=True))
        return rows

    def _find_documents(self) -> int:
        """Make the table ``touched``: the documents whose rows are not the same in both; return their number."""
        sums = f"SELECT {self._shape.document} AS document, count(*) AS number, sum({self._hash}::HUGEINT) AS total"
        self._make(
            "touched",
            f"SELECT document FROM ({sums} FROM old_rows GROUP BY ALL) AS o "
            f"FULL JOIN ({sums} FROM new_rows GROUP BY ALL) AS n USING (document) "
            "WHERE o.number IS DISTINCT FROM n.number OR o.total IS DISTINCT FROM n.total",
        )
        return self._number("touched")

    def _hold_rows(self, side: Side) -> None:
        """Make the table of this side: keys, names and hashes of the rows of touched documents."""
        columns = [
            f"{self._shape.document} AS document",
            *(f"{identifier(name)} AS {alias}" for name, alias in (self._keys | self._names).items()),
            f"{self._hash} AS row_hash",
            f"{_hash_of(self._shape.values)} AS value_hash",
        ]
        rows = f"FROM {side}_rows WHERE {self._shape.document} IN (FROM touched)"
        self._make(f"{side}_left", f"SELECT {', '.join(columns)} {rows}")

    def _pair(self, equal: Sequence[str], *, are_changed: bool = False) -> int:
        """Take rows out of what is left on both sides, one for one, that are equal in this; return their number.

        Of rows that are changed, the pairs are kept in the table ``changed``.
        """
        group = ", ".join(("document", *equal))
        order = ", ".join((*self._keys.values(), "rowid"))
        nth = f"SELECT *, rowid AS place, row_number() OVER (PARTITION BY {group} ORDER BY {order}) AS nth"
        keys = "".join(f"n.{key}, " for key in self._keys.values())
        self._make(
            "pairs",
            f"SELECT o.place AS old_place, n.place AS new_place, document, {keys}o.row_hash AS old_hash, "
            f"n.row_hash AS new_hash FROM ({nth} FROM old_left) AS o JOIN ({nth} FROM new_left) AS n "
            f"USING ({group}, nth)",
        )
        for side in ("old", "new"):
            self._connection.execute(f"DELETE FROM {side}_left WHERE rowid IN (SELECT {side}_place FROM pairs)")
        if are_changed:
            self._connection.execute("INSERT INTO changed SELECT * EXCLUDE (old_place, new_place) FROM pairs")
        return self._number("pairs")

    def _make(self, name: str, query: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def _number(self, table: str) -> int:
        [(number,)] = self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(number)


def _hash_of(columns: Iterable[str]) -> str:
    return f"hash({', '.join(map(identifier, columns)) or '0'})"
