"""Every entry of ``templates.toml`` and ``infobox_names.toml`` is its own test."""

from __future__ import annotations

from typing import Any

import pytest

from flows.errors import RuleError
from flows.formats.country_flags import ICON
from flows.formats.page_draft import PageDraft
from flows.formats.wikitext.body import change_body
from flows.formats.wikitext.box_values import plain
from flows.formats.wikitext.template_patterns import read_pattern
from flows.formats.wikitext.template_readers import READERS
from flows.model import Cleaned, RawDocument
from flows.rules.files import DATA, read_rules
from flows.rules.wikitext import is_box, load_templates, template_named, templates, wikitext_words


def entries(name: str, key: str) -> list[Any]:
    return read_rules(name)[key]


TEMPLATES = entries("templates.toml", "template")
BOXES = entries("infobox_names.toml", "box")
ENTRY = {"why": "A.", "names": ["a"], "prints": "{1}", "fixes": [{}], "keeps": ["b"]}


def in_body(markup: str) -> str:
    """Return what a body shows of a piece of markup."""
    draft = PageDraft("wikitext", Cleaned(markup), RawDocument("page.wiki", b""))
    change_body(draft)
    return draft.text.strip()


def words(shown: str) -> str:
    """Return words with single blanks, without list marks and without flags that show no known country."""
    return " ".join(word for word in shown.replace(ICON, " ").split() if word not in {"*", "-"})


@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry["names"][0])
def test_template_shows(entry: dict[str, Any]) -> None:
    assert entry["why"].endswith(".")
    assert entry.get("reads", "elsewhere") in READERS.keys() | {"elsewhere"}
    for proof in entry["fixes"]:
        assert plain(proof["before"]) == proof["after"]
        shown = in_body(proof["before"])
        assert shown == proof["in_body"] if "in_body" in proof else words(shown) == words(proof["after"])
    for name in entry["keeps"]:
        assert template_named(name) != template_named(entry["names"][0].strip("*")) or template_named(name) is None


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_template_is_no_box_and_its_patterns_can_be_read(name: str) -> None:
    assert not is_box(name)
    template = templates()[name]
    assert all(read_pattern(pattern).pieces for pattern in (*template.prints, *template.in_body))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"names": ["b", "Template:B"]}, "'b': the name stands in two entries\n  keep it in one of them"),
        ({"names": ["a*b"]}, "'a*b': the name has its star in the middle\n  begin or end the name with the star"),
        ({"why": ""}, "'a': `why` is empty\n  give the reason, the names, a proof and a counter-proof"),
        ({"keeps": []}, "'a': `keeps` is empty\n  give the reason, "),
        ({"reads": "date"}, "'a': it has both prints and reads\n  keep one: a pattern, or the name of the code"),
        ({"furniture": "notes"}, "'a': its furniture is 'notes'\n  use one of references, hatnotes, "),
    ],
)
def test_an_entry_that_breaks_the_rules_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as error:
        load_templates([ENTRY | change])
    assert str(error.value).startswith(f"templates.toml [[template]] {message}")


@pytest.mark.parametrize("pattern", ["{1}[", "a]b", "[[{1}]"])
def test_a_pattern_whose_brackets_do_not_meet_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a square bracket has no partner"):
        read_pattern(pattern)


def test_a_name_counts_before_a_beginning_and_that_before_an_ending() -> None:
    names = ("cita requerida", "cita libro", "Vorlage:Navbox planets", "japan-stub", "no such thing")
    furniture = [(found := template_named(name)) and (found.furniture, bool(found.in_body)) for name in names]
    assert furniture == [
        ("wikitext-reference", False),
        ("wikitext-reference", True),
        ("wikitext-navigation", False),
        ("wikitext-upkeep", False),
        None,
    ]


@pytest.mark.parametrize("name", ["templates.toml", "wikitext.toml", "wikitext_body.toml", "infobox_names.toml"])
def test_a_list_of_names_is_wrapped(name: str) -> None:
    assert [line for line in (DATA / name).read_text("utf-8").split("\n") if len(line) > 120] == []


def test_a_tag_is_of_one_kind() -> None:
    tags = wikitext_words()
    assert not tags.breaks & tags.inline
    assert not tags.cells & (tags.breaks | tags.inline)
    assert plain("a<td>b</td>c<br>d<b>e</b><stdio.h>") == "a b c\nde<stdio.h>"
    assert in_body("a<td>b</td>c<br>d<b>e</b><stdio.h>") == "a b c\nde<stdio.h>"


@pytest.mark.parametrize("entry", BOXES, ids=lambda entry: entry["fixes"][0])
def test_box_names(entry: dict[str, Any]) -> None:
    assert entry["why"].endswith(".")
    assert [name for name in entry["fixes"] if not is_box(name)] == []
    assert [name for name in entry["keeps"] if is_box(name)] == []
