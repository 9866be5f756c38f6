"""Attribution: every page is named, with its licence, or the table that names it; and no title becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from flows.publish.metadata import attribution, origins
from flows.publish.metadata.attribution import attribution_text
from tests.publish.metadata.described import Row, described, example


def pages(*given: Row) -> list[Row]:
    return [example("documents", **{"document_id": f"{number:016x}", **values}) for number, values in enumerate(given)]


def text(folder: Path, *given: Row, withholds: bool = False) -> str:
    return attribution_text(described(folder, {"documents": pages(*given)}, withholds=withholds))


def test_a_page_is_named_with_title_author_day_address_and_licence(tmp_path: Path) -> None:
    address = "https://en.wikipedia.org/wiki/Battle_(2017)"
    found = text(
        tmp_path,
        {
            "title": "Battle (2017)",
            "author": "A. Editor",
            "published_date": dt.date(2017, 11, 4),
            "source_url": address,
            "source": "a.txt",
            "publisher": "Wikipedia",
            "license": "CC-BY-SA-4.0",
        },
    )
    assert "## Wikipedia: CC BY-SA 4.0 (1 page)\n" in found
    assert "Licence: [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)." in found
    encoded = "https://en.wikipedia.org/wiki/Battle_%282017%29"
    assert f"- [“Battle (2017)”]({encoded}), by A. Editor, 2017-11-04 (input a.txt)\n" in found
    assert "The pages were changed." in found
    assert "here 3." in found


def test_what_is_not_stated_is_said_to_be_so(tmp_path: Path) -> None:
    found = text(tmp_path, {"license": None, "publisher": None, "author": None, "source_url": None})
    assert "## publisher not stated: licence not stated (1 page)\n" in found
    assert "Ask the publisher" in found
    assert "address not known" in found


@pytest.mark.parametrize("stated", ["ask me", "LicenseRef-AllRightsReserved", "CC-BY-SA-9.9"])
def test_no_address_is_made_up_for_a_licence(tmp_path: Path, stated: str) -> None:
    lines = [line for line in text(tmp_path, {"license": stated}).splitlines() if line.startswith("Licence:")]
    assert len(lines) == 1
    assert "](" not in lines[0]


def test_pages_stand_by_licence_and_publisher_those_without_a_licence_last(tmp_path: Path) -> None:
    terms = [(None, "a"), ("CC-BY-4.0", "z"), ("CC-BY-4.0", "b"), ("CC-BY-4.0", None), ("CC-BY-4.0", "b")]
    found = text(tmp_path, *({"license": one, "publisher": two} for one, two in terms))
    heads = [line for line in found.splitlines() if line.startswith("## ")]
    assert heads == [
        "## b: CC BY 4.0 (2 pages)",
        "## z: CC BY 4.0 (1 page)",
        "## publisher not stated: CC BY 4.0 (1 page)",
        "## a: licence not stated (1 page)",
    ]


def test_the_order_of_pages_changes_nothing(tmp_path: Path) -> None:
    given = [
        {"title": title, "source": f"{title}.txt", "author": author} for title, author in [("b", None), ("a", "x")]
    ]
    (tmp_path / "other").mkdir()
    assert text(tmp_path, *given) == text(tmp_path / "other", *reversed(given))


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        {
            "title": "# [x](javascript:alert(1))\n\n<script>|`_*",
            "author": "\x1b[31m<img src=x>",
            "publisher": "## [p](http://evil.example)\n",
            "source_url": "javascript:alert(1)",
            "license": "![i](http://evil.example/i.png)",
            "source": "a\n- b.txt",
        },
        {"source_url": "https://evil.example/)>\n[x](y) \"'"},
    )
    links = re.findall(r"(?<!\\)\]\(([^)]*)\)", found)
    assert [link[:14] for link in links] == ["https://creati", "https://evil.e"]
    assert "<script>" not in found
    assert "<img" not in found
    assert "\x1b" not in found
    assert "(https://evil.example/%29%3E%0A%5Bx%5D%28y%29%20%22%27)" in found
    assert sum(line.startswith("#") for line in found.splitlines()) == 3  # the title, and two groups


def test_of_many_pages_the_table_is_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "LISTED_PAGES", 2)
    monkeypatch.setattr(attribution, "LISTED_ORIGINS", 1)
    found = text(tmp_path, *({"publisher": name, "title": f"title {name}"} for name in "bba"))
    assert "SELECT title, author, publisher, source_url, license, source FROM documents" in found
    assert "## b: CC BY-SA 4.0 (2 pages)" in found
    assert "title b" not in found
    assert "1 more publishers are in `documents`." in found


def test_withheld_texts_are_told(tmp_path: Path) -> None:
    assert "withheld" in text(tmp_path, {}, withholds=True)
    assert "withheld" not in text(tmp_path, {})
