"""The declared types of the rule files in ``data/`` that hold rules and words of values: sections, keys, types.

Those of the files about pages, labels and wikitext are in ``flows/rules/page_file_types.py``.

A new key or section is declared here first; the reader refuses what is not declared. ``Keys`` and ``KeyForm`` say what
the keys of an open table are (languages, currencies, numbers). Where neither stands, the keys are words of pages, or
names that the file's loader looks up itself.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, NamedTuple, NotRequired, TypedDict

from flows.model import Shape, Step
from flows.rules.type_check import KeyForm, Keys
from schemas.vocabulary import FATES, RELATIONS

Words = list[str]
Lists = dict[str, Words]
ValueKind = Literal["date", "quantity", "money", "coordinate", "person", "url", "text"]
ItemRule = Literal["whole", "titles", "names", "people", "clauses", "statements", "tree"]
RuleScope = Literal["text", "body", "infobox"]

LANGUAGES: Final = Keys(
    "ar bg ca cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk vi zh",
    all_needed=False,
)
"""The languages (ISO 639-1) under which word lists stand; a list in another language adds its code here."""

_COUNTRY: Final = KeyForm("[A-Z]{2}(-[A-Z]{3})?", "a country code of two capitals (ISO 3166), or one like GB-SCT")
_CURRENCY: Final = KeyForm("[A-Z]{3}", "a currency code of three capitals (ISO 4217)")

OneList = Annotated[Lists, Keys("words")]
ByLanguage = Annotated[Lists, LANGUAGES]
ByFate = Annotated[Lists, Keys(*FATES, all_needed=False)]
ByNumber = Annotated[Lists, KeyForm("[1-9][0-9]*", "a whole number")]


class ProofEntry(TypedDict):
    """What a rule or a template does to a text."""

    before: str
    after: str


class TextRuleEntry(TypedDict):
    """One ``[[rule]]``. ``flows/rules/registry.py`` says what its keys mean and which of them need each other."""

    id: str
    step: Step
    why: str
    shapes: NotRequired[list[Shape]]
    scope: NotRequired[RuleScope]
    pattern: NotRequired[str | list[str]]
    needles: NotRequired[Words]
    hidden: NotRequired[bool]
    unless: NotRequired[Words]
    replacement: NotRequired[str]
    whole_line: NotRequired[bool]
    space_before: NotRequired[bool]
    flag: NotRequired[str]
    only_flags: NotRequired[bool]
    remedy: NotRequired[str]
    fixes: NotRequired[list[ProofEntry]]
    keeps: NotRequired[Words]
    done_by: NotRequired[str]


class RulesFile(TypedDict):
    """A file that holds rules and nothing else."""

    rule: list[TextRuleEntry]


class LostSign(TypedDict):
    """The shapes whose points have lost their sides."""

    shapes: list[Shape]


class CompassFile(TypedDict):
    """The directions beside degrees."""

    words: Annotated[Lists, Keys("N S E W")]
    letter_o: Annotated[Lists, Keys("east west")]
    lost_sign: LostSign


class ConflictsFile(TypedDict):
    """The words with which boxes of conflicts are built."""

    templates: Annotated[Lists, Keys("names")]
    relations: Annotated[Lists, Keys(*RELATIONS, all_needed=False)]
    relation_endings: OneList
    cross_reference: Annotated[Lists, Keys("verbs")]
    phases: OneList
    continues: Annotated[Lists, Keys("words starts")]
    titles: Annotated[Lists, Keys("ranks whole suffixes")]
    clauses: Annotated[Lists, Keys("no_verb openers complete outcomes")]
    events: Annotated[Lists, Keys("words prepositions")]


_VICTORY: Final = Keys("words qualifiers parties leading unspaced particles disputed pointers")


class OutcomesFile(TypedDict):
    """The words of results; ``adjectives`` by the word that a page prints."""

    ongoing: OneList
    inconclusive: OneList
    victory: Annotated[Lists, _VICTORY]
    empty: OneList
    institutions: OneList
    adjectives: Lists


LeadsFile = TypedDict(
    "LeadsFile",
    {
        "between": Annotated[Lists, Keys("words fights peace")],
        "and": OneList,
        "against": Annotated[Lists, Keys("words sides actors")],
        "stop": OneList,
        "empty": OneList,
    },
)
"""The words of lead sentences; in this form because ``and`` is a word of Python."""


class CountriesFile(TypedDict):
    """Countries by code, and what their forces are called after."""

    countries: Annotated[Lists, _COUNTRY]
    adjectives: Annotated[dict[str, str], _COUNTRY]


class OrderEntry(NamedTuple):
    """The fields ``then`` of a box cannot lie before the fields ``first``."""

    why: str
    first: Words
    then: Words
    proof: Annotated[dict[str, str], Keys("first then")]
    counter: Annotated[dict[str, str], Keys("first then")]


class AgeSection(NamedTuple):
    """How an age is printed."""

    why: str
    forms: Words
    proof: Annotated[dict[str, str], Keys("text born")]
    counter: Annotated[dict[str, str], Keys("text born")]


class TotalSection(NamedTuple):
    """How a total is called."""

    why: str
    words: Words
    proof: Annotated[dict[str, str], Keys("text")]
    counter: Annotated[dict[str, str], Keys("text")]


class TitleYearSection(NamedTuple):
    """Which words stand before the year in a title."""

    why: str
    before_year: Words
    proof: Annotated[dict[str, str], Keys("title date")]
    counter: Annotated[dict[str, str], Keys("title date")]


class NameSection(NamedTuple):
    """Which words of a name do not tell two subjects apart."""

    why: str
    words: Words
    proof: Annotated[dict[str, str], Keys("name title lead")]
    counter: Annotated[dict[str, str], Keys("name title lead")]


class DensitySection(NamedTuple):
    """The labels of population, area and density, and the share by which they may differ."""

    why: str
    population: Words
    area: Words
    density: Words
    water: Words
    share: float
    proof: Annotated[dict[str, str], Keys("population area density")]
    counter: Annotated[dict[str, str], Keys("population area density")]


class CrosschecksFile(TypedDict):
    """What the cross-checks compare."""

    order: list[OrderEntry]
    age: AgeSection
    total: TotalSection
    title: TitleYearSection
    name: NameSection
    density: DensitySection


_DATE_KINDS: Final = Keys("present uncertain circa to until till from since and or part onward joint")


class DatesFile(TypedDict):
    """The words of dates."""

    months: ByNumber
    seasons: ByNumber
    words: Annotated[Lists, _DATE_KINDS]
    capital: OneList
    eras: Annotated[Lists, Keys("before after other")]
    calendars: Annotated[Lists, Keys("old new foreign")]
    ages: ByNumber
    tens: OneList
    quarters: OneList
    named: OneList
    counted: OneList
    reigns: ByNumber
    numbered: OneList
    past: OneList
    durations: Annotated[Lists, Keys("years months weeks days")]
    ethiopian: ByNumber


_LOSSES: Final = Keys("killed wounded captured missing casualties deserted displaced materiel neutral")
_THINGS: Final = Keys("people tanks vehicles aircraft ships guns other units")
_OTHER_OF_QUANTITIES: Final = Keys(
    "measures models sources claims per articles presumed neutral links dividers including loss_nouns crafts arms "
    "qualities silent before_years english_scales currencies"
)


class QuantitiesFile(TypedDict):
    """The words of strengths and losses."""

    losses: Annotated[Lists, _LOSSES]
    things: Annotated[Lists, _THINGS]
    designations: Annotated[Lists, Keys("tanks vehicles aircraft guns")]
    who: Annotated[Lists, Keys("military civilian")]
    numbers: ByNumber
    scales: ByNumber
    bounds: Annotated[Lists, Keys("minimum maximum about")]
    vague: Annotated[Lists, Keys("unknown amount degree start")]
    other: Annotated[Lists, _OTHER_OF_QUANTITIES]


_RANKS: Final = Keys(
    "general marshal colonel major captain lieutenant other_army navy german french iberian italian slavic "
    "other_european turkish arabic_persian east_asian"
)


class RanksFile(TypedDict):
    """Ranks, and the words for bodies and offices beside names."""

    ranks: Annotated[Lists, _RANKS]
    not_before: OneList
    bodies: Annotated[Lists, Keys("words offices others")]


class FatesFile(TypedDict):
    """What became of a commander."""

    glued: ByFate
    signs: ByFate
    words: ByFate
    other: Annotated[Lists, Keys("joints died_of wounds unknown")]


class UnitEntry(NamedTuple):
    """One unit; ``flows/rules/units.py`` says what its numbers mean."""

    name: str
    words: Words
    si: str | None = None
    factor: float = 1.0
    offset: float = 0.0
    pint: str | None = None


class UnitsFile(TypedDict):
    """Units and currencies, and the words around the year that a number is of."""

    as_of: Annotated[Lists, Keys("before after")]
    alone: OneList
    currencies: Annotated[Lists, _CURRENCY]
    unit: list[UnitEntry]
