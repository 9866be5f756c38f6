"""The rules of the product, loaded from the ``[[rule]]`` entries of the files in ``data/``.

A rule is data: an id that the published edits name, the reason it exists, the pattern, and its own tests (``fixes`` and
``keeps``). A rule that code carries out has ``done_by`` instead of a pattern; the entry still explains the edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from flows.errors import RuleError
from flows.model import Shape, Step
from flows.rules.files import FILES_WITH_RULES, parse_rules, text_of
from flows.rules.rule_file_types import RuleScope, TextRuleEntry


class Proof(NamedTuple):
    """What a rule does to a text: the rule's own test."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextRule:
    """One rule. ``shapes`` empty means every shape; ``needles`` are literals of which a hit contains at least one.

    ``scope`` says where the pattern is tried: ``text`` everywhere outside code, ``body`` outside the infobox too,
    ``infobox`` in its lines only. With ``hidden`` a hit contains a character that shows nothing instead of a needle. A
    text that holds one of the literals ``unless`` is left alone: it is about the subject and means the words.
    ``pattern`` is None where code does the work (``done_by`` names the module). With ``whole_line`` a hit is a line of
    its own, and only a block around it makes it code, not its braces. With ``space_before`` a hit takes the space
    before it along. ``flag`` is the code of the note that a hit raises; with ``only_flags`` the text stays as it is.
    """

    id: str
    step: Step
    why: str
    shapes: tuple[Shape, ...] = ()
    scope: RuleScope = "text"
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


@cache
def rules() -> tuple[TextRule, ...]:
    """Return all rules of the product, sorted by file and in the order of the file.

    Raises ``RuleError`` when an entry lacks its reason or its proofs, or when two share an id.

    >>> next(rule.why for rule in rules() if rule.id == "title-line")
    'The title becomes a column; its line is no part of the body.'
    """
    found: dict[str, TextRule] = {}
    for file in FILES_WITH_RULES:
        for one in load(text_of(file), file):
            if one.id in found:
                what = f"{found[one.id].file} has a rule of this id already"
                raise RuleError(f"{file} [[rule]] {one.id!r}", what, "rename one of the two")
            found[one.id] = one
    return tuple(found.values())


def load(source: str, file: str) -> tuple[TextRule, ...]:
    r"""Return the rules of the text of a rule file.

    >>> load('[[rule]]\nid = "x"\nstep = "debris"\nwhy = ""', "debris.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: debris.toml [[rule]] 'x': `why` is empty
      say in one sentence what the rule removes and why
    """
    return tuple(_rule(entry, file) for entry in parse_rules(source, file)["rule"])


def _rule(entry: TextRuleEntry, file: str) -> TextRule:
    """Return one entry as a rule, or raise ``RuleError``."""
    where = f"{file} [[rule]] {entry['id']!r}"
    if fault := _fault(entry):
        raise RuleError(where, *fault)
    return TextRule(
        id=entry["id"],
        step=entry["step"],
        why=entry["why"],
        shapes=tuple(entry.get("shapes", ())),
        scope=entry.get("scope", "text"),
        pattern=_compiled(where, entry),
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


def _compiled(where: str, entry: TextRuleEntry) -> re.Pattern[str] | None:
    """Return an entry's pattern compiled, a list of parts as one pattern; None when it has none."""
    if "pattern" not in entry:
        return None
    try:
        return re.compile("".join(entry["pattern"]))
    except re.error as error:
        raise RuleError(where, f"its pattern does not compile ({error})", "correct the pattern") from error


def _fault(entry: TextRuleEntry) -> tuple[str, str] | None:
    """Return what an entry lacks and the remedy, None when it has all that a rule must have."""
    if not entry["id"]:
        return "`id` is empty", "name the rule after what it removes"
    if not entry["why"]:
        return "`why` is empty", "say in one sentence what the rule removes and why"
    if "pattern" not in entry and not entry.get("done_by"):
        return "it has neither pattern nor done_by", "write the pattern, or the module that does the work"
    if "pattern" in entry and not (entry.get("needles") or entry.get("hidden")):
        remedy = "name the literals of which every hit contains one (or write hidden = true)"
        return "it has no needles", remedy
    if entry.get("flag") and not entry.get("remedy"):
        return f"it raises {entry['flag']!r} without a remedy", "say what the reader of the issue is to do"
    if "pattern" in entry and not entry.get("only_flags") and not entry.get("fixes"):
        return "it has no fixes", "write texts before and after: a rule is its own test"
    if "pattern" in entry and not entry.get("keeps"):
        return "it has no keeps", "write texts that look alike and must stay: a rule is its own counter-test"
    return None
