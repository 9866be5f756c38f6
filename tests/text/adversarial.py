"""Strings made to find a difference to ftfy: mojibake torn, doubled, and mixed with other signs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Final

from flows.text.fast_ftfy import ANCHORS

CODECS: Final = (
    "latin-1",
    "sloppy-windows-1252",
    "sloppy-windows-1251",
    "sloppy-windows-1250",
    "sloppy-windows-1253",
    "sloppy-windows-1254",
    "sloppy-windows-1257",
    "iso-8859-2",
    "macroman",
    "cp437",
)
TRIGGERS: Final = [chr(code) for code in (*range(0x80, 0x3000), 0xF8FF, 0xFFFD) if re.match(f"[{ANCHORS}]", chr(code))]
LEADS: Final = sorted({bytes([byte]).decode(codec) for byte in range(0xC2, 0xF5) for codec in CODECS})
FOLLOWERS: Final = sorted({bytes([byte]).decode(codec) for byte in range(0x80, 0xC0) for codec in CODECS})
ORDINARY: Final = [
    *"abzAZ .,?!é’—–àïвГсЯ日\n\n\xa0\xad\x00\x1a\x1b[1m;\r\x0b\x0c\x1c\x85",
    *"\u2028\u2029\u0301\u0323\u0327\ufeff\ufffc\u206a",
    "\ud83d",
    "\ude00",
    "\xed\xa0\xbd\xed\xb8\x80",
    " \n",
    "\r\n",
    "Ã ",
    "â€�",
]
SENTENCE: Final = (
    "Deir ez-Zor’s “café” – 5 °C naïve Łódź Şırnak Дейр Ντέιρ دير 代尔 🇷🇺 à la mode às àquele Škoda № ½ Œuvre fiancée…"
)


def strings(seed: int, count: int) -> Iterator[str]:
    """Yield ``count`` strings; the same seed gives the same strings."""
    chance = random.Random(seed)
    for _ in range(count):
        make = chance.choice((_of_triggers, _of_sequences, _of_sentence, _of_sentence))
        text = make(chance)
        if chance.random() < 0.3:
            text += chance.choice(("\n", " ", "a\n")) + _of_triggers(chance)
        yield text


def _of_triggers(chance: random.Random) -> str:
    some = (TRIGGERS, ORDINARY)
    return "".join(chance.choice(some[chance.random() < 0.4]) for _ in range(chance.randint(1, 14)))


def _of_sequences(chance: random.Random) -> str:
    some = (LEADS, FOLLOWERS, FOLLOWERS, TRIGGERS, ORDINARY)
    return "".join(chance.choice(chance.choice(some)) for _ in range(chance.randint(1, 14)))


def _of_sentence(chance: random.Random) -> str:
    """Return a piece of a sentence misread up to three times, then torn."""
    start = chance.randrange(len(SENTENCE))
    text = SENTENCE[start : start + chance.randint(2, 20)]
    for _ in range(chance.randint(1, 3)):
        codec = chance.choice(CODECS)
        try:
            text = text.encode("utf-8").decode(codec)
        except UnicodeDecodeError:
            continue
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(text) + 1)
        tear = chance.randrange(5)
        if tear < 2:
            text = text[:at] + text[at + 1 :]
        elif tear == 2:
            text = text[:at] + chance.choice(ORDINARY) + text[at:]
        elif tear == 3:
            text = text.replace("\xa0", " ")
        elif text[at : at + 1]:
            text = text.replace(text[at], "\ufffd", 1)
    return text
