"""The templates of the quality page, and what every page of ours carries: style, script, and a policy for both."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_PAGES: Final = Path(__file__).with_name("pages")


@cache
def environment() -> Environment:
    """Return the templates: whatever they are given is escaped, and a name that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def own_parts() -> dict[str, str]:
    """Return the ``style`` and ``script`` of a page, and the ``policy`` that lets nothing else in.

    The policy names the page's own style and script by their hashes: whatever markup an input might smuggle in would
    neither run nor load anything.
    """
    style, script = ((_PAGES / name).read_text("utf-8") for name in ("style.css", "script.js"))
    policy = (
        f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    # Files of this package, no input: they go in as they stand, else their hashes would not fit.
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704


def _hashed(text: str) -> str:
    """Return the text's hash as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
