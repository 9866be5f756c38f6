"""The line classifier's network: exact sums, one score a line, reasons for removed lines."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from flows.text.furniture import line_model
from flows.text.furniture.body_lines import judge
from flows.text.furniture.line_features import LEXICAL, OWN, own_features
from flows.text.furniture.line_model import network, scores
from flows.text.furniture.position_features import POSITION, position_features
from flows.text.furniture.words import reason_groups

MODEL = Path(line_model.__file__).parents[2] / "rules" / "data" / "line_model.json"
PROSE = "The army entered the old town on Friday morning, and by noon the siege of three years was over."
MENU = [f"  • {word}" for word in ("Home", "World", "Business", "Weather", "Sports", "Login", "Share", "Contact us")]
PAGE = [*MENU, PROSE, "The aftermath", *[f"{PROSE} {town} fell too." for town in ("Hom", "Ham", "Taf", "Sur", "Qam")],
        *MENU, "Related posts", "Read more", "Share", "© 2020 The Post"]  # fmt: skip


def features(lines: list[str]) -> np.ndarray:
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    return np.hstack((own, position_features(lines, [0] * len(lines), own)))


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    assert MODEL.stat().st_size < 1_000_000
    assert "CC BY 4.0" in json.loads(MODEL.read_text("utf-8"))["source"]


def test_features_are_those_the_network_was_trained_on() -> None:
    assert network().features == (*OWN, *POSITION)
    assert features(PAGE).shape == (len(PAGE), len(OWN) + len(POSITION))
    assert set(LEXICAL) <= set(OWN)


def test_sums_are_exact_in_whatever_order_they_are_made() -> None:
    # With all features in another order each sum has another order, and not a bit may change.
    net = network()
    rows = features(PAGE)
    order = np.random.default_rng(1).permutation(len(net.features))
    kept = len(net.convolutions[0][1])
    turned = net._replace(
        mean=net.mean[order],
        scale=net.scale[order],
        entry=(net.entry[0][order], net.entry[1]),
        hidden=(np.concatenate((net.hidden[0][:kept], net.hidden[0][kept:][order])), net.hidden[1]),
    )
    assert scores(rows, net).tobytes() == scores(rows[:, order], turned).tobytes()


def test_the_first_layer_is_what_exact_arithmetic_gives() -> None:
    net = network()
    (row,) = line_model.inputs(features(PAGE)[:1], net)
    weights = net.entry[0][:, 0]
    exact = sum((Fraction(x) * Fraction(w) for x, w in zip(row.tolist(), weights.tolist(), strict=True)), Fraction(0))
    assert Fraction(float(row @ weights)) == exact


def test_a_long_page_is_scored_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = features(PAGE * 4)
    monkeypatch.setattr(line_model, "MOST_LINES", 10)
    assert len(scores(rows)) == len(rows)


def test_every_feature_that_speaks_of_a_line_belongs_to_one_reason() -> None:
    named = [name for group in reason_groups() for name in group.features]
    assert len(named) == len(set(named))
    rest = set(network().features).difference(named)
    assert all(name.startswith("page_") or name.endswith(("_share", "span_lines")) for name in rest), rest


def test_what_goes_has_reasons_and_what_stays_has_none() -> None:
    judged = judge(PAGE)
    assert [item.reasons is None for item in judged] == [item.is_body for item in judged]
    assert "interface words" in (judged[0].reasons or "")


def test_no_page_is_too_small() -> None:
    assert judge([]) == ()
    assert len(judge(["x"])) == 1
    assert len(judge(["1", "2"])) == 2
