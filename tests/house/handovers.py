"""How many files one page passes on its way from bytes to rows, and how often one hands over to another.

    python tests/house/handovers.py seeds/004_55bf205f7ace9138.txt

A file counts when a function of it is called while the page is read; a hand-over is a pair of files of which the first
calls the second. Fewer of both means less to open for whoever follows a value. Word lists that are loaded once are not
counted: the page is read twice, and the second time is looked at.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Watch:
    """The files whose functions were called, and which file called which; ``rooms`` are their folders."""

    def __init__(self, root: Path) -> None:
        self.root = str(root / "flows") + os.sep
        self.files: Counter[str] = Counter()
        self.calls: Counter[tuple[str, str]] = Counter()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call" or not frame.f_code.co_filename.startswith(self.root):
            return
        here = frame.f_code.co_filename.removeprefix(self.root)
        self.files[here] += 1
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(self.root):
            caller = caller.f_back
        if caller is not None and (there := caller.f_code.co_filename.removeprefix(self.root)) != here:
            self.calls[there, here] += 1


def watched(path: Path, root: Path, module: str) -> Watch:
    """Return what was called while one page became rows; ``module`` is the one that has ``process_documents``."""
    batch = importlib.import_module(module)
    model = importlib.import_module("flows.model")
    page = model.RawDocument(path.name, path.read_bytes())
    batch.process_documents([page])
    watch = Watch(root)
    sys.setprofile(watch)
    try:
        batch.process_documents([page])
    finally:
        sys.setprofile(None)
    return watch


def main() -> None:
    """Print the numbers of one page, and the files by folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--root", type=Path, default=ROOT, help="a checkout to look at")
    parser.add_argument("--module", default="flows.runs.batch")
    given = parser.parse_args()
    sys.path.insert(0, str(given.root))
    watch = watched(given.page, given.root.resolve(), given.module)
    rooms = Counter(str(Path(file).parent) for file in watch.files)
    crossings = {(str(Path(a).parent), str(Path(b).parent)) for a, b in watch.calls} - {(room, room) for room in rooms}
    print(f"{given.page.name}: {len(watch.files)} files, {len(watch.calls)} hand-overs between files,")
    print(f"  {len(rooms)} folders, {len(crossings)} hand-overs between folders")
    for room, files in sorted(rooms.items()):
        print(f"  {files:3} {room}")


if __name__ == "__main__":
    main()
