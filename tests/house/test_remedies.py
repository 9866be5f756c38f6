"""A remedy names a command, a table or the user's own file, never a module or a path of this source tree.

A user has the command and the tables. "Mend flows/infobox/values/people.py" helps nobody who installed a wheel.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import MODULES, ROOT, name, tree

OURS = re.compile(r"flows/|flows\.|schemas/|tests/|\.py\b|rules/data")

FOR_THIS_REPOSITORY = {
    "flows/cli/parser.py": "`contract release` writes into a checkout, and its help says where",
    "schemas/contract_release.py": "its gaps are found in a checkout, by `contract diff` in CI",
}
"""Modules whose words are for who changes this repository, with the reason."""

FOR_WHO_CHANGES_A_RULE = {("flows/cli/rulebook.py", "flows/rules/data/")}
"""Words by module: the page of one rule shows the file in which it stands."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the words of a module that may reach a user: texts with a blank in them and parts of f-strings.

    Docstrings are left out: a user does not see them.
    """
    nodes = list(ast.walk(tree(path)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if " " in node.value.strip() or id(node) in pieces:
            yield node.lineno, node.value


def test_no_words_for_users_name_a_module() -> None:
    found = [
        f"{name(path)}:{line}: {words}"
        for path in MODULES
        if name(path) not in FOR_THIS_REPOSITORY
        for line, words in sentences(path)
        if OURS.search(words) and (name(path), words) not in FOR_WHO_CHANGES_A_RULE
    ]
    assert not found, "name a command, a table or the user's own file:\n" + "\n".join(found)


def test_no_remedy_of_the_rules_and_expectations_names_a_module() -> None:
    files = [ROOT / "schemas" / "expectations.toml", *sorted((ROOT / "flows" / "rules" / "data").glob("*.toml"))]
    remedies = [
        (path.name, entry["remedy"])
        for path in files
        for entries in tomllib.loads(path.read_text(encoding="utf-8")).values()
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and "remedy" in entry
    ]
    assert len(remedies) > 20
    assert [found for found in remedies if OURS.search(found[1])] == []


def test_the_published_contract_names_no_module() -> None:
    contract = json.loads((ROOT / "schemas" / "contract.json").read_text(encoding="utf-8"))
    words = [
        text
        for table in contract["tables"].values()
        for part in (*table["columns"], *table["checks"])
        for text in part.values()
        if isinstance(text, str)
    ]
    assert len(words) > 1000
    assert [text for text in words if OURS.search(text)] == []
