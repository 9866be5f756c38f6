"""Documents with known right text, broken as pages break: decoded in a wrong encoding as a whole, or in parts.

The sentences are written for this; the same seed gives the same documents on every machine. Lines are long and short:
a name of one word is where judging line by line fails.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final, NamedTuple

import ftfy  # noqa: F401  (registers sloppy-windows-1252)

LANGUAGES: Final = {
    "English": ("The garrison’s guns fell silent.", "“We hold the bridge,” she wrote; it cost £3…", "Naïve café"),
    "German": ("Die Brücke über den Fluß wurde zerstört.", "Größe: 5 °C – „ungewöhnlich kühl“", "Köln", "Übergänge"),
    "French": ("L’été fut très sec ; la rivière baissa.", "« Où êtes-vous ? » demanda l’évêque.", "Déjà", "Œuvre"),
    "Spanish": ("¿Quién defendió la ciudad aquel otoño?", "El señor Ibáñez cruzó el río – solo.", "Córdoba", "Año"),
    "Portuguese": ("A colheita começou às três da manhã.", "Não há razão para desespero…", "São João", "Avô"),
    "Italian": ("La città è più antica di quanto si creda.", "Perché no? È già così.", "Forlì"),
    "Polish": ("Żołnierze przeszli przez rzekę o świcie.", "Łódź, Gdańsk i Kraków – trzy miasta", "Święto", "Źródło"),
    "Czech": ("Příliš mnoho lidí čekalo před branou.", "Škoda, že jsme přišli pozdě.", "Třebíč", "Ďáblice"),
    "Turkish": ("Şehrin surları güneşte parlıyordu.", "İki gün sonra köprü yıkıldı.", "Şırnak", "Iğdır", "Çeşme"),
    "Romanian": ("Țara întreagă aștepta vești bune.", "Și râul crește în fiecare primăvară.", "Iași", "Brăila"),
    "Hungarian": ("Az őrség hűségesen kitartott.", "Győr és Pécs között esett az eső.", "Őriszentpéter"),
    "Swedish": ("Färjan går från Åbo till Öregrund.", "Håll dig på stigen – isen är svag.", "Åmål", "Ö"),
    "Icelandic": ("Það er þoka á fjöllunum í dag.", "Ísinn bráðnaði snemma það vor.", "Þingeyri", "Æðey"),
    "Vietnamese": ("Đoàn quân vượt sông lúc rạng đông.", "Thành phố này rất yên tĩnh.", "Đà Nẵng", "Huế"),
    "Russian": ("Войска перешли реку на рассвете.", "«Мост наш», – написала она.", "Волгоград", "Юг"),
    "Ukrainian": ("Місто залишилося під захистом.", "Ґанок, їжак і єнот – три слова", "Київ"),
    "Greek": ("Η πόλη έπεσε μετά από δύο μήνες.", "«Πού είναι η γέφυρα;» ρώτησε.", "Αθήνα", "Ύδρα"),
    "Arabic": ("وصلت القافلة إلى المدينة ليلا.", "الجسر القديم، ثم النهر", "دير الزور"),
    "Hebrew": ("השיירה הגיעה אל העיר בלילה.", "הגשר הישן", "חיפה"),
    "Hindi": ("सेना ने भोर में नदी पार की।", "पुराना पुल", "दिल्ली"),
    "Thai": ("กองทัพข้ามแม่น้ำตอนรุ่งสาง", "สะพานเก่า"),
    "Chinese": ("军队在黎明时分渡过了河。", "“桥是我们的，”她写道。", "北京"),
    "Japanese": ("部隊は夜明けに川を渡った。", "「橋は守った」と彼女は書いた。", "東京"),
    "Korean": ("부대는 새벽에 강을 건넜다.", "오래된 다리", "서울"),
    "Emoji": ("🇷🇺 Russia", "✔ Done 👍", "☃ −5 °C"),
}  # fmt: skip
PLAIN: Final = ("Result: victory", "- 2nd Brigade", "", "## Background", "14 January 2017", "Map, p. 12")
BY_WINDOWS: Final = ("latin-1", "sloppy-windows-1252")
ACCIDENTS: Final = (
    *[(codec,) for codec in BY_WINDOWS] * 4,
    *[(one, other) for one in BY_WINDOWS for other in BY_WINDOWS],
    ("sloppy-windows-1252",) * 3,
    ("latin-1",) * 3,
    ("latin-1", "sloppy-windows-1252", "latin-1"),
)


class Misread(NamedTuple):
    """A document: its right text, its broken text, and the wrong encodings in the order in which they were used."""

    truth: str
    shown: str
    codecs: tuple[str, ...]


def documents(seed: int, count: int, accidents: tuple[tuple[str, ...], ...] = ACCIDENTS) -> Iterator[Misread]:
    """Yield ``count`` documents that were misread as a whole; an encoding that cannot decode all of one is skipped."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        truth = document(chance)
        codecs = chance.choice(accidents)
        shown = misread(truth, codecs)
        if shown is not None and shown != truth:
            made += 1
            yield Misread(truth, shown, codecs)


def document(chance: random.Random) -> str:
    """Return a document of one to four languages: sentences, words, and lines without any accent."""
    languages = chance.sample(sorted(LANGUAGES), chance.choice((1, 1, 2, 4)))
    sentences = [sentence for language in languages for sentence in LANGUAGES[language]]
    lines = [chance.choice(sentences if chance.random() < 0.7 else PLAIN) for _ in range(chance.randint(1, 14))]
    return "\n".join([*lines, chance.choice(sentences), ""])


def misread(text: str, codecs: tuple[str, ...]) -> str | None:
    """Return the text after its UTF-8 was decoded in other encodings, None when one of them cannot decode it."""
    for codec in codecs:
        try:
            text = text.encode("utf-8").decode(codec)
        except UnicodeDecodeError:
            return None
    return text
