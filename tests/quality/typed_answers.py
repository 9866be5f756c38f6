"""What the typed columns of a conflict's page say, line by line against the answer: numbers, kinds, claimants, people.

The answer has lines of words. What a line says is told by a second, small reading of its own, which judges only what is
plain: a number is printed or not; a kind of loss has its word in the line; a mark behind a name has one meaning. Where
a line says nothing plain, nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from tests.quality.accounting import amounts_of, is_amount_printed, texts_of
from tests.quality.aligned_rows import AnswerLine, Row, align, lines_of, plain, rows_of
from tests.quality.corpus_pages import Page
from tests.quality.printed import date_parts, is_told, numbers_in, words_in
from tests.quality.verdicts import Finding

_KINDS: Final = {
    "killed": r"killed|dead|deaths?|died|dies|slain|fatalit|executed|hanged|massacred|perished|kia\b|fell|lost\b|loss",
    "wounded": r"wounded|injur|wia\b",
    "captured": r"captur|prisoner|pows?\b|surrender|abducted|interned|taken|detained|arrested",
    "missing": r"missing|mia\b",
    "deserted": r"desert|defect",
    "displaced": r"displaced|evacuat|refugee|fled|homeless|deported",
}
"""A word that a line or the head above it must have for each kind of loss."""
_THINGS: Final = re.compile(
    r"\b(?:tank|ship|aircraft|plane|gun|vehicle|helicopter|boat|cruiser|destroyer|drone|howitzer|horse|submarine|fighter"
    r"|carrier|launcher|artillery|mortar|apc|afv|ifv|uav|system|depot|cannon|elephant|standard|vessel|galley)",
    re.IGNORECASE,
)
_SHIPS: Final = re.compile(
    r"ship|boat|(?<!tank )destroyer|cruiser|carrier|frigate|galle|vessel|submarine|corvette|minesweeper|transport|barge"
    r"|sloop|brig|schooner|fleet|tug|dreadnought|junk|longship|craft|monitor|ironclad|tender|raptor|\bof the line",
    re.IGNORECASE,
)
_CLAIM: Final = re.compile(
    r"\(([^()]*?)\s+claims?\b[^()]*\)|\b(?:per|according to)\s+(\w+)|(\w+)\s+(?:claim|estimate)s?:", re.I
)
_MARKS: Final = tuple(
    (re.compile(rf"(?:{mark})\W*$", re.MULTILINE), fates)
    for mark, fates in (
        ("KIA|†|✠", {"killed", "died_of_wounds", "executed", "assassinated"}),
        ("WIA", {"wounded"}),
        ("DOW", {"died_of_wounds"}),
        ("POW", {"captured", "surrendered"}),
        ("MIA", {"missing"}),
    )
)
_MARK_WORDS: Final = frozenset({"kia", "wia", "pow", "mia", "dow", "executed", "surrendered", "unknown"})
_COORDINATES: Final = re.compile(r"^Coordinates|\d+°\d+")
_HEADS: Final = re.compile(r"^(?:supported by|support|allies|former|and)\b|:$", re.IGNORECASE)


class Cell(NamedTuple):
    """The lines of one cell of the table, each with the rows that were read from it."""

    lines: list[AnswerLine]
    rows: list[list[Row]]

    def heads(self, at: int) -> str:
        """Return the line and what stands above it in its cell."""
        return "\n".join(line.text for line in self.lines[: at + 1])


def cells_of(base: str, page: Page, answers: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
    """Yield the cells of a field that gave at least one row."""
    lines = lines_of(base, answers)
    by_line: dict[int, list[Row]] = {}
    for one in align(rows_of(base, page), lines):
        if one.line is not None:
            by_line.setdefault(one.line, []).append(one.row)
    for key in dict.fromkeys(line.key for line in lines):
        places = [at for at, line in enumerate(lines) if line.key == key]
        if any(at in by_line for at in places):
            yield Cell([lines[at] for at in places], [by_line.get(at, []) for at in places])


def compare_statements(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield what strengths and losses say: each number of a line, no other one, its kind, and who claims it."""
    issues = "\n".join(row["text"] for row in page.tables.rows("issues", page.source))
    for base in ("strength", "casualties"):
        for cell in cells_of(base, page, answers):
            told = "\n".join([*(text for rows in cell.rows for row in rows for text in texts_of(row)), issues])
            for at, (line, rows) in enumerate(zip(cell.lines, cell.rows, strict=True)):
                numbers = numbers_in(line.text)
                published = [one for row in rows for one in amounts_of(row)]
                parts = date_parts(*(row.get(end) for row in rows for end in ("period_start", "period_end")))
                lost = [
                    number.text
                    for number in numbers
                    if not is_told(number, [*published, *parts.numbers]) and number.text not in told
                ]
                if numbers:
                    yield Finding(
                        f"{base} numbers all told", name, "missing" if lost else "exact", line.text, lost, (line.key,)
                    )
                for row in rows:
                    yield from _statement(base, name, line, cell.heads(at), row)


def _statement(base: str, name: str, line: AnswerLine, above: str, row: Row) -> Iterator[Finding]:
    words = f"{line.text}\n{row['source_text']}"
    others = [one for one in amounts_of(row) if not is_amount_printed(one, words, numbers_in(words))]
    yield Finding(f"{base} numbers never other", name, "wrong" if others else "exact", words, others, (line.key,))
    is_fit = kind_is_fit(base, row, above)
    if is_fit is not None:
        yield Finding(f"{base} kind", name, "exact" if is_fit else "wrong", words, row["kind"], (line.key,))
    if row["claimant"]:
        is_printed = set(words_in(row["claimant"])) <= set(words_in(above))
        yield Finding(f"{base} claimant", name, "exact" if is_printed else "wrong", above, row["claimant"], (line.key,))
    elif _CLAIM.search(row["source_text"]):
        is_noted = _CLAIM.search(row["note"] or "") is not None
        yield Finding(f"{base} claimant", name, "exact" if is_noted else "missing", words, None, (line.key,))


def kind_is_fit(base: str, row: Row, above: str) -> bool | None:
    """Return whether the kind of a statement has its word in the line or above it; None where nothing plain tells."""
    kind, own = row["kind"], row["source_text"]
    own = re.sub(r"(?<=\w)\s*\([^()]*\)", " ", own)  # "117,360 men (including 5,073 POW)" are not captured
    if base == "strength":
        return _SHIPS.search(above) is not None if kind == "ships" else None
    if kind in _KINDS:
        return re.search(_KINDS[kind], above, re.I) is not None
    plain_kinds = [one for one, pattern in _KINDS.items() if re.search(pattern, own, re.I)]
    if len(plain_kinds) == 1 and kind in ("casualties", "other") and not _THINGS.search(own) and amounts_of(row):
        return False
    return None


def compare_people(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield of each commander: is the name printed as one, is every word of the line told, is the fate the mark's."""
    for cell in cells_of("commander", page, answers):
        for line, rows in zip(cell.lines, cell.rows, strict=True):
            for row in rows:
                words = plain(row["source_text"])
                is_printed = row["is_unknown"] or _is_printed_name(row, words)
                yield Finding(
                    "commander name", name, "exact" if is_printed else "wrong", words, row["name"], (line.key,)
                )
                columns = (row["rank"], row["name"], row["nickname"], row["role"])
                told = {word for column in columns for word in words_in(column or "")}
                left = [word for word in words_in(words) if word not in told and word.strip("†") not in _MARK_WORDS]
                left = (
                    [word for word in left if word.removesuffix("kia") not in told] if row["fate"] != "none" else left
                )
                verdict = "exact" if not left else "missing"
                yield Finding("commander words all told", name, verdict, words, left, (line.key,))
                yield from _fate(name, line, row)


def _is_printed_name(row: Row, words: str) -> bool:
    if set(words_in(row["name"])) <= _MARK_WORDS:
        return False  # a mark is nobody's name
    nickname = re.escape(plain(row["nickname"] or ""))
    outside = re.sub(rf"[\"“'‘(]*{nickname}[\"”'’)]*", "", words) if nickname else words
    return plain(row["name"]) in re.sub(r"\s+", " ", outside)


def _fate(name: str, line: AnswerLine, row: Row) -> Iterator[Finding]:
    words = row["source_text"].replace("\u00a0", " ")
    fates = {fate for mark, ones in _MARKS if mark.search(words) for fate in ones}
    if fates:
        verdict = "exact" if row["fate"] in fates else "missing" if row["fate"] == "none" else "wrong"
        yield Finding("commander fate", name, verdict, (words, fates), row["fate"], (line.key,))
    elif not re.search(r"\(|\u00a0$", row["source_text"]):
        verdict = "exact" if row["fate"] in ("none", "marked") else "wrong"
        yield Finding("commander fate", name, verdict, (words, "none"), row["fate"], (line.key,))


def compare_names(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield of each belligerent and unit whether its name is printed, and of each line whether it gave a row."""
    for base in ("combatant", "units"):
        for cell in cells_of(base, page, answers):
            told = "\n".join(text for rows in cell.rows for row in rows for text in texts_of(row))
            for line, rows in zip(cell.lines, cell.rows, strict=True):
                for row in rows:
                    is_printed = plain(row["name"]) in plain(row["source_text"])
                    yield Finding(
                        f"{base} name", name, "exact" if is_printed else "wrong", line.text, row["name"], (line.key,)
                    )
                is_remark = line.text[:1] == "(" and line.text.strip("()") in told
                # "In Northland: (until 1940)" is a head with a remark: both are in the label of its group.
                is_head = _HEADS.search(line.text) or plain(line.text.replace(":", "")) in plain(told.replace(":", ""))
                if rows or not (is_remark or is_head):
                    yield Finding(
                        f"{base} lines all told", name, "exact" if rows else "missing", line.text, None, (line.key,)
                    )


def compare_conflict(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield whether the place is published as printed, and the outcome names the side whose words the result has."""
    rows = page.tables.rows("conflicts", page.source)
    if not rows:
        return
    lines = [line for line in answers.get("place", []) if not _COORDINATES.search(line)]
    if lines:
        want, got = plain(" ".join(lines)), plain(rows[0]["place"] or "")
        verdict = "exact" if got == want else "wrong" if got else "missing"
        yield Finding("place typed", name, verdict, want, got, ("place",))
    wanted = outcome_of(answers)
    if wanted:
        got = rows[0]["outcome"]
        verdict = "exact" if got == wanted else "missing" if got in ("other", "unknown") else "wrong"
        yield Finding("outcome typed", name, verdict, (answers["result"], wanted), got, ("result",))


def outcome_of(answers: Mapping[str, Sequence[str]]) -> str | None:
    """Return the outcome that a result's first line says plainly: the victory of one side's first party, or of nobody.

    >>> outcome_of({"result": ["Japanese victory"], "combatant1": ["Japan"], "combatant2": ["United States"]})
    'side_1'
    """
    first = next(iter(answers.get("result", [])), "").casefold()
    if re.fullmatch(r"(?:inconclusive|indecisive|stalemate|draw)", first.strip()):
        return "inconclusive"
    match = re.fullmatch(
        r"(?:decisive |pyrrhic |tactical |strategic )?([\w ]+?) (?:tactical |strategic )?victory", first.strip()
    )
    if match is None:
        return None
    stem = match[1][:4]
    sides = {
        key[-1]
        for key, texts in answers.items()
        if re.fullmatch(r"combatant\d", key) and any(stem in word[:4] for text in texts for word in plain(text).split())
    }
    return f"side_{sides.pop()}" if len(sides) == 1 else None


def compare_typed(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield every finding about the typed columns of one page."""
    for compare in (compare_statements, compare_people, compare_names, compare_conflict):
        yield from compare(page, name, answers)
