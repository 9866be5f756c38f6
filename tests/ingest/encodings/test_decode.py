"""Bytes to text: the cascade on encodings that are generated here, and on files of several encodings."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ingest.encodings.decode import decode
from tests import parts

GERMAN = (
    "Der Angriff auf die Stadt begann früh am Morgen. Die Verteidiger hielten die Brücke über den Fluß, während die "
    "Bürger in die Hügel flohen. Am Abend mußten sie sich zurückziehen – „alles verloren“, sagte der Bürgermeister.\n"
)
POLISH = "Bitwa rozpoczęła się o świcie. Obrońcy utrzymali most, zanim nadeszły posiłki. Żołnierze wrócili później.\n"
RUSSIAN = "Сражение за город началось на рассвете. Защитники удерживали мост, пока не подошло подкрепление.\n"
GREEK = "Η μάχη για την πόλη άρχισε την αυγή. Οι υπερασπιστές κράτησαν τη γέφυρα τρεις ημέρες.\n"
ARABIC = "بدأت المعركة من أجل المدينة فجر اليوم الثاني عشر من أيار. صمد المدافعون عند الجسر ثلاثة أيام.\n"
JAPANESE = "都市をめぐる戦闘は五月十二日の夜明けに始まった。守備隊は増援が到着するまで三日間橋を守った。\n"
CHINESE = "争夺该城的战斗于五月十二日黎明打响。守军坚守桥梁三天，直到援军到达。居民逃往山中。\n"
KOREAN = "도시를 둘러싼 전투는 오월 십이일 새벽에 시작되었다. 수비대는 사흘 동안 다리를 지켰다.\n"

LEGACY = [
    (GERMAN, "cp1252"),
    (GERMAN, "cp850"),
    (POLISH, "cp1250"),
    (POLISH, "iso8859-2"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp866"),
    (RUSSIAN, "iso8859-5"),
    (GREEK, "cp1253"),
    (ARABIC, "cp1256"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"),
    (CHINESE, "gb18030"),
    (KOREAN, "euc_kr"),
    (KOREAN, "iso2022_kr"),
]


@pytest.mark.parametrize(("text", "encoding"), LEGACY, ids=[encoding for _, encoding in LEGACY])
def test_a_page_in_a_legacy_encoding_comes_back_exactly(text: str, encoding: str) -> None:
    content = (text * 4).encode(encoding, "ignore")
    assert decode(content).text == content.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, ARABIC, CHINESE, "plain words\r\nin two lines\r"])
def test_unicode_with_and_without_its_mark(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text == text
    assert found.notes == ()


def test_the_codec_is_named() -> None:
    assert decode(b"plain").encoding == "utf-8"
    assert decode("é".encode("utf-8-sig")).encoding == "utf-8-sig"
    assert decode("é ".encode("utf-16")).encoding == "utf-16-le"
    assert decode(JAPANESE.encode("iso2022_jp")).encoding == "iso2022_jp_2"
    assert decode(GERMAN.encode("cp1252")).encoding == "windows-1252"


def test_a_zero_byte_alone_does_not_make_utf16() -> None:
    assert decode(b"two\x00words and many more words").text == "two\x00words and many more words"
    assert decode("Brücke\x00Fluß".encode()).text == "Brücke\x00Fluß"


@pytest.mark.parametrize("length", range(9, 40, 3))
def test_a_zero_byte_among_words_makes_no_chinese(length: int) -> None:
    words = (b"one\x00two words, three, f\xc3\xbcnf and \xe2\x80\x93 more of them" * 2)[:length].decode(
        "utf-8", "ignore"
    )
    assert decode(words.encode()).text == words


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["plain words", GERMAN, RUSSIAN, ARABIC, CHINESE + "5", "ฝนตกตลอดทั้งคืน และ", "so 😀"])
def test_utf16_and_utf32_without_a_mark_cut_off(text: str, encoding: str, cut: int) -> None:
    whole = (text * 3 + "😀").encode(encoding)
    found = decode(whole[:-cut])
    assert found.text == text * 3 + "\ufffd"
    assert (found.encoding, [note.code for note in found.notes]) == (encoding, ["cut-off-character"])


def test_terminal_colours_are_not_a_japanese_encoding() -> None:
    for content in (b"\x1b[31mred\x1b[0m", b"reset \x1b(B\x1b[m", "naïve \x1b$B".encode()):
        assert decode(content).text == content.decode()


def test_windows_characters_in_a_page_that_calls_itself_latin1() -> None:
    content = ("Der Bürgermeister sagte: „Über die Brücke!“ – und ging. " * 8).encode("cp1252")
    assert "„Über die Brücke!“ – und" in decode(content).text


def test_a_stray_byte_in_utf8_is_read_as_windows_1252_and_its_offset_noted() -> None:
    content = RUSSIAN.encode() + b"a caf\xe9 in town\n"
    found = decode(content)
    assert found.text == RUSSIAN + "a café in town\n"
    assert found.encoding == "utf-8+windows-1252"
    (note,) = found.notes
    assert (note.code, note.where) == ("invalid-utf8", f"byte {content.index(0xE9)}")
    assert "caf" in note.text


def test_lines_of_two_encodings_come_back_line_by_line() -> None:
    chance = random.Random(7)
    sentences = [f"{part.strip()}." for part in GERMAN.split(".") if not part.strip().isascii()]
    others = [
        f"{part.strip()}." for text in (RUSSIAN, GREEK, POLISH, GERMAN) for part in text.split(".") if part.strip()
    ]
    wrong = 0
    for share in (0.05, 0.2, 0.5):
        for _ in range(40):
            lines = [(chance.choice(others), "utf-8") for _ in range(20)]
            for number in range(20):
                if chance.random() < share:
                    lines[number] = (chance.choice(sentences), "cp1252")
            found = decode(b"\n".join(line.encode(encoding) for line, encoding in lines))
            wrong += sum(one != line for one, (line, _) in zip(found.text.split("\n"), lines, strict=True))
    assert wrong == 0


def test_cyrillic_lines_in_a_utf8_page() -> None:
    lines = [GREEK.encode(), *[RUSSIAN.encode("cp1251")] * 3, GERMAN.encode()]
    found = decode(b"".join(lines))
    assert found.text == GREEK + RUSSIAN * 3 + GERMAN
    assert found.encoding == "utf-8+cp1251"
    assert [(note.code, note.where) for note in found.notes] == [("mixed-encodings", "line 2, 3, 4")]


@pytest.mark.parametrize(
    ("text", "encoding"), [(POLISH, "iso8859-2"), (POLISH, "cp1250"), (RUSSIAN, "cp1251"), (GREEK, "cp1253")]
)
@pytest.mark.parametrize("lines", [2, 8, 40])
def test_a_few_foreign_lines_in_a_page_that_is_utf8_in_the_main(text: str, encoding: str, lines: int) -> None:
    page = [*[JAPANESE.encode()] * lines, text.encode(encoding), *[GERMAN.encode()] * lines]
    found = decode(b"".join(page))
    assert found.text == JAPANESE * lines + text + GERMAN * lines
    assert (found.encoding, found.basis) == (f"utf-8+{encoding}", "lines")
    assert [(note.code, note.where) for note in found.notes] == [("mixed-encodings", f"line {lines + 1}")]


def test_foreign_lines_and_stray_bytes_in_one_page() -> None:
    content = (
        RUSSIAN.encode() * 3 + POLISH.encode("iso8859-2") + RUSSIAN.encode() + "Москва, caf".encode() + b"\xe9, etc\n"
    )
    found = decode(content)
    assert found.text == RUSSIAN * 3 + POLISH + RUSSIAN + "Москва, café, etc\n"
    offset = content.rindex(b"\xe9")
    assert [(note.code, note.where) for note in found.notes] == [
        ("mixed-encodings", "line 4"),
        ("invalid-utf8", f"byte {offset}"),
    ]


@pytest.mark.parametrize("pasted", ["cp1252", "cp1251"])
def test_lines_with_one_or_two_accents_are_utf8_all_the_same(pasted: str) -> None:
    foreign = GERMAN if pasted == "cp1252" else RUSSIAN
    lines = [(f"The café was closed on day {day}.", "utf-8") for day in range(3)] + [(foreign.strip(), pasted)] * 3
    content = b"\n".join(line.encode(encoding) for line, encoding in lines)
    assert decode(content).text == "\n".join(line for line, _ in lines)


@pytest.mark.parametrize(("encoding", "cut", "name"), [("utf-8", 1, "utf-8"), ("utf-16", 1, "utf-16-le")])
def test_a_download_cut_off_within_a_character(encoding: str, cut: int, name: str) -> None:
    content = f"{RUSSIAN}конец".encode(encoding)[:-cut]
    found = decode(content)
    assert found.text == f"{RUSSIAN}коне\ufffd"
    assert (found.encoding, [note.code for note in found.notes]) == (name, ["cut-off-character"])


def test_what_nothing_explains_is_said() -> None:
    found = decode(b"\x81\x8d\x8f\x90\x9d" * 3)
    assert [note.code for note in found.notes] == ["uncertain-encoding"]


def test_line_ends_are_untouched() -> None:
    text = "one\r\ntwo\rthree\nfour\u2028five\x85six – end"
    for encoding in ("utf-8", "utf-16"):
        assert decode(text.encode(encoding)).text == text


@parts.given(30, 300, st.binary(max_size=300))
def test_decode_never_raises_and_gives_no_surrogate(content: bytes) -> None:
    text = decode(content).text
    assert not any("\ud800" <= character <= "\udfff" for character in text)


@parts.given(
    30, 300, st.lists(st.sampled_from([b"\xff", b"\xe9", "é".encode(), "фы".encode(), b"\n", b"a", b"\x1b$B", b"\x00"]))
)
def test_decode_never_raises_on_nearly_text(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    found = decode(content)
    for text in (found.text, *(note.text for note in found.notes)):
        assert not any("\ud800" <= character <= "\udfff" for character in text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")))
@settings(max_examples=200, deadline=None)
def test_utf8_is_never_mistaken(text: str) -> None:
    assert decode(text.encode()) == (decode(text.encode()).__class__)(text, "utf-8")
