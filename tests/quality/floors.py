"""Floors: the figures of a measurement that may rise and never fall unsaid.

``floors.toml`` beside this file has a section for each harness. A harness hands its figures (shares, higher is better)
to ``check``, prints what came back, and fails when anything did. ``--update`` raises the floors that were beaten and
adds new ones; it never lowers or drops one. Only ``--allow-regression`` does, and the diff of floors.toml then shows
the loss to whoever reviews it.

Figures of other pages are other figures: ``pin`` keeps the hash of each corpus file beside the floors.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
_CORPORA = "corpora"
_HEAD = "# Written by tests/quality/floors.py: python tests/quality/<harness>.py --update. Never lowered by hand.\n"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a harness the two options of ``check``."""
    parser.add_argument("--update", action="store_true", help="raise the floors that were beaten")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower the floors that were not")


def check(
    section: str, figures: Mapping[str, float], update: bool, allow_regression: bool, path: Path = FLOORS
) -> list[str]:
    """Return the names of the figures that are below their floor, in the order of the file.

    A floor whose figure is missing counts as fallen: a measurement does not pass by being left out. Figures are
    compared at four decimals. With ``update`` and ``allow_regression`` nothing stays below, so nothing comes back.
    """
    sections = _sections(path)
    floors = read(path).get(section, {})
    measured = {name: _rounded_down(figure) for name, figure in figures.items()}
    fallen = [name for name, floor in floors.items() if measured.get(name, -math.inf) < floor]
    if update:
        if allow_regression:
            fallen = []
            floors = {name: floor for name, floor in floors.items() if name in measured}
            raised = measured
        else:
            raised = {name: max(figure, floors.get(name, figure)) for name, figure in measured.items()}
        _write({**sections, section: {**floors, **raised}}, path)
    return fallen


def pin(files: Mapping[str, Path], update: bool, allow_regression: bool, path: Path = FLOORS) -> list[str]:
    """Return the names of the corpus files whose bytes are not those that the floors were measured on.

    ``update`` pins a file that is new; one that has changed is pinned anew only with ``allow_regression``, because
    floors of other pages say nothing.
    """
    sections = _sections(path)
    pinned: dict[str, str] = {name: str(value) for name, value in sections.get(_CORPORA, {}).items()}
    hashes = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
    changed = [name for name, value in hashes.items() if pinned.get(name) != value]
    if update:
        new = hashes if allow_regression else {name: hashes[name] for name in changed if name not in pinned}
        changed = [name for name in changed if name not in new]
        _write({**sections, _CORPORA: {**pinned, **new}}, path)
    return [f"{name} (another corpus than the floors')" for name in changed]


def read(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """Return the floors by section and name; none when there is no file yet."""
    return {
        section: {name: float(floor) for name, floor in floors.items()}
        for section, floors in _sections(path).items()
        if section != _CORPORA
    }


def _sections(path: Path) -> dict[str, dict[str, float | str]]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _rounded_down(figure: float) -> float:
    # The tiny addend undoes the binary error of 0.29 * 10_000.
    return math.floor(figure * 10_000 + 1e-6) / 10_000


def _write(sections: Mapping[str, Mapping[str, float | str]], path: Path) -> None:
    parts = [_HEAD]
    for section in sorted(sections):
        parts.append(f"\n[{_quoted(section)}]\n")
        parts.extend(f"{_quoted(name)} = {_value(value)}\n" for name, value in sections[section].items())
    path.write_text("".join(parts), encoding="utf-8", newline="\n")


def _value(value: float | str) -> str:
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
