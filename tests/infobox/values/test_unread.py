"""Words that a reading did not use: all of them come out, and those that may change a value are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.infobox.values.unread import is_grave, unread_words


@given(st.lists(st.sampled_from(["one", "2", "km", "(three)", "May"]), min_size=1, max_size=8), st.data())
def test_every_word_is_used_or_left(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    ends = [len(" ".join(words[: at + 1])) for at in range(len(words))]
    spans = [(end - len(word), end) for word, end in zip(words, ends, strict=True)]
    used = data.draw(st.sets(st.sampled_from(range(len(words)))))
    left = unread_words(text, [spans[at] for at in used])
    expected = [word for at, word in enumerate(words) if at not in used]
    assert (left or "").replace("… ", "").split() == expected


@pytest.mark.parametrize("words", ["10½ in", "½", "³", "crore", "in June", "(see", "₹", "mi", "EUR"])
def test_words_that_may_change_a_value_are_grave(words: str) -> None:
    assert is_grave(words)


@pytest.mark.parametrize("words", ["at home", "(estimated)", "official", "the king"])
def test_other_words_are_not(words: str) -> None:
    assert not is_grave(words)
