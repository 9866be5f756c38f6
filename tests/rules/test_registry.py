"""The loader refuses rules that cannot be defended, and the product's own rules load."""

from __future__ import annotations

import pytest

from flows.errors import RuleError
from flows.rules.registry import load, rule, rules

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
        ('why = "It is debris."', "", "no why"),
        ('fixes = [{ before = "x", after = "" }]', "", "no fixes"),
        ('keeps = ["y"]', "", "no keeps"),
        ('needles = ["x"]', "", "no needles"),
        ('step = "debris"', 'step = "magic"', "step 'magic'"),
        ('id = "x"', "", "no id"),
        ('pattern = "x"', 'pattern = "("', "does not compile"),
        ('pattern = "x"', "", "neither pattern nor done_by"),
        ('keeps = ["y"]', 'keeps = ["y"]\nshapes = ["pdf"]', "unknown shapes"),
        ('keeps = ["y"]', 'keeps = ["y"]\nscope = "head"', "scope 'head'"),
        ('keeps = ["y"]', 'keeps = ["y"]\ncolour = "red"', "unknown keys colour"),
        ('keeps = ["y"]', 'keeps = ["y"]\nflag = "hole"', "without a remedy"),
    ],
)
def test_bad_rule_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        load(GOOD.replace(old, new), "debris.toml")


def test_rules_are_unique_and_found_by_id() -> None:
    ids = [entry.id for entry in rules()]
    assert len(ids) == len(set(ids))
    assert rule("mojibake").step == "repair"


def test_rules_of_code_name_a_module() -> None:
    for entry in rules():
        assert entry.pattern is not None or (entry.done_by or "").startswith("flows."), entry.id
