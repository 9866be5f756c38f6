"""The encoding that a page declares: where it is read, and that it is used only where the bytes agree."""

from __future__ import annotations

import codecs

import pytest

from flows.ingest.encodings.declared import codecs_of, declared_label
from flows.ingest.encodings.decode import decode
from flows.rules.files import read_rules
from tests.growth import assert_linear
from tests.parts import first_and_rest

GERMAN = "Der Angriff begann früh. Die Bürger flohen über die Brücke, während es dämmerte; müde kamen sie zurück.\n"
RUSSIAN = "Сражение за город началось на рассвете. Защитники удерживали мост до вечера, пока не подошла помощь.\n"
POLISH = "Bitwa rozpoczęła się o świcie. Obrońcy utrzymali most, żołnierze wrócili później; dąb spłonął.\n"
JAPANESE = "都市をめぐる戦闘は五月十二日の夜明けに始まった。守備隊は増援が到着するまで三日間橋を守った。\n"
CHINESE = "爭奪該城的戰鬥於五月十二日黎明打響。守軍堅守橋樑三天，直到援軍到達。居民逃往山中。\n"
META = '<html><head><meta charset="{}"></head><body>\n'
EQUIV = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={}">\n'
XML = '<?xml version="1.0" encoding="{}"?>\n'


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<html><head>\n<meta   CharSet = 'KOI8-R' />", "koi8-r"),
        ('<meta content="text/html; charset=x-sjis" http-equiv="Content-Type">', "x-sjis"),
        ('<?xml version="1.0" encoding="ISO-8859-2" standalone="yes"?>', "iso-8859-2"),
        ('@charset "windows-1250";', "windows-1250"),
        ("# -*- coding: cp1251 -*-\n", "cp1251"),
        ("#!/usr/bin/python\n# vim: set fileencoding=koi8-r :\n", "koi8-r"),
        ("<!-- <meta charset=koi8-r> --><meta charset=cp1251>", "cp1251"),
        ("<!-- never closed <meta charset=koi8-r>", None),
        ("<p>The tag meta charset=koi8-r names it</p>", None),
        ("An article about coding: utf-16 was chosen", None),
        (f"<html>{' ' * 5000}<meta charset=koi8-r>", None),
        ("", None),
    ],
)
def test_where_a_declaration_stands(head: str, label: str | None) -> None:
    assert declared_label(head.encode()) == label


@pytest.mark.parametrize(
    ("text", "encoding", "label", "head"),
    [
        (GERMAN, "mac-roman", "macintosh", META),
        (GERMAN, "cp850", "cp850", META),
        (GERMAN, "iso8859-1", "latin1", EQUIV),
        (RUSSIAN, "koi8-r", "koi8", EQUIV),
        (RUSSIAN, "mac-cyrillic", "x-mac-cyrillic", META),
        (RUSSIAN, "cp1251", "x-cp1251", XML),
        (POLISH, "iso8859-2", "l2", META),
        (POLISH, "cp852", "cp852", XML),
        (JAPANESE, "shift_jis", "x-sjis", META),
        (JAPANESE, "euc_jp", "x-euc-jp", EQUIV),
        (CHINESE, "big5", "x-x-big5", EQUIV),
    ],
)
def test_a_declared_page_is_read_as_it_says(text: str, encoding: str, label: str, head: str) -> None:
    page = head.format(label) + text
    found = decode(page.encode(encoding))
    assert found.text == page
    assert (found.basis, [note.code for note in found.notes]) == ("declared", [])


@pytest.mark.parametrize(
    ("text", "encoding"), [("Киев", "cp1251"), ("Łódź i Kraków", "cp1250"), ("Größe", "cp850"), ("東京", "euc_jp")]
)
def test_a_few_words_are_enough_where_the_page_says_what_they_are(text: str, encoding: str) -> None:
    page = META.format(encoding) + text
    assert decode(page.encode(encoding)).text == page


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1250", "koi8-r", "shift_jis", "x-sjis"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE])
def test_utf8_wins_over_a_stale_declaration_and_says_so(label: str, text: str) -> None:
    page = META.format(label) + text
    found = decode(page.encode())
    assert (found.text, found.encoding, found.basis, found.confidence) == (page, "utf-8", "valid_utf8", 1.0)
    assert [(note.code, note.text) for note in found.notes] == [("stale-declaration", label)]


def test_no_note_where_nothing_is_at_stake() -> None:
    assert decode((META.format("iso-8859-1") + "plain").encode()).notes == ()
    assert decode((META.format("utf-8") + GERMAN).encode()).notes == ()
    assert decode((META.format("no-such-thing") + GERMAN).encode()).notes == ()


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "cp1251", "koi8-r"),
        (RUSSIAN, "koi8-r", "windows-1251"),
        (RUSSIAN, "cp866", "windows-1251"),
        (POLISH, "iso8859-2", "iso-8859-1"),
        (POLISH, "iso8859-2", "windows-1250"),
        (JAPANESE, "shift_jis", "iso-8859-1"),
        (JAPANESE, "euc_jp", "shift_jis"),
        (JAPANESE, "shift_jis", "euc-jp"),
        (CHINESE, "big5", "gb2312"),
        (CHINESE, "big5", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", "utf-16"),
        (GERMAN, "cp1252", "rot13"),
        (GERMAN, "cp1252", "idna"),
        (GERMAN, "cp1252", "windows-1251"),
        (GERMAN, "cp1252", "shift_jis"),
    ],
)
@pytest.mark.parametrize("head", [META, XML])
def test_a_lie_makes_no_garbage(text: str, encoding: str, label: str, head: str) -> None:
    page = head.format(label) + text * 3
    found = decode(page.encode(encoding))
    assert found.text == page
    assert found.basis == "statistics"


def test_stray_bytes_in_utf8_are_not_read_as_the_page_declares() -> None:
    content = (META.format("iso-8859-2") + RUSSIAN).encode() + b"a caf\xe9\n"
    assert decode(content).text == META.format("iso-8859-2") + RUSSIAN + "a café\n"


def test_every_label_leads_to_codecs_of_this_python() -> None:
    tables = read_rules("encodings.toml")
    for name, tried in tables["codecs"].items():
        assert codecs.lookup(name).name == name
        assert all(codec == "windows-1252" or codecs.lookup(codec) for codec in tried)
    for label in tables["labels"]:
        assert codecs_of(label), label
    for label in ("utf-16", "utf-7", "rot13", "hex", "punycode", "cp037", "unicode_escape", "raw-unicode-escape"):
        assert codecs_of(label) == ()


@pytest.mark.parametrize(
    "piece",
    first_and_rest([b"<meta ", b"<!--", b"<meta charset", b"charset =", b"<?xml encoding ", b"#coding", b"<a "]),
)
def test_hostile_heads_take_linear_time(piece: bytes) -> None:
    assert_linear(lambda size: decode(piece * (size // len(piece)) + b"\xe9"), 200_000, at_most=0.7)
