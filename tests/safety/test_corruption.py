"""Damage to any file of an output is found by ``check`` and healed by the next run; none of the state changes a table.

The long campaigns are a command: see ``tests/safety/corruptions.py``.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.parts import few_and_all
from tests.safety import damage
from tests.safety.corruptions import strokes


@pytest.mark.parametrize("count", few_and_all(5, 30))
@pytest.mark.parametrize("campaign", ["snapshot", "state", "manifests"])
def test_damage_is_found_and_healed(campaign: str, count: int) -> None:
    # In steps of five a few strokes meet files of every kind.
    done = strokes(campaign, range(0, 5 * count, 5), seed=11)
    assert len(done) == count
    faulty = [f"{each.number}: {each.kind} of {each.file}: {', '.join(each.faults)}" for each in done if each.faults]
    assert faulty == [], f"python tests/safety/corruptions.py --seed 11 shows one with --only; campaign {campaign}"


def test_every_kind_of_damage_changes_the_bytes() -> None:
    chance, content = Random(3), b'{"a": [1, "b"], "c": {"d": null}}'
    kinds = {**damage.BYTES, **damage.REMOVED, **damage.JSON}
    for kind, damaging in kinds.items():
        assert {damaging(content, chance) for _ in range(20)} - {content}, kind
