"""What tells the kind of thing that an infobox is about: names of templates, and labels by how few kinds have them."""

from __future__ import annotations

from functools import cache
from math import log
from typing import NamedTuple

from flows.rules.files import read_rules
from flows.rules.name_file_types import BoxKindsFile

__all__ = ["BoxKinds", "box_kinds"]


class BoxKinds(NamedTuple):
    """``templates`` gives the kind of a template's name, ``labels`` the keys of each kind, ``of_key`` the reverse.

    ``weights`` is what a key says: the natural logarithm of the number of kinds by that of the kinds that have it.
    ``kin`` gives the kinds that share most labels with a kind.
    """

    templates: dict[str, str]
    labels: dict[str, frozenset[str]]
    of_key: dict[str, list[str]]
    weights: dict[str, float]
    kin: dict[str, frozenset[str]]


@cache
def box_kinds() -> BoxKinds:
    """Return the data of ``box_kinds.toml``.

    >>> kinds = box_kinds()
    >>> kinds.templates["musical artist"], kinds.weights["prominence"] > kinds.weights["genre"]
    ('musical_artist', True)
    """
    data = read_rules(BoxKindsFile)
    labels = {kind: frozenset(keys.split()) for kind, keys in data["labels"].items()}
    of_key: dict[str, list[str]] = {}
    for kind, keys in labels.items():
        for key in sorted(keys):
            of_key.setdefault(key, []).append(kind)
    weights = {key: log(len(labels) / len(having)) for key, having in of_key.items()}
    templates = {
        name: kind for kind, names in data["templates"].items() for name in " ".join(names.split()).split(" | ")
    }
    groups = [frozenset(group.split()) for group in data["kin"]["groups"]]
    return BoxKinds(templates, labels, of_key, weights, {kind: group for group in groups for kind in group})
