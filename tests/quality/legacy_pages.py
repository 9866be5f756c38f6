"""Pages as bytes with known truth: sentences of many languages in the encodings these languages were really written in.

Everything comes from a seed: the same sentences and seed give the same bytes on every machine. Each page is one of:

- ``unicode``: UTF-8, UTF-16 and UTF-32, with and without a mark;
- ``windows``, ``iso``, ``east asian``, ``dos and mac``: a legacy encoding of its language;
- ``cut off``: the download ended within a character, which becomes U+FFFD;
- ``nearly utf-8``: UTF-8 with a few bytes of Windows-1252 among the words;
- ``mixed``: lines of UTF-8, and other lines pasted in from a page in a legacy encoding;
- ``declared``: HTML or XML that says its legacy encoding.
"""

from __future__ import annotations

import codecs
import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

SIZES = {"120 B": 120, "1 KB": 1_000, "8 KB": 8_000}

_WESTERN = "windows-1252 iso8859-1 cp850 mac-roman"
_CENTRAL = "cp1250 iso8859-2 cp852"
LEGACY: Mapping[str, Sequence[str]] = {
    language: encodings.split()
    for language, encodings in {
        "af": "windows-1252",
        "ar": "cp1256 iso8859-6",
        "be": "cp1251",
        "bg": "cp1251 iso8859-5 cp866",
        "ca": "windows-1252 iso8859-15",
        "cs": _CENTRAL,
        "da": f"{_WESTERN} cp865",
        "de": f"{_WESTERN} cp437 iso8859-15",
        "el": "cp1253 iso8859-7",
        "en": "windows-1252 mac-roman",
        "es": f"{_WESTERN} cp437",
        "et": "cp1257 iso8859-15 iso8859-13",
        "eu": "windows-1252",
        "fa": "cp1256",
        "fi": f"{_WESTERN} iso8859-15",
        "fr": f"{_WESTERN} iso8859-15 cp437",
        "ga": "windows-1252",
        "gl": "windows-1252",
        "he": "cp1255 iso8859-8",
        "hr": _CENTRAL,
        "hu": _CENTRAL,
        "is": "windows-1252 iso8859-1",
        "it": f"{_WESTERN} iso8859-15",
        "ja": "shift_jis cp932 euc_jp iso2022_jp",
        "ko": "euc_kr cp949 iso2022_kr",
        "lt": "cp1257 iso8859-13",
        "lv": "cp1257 iso8859-13",
        "mk": "cp1251",
        "nl": "windows-1252 iso8859-1",
        "no": f"{_WESTERN} cp865",
        "pl": _CENTRAL,
        "pt": _WESTERN,
        "ro": "cp1250 iso8859-2",
        "ru": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
        "sk": _CENTRAL,
        "sl": _CENTRAL,
        "sq": "windows-1252",
        "sr": "cp1251 iso8859-5",
        "sv": f"{_WESTERN} cp437",
        "th": "tis-620 cp874",
        "tr": "cp1254 iso8859-9",
        "uk": "cp1251 koi8-u",
        "vi": "cp1258",
        "zh_CN": "gb2312 gbk gb18030",
        "zh_TW": "big5 cp950",
    }.items()
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
_EAST_ASIAN = {"ja", "ko", "zh_CN", "zh_TW"}
_UNSPACED = {"ja", "th", "zh_CN", "zh_TW"}
_WITHOUT_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
_CEDILLAS = str.maketrans("ȘșȚț", "ŞşŢţ")  # Romanian as Windows-1250 and ISO-8859-2 have it
_ARABIC_YEH = str.maketrans("ی", "ي")  # Persian as Windows-1256 has it
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DECLARATIONS = (
    '<!DOCTYPE html>\n<html><head><meta charset="{}"><title>x</title></head><body>\n',
    '<html><head>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={}">\n</head><body>\n',
    '<?xml version="1.0" encoding="{}"?>\n<page>\n',
)


class Page(NamedTuple):
    """One page: what kind of bytes, in which language and encoding, of what size, and the text they stand for."""

    kind: str
    language: str
    encoding: str
    size: str
    content: bytes
    truth: str


def pages(sentences: Mapping[str, Sequence[str]], per_case: int, seed: int) -> Iterator[Page]:
    """Yield ``per_case`` pages of each kind, language, encoding and size that the sentences allow.

    Sentences that an encoding cannot hold are left out; a page that is plain ASCII proves nothing and is left out too.
    """
    for language, known in sentences.items():
        for encoding in (*UNICODE, *LEGACY.get(language, ())):
            usable = [text for text in (_as_written(line, encoding) for line in known) if _fits(text, encoding)]
            if len(usable) * 3 < len(known) or not usable:
                continue
            for size in SIZES:
                for number in range(per_case):
                    chance = random.Random(f"{seed} {language} {encoding} {size} {number}")
                    yield from _of_one_encoding(language, encoding, size, usable, chance)
        for size in SIZES:
            for number in range(per_case):
                chance = random.Random(f"{seed} {language} {size} {number}")
                yield from _of_several(language, size, sentences, chance)


def encode(text: str, encoding: str) -> bytes:
    """Return the bytes of a text; Windows-1252 is a name of ours for cp1252 so that it reads as in the tables."""
    return text.encode("cp1252" if encoding == "windows-1252" else encoding)


def kind_of(language: str, encoding: str) -> str:
    """Return the group of an encoding in the tables."""
    if encoding.startswith("utf"):
        return "unicode"
    if language in _EAST_ASIAN:
        return "east asian"
    if encoding.startswith("mac") or encoding in {"cp437", "cp850", "cp852", "cp865", "cp866"}:
        return "dos and mac"
    return "iso" if encoding.startswith(("iso", "koi8", "tis")) else "windows"


def _of_one_encoding(
    language: str, encoding: str, size: str, usable: Sequence[str], chance: random.Random
) -> Iterator[Page]:
    text = _text(usable, language, encoding, SIZES[size], chance)
    if text.isascii():
        return
    content = encode(text, encoding)
    yield Page(kind_of(language, encoding), language, encoding, size, content, text)
    if (cut := _cut_off(text, encoding)) is not None:
        yield Page("cut off", language, encoding, size, *cut)
    if encoding in LEGACY.get(language, ()) and not encoding.startswith("iso2022"):
        head = chance.choice(_DECLARATIONS).format(encoding)
        yield Page("declared", language, encoding, size, encode(head + text, encoding), head + text)


def _of_several(
    language: str, size: str, sentences: Mapping[str, Sequence[str]], chance: random.Random
) -> Iterator[Page]:
    lines = _lines(sentences[language], SIZES[size], chance)
    western = [word for word in " ".join(sentences.get("fr", ())).split() if _fits(word, "windows-1252")]
    western = [word for word in western if not word.isascii()]
    text = "\n".join(lines)
    if western and not text.isascii():
        words = text.split(" ")
        # Ten valid characters for each stray one: with more of them it is no "UTF-8 with a few stray bytes".
        most = min(5, sum(not letter.isascii() for letter in text) // 20, len(words) - 1)
        strays = set(chance.sample(range(len(words) - 1), max(0, most)))
        for at in strays:
            words[at] = chance.choice([word for word in western if sum(not c.isascii() for c in word) <= 2])
        if strays:
            content = b" ".join(word.encode("cp1252" if n in strays else "utf-8") for n, word in enumerate(words))
            yield Page("nearly utf-8", language, "utf-8 + windows-1252", size, content, " ".join(words))
    for encoding in ("cp1252", "iso8859-2", "cp1251"):
        pasted = {"cp1252": ("de", "fr", "es"), "iso8859-2": ("pl", "cs"), "cp1251": ("ru", "uk")}[encoding]
        known = [line for other in pasted for line in sentences.get(other, ())]
        known = [line for line in known if _fits(line, encoding) and not line.isascii()]
        if len(lines) < 3 or not known or text.isascii():
            continue
        mixed = [(line, "utf-8") for line in lines]
        for at in chance.sample(range(len(mixed)), max(1, len(mixed) // 4)):
            mixed[at] = (chance.choice(known), encoding)
        content = b"\n".join(line.encode(codec) for line, codec in mixed)
        if any(not line.isascii() for line, codec in mixed if codec == "utf-8"):
            yield Page("mixed", language, f"utf-8 + {encoding}", size, content, "\n".join(line for line, _ in mixed))


def _as_written(text: str, encoding: str) -> str:
    """Return a sentence in the characters that its language uses in an encoding."""
    if encoding in {"cp1250", "iso8859-2"}:
        return text.translate(_CEDILLAS)
    if encoding == "cp1256":
        return text.translate(_ARABIC_YEH)
    if encoding == "cp1258":
        # Vietnamese of Windows: the tone is a character of its own behind its vowel.
        marks = unicodedata.normalize("NFD", text)
        parts: list[str] = []
        for mark in marks:
            if mark not in _TONES and unicodedata.combining(mark) and parts:
                # The mark of the vowel itself may stand behind the tone: "ệ" is e, dot below, circumflex.
                tone = parts.pop() if parts[-1] in _TONES else ""
                parts[-1] = unicodedata.normalize("NFC", parts[-1] + mark)
                parts.append(tone)
            else:
                parts.append(mark)
        return "".join(parts)
    return text


def _fits(text: str, encoding: str) -> bool:
    # Python's GB2312 has a dash and a dot of its own where all pages that say GB2312 mean those of GBK.
    codec = {"windows-1252": "cp1252", "gb2312": "gb18030"}.get(encoding, encoding)
    try:
        return encode(text, encoding).decode(codec) == text
    except UnicodeError:
        return False


def _lines(usable: Sequence[str], size: int, chance: random.Random) -> list[str]:
    lines: list[str] = []
    total = 0
    while total < size:
        pick = usable[chance.randrange(len(usable))]
        lines.append(pick)
        total += len(pick.encode())
    return lines


def _text(usable: Sequence[str], language: str, encoding: str, size: int, chance: random.Random) -> str:
    """Return a text of so many bytes: sentences from somewhere on, as many characters as fit."""
    joint = chance.choice(["\n", "" if language in _UNSPACED else " "])
    text = joint.join(_lines(usable, size * 4, chance))
    encoder = codecs.getincrementalencoder("cp1252" if encoding == "windows-1252" else encoding)()
    total = 0
    for count, letter in enumerate(text):
        total += len(encoder.encode(letter))
        if total > size:
            return text[:count]
    return text


def _cut_off(text: str, encoding: str) -> tuple[bytes, str] | None:
    if encoding.startswith("iso2022"):
        return None
    codec = _WITHOUT_MARK.get(encoding, encoding)
    at = next((at for at in range(len(text) - 1, 0, -1) if len(encode(text[at], codec)) > 1), None)
    if at is None or text[:at].isascii():
        return None
    return encode(text[: at + 1], encoding)[:-1], text[:at] + "\ufffd"
