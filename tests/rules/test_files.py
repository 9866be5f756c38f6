"""A misspelt key, a missing key or a value of the wrong type in any rule file is an error that names file and key."""

from __future__ import annotations

import copy
import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import RuleError
from flows.rules import label_files
from flows.rules.files import DATA, FILE_TYPES, parse_rules, read_rules
from flows.rules.label_files import load
from flows.rules.name_file_types import LabelsFile
from flows.rules.units import unit_words
from flows.typed_toml import check_types
from schemas.vocabulary import SHAPES as PAGE_SHAPES
from schemas.vocabulary import STEPS

Place = tuple[str | int, ...]

# Tables whose keys are words of pages or names of this file's own: any word may be one.
OF_PAGES = {
    ("box_kinds.toml", "templates"),
    ("box_kinds.toml", "labels"),
    ("encodings.toml", "codecs"),
    ("encodings.toml", "labels"),
    ("outcomes.toml", "adjectives"),
    ("wikitext.toml", "units"),
    ("wikitext.toml", "between"),
    ("wikitext.toml", "gauges"),
}
# Tables whose keys the labels' loader looks up; see the tests below.
LOOKED_UP = {
    ("labels.toml", "aliases"),
    ("labels.toml", "units"),
    ("labels_sections.toml", "titles"),
    *(("labels_printed.toml", x) for x in ("en", "de")),
}


def places(value: Any, path: Place = (), seen: set[str] | None = None) -> Iterator[Place]:
    """Yield the place of every key, of the entries of a list each key once."""
    seen = set() if seen is None else seen
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number), seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            name = ".".join("" if isinstance(step, int) else step for step in (*path, key))
            if name not in seen:
                seen.add(name)
                yield (*path, key)
            yield from places(item, (*path, key), seen)


def is_open(file: str, place: Place) -> bool:
    """Return whether the keys beside this one are looked up by somebody else or may be any word."""
    if file == "labels_printed.toml":
        return len(place) > 1
    if file == "labels_sections.toml":
        return place[-2:-1] in {("labels",), ("titles",)}
    return len(place) == 2 and (file, place[0]) in OF_PAGES | LOOKED_UP


def changed(tables: dict[str, Any], place: Place, new: str | None) -> dict[str, Any]:
    """Return the tables with one key renamed, or without it."""
    out = copy.deepcopy(tables)
    parent: Any = out
    for step in place[:-1]:
        parent = parent[step]
    value = parent.pop(place[-1])
    if new is not None:
        parent[new] = value
    return out


@pytest.mark.parametrize("name", FILE_TYPES)
def test_every_misspelt_key_is_refused(name: str) -> None:
    tables = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    tried = 0
    for place in places(tables):
        if is_open(name, place):
            continue
        key = str(place[-1])
        wrong = f"{key}x" if len(key) < 3 else key[:-2] + key[-1] + key[-2] + "x"
        with pytest.raises(RuleError) as caught:
            check_types(changed(tables, place, wrong), FILE_TYPES[name], name)
        error = caught.value
        assert error.where.startswith(name), place
        assert repr(wrong) in error.what, place
        assert error.remedy, place
        tried += 1
    assert tried


def test_a_misspelt_key_names_the_one_that_was_meant() -> None:
    source = (DATA / "templates.toml").read_text(encoding="utf-8").replace("\nprints =", "\npints =", 1)
    with pytest.raises(RuleError) as caught:
        parse_rules(source, "templates.toml")
    assert caught.value.where.startswith("templates.toml [[template]] '")
    assert caught.value.what == "the key 'pints' is not known"
    assert caught.value.remedy == "did you mean 'prints'?"


@pytest.mark.parametrize(
    ("file", "source", "where", "what"),
    [
        ("leads.toml", "between = 3", "leads.toml", "'between' is not a table"),
        ("compass.toml", "[words]\nN = 'North'", "compass.toml [words]", "'N' is not a list of words"),
        ("compass.toml", "[words]\nN = ['North', 1]", "compass.toml [words]", "'N' is not a list of words"),
        ("compass.toml", "[words]\nN = ['North']", "compass.toml [words]", "the key 'E' is missing"),
        ("compass.toml", "[words", "compass.toml", "this is not TOML"),
        ("units.toml", "[[unit]]\nname = 'm'", "units.toml [[unit]] 'm'", "the key 'words' is missing"),
        (
            "units.toml",
            "[[unit]]\nname = 'm'\nwords = []\nfactor = 'x'",
            "units.toml [[unit]] 'm'",
            "'factor' is not a number",
        ),
        ("dates.toml", "[months]\nmay = ['May']", "dates.toml [months]", "the key 'may' is not a whole number"),
        ("headings.toml", "[wiki_frame.feet]\nxx = []", "headings.toml [wiki_frame.feet]", "the key 'xx' is not known"),
        ("licences.toml", "[[licence]]\nallows_text = 1", "licences.toml [[licence]] number 1", "'allows_text' is not"),
        ("repair.toml", "[[rule]]\nid = 'x'\nstep = 'x'", "repair.toml [[rule]] 'x'", "'step' is 'x', which is not"),
        ("html.toml", "[weights]\nwords = true", "html.toml [weights]", "'words' is not a number"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(file: str, source: str, where: str, what: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rules(source, file)
    assert caught.value.where == where
    assert what in caught.value.what
    assert caught.value.remedy


def test_every_file_has_a_shape_and_every_shape_its_file() -> None:
    assert {path.name for path in DATA.glob("*.toml")} == set(FILE_TYPES)


@pytest.mark.parametrize("name", FILE_TYPES)
def test_every_file_has_its_shape(name: str) -> None:
    assert read_rules(name)


OTHER_TOML = {
    "cli/recording.py": "Prefect's own profiles",
    "formats/front_matter/key_block.py": "front matter of pages",
    "ingest/sources_toml.py": "the user's list of sources, whose every mistake is an issue",
}
"""Modules that read TOML which is no file of ours, with whose it is."""


def test_only_the_reader_reads_rule_files() -> None:
    """A second reader would not refuse what this one refuses."""
    flows = DATA.parents[1]
    readers = {
        path.relative_to(flows).as_posix() for path in flows.rglob("*.py") if "rules.files import" in _text(path)
    }
    others = {name for name in readers if "DATA" in _text(flows / name)}
    # The model is not TOML; where a fault is that the reader found, is looked up in the lines.
    assert others == {"text/furniture/line_model.py", "rules/fault_places.py"}
    toml = {path.relative_to(flows).as_posix() for path in flows.rglob("*.py") if "import tomllib" in _text(path)}
    assert toml == {"typed_toml.py", *OTHER_TOML}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_an_error_survives_the_way_back_from_a_worker() -> None:
    error = pickle.loads(pickle.dumps(RuleError("leads.toml", "what", "remedy")))
    assert (error.where, error.what, error.remedy) == ("leads.toml", "what", "remedy")


@pytest.mark.parametrize(
    ("section", "names", "where", "what"),
    [
        ("aliases", {"populaton": ["inhabitants x"]}, "labels.toml [aliases]", "'populaton' is not the key of a field"),
        ("aliases", {"population": ["capital"]}, "labels.toml [aliases] population", "'capital' is a name of"),
    ],
)
def test_a_label_under_a_wrong_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, section: str, names: dict[str, list[str]], where: str, what: str
) -> None:
    def with_more(rules: Any) -> Any:
        tables: Any = read_rules(rules)
        return {**tables, section: {**tables[section], **names}} if rules is LabelsFile else tables

    monkeypatch.setattr(label_files, "read_rules", with_more)
    with pytest.raises(RuleError) as caught:
        load()
    assert caught.value.where == where
    assert what in caught.value.what


def test_a_printed_label_under_a_wrong_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_more(rules: Any) -> Any:
        return {"de": {"einwoner": "Einwohnerzahl"}} if rules == "labels_printed.toml" else read_rules(rules)

    monkeypatch.setattr(label_files, "read_rules", with_more)
    with pytest.raises(RuleError) as caught:
        load()
    assert caught.value.where == "labels_printed.toml [de]"


def test_endings_of_labels_are_units() -> None:
    assert set(read_rules(LabelsFile)["units"]) <= set(unit_words().named)


def test_steps_and_shapes_are_those_of_the_contract() -> None:
    with pytest.raises(RuleError) as caught:
        parse_rules("[[rule]]\nid = 'x'\nstep = 'none of them'", "debris.toml")
    assert caught.value.remedy == f"use one of {', '.join(STEPS)}"
    with pytest.raises(RuleError) as caught:
        parse_rules("[lost_sign]\nshapes = ['none of them']", "compass.toml")
    assert caught.value.remedy == f"use one of {', '.join(PAGE_SHAPES)}"
