"""Every entry of ``templates.toml`` and ``infobox_names.toml`` is its own test."""

from __future__ import annotations

from typing import Any

import pytest

from flows.formats.wikitext.treatments import known_readers
from flows.formats.wikitext.values import plain
from flows.rules.files import read_rules
from flows.rules.wikitext import fold_template, is_box, treatment_of


def entries(name: str, key: str) -> list[Any]:
    return read_rules(name)[key]


TEMPLATES = entries("templates.toml", "template")
BOXES = entries("infobox_names.toml", "box")


@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry["names"][0])
def test_template_prints(entry: dict[str, Any]) -> None:
    assert entry["why"].endswith(".")
    assert ("prints" in entry) != ("reads" in entry)
    assert entry.get("reads", "lines") in known_readers()
    for proof in entry["fixes"]:
        assert plain(proof["before"]) == proof["after"]
    own = {fold_template(name) for name in entry["names"]}
    for name in entry["keeps"]:
        assert fold_template(name) not in own
        assert not any(word.endswith("*") and fold_template(name).startswith(word[:-1]) for word in own) or (
            treatment_of(name) is None
        )


@pytest.mark.parametrize("entry", BOXES, ids=lambda entry: entry["fixes"][0])
def test_box_names(entry: dict[str, Any]) -> None:
    assert entry["why"].endswith(".")
    assert [name for name in entry["fixes"] if not is_box(name)] == []
    assert [name for name in entry["keeps"] if is_box(name)] == []
