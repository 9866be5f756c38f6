"""Names that stand on different sides in different wars."""

from __future__ import annotations

from flows.infobox.conflict.evidence import Known, war_keys
from flows.infobox.conflict.sides import resolve_run
from tests.infobox.conflict.test_sides import known, page, wars


def test_alliances_of_other_wars_prove_nothing() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton", part_of="Copper War", commanders="Ann Lee\nBo Ray")
    other = known(("Aton", "Beton"), ("Ceton",), boxes=9)
    for title in ("Salt War", "War of the Salt", "Copper War of 1877"):
        assert resolve_run(rows, Known(other, wars=wars(other, title))) == rows, title
    assert war_keys(["War of the Salt"]) != war_keys(["War of the Lake"])
