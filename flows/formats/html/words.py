"""The data of ``html.toml``: elements, places, marks of infoboxes, meta names."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from flows.rules.files import read_rules
from flows.rules.rule_file_types import HtmlFile


class HtmlWords(NamedTuple):
    """Sets of element names and of the words that classes and ids are made of."""

    paragraphs: frozenset[str]
    blocks: frozenset[str]
    cells: frozenset[str]
    void: frozenset[str]
    furniture: frozenset[str]
    body: frozenset[str]
    furniture_roles: frozenset[str]
    body_roles: frozenset[str]
    furniture_words: frozenset[str]
    doubtful_words: frozenset[str]
    body_words: frozenset[str]
    link_signs: frozenset[str]
    link_classes: frozenset[str]
    opened: frozenset[str]


@cache
def _entries() -> HtmlFile:
    return read_rules(HtmlFile)


@cache
def html_words() -> HtmlWords:
    """Return the words by which a page's markup is read; every paragraph element is a block, too."""
    lists = {**_entries()["elements"], **_entries()["places"]}
    sets = {name: frozenset(words) for name, words in lists.items()}
    return HtmlWords(**{**sets, "blocks": sets["blocks"] | sets["paragraphs"]})


class InfoboxWords(NamedTuple):
    """The classes and ids by which infoboxes and their parts are known; ``boxes`` by the element's name."""

    boxes: dict[str, frozenset[str]]
    ids: tuple[str, ...]
    template_ids: tuple[str, ...]
    no_boxes: frozenset[str]
    chrome: frozenset[str]
    left_out: frozenset[str]
    flags: frozenset[str]
    notations: tuple[str, ...]
    labels: frozenset[str]
    values: frozenset[str]
    heads: frozenset[str]
    captions: frozenset[str]
    cell_rows: frozenset[str]


@cache
def infobox_words() -> InfoboxWords:
    """Return the words that distinguish infoboxes from other tables and blocks."""
    given = _entries()["infobox"]
    return InfoboxWords(
        boxes={name: frozenset(words) for name, words in given["boxes"].items()},
        ids=tuple(given["ids"]),
        template_ids=tuple(given["template_ids"]),
        no_boxes=frozenset(given["no_boxes"]),
        chrome=frozenset(given["chrome"]),
        left_out=frozenset(given["left_out"]),
        flags=frozenset(given["flags"]),
        notations=tuple(given["notations"]),
        labels=frozenset(given["labels"]),
        values=frozenset(given["values"]),
        heads=frozenset(given["heads"]),
        captions=frozenset(given["captions"]),
        cell_rows=frozenset(given["cell_rows"]),
    )


def is_box(name: str, given: dict[str, str]) -> bool:
    """Return whether an element is a box by its name, classes and id.

    >>> is_box("table", {"class": "infobox vevent"}), is_box("table", {"class": "navbox"}), is_box("p", {})
    (True, False, False)
    """
    if not given or name not in infobox_words().boxes:
        return False
    return _is_box_mark(name, given.get("class", ""), given.get("id", ""))


@lru_cache(maxsize=4096)
def _is_box_mark(name: str, mark: str, identity: str) -> bool:
    words = infobox_words()
    classes = mark.lower().split()
    if not words.no_boxes.isdisjoint(classes):
        return False
    return not words.boxes[name].isdisjoint(classes) or (name == "table" and identity.lower().startswith(words.ids))


def is_no_box(given: dict[str, str]) -> bool:
    """Return whether a class says that an element is a navigation box, a sidebar or a notice."""
    return not infobox_words().no_boxes.isdisjoint(given.get("class", "").lower().split())


@cache
def meta_names(column: str) -> tuple[str, ...]:
    """Return the names of ``<meta>`` that fill a column, the best first."""
    return tuple(_entries()["meta"][column])


@cache
def weight_table() -> dict[str, float]:
    """Return the weights of a line's features by name, ``constant`` among them."""
    return dict(_entries()["weights"])
