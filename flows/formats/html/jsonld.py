"""JSON-LD in an HTML page: the metadata that it states for the page's article."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from flows.formats.html.words import meta_names

_MAX_SCRIPTS: Final = 20
_MAX_CHARACTERS: Final = 200_000
_MAX_NODES: Final = 2_000
_KEYS: Final = ("headline", "datePublished", "author", "publisher", "keywords", "license", "inLanguage")


def read_jsonld(scripts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the page's metadata in the scripts, names in lower case like those of ``<meta>``.

    A script that is not JSON, or is nested deeper than Python can read, gives nothing.

    >>> list(read_jsonld(['{"@type": "NewsArticle", "author": {"name": "Jane Doe"}, "datePublished": "2017-11-04"}']))
    [('datepublished', '2017-11-04'), ('author', 'Jane Doe')]
    """
    types = frozenset(meta_names("types"))
    for script in list(scripts)[:_MAX_SCRIPTS]:
        if len(script) > _MAX_CHARACTERS:
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if _types(node) & types:
                yield from _values(node)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a graph: the whole, the items of a list, those in ``@graph`` and ``mainEntity``."""
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type", ())
    return {name.lower() for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)}


def _values(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _KEYS:
        for value in node[key] if isinstance(node.get(key), list) else [node.get(key)]:
            words = value.get("name") if isinstance(value, dict) else value
            if isinstance(words, str):
                yield key.lower(), words
