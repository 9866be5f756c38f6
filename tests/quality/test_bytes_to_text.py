"""The floors of bytes -> text: as many pages of known text come back exactly as ever did."""

from __future__ import annotations

import pytest

from tests.quality import floors
from tests.quality.bytes_to_text import SECTION, figures, pinned


@pytest.mark.slow
def test_no_kind_of_page_falls_below_its_floor() -> None:
    assert floors.check(SECTION, figures(pinned()), update=False, allow_regression=False) == []
