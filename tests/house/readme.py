"""What stands in the README's generated blocks: real commands with their real output, and the data dictionary.

``cog -P -r README.md`` runs these functions and writes what they print; ``cog -P --check README.md`` in CI fails when a
block is not what the command says today. Only what differs from run to run (seconds, snapshot names) is replaced.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def scratch() -> Path:
    """Return a folder with the seeds and their published tables, as a user has them after the first command."""
    folder = Path(tempfile.mkdtemp(prefix="readme-"))
    (folder / "seeds").symlink_to(ROOT / "seeds")
    _run(["run"], folder)
    return folder


def _run(arguments: list[str], folder: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "110", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment.pop("PREFECT_API_URL", None)
    environment["PREFECT_HOME"] = str(folder / ".prefect")
    command = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def command(line: str, *, lines: int | None = None, stdin: str | None = None, full: bool = False) -> None:
    """Print a command and what it answers, cut to ``lines``; its talk on stderr comes first, as in a terminal."""
    extra = ["--full"] if full else []
    done = _run(shlex.split(line)[1:] + extra, scratch(), stdin)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{line}: exit {done.returncode}\n{done.stderr}")
    answer = steady(done.stderr + done.stdout).splitlines()
    if lines is not None and len(answer) > lines:
        answer = [*answer[:lines], "…"]
    given = f"echo {shlex.quote(stdin.strip())} | " if stdin else ""
    print("```console\n$ " + given + line)
    print("\n".join(row.rstrip() for row in answer))
    print("```")


@functools.cache
def _twelve_pages() -> None:
    """Publish a folder ``pages`` of twelve pages in the scratch folder, then lose five of them."""
    pages = scratch() / "pages"
    pages.mkdir()
    for number in range(12):
        content = next((ROOT / "seeds").glob(f"00{number % 5}*")).read_bytes()
        (pages / f"{number:02}.txt").write_bytes(content + f"\nPage {number}.\n".encode())
    _run(["run", "pages", "--output", "tables"], scratch())
    for number in range(7, 12):
        (pages / f"{number:02}.txt").unlink()


def gate(line: str, *, lines: int | None = None) -> None:
    """Print what a command says after five of twelve published pages were lost."""
    _twelve_pages()
    command(line, lines=lines)


def badges() -> None:
    """Print what holds for this checkout: facts of pyproject.toml and of the contract, no picture from a server."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    contract = json.loads((ROOT / "schemas" / "contract.json").read_text(encoding="utf-8"))
    facts = {
        "Python": project["requires-python"].removeprefix(">=") + "+",
        "licence": project["license"],
        "contract": contract["version"],
        "typed": "mypy strict",
        "network": "none needed, none used",
    }
    print("\n" + " · ".join(f"**{name}** {fact}" for name, fact in facts.items()) + "\n")


_EXAMPLE = """\
import flows
from pathlib import Path

page = flows.read(Path("seeds/004_55bf205f7ace9138.txt"))  # a str is the text of a page, bytes are decoded
print(page.title, "|", page.shape, "|", len(page.edits), "edits")
for row in page.rows("casualties"):
    print(row["side"], row["kind"], row["count_min"], row["count_max"], row["claimant"], "|", row["source_text"].strip())
print(flows.run("seeds", "output").rows["conflicts"], "conflicts")
"""


def python_example() -> None:
    """Print a use of the Python API, and what it answers."""
    done = subprocess.run(
        [sys.executable, "-c", _EXAMPLE],
        cwd=scratch(),
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    print(f"```python\n{_EXAMPLE}```\n```text\n{steady(done.stdout).rstrip()}\n```")


def steady(text: str) -> str:
    """Return the text without what differs from run to run."""
    text = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", "20261122T013000Z-3f9a1c2e", text)
    return re.sub(r"\bin \d+\.\d s\b", "in 0.7 s", text).replace(str(scratch().resolve()) + "/", "")


def dictionary() -> None:
    """Print one line a table: what it holds and its columns."""
    from schemas.tables import TABLES

    print("\n| table | one row | columns |\n|---|---|---|")
    for name, spec in TABLES.items():
        columns = spec.model.to_schema().columns
        shown = " · ".join(f"`{column}`{'?' if columns[column].nullable else ''}" for column in columns)
        print(f"| **{name}** | {spec.grain} | {shown} |")
    print()


def seed_line(prefix: str, start: str) -> None:
    """Print one line of a seed as it was scraped."""
    path = next((ROOT / "seeds").glob(f"{prefix}*"))
    line = next(row for row in path.read_text(encoding="utf-8").splitlines() if row.startswith(start))
    print(f"```text\n{line}\n```")
