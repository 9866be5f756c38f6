"""The declared types of the rule files that hold ``[[rule]]`` tables, and the types that all rule files share.

The types of word lists are in ``word_file_types.py``, those of labels, units and wikitext in ``name_file_types.py``.

A new key or section is declared first; the reader refuses what is not declared. ``Keys`` and ``KeyForm`` say what the
keys of an open table are (languages, currencies, numbers). Where neither stands, the keys are words of pages, or names
that the file's loader looks up itself.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, NotRequired, TypedDict

from flows.model import Shape, Step
from flows.typed_toml import Keys

Words = list[str]
Lists = dict[str, Words]
RuleScope = Literal["text", "body", "infobox"]

LANGUAGES: Final = Keys(
    "ar bg ca cs da de el en es fa fi fr gl he hi hu id it ja ko lv nl no pl pt ro ru sk sr sv th tr uk vi zh",
    all_needed=False,
)
"""The languages (ISO 639-1) under which word lists stand; a list in another language adds its code here."""
OneList = Annotated[Lists, Keys("words")]
ByLanguage = Annotated[Lists, LANGUAGES]


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


_PLACES: Final = Keys(
    "furniture body furniture_roles body_roles furniture_words doubtful_words body_words link_signs link_classes opened"
)
_WEIGHTS: Final = Keys(
    "constant words furniture doubtful named_body body header links heading item size cell paragraph before "
    "middle page_size page_body"
)
_META: Final = Keys("title publisher author published license source_url language tags types")


class HtmlFile(TypedDict):
    """Elements, places and meta names of HTML; the weights of a line's features; the rules of a page's markup."""

    elements: Annotated[Lists, Keys("paragraphs blocks cells void")]
    places: Annotated[Lists, _PLACES]
    infobox: InfoboxMarks
    weights: Annotated[dict[str, float], _WEIGHTS]
    meta: Annotated[Lists, _META]
    rule: list[TextRuleEntry]
