"""Bytes that prove no encoding: the evidence that another one than Windows-1252 needs, and that guesses are noted."""

from __future__ import annotations

import pytest

from flows.ingest.encodings.decode import decode
from flows.ingest.encodings.turkish import is_turkish

WESTERN = [
    "Café Zürich",
    "naïve café",
    "Straße",
    "Deir ez-Zor – 2017",
    "José Peña, Muñoz and 3 others",
    "Tromsø and Narvik",
    "Hernán Cortés, Pedro de Alvarado",
    "10 × 37 mm guns",
    "© 2017 AP",
    "Page 3 · News",
    "Temperature fell to –20 °C",
    "Vukovar «fell»",
    "à été",
    "½ × ¾",
    "12–15 · 20–30 · 40–50 · 60–70 · 80–90",
    "£1, £2, £3, £4, £5, £6, £7, £8, £9",
    "García commanded the left wing. A relief force under Göring arrived too late.",
    "Location: near Liège\nCombatants: Hernán Cortés, Badajoz – Mérida",
]
FOREIGN = [
    ("Киев", "cp1251"),
    ("Одесса", "koi8-r"),
    ("Москва: 5", "iso8859-5"),
    ("Αθήνα", "cp1253"),
    ("القدس", "cp1256"),
    ("ירושלים", "cp1255"),
    ("Obrońcy utrzymali most, żołnierze wrócili później.", "cp1250"),
    ("Vojáci se vrátili do města a obsadili radnici, která vyhořela.", "iso8859-2"),
    ("Żołnierze zajęli ratusz, który spłonął poprzedniej nocy.", "cp852"),
]
GERMAN = (
    "Der Angriff auf die Stadt begann früh am Morgen, als der Nebel noch über den Hügeln lag. Die Verteidiger hielt"
    "en die Brücke über den Fluß, während die Bürger in die Wälder flohen. Am Abend mußten sie sich zurückziehen, u"
    "nd der Bürgermeister erklärte, daß alles verloren sei. Drei Tage später trafen die ersten Züge mit Verstärkung"
    " ein. Größere Verluste gab es vor allem in den Vororten, wo die Straßenkämpfe am heftigsten waren. Das Kranken"
    "haus konnte die vielen Verwundeten nicht mehr aufnehmen; Ärzte und Pfleger arbeiteten ohne Schlaf. Erst im Frü"
    "hjahr kehrten die Einwohner zurück und bauten ihre Häuser wieder auf. Eine Gedenktafel am Rathaus erinnert heu"
    "te an die Gefallenen beider Seiten. Übrigens blieb die alte Mühle unversehrt, und für die Kinder wurde dort ei"
    "ne Schule eröffnet."
)
JAPANESE = (
    "都市をめぐる戦闘は五月十二日の夜明けに始まった。霧がまだ川を覆っていた。守備隊は増援が東から到着するまで三時間に"
    "わたり橋を守り抜いた。その後、兵士たちは町に戻り、前の夜に焼けた市庁舎を占領した。年代記によれば、住民は山へ逃れ"
    "、翌年まで戻らなかった。王は休戦を求めたが、公爵はこれを拒んだ。損害は大きく、二百人以上が死亡し、多くの負傷者が"
    "病院で治療を受けた。今日、教会の壁には記念の銘板が掲げられている。のちに丘の上に新しい要塞が築かれた。"
)
TURKISH = [
    "İstanbul şehri",
    "Diyarbakır",
    "Paşa",
    "Recep Tayyip Erdoğan",
    "Kıbrıs Barış Harekâtı",
    "Ağrı Dağı",
    "Savaş başladı",
    "The town of Şırnak was shelled",
    "Eskişehir and Kütahya",
]
# Icelandic, Faroese, Old English, Czech: the same six letters in other positions.
NOT_TURKISH = [
    "Seyðisfjörður",
    "Sigurðr and Fáfnir",
    "Alþingi",
    "Það var við ána",
    "maður og kona",
    "Norðurþing, Suðurland",
    "þæt wæs god cyning",
    "Ýmir",
    "Boðað var til fundar",
    "miðlun, stuðla, þýðing, Þýskaland",
    "Nový Jičín, Starý mlýn, Týn",
]


@pytest.mark.parametrize("text", WESTERN)
def test_few_high_bytes_are_windows_1252_and_noted(text: str) -> None:
    found = decode(text.encode("cp1252"))
    assert found.text == text
    assert [note.code for note in found.notes] == ["uncertain-encoding"]


@pytest.mark.parametrize(("text", "encoding"), FOREIGN, ids=[encoding for _, encoding in FOREIGN])
def test_short_text_with_evidence_keeps_its_encoding_and_is_noted(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert found.text == text
    assert [note.code for note in found.notes] == ["uncertain-encoding"]


@pytest.mark.parametrize("text", TURKISH)
def test_turkish_words_are_not_icelandic(text: str) -> None:
    found = decode(text.encode("cp1254"))
    assert (found.text, found.encoding) == (text, "cp1254")
    assert [note.code for note in found.notes] == ["uncertain-encoding"]


@pytest.mark.parametrize("text", NOT_TURKISH)
def test_northern_and_czech_words_are_not_turkish(text: str) -> None:
    assert not is_turkish(text)


def test_western_letters_of_iceland_survive_in_bytes() -> None:
    text = "Það var við ána: Norðurþing, Seyðisfjörður"
    assert decode(text.encode("cp1252")).text == text


def test_the_note_names_the_codec_and_the_confidence() -> None:
    (note,) = decode("Сражение за город".encode("koi8-r")).notes
    assert note.text == "Сражение за город"
    assert note.remedy.startswith("read as koi8-r, a guess of confidence 0.")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("都市をめぐる戦闘は夜明けに始まった。", "shift_jis"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (GERMAN, "cp1252"),
        (GERMAN, "cp850"),
        ("Сражение за город началось на рассвете, и мост устоял.", "koi8-r"),
        ("“It’s late,” she said – “don’t wait.” “I’ll go,” he said, “and you’ll stay.”", "cp1252"),
    ],
)
def test_a_guess_that_hardly_ever_errs_has_no_note(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.notes) == (text, ())
    assert 0.95 <= found.confidence < 1.0


def test_what_nothing_fits_is_said_to_be_uncertain() -> None:
    found = decode(b"\x81\x8d\x8f\x90\x9d" * 9)
    assert found.confidence <= 0.8
    assert "uncertain-encoding" in [note.code for note in found.notes]


def test_a_macintosh_encoding_needs_twenty_high_bytes() -> None:
    assert not decode(GERMAN[:110].encode("mac-roman")).encoding.startswith("mac")
    found = decode(GERMAN.encode("mac-roman"))
    assert (found.text, found.notes) == (GERMAN, ())


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "cp1253", "koi8-r", "cp852", "cp874", "cp437", "mac-roman"])
def test_whatever_single_bytes_are_they_are_never_read_without_a_note(encoding: str) -> None:
    # Every byte is text in these encodings, so only statistics can have decided.
    content = bytes(range(0xC0, 0xF0)) + b" " + encoding.encode()
    assert "uncertain-encoding" in [note.code for note in decode(content).notes]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("都市をめぐる戦闘は五月十二日の夜明けに始まった。", "shift_jis"),
        ("都市をめぐる戦闘は五月十二日の夜明けに始まった。", "euc_jp"),
        ("争夺该城的战斗于五月十二日黎明打响，当时雾气仍笼罩着河面。", "gb18030"),
        ("爭奪該城的戰鬥於五月十二日黎明打響，當時霧氣仍籠罩著河面。", "big5"),
        ("도시를 둘러싼 전투는 오월 십이일 새벽에 시작되었다.", "cp949"),
    ],
)
def test_a_legacy_download_cut_off_within_a_character(text: str, encoding: str) -> None:
    content = (text * 4).encode(encoding)
    found = decode(content + text.encode(encoding)[:1])
    assert found.text == f"{text * 4}\ufffd"
    assert (found.notes[0].code, found.notes[0].where) == ("cut-off-character", f"byte {len(content)}")
