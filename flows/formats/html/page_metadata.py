"""The metadata that an HTML page states about itself: ``<meta>``, ``<link>``, ``<title>``, headlines, JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.formats.html.jsonld import read_jsonld
from flows.formats.html.tokenizer import HtmlToken, attributes, plain
from flows.formats.html.words import html_words, meta_names

_MAX_VALUE: Final = 500
_MAX_HEADLINES: Final = 20
_REACH: Final = 25
"""The closing tag of a headline is searched within so many tokens after its opening tag."""
_LANGUAGE: Final = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\\Z")
_HEADLINES: Final = frozenset({"h1", "h2"})
_ANCHORS: Final = " \u00a0¶#§"
"""The signs that documentation tools append to a headline to link to it."""


class PageMetadata:
    """The metadata of a page, in the order of the page.

    ``title`` is the text of ``<title>``, ``headlines`` the first ``<h1>`` and ``<h2>``; ``canonical`` and ``licenses``
    are the addresses in links with these relations.
    """

    __slots__ = ("_scripts", "_source", "_values", "canonical", "headlines", "licenses", "title")

    def __init__(self, source: str, found: Sequence[HtmlToken]) -> None:
        self._source = source
        self._values: dict[str, list[str]] = {}
        self._scripts: list[str] = []
        self.title = ""
        self.headlines: list[str] = []
        self.canonical: list[str] = []
        self.licenses: list[str] = []
        is_jsonld = False
        for number, token in enumerate(found):
            name = token.name
            if token.kind == "hidden":
                if name == "title":
                    self.title = self.title or plain(source[token.start : token.end][:_MAX_VALUE])
                elif is_jsonld:
                    self._scripts.append(source[token.start : token.end])
                is_jsonld = False
            elif token.kind != "open":
                continue
            elif name in _HEADLINES and len(self.headlines) < _MAX_HEADLINES:
                self._read_headline(name, found[number + 1 : number + _REACH])
            elif name == "script":
                is_jsonld = self._attribute(token, "type") == "application/ld+json"
            elif name in _READERS:
                _READERS[name](self, attributes(source, token))
        for name, value in read_jsonld(self._scripts):
            self._add(name, value)

    def all(self, column: str) -> list[str]:
        """Return all values of a column, those of the best name first."""
        return [value for name in meta_names(column) for value in self._values.get(name, ())]

    def first(self, column: str) -> str | None:
        """Return the best value of a column."""
        return next(iter(self.all(column)), None)

    def all_of_best_name(self, column: str) -> list[str]:
        """Return the values of the best name that has any."""
        return next((self._values[name] for name in meta_names(column) if name in self._values), [])

    def languages(self) -> list[str]:
        """Return the languages named, as BCP 47, with ``<html lang>`` first."""
        values = [value.replace("_", "-") for value in (*self._values.get("lang", ()), *self.all("language"))]
        return [value for value in values if _LANGUAGE.match(value)]

    def _attribute(self, token: HtmlToken, name: str) -> str:
        return attributes(self._source, token).get(name, "").strip().lower()

    def _add(self, name: str, value: str) -> None:
        value = plain(value[:_MAX_VALUE])
        if name and value:
            values = self._values.setdefault(name, [])
            if value not in values and len(values) < _MAX_VALUE:
                values.append(value)

    def _read_headline(self, name: str, following: Sequence[HtmlToken]) -> None:
        """Keep the words up to the headline's closing tag."""
        words: list[str] = []
        for token in following:
            if token.name == name and token.kind == "close":
                break
            if token.kind == "text":
                words.append(self._source[token.start : token.end][:_MAX_VALUE])
            elif token.name == "br" or token.name in html_words().blocks:
                words.append(" ")
        headline = plain("".join(words)[:_MAX_VALUE]).rstrip(_ANCHORS)
        if headline:
            self.headlines.append(headline)

    def _read_meta(self, tag_attributes: dict[str, str]) -> None:
        name = (
            tag_attributes.get("property")
            or tag_attributes.get("name")
            or tag_attributes.get("itemprop")
            or tag_attributes.get("http-equiv")
            or ""
        )
        self._add(name.strip().lower(), tag_attributes.get("content", ""))

    def _read_link(self, tag_attributes: dict[str, str]) -> None:
        kinds = tag_attributes.get("rel", "").lower().split()
        if "canonical" in kinds:
            self.canonical.append(tag_attributes.get("href", "").strip())
        self._read_anchor(tag_attributes)

    def _read_anchor(self, tag_attributes: dict[str, str]) -> None:
        if "license" in tag_attributes.get("rel", "").lower().split() and len(self.licenses) < _MAX_VALUE:
            self.licenses.append(plain(tag_attributes.get("href", "")[:_MAX_VALUE]))

    def _read_html(self, tag_attributes: dict[str, str]) -> None:
        self._add("lang", tag_attributes.get("lang") or tag_attributes.get("xml:lang", ""))

    def _read_time(self, tag_attributes: dict[str, str]) -> None:
        if "pubdate" in tag_attributes or tag_attributes.get("itemprop", "").lower() == "datepublished":
            self._add("datepublished", tag_attributes.get("datetime", ""))


_READERS: Final = {
    "meta": PageMetadata._read_meta,
    "link": PageMetadata._read_link,
    "a": PageMetadata._read_anchor,
    "html": PageMetadata._read_html,
    "time": PageMetadata._read_time,
}
