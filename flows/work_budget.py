"""The work that one page may cost. It is counted and never timed, so that a page has the same outcome on every machine.

What multiplies a reader's work is counted before the reader begins: tags, lines, entities, the characters of values.
Repairs of what a reader takes out of the page are counted as they are made, and rows when they are known. Each has a
price in steps. A page of more than ``MAX_STEPS`` is over its budget: it is published as plain text, as it came, with an
issue ``over-budget`` that names the counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar, Token
from typing import Final

PRICES: Final[Mapping[str, int]] = {
    "odd characters": 3,
    "entities": 8,
    "lines": 2,
    "tags": 14,
    "tags of boxes": 6,
    "marks": 10,
    "headings": 10,
    "boxes": 60,
    "characters of values": 6,
    "repairs": 4,
    "rows": 60,
}
"""The steps of one of each kind, as measured on pages of nothing else (``tests/benchmarks/budget.py``).

A step is about a microsecond, or 100 bytes of memory. Only what costs most in some shape is counted: what is cheaper
than 0.2 steps a byte (words, long lines, comments) ends with the largest input that is read.
"""
MAX_STEPS: Final = 2_500_000
"""The most steps of a page: about 3 seconds, 300 MB and 50,000 rows. The dearest of 6,250 real pages costs less than a
fifth of it (``python tests/benchmarks/budget.py --corpora FOLDER``): only a page made for the purpose is over it."""
_NAMED: Final = 3


class OverBudgetError(Exception):
    """A page would cost more than its budget; the message names the dearest of its counts, and the steps of all."""


class PageBudget:
    """The counted work of one page. ``spend`` counts for the page in whose ``with`` block it is called."""

    __slots__ = ("_counts", "_token")

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._token: Token[PageBudget | None] | None = None

    def __enter__(self) -> PageBudget:
        self._token = _OPEN.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _OPEN.reset(self._token)

    @property
    def steps(self) -> int:
        """The steps of all that was counted."""
        return sum(PRICES[what] * count for what, count in self._counts.items())

    def spend(self, what: str, count: int) -> None:
        """Count work of one kind. Raises ``OverBudgetError`` when the page costs more than ``MAX_STEPS`` with it."""
        self._counts[what] += count
        if self.steps > MAX_STEPS:
            dearest = sorted(+self._counts, key=lambda one: -PRICES[one] * self._counts[one])[:_NAMED]
            counts = ", ".join(f"{self._counts[one]:,} {one} at {PRICES[one]}" for one in dearest)
            raise OverBudgetError(f"{counts}: {self.steps:,} of {MAX_STEPS:,} steps")


_OPEN: ContextVar[PageBudget | None] = ContextVar("page budget", default=None)


def spend(what: str, count: int) -> None:
    """Count work of the page that is being read; nothing where no page is (a reader called by itself).

    It is called before a function that remembers its answers, never in it: what was read before must not make a page
    cheaper. Raises ``OverBudgetError``, which ``process_documents`` catches.
    """
    budget = _OPEN.get()
    if budget is not None and count:
        budget.spend(what, count)
