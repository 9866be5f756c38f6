"""The declared types of the rule files of names: labels, units, wikitext, encodings and licences."""

from __future__ import annotations

from typing import Annotated, Final, Literal, NamedTuple, NotRequired, TypedDict

from flows.rules.rule_file_types import LANGUAGES, ByLanguage, Lists, OneList, ProofEntry, Words
from flows.typed_toml import KeyForm, Keys
from schemas.vocabulary import VALUE_KINDS, ValueKind

ItemRule = Literal["whole", "parts", "list", "titles", "names", "people", "clauses", "statements", "tree"]
_CURRENCY: Final = KeyForm("[A-Z]{3}", "a currency code of three capitals (ISO 4217)")


class UnitEntry(NamedTuple):
    """One unit; ``flows/rules/units.py`` says what its numbers mean."""

    name: str
    words: Words
    si: str | None = None
    factor: float = 1.0
    offset: float = 0.0
    pint: str | None = None
    prefixes: Words | None = None


class CompoundEntry(NamedTuple):
    """Two units of one value ("5 ft 10 in"): how many small ones make a large one, and whether the second may lack."""

    large: str
    small: str
    times: int
    bare: bool = False


class ScaleEntry(NamedTuple):
    """A word of scale that is a number only in some languages."""

    word: str
    languages: Words


class UnitsFile(TypedDict):
    """Units and currencies, how two of them make one value, and the words around a number."""

    as_of: Annotated[Lists, Keys("before after")]
    alone: OneList
    between: Annotated[Lists, Keys("to and openers")]
    bounds_behind: Annotated[Lists, Keys("minimum maximum")]
    powers: Annotated[Lists, Keys("2 3")]
    per: OneList
    decimal_comma: Annotated[Lists, Keys("languages")]
    scale: list[ScaleEntry]
    counted: Annotated[Lists, Keys("labels")]
    compound: list[CompoundEntry]
    currencies: Annotated[Lists, _CURRENCY]
    unit: list[UnitEntry]


class LettersOfScripts(TypedDict):
    """The letters of each script, the most frequent first."""

    cyrillic: str
    greek: str
    hebrew: str
    arabic: str


class EncodingsFile(TypedDict):
    """What pages call their encodings: ``codecs`` by Python's name, ``labels`` by the name that a page prints.

    ``letters`` are those by which a line of one code page is known that was read as another.
    """

    codecs: Lists
    labels: dict[str, str]
    letters: LettersOfScripts


class LicenceEntry(TypedDict):
    """One licence by its SPDX id, and whether the text of a page under it may be published."""

    id: str
    allows_text: bool
    why: str


class LicencesFile(TypedDict):
    """The licences that were checked by a person."""

    licence: list[LicenceEntry]


class FieldEntry(TypedDict):
    """One field of a box: its key, the kind of its values, how they fall into items, and what pages call it."""

    key: str
    kind: ValueKind
    items: ItemRule
    why: str
    parameters: NotRequired[Words]
    conflict: NotRequired[bool]
    sides: NotRequired[bool]
    browser: NotRequired[Words]
    other: NotRequired[ByLanguage]


class LabelsFile(TypedDict):
    """Labels written by hand; ``aliases`` by the key of a field, ``units`` by the name of a unit."""

    field: list[FieldEntry]
    prefixes: OneList
    values: Annotated[Lists, Keys(*VALUE_KINDS)]
    aliases: Lists
    units: Lists
    persons: Annotated[Lists, Keys("of_persons signs")]
    items: Annotated[Lists, Keys("parts list")]


class SameLabels(TypedDict):
    """Labels with one meaning and its one key; ``kind`` where no other file has the key."""

    key: str
    names: Words
    why: str
    kind: NotRequired[ValueKind]


class LabelsApart(TypedDict):
    """Labels that look as if they meant the same."""

    names: Words
    why: str


class SameLabelsFile(TypedDict):
    """Which labels of the other label files mean the same, and which only look so."""

    same: list[SameLabels]
    apart: list[LabelsApart]


class SectionEntry(TypedDict):
    """What labels mean below some heads: ``labels`` by label, ``role`` for any other bullet."""

    why: str
    heads: Words
    labels: NotRequired[dict[str, str]]
    role: NotRequired[str]


class SectionsFile(TypedDict):
    """What heads of a box do to the labels below them."""

    alone: Annotated[Lists, Keys("never")]
    places: OneList
    titles: dict[str, str]
    section: list[SectionEntry]


class BoxKindsFile(TypedDict):
    """What tells the kind of a box: names of templates and keys of labels, each by kind; ``kin`` share labels."""

    templates: dict[str, str]
    kin: Annotated[Lists, Keys("groups")]
    labels: dict[str, str]


PrintedLabelsFile = Annotated[dict[str, dict[str, str]], LANGUAGES]
"""The labels that browsers print, by language and by the key of a field."""


class GeneratedLabelsFile(TypedDict):
    """Labels that DBpedia knows, one a line."""

    values: Annotated[dict[str, str], Keys(*VALUE_KINDS, all_needed=False)]
    aliases: Annotated[dict[str, str], Keys("names")]


BoxEntry = TypedDict(
    "BoxEntry",
    {
        "why": str,
        "names": NotRequired[Words],
        "begins": NotRequired[Words],
        "ends": NotRequired[Words],
        "not": NotRequired[Words],
        "fixes": Words,
        "keeps": Words,
    },
)
"""Names of templates that are infoboxes; in this form because ``not`` is a word of Python."""


class BoxNamesFile(TypedDict):
    """How templates that are infoboxes are called."""

    box: list[BoxEntry]
    opening: OneList


class TemplateProof(ProofEntry):
    """A call before and the words after it; ``in_body`` are those of a body where it shows the call in another way."""

    in_body: NotRequired[str]


class TemplateEntry(TypedDict):
    """What the templates of one family print."""

    why: str
    names: Words
    prints: NotRequired[str | Words]
    reads: NotRequired[str]
    furniture: NotRequired[str]
    in_body: NotRequired[str | Words]
    fixes: list[TemplateProof]
    keeps: Words


class TemplatesFile(TypedDict):
    """What wikitext's templates print."""

    template: list[TemplateEntry]


class WikitextFile(TypedDict):
    """The names of wikitext's namespaces, marks, tags, units and signs, by the word that a page writes."""

    namespaces: Annotated[Lists, Keys("files categories languages templates")]
    redirect: OneList
    tags: Annotated[Lists, Keys("html blocks inline")]
    units: dict[str, str]
    pairs: Annotated[Lists, Keys("units")]
    between: dict[str, str]
    gauges: dict[str, str]
