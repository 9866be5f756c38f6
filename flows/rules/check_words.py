"""What the cross-checks compare: pairs of fields, the words of ages, totals and names, from ``crosschecks.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.labels import canonical
from flows.rules.word_file_types import CrosschecksFile
from flows.rules.words import whole_alternatives


class DateOrder(NamedTuple):
    """The keys of fields of which those in ``then`` cannot lie before those in ``first``."""

    first: frozenset[str]
    then: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class CheckWords:
    """The data of ``crosschecks.toml``; labels are canonical keys, words folded."""

    orders: tuple[DateOrder, ...]
    age: re.Pattern[str]
    total: re.Pattern[str]
    title_year: re.Pattern[str]
    common: frozenset[str]
    population: frozenset[str]
    area: frozenset[str]
    density: frozenset[str]
    water: frozenset[str]
    density_share: float


@cache
def check_words() -> CheckWords:
    """Return the data of ``crosschecks.toml``; a label there that no field claims raises ``RuleError``."""
    data = read_rules(CrosschecksFile)
    orders = tuple(DateOrder(_keys(one.first), _keys(one.then), one.why) for one in data["order"])
    forms = (re.escape(form).replace(r"\{n\}", r"\d{1,3}") for form in data["age"].forms)
    density = data["density"]
    before_year = whole_alternatives(data["title"].before_year)
    return CheckWords(
        orders=orders,
        age=re.compile(rf"\([^()\d]{{0,20}}({'|'.join(sorted(forms, key=len, reverse=True))})\)", re.IGNORECASE),
        total=re.compile(rf"(?<!\w)(?:{whole_alternatives(data['total'].words)})(?!\w)", re.IGNORECASE),
        title_year=re.compile(rf"\A(\d{{4}}(?:[–-]\d{{2,4}})?)[ ]|(?<!\S)(?:{before_year})[ ](\d{{4}})(?!\S)"),
        common=frozenset(word.casefold() for word in data["name"].words),
        population=_keys(density.population),
        area=_keys(density.area),
        density=_keys(density.density),
        water=_keys(density.water),
        density_share=density.share,
    )


def _keys(labels: Iterable[str]) -> frozenset[str]:
    found = {label: canonical(label) for label in labels}
    if unknown := [label for label, meaning in found.items() if meaning is None]:
        raise RuleError("crosschecks.toml", f"{unknown[0]!r} is not a label", "write a label of labels.toml")
    return frozenset(meaning.key for meaning in found.values() if meaning)
