"""The section of pictures, asked of published tables: it draws what they have, and nothing of what they lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ask.report.facts import ReportFacts, open_tables
from flows.ask.report.picture_section import Pictures, pictures
from flows.publish.snapshot.published import read_manifest
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.conftest import Published


def drawn(folder: Path) -> Pictures | None:
    with open_tables(folder) as tables:
        return pictures(ReportFacts(read_manifest(folder), folder, ()), tables, 0)


def published(tmp_path: Path, text: str) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(text, "utf-8")
    return run(RunConfig((str(tmp_path / "pages"),), tmp_path / "output", workers=1)).snapshot_dir


def test_the_pictures_of_the_seeds_have_every_conflict_and_every_claim(seeds: Published) -> None:
    view = drawn(seeds.folder)
    assert view is not None
    assert view.timeline is not None
    assert [bar.name for bar in view.timeline.bars] == [
        "Deir ez-Zor clashes (2011–2014)",
        "Deir ez-Zor offensive (January–February 2017)",
        "Deir ez-Zor offensive",
        "2017 Euphrates Crossing offensive",
    ]
    claims = [bar for conflict in view.claimed for side in conflict.sides for bar in side.bars]
    assert len(claims) == len(seeds.table("casualties"))
    assert {claim.claimant for claim in claims} == {row["claimant"] for row in seeds.table("casualties")}
    assert (view.map, view.places) == (None, [])


@pytest.mark.parametrize("place", ["35°20′N 40°09′E", "33°30′S 150°00′W"])
def test_a_coordinate_is_on_the_map_once(tmp_path: Path, place: str) -> None:
    box = (
        f"= A =\n\nInfobox\n- Conflict: A battle\n- Date: 1994\n- Coordinates: {place}\n- Combatant1: B\n\nThe text.\n"
    )
    view = drawn(published(tmp_path, box))
    assert view is not None
    assert view.map is not None
    assert [(each.name, each.source) for each in view.places] in (
        [("A battle", "conflict")],
        [("A battle", "Coordinates")],
    )


def test_a_run_without_infoboxes_has_no_pictures(tmp_path: Path) -> None:
    assert drawn(published(tmp_path, "Homs is a city of Syria.\n")) is None
