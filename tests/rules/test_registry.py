"""The loader refuses rules that cannot be defended, and the product's own rules load."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from flows.errors import RuleError
from flows.rules.registry import load, rules

GOOD = """
[[rule]]
id = "x"
step = "debris"
why = "It is debris."
needles = ["x"]
pattern = "x"
fixes = [{ before = "x", after = "" }]
keeps = ["y"]
"""


def test_good_rule_loads() -> None:
    (entry,) = load(GOOD, "debris.toml")
    assert entry.id == "x"
    assert entry.pattern is not None
    assert entry.applies_to("wiki_dump")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('why = "It is debris."', "", "the key 'why' is missing"),
        ('why = "It is debris."', 'why = ""', "`why` is empty"),
        ('fixes = [{ before = "x", after = "" }]', "", "no fixes"),
        ('keeps = ["y"]', "", "no keeps"),
        ('needles = ["x"]', "", "no needles"),
        ('step = "debris"', 'step = "magic"', "'step' is 'magic'"),
        ('id = "x"', "", "the key 'id' is missing"),
        ('id = "x"', 'id = ""', "`id` is empty"),
        ('pattern = "x"', 'pattern = "("', "does not compile"),
        ('pattern = "x"', "", "neither pattern nor done_by"),
        ('keeps = ["y"]', 'keeps = ["y"]\nshapes = ["pdf"]', "is 'pdf', which is not one"),
        ('keeps = ["y"]', 'keeps = ["y"]\nscope = "head"', "'scope' is 'head'"),
        ('keeps = ["y"]', 'keeps = ["y"]\ncolour = "red"', "the key 'colour' is not known"),
        ('keeps = ["y"]', 'keeps = ["y"]\nflag = "hole"', "without a remedy"),
    ],
)
def test_bad_rule_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        load(GOOD.replace(old, new), "debris.toml")


def test_a_pattern_in_parts_is_one_pattern() -> None:
    (entry,) = load(GOOD.replace('pattern = "x"', "pattern = ['(?:x', '|y)']"), "debris.toml")
    assert entry.pattern is not None
    assert entry.pattern.pattern == "(?:x|y)"


def test_rules_are_unique() -> None:
    entries = rules()
    ids = [entry.id for entry in entries]
    assert len(ids) == len(set(ids))
    assert {entry.id: entry.step for entry in entries}["mojibake"] == "repair"


def test_rules_of_code_name_a_module_that_exists() -> None:
    for entry in rules():
        if entry.pattern is None or entry.done_by is not None:
            assert (entry.done_by or "").startswith("flows."), entry.id
            assert find_spec(entry.done_by or "") is not None, f"{entry.id}: no module {entry.done_by}"
