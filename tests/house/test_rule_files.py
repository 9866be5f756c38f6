"""People can read the rule files, and pyproject.toml: short lines, a page that lists each rule file once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from flows.rules.files import DATA
from flows.rules.registry import rules
from tests.house.rulebook import known_failures
from tests.house.sources import MODULES, ROOT, name, text

RULES = DATA.parent
LONGEST = 120


def long_lines(paths: Iterable[Path], longest: int) -> list[str]:
    return [
        f"{name(path)}:{number}: {len(line)} characters"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if len(line) > longest
    ]


def test_no_line_of_a_rule_file_is_longer_than_120_characters() -> None:
    """A change to a word is a change to one short line; a long pattern is a list of parts."""
    files = sorted(DATA.glob("*.toml"))
    assert len(files) > 20
    assert long_lines(files, LONGEST) == [], "one word group a line"


def test_no_line_of_the_project_file_is_longer_than_120_characters() -> None:
    assert long_lines([ROOT / "pyproject.toml"], LONGEST) == []


def test_no_line_of_code_is_longer_than_200_characters() -> None:
    """Ruff holds code at 120; this holds what is excepted there, so that no pattern hides in one line."""
    assert long_lines(MODULES, 200) == [], "write a pattern in parts"


def test_the_page_of_rules_lists_each_file_once() -> None:
    page = (RULES / "README.md").read_text(encoding="utf-8")
    listed = Counter(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE))
    assert listed == Counter(path.name for path in DATA.iterdir() if path.is_file())
    assert list(listed) == sorted(listed)


def test_a_file_with_rules_says_so_on_the_page() -> None:
    page = (RULES / "README.md").read_text(encoding="utf-8")
    with_rules = {rule.file for rule in rules()}
    said = set(re.findall(r"^\| `([\w.]+)` \|.*\brules: ", page, re.MULTILINE))
    assert said == with_rules


def test_known_failures_are_of_rules_that_exist() -> None:
    assert set(known_failures()) <= {rule.id for rule in rules()}
