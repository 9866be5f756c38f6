"""What stands in ``flows/rules/RULES.md``: every rule with its reason, one example, what it keeps, its known failures.

``cog -P -r flows/rules/RULES.md`` runs this and writes what it prints; ``cog -P --check`` in CI fails when a rule or a
known failure has changed since.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from flows.rules.registry import TextRule, rules

ROOT = Path(__file__).resolve().parents[2]
STEPS = {
    "repair": "Broken characters and encodings.",
    "debris": "What no author wrote.",
    "boilerplate": "What is the site's and not the article's.",
    "normalise": "What structure was read from and is no text any more.",
}
PLACES = {"text": "everywhere outside code", "body": "outside the infobox", "infobox": "in lines of the infobox"}
LONGEST = 160


def known_failures() -> dict[str, list[dict[str, Any]]]:
    """Return the cases of ``known_failures.toml`` by the rule that should do otherwise."""
    found: dict[str, list[dict[str, Any]]] = {}
    for case in tomllib.loads((ROOT / "tests" / "cases" / "known_failures.toml").read_text(encoding="utf-8"))["case"]:
        found.setdefault(case["rule"], []).append(case)
    return found


def shown(text: str) -> str:
    """Return a text as code in Markdown, on one line, with what does not show what it is as its number."""
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    quoted = "".join(f"\\u{ord(char):04x}" if _hides(char) else char for char in json.dumps(text, ensure_ascii=False))
    fence = "``" if "`" in quoted else "`"
    return f"{fence}{quoted}{fence}"


def _hides(char: str) -> bool:
    """Return whether a character shows nothing, joins the one before it, or looks like another one."""
    if char == " ":
        return False
    return (
        unicodedata.category(char)[0] in "CZ"
        or 0x300 <= ord(char) < 0x370
        or not unicodedata.is_normalized("NFC", char)
    )


def page() -> None:
    """Print all rules, step by step, in the order of their names."""
    failures = known_failures()
    for step, words in STEPS.items():
        print(f"\n## {step}\n\n{words}")
        for rule in sorted((rule for rule in rules() if rule.step == step), key=lambda rule: rule.id):
            print(f"\n### {rule.id}\n\n{rule.why}\n")
            for line in (*_facts(rule), *map(_failure, failures.get(rule.id, ()))):
                print(f"- {line}")
    print()


def _facts(rule: TextRule) -> list[str]:
    lines = [
        f"tried in {', '.join(rule.shapes) or 'every shape'}" + (f", {PLACES[rule.scope]}" if rule.pattern else "")
    ]
    lines += [f"{shown(fix.before)} becomes {shown(fix.after)}" for fix in rule.fixes[:1]]
    lines += [f"stays: {shown(words)}" for words in rule.keeps[:1]]
    if rule.flag:
        lines.append(f"raises `{rule.flag}`" + (" and changes nothing" if rule.only_flags else ""))
    if rule.done_by:
        lines.append(f"done by `{rule.done_by}`")
    return [*lines, f"stands in `{rule.file}`"]


def _failure(case: dict[str, Any]) -> str:
    after = "should stay" if case["before"] == case["after"] else f"should become {shown(case['after'])}"
    return f"known failure: {shown(case['before'])} {after}: {case['why']}"
