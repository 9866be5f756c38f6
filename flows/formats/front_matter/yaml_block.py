"""YAML front matter read as strings, with guards against hostile YAML, which kills a process or never ends.

The events of the parser are processed with an explicit stack, never recursively. Aliases, deep nesting and too many
nodes are refused before anything is built. Scalars stay strings: no dates, no booleans, no base 60, and Norway's "no"
is not false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import yaml

MAX_CHARACTERS: Final = 256_000
MAX_EVENTS: Final = 20_000
MAX_DEPTH: Final = 20

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Characters that YAML forbids or reads as line breaks (NEL, U+2028, U+2029); a text repaired from mojibake may still
# hold some. While YAML is parsed, private-use characters replace them.
_FORBIDDEN: Final = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
_STAND_IN_BASE: Final = 0x100000
_STAND_IN: Final = re.compile("[\\U00100000-\\U0010ffff]")


class YamlEntry(NamedTuple):
    """One key of the front matter: its path ("author.name") and its scalar values; ``is_list`` for a sequence."""

    key: str
    values: tuple[str, ...]
    is_list: bool


class YamlError(ValueError):
    """The front matter cannot be read; the message says where and why."""


def read_yaml(text: str) -> tuple[YamlEntry, ...]:
    r"""Return the entries of a front matter block in printed order, nested keys joined by dots.

    A key that occurs twice gives two entries, so nothing is lost silently. Raises ``YamlError`` for a block that is not
    a mapping, is broken, or exceeds the limits.

    >>> for entry in read_yaml("subject: Battle\ntags:\n  - 1\n  - no\n"):
    ...     print(entry)
    YamlEntry(key='subject', values=('Battle',), is_list=False)
    YamlEntry(key='tags', values=('1', 'no'), is_list=True)
    >>> read_yaml("a: &x 1\nb: *x\n")
    Traceback (most recent call last):
    ...
    flows.formats.front_matter.yaml_block.YamlError: aliases are refused (line 2)
    """
    if len(text) > MAX_CHARACTERS:
        raise YamlError(f"longer than {MAX_CHARACTERS} characters")
    has_stand_ins = _FORBIDDEN.search(text) is not None
    if has_stand_ins:
        if _STAND_IN.search(text) is not None:
            raise YamlError("holds characters that YAML forbids beside private-use characters of plane 16")
        text = _FORBIDDEN.sub(_stand_in, text)
    try:
        entries = _entries(_events(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark is not None else ""
        raise YamlError(f"{getattr(error, 'problem', None) or type(error).__name__}{where}") from error
    except ValueError as error:  # "\ud800" written as an escape is not a character
        raise YamlError(str(error)) from error
    if not has_stand_ins:
        return entries
    return tuple(YamlEntry(_restore(key), tuple(map(_restore, values)), is_list) for key, values, is_list in entries)


def _where(event: yaml.Event) -> str:
    return f" (line {event.start_mark.line + 1})" if event.start_mark is not None else ""


def _stand_in(match: re.Match[str]) -> str:
    return chr(_STAND_IN_BASE + ord(match[0])) if ord(match[0]) < 0x10000 else match[0]


def _restore(text: str) -> str:
    return _STAND_IN.sub(lambda match: chr(ord(match[0]) - _STAND_IN_BASE), text)


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the events, and refuse hostile input as soon as it occurs."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if number > MAX_EVENTS:
            raise YamlError(f"more than {MAX_EVENTS} nodes")
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(f"aliases are refused{_where(event)}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(f"nested deeper than {MAX_DEPTH} levels{_where(event)}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        yield event


class _OpenNode:
    """A mapping or sequence that is not closed yet."""

    __slots__ = ("is_mapping", "key", "path", "values")

    def __init__(self, path: str, is_mapping: bool) -> None:
        self.path = path
        self.is_mapping = is_mapping
        self.key: str | None = None  # of a mapping: the key whose value comes next
        self.values: list[str] = []  # of a sequence: its scalars

    def child(self) -> str:
        """Return the path of the next value, and forget the key."""
        key, self.key = self.key, None
        return f"{self.path}.{key}" if self.path and self.is_mapping else key or self.path


def _entries(events: Iterator[yaml.Event]) -> tuple[YamlEntry, ...]:
    found: list[YamlEntry] = []
    stack: list[_OpenNode] = []
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlError(f"more than one document{_where(event)}")
        elif isinstance(event, yaml.CollectionStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            if not stack and not is_mapping:
                raise YamlError("no mapping of keys to values")
            if stack and stack[-1].is_mapping and stack[-1].key is None:
                raise YamlError(f"a key is no scalar{_where(event)}")
            stack.append(_OpenNode(stack[-1].child() if stack else "", is_mapping))
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = stack.pop()
            if not closed.is_mapping:
                found.append(YamlEntry(closed.path, tuple(closed.values), True))
        elif isinstance(event, yaml.ScalarEvent):
            _add_scalar(event, stack, found)
    return tuple(found)


def _add_scalar(event: yaml.ScalarEvent, stack: list[_OpenNode], found: list[YamlEntry]) -> None:
    if not stack:
        raise YamlError("no mapping of keys to values")
    top = stack[-1]
    value = "" if event.value == "~" and event.implicit[0] else event.value  # a bare ~ is YAML's "no value"
    if not top.is_mapping:
        top.values.append(value)
    elif top.key is None:
        if event.value == "<<":
            raise YamlError(f"merge keys are refused{_where(event)}")
        top.key = event.value
    else:
        found.append(YamlEntry(top.child(), (value,), False))
