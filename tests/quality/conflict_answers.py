"""A conflict's page against its answer: the items of each field, the sides of the typed rows, both ends of the date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.quality.conflict_sides import compare_sides
from tests.quality.corpus_pages import SINGLE, Page
from tests.quality.plain_dates import read_days
from tests.quality.typed_answers import compare_typed
from tests.quality.verdicts import Finding, as_one, merged, verdict

SIDED: Final = ("combatant", "commander", "units", "strength", "casualties")
WHOLE: Final = (*SINGLE[:-1], "result", "status", "territory", "caption")
_SERIES: Final = re.compile(r"^([a-z_]+?)(\d[a-z]?)?$")


def compare(page: Page, shape: str) -> Iterator[Finding]:
    """Yield the findings of one page of one shape: its fields, then sides and dates."""
    found = page.tables.field_items(page.source)
    answers: dict[str, list[str]] = page.answer["answer"]
    printed = {key: lines for key, lines in answers.items() if _is_printed(key, lines, page.answer[shape], shape)}
    for key, lines in printed.items():
        match = _SERIES.match(key)
        if match is None or match[1] not in (*SIDED, *WHOLE):
            continue
        base = match[1]
        if base in SINGLE:
            yield _finding(page, base, as_one(lines), as_one(found.get(key, [])), key)
        elif base in WHOLE or shape == "wiki_dump":
            yield _finding(page, base, merged(lines), merged(found.get(key, [])), key)
    if shape == "wiki_page":  # It has no columns: the sides' items follow each other.
        for base in SIDED:
            keys = sorted(key for key in printed if key[:-1] == base)
            want = [item for key in keys for item in merged(answers[key])]
            if want:
                yield _finding(page, base, want, merged(found.get(base, [])), *keys)
    yield from compare_typed_tables(page, page.answer["id"], answers)


def compare_battle(page: Page) -> Iterator[Finding]:
    """Yield the findings of a saved page of a battle in one of its renderings: its typed tables."""
    yield from compare_typed_tables(page, page.answer["id"], page.answer["answer"])


def compare_typed_tables(page: Page, name: str, answers: dict[str, list[str]]) -> Iterator[Finding]:
    """Yield the findings about the typed tables of a conflict: sides, columns, dates."""
    yield from compare_sides(page, name, answers)
    yield from compare_typed(page, name, answers)
    yield compare_dates(page, answers)


def _is_printed(key: str, lines: Sequence[str], text: str, shape: str) -> bool:
    """Return whether a shape prints a field: a dump has no captions, a browser's page no fourth cell of losses."""
    if shape == "wiki_dump":
        return f"\n- {key.capitalize()}: " in text
    return not key.startswith(SIDED) or not lines or lines[0].lstrip("* ") in text


def _finding(page: Page, field: str, want: Sequence[str], got: Sequence[str], *keys: str) -> Finding:
    return Finding(field, page.answer["id"], verdict(want, got), want, got, keys)


def compare_dates(page: Page, answers: dict[str, list[str]]) -> Finding:
    """Return whether both ends of the date are typed as a second, simple reader has them.

    Where that reader keeps silent the two ends have only to be there: the answer has the date's words alone.
    """
    text = "\n".join(answers.get("date", []))
    rows: list[dict[str, Any]] = page.tables.rows("conflicts", page.source)
    if not rows:
        return Finding("date typed", page.answer["id"], "missing", text, None)
    got = (rows[0]["start_edtf"], None if rows[0]["is_ongoing"] else rows[0]["end_edtf"])
    days = read_days(text)
    is_whole = got[0] is not None and (got[1] is not None or rows[0]["is_ongoing"])
    if days is None:
        return Finding("date typed", page.answer["id"], "exact" if is_whole else "missing", text, got)
    return Finding("date typed", page.answer["id"], verdict([*days], [*got]) if is_whole else "missing", days, got)
