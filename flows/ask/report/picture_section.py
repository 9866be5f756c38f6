"""The section of pictures: when conflicts were, what was claimed of losses, where things are, what boxes there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast

from markupsafe import Markup

from flows.ask.report.conflict_pictures import (
    Claim,
    ClaimedConflict,
    DatedConflict,
    Timeline,
    claim_bars,
    timeline,
)
from flows.ask.report.facts import ReportFacts, Tables
from flows.ask.report.pictures import counted_bars
from flows.ask.report.points_map import LocatedName, PointsMap, points_map
from flows.quoting import safe

MOST_PLACES: Final = 200
"""The most places that the list beside the map names; the map itself has all of them."""
_MOST_KINDS: Final = 15

_CONFLICTS: Final = """
SELECT document_id, coalesce(nullif(trim(name), ''), '(no name)') AS name, start_edtf, end_edtf, is_ongoing,
  (SELECT count(*) FROM lineage l WHERE l.document_id = c.document_id AND l.box_no = c.box_no) AS rows
FROM conflicts c ORDER BY document_id, box_no
"""
_CLAIMS: Final = """
SELECT s.document_id, s.box_no, coalesce(nullif(trim(k.name), ''), '(no name)') AS conflict, s.side,
  coalesce((
    SELECT string_agg(name, ', ' ORDER BY belligerent_no) FROM (
      SELECT name, belligerent_no FROM belligerents b
      WHERE b.document_id = s.document_id AND b.box_no = s.box_no AND b.side = s.side
        AND b.relation = 'principal' AND b.depth = 0
      ORDER BY belligerent_no LIMIT 3)
  ), '') AS side_name,
  s.kind, s.who, s.claimant, s.count_min, s.count_max, s.is_approximate, s.qualitative, s.source_text
FROM casualties s JOIN conflicts k USING (document_id, box_no)
WHERE s.parent_no IS NULL
ORDER BY s.document_id, s.box_no, s.casualty_no
"""
_PLACES: Final = """
SELECT document_id, name, source, latitude, longitude FROM (
  SELECT document_id, box_no, coalesce(nullif(trim(name), ''), '(no name)') AS name, 'conflict' AS source,
    latitude, longitude
  FROM conflicts WHERE latitude IS NOT NULL
  UNION ALL
  SELECT v.document_id, v.box_no, coalesce(nullif(trim(b.name), ''), d.title, '(no name)'), f.label,
    v.latitude, v.longitude
  FROM infobox_values v
  JOIN infobox_fields f USING (document_id, box_no, field_no)
  JOIN boxes b USING (document_id, box_no)
  JOIN documents d USING (document_id)
  WHERE v.kind = 'coordinate' AND NOT EXISTS (
    FROM conflicts c WHERE c.document_id = v.document_id AND c.box_no = v.box_no AND c.latitude = v.latitude
      AND c.longitude = v.longitude)
) ORDER BY name, document_id, box_no, latitude, longitude
"""
_KINDS: Final = """
SELECT coalesce(replace(kind, '_', ' '), 'kind not known') AS name, count(*) AS boxes
FROM boxes GROUP BY ALL ORDER BY boxes DESC, name
"""
_VALUES: Final = "SELECT kind AS name, count(*) AS rows FROM infobox_values GROUP BY ALL ORDER BY rows DESC, name"


class Pictures(NamedTuple):
    """The pictures of one page; each is None or empty where there is nothing to draw."""

    timeline: Timeline | None
    claimed: list[ClaimedConflict]
    not_claimed: int
    map: PointsMap | None
    places: list[LocatedName]
    more_places: int
    kinds: Markup | None
    values: Markup | None


def pictures(_facts: ReportFacts, tables: Tables, _left: int) -> Pictures | None:
    """Return what the tables have for pictures, None where they have nothing."""
    conflicts = [DatedConflict(**row) for row in _shown(tables, _CONFLICTS)]
    claimed, not_claimed = claim_bars([Claim(**row) for row in _shown(tables, _CLAIMS)])
    places = [LocatedName(**row) for row in _shown(tables, _PLACES)]
    found = Pictures(
        timeline(conflicts),
        claimed,
        not_claimed,
        points_map(places),
        places[:MOST_PLACES],
        len(places[MOST_PLACES:]),
        _counted(tables, _KINDS),
        _counted(tables, _VALUES),
    )
    return found if found.timeline or claimed or places or found.kinds else None


def _shown(tables: Tables, sql: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a question with their words as they are safe to show: pages may print marks that turn lines."""
    for row in tables.rows(sql):
        yield {name: safe(value, keep="\n\t") if isinstance(value, str) else value for name, value in row.items()}


def _counted(tables: Tables, sql: str) -> Markup | None:
    """Return bars of the counts of a question, the greatest first; None where there is at most one."""
    counts = [cast("tuple[str, int]", tuple(row.values())) for row in tables.rows(sql)]
    if len(counts) < 2:
        return None
    shown, others = dict(counts[:_MOST_KINDS]), sum(count for _, count in counts[_MOST_KINDS:])
    return counted_bars({**shown, **({f"{len(counts) - _MOST_KINDS} others": others} if others else {})})
