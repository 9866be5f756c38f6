"""The encoding that a page declares (``<meta charset=koi8-r>``), used where the bytes prove no other and agree with it.

A declaration may be wrong: it stays when a page is converted, or is copied with a template. So a declaration counts
only when every byte decodes in it and the text is as plausible as the best guess of the statistics.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Final

from flows.ingest.encodings.statistics import decode_strictly, is_plausible
from flows.model import Decoded, Note
from flows.rules.files import read_rules
from flows.rules.name_file_types import EncodingsFile

# Browsers look at 1,024 bytes; scraped pages have scripts and comments before the declaration.
_HEAD: Final = 4_096
_COMMENT: Final = re.compile(rb"<!--(?:[^-]|-(?!->))*+")
_DECLARATION: Final = re.compile(
    rb"""<meta\b[^<>]{0,300}?\bcharset\s{0,20}+=\s{0,20}+["']?\s{0,20}+([\w.:-]{2,40}+)"""
    rb"""|\A\s{0,100}+<\?xml\b[^<>]{0,200}?\bencoding\s{0,20}+=\s{0,20}+["']([\w.:-]{2,40}+)"""
    rb"""|\A@charset\s{1,20}+["']([\w.:-]{2,40}+)"""
    rb"""|\A(?:\#[^\n]{0,200}+\n)?\#[^\n]{0,100}?coding[:=]\s{0,20}+([\w.-]{2,40}+)""",
    re.IGNORECASE,
)


def declared_label(content: bytes) -> str | None:
    r"""Return the encoding that a page declares, as the page spells it, or None.

    Read are ``<meta charset>``, ``<meta http-equiv content="…; charset=…">``, the XML declaration, ``@charset`` at the
    very beginning, and the ``coding:`` comment of the first two lines.

    >>> declared_label(b'<html><head><META http-equiv=Content-Type content="text/html; charset=x-sjis">')
    'x-sjis'
    >>> declared_label(b"<p>Set the charset=koi8-r of your browser") is None
    True
    """
    head = content[:_HEAD]
    if b"charset" not in head.lower() and b"coding" not in head:
        return None
    found = _DECLARATION.search(_COMMENT.sub(b"", head))
    return found[found.lastindex or 0].decode("ascii").lower() if found else None


def codecs_of(label: str) -> tuple[str, ...]:
    """Return the Python codecs to try for a label, the best first; empty for UTF-8 and meaningless labels.

    >>> codecs_of("latin1"), codecs_of("x-sjis"), codecs_of("utf-8"), codecs_of("rot13")
    (('windows-1252',), ('shift_jis', 'cp932'), (), ())
    """
    tables = _tables()
    try:
        name = tables["labels"].get(label) or codecs.lookup(label).name
    except LookupError:
        return ()
    return tuple(tables["codecs"].get(name, ()))


def decode_declared(content: bytes) -> Decoded | None:
    r"""Return the text in the encoding that the page declares, or None when it declares none or a wrong one.

    >>> decode_declared('<meta charset="koi8-r">Осада города'.encode("koi8-r")).encoding
    'koi8-r'
    >>> decode_declared('<meta charset="iso-8859-1">Осада города'.encode("cp1251")) is None
    True
    """
    label = declared_label(content)
    for codec in codecs_of(label) if label else ():
        text = decode_strictly(content, codec)
        if text is not None:
            return Decoded(text, codec, (), "declared", 0.99) if is_plausible(content, codec) else None
    return None


def stale_declaration(content: bytes) -> tuple[Note, ...]:
    r"""Return the note of a page that is UTF-8 but declares another encoding; empty when it declares none.

    >>> [note.code for note in stale_declaration('<meta charset="iso-8859-1">Brücke'.encode())]
    ['stale-declaration']
    """
    label = declared_label(content)
    if label is None or not codecs_of(label):
        return ()
    remedy = "the page is UTF-8 and was read so; correct its declaration where it is made"
    return (Note("stale-declaration", "beginning of the file", label, remedy),)


@cache
def _tables() -> EncodingsFile:
    return read_rules(EncodingsFile)
