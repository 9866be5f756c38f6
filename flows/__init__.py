"""Scraped text in, validated tables out: everything that runs. ``flows.api`` says what ``import flows`` gives.

>>> import flows
>>> flows.clean("Itâ€™s 5â€“2").text
'It’s 5–2'
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.api import CleanText, Page, Report, RunOptions, clean, read, run, undo

__all__ = ["CleanText", "Page", "Report", "RunOptions", "clean", "read", "run", "undo"]
__version__ = "0.1.0"

# numpy looks for it while it is imported. The line classifier's matrices are small: with several threads nearly all of
# the time goes into waiting for each other (measured: 100 ms a page instead of 8). Whoever has set it knows better.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if not TYPE_CHECKING:  # or type checkers would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        """Return what the API has under this name; imported only then, since ``--help`` and workers do without."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415

        # The class of a report comes with all that a run needs, which `clean` does without.
        return getattr(import_module("flows.runs.job" if name == "Report" else "flows.api"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
