"""Golden files: what the seeds' tables hold, as a page a person can review (.md) and as rows (.json).

``pytest tests/golden --update-golden`` rewrites them; nothing else does. Review the diff before committing it.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from flows.infobox.records import CONFLICT_ROWS
from schemas.tables import TABLES

HERE = Path(__file__).parent
SEEDS = sorted(path.name for path in (HERE.parents[1] / "seeds").glob("*.txt"))
LONG = 160
HIDDEN = {"document_id", "box_no", "source_text"}


def cut(value: Any) -> Any:
    """Return a value for JSON: dates as ISO, long texts by their two ends and length."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > LONG:
        return f"{value[:90]} … {value[-40:]} ({len(value)} characters)"
    return value


def as_json(tables: dict[str, list[dict[str, Any]]]) -> str:
    rows = {name: [{key: cut(value) for key, value in row.items()} for row in part] for name, part in tables.items()}
    lines = ["{"]
    for number, (name, part) in enumerate(rows.items()):
        end = "," if number < len(rows) - 1 else ""
        body = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in part)
        lines.append(f'  "{name}": [\n{body}\n  ]{end}' if part else f'  "{name}": []{end}')
    return "\n".join([*lines, "}"]) + "\n"


def cell(value: Any) -> str:
    if value is None or value is False or value == []:
        return ""
    if isinstance(value, list):
        value = " · ".join(value)
    if value is True:
        return "yes"
    return str(cut(value)).replace("|", "\\|").replace("\n", " ⏎ ").replace("\u00a0", "⍽")


def table(rows: list[dict[str, Any]], hidden: set[str]) -> list[str]:
    """Return a Markdown table of the columns that hold anything."""
    columns = [name for name in rows[0] if name not in hidden and any(cell(row[name]) for row in rows)]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return lines + ["| " + " | ".join(cell(row[name]) for name in columns) + " |" for row in rows]


def as_markdown(tables: dict[str, list[dict[str, Any]]]) -> str:
    page = tables["documents"][0]
    lines = [f"# {page['title']}", "", f"`{page['source']}`, shape **{page['shape']}**", ""]
    lines += [
        f"- {name}: {cell(page[name])}"
        for name in page
        if name not in {"document_id", "source", "shape", "title", "text"} and cell(page[name])
    ]
    for name in CONFLICT_ROWS:
        rows = tables[name]
        if not rows:
            continue
        lines += ["", f"## {name}", ""]
        if name == "conflicts":
            lines += [f"- {key}: {cell(value)}" for key, value in rows[0].items() if key not in HIDDEN and cell(value)]
        else:
            lines += table(rows, HIDDEN)
    for name in ("tags", "issues", "edits"):
        if tables[name]:
            lines += ["", f"## {name}", "", *table(tables[name], {"document_id", "source", "tag_no", "edit_no"})]
    lines += ["", "## sections", ""]
    lines += [
        f"- {'  ' * row['level']}{row['heading'] or '(lead)'}: {len(row['text'])} characters"
        for row in tables["sections"]
    ]
    return "\n".join([*lines, "", "## text", "", "```text", page["text"].rstrip("\n"), "```"]) + "\n"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("suffix", [".json", ".md"])
def test_tables_are_as_recorded(seeds: Any, seed: str, suffix: str, request: pytest.FixtureRequest) -> None:
    tables = {name: seeds.rows(name, seed) for name in TABLES}
    found = as_json(tables) if suffix == ".json" else as_markdown(tables)
    path = HERE / (seed[:3] + suffix)
    if request.config.getoption("--update-golden"):
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found, "the tables changed: review, then run with --update-golden"
