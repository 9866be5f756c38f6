"""Which pages later runs leave alone: those of the same bytes, read by the same code, from a file that is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ingest.input_bytes import SourceRef
from flows.model import InputFile
from flows.runs.corpus.killed_pages import KILLED, KilledPage, known_killers, remember

PAGES = [KilledPage("a.txt", "1" * 64, "signal 9 (SIGKILL)"), KilledPage("b\udcff.txt", "2" * 64, "exit code 3")]
REFS = [SourceRef(page.source, page.source, 5, 0) for page in PAGES]


def known(folder: Path, made_for: str = "code", changed: str = "") -> set[str]:
    hashes = {page.source: page.sha256 for page in PAGES} | {changed: "3" * 64}
    return set(known_killers(folder, made_for, REFS, lambda ref: InputFile(ref.source, hashes[ref.source], 5)))


def test_the_same_bytes_read_by_the_same_code_are_known(tmp_path: Path) -> None:
    remember(tmp_path, "code", PAGES)
    assert known(tmp_path) == {"a.txt", "b\udcff.txt"}
    assert known(tmp_path, changed="a.txt") == {"b\udcff.txt"}
    assert known(tmp_path, made_for="other code") == set()
    remember(tmp_path, "code", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"null", b"[" * 100_000, b"\xff\n{}", b'{"made_for": "code", "pages": [1]}'])
def test_a_damaged_file_is_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KILLED).write_bytes(content)
    assert known(tmp_path) == set()


def test_no_bit_of_the_file_can_be_wrong_unseen(tmp_path: Path) -> None:
    remember(tmp_path, "code", PAGES)
    whole = (tmp_path / KILLED).read_bytes()
    for at in range(0, 8 * len(whole), 7):
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        (tmp_path / KILLED).write_bytes(damaged)
        assert known(tmp_path) == set(), at
