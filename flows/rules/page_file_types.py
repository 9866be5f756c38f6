"""The declared types of the rule files about pages, labels and wikitext; the others stand in ``file_types.py``."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, NotRequired, TypedDict

from flows.rules.file_types import (
    LANGUAGES,
    ByLanguage,
    ItemRule,
    Lists,
    OneList,
    ProofEntry,
    TextRuleEntry,
    ValueKind,
    Words,
)
from flows.rules.type_check import Keys
from schemas.vocabulary import VALUE_KINDS

_BY: Final = Keys("any posted english sources clock days updated until roles particles never dangling weekdays")
_REASONS: Final = Keys("short sentence capitals list figures interface comments tail place layout repetition topic")
_PLACES: Final = Keys("furniture body furniture_roles body_roles furniture_words doubtful_words body_words")
_WEIGHTS: Final = Keys(
    "constant words furniture doubtful named_body body header links heading item size cell paragraph before "
    "middle page_size page_body"
)
_META: Final = Keys("title publisher author published license source_url language tags types")


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
    """Headings of lists, the words of tags and boxes, the keys of front matter, the frame of a wiki."""

    lists: ByLanguage
    tags: Annotated[Lists, Keys("wars categories")]
    boxes: Annotated[Lists, Keys("labels heads sheets")]
    front: Annotated[Lists, Keys("title author published tags ignored")]
    wiki_frame: WikiFrame


class InfoboxMarks(TypedDict):
    """The classes and ids of infoboxes and their parts."""

    boxes: Annotated[Lists, Keys("table div aside")]
    ids: Words
    template_ids: Words
    no_boxes: Words
    chrome: Words
    left_out: Words
    flags: Words
    notations: Words
    labels: Words
    values: Words
    heads: Words
    captions: Words
    cell_rows: Words


class HtmlFile(TypedDict):
    """Elements, places and meta names of HTML; the weights of a line's features; the rules of a page's markup."""

    elements: Annotated[Lists, Keys("paragraphs blocks cells void")]
    places: Annotated[Lists, _PLACES]
    infobox: InfoboxMarks
    weights: Annotated[dict[str, float], _WEIGHTS]
    meta: Annotated[Lists, _META]
    rule: list[TextRuleEntry]


class EncodingsFile(TypedDict):
    """What pages call their encodings: ``codecs`` by Python's name, ``labels`` by the name that a page prints."""

    codecs: Lists
    labels: dict[str, str]


class LicenceEntry(TypedDict):
    """One licence by its SPDX id, and whether the text of a page under it may be published."""

    id: str
    allows_text: bool
    why: str


class LicencesFile(TypedDict):
    """The licences that somebody looked at."""

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
