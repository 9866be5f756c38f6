"""The generated corpus is what the benchmark says it is, and the same everywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.benchmarks import vocabulary as words
from tests.benchmarks.generate import PLAN, SOFT_1252, Generated, document, documents, write

COUNT = 400
FOREIGN = {sentence[:8] for sentences in words.OTHERS.values() for sentence in sentences}


@pytest.fixture(scope="module")
def pages() -> list[Generated]:
    return list(documents(COUNT, 1))


def test_the_same_seed_gives_the_same_bytes(pages: list[Generated]) -> None:
    digest = hashlib.sha256(b"".join(page.content for page in pages)).hexdigest()
    assert digest.startswith(DIGEST)
    assert document(17, 1) == pages[17]
    assert document(17, 2) != pages[17]


def test_size_characters_and_accidents(pages: list[Generated]) -> None:
    assert 5_000 < sum(len(page.content) for page in pages) / COUNT < 7_000
    assert not any(page.content.isascii() for page in pages)
    assert 0.15 < sum(page.truth["accident"] is not None for page in pages) / COUNT < 0.25
    assert [page.truth["shape"] for page in pages[:5]] == list(PLAN)


def test_a_sixth_of_the_paragraphs_is_not_english(pages: list[Generated]) -> None:
    paragraphs = [text for page in pages for text in _texts(page, "paragraphs")]
    foreign = sum(text[:8] in FOREIGN for text in paragraphs)
    assert 0.14 < foreign / len(paragraphs) < 0.22


def test_undamaged_pages_say_their_truth(pages: list[Generated]) -> None:
    for page in pages:
        if page.truth["accident"] is None:
            lines = page.content.decode().split("\n")
            assert all(text in lines for text in _texts(page, "paragraphs"))
            assert str(page.truth["title"]) in page.content.decode()


def test_damage_can_be_undone(pages: list[Generated]) -> None:
    back = {character: byte for byte, character in SOFT_1252.items()}
    for page in pages:
        text, accident = page.content.decode(), str(page.truth["accident"])
        if accident == "latin-1":
            text = text.encode("latin-1").decode()
        for _ in range({"cp1252": 1, "cp1252 twice": 2}.get(accident, 0)):
            text = bytes(map(back.__getitem__, text)).decode()
        assert all(paragraph in text for paragraph in _texts(page, "paragraphs"))


def test_the_truth_lies_beside_the_pages(tmp_path: Path) -> None:
    size = write(tmp_path, 10, 3)
    assert size == sum(path.stat().st_size for path in (tmp_path / "documents").iterdir())
    assert len((tmp_path / "truth.jsonl").read_text("utf-8").splitlines()) == 10


def _texts(page: Generated, key: str) -> list[str]:
    found = page.truth[key]
    assert isinstance(found, list)
    return found


DIGEST = "2f262ea5fc347589"
"""Of the first pages of seed 1. A change of the words or shapes changes it, and with it every figure ever measured."""
