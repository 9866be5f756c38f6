"""Word lists of the value grammars: dates, quantities, ranks and fates, read once from their TOML files.

The grammars in ``flows/infobox/values`` hold only the words that their patterns are built with ("and", "circa",
"hours"). A new month name, rank or noun is one word in ``dates.toml``, ``quantities.toml``, ``ranks.toml`` or
``fates.toml``. Every look-up is by the folded word: lower case, without the final dot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.word_file_types import DatesFile, FatesFile, QuantitiesFile, RanksFile


class DateWord(NamedTuple):
    """What a word means in a date.

    ``kind`` is month, season, age (``value`` is its years: 100 or 1000), tens, quarter, named or a section of
    ``[words]``.
    """

    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of dates. ``eras``, ``calendars`` and ``reigns`` are matched as printed, the others folded.

    Words of several words are in ``words`` too; ``phrases`` holds what they begin with and ``phrase`` finds them.
    """

    words: Mapping[str, DateWord]
    capital_only: frozenset[str]
    joined: frozenset[str]
    durations: Mapping[str, str]
    eras: Mapping[str, str]
    calendars: Mapping[str, str]
    numbered: frozenset[str]
    past: frozenset[str]
    turning: frozenset[str]
    counted: frozenset[str]
    reigns: Mapping[str, int]
    phrases: frozenset[str]
    phrase: re.Pattern[str]

    def find(self, word: str) -> DateWord | None:
        """Return what a printed word means in a date, None for any other word (and for the verb "may")."""
        folded = fold(word)
        found = self.words.get(folded)
        if found is None and ("'" in folded or "’" in folded):  # "d'août", "l'été"
            found = self.words.get(folded.replace("’", "'").partition("'")[2])
        return None if found and folded in self.capital_only and word[:1].islower() else found


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The words of quantities.

    ``nouns`` maps a folded noun or participle to its kinds, ``who`` to "military" or "civilian", ``numbers`` a number
    word to its value, ``scales`` to its factor; ``bounds`` maps a phrase before a number to minimum, maximum or about.
    """

    losses: Mapping[str, str]
    things: Mapping[str, str]
    who: Mapping[str, str]
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    bounds: Mapping[str, str]
    vague: Mapping[str, str]
    doubtful_scales: frozenset[str]
    zeros: frozenset[str]
    telling: frozenset[str]
    turning: frozenset[str]
    not_of: frozenset[str]
    of_craft: frozenset[str]
    captures_of_things: frozenset[str]
    measures: frozenset[str]
    models: frozenset[str]
    sources: frozenset[str]
    claims: frozenset[str]
    per: tuple[str, ...]
    articles: tuple[str, ...]
    presumed: frozenset[str]
    neutral: frozenset[str]
    dividers: frozenset[str]
    links: frozenset[str]
    including: tuple[str, ...]
    loss_nouns: frozenset[str]
    crafts: frozenset[str]
    arms: frozenset[str]
    qualities: frozenset[str]
    silent: frozenset[str]
    before_years: frozenset[str]
    currencies: frozenset[str]
    english_scales: frozenset[str]
    designations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Ranks as printed and folded (dots and spaces removed), fate marks as printed, and words for "unknown".

    ``rank_beginnings`` holds what the ranks begin with, so that the first word of most names ends the search.
    """

    ranks: frozenset[str]
    rank_beginnings: frozenset[str]
    longest_rank: int
    not_ranks_before: frozenset[str]
    glued: Mapping[str, str]
    signs: Mapping[str, str]
    fates: Mapping[str, str]
    joints: frozenset[str]
    died_of: tuple[str, ...]
    wounds: tuple[str, ...]
    unknown: frozenset[str]
    bodies: frozenset[str]
    offices: frozenset[str]
    others: tuple[str, ...]


def fold(word: str) -> str:
    """Return the form under which word lists are searched: lower case, without the final dot.

    >>> fold("Sept.")
    'sept'
    """
    return word.casefold().rstrip(".")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words as printed, longest first; a blank matches blanks or nothing."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", "[ ]?") for word in ordered)


def whole_alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words as printed, longest first; a blank matches one blank."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", "[ ]") for word in ordered)


def _invert(lists: Mapping[str, list[str]], where: str, *, folded: bool = True) -> Mapping[str, str]:
    """Return list name by word; ``RuleError`` when a word is in two lists."""
    out: dict[str, str] = {}
    for name, words in lists.items():
        for word in words:
            key = fold(word) if folded else word
            if out.setdefault(key, name) != name:
                raise RuleError(where, f"{word!r} stands under both {out[key]!r} and {name!r}", "keep one of them")
    return MappingProxyType(out)


@cache
def date_words() -> DateWords:
    """Return the words of ``dates.toml``."""
    table = read_rules(DatesFile)
    words: dict[str, DateWord] = {}
    for name, lists, kind in (
        ("months", table["months"], "month"),
        ("seasons", table["seasons"], "season"),
        ("ages", table["ages"], "age"),
    ):
        for word, number in _invert(lists, f"dates.toml [{name}]").items():
            words[word] = DateWord(kind, int(number))
    for word, kind in _invert(table["words"], "dates.toml [words]").items():
        words.setdefault(word, DateWord(kind, 0))
    for other, kind in ((table["tens"], "tens"), (table["quarters"], "quarter"), (table["named"], "named")):
        for word in other["words"]:
            words.setdefault(fold(word), DateWord(kind, 0))
    phrases = [word for word in words if " " in word]
    return DateWords(
        words=MappingProxyType(words),
        capital_only=frozenset(table["capital"]["words"]),
        joined=frozenset(table["joined"]["words"]),
        durations=_invert(table["durations"], "dates.toml [durations]"),
        eras=_invert(table["eras"], "dates.toml [eras]", folded=False),
        calendars=_invert(table["calendars"], "dates.toml [calendars]", folded=False),
        numbered=frozenset(map(fold, table["numbered"]["words"])),
        past=frozenset(map(fold, table["past"]["words"])),
        turning=frozenset(map(fold, table["turning"]["words"])),
        counted=frozenset(map(fold, table["counted"]["words"])),
        reigns=MappingProxyType({name: int(year) for year, names in table["reigns"].items() for name in names}),
        phrases=frozenset(phrase.partition(" ")[0] for phrase in phrases),
        phrase=re.compile(rf"(?:{alternatives(phrases)})(?!\w)", re.IGNORECASE),
    )


@cache
def ethiopian_months() -> Mapping[str, int]:
    """Return the months of the Ethiopian calendar by name, 1 to 13.

    >>> ethiopian_months()["ሚያዝያ"]
    8
    """
    table = _invert(read_rules(DatesFile)["ethiopian"], "dates.toml [ethiopian]", folded=False)
    return MappingProxyType({name: int(number) for name, number in table.items()})


@cache
def quantity_words() -> QuantityWords:
    """Return the words of ``quantities.toml``."""
    table = read_rules(QuantitiesFile)
    numbers = {word: int(number) for word, number in _invert(table["numbers"], "quantities.toml [numbers]").items()}
    scales = {word: int(number) for word, number in _invert(table["scales"], "quantities.toml [scales]").items()}
    other = table["other"]
    return QuantityWords(
        losses=_invert(table["losses"], "quantities.toml [losses]"),
        things=_invert(table["things"], "quantities.toml [things]"),
        who=_invert(table["who"], "quantities.toml [who]"),
        numbers=MappingProxyType(numbers),
        scales=MappingProxyType(scales),
        bounds=_invert(table["bounds"], "quantities.toml [bounds]"),
        vague=_invert(table["vague"], "quantities.toml [vague]"),
        doubtful_scales=frozenset(map(fold, other["doubtful_scales"])),
        zeros=frozenset(map(fold, other["zeros"])),
        telling=frozenset(map(fold, other["telling"])),
        turning=frozenset(map(fold, other["turning"])),
        not_of=frozenset(map(fold, other["not_of"])),
        of_craft=frozenset(map(fold, other["of_craft"])),
        captures_of_things=frozenset(map(fold, other["captures_of_things"])),
        measures=frozenset(map(fold, other["measures"])),
        models=frozenset(map(fold, other["models"])),
        sources=frozenset(map(fold, other["sources"])),
        claims=frozenset(map(fold, other["claims"])),
        per=tuple(map(fold, other["per"])),
        articles=tuple(map(fold, other["articles"])),
        presumed=frozenset(map(fold, other["presumed"])),
        neutral=frozenset(map(fold, other["neutral"])),
        dividers=frozenset(map(fold, other["dividers"])),
        links=frozenset(map(fold, other["links"])),
        including=tuple(map(fold, other["including"])),
        loss_nouns=frozenset(map(fold, other["loss_nouns"])),
        crafts=frozenset(map(fold, other["crafts"])),
        arms=frozenset(map(fold, other["arms"])),
        qualities=frozenset(map(fold, other["qualities"])),
        silent=frozenset(map(fold, other["silent"])),
        before_years=frozenset(map(fold, other["before_years"])),
        currencies=frozenset(other["currencies"]),
        english_scales=frozenset(other["english_scales"]),
        designations=_invert(table["designations"], "quantities.toml [designations]"),
    )


def fold_rank(words: str) -> str:
    """Return the form under which a rank is searched: lower case, without dots, hyphens and blanks.

    >>> fold_rank("Maj. Gen.") == fold_rank("Maj Gen") == "majgen"
    True
    """
    return words.casefold().replace(".", "").replace("-", "").replace(" ", "")


@cache
def people_words() -> PeopleWords:
    """Return the words of ``ranks.toml`` and ``fates.toml``."""
    ranks = read_rules(RanksFile)
    fates = read_rules(FatesFile)
    names = [name for group in ranks["ranks"].values() for name in group]
    return PeopleWords(
        ranks=frozenset(map(fold_rank, names)),
        rank_beginnings=frozenset(rank[:size] for rank in map(fold_rank, names) for size in range(len(rank) + 1)),
        longest_rank=max(len(name.replace("-", " ").split()) for name in names),
        not_ranks_before=frozenset(map(fold, ranks["not_before"]["words"])),
        glued=_invert(fates["glued"], "fates.toml [glued]", folded=False),
        signs=_invert(fates["signs"], "fates.toml [signs]", folded=False),
        fates=_invert(fates["words"], "fates.toml [words]"),
        joints=frozenset(map(fold, fates["other"]["joints"])),
        died_of=tuple(fates["other"]["died_of"]),
        wounds=tuple(fates["other"]["wounds"]),
        unknown=frozenset(map(fold, fates["other"]["unknown"])),
        bodies=frozenset(map(fold, ranks["bodies"]["words"])),
        offices=frozenset(map(fold, ranks["bodies"]["offices"])),
        others=tuple(ranks["bodies"]["others"]),
    )
