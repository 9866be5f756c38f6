"""The probable encoding of bytes that prove none: chardet's answers, weighed against how common each encoding is.

chardet knows letters and languages, but not how often encodings are used: for two accents in an English page it finds a
hundred rare encodings as likely as Windows-1252, which nearly all such pages are in. So an answer other than
Windows-1252 needs evidence, and more of it the rarer the encoding is. The tables report that the encoding was guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.ingest.encodings.certainty import DOUBTFUL, UNFOUNDED, certainty
from flows.ingest.encodings.turkish import is_turkish
from flows.ingest.encodings.utf16 import LONGEST_CHARACTER, cut_off, east_asian_utf16
from flows.model import Decoded, Note

# Windows-1252, its five unassigned bytes as the control characters of the same number: every byte has a character.
SLOPPY_1252: Final = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_1252: Final = "windows-1252"
# Windows-1252 with letters (š ž œ and their capitals) in the place of eight signs.
_TWIN: Final = "iso8859-15"
_WESTERN: Final = frozenset({"iso8859-1", "cp1252", "ascii"})
# Encodings that browsers read as a superset of them, which has every character and more.
_SUPERSETS: Final = {"iso8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030", "euc_kr": "cp949"}
# Hardly any page is in these. (Windows-1257 and others are rare too, but usual in their countries.)
_RARE: Final = re.compile(
    r"mac[-_]|hp-roman8|johab|kz1048|ptcp154|iso8859[-_](?:3|4|10|14|16)$"
    r"|cp(?:720|856|858|860|861|863|864|865|868|869|1006|1125|037|273|424|500|875|1026|1140)$"
)
_RARE_HIGH: Final = 20
# chardet's confidence is not a probability: for a right guess on 8 kB it is 0.4 for German, 0.8 for Russian.
_RARE_CONFIDENCE: Final = 0.3
# Fewer than eight high bytes in Latin text are weak evidence: another encoding must be this much likelier than 1252.
_FEW: Final = 8
_FEWEST: Final = 3
_FEW_CONFIDENCE: Final = 0.16
_FEW_RATIO: Final = 1.5
# Words of another script are runs of high bytes (East Asian ones have letters in them); signs such as "–" are single.
# chardet's confidence is 0.1 for a short such word, 0.05 for quotation marks around an accent. No Western word has
# four accents in a row.
_RUN: Final = re.compile(rb"(?:[\x80-\xff]{2}|[\x81-\xfe][@-~]){2,}+|[\x80-\xff]{2,}+")
_FOREIGN_WORD: Final = re.compile(rb"[\xc0-\xff]{4}")
_FOREIGN_CONFIDENCE: Final = 0.08
# The cost of an answer other than Windows-1252, and of each oddity in its text, in high bytes of full confidence.
# Fitted on pages of 40 languages; as good on other sentences of them (tests/quality/bytes_to_text.py, --half).
_COST: Final = 0.3
_COST_RARE: Final = 0.4
_COST_RAREST: Final = 3.0
_ODDITY: Final = 1.0
_ODD_SAMPLE: Final = 16_384
_RAREST: Final = re.compile(r"hp-roman8|johab|kz1048|ptcp154|iso8859-(?:3|4|10|14|16)$|cp(?:858|86[01348]|1006)$")
_HIGH: Final = bytes(range(0x80, 0x100))
_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Oddities: no word has these, so the bytes are in another encoding.
_ODD: Final = re.compile(
    r"[\x80-\x9fˆ˜]"  # controls and lone accents
    r"|[^\W\d_][‚ƒ„†‡‰‹›¡¢£¤¥¦§¨¬¯±²³¶¸¹º¼½¾¿÷×]++[^\W\d_]"  # signs within a word: "T‚l‚" is "Télé" in DOS
    r"|[¢£¤¥¦§¨¬¯±²³¶¸¹¼½¾÷×](?=[a-zß-öø-ſ])"  # signs at its beginning: "¾ádné" is "žádné" in ISO-8859-2
    r"|[a-zß-öø-ÿ][À-ÖØ-ÞŠŽŸ]|[а-яё][А-ЯЁ]|[α-ω][Α-Ω]"  # a capital after a small letter: "dŽbut" is "début" on Macs
    r"|[^\W\d_][\u2500-\u259f]++(?=[^\W\d_])"  # boxes between letters: "м╕ж" is "між" in KOI8-U
    r"|[A-Za-zÀ-ÖØ-öø-ſ][\u0370-\u06ff\u0e00-\u0e7f\u2500-\u259f\u3040-\u9fff\uac00-\ud7a3]"  # two scripts: "Garcφa"
    r"|(?<![^\W\d_])[\u0370-\u052f](?![^\W\d_])"  # a Greek or Cyrillic letter alone
    r"|[^\W\d_][‚„•†‡]"  # an opening mark after a letter: "perch‚" is "perché" in DOS
    r"|(?<!\S)[ŠŽŒŸ](?!\S)"  # a rare capital alone
)
# Letters that the Baltic encodings have for Nordic names only: Estonian š and ž of ISO-8859-15 become them.
_ODD_IN_BALTIC: Final = re.compile("[ØøÆæ]")
_BALTIC: Final = frozenset({"cp1257", "iso8859-13"})
_DOS: Final = re.compile(r"mac[-_]|hp-roman8|cp(?:437|7\d\d|8\d\d)$")
# Tags (one may hold the declaration), and the lines that declare an encoding in other files.
_MARKUP: Final = re.compile(
    rb"<[a-zA-Z/!?][^<>]{0,2000}+>|\A@charset[^\n]*+|^#[^\n]{0,200}?coding[:=][^\n]*+", re.MULTILINE
)
# Controls, private use and noncharacters: no page has them, so the bytes are in another encoding.
_IMPOSSIBLE: Final = re.compile("[\x80-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
# A right declaration nearly always has three quarters of the confidence of chardet's best answer, a wrong one seldom.
_PLAUSIBLE: Final = 0.75
# Templates and servers declare Latin-1 without looking, so it must be more plausible.
_PLAUSIBLE_WESTERN: Final = 0.9
# This much of a page is enough to decide; the whole page would cost seconds on hostile input.
_SAMPLE: Final = 65_536


class Guess(NamedTuple):
    """An encoding by its Python name, and chardet's confidence: 0 to 1, comparable only for the same bytes."""

    encoding: str
    confidence: float


class _ByteEvidence(NamedTuple):
    """How much evidence the bytes give.

    ``high`` counts the high bytes, ``is_foreign`` says whether most letters are high bytes, ``western`` is chardet's
    confidence in Windows-1252, ``odd`` the number of oddities in the text as Windows-1252.
    """

    high: int
    is_foreign: bool
    western: float
    odd: int


def decode_by_statistics(content: bytes) -> Decoded:
    """Return the most probable text of bytes that no stricter test could decode. Never raises.

    ``confidence`` is how often such guesses are right; below 0.95 the note ``uncertain-encoding`` asks a person to
    look.

    >>> decode_by_statistics("Сражение за город началось на рассвете".encode("koi8-r")).encoding
    'koi8-r'
    >>> decode_by_statistics("Café Zürich".encode("cp1252")).text
    'Café Zürich'
    """
    guess = guess_encoding(content)
    text = decode_strictly(content, guess.encoding)
    if text is None and (cut := _decode_cut_off(content, guess)):
        return cut
    if text is None and (codec := east_asian_utf16(content)):
        text = content.decode(codec)
        return Decoded(text, codec, (_uncertain_note(codec, UNFOUNDED, text),), "statistics", UNFOUNDED)
    if text is None:
        guess = Guess(_1252, 0.0)  # which is a confidence too weak to count as sure
        text = codecs.charmap_decode(content, "strict", SLOPPY_1252)[0]
    sure = _certainty(guess, content)
    return Decoded(text, guess.encoding, _doubt_notes(guess, sure, text), "statistics", sure)


def guess_encoding(content: bytes) -> Guess:
    """Return the likeliest of chardet's answers that has enough evidence, Windows-1252 when none has.

    chardet's names for Western text all become Windows-1252, as in browsers. Turkish that chardet takes for Western is
    recognised by its words.
    """
    content = _without_markup(content)
    answers = list(_answers(content))
    western = next((answer.confidence for answer in answers if answer.encoding == _1252), 0.0)
    evidence = _ByteEvidence(count_high(content), _is_foreign(content[:_SAMPLE]), western, _oddities(content, _1252))
    if evidence.is_foreign or evidence.high < _FEW:
        found = next((answer for answer in answers if _has_evidence(answer, evidence, content)), Guess(_1252, western))
    else:
        found = _best_supported([Guess(_1252, western), *answers], content[:_ODD_SAMPLE])
    if found.encoding == _1252 and evidence.odd and not _oddities(content, _TWIN):
        return Guess(_TWIN, western)
    is_western = found.encoding == _1252
    if is_western and is_turkish(codecs.charmap_decode(content[:_SAMPLE], "strict", SLOPPY_1252)[0]):
        return Guess("cp1254", found.confidence)
    return found


def is_plausible(content: bytes, encoding: str) -> bool:
    """Return whether the encoding that a page declares fits its bytes as well as any other encoding.

    Compared are the texts: encodings that give the same text for these bytes count as one answer.
    """
    sample = _without_markup(content)[:_SAMPLE]
    text = _decode_loosely(sample, encoding)
    if _IMPOSSIBLE.search(text):
        return False
    odd = len(_ODD.findall(text))
    if count_high(sample) < _FEW:
        return odd <= _oddities(sample, _1252)
    answers = list(_answers(sample))
    best = max(answers, key=lambda answer: answer.confidence, default=Guess(encoding, 0.0))
    own = max(
        (answer.confidence for answer in answers if _decode_loosely(sample, answer.encoding) == text), default=0.0
    )
    if odd > _oddities(sample, best.encoding) or (encoding == _1252 and _is_foreign(sample)):
        return False
    return own >= (_PLAUSIBLE_WESTERN if encoding == _1252 else _PLAUSIBLE) * best.confidence


def decode_strictly(content: bytes, encoding: str) -> str | None:
    """Return the text in a guessed encoding, or None when a byte or a character is impossible in it."""
    if encoding == _1252:
        return codecs.charmap_decode(content, "strict", SLOPPY_1252)[0]
    try:
        text = content.decode(encoding)
        text.encode("utf-8")
    # ValueError: some codecs (idna, punycode) raise it for long input. Encoding to UTF-8 finds lone surrogates (UTF-7).
    except (ValueError, LookupError):
        return None
    return text


def _answers(content: bytes) -> Iterator[Guess]:
    """Yield chardet's answers under Python's names, the likeliest first."""
    import chardet  # noqa: PLC0415 - nearly all pages are UTF-8 and never need its tables

    # prefer_superset=True turns ISO-8859-5 into Windows-1251 and so a whole Cyrillic page into nonsense.
    for found in chardet.detect_all(content, ignore_threshold=True, prefer_superset=False):
        try:
            name = codecs.lookup(found["encoding"] or "").name
        except LookupError:
            continue
        yield Guess(_1252 if name in _WESTERN else _SUPERSETS.get(name, name), found["confidence"])


def _best_supported(answers: list[Guess], sample: bytes) -> Guess:
    """Return the answer with the most support: high bytes times confidence, minus rarity and oddities.

    Support and oddities grow with the text, the cost of a rare encoding does not: so a long page can be in any
    encoding.
    """
    high = count_high(sample)
    support = [high * answer.confidence - _rarity_cost(answer.encoding) for answer in answers]
    found, most = answers[0], float("-inf")
    for value, answer in sorted(zip(support, answers, strict=True), key=lambda pair: -pair[0]):
        if value <= most:  # even without any oddity it would not be the best
            break
        evidence = value - _ODDITY * _oddities(sample, answer.encoding)
        if evidence > most:
            found, most = answer, evidence
    return found


def _rarity_cost(encoding: str) -> float:
    if encoding == _1252:
        return 0.0
    if _RAREST.match(encoding):
        return _COST_RAREST
    return _COST_RARE if _DOS.match(encoding) else _COST


def _has_evidence(answer: Guess, evidence: _ByteEvidence, content: bytes) -> bool:
    if answer.encoding == _1252:
        return True
    if _RARE.match(answer.encoding) and (evidence.high < _RARE_HIGH or answer.confidence < _RARE_CONFIDENCE):
        return False
    if evidence.is_foreign:
        is_word = evidence.high >= _FEW or _FOREIGN_WORD.search(content)
        return bool(is_word) or answer.confidence >= _FOREIGN_CONFIDENCE
    odd = _oddities(content, answer.encoding)
    if odd > evidence.odd or (odd == evidence.odd and _DOS.match(answer.encoding)):
        return False
    if odd < evidence.odd or (evidence.high >= _FEW and answer.confidence >= _FOREIGN_CONFIDENCE):
        return True
    is_likelier = answer.confidence >= max(_FEW_CONFIDENCE, _FEW_RATIO * evidence.western)
    return evidence.high >= _FEWEST and is_likelier


def _is_foreign(sample: bytes) -> bool:
    """Return whether most letters are runs of high bytes, as in every script except the Latin one."""
    letters = len(sample) - len(sample.translate(None, _LETTERS))
    return sum(count_high(run) for run in _RUN.findall(sample)) > letters


def _oddities(content: bytes, encoding: str) -> int:
    text = _decode_loosely(content[:_SAMPLE], encoding)
    return len(_ODD.findall(text)) + (len(_ODD_IN_BALTIC.findall(text)) if encoding in _BALTIC else 0)


def _decode_loosely(sample: bytes, encoding: str) -> str:
    """Return the text of a sample, which may end within a character."""
    is_1252 = encoding == _1252
    return codecs.charmap_decode(sample, "strict", SLOPPY_1252)[0] if is_1252 else sample.decode(encoding, "replace")


def _without_markup(content: bytes) -> bytes:
    """Return the bytes without tags, whose letters belong to no language, and declarations, which chardet trusts."""
    return _MARKUP.sub(b" ", content)


def _decode_cut_off(content: bytes, guess: Guess) -> Decoded | None:
    """Return the text of a page that ends within a character, or None when it has any other fault."""
    try:
        content.decode(guess.encoding)
    except UnicodeDecodeError as error:
        start = error.start
    # Another error, or none: then the text has impossible characters.
    except (ValueError, LookupError):
        return None
    else:
        return None
    if not 0 < len(content) - start < LONGEST_CHARACTER:
        return None
    text = decode_strictly(content[:start], guess.encoding)
    if text is None or text.isascii():
        return None
    sure = _certainty(guess, content)
    notes = (cut_off(content, start), *_doubt_notes(guess, sure, text))
    return Decoded(f"{text}\ufffd", guess.encoding, notes, "statistics", sure)


def _certainty(guess: Guess, content: bytes) -> float:
    return certainty(guess.encoding, guess.confidence, count_high(content))


def _doubt_notes(guess: Guess, sure: float, text: str) -> tuple[Note, ...]:
    return (_uncertain_note(guess.encoding, sure, text),) if sure < DOUBTFUL else ()


def _uncertain_note(encoding: str, sure: float, text: str) -> Note:
    quoted = next((line for line in text.split("\n") if not line.isascii()), text)
    remedy = f"read as {encoding}, a guess of confidence {sure:.2f}"
    return Note("uncertain-encoding", "whole file", quoted[:300], f"{remedy}; convert the file to UTF-8 if it is wrong")


def count_high(content: bytes) -> int:
    """Return how many bytes are not ASCII: each of them depends on the encoding."""
    return len(content) - len(content.translate(None, _HIGH))
