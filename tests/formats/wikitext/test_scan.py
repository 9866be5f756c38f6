"""The constructs of wikitext: how they close, and that the time grows only with the length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats.wikitext.construct_parts import part_name, parts, walk
from flows.formats.wikitext.scan import MAX_DEPTH, MAX_OPEN, scan
from tests.growth import assert_linear
from tests.parts import first_and_rest


def shown(text: str) -> list[str]:
    return [text[found.start : found.end] for found in walk(scan(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{a|{{b}}}}", ["{{a|{{b}}}}", "{{b}}"]),
        ("{{{x|{{y}}}}}", ["{{{x|{{y}}}}}", "{{y}}"]),
        ("{{{{{a}}}}}", ["{{{{{a}}}}}", "{{{a}}}"]),
        ("{ {{a}} }", ["{{a}}"]),
        ("{{a|b={c}}}", ["{{a|b={c}}"]),
        ("{{{!}} class=x", ["{{!}}"]),
        ("{{a|[[b}} c]]", ["{{a|[[b}}"]),
        ("[[a|{{b]] c}}", ["{{b]] c}}"]),
        ("[[File:a.svg|thumb|A [[b]] c]]", ["[[File:a.svg|thumb|A [[b]] c]]", "[[b]]"]),
        ("{{a <!-- }} --> }}", ["{{a <!-- }} --> }}", "<!-- }} -->"]),
        ("<nowiki>{{a}}</nowiki>{{b}}", ["<nowiki>{{a}}</nowiki>", "{{b}}"]),
        ("<ref name=x />{{b}}", ["<ref name=x />", "{{b}}"]),
        ("<REF>{{a|}}</Ref >{{b}}", ["<REF>{{a|}}</Ref >", "{{b}}"]),
        ("<ref>{{b}}", ["{{b}}"]),
        ("<references />{{b}}", ["{{b}}"]),
        ("<!-- {{b}}", ["{{b}}"]),
        ("{|\n| a || b\n|}", ["{|\n| a || b\n|}"]),
        ("{{Infobox\n| a = b\n|}}", ["{{Infobox\n| a = b\n|}}"]),
        ("{{a|\n{|\n| b\n|}}}", ["{{a|\n{|\n| b\n|}}}", "{|\n| b\n|}"]),
        ("{{a|\n{|\n| b\n}} c", ["{{a|\n{|\n| b\n}}"]),
        ("a {| b |} c", []),
        ("]] }} |} {{", []),
    ],
)
def test_what_closes_what(text: str, found: list[str]) -> None:
    assert shown(text) == found


def test_parts_belong_to_their_construct() -> None:
    text = "{{Infobox x <!-- doc -->\n| a = [[b|c]] {{d|e=f}}\n| {{g|h=i}}\n| k <!-- = --> = <ref>l|m</ref>\n}}"
    (box,) = scan(text)
    assert part_name(text, box) == "Infobox x"
    assert [(part.name, text[part.start : part.end].strip()) for part in parts(text, box)[1:]] == [
        ("a", "[[b|c]] {{d|e=f}}"),
        (None, "{{g|h=i}}"),
        ("k", "<ref>l|m</ref>"),
    ]


def test_bars_of_what_never_closed_are_the_parents() -> None:
    text = "{{a|[[b|c}}"
    assert [text[part.start : part.end] for part in parts(text, scan(text)[0])] == ["a", "[[b", "c"]


def test_first_construct_alone() -> None:
    text = "{{a}} {{b}}"
    assert len(scan(text, 0, only_first=True)) == 1
    assert len(scan("{{a {{b}} {{c}}", 0, only_first=True)) == 2


def test_deep_nesting_is_told_to_a_limit() -> None:
    text = "{{a|" * 500 + "}}" * 500
    (outer,) = scan(text)
    assert (outer.start, outer.end) == (0, len(text))
    depth, level = 0, (outer,)
    while level:
        depth, level = depth + 1, tuple(child for found in level for child in found.children)
    assert depth <= MAX_DEPTH


def test_openings_that_never_close_do_not_hide_what_does() -> None:
    text = "{{a|[[b|\n{|\n" * 2_000 + "{{c|d}}"
    assert shown(text)[-1] == "{{c|d}}"
    text = "{{a|" * (MAX_OPEN * 3) + "}}" * 5
    assert shown(text)[0] == "{{a|" * 5 + "}}" * 5


TRAPS = (
    "{{a|",
    "[[",
    "[[a|",
    "{{a|[[b|\n{|\n",
    "\n{|",
    "{",
    "}",
    "{{",
    "}}",
    "]]",
    "|",
    "\n|}",
    "<ref>",
    "<ref",
    "<ref name='",
    "<!--",
    "<nowiki>",
    "<nowiki",
    "{{a}}",
    "{{a|{{b}}",
    "[[a]]",
    "<ref>a</ref>",
    "<!-- -->",
    "{|" + " " * 30,
    "=",
)


@pytest.mark.parametrize("piece", first_and_rest(TRAPS))
@pytest.mark.parametrize("before", first_and_rest(["", "{{a|", "[[", "[[{{" + "\n{|" * 900, "{{a|[[" * 400]))
def test_time_grows_with_the_length(piece: str, before: str) -> None:
    def read(size: int) -> None:
        text = before + piece * (size // len(piece)) + "]]" * (size // 24) + "}}" * (size // 24)
        for found in scan(text):
            parts(text, found)

    assert_linear(read, 48_000)


PIECES = st.lists(
    st.sampled_from(
        ["{{", "}}", "{", "}", "[[", "]]", "|", "{|", "|}", "\n", "<!--", "-->", "<ref>", "</ref>", "a", "="]
    )
)


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_constructs_nest_and_their_parts_cover_them(pieces: list[str]) -> None:
    text = "".join(pieces)

    def check(constructs: tuple, start: int, end: int) -> None:
        for found in constructs:
            assert start <= found.start < found.inner_start <= found.inner_end < found.end <= end or (
                found.kind == "tag" and found.inner_start == found.inner_end == found.end
            )
            start = found.end
            check(found.children, found.inner_start, found.inner_end)
            stretches = parts(text, found)
            assert len(stretches) == len(found.bars) + 1
            assert sum(len(part.children) for part in stretches) == len(found.children)

    check(tuple(scan(text)), 0, len(text))
