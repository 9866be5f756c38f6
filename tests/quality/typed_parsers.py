"""Measure units, numbers, coordinates, links and flags on the answers of another project's parser tests.

    python tests/quality/typed_parsers.py --corpora FOLDER [--show]

Every input is put into a field of a box in wikitext and read on the product's own path, so that templates are too.
Lengths, areas, times … are compared in SI units, as the answers are.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.formats.wikitext.boxes import find_boxes, read_box
from flows.infobox.reader import read
from flows.infobox.values.flags import flag_country
from flows.model import Document

LABELS = {
    "Length": "height",
    "Area": "area",
    "Volume": "volume",
    "Ratio": "percent_water",
    "Time": "duration",
    "Mass": "weight",
    "metre": "elevation_m",
    "IntegerParser": "population",
    "GeoCoordinateParser": "coordinates",
    "LinkParser": "website",
    "FlagTemplateParser": "country",
}
ILL_FORMED = {
    "0.1": "the unit (astronomical unit) stands in the mapping, neither in the input nor in a label",
    "03/13/O": "half a point; whether O is east or west depends on the language of the page, not on the input",
    "21.30 Km\\u00B2": "an escape of the test's source that its compiler resolves",
    "{{height|ft=6|in=6}}dgjhgj34": "only the unit is a value; what is glued to it is no page's text",
    "{{URL|EXAMPLE.com}}": "the expectation changes the case of the host, which the page does not",
}
SECONDS = {
    "{{Duration|1|22|34}}": 4954,
    "{{Duration|m=74|s=32}}": 4472,
    "{{Duration|h=1|m=2|s=34}}": 3754,
    "{{Duration|h=1|m=2|s=3}}": 3723,
    "{{Duration|1|2|3}}": 3723,
}
"""Inputs whose answer the file gives as "expected" only: computed from their text."""


def values_of(label: str, source: str) -> list[Any]:
    """Return the typed values of a field of a box in wikitext, and its plain text where it is no typed one."""
    page = f"{{{{Infobox thing\n| name = X\n| {label} = {source}\n}}}}\n"
    boxes = tuple(box for span in find_boxes(page) for box in read_box(span)[0])
    rows = read("d", Document("wikitext", "", (), "t", infoboxes=boxes))
    if label == "country":
        return [flag_country(field.value)[1].strip() for field in rows.infobox_fields if field.label == label]
    return [row for row in rows.infobox_values if row.kind != "text"]


def is_right(row: dict[str, Any], found: list[Any]) -> bool:
    """Return whether the first value is the answer, within a tenth of a per mille where it was converted."""
    expected = row["expected"]
    answer = re.search(r"Some\((?:build\()?(.*?)\)*\Z", expected)
    if row["input"] in SECONDS:
        numbers = [float(SECONDS[row["input"]])]
    elif answer is None or not found:
        return False
    elif row["parser"] in ("LinkParser", "FlagTemplateParser"):
        given = answer[1].strip('"')
        text = found[0] if isinstance(found[0], str) else found[0].text
        return text in (given, given.removeprefix("http://"))
    else:
        numbers = [_product(part) for part in answer[1].split(",")]
    if not found:
        return False
    first = found[0]
    if len(numbers) == 2:
        return (first.latitude, first.longitude) == tuple(numbers)
    value = first.number_min / 100 if first.unit == "%" else getattr(first, "si_min", None)
    value = first.number_min if value is None else value
    if row["parser"] == "IntegerParser":
        value = first.number_min  # its answers leave the unit out
    elif first.si_unit == "kg":
        value *= 1_000  # the answers are in grams
    return value is not None and math.isclose(value, numbers[0], rel_tol=1e-4)


def _product(text: str) -> float:
    return sum(math.prod(map(float, term.split("*"))) for term in text.split("+"))


def main() -> int:
    """Print the share of right values per parser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="list the values that differ, and those left out")
    args = parser.parse_args()
    right: dict[str, list[bool]] = defaultdict(list)
    for line in (args.corpora / "typed_values.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        label = LABELS.get(row["parser"]) or LABELS.get(row["args"][-1] if row["args"] else "")
        if row["input"] in ILL_FORMED or label is None:
            if args.show and row["input"] in ILL_FORMED:
                print(f"  left out {row['input']!r}: {ILL_FORMED[row['input']]}")
            continue
        found = values_of(label, row["input"])
        right[row["parser"]].append(is_right(row, found))
        if args.show and not right[row["parser"]][-1]:
            print(f"  {row['input']!r}: expected {row['expected']}, read {found[:2]}")
    for name, verdicts in right.items():
        print(f"{name}: {sum(verdicts)} of {len(verdicts)} = {sum(verdicts) / len(verdicts):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
