"""The row of a box in the table ``boxes``: its name, and the kind of thing that it is about.

Most boxes of saved pages do not say which template they were made of; their labels tell: few kinds of things have a
"Prominence". Where no kind is clearly ahead the kind is null.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from flows.infobox.context import Box
from flows.infobox.items import clean
from flows.infobox.records import BoxRow
from flows.rules.box_kinds import box_kinds

_LEAST_KEYS: Final = 3
_LEAST: Final = 6.0
"""The least that the labels of a kind must weigh together: three that few other kinds have."""
_LEAST_SHARE: Final = 0.3
"""The share of the box's labels that must be the kind's."""
_AHEAD: Final = 1.5
"""How much more they must weigh than those of the next kind that is no kin."""
_SILENT: Final = frozenset({"name", "conflict", "caption", "image", "layout", "subheader"})
_BOX_WORD: Final = re.compile(r"(?:^|[\s:])infobox[\s:]*+|^template:", re.IGNORECASE)
_NAMES: Final = ("conflict", "name", "title", "official_name", "common_name", "conventional_long_name", "full_name")


def read_box(box: Box, *, is_conflict: bool) -> BoxRow:
    """Return the row of a box. A box from which the conflict tables are read is of a military conflict."""
    kind, basis = _by_template(box.template), "template"
    if kind is None:
        kind, basis = ("military_conflict" if is_conflict else _by_labels(box)), "labels"
    return BoxRow(box.document_id, box.box_no, _name(box), box.template, kind, basis if kind else "none")


def _by_template(template: str | None) -> str | None:
    if template is None:
        return None
    name = " ".join(_BOX_WORD.sub(" ", template.replace("_", " ")).split()).casefold()
    kinds = box_kinds()
    kind = name.replace(" ", "_")
    return kinds.templates.get(name) or (kind if kind in kinds.labels else None)


def _by_labels(box: Box) -> str | None:
    """Return the kind whose labels weigh most, None where they weigh little or another kind's nearly as much."""
    kinds = box_kinds()
    labels = {read.label.key for read in box.fields if read.label} - _SILENT
    labels |= {read.raw.label for read in box.fields if not read.label}
    keys = sorted(labels & kinds.weights.keys())
    weights: dict[str, float] = defaultdict(float)
    for key in keys:
        weight = kinds.weights[key]
        for kind in kinds.of_key[key]:
            weights[kind] += weight
    best = max(sorted(weights), key=weights.__getitem__, default=None)
    if best is None or weights[best] < _LEAST:
        return None
    kin = kinds.kin.get(best, frozenset({best}))
    second = max((weight for kind, weight in weights.items() if kind not in kin), default=0.0)
    least = max(_LEAST_KEYS, _LEAST_SHARE * len(labels))
    is_sure = weights[best] >= _AHEAD * second and len(kinds.labels[best].intersection(keys)) >= least
    return best if is_sure else None


def _name(box: Box) -> str | None:
    """Return the first line of the box's name as printed, None where no field has it."""
    for key in _NAMES:
        for read in box.fields_of(key):
            if name := clean(read.raw.plain.split("\n", 1)[0]):
                return name
    return None
