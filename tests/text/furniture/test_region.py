"""On a page of few lines a line of the body goes only on proof: verses, answers, ingredients and hours stay."""

from __future__ import annotations

import pytest

from flows.model import RawDocument
from flows.runs.batch import process_documents

LONG = "The council of Northam voted on Tuesday to rebuild the old bridge across the river before the winter floods."
LAST = "Nobody knows who wrote them there, but the miller of those days is said to have been a man of few words."
HEAD = "The Valley Herald\n\n  • Home\n  • News\n  • Subscribe\n\n  • Skip to content\n"
FOOT = "Share this:\nTweet\nFacebook\n\nLeave a Reply\nRelated posts\nMayor wins again\n\n© 2025 Valley Herald.\n"
BLOCKS = {
    "poem": "The ice is gone,\nthe mill wheel turns,\nand in the lane\na lantern burns.",
    "interview": "When will it begin?\n\nIn spring.\n\nAnd the cost?\n\nFour million.",
    "hours": "Mon\n10:00 AM - 8:00 PM\nTue\nClosed\nSun\n11:00 AM - 8:00 PM",
    "recipe": "Zutaten\n\n2 Eier\n200 g Mehl\n1/2 TL Salz\nButter\n\nZubereitung",
    "dialogue": "“Or…?”\n\nShe laughed.\n\n“Later, then.”\n\nHe nodded.",
    "scores": "Northam 3\nEastham 1\nWestham 0",
}


def text_of(page: str) -> str:
    (rows,) = process_documents([RawDocument("a.txt", page.encode())])
    assert rows.page.document.shape == "web_page"
    return rows.page.document.text


@pytest.mark.parametrize("head", [HEAD, "Skip to content\nHome\n\n"])
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_short_lines_of_the_body_stay(block: str, head: str) -> None:
    top = f"{head}A title of the story\n\nMira Doe 5 April 2024\n\nTweet\nShare\n\n"
    page = f"{top}{LONG}\n\n{block}\n\n{LAST}\n\n{FOOT}"
    text = text_of(page)
    for line in block.split("\n"):
        assert line in text
    for line in ("Subscribe", "Tweet", "Leave a Reply", "Mayor wins again", "© 2025"):
        assert line not in text


@pytest.mark.parametrize("block", [BLOCKS["poem"], BLOCKS["interview"], BLOCKS["dialogue"]])
def test_the_body_may_end_with_short_lines(block: str) -> None:
    page = f"{HEAD}A title of the story\n\nTweet\nShare\n\n{LONG}\n\n{LAST}\n\n{block}\n\n{FOOT}"
    text = text_of(page)
    for line in block.split("\n"):
        assert line in text
    assert "Mayor wins again" not in text


def test_links_of_a_chapter_are_furniture() -> None:
    text = text_of(f"Chapter Nine\n\n{LONG}\n\n“Later, then.”\n\n{LAST}\n\nPrevious Chapter\nNext Chapter\n")
    assert "“Later, then.”" in text
    assert "Next Chapter" not in text
