"""Made boxes come back from every shape as they were made; what a shape loses is declared, and nothing else is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.quality import round_trip
from tests.quality.boxes import facts, topics
from tests.quality.boxes.facts import Loss
from tests.quality.floors import check
from tests.quality.verdicts import Figures

BOXES, SEED = 600, 1
Measured = tuple[dict[str, Figures], set[Loss]]


def assert_nothing_wrong(measured: Measured, boxes: int) -> None:
    for shape in ("wikitext", "html", "wiki_dump"):
        verdicts = sum(measured[0][shape].counts.values(), Counter())
        assert verdicts["exact"] > 4_000 * boxes / BOXES, shape
        assert verdicts["wrong"] == 0, shape


def test_nothing_wrong_is_read_of_a_few() -> None:
    assert_nothing_wrong(round_trip.measure(30, SEED), 30)


@pytest.fixture(scope="module")
def measured() -> Measured:
    return round_trip.measure(BOXES, SEED)


@pytest.fixture(scope="module")
def measured_further() -> Measured:
    return round_trip.measure(BOXES, SEED, make=topics.further)


@pytest.mark.slow
def test_no_figure_of_further_kinds_is_below_its_floor(measured_further: Measured) -> None:
    figures = round_trip.shares(measured_further[0])
    fallen = check(round_trip.FURTHER, figures, update=False, allow_regression=False)
    assert not fallen, f"{fallen}: see python tests/quality/round_trip.py --show SHAPE.FIELD"


@pytest.mark.slow
def test_no_figure_is_below_its_floor(measured: Measured) -> None:
    fallen = check(round_trip.SECTION, round_trip.shares(measured[0]), update=False, allow_regression=False)
    assert not fallen, f"{fallen}: see python tests/quality/round_trip.py --show SHAPE.FIELD"


@pytest.mark.slow
def test_every_declared_loss_is_one(measured: Measured, measured_further: Measured) -> None:
    never = {loss[:3] for loss in facts.losses()} - {loss[:3] for loss in measured[1] | measured_further[1]}
    assert not never, "no box lost these: take them out of losses.toml"


@pytest.mark.slow
def test_nothing_wrong_is_read_where_the_shape_shows_all(measured: Measured) -> None:
    assert_nothing_wrong(measured, BOXES)
