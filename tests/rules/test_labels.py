"""Labels: what templates and browsers print, in several languages, and that the data agrees with itself."""

from __future__ import annotations

import pytest

from flows.rules.label_files import load
from flows.rules.labels import FIELDS, Label, browser_labels, canonical, normalised, placed, topic_labels
from schemas.vocabulary import VALUE_KINDS


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Combatant1", Label("combatant", "1")),
        ("combatant1a", Label("combatant", "1a")),
        ("Commander 2", Label("commander", "2")),
        ("commander_2", Label("commander", "2")),
        ("Partof", Label("part_of", None)),
        ("Part of", Label("part_of", None)),
        ("Territorial\nchanges", Label("territory", None)),
        ("Commanders and leaders", Label("commander", None)),
        ("Casualties and losses", Label("casualties", None)),
        ("Units involved", Label("units", None)),
        ("Strength3", Label("strength", "3")),
        ("KONTRAHENT1", Label("combatant", "1")),
        ("Truppenstärke 2", Label("strength", "2")),
        ("Belligérants", Label("combatant", None)),
        ("Fuerzas en combate", Label("strength", None)),
        ("Esito", Label("result", None)),
        ("Strijdende partijen", Label("combatant", None)),
        ("Wynik", Label("result", None)),
        ("Командующие", Label("commander", None)),
        ("Втрати", Label("casualties", None)),
        ("Taraflar", Label("combatant", None)),
        ("المتحاربون", Label("combatant", None)),
        ("birth_date", Label("birth_date", None)),
        ("area_total_km2", Label("area_total", None, "km2")),
        ("leader_name3", Label("leader", "3")),
        ("Population", Label("population_total", None)),
        ("Population (2020)", Label("population_total", None)),
        ("Population 2020", Label("population_total", None)),
        ("Area (km2)", Label("area_total", None, "km2")),
        ("GDP (nominal)", Label("gdp_nominal", None)),
        ("Gini_year", Label("gini_year", None)),
        ("Latd", Label("latitude", None)),
        ("Ship_launched", Label("launched", None)),
        ("DATUMBIS", Label("date_end", None)),
        ("Issue", Label("result", None)),
        ("население", Label("population_total", None)),
        ("birthdate", Label("birth_date", None)),
        ("Einwohner", Label("population_total", None)),
        ("Код города", None),
        ("Почтовый индекс", Label("postal_code", None)),
        ("上映時間", Label("running_time", None)),
        ("Right tributaries", Label("right_tributaries", None)),
        ("population_density_sq_mi", Label("population_density", None, "per sq mi")),
        ("Ship_of_fools", None),
        ("ship", None),
        ("colour of the sky", None),
        ("", None),
        ("7", None),
    ],
)
def test_canonical(printed: str, expected: Label | None) -> None:
    assert canonical(printed) == expected


def test_every_key_has_the_form_that_the_contract_asks_for() -> None:
    assert [key for key in FIELDS if not (key.isascii() and key.replace("_", "a").isalnum())] == []


def test_every_field_has_a_kind_of_the_contract() -> None:
    assert {field.kind for field in FIELDS.values()} <= set(VALUE_KINDS)
    assert {"combatant", "commander", "units", "strength", "casualties"} == {
        key for key, field in FIELDS.items() if field.is_sided
    }


@pytest.mark.parametrize(
    ("printed", "key", "unit"),
    [
        ("area_total_km2", "area_total", "km2"),
        ("area_metro_km2", "area_metro", "km2"),
        ("area_sq_mi", "area_total", "sq mi"),
        ("population_density_km2", "population_density", "per km2"),
        ("population_density_urban_km2", "population_density_urban", "per km2"),
        ("population_density_metro_sq_mi", "population_density_metro", "per sq mi"),
        ("elevation_m", "elevation", "m"),
        ("elevation_ft", "elevation", "ft"),
        ("elevation_min_m", "elevation_min", "m"),
        ("percent_water", "percent_water", "%"),
        ("area_water_percent", "percent_water", "%"),
        ("Area (km2)", "area_total", "km2"),
        ("population", "population_total", None),
        ("lat_m", "latitude_minutes", None),
    ],
)
def test_a_unit_at_the_end_of_a_label_is_no_part_of_its_key_and_numbers_nothing(
    printed: str, key: str, unit: str | None
) -> None:
    found = canonical(printed)
    assert found is not None
    assert (found.key, found.series, found.unit or FIELDS[found.key].unit) == (key, None, unit)


@pytest.mark.parametrize(
    ("labels", "key"),
    [
        (("Born", "birth_date", "Date of birth", "Geboren"), "birth_date"),
        (("Died", "death_date", "deathdate", "Mort"), "death_date"),
        (("Area", "area_total_km2", "Total area", "totalarea"), "area_total"),
        (("Population", "population_total", "pop", "Einwohner"), "population_total"),
        (("Released", "release_date", "Release"), "release_date"),
        (("Founded", "Established", "established_date2", "Formation"), "established_date"),
        (("leader_name3", "leader"), "leader"),
    ],
)
def test_one_meaning_has_one_key(labels: tuple[str, ...], key: str) -> None:
    assert {label: found.key for label in labels if (found := canonical(label))} == dict.fromkeys(labels, key)


@pytest.mark.parametrize(
    ("label", "section", "key"),
    [
        ("Total", ("Area",), "area_total"),
        ("Total", ("Population (2010)",), "population_total"),
        ("Density", ("Population (2010)",), "population_density"),
        ("Density", (), "density"),
        ("Density", ("Physical properties",), None),
        ("Metro", (), None),
        ("Metro", ("Population",), "population_metro"),
        ("Metro", ("Area",), "area_metro"),
        ("City", ("Population",), "population_total"),
        ("Village", ("Area",), "area_total"),
        ("City", ("Government",), "leader"),
        ("Per capita", ("GDP (PPP)",), "gdp_ppp_per_capita"),
        ("Mayor", ("Government",), "leader"),
        ("Mayor", (), "mayor"),
        ("Supreme Keeper", ("Government",), "leader"),
        ("Type", ("Government",), "government_type"),
        ("Union of the two crowns", ("History",), "established_date"),
        ("Disestablished", ("History",), "dissolved_date"),
        ("Family", ("Scientific classification",), "familia"),
        ("Family", ("Personal details",), "family"),
        ("Upper house", ("Legislature",), "upper_house"),
        ("Summer (DST)", ("Time zone",), "time_zone_dst"),
        ("2016 estimate", ("Population",), "population_estimate"),
        ("Website", ("Population",), "website"),
        ("Education", ("Personal details",), "education"),
        ("weather", ("Government", "Area"), None),
        ("Width", (), "width"),
        ("Size", ("Collection",), "size"),
        ("Trainer", (), "trainer"),
        ("Kingdom", ("Scientific classification",), "regnum"),
        ("elevation_max_m", (), "elevation_max"),
        ("Highest elevation", (), "elevation_max"),
    ],
)
def test_a_head_says_what_a_label_below_it_means(label: str, section: tuple[str, ...], key: str | None) -> None:
    found = placed(label, section, is_child=bool(section))
    assert (found.key if found else None) == key


def test_generated_labels_claim_nothing_that_is_written_by_hand() -> None:
    by_hand = load(is_generated=False)
    everything = load()
    assert {name: everything.keys[name] for name in by_hand.keys} == by_hand.keys
    assert {key for key, one in everything.fields.items() if one.is_conflict} == {
        key for key, one in by_hand.fields.items() if one.is_conflict
    }


def test_what_browsers_print_is_known() -> None:
    printed = topic_labels()
    assert len(printed) > 700
    assert {label for label, key in printed.items() if (known := canonical(label)) is None or known.key != key} == set()


def test_browser_labels_are_longest_first_and_all_known() -> None:
    labels = browser_labels()
    assert [len(label) for label in labels] == sorted(map(len, labels), reverse=True)
    assert {"Belligerents", "Date", "Location", "Territorial changes", "Casualties and losses"} <= set(labels)
    assert all(canonical(label) for label in labels)
    assert not any(label.islower() and label.isascii() for label in labels)


@pytest.mark.parametrize(("series", "side"), [("1", 1), ("1a", 1), ("5", 5), ("6", None), ("0", None), (None, None)])
def test_only_five_columns_are_sides(series: str | None, side: int | None) -> None:
    assert Label("combatant", series).side == side


def test_a_hostile_label_is_cut_before_it_is_compared() -> None:
    assert len(normalised("x " * 100_000)) <= 120
    assert canonical(" " * 100_000 + "1" * 100_000) is None


def test_every_label_has_a_field() -> None:
    assert set(load().keys.values()) <= set(load().fields)
