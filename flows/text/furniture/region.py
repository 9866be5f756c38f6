"""The body of a small page: one stretch between lines that are surely furniture, with all that stands in it.

A recipe's ingredients, opening hours, verses and short answers look like a menu, and a page of few lines has too little
around them for the network to know better. To delete a line of the body is the worse fault: so on such a page a line
goes only where it stands outside of the body, or is proven (an interface line, a line of rights, "Related posts").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from flows.text.furniture.line_features import own_features
from flows.text.furniture.line_look import LineLook, look
from flows.text.furniture.position_features import article_goes_on

_ENDS: Final = re.compile("[.?!…।。！？؟۔,;:、，；：][\"'”’»)\\]*_]{0,3}\\Z")
_COLONS: Final = (":", "：")


def whole_region(lines: Sequence[str], blanks: Sequence[int], is_body: Sequence[bool]) -> list[bool]:
    """Return which lines of a small page are its body, given those that are so by themselves.

    Between two lines of the body all stay that are not proven furniture; so do sentences above and below them, and
    below them the lines of a verse or a list that a line of the body opens.

    >>> page = ["They were found on the wall of the mill.", "The ice is gone,", "it turns.", "Share", "Mayor wins"]
    >>> whole_region(page, [0] * 5, [True, False, False, False, False])
    [True, True, True, False, False]
    """
    looks = [look(line) for line in lines]
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    proven = [one.is_furniture or (one.tail > 0 and not article_goes_on(own, at)) for at, one in enumerate(looks)]
    found = list(is_body)
    start = 0
    for end in [at for at, is_proven in enumerate(proven) if is_proven] + [len(lines)]:
        anchors = [at for at in range(start, end) if is_body[at]]
        if anchors:
            first, last = _extended(lines, blanks, looks, (start, end), (anchors[0], anchors[-1]))
            found[first : last + 1] = [True] * (last + 1 - first)
        start = end + 1
    return found


def _extended(
    lines: Sequence[str],
    blanks: Sequence[int],
    looks: Sequence[LineLook],
    stretch: tuple[int, int],
    body: tuple[int, int],
) -> tuple[int, int]:
    """Return the first and last line of a body, extended within its stretch by sentences, verses and lists."""
    first, last = body
    while first > stretch[0] and looks[first - 1].prose:
        first -= 1
    has_blanks = any(blanks)
    in_list = False
    while last + 1 < stretch[1]:
        follows = has_blanks and not blanks[last + 1]
        in_list = lines[last].rstrip().endswith(_COLONS) or (in_list and follows)
        if not (looks[last + 1].prose or _ENDS.search(lines[last + 1].strip()) or follows or in_list):
            break
        last += 1
    return first, last
