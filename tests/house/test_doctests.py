"""The examples in docstrings say what the code does."""

from __future__ import annotations

import doctest
import importlib

from tests.house.sources import MODULES, ROOT, text

WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in MODULES
    if ">>> " in text(path)
]


def test_the_examples_hold() -> None:
    done = {name: doctest.testmod(importlib.import_module(name)) for name in WITH_EXAMPLES}
    assert [name for name, result in done.items() if result.failed] == [], "see what was printed"
    assert [name for name, result in done.items() if not result.attempted] == [], "an example that is not run"


def test_no_example_is_missed() -> None:
    assert len(WITH_EXAMPLES) > 80
