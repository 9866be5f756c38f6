"""The Python that runs: its regular expressions match what the patterns of the readers say."""

from __future__ import annotations

import re


def test_possessive_quantifiers_do_not_match_too_much() -> None:
    # Before 3.11.5 this matched all of it (python/cpython#106052): the reason for requires-python in pyproject.toml.
    found = re.match("(?:ab?c)++", "aca")
    assert found is not None
    assert found.span() == (0, 2)
