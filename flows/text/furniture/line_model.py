"""The line classifier of web pages: a small network of convolutions over a page's lines, computed with numpy alone.

Each line's features pass through a few layers that look at ever more distant lines and at the page as a whole. The
result is a score for "body". The numbers (``flows/rules/data/line_model.json``) were trained by
``tests/quality/train_lines.py``, which says on which pages.

All values are whole multiples of small powers of two, so every sum is exact in 64-bit floats. Whatever the order in
which a processor adds, it gets the same score from the same features, which are rounded too.
"""

from __future__ import annotations

import json
from base64 import b64decode
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.rules.files import DATA

Array = NDArray[np.float64]

FRACTION: Final = 1024.0
"""Activations are multiples of 1/1024, weights of 1/4096: products and sums of them need less than 53 bits."""
WEIGHT_FRACTION: Final = 4096.0
LARGEST: Final = 30.0
"""Activations are cut at this value. The network was trained with the same cut."""
MOST_LINES: Final = 3_000
"""The most lines that are scored together; longer pages are scored in stretches."""


class Network(NamedTuple):
    """The numbers of the layers: a matrix and an offset each; ``convolutions`` have three matrices a layer.

    ``reading`` is the weight of each feature in the linear function that comes closest to the network.
    """

    features: tuple[str, ...]
    mean: Array
    scale: Array
    entry: tuple[Array, Array]
    convolutions: tuple[tuple[Array, Array], ...]
    dilations: tuple[int, ...]
    page: tuple[Array, Array]
    page_after: int
    hidden: tuple[Array, Array]
    exit: tuple[Array, Array]
    reading: Array


@cache
def network() -> Network:
    """Return the network of ``flows/rules/data/line_model.json``; ``ValueError`` when its shapes do not fit."""
    path = DATA / "line_model.json"
    return read_network(json.loads(path.read_text("utf-8")))


def read_network(data: dict[str, Any]) -> Network:
    """Return a network from its JSON: whole numbers of two bytes each, in base 64, with their shapes."""
    layers = {name: _matrix(entry) for name, entry in data["layers"].items()}

    def pair(name: str) -> tuple[Array, Array]:
        return layers[name], layers[f"{name}_offset"]

    dilations = tuple(data["dilations"])
    return Network(
        features=tuple(data["features"]),
        mean=np.array(data["mean"], dtype=np.float64),
        scale=np.array(data["scale"], dtype=np.float64),
        entry=pair("entry"),
        convolutions=tuple(pair(f"convolution_{number}") for number in range(len(dilations))),
        dilations=dilations,
        page=pair("page"),
        page_after=data["page_after"],
        hidden=pair("hidden"),
        exit=pair("exit"),
        reading=np.array(data["reading"], dtype=np.float64),
    )


def _matrix(entry: dict[str, Any]) -> Array:
    numbers = np.frombuffer(b64decode(entry["numbers"]), dtype="<i2")
    matrix: Array = numbers.reshape(entry["shape"]).astype(np.float64) / WEIGHT_FRACTION
    return matrix


def inputs(features: NDArray[np.float32], net: Network) -> Array:
    """Return the features in the form that the network takes: centred, scaled, cut to ±5, rounded."""
    return _rounded(np.clip((features.astype(np.float64) - net.mean) * net.scale, -5.0, 5.0))


def scores(features: NDArray[np.float32], net: Network | None = None) -> Array:
    """Return for each line (row) the log-odds of being body: above 0 it is more likely body than furniture."""
    net = net or network()
    rows = inputs(features, net)
    if len(rows) <= MOST_LINES:
        return _scores(rows, net)
    return np.concatenate([_scores(rows[at : at + MOST_LINES], net) for at in range(0, len(rows), MOST_LINES)])


def _scores(rows: Array, net: Network) -> Array:
    held = _rectified(rows @ net.entry[0] + net.entry[1])
    for number, ((weights, offset), dilation) in enumerate(zip(net.convolutions, net.dilations, strict=True)):
        held = np.minimum(held + _rectified(_convolve(held, weights, offset, dilation)), LARGEST)
        if number == net.page_after:
            whole = np.concatenate((_rounded(held.sum(axis=0) / len(held)), held.max(axis=0)))
            held = np.minimum(held + _rectified(whole @ net.page[0] + net.page[1]), LARGEST)
    hidden = _rectified(np.concatenate((held, rows), axis=1) @ net.hidden[0] + net.hidden[1])
    result: Array = (hidden @ net.exit[0] + net.exit[1])[:, 0]
    return result


def _convolve(held: Array, weights: Array, offset: Array, dilation: int) -> Array:
    """Return each line's weighted sum over itself and the lines ``dilation`` above and below it."""
    found: Array = held @ weights[1] + offset
    if len(held) > dilation:
        found[dilation:] += held[:-dilation] @ weights[0]
        found[:-dilation] += held[dilation:] @ weights[2]
    return found


def _rounded(values: Array) -> Array:
    rounded: Array = np.floor(values * FRACTION + 0.5) / FRACTION
    return rounded


def _rectified(values: Array) -> Array:
    rectified: Array = np.clip(_rounded(values), 0.0, LARGEST)
    return rectified
