"""Each measurement has the picture that its numbers make, and no picture is left of one that went."""

from __future__ import annotations

import pytest

from tests.house.figures import PAGES, TESTS, figures, pictures


@pytest.mark.parametrize("page", PAGES)
def test_the_pictures_are_those_of_the_figures(page: str) -> None:
    made = pictures(page)
    assert {path: path.read_text(encoding="utf-8") for path in (TESTS / page / "pictures").glob("*.svg")} == made, (
        "draw them anew: python -m tests.house.figures"
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_figure_says_how_it_is_repeated(page: str) -> None:
    for figure in figures(page):
        assert figure.command.split(" ")[0] in {"python", ""}, figure.id
        assert all(len(row) == len(figure.columns) for row in figure.rows), figure.id
