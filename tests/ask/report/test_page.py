"""The page as a run writes it: its numbers are those of its snapshot, and its policy fits its own style and script."""

from __future__ import annotations

import base64
import hashlib
import html
import re

from tests.conftest import Published


def test_the_page_of_a_run_counts_the_rows_of_its_snapshot(seeds: Published) -> None:
    page = (seeds.folder / "report.html").read_text("utf-8")
    words = html.unescape(re.sub(r"<[^>]+>|\s+", " ", page))
    for table in ("infobox_fields", "commanders"):
        assert re.search(rf"\b{table} +{len(seeds.table(table)):,} ", words), table
    assert f"What was read from {len(seeds.table('documents'))} inputs" in words


def test_the_policy_names_exactly_the_style_and_the_script_of_the_page(seeds: Published) -> None:
    page = (seeds.folder / "report.html").read_text("utf-8")
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
    for element in ("style", "script"):
        (own,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        sha256 = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{sha256}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
