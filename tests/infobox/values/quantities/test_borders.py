"""A count needs a border: what is printed beside one and makes it another, a share, a rate or a name is no count."""

from __future__ import annotations

from typing import Literal

import pytest

from flows.infobox.values.quantities.statements import read_statement

Field = Literal["strength", "casualties"]
FIELDS: tuple[Field, ...] = ("strength", "casualties")


def _counts(text: str, field: Field) -> list[tuple[str, int | None]]:
    return [(one.kind, one.count_max) for one in read_statement(text, field) if one.is_read]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text",
    [
        "346 3 killed", "2×12 guns", "2 x 12 guns", "300 / 40 killed", "all but 3 killed", "all except 12 men",
        "1,000 rising to 3,000", "500 reduced to 200", "3 killed per day", "20 killed a day", "40 wounded daily",
        "3 men per tank", "2 Mil killed", "3 Mil", "2 Para, 3 Para", "40 Commando", "1 Rifles", "2 Para killed",
        "3 Panzer Division", "7 Armoured Brigade",
        "12 + 3 tanks", "2 killed (per day)", "3 killed, per day", "12 killed (daily)", "all but 3 of 300 killed",
        "3 killed/day",
    ],
)  # fmt: skip
def test_a_count_without_a_border_is_left_and_named(text: str, field: Field) -> None:
    found = read_statement(text, field)
    assert [one for one in found if one.count_min is not None or one.count_max is not None] == []
    assert not all(one.is_read for one in found)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", ["346 killed 12", "346 men killed 12", "300 soldiers 12"])
def test_a_bare_count_behind_a_statement_is_left_and_named(text: str, field: Field) -> None:
    found = read_statement(text, field)
    assert [one.is_read for one in found] == [True, False]
    assert found[1].what == "12"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text", ["20% of 5,000", "20% of 5,000 killed", "one-third of 5,000 killed", "10 to 15% killed", "10-15% killed",
             "between 10 and 15% killed", "10% to 15% killed", "20 Prozent getötet"],
)  # fmt: skip
def test_a_share_is_no_count(text: str, field: Field) -> None:
    assert {count for _, count in _counts(text, field)} <= {None}
    assert all(one.unread is None for one in read_statement(text, field))


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Killed 1,200 Wounded 300", "casualties", [("killed", 1200), ("wounded", 300)]),
        ("Killed 1,200 Wounded 300 Missing 20", "casualties", [("killed", 1200), ("wounded", 300), ("missing", 20)]),
        ("54 killed 41 wounded", "casualties", [("killed", 54), ("wounded", 41)]),
        ("Losses: 300 killed 20 wounded", "casualties", [("killed", 300), ("wounded", 20)]),
        ("10 ships (3 sunk, 7 captured)", "casualties", [("materiel", 10), ("materiel", 3), ("materiel", 7)]),
        ("10 ships (3 sunk, 7 captured)", "strength", [("ships", 10), ("ships", 3), ("ships", 7)]),
        ("10 ships (3 sunk, 200 captured)", "casualties", [("materiel", 10), ("materiel", 3), ("captured", 200)]),
        ("3 dogs killed", "casualties", [("other", 3)]),
        ("300 cattle killed", "casualties", [("other", 300)]),
        ("12 horses killed", "casualties", [("other", 12)]),
        ("40 camels and mules lost", "casualties", [("other", 40)]),
        ("300 soldiers and 12 horses killed", "casualties", [("killed", 300), ("other", 12)]),
        ("12 Spitfires", "strength", [("aircraft", 12)]),
        ("3 Panzer IV", "strength", [("tanks", 3)]),
        ("15 D-30 howitzers", "strength", [("guns", 15)]),
        ("2 Fiat CR.32", "casualties", [("materiel", 2)]),
        ("2 Mil Mi-26 lost", "casualties", [("materiel", 2)]),
        ("3 divisions", "strength", [("units", 3)]),
        ("1 Infantry Division", "strength", [("units", 1)]),
        ("Infantry 5000 cavalry 1500", "strength", [("personnel", 5000), ("personnel", 1500)]),
        ("Tanks 300 guns 20 aircraft 4", "strength", [("tanks", 300), ("guns", 20), ("aircraft", 4)]),
        ("Garrison 500 men 20 guns", "strength", [("personnel", None), ("personnel", 500), ("guns", 20)]),
        ("300 killed in a day", "casualties", [("killed", 300)]),
        ("500 Scots killed", "casualties", [("killed", 500)]),
        ("3 Royal Navy ships", "strength", [("ships", 3)]),
        ("3 killed per SOHR", "casualties", [("killed", 3)]),
    ],
)  # fmt: skip
def test_a_count_with_a_border_is_read(text: str, field: Field, expected: list[tuple[str, int | None]]) -> None:
    assert _counts(text, field) == expected
