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
    the same with words before them ("Medical support"). ``inline`` finds such a head inside a line, ``titles`` a part
    of a list that is a title of the person before it, ``reference`` a value that only says where the value is. A bold
    line that ends with one of ``phases`` is a head.
    """

    templates: frozenset[str]
    relations: Mapping[str, str]
    relation_endings: frozenset[str]
    inline: re.Pattern[str]
    reference: re.Pattern[str]
    continues: re.Pattern[str]
    titles: re.Pattern[str]
    starts: frozenset[str]
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
    """The words of ``outcomes.toml``, folded."""

    ongoing: re.Pattern[str]
    inconclusive: re.Pattern[str]
    victory: re.Pattern[str]
    leading: re.Pattern[str]
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
    verbs = whole_alternatives(table["cross_reference"]["verbs"])
    return ConflictWords(
        templates=_folded(table["templates"]["names"]),
        relations=MappingProxyType(relations),
        relation_endings=_folded(table["relation_endings"]["words"]),
        inline=re.compile(rf"(?<!\S)({whole_alternatives(relations)})[ ]?:", re.IGNORECASE),
        reference=re.compile(rf"(?:{verbs})[ ]+(?:the[ ]+)?(\S.{{0,80}})", re.IGNORECASE),
        continues=re.compile(rf"(?:{whole_alternatives(table['continues']['words'])})(?!\w)"),
        # "1st Baron Rawlinson" is the title of the name before it; "Duke of York" may be a person of his own.
        titles=re.compile(
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)[ ](?:{whole_alternatives(table['titles']['ranks'])})"
            rf"|{whole_alternatives(table['titles']['whole'])}"
            rf"|(?:{whole_alternatives(table['titles']['suffixes'])})(?=[ ]*(?:\Z|[(†])))(?!\w)"
        ),
        phases=_folded(table["phases"]["words"]),
        starts=_folded(table["continues"]["starts"]),
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

    return OutcomeWords(
        ongoing=head(table["ongoing"]["words"]),
        inconclusive=head(table["inconclusive"]["words"]),
        victory=re.compile(rf"(?<!\w)(?:{whole_alternatives(victory['words'])})(?!\w)", re.IGNORECASE),
        leading=head(victory["leading"]),
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
