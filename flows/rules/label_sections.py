"""What a label means below the heads of its box: "Total" below "Area" is the whole area, below "Crew" the whole crew.

The heads are data (``labels_sections.toml``); any other head says something where its words and the label's are a name
together ("Legislature", "Upper house").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.label_files import Label, Vocabulary, normalised
from flows.rules.name_file_types import SectionsFile

_REMARK: Final = re.compile(r"[ ]?\([^()]{0,80}\)|[ ][12]\d{3}\Z")
_YEAR_FIRST: Final = re.compile(r"[12]\d{3}[ ]")


class LabelSections(NamedTuple):
    """Which key a label has below a head, which key any bullet below a head has, and the words that need a head.

    ``titles`` gives the field whose value is the label of another field of the same number.
    """

    labels: dict[tuple[str, str], str]
    roles: dict[str, str]
    needs_head: frozenset[str]
    places: frozenset[str]
    titles: dict[str, str]

    def meaning(self, vocabulary: Vocabulary, label: str, heads: Sequence[str], *, is_child: bool) -> Label | None:
        """Return what a label means below its heads, the outermost first; see ``labels.placed``."""
        name = normalised(label)
        names = [name, name[5:]] if _YEAR_FIRST.match(name) else [name]
        forms = [form for head in reversed(heads) for form in _forms(head)]
        for head, one in ((head, one) for head in forms for one in names):
            if (key := self.labels.get((head, one))) is not None:
                return Label(key, None)
        alone = None if name in self.needs_head else vocabulary.meaning(label)
        if alone is not None and not is_child:
            return alone
        for head, one in ((head, one) for head in forms for one in names):
            found = vocabulary.meaning(f"{head} {one}") or self._of_place(vocabulary, head, one)
            if found is not None:
                return found
        if is_child and heads:
            # A bullet belongs to the last head alone.
            role = next((self.roles[head] for head in _forms(heads[-1]) if head in self.roles), None)
            if role is not None:
                return Label(role, None)
        return alone

    def _of_place(self, vocabulary: Vocabulary, head: str, name: str) -> Label | None:
        """Return the total that a bullet with the kind of the place stands for: "City" below "Area"."""
        if name not in self.places:
            return None
        return vocabulary.meaning(f"{head} total")


def load_sections(vocabulary: Vocabulary) -> LabelSections:
    """Return the meanings below heads. Raises ``RuleError`` when a meaning is no key, or a head has two."""
    data = read_rules(SectionsFile)
    out = LabelSections({}, {}, frozenset(data["alone"]["never"]), frozenset(data["places"]["words"]), data["titles"])
    if odd := [key for pair in out.titles.items() for key in pair if not _is_key(vocabulary, key)]:
        raise RuleError("labels_sections.toml [titles]", f"{odd[0]!r} is not the key of a field", "write a field's key")
    for section in data["section"]:
        for head in section["heads"]:
            rows = {(head, label): key for label, key in section.get("labels", {}).items()}
            roles = {head: section["role"]} if "role" in section else {}
            where = f"labels_sections.toml [[section]] {head!r}"
            for key in (*rows.values(), *roles.values()):
                if not _is_key(vocabulary, key):
                    raise RuleError(where, f"{key!r} is not the key of a field", "write the key of a field")
            if rows.keys() & out.labels.keys() or roles.keys() & out.roles.keys():
                raise RuleError(where, "the head has two entries", "make one of the two")
            out.labels.update(rows)
            out.roles.update(roles)
    return out


def _is_key(vocabulary: Vocabulary, key: str) -> bool:
    try:
        vocabulary.fields[key]
    except KeyError:
        return False
    return True


def _forms(head: str) -> Iterator[str]:
    """Yield a head as heads are looked up: whole ("gdp (ppp)"), then without remarks, year and origin.

    "Population (2010)" is "population", "Independence from the League" is "independence".
    """
    whole = normalised(head)
    bare = _REMARK.sub("", whole).strip()
    yield from dict.fromkeys(form for form in (whole, bare, bare.partition(" from ")[0]) if form)
