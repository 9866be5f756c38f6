"""A conflict's page against its answer: the items of each field, the sides of the typed rows, both ends of the date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.quality.corpus_pages import SINGLE, Page
from tests.quality.plain_dates import read_days
from tests.quality.verdicts import Finding, as_one, merged, norm, verdict

SIDED: Final = ("combatant", "commander", "units", "strength", "casualties")
TYPED: Final = {
    "combatant": "belligerents",
    "commander": "commanders",
    "units": "units",
    "strength": "strengths",
    "casualties": "casualties",
}
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
    yield from compare_sides(page, answers)
    yield compare_dates(page, answers)


def _is_printed(key: str, lines: Sequence[str], text: str, shape: str) -> bool:
    """Return whether a shape prints a field: a dump has no captions, a browser's page no fourth cell of losses."""
    if shape == "wiki_dump":
        return f"\n- {key.capitalize()}: " in text
    return not key.startswith(SIDED) or not lines or lines[0].lstrip("* ") in text


def _finding(page: Page, field: str, want: Sequence[str], got: Sequence[str], *keys: str) -> Finding:
    return Finding(field, page.answer["id"], verdict(want, got), want, got, keys)


def compare_sides(page: Page, answers: dict[str, list[str]]) -> Iterator[Finding]:
    """Yield whether each typed row stands on the side that the answer has its words on.

    "never wrong" fails when one row of the page stands on another side; "all known" also when one has no side.
    """
    for base, table in TYPED.items():
        want = {
            int(key[-1]): " ".join(merged(lines))
            for key, lines in answers.items()
            if re.fullmatch(base + r"[123]", key)
        }
        rows = [row for row in page.tables.rows(table, page.source) if norm(row["source_text"])]
        if base == "casualties" and "casualties3" in answers and "combatant3" not in answers:
            # A third cell without a third side holds civilians or totals, which are of no side.
            third = " ".join(merged(answers["casualties3"]))
            rows = [row for row in rows if row["side"] is not None or norm(row["source_text"]) not in third]
            want.pop(3, None)
        if any(row.get("is_cross_reference") for row in rows) or not want or not rows:
            continue  # the rows come from a section that the answer does not hold, or there is nothing to hold against
        wrong = [
            (row["side"], row["source_text"])
            for row in rows
            if row["side"] is not None and norm(row["source_text"]).split("(")[0] not in want.get(row["side"], "")
        ]
        unknown = [row["source_text"] for row in rows if row["side"] is None]
        source = page.answer["id"]
        yield Finding(f"{base} sides never wrong", source, "wrong" if wrong else "exact", want, wrong)
        known = "wrong" if wrong else "missing" if len(unknown) == len(rows) else "partly" if unknown else "exact"
        yield Finding(f"{base} sides all known", source, known, want, wrong or unknown)


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
