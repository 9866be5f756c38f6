"""Teasers of other stories are not the article; a section of it that begins with a link is."""

from __future__ import annotations

import pytest

from tests.formats.html.test_unseen import BODY, text_of

STORIES = [
    ("Mayor wins second term in a close vote", "The mayor of Northam was elected again on Sunday by forty votes."),
    ("New school opens its doors", "More than two hundred children came to the first day at the building on the hill."),
]
LINKED = "".join(f"<p><a href='/{n}'>{title}</a></p><p>{words}</p>" for n, (title, words) in enumerate(STORIES))
ITEMS = "".join(f"<li><a href='/{n}'>{title}</a><p>{words}</p></li>" for n, (title, words) in enumerate(STORIES))


@pytest.mark.parametrize(
    "block",
    [
        f"<div class='more'><h3>More from this section</h3>{LINKED}</div>",
        f"<section><h2>Related stories</h2><ul>{ITEMS}</ul></section>",
        f"<div><p><b>Lire aussi</b></p>{LINKED}</div>",
        f"<h3>You may also like</h3>{LINKED}",
    ],
)
def test_teasers_go(block: str) -> None:
    text = text_of(BODY + block)
    assert "Work is expected to begin in the spring" in text
    for title, words in STORIES:
        assert title not in text
        assert words not in text


@pytest.mark.parametrize(
    "block",
    [
        f"<h3>More on the bridge</h3><p>{STORIES[0][1]}</p><p>{STORIES[1][1]}</p>",
        f"<h3>Two reports of the week</h3>{LINKED}",
        f"<h3>Related</h3><p><a href='/a'>One</a></p>{BODY}{BODY}",
    ],
)
def test_sections_of_the_article_stay(block: str) -> None:
    text = text_of(BODY + block + BODY)
    assert text.count("The council of Northam voted") >= 2
    if STORIES[0][1] in block:
        assert STORIES[0][1] in text
