"""Random texts of debris, mojibake and code in any order: rules and repair must cope with all of them.

``random.Random`` and not hypothesis: ten thousand texts in seconds, the same ones on every machine.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from flows.rules.registry import rules

CASES = Path(__file__).parents[1] / "cases"
PIECES = (
    *("\n", "\n\n", " ", "  ", "\t", ". ", ", ", "; ", ": ", "(", ")", "[", "]", "{", "}", "<", ">", "|", "*", "-"),
    *("`", "```\n", "~~~\n", "\n\n    ", "=> ", ";\n", "{\n", "}\n", '"', "“", "”", "'", "> ", "- ", "* ", "# ", "## "),
    *("[object Object]", "undefined", "null", "NaN", "None", "()", "(, )", "(; ", "[1]", "[2]", "[3]", "[note 1]"),
    *("[a]", "[edit]", "[citation needed]", "[when?]", "(listen)", "ⓘ", "17px ", "[[File:a.svg|9px]]", "[vc_row]"),
    *("<ref>", "</ref>", "<ref name=a/>", "<br/>", "<small>", "</small>", "<nowiki/>", "{{", "}}", "{{x}}", "${x}"),
    *("•", "• \n", "——", "----\n", "__NOTOC__", "&amp;", "&nbsp;", "&ndash;", "&lt;", "&amp;lt;", "AT&amp;T", "%s"),
    *("\u200b", "\u2060", "\u00ad", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\ufeff", "\uf0c1", "\ufffd"),
    *("\x00", "\r", "\r\n", "\x0b", "\u2028", "\x85", "\x1b[1m", "\xa0", "\u2009", "e\u0301", "\u0335", "\u30a2"),
    *("Ã", "©", "Ã©", "â€™", "â€“", "Â ", "ðŸ‡·ðŸ‡º", "Ð¡Ð¸Ñ€Ð¸Ñ", "Ãƒ", "Ã¢â‚¬â€œ", "é", "’", "–", "ï»¿", "Å¡"),
    *("Homs", "Deir ez-Zor", "a", "x", "9", "2017", "حمص", "שלום", "می", "日本", "ภาษา", "ก", "Łódź", "ὁ", "👨", "🇷"),
    *("Infobox\n- Date: ", "\n- Units1: ", "\n- Strength1: ", "\n- Combatant1: ", "= T =\n\n", "== H ==\n", "---\n"),
    *("title: A\n", "Skip to content\n", "Loading...\n", "Lorem ipsum dolor sit amet\n", "Share\n", "Home\n", "© 2017"),
    *("This site requires JavaScript.\n", "The army entered the city on Friday, and the siege was over.\n", "In 2012"),
)
WHOLE = tuple(
    words for rule in rules() for words in (*rule.keeps, *(proof.before for proof in rule.fixes)) if len(words) < 300
)

PROSE = "The army entered the city on Friday, and the siege of three years was over.\n"
FRAMES = (
    "",
    "= Siege of Homs =\n\nInfobox\n- Date: 2017\n- Combatant1: Syria\n- Result: ",
    "---\ntitle: Siege of Homs\nauthor: A\n---\n\n" + PROSE,
    f"Skip to content\nHome\nContact us\nSiege of Homs\n{PROSE}{PROSE}",
    "Siege of Homs\n\nPart of the war\nDate 2017\nLocation Homs\nResult Victory\nBelligerents\nSyria\n\n" + PROSE,
)
"""Beginnings of pages, one for each shape with a reader of its own."""


def random_pages(count: int, seed: int) -> Iterator[str]:
    """Yield random texts, each after the beginning of a page of the next shape."""
    for number, text in enumerate(random_texts(count, seed)):
        yield FRAMES[number % len(FRAMES)] + text


def random_texts(count: int, seed: int) -> Iterator[str]:
    """Yield texts of up to 30 pieces; every fourth includes an example of a rule."""
    chance = Random(seed)
    for number in range(count):
        pieces = chance.choices(PIECES, k=chance.randint(1, 30))
        if number % 4 == 0:
            pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(WHOLE))
        yield "".join(pieces)


def negatives() -> list[str]:
    """Return the texts of ``negative.toml`` that apply to every shape."""
    groups = tomllib.loads((CASES / "negative.toml").read_text("utf-8"))
    return [text for group in groups.values() for text in group["texts"]]
