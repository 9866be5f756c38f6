"""The rule files of ``data/``: the one place that knows where they lie and how they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"


def read_rules(name: str) -> dict[str, Any]:
    """Return a rule file as tables.

    >>> sorted(read_rules("compass.toml"))
    ['both', 'east', 'north', 'reversed', 'south', 'west']
    """
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
