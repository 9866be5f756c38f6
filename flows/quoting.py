"""Makes words of the data safe to show in a terminal, a log line or an error text.

A page may carry escape sequences that recolour or rewrite the terminal, line breaks that forge log lines, direction
marks that turn a line around, and lone surrogates that lose a whole batch of log messages. All pass through ``safe``.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable
from typing import Final

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences begin here
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\u2028\u2029"  # line and paragraph separator
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible: byte order mark, annotations, tag characters
    "\ud800-\udfff"  # lone surrogates: no encoder takes them
    "]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = re.compile("[^\\S ]|[\xad\u180e\u200b\u2060]")
_QUOTED: Final = 100
"""The most characters of changed words that are quoted: an infobox can be a page long."""
# A flag of a part of a country (England) is a black flag followed by tag characters: visible, so not an attack.
_SUBDIVISION_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{2,8}\U000e007f")


def safe(text: str, *, keep: str = "", limit: int | None = None) -> str:
    r"""Return the text with control characters written as escapes, cut to ``limit`` characters with "…".

    ``keep`` names characters that may stay, such as the line breaks of a document shown as a whole.

    >>> safe("Deir ez-Zor\x1b[31m")
    'Deir ez-Zor\\x1b[31m'
    >>> safe("two\nlines"), safe("two\nlines", keep="\n")
    ('two\\nlines', 'two\nlines')
    >>> safe("Republican Guard", limit=11)
    'Republican…'
    """
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    return _escaped(text, lambda character: character if character in keep else _escape(character))


def quoted(text: str) -> str:
    r"""Return changed words as they are shown: in quotes, escaped, the middle left out of long ones.

    White space that looks like a space or like nothing is escaped too: in these texts it has a meaning, such as a
    no-break space in the place of a lost flag.

    >>> quoted("\xa0Russia")
    '“\\xa0Russia”'
    """
    if len(text) > _QUOTED:
        half = _QUOTED // 2
        return f"“{_visible(text[:half])}” … “{_visible(text[-half:])}” ({len(text):,} characters)"
    return f"“{_visible(text)}”"


def _visible(text: str) -> str:
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), safe(text))


def safe_json(text: str) -> str:
    r"""Return JSON in which the characters that ``safe`` escapes are escaped as JSON does: the same value, read back.

    ``json.dumps`` escapes only some of them, unless it escapes every letter that is not ASCII. Line breaks between
    the values stay.

    >>> safe_json('{"name": "قوات\u202e"}')
    '{"name": "قوات\\u202e"}'
    """
    return _escaped(text, lambda character: character if character in "\n\r\t" else json.dumps(character)[1:-1])


_MARKDOWN: Final = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "\\|`*_[]~"},
        **{"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>"},  # text of a page must not become markup of a report
    }
)


def markdown(text: str) -> str:
    r"""Return the text such that Markdown shows it as it is, on one line: nothing in it becomes markup or a link.

    >>> print(markdown("*The* [battle](javascript:x) <b>"))
    \*The\* \[battle\](javascript:x) &lt;b&gt;
    """
    return safe(text, keep="\n").translate(_MARKDOWN)


def shell_word(text: str) -> str:
    r"""Return the text as one word for a shell, on one line whatever it holds.

    ``shlex.quote`` leaves a line break as it is. bash and zsh read ``$'…'`` back as the same bytes.

    >>> shell_word("out"), shell_word("my out"), shell_word("out\n2")
    ('out', "'my out'", "$'out\\n2'")
    """
    if safe(text) == text:
        return shlex.quote(text)
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_UNSAFE.sub(lambda found: _shell_escape(found[0]), quoted)}'"


def _shell_escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is no UTF-8, as Python holds it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if 0x80 <= code < 0x100 else _escape(character)


def shell_command(words: Iterable[str]) -> str:
    """Return words as a command line that can be copied, see ``shell_word``."""
    return " ".join(map(shell_word, words))


def _escaped(text: str, escape: Callable[[str], str]) -> str:
    if _UNSAFE.search(text) is None:
        return text
    pieces: list[str] = []
    done = 0
    for flag in (*_SUBDIVISION_FLAG.finditer(text), None):
        end = len(text) if flag is None else flag.start()
        pieces.append(_UNSAFE.sub(lambda found: escape(found[0]), text[done:end]))
        if flag is not None:
            pieces.append(flag[0])
            done = flag.end()
    return "".join(pieces)


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return _SHORT.get(character) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
