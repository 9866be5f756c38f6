"""Opens a quality page in a headless Chromium of this machine, and notes all that a page that is sound does not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str:
    """Return the path of a Chromium; without one the test is skipped, and fails where NEEDS_CHROMIUM is set.

    ``.ci/run`` sets it where CI is set: there a page that nobody opened must not pass for one that was.
    """
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        missing = f"no Chromium in PATH (looked for {', '.join(CHROMIUMS)}): install one, nothing is downloaded"
        if os.environ.get("NEEDS_CHROMIUM"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@dataclass(slots=True)
class Visit:
    """One page that is open: the page to act on, and what it asked of the network, the user, and the console."""

    page: Any
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors, warnings and breaches of the security policy."""

    def holds(self) -> bool:
        """Return whether nothing was asked for and nothing complained."""
        return not (self.requests or self.dialogs or self.complaints)


@contextmanager
def visit(browser: Any, file: Path, width: int = 1280, **context: Any) -> Iterator[Visit]:
    """Yield the page of a file. Any request but for itself is refused and noted."""
    address = file.resolve().as_uri()
    with browser.new_context(viewport={"width": width, "height": 800}, **context) as opened:
        seen = Visit(opened.new_page())
        page = seen.page

        def refuse(route: Any) -> None:
            seen.requests.append(route.request.url)
            route.abort()

        def dismiss(dialog: Any) -> None:
            seen.dialogs.append(dialog.message)
            dialog.dismiss()

        opened.route(lambda url: url.partition("#")[0] != address and not url.startswith("data:"), refuse)
        page.on("dialog", dismiss)
        page.on("console", lambda said: seen.complaints.append(said.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(address)
        yield seen
