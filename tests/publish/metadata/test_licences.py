"""Licences: every one that the rules know has a name, and those with public terms have an address."""

from __future__ import annotations

from flows.publish.metadata.licences import licence_of
from flows.rules.files import read_rules
from flows.rules.name_file_types import LicencesFile


def test_every_licence_of_the_rules_is_named() -> None:
    ids = [entry["id"] for entry in read_rules(LicencesFile)["licence"]]
    unnamed = [each for each in ids if licence_of(each).name == each]
    assert unnamed == []
    without = [each for each in ids if not licence_of(each).link]
    assert all(each.startswith("LicenseRef-") for each in without)


def test_an_address_as_a_licence_is_its_own_link() -> None:
    assert licence_of("https://example.org/terms").link == "https://example.org/terms"
    assert licence_of("javascript:alert(1)").link == ""
