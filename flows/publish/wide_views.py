"""Wide tables of infoboxes: one view a kind of box in the schema ``infobox``, one row a box, one column a key.

Which columns such a table has can only be said when its rows are known, so these views are made from the tables when
the catalogue is written; the macro ``infobox('settlement')`` of ``views.toml`` asks them by name. A hundred thousand
pages know thousands of kinds and keys: the most frequent have a table and a column, the view ``coverage`` lists all.

A number is stated only where nothing about it has to be weighed: the box has one value for the key, every word of it
was read, it is no range, and it is in the unit of its column. The words stand beside it in every case.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

import duckdb

from flows.publish.catalog import TableView, identifier, literal

WIDE_SCHEMA: Final = "infobox"
MOST_TABLES: Final = 30
MOST_KEYS: Final = 50
"""Each column costs a run about half a millisecond, so all of them together cost at most a second."""

_FIXED: Final = {
    "document_id": "Key of the document.",
    "box_no": "Number of the infobox within its document.",
    "template": "Name of the infobox's template where the page keeps it.",
    "box_name": "Name printed on top of the box.",
}

MOST_BOXES: Final = 20_000
"""Boxes whose keys are looked at: those with the least ids, which are hashes. So they are a fair sample, the same every
time, and the memory that it takes does not grow with the tables."""

_END: Final = "SELECT document_id FROM boxes ORDER BY document_id LIMIT 1 OFFSET ?"
_ALL: Final = "~"
"""Comes after every id."""

# A key is of the kind that more than half of its boxes have, and of the unit that most of these values have.
_COLUMNS: Final = """
WITH tables AS (
  SELECT infobox, count(*) AS boxes FROM infoboxes
  WHERE infobox IS NOT NULL GROUP BY infobox ORDER BY boxes DESC, infobox LIMIT $tables
), found AS MATERIALIZED (
  SELECT document_id, box_no, infobox, key, read_as, kind, unit, as_of_edtf FROM infobox_keys
  SEMI JOIN tables USING (infobox) WHERE document_id < $end
), sizes AS (
  SELECT infobox, count(DISTINCT (document_id, box_no)) AS looked_at FROM found GROUP BY infobox
), keys AS (
  SELECT infobox, key, count(*) AS with_key,
    CASE WHEN count(*) FILTER (read_as = 'quantity') * 2 > count(*) THEN 'quantity'
      WHEN count(*) FILTER (read_as = 'money') * 2 > count(*) THEN 'money'
      WHEN count(*) FILTER (read_as = 'date') * 2 > count(*) THEN 'date'
      WHEN count(*) FILTER (read_as = 'coordinate') * 2 > count(*) THEN 'coordinate' END AS kind
  FROM found WHERE key IS NOT NULL GROUP BY infobox, key
  QUALIFY row_number() OVER (PARTITION BY infobox ORDER BY with_key DESC, key) <= $keys
), units AS (
  SELECT infobox, key, unit, kind, count(*) AS stated, count(as_of_edtf) > 0 AS has_as_of
  FROM found JOIN keys USING (infobox, key, kind) GROUP BY infobox, key, kind, unit
  QUALIFY row_number() OVER (PARTITION BY infobox, key ORDER BY stated DESC, unit NULLS FIRST) = 1
)
SELECT t.infobox, t.boxes, s.looked_at, k.key, k.with_key, u.kind, u.unit, u.has_as_of
FROM tables t LEFT JOIN sizes s USING (infobox) LEFT JOIN keys k USING (infobox)
LEFT JOIN units u ON u.infobox = k.infobox AND u.key = k.key
ORDER BY t.boxes DESC, t.infobox, k.with_key DESC, k.key
"""

# One map a kind of value: a hundred filtered aggregates instead took four times as long to plan.
_MAPS: Final = {
    "texts": "map_from_entries(list({'k': key, 'v': text}) FILTER (key IS NOT NULL))",
    "numbers": (
        "map_from_entries(list({'k': key || ' ' || coalesce(unit, ''), "
        "'v': {'number': number, 'unit': unit, 'as_of': as_of_edtf}}) FILTER (kind IN ('quantity', 'money')))"
    ),
    "dates": "map_from_entries(list({'k': key, 'v': {'date': date, 'edtf': edtf}}) FILTER (kind = 'date'))",
    "points": (
        "map_from_entries(list({'k': key, 'v': {'latitude': latitude, 'longitude': longitude}}) "
        "FILTER (kind = 'coordinate'))"
    ),
}


class _KeyOfBoxes(NamedTuple):
    """One row of the question above: a key of a wide table, and what its values are."""

    infobox: str
    boxes: int
    looked_at: int | None
    key: str | None
    with_key: int
    kind: str | None
    unit: str | None
    has_as_of: bool | None


class _WideColumn(NamedTuple):
    """A column: its name, where its value is found (one of the maps, and the way in it), what it holds.

    One that goes with another has no comment: the view's comment says what the ends of names mean.
    """

    name: str
    source: str
    where: str
    comment: str = ""


def wide_views(connection: duckdb.DuckDBPyConnection) -> list[TableView]:
    """Return the wide tables of the infoboxes that ``connection`` knows, the most frequent first.

    It must have the view ``infobox_keys``; where a folder has no tables of infoboxes there are no wide tables.
    """
    known = "SELECT count(*) FROM duckdb_views() WHERE view_name = 'infobox_keys'"
    if connection.execute(known).fetchall() == [(0,)]:
        return []
    [(end,)] = connection.execute(_END, [MOST_BOXES]).fetchall() or [(_ALL,)]
    limits = {"tables": MOST_TABLES, "keys": MOST_KEYS, "end": end}
    keys = [_KeyOfBoxes(*row) for row in connection.execute(_COLUMNS, limits).fetchall()]
    return [_wide_view(name, [*group]) for name, group in groupby(keys, key=lambda key: key.infobox)]


def wide_statements(connection: duckdb.DuckDBPyConnection, *, with_comments: bool = True) -> Iterator[str]:
    """Yield the SQL that makes the wide tables, without semicolons; their comments take more time than they do."""
    if views := wide_views(connection):
        yield f"CREATE SCHEMA IF NOT EXISTS {identifier(WIDE_SCHEMA)}"
    for view in views:
        yield view.definition()
        yield from view.comments() if with_comments else ()


def _wide_view(infobox: str, keys: list[_KeyOfBoxes]) -> TableView:
    columns = _named_once([column for key in keys if key.key for column in _columns(key.key, key)])
    maps = ", ".join(f"{how} AS {name}" for name, how in _MAPS.items() if name in {column.source for column in columns})
    values = ", ".join(f"{column.source}[{column.where} AS {identifier(column.name)}" for column in columns)
    fixed = ", ".join(_FIXED)
    # Data in it are literals and identifiers.
    query = (
        f"WITH boxes AS (SELECT {', '.join(filter(None, (fixed, maps)))} FROM infobox_keys "  # noqa: S608
        f"WHERE infobox = {literal(infobox)} GROUP BY {fixed}) "
        f"SELECT {', '.join(filter(None, (fixed, values)))} FROM boxes ORDER BY document_id, box_no"
    )
    comment = (
        f"The {keys[0].boxes:,} infoboxes of {infobox}, a row each, a column a key, the most frequent first. "
        "A value is stated where the box has exactly one, read to the last word and no range, and a number where it is "
        "in the unit of its column. KEY_text: the words as printed, in every case; KEY_unit: the unit; KEY_edtf: the "
        "date, also where it is no single day, in Extended Date/Time Format; KEY_as_of: when a number was true."
    )
    described = {**_FIXED, **{column.name: column.comment for column in columns if column.comment}}
    return TableView(infobox, query, comment, described, WIDE_SCHEMA)


def _columns(key: str, of: _KeyOfBoxes) -> Iterator[_WideColumn]:
    """Yield the columns of one key: its value under its own name, what belongs to it, its words under ``_text``."""
    at = literal(key) + "]"
    stands = f"stands in {of.with_key:,} of {of.looked_at:,} boxes"
    match of.kind:
        case "quantity" | "money":
            number = literal(f"{key} {of.unit or ''}") + "]"
            unit = f"in {of.unit}" if of.unit else "without a unit"
            yield _WideColumn(key, "numbers", f"{number}.number", f"Number, {unit}; {stands}.")
            if of.unit:
                yield _WideColumn(f"{key}_unit", "numbers", f"{number}.unit")
            if of.has_as_of:
                yield _WideColumn(f"{key}_as_of", "numbers", f"{number}.as_of")
        case "date":
            yield _WideColumn(key, "dates", f"{at}.date", f"The day, where it is complete and one day; {stands}.")
            yield _WideColumn(f"{key}_edtf", "dates", f"{at}.edtf")
        case "coordinate":
            yield _WideColumn(f"{key}_latitude", "points", f"{at}.latitude", f"Degrees north; {stands}.")
            yield _WideColumn(f"{key}_longitude", "points", f"{at}.longitude", f"Degrees east; {stands}.")
        case _:
            yield _WideColumn(key, "texts", at, f"As printed; {stands}.")
            return
    yield _WideColumn(f"{key}_text", "texts", at)


def _named_once(columns: list[_WideColumn]) -> list[_WideColumn]:
    """Return the columns such that no two have one name: DuckDB takes upper and lower case for the same."""
    taken = set(_FIXED)
    for number, column in enumerate(columns):
        name, copy = column.name, 2
        while name.lower() in taken:
            name, copy = f"{column.name}_{copy}", copy + 1
        taken.add(name.lower())
        columns[number] = column._replace(name=name)
    return columns
