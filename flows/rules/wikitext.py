"""What names mean in wikitext: templates (which are infoboxes, what others print), namespaces, tags, countries.

The data is in ``infobox_names.toml``, ``templates.toml``, ``wikitext.toml`` and ``countries.toml`` (``rules/data``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.name_file_types import TemplateEntry


class BoxNames(NamedTuple):
    """The names of templates that are infoboxes: whole names, words that names begin or end with, and exceptions.

    A name that ends with one of ``opens`` begins a box that the next templates go on.
    """

    names: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    exceptions: frozenset[str]
    opens: tuple[str, ...]


_FURNITURE: Final = {
    "references": "wikitext-reference",
    "hatnotes": "wikitext-hatnote",
    "navigation": "wikitext-navigation",
    "upkeep": "wikitext-upkeep",
    "pictures": "wikitext-file",
}
"""Kind of furniture in ``templates.toml`` -> id of the rule by which a body loses templates of this kind."""


class Template(NamedTuple):
    """What a page shows of a template, by its entry in ``templates.toml``.

    A box value shows ``prints``, or what the reader named ``reads`` makes of the arguments, or nothing. A body shows
    ``in_body`` if that is given; else it loses the template if ``furniture`` is the id of a rule; else it shows what a
    value shows. ``prints`` and ``in_body`` are patterns of ``flows.formats.wikitext.template_patterns``, the first
    that fits counts; ``reads`` names a reader of ``template_readers`` there.
    """

    prints: tuple[str, ...] = ()
    reads: str = ""
    in_body: tuple[str, ...] = ()
    furniture: str = ""


def fold_template(name: str) -> str:
    """Return the form of a template's name that is looked up: lower case, single blanks, no namespace.

    >>> fold_template("Template:Infobox_military  Conflict"), fold_template("Vorlage:Höhe")
    ('infobox military conflict', 'höhe')
    """
    folded = " ".join(name.replace("_", " ").casefold().split())
    space, colon, rest = folded.partition(":")
    return rest.lstrip() if colon and space.rstrip() in wikitext_words().templates else folded


@cache
def box_names() -> BoxNames:
    """Return the names of ``infobox_names.toml``, in lower case."""
    table = read_rules("infobox_names.toml")
    entries = table["box"]

    def all_words(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for entry in entries for word in entry.get(key, ()))

    return BoxNames(
        all_words("names"),
        tuple(sorted(all_words("begins"))),
        tuple(sorted(all_words("ends"))),
        all_words("not"),
        tuple(table["opening"]["words"]),
    )


@lru_cache(maxsize=8_192)
def is_box(name: str) -> bool:
    """Return whether a template of this name is an infobox.

    >>> is_box("Infobox_military conflict"), is_box("Картка країни"), is_box("Campaignbox Syria")
    (True, True, False)
    """
    name, boxes = fold_template(name).removeprefix("#invoke:").lstrip(), box_names()
    if name in boxes.exceptions:
        return False
    if name in boxes.names:
        return True
    for words in boxes.begins:
        # A word boundary must follow: a letter after a letter continues the word ("infoboxes").
        if name.startswith(words) and (len(name) == len(words) or not (words[-1] + name[len(words)]).isalpha()):
            return True
    return name.endswith(boxes.ends)


@cache
def templates() -> Mapping[str, Template]:
    """Return the templates of ``templates.toml`` by folded name; beginnings and endings keep their star.

    Raises ``RuleError`` if an entry lacks a key that it must have, or if two entries have the same name.
    """
    return MappingProxyType(load_templates(read_rules("templates.toml")["template"]))


def load_templates(entries: Sequence[TemplateEntry]) -> dict[str, Template]:
    r"""Return the templates of entries by folded name; raise ``RuleError`` for a faulty entry.

    >>> entry = {"why": "W.", "names": ["a"], "prints": "{1}", "fixes": ["f"], "keeps": ["k"]}
    >>> load_templates([entry, entry | {"names": ["A"]}])
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: templates.toml [[template]] 'a': the name stands in two entries
      keep it in one of them
    """
    found: dict[str, Template] = {}
    for entry in entries:
        template = _template(entry)
        for name in map(fold_template, entry["names"]):
            where = f"templates.toml [[template]] {name!r}"
            if name in found:
                raise RuleError(where, "the name stands in two entries", "keep it in one of them")
            if "*" in name[1:-1]:
                raise RuleError(where, "the name has its star in the middle", "begin or end the name with the star")
            found[name] = template
    return found


def _template(entry: TemplateEntry) -> Template:
    """Return one entry as a template; raise ``RuleError`` if it lacks a proof or contradicts itself."""
    if fault := _fault(entry):
        raise RuleError(f"templates.toml [[template]] {', '.join(entry['names'][:3]) or entry['why']!r}", *fault)
    return Template(
        prints=_patterns(entry.get("prints", "")),
        reads=entry.get("reads", ""),
        in_body=_patterns(entry.get("in_body", "")),
        furniture=_FURNITURE.get(entry.get("furniture", ""), ""),
    )


def _fault(entry: TemplateEntry) -> tuple[str, str] | None:
    """Return what is wrong with an entry and the remedy; None if nothing is."""
    for key, content in (
        ("why", entry["why"]),
        ("names", entry["names"]),
        ("fixes", entry["fixes"]),
        ("keeps", entry["keeps"]),
    ):
        if not content:
            return f"`{key}` is empty", "give the reason, the names, a proof and a counter-proof"
    if "prints" in entry and "reads" in entry:
        return "it has both prints and reads", "keep one: a pattern, or the name of the code that reads the arguments"
    if not entry.keys() & {"prints", "reads", "furniture"}:
        return "it has neither prints nor reads nor furniture", "say what a page shows of the template"
    if entry.get("furniture", "references") not in _FURNITURE:
        return f"its furniture is {entry['furniture']!r}", f"use one of {', '.join(_FURNITURE)}"
    return None


def _patterns(patterns: str | list[str]) -> tuple[str, ...]:
    """Return one pattern or several as a tuple, without empty ones, which print nothing."""
    return tuple(filter(None, [patterns] if isinstance(patterns, str) else patterns))


@cache
def _longest_beginning() -> int:
    return max(len(name) for name in templates() if name.endswith("*")) - 1


@cache
def _endings() -> tuple[str, ...]:
    return tuple(name[1:] for name in templates() if name.startswith("*"))


@lru_cache(maxsize=8_192)
def template_named(name: str) -> Template | None:
    """Return the entry of a template: by its whole name, else its longest listed beginning, else an ending, else None.

    >>> template_named("Small"), template_named("Navbox musical artist").furniture
    (Template(prints=('{1}',), reads='', in_body=(), furniture=''), 'wikitext-navigation')
    """
    folded, listed = fold_template(name), templates()
    if folded in listed:
        return listed[folded]
    for size in range(min(len(folded), _longest_beginning()), 1, -1):
        if (found := listed.get(f"{folded[:size]}*")) is not None:
            return found
    return next((listed[f"*{ending}"] for ending in _endings() if folded.endswith(ending)), None)


@cache
def countries() -> Mapping[str, tuple[str, str]]:
    """Return country code and usual name by any name or code of ``countries.toml`` in lower case."""
    found: dict[str, tuple[str, str]] = {}
    for code, names in read_rules("countries.toml")["countries"].items():
        usual = names[0]
        for name in (code, *names):
            found.setdefault(name.casefold(), (code, usual))
    return MappingProxyType(found)


class WikitextWords(NamedTuple):
    """The words of ``wikitext.toml``.

    Namespaces: ``files``, ``categories``, ``languages``, ``templates``. Tags: one of ``breaks`` becomes a line break,
    one of ``cells`` a blank, one of ``inline`` nothing; any other tag is text. ``redirect`` matches the mark of a
    redirect. Arguments of ``{{convert}}``: ``units`` (code -> printed unit), ``pairs`` (feet and inches), ``between``
    (code between two values -> printed words); ``gauges`` are the names of railway track gauges.
    """

    files: frozenset[str]
    categories: frozenset[str]
    languages: frozenset[str]
    templates: frozenset[str]
    redirect: re.Pattern[str]
    breaks: frozenset[str]
    cells: frozenset[str]
    inline: frozenset[str]
    units: Mapping[str, str]
    pairs: frozenset[tuple[str, str]]
    between: Mapping[str, str]
    gauges: Mapping[str, str]


@cache
def wikitext_words() -> WikitextWords:
    """Return the words of ``wikitext.toml``; ``html.toml`` lists which HTML elements break lines."""
    table, html = read_rules("wikitext.toml"), read_rules("html.toml")["elements"]
    spaces, tags = table["namespaces"], table["tags"]
    redirects = "|".join(sorted(map(re.escape, table["redirect"]["words"]), key=lambda word: (-len(word), word)))
    elements = frozenset(tags["html"])
    breaks = elements & {*html["paragraphs"], *html["blocks"], "br"}
    cells = elements & {*html["cells"]}
    return WikitextWords(
        files=frozenset(spaces["files"]),
        categories=frozenset(spaces["categories"]),
        languages=frozenset(spaces["languages"]),
        templates=frozenset(spaces["templates"]),
        redirect=re.compile(f"\\s{{0,20}}+#(?i:{redirects})[ ]?:?[ \t\n]{{0,5}}+(?=\\[\\[)"),
        breaks=breaks.union(tags["blocks"]),
        cells=cells,
        inline=(elements - breaks - cells).union(tags["inline"]),
        units=MappingProxyType(table["units"]),
        pairs=frozenset((pair.split()[0], pair.split()[1]) for pair in table["pairs"]["units"]),
        between=MappingProxyType(table["between"]),
        gauges=MappingProxyType(table["gauges"]),
    )


@cache
def adjectives() -> Mapping[str, str]:
    """Return the adjective of a country's forces ("Syrian") by country code."""
    return MappingProxyType(read_rules("countries.toml")["adjectives"])
