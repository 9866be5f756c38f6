"""How many values of real boxes in wikitext are read as two independent parsers agree that they read.

``python tests/quality/wikitext_boxes.py --corpora FOLDER`` prints the share over ``wikitext_boxes.jsonl`` of the folder
and the templates nobody knows; ``--show`` prints every value that differs, with its source.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from flows.formats.wikitext.box_values import plain
from flows.formats.wikitext.boxes import find_boxes, read_box

HOLE = "\ufffc"  # where both parsers of the answer file lost a template
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2} ?|\U0001f3f4[\U000e0061-\U000e007f]+ ?")
MARKS = re.compile("^(?:[*#:;]+ ?|- )")


def form(line: str) -> str:
    """Return what two readings of a line must share: its words, without list marks, flags, kinds of blanks."""
    line = " ".join(FLAG.sub("", line).split())
    return MARKS.sub("", line).strip()


def lines_of(text: str) -> list[str]:
    return [line for line in map(form, text.split("\n")) if line]


def compare(path: Path, show: bool) -> tuple[Counter[str], Counter[str]]:
    verdicts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        boxes = find_boxes(row["wikitext"])
        fields: dict[str, str] = {}
        sources: dict[str, str] = {}
        for box in boxes[:1]:
            read, names, *_ = read_box(box)
            unknown.update(names)
            for infobox in read[:1]:
                fields = {field.label: field.plain for field in infobox.fields}
                sources = {field.label: field.source_text for field in infobox.fields}
        for answer in row["fields"]:
            if answer["status"] != "agree":
                continue
            expected = [line for line in map(form, map(plain_answer, answer["lines"])) if line]
            got = lines_of(fields.get(answer["key"], ""))
            if any(HOLE in line for line in expected):
                verdict = "hole in the answer"
            elif got == expected:
                verdict = "exact"
            else:
                verdict = "missing" if not got else "partly" if set(got) & set(expected) else "wrong"
                if show:
                    print(f"{row['id']} {row['template']}: {answer['key']} ({verdict})")
                    print(
                        f"  source: {sources.get(answer['key'], '')[:300]!r}\n  expected: {expected}\n  got:      {got}"
                    )
            verdicts[verdict] += 1
    return verdicts, unknown


def plain_answer(line: str) -> str:
    """Return a line of the answer; what it left as markup is read as any value is."""
    return plain(line) if "{{" in line or "[[" in line else line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    verdicts, unknown = compare(options.corpora / "wikitext_boxes.jsonl", options.show)
    judged = sum(count for verdict, count in verdicts.items() if verdict != "hole in the answer")
    print(", ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common()))
    print(f"exact: {verdicts['exact'] / judged:.2%} of {judged} values")
    print("templates nobody knows:", ", ".join(f"{name} {count}" for name, count in unknown.most_common()) or "none")


if __name__ == "__main__":
    main()
