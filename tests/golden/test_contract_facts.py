"""Every fact that the contract promises of the five seeds, written by hand from the pages themselves.

The golden files beside this test record everything; this test says what must be true whatever they record.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

NBSP = "\u00a0"


def names(rows: list[dict[str, Any]], side: int | None, column: str = "name") -> list[Any]:
    return [row[column] for row in rows if row["side"] == side]


def one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(rows) == 1
    return rows[0]


def losses(rows: list[dict[str, Any]], side: int | None) -> list[tuple[Any, ...]]:
    return [
        (r["kind"], r["count_min"], r["count_max"], r["claimant"], r["period_start"], r["period_end"])
        for r in rows
        if r["side"] == side
    ]


def test_no_seed_has_a_violation(seeds: Any) -> None:
    assert seeds.table("violations") == []
    assert [row["shape"] for row in sorted(seeds.table("documents"), key=lambda row: row["source"])] == [
        "wiki_page",
        "front_matter",
        "web_page",
        "wiki_dump",
        "wiki_dump",
    ]


class TestSeed000:
    def test_conflict(self, seeds: Any) -> None:
        page, conflict = one(seeds.of("documents", "000")), one(seeds.of("conflicts", "000"))
        assert page["title"] == "Deir ez-Zor offensive (September–November 2017)"
        assert conflict["name"] == "Deir ez-Zor offensive"
        assert conflict["part_of"] == ["Battle of Deir ez-Zor", "Eastern Syria campaign of the Syrian civil war"]
        assert (conflict["start_date"], conflict["end_date"]) == (dt.date(2017, 9, 14), dt.date(2017, 11, 17))
        assert abs(conflict["duration_days_stated"] - 64) <= 2
        assert conflict["date_text"].startswith("14 September – 17 November 2017")
        assert conflict["place"] is None
        assert [item.casefold() for item in conflict["result"]] == ["syrian government victory"]
        assert conflict["outcome"] == "side_1"
        assert len(conflict["territory"]) == 2
        assert conflict["caption"] == "The situation in Deir ez-Zor, as of 17 November 2017"

    def test_belligerents(self, seeds: Any) -> None:
        rows = seeds.of("belligerents", "000")
        principals = [r["name"] for r in rows if r["side"] == 1 and r["relation"] == "principal"]
        assert principals == ["Syrian Government", "Russia", "Iran"]
        allied = [(r["name"], r["group_label"]) for r in rows if r["relation"] == "allied"]
        assert [name for name, _ in allied] == [
            "Liwa Fatemiyoun",
            "Fatah al-Intifada",
            "Galilee Forces",
            "Free Palestine Movement",
        ]
        assert {label for _, label in allied} == {"Allied militias"}
        assert rows[-1]["name"] == "Islamic State of Iraq and the Levant"
        assert {row["side_basis"] for row in rows} <= {"layout", "corpus", "text", "none"}

    def test_belligerents_whose_side_the_page_does_not_prove(self, seeds: Any) -> None:
        """The militias had side 1 and ISIL side 2 by the rule that a group ends with its column, which had to go.

        Nothing on the page shows where the first column ends: behind any of the militias, or before the last of them.
        The other seeds have ISIL against the government, in 001 and 004 as one of two sides, but in 003 as the third;
        so here it is not on side 1, and may be on side 2 or 3.
        """
        rows = seeds.of("belligerents", "000")
        unknown = [r["name"] for r in rows if r["side"] is None]
        assert unknown == [r["name"] for r in rows if r["side"] != 1]
        assert len(unknown) == 5

    def test_commanders(self, seeds: Any) -> None:
        rows = seeds.of("commanders", "000")
        found = [(r["rank"], r["name"], r["role"], r["fate"]) for r in rows if r["side"] == 1]
        assert found == [
            ("Maj. Gen.", "Suheil al-Hassan", None, "none"),
            ("Maj. Gen.", "Issam Zahreddine", "Republican Guard", "marked"),
            ("Lt. Gen.", "Valery Asapov", "Syrian 5th Corps", "marked"),
            ("Brig. Gen.", "Ghassan Iskandar Tarraf", "Republican Guard", "none"),
            (None, "Tha'er Ismail", "Tiger Forces", "marked"),
            ("Maj. Gen.", "Abu Ali Salhab", "Military Security Shield Forces", "none"),
            (None, "Tariq al-Hassan", "Baqir Brigade", "marked"),
            (None, "Shaaban Ali Amiri", "IRGC senior commander", "marked"),
        ]
        assert [(r["name"], r["is_unknown"]) for r in rows if r["side"] == 2] == [(None, True)]
        assert seeds.of("units", "000") == []

    def test_casualties(self, seeds: Any) -> None:
        """The sides were those of a line that was cut by what a claim says of the other side, which had to go.

        "120 killed (…) 300+ killed (Syrian claim; …)" need not be two cells: pages whose cells are known have such
        lines in one cell ("73 civilians killed in Syria by SDF (per Turkey) 522 civilians killed in Syria by Turkey").
        """
        rows = seeds.of("casualties", "000")
        assert losses(rows, None) == [
            ("killed", 120, 120, None, dt.date(2017, 9, 18), dt.date(2017, 11, 1)),
            ("killed", 300, None, "Syrian", dt.date(2017, 9, 29), dt.date(2017, 10, 13)),
            ("killed", 101, 101, "SOHR", dt.date(2017, 10, 29), dt.date(2017, 11, 1)),
            ("captured", 250, None, None, None, None),
        ]


class TestSeed001:
    def test_text(self, seeds: Any) -> None:
        page = one(seeds.of("documents", "001"))
        assert page["title"] == "Deir ez-Zor offensive (January–February 2017)"
        assert (page["author"], page["published_date"]) == ("Wikipedia", dt.date(2023, 10, 3))
        assert not any(mark in page["text"] for mark in ("â€", "ðŸ", "[object Object]", "References"))
        assert "Jam’eyyat al-Rowwad" in page["text"]
        assert "References" not in [row["heading"] for row in seeds.of("sections", "001")]
        objects = [row for row in seeds.of("edits", "001") if "[object Object]" in row["before"]]
        assert one(objects)["before"].count("[object Object]") == 46
        assert len(seeds.of("tags", "001")) == 13

    def test_conflict(self, seeds: Any) -> None:
        conflict = one(seeds.of("conflicts", "001"))
        assert conflict["name"] == "Deir ez-Zor offensive (January–February 2017)"
        assert conflict["part_of"] == [
            "Battle of Deir ez-Zor",
            "Russian military intervention in the Syrian civil war",
        ]
        assert (conflict["start_date"], conflict["end_date"]) == (dt.date(2017, 1, 14), dt.date(2017, 2, 14))
        assert conflict["place"] == "Deir ez-Zor Governorate, Syria"
        rows = seeds.of("belligerents", "001")
        assert names(rows, 1) == ["Islamic State of Iraq and the Levant"]
        assert [(r["name"], r["country_flag"]) for r in rows if r["side"] == 2] == [
            ("Syrian Arab Republic", None),
            ("Russia", "RU"),
        ]


class TestSeed002:
    def test_metadata(self, seeds: Any) -> None:
        page = one(seeds.of("documents", "002"))
        assert page["title"] == "Syrian Army Liberates City of Deir Ezzor from ISIL"
        assert (page["publisher"], page["author"]) == ("Informed Comment", "contributors")
        assert page["published_date"] == dt.date(2017, 11, 4)
        assert [row["tag"] for row in seeds.of("tags", "002")] == [
            "Bashar al-Assad",
            "Islamic State of Iraq and Syria",
            "Syria",
        ]

    def test_text_is_the_article(self, seeds: Any) -> None:
        paragraphs = one(seeds.of("documents", "002"))["text"].strip().split("\n\n")
        assert len(paragraphs) == 12
        assert paragraphs[0].startswith("This marks a decisive defeat")
        assert paragraphs[-1].endswith("finally seal the Syrian-Iraqi border.")


class TestSeed003:
    def test_conflict(self, seeds: Any) -> None:
        conflict = one(seeds.of("conflicts", "003"))
        assert (conflict["start_date"], conflict["end_date"]) == (dt.date(2011, 11, 26), dt.date(2014, 4, 10))
        assert conflict["date_text"] == "26 November 2011 – 10 April 2014"
        assert len(conflict["result"]) == 6
        assert conflict["result"][0].endswith("al-Tabni and al-Kubar")

    def test_belligerents(self, seeds: Any) -> None:
        rows = seeds.of("belligerents", "003")
        assert [len(names(rows, side)) for side in (1, 2, 3)] == [1, 5, 3]
        supporters = [(r["side"], r["name"], r["note"]) for r in rows if r["relation"] == "supported_by"]
        assert supporters == [
            (2, "al-Okaidat clan", "majority"),
            (3, "al-Bakkir clan", None),
            (3, "al-Okaidat clan", "minority"),
        ]
        isil = one([r for r in rows if r["name"] == "Islamic State of Iraq and the Levant"])
        assert isil["note"] == "Islamic State of Iraq until April 2013"

    def test_commanders(self, seeds: Any) -> None:
        rows = seeds.of("commanders", "003")
        assert [len(names(rows, side)) for side in (1, 2, 3)] == [4, 8, 4]
        killed = [r["name"] for r in rows if r["fate"] == "killed"]
        assert killed == ["Jameh Jameh", "Hussein Abu Sultan", "Mohammad al-Chati", "Ali Kmaz"]
        assert [r["nickname"] for r in rows if r["nickname"]] == ["Abu Ghanam", "Abu Hamza"]

    def test_units(self, seeds: Any) -> None:
        rows = seeds.of("units", "003")
        section = one([s for s in seeds.of("sections", "003") if s["heading"] == "Units"])
        references = [(r["side"], r["section_no"]) for r in rows if r["is_cross_reference"]]
        assert references == [(1, section["section_no"]), (2, section["section_no"])]
        assert "Military of ISIL" in names(rows, 3)
        by_no = {r["unit_no"]: r for r in rows}
        brigade = one([r for r in rows if r["name"] == "104 Mechanized Brigade"])
        assert by_no[brigade["parent_no"]]["name"] == "Republican Guard"
        assert brigade["side"] == 1
        council = one([r for r in rows if r["name"] == "Allahu Akbar Brigade"])
        assert by_no[council["parent_no"]]["name"] == "Ahfad al-Rasul Brigades"
        assert council["side"] == 2

    def test_strengths(self, seeds: Any) -> None:
        rows = seeds.of("strengths", "003")
        found = [(r["side"], r["count_min"], r["count_max"], r["what"], r["claimant"], r["note"]) for r in rows]
        assert found == [
            (1, 9000, 9000, "soldiers and policemen", None, None),
            (1, 150, None, "tanks", None, None),
            (2, 17000, 17000, "fighters", "opposition", "all withdrawn"),
            (3, 3000, None, "fighters", None, None),
        ]


class TestSeed004:
    def test_conflict(self, seeds: Any) -> None:
        conflict = one(seeds.of("conflicts", "004"))
        assert (conflict["start_date"], conflict["end_date"]) == (dt.date(2017, 9, 18), dt.date(2017, 10, 21))
        assert conflict["date_text"] == "18 September – 21 October 2017"
        assert len(conflict["status"]) == 2

    def test_commanders(self, seeds: Any) -> None:
        rows = seeds.of("commanders", "004")
        assert len(names(rows, 1)) == 3
        assert [r["name"] for r in rows if r["fate"] == "killed"] == ["Issam Zahreddine", "Valery Asapov"]
        assert [r["is_unknown"] for r in rows if r["side"] == 2] == [True]

    def test_units(self, seeds: Any) -> None:
        rows = seeds.of("units", "004")
        assert [len(names(rows, side)) for side in (1, 2)] == [12, 2]
        by_no = {r["unit_no"]: r for r in rows}
        parent = {r["name"]: by_no[r["parent_no"]]["name"] if r["parent_no"] else None for r in rows}
        depth = {r["name"]: r["depth"] for r in rows}
        assert parent["Republican Guard"] == parent["5th Corps"] == parent["17th Division"] == "Syrian Army"
        assert parent["ISIS Hunters"] == "5th Corps"
        assert parent["13th Brigade"] == parent["137th Brigade"] == "17th Division"
        assert {depth[r["name"]] for r in rows if r["side"] == 1} == {0, 1, 2, 3}
        assert not any("17px" in r["name"] for r in rows)

    def test_casualties(self, seeds: Any) -> None:
        rows = seeds.of("casualties", "004")
        assert losses(rows, 1) == [("killed", 72, 72, "SOHR", None, None), ("killed", 7, 7, "SOHR", None, None)]
        assert [r["note"] for r in rows if r["count_min"] == 7] == ["some possibly PMCs"]
        assert losses(rows, 2) == [("killed", 300, None, "SAA", dt.date(2017, 9, 29), dt.date(2017, 10, 13))]
