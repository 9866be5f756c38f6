"""The words with which conflict infoboxes are built: templates, head lines, clauses, events, outcomes.

Read once from ``conflicts.toml``, ``outcomes.toml``, ``leads.toml`` and ``coalitions.toml``; the readers in
``flows/infobox`` hold only connecting words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from flows.rules.files import read_rules
from flows.rules.word_file_types import CoalitionsFile, ConflictsFile, LeadsFile, OutcomesFile
from flows.rules.words import whole_alternatives


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """The words of ``conflicts.toml``, folded.

    ``relations`` maps a head line to the relation of the names below it; ``relation_endings`` are the heads that mean
    the same with words before them ("Medical support"), ``open_heads`` those that need no colon ("Supported by").
    ``inline`` finds such a head inside a line, ``reference`` a value that only says where the value is, ``elsewhere``
    the same with words before it. A bold line that ends with one of ``phases`` is a head.
    """

    templates: frozenset[str]
    relations: Mapping[str, str]
    relation_endings: frozenset[str]
    open_heads: frozenset[str]
    inline: re.Pattern[str]
    reference: re.Pattern[str]
    elsewhere: re.Pattern[str]
    continues: re.Pattern[str]
    starts: frozenset[str]
    parts: frozenset[str]
    phases: frozenset[str]
    no_verb: frozenset[str]
    openers: frozenset[str]
    complete: frozenset[str]
    clause_outcomes: frozenset[str]
    events: re.Pattern[str]
    ending_event: re.Pattern[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The words of ``outcomes.toml``, folded. ``stalled`` finds an inconclusive outcome at the end of a clause."""

    ongoing: re.Pattern[str]
    inconclusive: re.Pattern[str]
    stalled: re.Pattern[str]
    victory: re.Pattern[str]
    defeat: re.Pattern[str]
    over: re.Pattern[str]
    by: re.Pattern[str]
    negations: re.Pattern[str]
    unspaced: re.Pattern[str]
    particles: re.Pattern[str]
    pointer: re.Pattern[str]
    disputed: re.Pattern[str]
    qualifiers: frozenset[str]
    degrees: frozenset[str]
    empty: frozenset[str]
    institutions: frozenset[str]
    adjectives: Mapping[str, tuple[str, ...]]


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


@cache
def conflict_words() -> ConflictWords:
    """Return the words of ``conflicts.toml``."""
    table = read_rules(ConflictsFile)
    relations = {word.casefold(): relation for relation, words in table["relations"].items() for word in words}
    reference = table["cross_reference"]
    verbs, leads = whole_alternatives(reference["verbs"]), whole_alternatives(reference["leads"])
    endings = table["relation_endings"]
    return ConflictWords(
        templates=_folded(table["templates"]["names"]),
        relations=MappingProxyType(relations),
        relation_endings=_folded(endings["words"]),
        open_heads=frozenset(
            head for head in relations if head.endswith(tuple(f" {word}" for word in endings["open"]))
        ),
        inline=re.compile(rf"(?<!\S)({whole_alternatives(relations)})[ ]?:", re.IGNORECASE),
        reference=re.compile(rf"(?:{verbs})[ ]+(?:the[ ]+)?(\S.{{0,80}})", re.IGNORECASE),
        # In capitals it is a name ("SE Asia Command").
        elsewhere=re.compile(
            rf"(?i:{leads})|(?:(?i:{leads})[ ]?[,:;]?[ ])?(?![A-Z]{{2}})(?i:{verbs})(?:[ ]?:)?[ ].{{1,120}}"
        ),
        continues=re.compile(rf"(?:{whole_alternatives(table['continues']['words'])})(?!\w)"),
        phases=_folded(table["phases"]["words"]),
        starts=_folded(table["continues"]["starts"]),
        parts=_folded(table["continues"]["parts"]),
        no_verb=_folded(table["clauses"]["no_verb"]),
        openers=_folded(table["clauses"]["openers"]),
        complete=_folded(table["clauses"]["complete"]),
        clause_outcomes=_folded(table["clauses"]["outcomes"]),
        events=re.compile(rf"(?<!\w)(?:{whole_alternatives(table['events']['words'])})(?!\w)", re.IGNORECASE),
        # "World War II" and "the Raqqa campaign (2012–2013)" end with their event too.
        ending_event=re.compile(
            rf"(?<!\w)(?:{whole_alternatives(table['events']['words'])})(?:[ ](?:[IVX]{{1,4}}|\([^()]{{1,60}}\)))?\Z",
            re.IGNORECASE,
        ),
        prepositions=_folded(table["events"]["prepositions"]),
    )


@cache
def outcome_words() -> OutcomeWords:
    """Return the words of ``outcomes.toml``."""
    table = read_rules(OutcomesFile)
    victory = table["victory"]

    def head(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?:{whole_alternatives(words)})(?!\w)", re.IGNORECASE)

    def word(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{whole_alternatives(words)})(?!\w)", re.IGNORECASE)

    return OutcomeWords(
        ongoing=head(table["ongoing"]["words"]),
        inconclusive=head(table["inconclusive"]["words"]),
        stalled=re.compile(rf"(?<!\w){head(table['inconclusive']['words']).pattern}\W*\Z", re.IGNORECASE),
        victory=word(victory["words"]),
        defeat=word(victory["defeats"]),
        over=word(victory["over"]),
        by=word(victory["by"]),
        negations=word(victory["negations"]),
        unspaced=re.compile(whole_alternatives(victory["unspaced"])),
        particles=re.compile(rf"(?:{whole_alternatives(victory['particles'])}|[ ])+\Z"),
        pointer=re.compile(rf"[ ,;:(–-]*(?:{whole_alternatives(victory['pointers'])})\W*\Z", re.IGNORECASE),
        disputed=re.compile(whole_alternatives(victory["disputed"]), re.IGNORECASE),
        qualifiers=_folded(victory["qualifiers"]),
        degrees=_folded(victory["qualifiers"]) - _folded(victory["parties"]),
        empty=_folded(table["empty"]["words"]),
        institutions=_folded(table["institutions"]["words"]),
        adjectives=MappingProxyType({word: tuple(names) for word, names in table["adjectives"].items()}),
    )


@dataclass(frozen=True, slots=True)
class LeadWords:
    """The words of ``leads.toml``, folded; ``one_side`` are phrases, the others single words."""

    between: frozenset[str]
    fights: frozenset[str]
    peace: frozenset[str]
    joins: frozenset[str]
    against: frozenset[str]
    one_side: tuple[str, ...]
    actors: frozenset[str]
    stops: frozenset[str]
    empty: frozenset[str]


@cache
def lead_words() -> LeadWords:
    """Return the words of ``leads.toml``."""
    table = read_rules(LeadsFile)
    between, against, joins = table["between"], table["against"], _folded(table["and"]["words"])
    return LeadWords(
        between=_folded(between["words"]),
        fights=_folded(between["fights"]),
        peace=_folded(between["peace"]),
        joins=joins,
        against=_folded(against["words"]),
        one_side=tuple(sorted(_folded(against["sides"]))),
        actors=_folded(against["actors"]),
        # "en" is Dutch for "and" and Spanish for "in": it joins.
        stops=_folded(table["stop"]["words"]) - joins,
        empty=_folded(table["empty"]["words"]),
    )


class Coalition(NamedTuple):
    """The two sides of a large war, and what "Part of" has if a conflict is of it."""

    wars: re.Pattern[str]
    sides: tuple[tuple[str, ...], ...]


@cache
def coalitions() -> tuple[Coalition, ...]:
    """Return the coalitions of ``coalitions.toml``."""
    return tuple(
        Coalition(
            re.compile(rf"(?<!\w)(?:{whole_alternatives(entry['wars'])})(?!\w)", re.IGNORECASE),
            tuple(map(tuple, entry["sides"])),
        )
        for entry in read_rules(CoalitionsFile)["coalition"]
    )
