"""Which bytes a version of the command publishes: the SHA-256 of every Parquet file, of the seeds and of each corpus.

A change that moves code must not move data. Print the digests with the command of before and with the command of now,
and compare the two files::

    python tests/quality/same_bytes.py --corpora FOLDER --command .venv/bin/infobox-etl > now.txt
    diff before.txt now.txt

Only the command is used, so that the same script judges any two versions of the code, however they lie on disk.
``--keep FOLDER`` leaves the published snapshots there, to look at what differs. The version of the contract stands in
every file: where only that has moved, ``--contract 1.0.0`` publishes under the version of before, and the command's
python must be able to import ``schemas.tables``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

ROOT = Path(__file__).resolve().parents[2]

PAGES: Final = (
    ("conflict_pages.jsonl", ("wiki_dump", "wiki_page"), "txt"),
    ("front_matter_pages.jsonl", ("scraped", "clean_encoding"), "md"),
    ("wikitext_boxes.jsonl", ("wikitext",), "wiki"),
    ("battle_pages.jsonl", ("joined", "tabbed", "get_text", "wiki_dump"), "txt"),
    ("battle_pages.jsonl", ("html",), "html"),
    ("infotabs_boxes.jsonl", ("html",), "html"),
    ("casualty_statements.jsonl", ("casualties_text",), "txt"),
)
"""A corpus, the keys of its pages that hold a text, and the ending that a scraper would give their files."""

TABLES: Final = (("boilerplate/pages.parquet", "text", "txt"), ("boilerplate/html_dev.parquet", "html", "html"))


def texts_of(corpora: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the name of each corpus and its pages: file name and text."""
    for file, keys, ending in PAGES:
        rows = [json.loads(line) for line in (corpora / file).open(encoding="utf-8")]
        for key in keys:
            yield f"{Path(file).stem}-{key}", [page_text(number, row, key, ending) for number, row in enumerate(rows)]
    for file, key, ending in TABLES:
        rows = pl.read_parquet(corpora / file).to_dicts()
        yield f"{Path(file).stem}-{key}", [page_text(number, row, key, ending) for number, row in enumerate(rows)]


def page_text(number: int, row: dict[str, Any], key: str, ending: str) -> tuple[str, str]:
    """Return name and text of one page of a corpus."""
    text = str(row[key])
    if ending == "html" and "<html" not in text:  # INFOTABS keeps bare boxes, without their class
        box = text.replace("<table", '<table class="infobox"', 1)
        text = f"<html><head><title>Box {number}</title></head><body>{box}</body></html>"
    return f"{number:05}.{ending}", text


UNDER_VERSION: Final = """
import sys
from schemas import tables
tables.CONTRACT_VERSION = sys.argv.pop(1)
from flows.cli.main import main
sys.exit(main())
"""


def digests(command: list[str], source: Path, output: Path) -> list[tuple[str, str]]:
    """Return name and SHA-256 of every Parquet file that the command publishes of a folder."""
    run = [*command, "run", str(source), "--output", str(output), "--full", "--accept", "--workers", "2"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=output.parent)
    if not (output / "current").exists():
        raise SystemExit(f"{' '.join(run)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    files = sorted((output / "current").resolve().glob("*.parquet"))
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


def main() -> None:
    """Print a line a file: corpus, file, SHA-256."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, help="a folder with the page files; without it, the seeds alone")
    parser.add_argument("--command", default=str(Path(sys.executable).with_name("infobox-etl")))
    parser.add_argument("--keep", type=Path, help="leave the published snapshots in this folder")
    parser.add_argument("--only", default="", help="corpora whose name contains this")
    parser.add_argument("--contract", help="publish under this version of the contract")
    given = parser.parse_args()
    command = [str(Path(given.command).absolute())]
    if given.contract:
        command = [str(Path(command[0]).with_name("python")), "-c", UNDER_VERSION, given.contract]
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.keep or Path(scratch)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        named: list[tuple[str, Path]] = [("seeds", ROOT / "seeds")]
        for corpus, pages in texts_of(given.corpora) if given.corpora else ():
            if given.only not in corpus:
                continue
            source = Path(scratch) / "pages" / corpus
            source.mkdir(parents=True)
            for name, text in pages:
                (source / name).write_text(text, encoding="utf-8", newline="")
            named.append((corpus, source))
        for corpus, source in named:
            for file, digest in digests(command, source, folder / corpus):
                print(corpus, file, digest, flush=True)


if __name__ == "__main__":
    main()
