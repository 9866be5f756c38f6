"""Names that a page proves to be one name or two."""

from __future__ import annotations

import pytest

from flows.infobox.conflict.coalitions import evidence_of_wars
from flows.infobox.conflict.outcome import name_key
from flows.infobox.conflict.page_names import PageNames
from flows.infobox.conflict.row_print import row_print
from flows.infobox.context import Box
from flows.rules.conflict_words import coalitions
from tests.growth import assert_linear

NAMES = PageNames(
    "The Irish alliance under Earl Roe fought the English Army of Lord Vane. Emil Renn met Karl Stoss in lands of the "
    "Ottoman Empire, and the Ottoman troops left. Vice Admiral Roe followed."
)


@pytest.mark.parametrize(
    ("line", "second"),
    [
        ("Irish alliance English Army", "English Army"),
        ("Emil Renn Karl Stoss", "Karl Stoss"),
        ("Kingdom of Hungary Empire of Russia", "Empire of Russia"),
        ("United States (Union) CSA (Confederacy)", "CSA (Confederacy)"),
        ("Ottoman Empire", None),  # the article has it as a whole
        ("Ottoman Empire Army", None),  # "Army" alone is nobody
        ("Vice Admiral Karl Stoss", None),  # a rank alone is nobody
        ("Irish alliance Seminole", None),  # the article does not have the second
        ("Al Stoss", None),  # "Al" is no Albania
    ],
)
def test_where_the_second_name_begins(line: str, second: str | None) -> None:
    at = NAMES.second_name(line)
    assert (None if at is None else line[at:]) == second


def test_a_name_of_a_person_has_two_words() -> None:
    names = PageNames("There was a Jordan. With him came Smith, too.")
    assert names.second_name("Jordan Smith") == 7
    assert names.second_person("Jordan Smith") is None


@pytest.mark.parametrize("piece", ["Ab ", "Ab Cd Ef Gh\n", "A (", "Ab\u00a0"])
def test_a_hostile_page_is_searched_in_linear_time(piece: str) -> None:
    def search(count: int) -> None:
        names = PageNames(piece * count)
        for number in range(count // 10):
            names.may_be_two(f"Ab Cd Ef Gh{number}")
            names.second_name(piece * 8)

    assert_linear(search, 16_000, at_most=2)


def test_coalitions_are_of_their_war_only() -> None:
    canada, germany, italy = map(name_key, ("Canada", "Nazi Germany", "Italy"))
    known = evidence_of_wars(["the Western Front of World War II"])
    assert (known.relation(canada, germany), known.relation(canada, italy)) == (-1, 0)
    for title in ("World War III", "the Great War of Africa", "Second Boer War"):
        assert not evidence_of_wars([title]).pairs


def test_no_coalition_has_a_name_on_both_sides() -> None:
    for war in coalitions():
        first, second = ({name_key(name) for name in names} for names in war.sides)
        assert first
        assert second
        assert not first & second, war.wars.pattern


def test_a_box_without_columns_has_no_print() -> None:
    assert row_print(Box("d", 1, None, "t", ())).most_tabs == 0
