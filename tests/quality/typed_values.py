"""Measure the value readers on the answers of another project's parser tests, and on the dates of battles.

    PYTHONPATH=. python tests/quality/typed_values.py --corpora FOLDER [--show] [--update]

FOLDER holds ``typed_values.jsonl`` (rows of ``parser, args, input, expected``) and ``casualty_statements.jsonl`` (date
texts with typed ends). Every input stands in a field of a box in wikitext and is read on the product's own path, so
that templates are too. What became of it:

- **right**: the answer; lengths, areas, times … are compared in SI units, as the answers are;
- **left**: no typed value;
- **differs**: a value whose numbers and days the input prints, but not the answer. Some answers do not follow from
  the input alone ("07/13/2003" in another calendar, half a point): no list excuses them, they are counted here;
- **another**: a number, day, month or year that the input does not print. There must be none;
- **no answer**: the file gives none, and what is read is printed.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from flows.infobox.values.flags import flag_country
from tests.quality import floors
from tests.quality.accounting import NEVER_OTHER, judge
from tests.quality.value_page import ValuePage, read_value

SECTION: Final = "typed_values"
LABELS: Final = {
    **{"Length": "height", "Area": "area", "Volume": "volume", "Ratio": "percent_water", "Time": "duration"},
    **{"Mass": "weight", "metre": "elevation_m", "IntegerParser": "population", "LinkParser": "website"},
    **{"GeoCoordinateParser": "coordinates", "SingleGeoCoordinateParser": "coordinates"},
    **{"FlagTemplateParser": "country", "DateTimeParser": "birth_date"},
}
"""The label of a field by what its parser reads; an input without one has no place in a box."""
VERDICTS: Final = ("right", "left", "differs", "another", "no answer")


class TypedCase(NamedTuple):
    """One value: which parser it is for, what a page prints, the answer, and what became of it."""

    parser: str
    text: str
    expected: str
    verdict: str
    published: Any


def parser_cases(corpora: Path) -> Iterator[TypedCase]:
    """Yield the inputs of the parsers; one whose answer is not given is judged by the rule alone."""
    for line in (corpora / "typed_values.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        label = LABELS.get(row["parser"]) or LABELS.get(row["args"][-1] if row["args"] else "")
        if label is None:
            continue
        page = read_value(label, row["input"])
        published = _published(label, page)
        answer = re.fullmatch(r"(?:approximatelyEqualTo\()?Some ?\((.*)\)+|None", row["expected"], re.DOTALL)
        verdict = _verdict(label, row["input"], page, answer is not None and _is_right(row, answer[1], published))
        if answer is None and verdict == "differs":
            verdict = "no answer"
        yield TypedCase(row["parser"], row["input"], row["expected"], verdict, published)


def battle_cases(corpora: Path) -> Iterator[TypedCase]:
    """Yield the dates of battles with both ends."""
    for line in (corpora / "casualty_statements.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        page = read_value("date", row["dates"])
        ends = [f"{one.start_date}/{one.end_date}" for one in page.rows.conflicts]
        expected = f"{row['start_date']}/{row['end_date']}"
        yield TypedCase(
            "dates of battles", row["dates"], expected, _verdict("date", row["dates"], page, ends == [expected]), ends
        )


def _verdict(label: str, text: str, page: ValuePage, is_right: bool) -> str:
    if is_right:
        return "right"
    account = page.account(label, re.sub(r"[\[\]]", "", text))
    if any(finding.verdict == "wrong" for finding in judge(account) if finding.field.endswith(NEVER_OTHER)):
        return "another"
    return "differs" if any(row["kind"] != "text" for row in account.rows if "kind" in row) else "left"


def _published(label: str, page: ValuePage) -> list[Any]:
    if label == "country":
        return [flag_country(field.value)[1].strip() for field in page.rows.infobox_fields if field.label == label]
    return [row for row in page.rows.infobox_values if row.kind != "text"]


def _is_right(row: dict[str, Any], answer: str | None, published: list[Any]) -> bool:
    """Return whether the first value is the answer, within a tenth of a per mille where it was converted."""
    if answer is None or not published:
        return answer is None and not published
    first = published[0]
    given = answer.removeprefix("build(").strip(' ()"')
    if row["parser"] in ("LinkParser", "FlagTemplateParser"):
        text = first if isinstance(first, str) else first.text
        return str(text) in (given, given.removeprefix("http://"))
    if row["parser"] == "DateTimeParser":
        return (first.edtf or "").split("/")[0].rstrip("~") == _edtf(given)
    numbers = [_product(part) for part in given.split(",")]
    if len(numbers) == 2:
        return (first.latitude, first.longitude) == tuple(numbers)
    value = first.number_min / 100 if first.unit == "%" else first.si_min
    if row["parser"] == "IntegerParser" or value is None:
        value = first.number_min  # its answers leave the unit out
    elif first.si_unit == "kg":
        value *= 1_000  # the answers are in grams
    return value is not None and math.isclose(value, numbers[0], rel_tol=1e-4)


def _edtf(given: str) -> str:
    """Return an answer's date in our words; years before Christ are counted like astronomers on ours alone."""
    sign, year, rest = re.fullmatch(r"(-?)(\d{4}|-)(.*)", given).groups()  # type: ignore[union-attr]
    return "XXXX-" + rest if year == "-" else (f"-{int(year) - 1:04d}" if sign else year) + rest


def _product(text: str) -> float:
    return sum(math.prod(map(float, term.split("*"))) for term in text.split("+"))


def main() -> int:
    """Print what became of the values per parser, and hold the shares against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="list the values that are not right")
    floors.add_options(parser)
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for cases in (parser_cases, battle_cases):
        for case in cases(options.corpora):
            counts.setdefault(case.parser, Counter())[case.verdict] += 1
            if options.show and case.verdict not in ("right", "no answer"):
                print(
                    f"  {case.parser} {case.verdict}: {case.text!r}, answer {case.expected}, read {case.published[:2]}"
                )
    print(f"| typed values | {' | '.join(VERDICTS)} | of |\n|---|{'---:|' * (len(VERDICTS) + 1)}")
    for name, found in counts.items():
        print(f"| {name} | {' | '.join(str(found[verdict]) for verdict in VERDICTS)} | {found.total()} |")
    figures = {f"{name} right": found["right"] / (found.total() - found["no answer"]) for name, found in counts.items()}
    figures |= {f"{name} never another": 1 - found["another"] / found.total() for name, found in counts.items()}
    fallen = floors.check(SECTION, figures, options.update, options.allow_regression)
    for name in fallen:
        print(f"below its floor: {name}")
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
