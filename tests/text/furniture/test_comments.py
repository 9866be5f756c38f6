"""Readers' comments: a separate block among the lines that are not body."""

from __future__ import annotations

import pytest

from flows.rules.registry import rules
from flows.text.furniture.comments import comment_lines, is_comment_marker

BODY = "The siege of the old town is over, the mayor said on Friday."
FIRST = "At last, after three long years of war and hunger!"
SECOND = "I lived there as a child and will go back soon."


def found(page: list[tuple[str, bool]]) -> list[int]:
    lines, is_body = zip(*page, strict=True)
    return sorted(comment_lines(lines, is_body))


@pytest.mark.parametrize(
    "line",
    [
        "3 Comments",
        "Comments (12)",
        "  • Leave a Reply",
        "Kommentare",
        "Commentaires (4)",
        "14 комментариев",
        "评论",
        "댓글 3",
    ],
)
def test_markers_in_many_languages(line: str) -> None:
    assert is_comment_marker(line)


@pytest.mark.parametrize("line", ["He comments on it.", "No comment from the ministry", "Related posts", ""])
def test_no_markers(line: str) -> None:
    assert not is_comment_marker(line)


def test_a_block_reaches_to_its_last_reply() -> None:
    page = [
        ("Home", False), (BODY, True), ("2 Comments", False), ("Ann", False), ("May 3, 2021", False), (FIRST, False),
        ("Reply", False), ("Bo says:", False), (SECOND, False), ("Reply", False), ("Related posts", False),
        ("About us", False), ("© 2021 The Valley Post", False),
    ]  # fmt: skip
    assert found(page) == list(range(2, 10))


def test_a_form_alone_is_furniture() -> None:
    assert found([(BODY, True), ("Leave a reply", False), ("Name", False), ("Email", False), ("Post", False)]) == []


def test_what_stands_above_the_body_is_no_comment() -> None:
    assert found([("3 Comments", False), (FIRST, False), (BODY, True)]) == []


def test_body_ends_a_block() -> None:
    page = [(BODY, True), ("Comments", False), (FIRST, False), (BODY, True), (SECOND, False)]
    assert found(page) == [1, 2]


def test_markers_that_are_replies_take_linear_time() -> None:
    lines = [BODY, *["Comment"] * 20_000]
    assert comment_lines(lines, [True] + [False] * 20_000) == frozenset()


def test_the_rule_of_its_edits_exists() -> None:
    assert ("comments", "boilerplate") in {(rule.id, rule.step) for rule in rules()}
