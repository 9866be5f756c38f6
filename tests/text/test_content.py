"""What shows something to a reader, and what does not."""

from __future__ import annotations

from typing import Final

import pytest

from flows.text.content import has_content, is_placeholder
from tests.growth import assert_linear

NOTHING: Final = (
    *("", "null", "NULL", "None.", "(null)", "<null>", "NaN-NaN", "* undefined", "Invalid Date", "[object Map]"),
    *("&nbsp;&#8203;", "&amp;nbsp;", "&nbsp", "&lt;&gt;", "\u3164&nbsp;", "\u3164 null", "<b>null</b>&zwnj;"),
    *("<?xml version='1.0'?>", "<!-- <b>a</b> -->", "<script>a</script>", "<!DOCTYPE html>", "__TOC__"),
    *("__KEIN_INHALTSVERZEICHNIS__", "{{Infobox}}", "{{Infobox|a=|b= }}", "{{{1}}}", "{| class=a", "![a](b)", "[](b)"),
    *("[[File:A.png|a]]", "[[kategorie:A]]\n[[Category:B]]", "?!", "| = | < > + ~", "^ ` \u0301"),
)
SOMETHING: Final = (
    *("a", "२", "½", "€", "→", "∞", "°", "👍", "五", "Null", "nullify", "None came", "Losses: None", "_null_"),
    *("&copy;", "&amp;lt;p&amp;gt;", "AT&T", "<!-- a", "<script>a", "<a", "{{flag|Syria}}", "{{a|b=c}}", "[a](b)"),
    *("[[Homs]]", "[[:Category:A]]", "[[File:A.png]] [[w:Homs]]", "http://a.org", "__a"),
)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_to_read(text: str) -> None:
    assert not has_content(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_something_to_read(text: str) -> None:
    assert has_content(text)
    assert has_content("<p>&nbsp;\n" + text)


def test_a_title_is_a_placeholder_unless_the_page_is_about_it() -> None:
    assert all(is_placeholder(title, "Homs fell.") for title in ("null", "NaN", "<p>None</p>", "[object Object]"))
    assert not any(is_placeholder(title, "Homs fell.") for title in ("Null", "Homs", "1946", "???", "None of us"))
    assert not is_placeholder("NaN", "In computing, NaN is not a number.")
    assert not is_placeholder("<blink>", "The element <blink> is gone.")


PIECES: Final = (
    *("<br>", "<a", "<!--", "<!-- a -->", "<script", "<script>a</script>", "&nbsp;", "&a", "null ", "null", "_a_"),
    *("[[a", "[[a]]", "[[a:]]", "[[File:a", "[[File:a]]", "![a](", "{{a|", "{{a|b=", "{|a", "__A_", "Homs fell. "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_the_look_at_a_text_is_linear(piece: str) -> None:
    size = 400_000
    assert_linear(lambda size: has_content(piece * (size // len(piece))), size, piece)
