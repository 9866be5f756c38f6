"""The annotated pages are fit to be judged by: each line marked, each page with a body and with furniture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.quality.own_pages import OwnPage, own_pages, read_page

PAGES = own_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_has_body_furniture_and_length(page: OwnPage) -> None:
    lines = page.text.split("\n")
    assert len(lines) == len(page.labels) >= 20
    assert page.labels.count(1) >= 2
    assert page.labels.count(0) >= 15
    assert all(label == -1 for line, label in zip(lines, page.labels, strict=True) if not line.strip())
    assert page.main.split("\n") == [line for line, label in zip(lines, page.labels, strict=True) if label == 1]
    assert re.fullmatch(r"\d\d_[a-z]{2}_[a-z_]+", page.name)


def test_numbers_are_without_gap() -> None:
    assert [int(page.name[:2]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("line", ["no prefix", "+no space", "* text", "- ", "+ ends in a blank "])
def test_a_line_that_is_not_marked_is_an_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "01_en_news.txt"
    path.write_text(f"- Home\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"01_en_news\.txt:2: "):
        read_page(path)
