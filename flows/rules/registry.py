"""The rules of the product, loaded from the ``[[rule]]`` entries of the TOML files beside this module.

A rule is data: an id that the published edits name, the reason it exists, the pattern, and its own tests (``fixes`` and
``keeps``). A rule that code carries out has ``done_by`` instead of a pattern; the entry still explains the edits.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple, get_args

from flows.errors import RuleError
from flows.model import Shape, Step
from flows.rules.files import DATA

SCOPES: Final = ("text", "body", "infobox")
"""Where a pattern is tried: ``text`` everywhere outside code, ``body`` outside the infobox too, ``infobox`` in its
lines only."""


class Proof(NamedTuple):
    """What a rule does to a text: the rule's own test."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextRule:
    """One rule. ``shapes`` empty means every shape; ``needles`` are literals of which a hit contains at least one.

    With ``hidden`` a hit contains a character that shows nothing instead. A text that holds one of the literals
    ``unless`` is left alone: it is about the subject and means the words. ``pattern`` is None where code does the work
    (``done_by`` names the module). With ``whole_line`` a hit is a line of its own, and only a block around it makes it
    code, not its braces. With ``space_before`` a hit takes the space before it along. ``flag`` is the code of
    the note that a hit raises; with ``only_flags`` the text stays as it is.
    """

    id: str
    step: Step
    why: str
    shapes: tuple[Shape, ...] = ()
    scope: str = "text"
    pattern: re.Pattern[str] | None = None
    needles: tuple[str, ...] = ()
    hidden: bool = False
    unless: tuple[str, ...] = ()
    replacement: str = ""
    whole_line: bool = False
    space_before: bool = False
    flag: str | None = None
    only_flags: bool = False
    remedy: str = ""
    fixes: tuple[Proof, ...] = ()
    keeps: tuple[str, ...] = ()
    done_by: str | None = None
    file: str = ""

    def applies_to(self, shape: Shape) -> bool:
        """Return whether the rule is tried in documents of this shape."""
        return not self.shapes or shape in self.shapes


_KNOWN: Final = frozenset(TextRule.__dataclass_fields__) - {"file"}


@cache
def rules() -> tuple[TextRule, ...]:
    """Return all rules of the product, sorted by file and in the order of the file.

    Raises ``RuleError`` when an entry lacks its reason or its proofs, or when two share an id.

    >>> next(rule.why for rule in rules() if rule.id == "title-line")
    'The title becomes a column; its line is no part of the body.'
    """
    found: dict[str, TextRule] = {}
    for entry in sorted(DATA.iterdir(), key=lambda path: path.name):
        if not entry.name.endswith(".toml"):
            continue
        for rule in load(entry.read_text("utf-8"), entry.name):
            if rule.id in found:
                where = f"{entry.name}: rule {rule.id!r}"
                raise RuleError(where, f"exists already in {found[rule.id].file}", "rename one")
            found[rule.id] = rule
    return tuple(found.values())


@cache
def rule(rule_id: str) -> TextRule:
    """Return the rule of this id; ``KeyError`` when there is none."""
    return {entry.id: entry for entry in rules()}[rule_id]


def load(source: str, file: str) -> tuple[TextRule, ...]:
    r"""Return the rules of one TOML text; a text without ``[[rule]]`` gives none.

    >>> load('[[rule]]\nid = "x"\nstep = "debris"', "debris.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: debris.toml: rule 'x': has no why
      say in one sentence what it removes
    """
    try:
        entries = tomllib.loads(source).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, f"is not valid TOML ({error})", "mend the line that it names") from error
    return tuple(_rule(entry, file) for entry in entries)


def _rule(entry: Mapping[str, Any], file: str) -> TextRule:
    """Return one entry as a rule, or raise ``RuleError`` with where, what and remedy."""
    name = f"{file}: rule {entry.get('id')!r}"
    _demand(name, entry)
    if unknown := sorted(entry.keys() - _KNOWN):
        raise RuleError(name, f"has unknown keys {', '.join(unknown)}", f"use {', '.join(sorted(_KNOWN))}")
    return TextRule(
        id=entry["id"],
        step=entry["step"],
        why=entry["why"],
        shapes=tuple(entry.get("shapes", ())),
        scope=entry.get("scope", "text"),
        pattern=_compiled(name, entry),
        needles=tuple(entry.get("needles", ())),
        hidden=entry.get("hidden", False),
        unless=tuple(entry.get("unless", ())),
        replacement=entry.get("replacement", ""),
        whole_line=entry.get("whole_line", False),
        space_before=entry.get("space_before", False),
        flag=entry.get("flag"),
        only_flags=entry.get("only_flags", False),
        remedy=entry.get("remedy", ""),
        fixes=tuple(Proof(fix["before"], fix["after"]) for fix in entry.get("fixes", ())),
        keeps=tuple(entry.get("keeps", ())),
        done_by=entry.get("done_by"),
        file=file,
    )


def _compiled(name: str, entry: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Return an entry's pattern compiled, None when it has none."""
    if "pattern" not in entry:
        return None
    try:
        return re.compile(entry["pattern"])
    except re.error as error:
        raise RuleError(name, f"its pattern does not compile ({error})", "mend the pattern") from error


def _demand(name: str, entry: Mapping[str, Any]) -> None:
    """Raise ``RuleError`` when an entry lacks what a rule must have."""
    if not entry.get("id"):
        raise RuleError(name, "has no id", "name it after what it removes")
    if not entry.get("why"):
        raise RuleError(name, "has no why", "say in one sentence what it removes")
    if entry.get("step") not in get_args(Step):
        raise RuleError(name, f"has step {entry.get('step')!r}", f"use one of {', '.join(get_args(Step))}")
    if unknown := set(entry.get("shapes", ())) - set(get_args(Shape)):
        raise RuleError(name, f"names unknown shapes {sorted(unknown)}", f"use {', '.join(get_args(Shape))}")
    if entry.get("scope", "text") not in SCOPES:
        raise RuleError(name, f"has scope {entry['scope']!r}", f"use one of {', '.join(SCOPES)}")
    if "pattern" not in entry and not entry.get("done_by"):
        raise RuleError(name, "has neither pattern nor done_by", "say who does the work")
    if "pattern" in entry and not (entry.get("needles") or entry.get("hidden")):
        raise RuleError(name, "has no needles", "name the literals of which every hit contains one (or hidden = true)")
    if entry.get("flag") and not entry.get("remedy"):
        raise RuleError(name, f"raises {entry['flag']!r} without a remedy", "tell the reader what to do")
    for proof in _proofs(entry):
        if not entry.get(proof):
            raise RuleError(name, f"has no {proof}", "a rule is its own test and its own counter-test")


def _proofs(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which proofs an entry must have."""
    if "pattern" not in entry:
        return ()
    return ("keeps",) if entry.get("only_flags") else ("fixes", "keeps")
