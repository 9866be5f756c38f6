"""One text through repair and strip, with its shape found in between."""

from __future__ import annotations

from collections.abc import Callable

from flows.model import Cleaned, Shape
from flows.text.repair import repair
from flows.text.strip import strip


def clean(text: str, recognise: Callable[[str], Shape], is_strict: bool = False) -> tuple[Cleaned, Shape]:
    """Return the text repaired and stripped, and its shape.

    The shape is recognised after the repair, which may make it visible, and before the strip, whose rules depend on it.
    With ``is_strict`` doubtful repairs are not made.
    ``recognise`` comes from ``flows.formats``, which knows this package and not the other way round.

    >>> clean("## References[object Object]", lambda text: "front_matter")[0].text
    '## References'
    """
    repaired = repair(text, is_strict)
    shape = recognise(repaired.text)
    return strip(repaired, shape, is_strict), shape
