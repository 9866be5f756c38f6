"""The declared types of the rule files that hold word lists: of dates, quantities, conflicts, people and page lines."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypedDict

from flows.model import Shape
from flows.rules.rule_file_types import ByLanguage, Lists, OneList, Words
from flows.typed_toml import KeyForm, Keys
from schemas.vocabulary import FATES, RELATIONS

_COUNTRY: Final = KeyForm("[A-Z]{2}(-[A-Z]{3})?", "a country code of two capitals (ISO 3166), or one like GB-SCT")
ByFate = Annotated[Lists, Keys(*FATES, all_needed=False)]
ByNumber = Annotated[Lists, KeyForm("[1-9][0-9]*", "a whole number")]


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
    relation_endings: Annotated[Lists, Keys("words open")]
    cross_reference: Annotated[Lists, Keys("verbs leads")]
    phases: OneList
    continues: Annotated[Lists, Keys("words starts parts")]
    clauses: Annotated[Lists, Keys("no_verb openers complete outcomes")]
    events: Annotated[Lists, Keys("words prepositions")]


_VICTORY: Final = Keys("words defeats over by negations qualifiers parties unspaced particles disputed pointers")


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


class CoalitionEntry(TypedDict):
    """Who was against whom in a war: two lists of names, by what ``wars`` print in "Part of"."""

    why: str
    wars: Words
    sides: list[Words]


class CoalitionsFile(TypedDict):
    """The great coalitions."""

    coalition: list[CoalitionEntry]


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


_DATE_KINDS: Final = Keys(
    "present uncertain circa to until till from between since and or part unknown onward joint year_noun"
)


class DatesFile(TypedDict):
    """The words of dates."""

    months: ByNumber
    seasons: ByNumber
    words: Annotated[Lists, _DATE_KINDS]
    capital: OneList
    joined: OneList
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
    turning: OneList
    durations: Annotated[Lists, Keys("years months weeks days")]
    ethiopian: ByNumber


_LOSSES: Final = Keys("killed wounded captured missing casualties deserted displaced materiel neutral")
_THINGS: Final = Keys("people tanks vehicles aircraft ships guns other units")
_OTHER_OF_QUANTITIES: Final = Keys(
    "measures models sources claims per articles presumed neutral links dividers including loss_nouns crafts arms "
    "qualities silent before_years english_scales currencies doubtful_scales zeros telling turning not_of "
    "of_craft captures_of_things before_turns rate_links rate_units rates unit_names animals"
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


class NameTailsFile(TypedDict):
    """What stands behind a person's name: titles, letters of orders, years of office."""

    titles: Annotated[Lists, Keys("words before_names before of offices born ordinals whole suffixes")]
    letters: Annotated[Lists, Keys("words again")]
    tenure: OneList
    particles: OneList


class FatesFile(TypedDict):
    """What became of a commander."""

    glued: ByFate
    signs: ByFate
    words: ByFate
    other: Annotated[Lists, Keys("joints died_of wounds unknown")]


_BY: Final = Keys("any posted english sources clock days updated until roles particles never dangling weekdays")
_REASONS: Final = Keys("short sentence capitals list figures interface comments tail place layout repetition topic")


class TitleWeights(NamedTuple):
    """The weights of a headline's features; see ``furniture.toml``."""

    shared: float
    number_shared: float
    size: float
    distance: float
    stop: float
    colon: float
    is_body: float
    score: float
    long: float
    short: float
    trail: float
    blank_before: float
    blank_after: float
    capitals: float
    marked: float
    byline: float
    twin: float
    none: float


class Decision(NamedTuple):
    """How the body is chosen: ``recall`` is the price of a lost word, ``lowest`` and ``highest`` bound the score."""

    recall: float
    lowest: float
    highest: float


class ReasonEntry(TypedDict):
    """Features of the line classifier that mean one thing, and the words for it."""

    words: str
    features: Words


OnlyAny = Annotated[Lists, Keys("any")]


class FurnitureFile(TypedDict):
    """The words of sites' furniture, and the numbers of the decision."""

    lines: ByLanguage
    words: Annotated[Lists, Keys("any parts")]
    tails: Annotated[Lists, Keys("any ends")]
    comments: Annotated[Lists, Keys("any words")]
    tags: Annotated[Lists, Keys("any sections")]
    home: OnlyAny
    rights: OnlyAny
    consent: OnlyAny
    by: Annotated[Lists, _BY]
    decision: Decision
    reasons: Annotated[dict[str, ReasonEntry], _REASONS]
    title: TitleWeights


class WikiFrame(TypedDict):
    """The lines around a wiki's article."""

    subtitles: ByLanguage
    feet: ByLanguage


class HeadingsFile(TypedDict):
    """Headings of lists, the words of tags and boxes, the keys of front matter, no titles, the frame of a wiki."""

    lists: ByLanguage
    tags: Annotated[Lists, Keys("wars categories")]
    boxes: Annotated[Lists, Keys("labels heads sheets below")]
    front: Annotated[Lists, Keys("title author published tags ignored")]
    placeholders: OneList
    wiki_frame: WikiFrame
