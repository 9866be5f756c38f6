"""Which licences let a page's text be published, from ``flows/rules/licences.toml``."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files


def license_allows_text(license: str | None) -> bool:  # noqa: A002 - the column is called so
    """Return whether the text of a page under this licence (an SPDX id) may be published.

    Facts are free, a page's wording is not. A licence that is unknown or not listed does not allow it: what nobody
    looked at must not be published by default. Case is no matter, as in SPDX.

    >>> license_allows_text("CC-BY-SA-4.0"), license_allows_text("LicenseRef-AllRightsReserved")
    (True, False)
    >>> license_allows_text(None)
    False
    """
    return license is not None and _allowed().get(license.strip().lower(), False)


@functools.cache
def _allowed() -> dict[str, bool]:
    text = files("flows.rules").joinpath("licences.toml").read_text("utf-8")
    return {entry["id"].lower(): entry["allows_text"] for entry in tomllib.loads(text)["licence"]}
