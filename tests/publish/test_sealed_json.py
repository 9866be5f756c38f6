"""Files of JSON that are read as they were written, or not at all."""

from __future__ import annotations

import hashlib

import pytest

from flows.publish.sealed_json import Unsealed, read_sealed, read_strictly, sealed_text

CONTENT = {"format": 1, "files": {"a.parquet": {"rows": 12}}, "inputs": [{"source": "caf\udce9.txt"}]}
TEXTS = {indent: sealed_text(CONTENT, indent).encode() for indent in (2, None)}


@pytest.mark.parametrize("indent", TEXTS)
def test_what_was_sealed_is_read(indent: int | None) -> None:
    assert read_sealed(TEXTS[indent]) == CONTENT
    lines = TEXTS[indent].splitlines(keepends=True)
    digest = hashlib.sha256(b"".join((lines[0], *lines[2:]))).hexdigest()
    assert digest.encode() in lines[1], "anyone can compute it: sed 2d FILE | sha256sum"


@pytest.mark.parametrize("indent", TEXTS)
def test_no_flip_goes_unnoticed(indent: int | None) -> None:
    text, unnoticed = TEXTS[indent], []
    for bit in range(8 * len(text)):
        content = bytearray(text)
        content[bit // 8] ^= 1 << bit % 8
        try:
            found = read_sealed(bytes(content))
        except ValueError:
            continue
        if not isinstance(found, Unsealed) or found.keys() <= CONTENT.keys():
            unnoticed.append(bit)
    assert unnoticed == []


def test_without_a_seal_it_is_of_an_earlier_version() -> None:
    found = read_sealed(b'{"format": 1}')
    assert isinstance(found, Unsealed)
    assert found == {"format": 1}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"null", "no JSON object"),
        (b"[1]", "no JSON object"),
        (b"", "Expecting value"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a": 1, "a": 2}', "a key twice"),
        (b'{"a": NaN}', "the number NaN"),
        (b'{"a": -Infinity}', "the number -Infinity"),
        (b'{"a": 1' + 5000 * b"0" + b"}", "integer string conversion"),
        (b'{"a": "\xe9"}', "utf-8"),
        ('{"a": 1}'.encode("utf-16"), "utf-8"),
        (b'\xef\xbb\xbf{"a": 1}', "BOM"),
    ],
)
def test_what_is_read_otherwise_by_others_is_refused(text: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_strictly(text)
