"""The block of keys above a text: YAML between ``---``, TOML between ``+++``, JSON in braces or between ``;;;``."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import Final, NamedTuple

from flows.formats.front_matter.yaml_block import MAX_CHARACTERS, MAX_DEPTH, MAX_EVENTS, YamlEntry, YamlError, read_yaml

YAML_OPEN: Final = re.compile("\\s{0,100}+---[ \\t]*+\\n")
_YAML_CLOSE: Final = re.compile("(?<=\\n)(?:---|\\.\\.\\.)[ \\t]*+(?:\\n|\\Z)")
_YAML_KEY: Final = re.compile(
    "(?:[ \\t]*+(?:#[^\\n]*+)?\\n){0,20}+[\"']?[^\\W\\d][\\w .-]{0,60}+[\"']?[ \\t]*+:(?=[ \\t\\n])"
)
_TOML_OPEN: Final = re.compile("\\s{0,100}+\\+\\+\\+[ \\t]*+\\n")
_TOML_CLOSE: Final = re.compile("(?<=\\n)\\+\\+\\+[ \\t]*+(?:\\n|\\Z)")
_TOML_KEY: Final = re.compile(
    "(?:[ \\t]*+(?:#[^\\n]*+)?\\n){0,20}+(?:\\[{1,2}[\\w.\"' -]{1,80}\\]|[\"']?[\\w.-]{1,60}+[\"']?[ \\t]*+=)"
)
_JSON_OPEN: Final = re.compile('\\s{0,100}+(;;;[ \\t]*+\\n\\s{0,20}+\\{?|\\{)\\s{0,20}+(?="[\\w .@-]{1,60}"\\s{0,20}:)')
_JSON_CLOSE: Final = re.compile("(?<=\\n)\\}[ \\t]*+\\n(?=\\s*+[^\\s{}\\[\\],;])")
_JSON_FENCE: Final = re.compile("(?<=\\n);;;[ \\t]*+(?:\\n|\\Z)")
_JSON_TITLE: Final = re.compile('"(?:title|date|tags|author|slug)"\\s{0,20}:', re.IGNORECASE)
_DEEPER: Final = re.compile("[\\[\\]{}]")
_SALVAGED: Final = re.compile("[ \\t]{0,20}([^\\W\\d][\\w.-]{0,60}):[ \\t]{1,20}([^\\n]{1,300})")
_TEMPLATE: Final = re.compile("\\{[{%]|^[&*!]")
_MAX_SALVAGED: Final = 60
_MAX_TABLE: Final = 64_000


class FrontBlock(NamedTuple):
    """A block of keys: ``text[start:end]`` between its marks; the text after the marks begins at ``close``."""

    start: int
    end: int
    close: int
    kind: str  # yaml, toml, json


def starts_with_block(head: str) -> bool:
    """Return whether a text begins with a block of keys; a horizontal rule or a JSON data file is not one."""
    opening = YAML_OPEN.match(head)
    if opening is not None:
        return _YAML_KEY.match(head, opening.end()) is not None
    opening = _TOML_OPEN.match(head)
    if opening is not None:
        return _TOML_KEY.match(head, opening.end()) is not None and _TOML_CLOSE.search(head, opening.end()) is not None
    block = _json_block(head)
    return block is not None and _JSON_TITLE.search(head, block.start, block.end) is not None


def find_block(text: str) -> FrontBlock | None:
    """Return the block of keys at the beginning of a text, None when it has no end."""
    for opens, closes, kind in ((YAML_OPEN, _YAML_CLOSE, "yaml"), (_TOML_OPEN, _TOML_CLOSE, "toml")):
        opening = opens.match(text)
        if opening is not None:
            closing = closes.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
            return FrontBlock(opening.end(), closing.start(), closing.end(), kind) if closing is not None else None
    return _json_block(text)


def _json_block(text: str) -> FrontBlock | None:
    opening = _JSON_OPEN.match(text)
    if opening is None:
        return None
    is_fenced = opening[1].startswith(";")
    closing = (_JSON_FENCE if is_fenced else _JSON_CLOSE).search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    if closing is None:
        return None
    start = text.find("{", opening.start(), opening.end())
    return FrontBlock(start if start >= 0 else opening.end(), closing.start() + (not is_fenced), closing.end(), "json")


def read_block(text: str, block: FrontBlock | None) -> tuple[YamlEntry, ...]:
    """Return the entries of a block; ``YamlError`` reports the fault and its line."""
    if block is None:
        raise YamlError("no closing --- line")
    inner = text[block.start : block.end]
    if block.kind == "yaml":
        return read_yaml(inner)
    if len(inner) > _MAX_TABLE:
        raise YamlError(f"longer than {_MAX_TABLE} characters")
    depth = 0
    for mark in _DEEPER.findall(inner):
        depth += 1 if mark in "[{" else -1
        if depth > MAX_DEPTH:
            raise YamlError(f"nested deeper than {MAX_DEPTH} levels")
    try:
        return _flat(tomllib.loads(inner, parse_float=str) if block.kind == "toml" else _json(inner))
    except (ValueError, RecursionError) as error:
        raise YamlError(str(error)[:200]) from error


def _json(text: str) -> object:
    text = text if text.startswith("{") else f"{{{text}}}"
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def _flat(tree: object) -> tuple[YamlEntry, ...]:
    """Return the entries of nested tables in printed order, with an explicit stack: the input decides the depth."""
    if not isinstance(tree, dict):
        raise YamlError("no mapping of keys to values")
    found: list[YamlEntry] = []
    stack: list[tuple[str, object]] = [(str(key), value) for key, value in reversed(tree.items())]
    while stack:
        path, value = stack.pop()
        if len(found) > MAX_EVENTS:
            raise YamlError(f"more than {MAX_EVENTS} nodes")
        if isinstance(value, dict):
            stack.extend((f"{path}.{key}", inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            found.append(
                YamlEntry(path, tuple(_text(item) for item in value if not isinstance(item, dict | list)), True)
            )
            stack.extend((path, item) for item in reversed(value) if isinstance(item, dict | list))
        else:
            found.append(YamlEntry(path, (_text(value),), False))
    return tuple(found)


def _text(value: object) -> str:
    """Return a scalar as YAML would print it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")


def salvage_entries(text: str, block: FrontBlock | None) -> tuple[YamlEntry, ...]:
    """Return the plain "key: value" lines of a YAML block that cannot be read: one broken key must not cost the title.

    A block without an end is taken to end at the first blank line.
    """
    opening = YAML_OPEN.match(text)
    if opening is None:
        return ()
    end = block.end if block is not None else text.find("\n\n", opening.end())
    lines = text[opening.end() : end if end >= 0 else len(text)][: 300 * _MAX_SALVAGED].split("\n")[:_MAX_SALVAGED]
    found = []
    for line in lines:
        match = _SALVAGED.fullmatch(line.rstrip())
        if match is not None and _TEMPLATE.search(match[2]) is None:
            value = match[2].strip()
            is_list = value.startswith("[") and value.endswith("]")
            parts = value[1:-1].split(",") if is_list else [value]
            found.append(YamlEntry(match[1], tuple(part.strip(" \"'") for part in parts), is_list))
    return tuple(found)
