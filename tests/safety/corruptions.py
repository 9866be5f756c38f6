"""Damage files of an output and count what ``check`` finds and the next ``run`` heals.

    PYTHONPATH=. python tests/safety/corruptions.py [--number 1500] [--state 200] [--manifests 100] [--seed 1]

``--number`` strikes every file of the current snapshot, its manifest and LATEST.json in turn: ``check`` must find each,
and the next run must publish the tables of the input. ``--state`` strikes the files of ``.state``: no damage there may
change a table. ``--manifests`` strikes each manifest of an output with three snapshots: every command must answer.
Each stroke has a seed of its own, so that one can be repeated: ``--only 17``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from flows.errors import SnapshotError
from flows.publish.snapshot.published import snapshot_ids
from flows.runs.corpus.read_cache import STATE
from tests.safety import damage, scenes
from tests.safety.scenes import CHANGED, LATER, PAGES, Expected, Outcome, Pages, Tables, check, command, copy, run

_SHOWN: Final = 20


class Stroke(NamedTuple):
    """One file damaged, and every fault that came of it; the faults are the columns of the printed table."""

    number: int
    file: str
    kind: str
    faults: tuple[str, ...]
    told: str = ""


class Outputs:
    """Outputs with one and with three snapshots, made when first asked for, and the pages they are made of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected = Expected(folder)

    def pages(self, pages: Pages) -> Path:
        """Return the folder of these pages; its files are written once."""
        names = {id(PAGES): "first", id(CHANGED): "changed", id(LATER): "later"}
        folder = self.folder / names[id(pages)]
        return folder if folder.exists() else scenes.write(folder, pages)

    def _made(self, name: str, versions: Iterable[Pages]) -> Path:
        for pages in versions:
            outcome = run(self.pages(pages), self.folder / name)
            assert outcome.code == 0, outcome.told
        return self.folder / name

    @cached_property
    def one(self) -> Path:
        """Return an output with one snapshot, of ``PAGES``."""
        return self._made("one", [PAGES])

    @cached_property
    def three(self) -> Path:
        """Return an output with three snapshots: its state has rows that are used no more."""
        return self._made("three", [PAGES, CHANGED, LATER])

    def struck(self) -> Path:
        """Return where a copy is struck."""
        return self.folder / "struck"


def strike_snapshot(outputs: Outputs, number: int, chance: Random) -> Stroke:
    """Damage the file of the current snapshot, or LATEST.json, whose turn it is; ``check``, run, ``check`` again.

    Every fourth run finds a page changed: it makes some tables anew and would copy others.
    """
    output = copy(outputs.one, outputs.struck())
    files = [*sorted((output / "current").iterdir()), output / "LATEST.json"]
    path = files[number % len(files)]
    kind = damage.strike(path, chance)
    seen = check(output)
    faults = [] if seen.code in (1, 2) else ["not found"]
    pages = CHANGED if chance.random() < 0.25 else PAGES
    done = run(outputs.pages(pages), output)
    faults += healed(output, done, outputs.expected.tables(pages))
    return stroke(number, path.name, kind, faults, seen, done)


def strike_state(outputs: Outputs, number: int, chance: Random) -> Stroke:
    """Damage a file of the state (its index every other time), then run on the same pages or on others."""
    output = copy(outputs.three, outputs.struck())
    files = sorted((output / STATE).iterdir())
    path = files[number % len(files)]
    kinds: Mapping[str, damage.Damage] = {"bit": damage.BYTES["bit"]}
    if number % 2 == 0:
        path = output / STATE / "state.json"
        kinds = damage.JSON if number % 4 == 0 else kinds
    elif number % 10 == 5:
        kinds = {**damage.BYTES, **damage.REMOVED}
    kind = damage.strike(path, chance, kinds)
    pages = chance.choice((PAGES, CHANGED, LATER))
    done = run(outputs.pages(pages), output)
    file = re.sub(r"-\d+", "", path.name)
    return stroke(number, file, kind, healed(output, done, outputs.expected.tables(pages)), done)


def strike_manifest(outputs: Outputs, number: int, chance: Random) -> Stroke:
    """Damage the manifest of each snapshot in turn; ask for the history, go back, check, and run."""
    output = copy(outputs.three, outputs.struck())
    known = snapshot_ids(output)[::-1]
    place = number % len(known)
    path = output / "snapshots" / known[place] / "snapshot.json"
    kinds = damage.JSON if number // len(known) % 4 == 3 else {"bit": damage.BYTES["bit"]}
    kind = damage.strike(path, chance, kinds)
    asked = [command("history", output), command("history", output, "--json"), check(output)]
    faults = ["not found"] if place == len(known) - 1 and asked[-1].code == 0 else []
    asked.append(command("rollback", output))
    if asked[-1].code == 0:
        versions = dict(zip(known, (PAGES, CHANGED, LATER), strict=True))
        now = (output / "current").resolve().name
        faults += faults_of_tables(output, outputs.expected.tables(versions[now]), is_said_to_be_right=True)
    faults += ["traceback" for outcome in asked if outcome.traceback][:1]
    pages = chance.choice((CHANGED, LATER))
    done = run(outputs.pages(pages), output)
    faults += healed(output, done, outputs.expected.tables(pages))
    return stroke(number, ("oldest", "middle", "current")[place], kind, faults, *asked, done)


def healed(output: Path, done: Outcome, expected: Tables) -> Iterator[str]:
    """Yield what is wrong after a run that must have made good whatever was damaged before it."""
    if done.traceback:
        yield "traceback"
    elif done.code:
        yield "run failed"
    after = check(output)
    if after.code:
        yield "check is red"
    if after.traceback:
        yield "traceback"
    yield from faults_of_tables(output, expected, is_said_to_be_right=done.code == after.code == 0)


def faults_of_tables(output: Path, expected: Tables, *, is_said_to_be_right: bool) -> Iterator[str]:
    """Yield what is wrong with the current tables; it is worse where every command said that all is well."""
    try:
        found = scenes.published_tables(output)
    except SnapshotError:
        yield "not healed"
    except Exception:  # no reader of a pointer or manifest may raise another error
        yield "traceback"
    else:
        if found != expected:
            yield "wrong tables" if is_said_to_be_right else "not healed"


def stroke(number: int, file: str, kind: str, faults: Iterable[str], *outcomes: Outcome) -> Stroke:
    """Return the stroke, with what was told where it has faults; a traceback at any step counts."""
    found = dict.fromkeys([*faults, *("traceback" for outcome in outcomes if outcome.traceback)])
    told = "\n".join(f"[{outcome.code}] {outcome.traceback or outcome.told}" for outcome in outcomes) if found else ""
    return Stroke(number, file, kind, tuple(found), told)


CAMPAIGNS: Final[Mapping[str, Callable[[Outputs, int, Random], Stroke]]] = {
    "snapshot": strike_snapshot,
    "state": strike_state,
    "manifests": strike_manifest,
}


def strokes(campaign: str, numbers: Iterable[int], seed: int) -> list[Stroke]:
    """Return the outcomes of so many strokes of one campaign; any number and seed can be repeated by itself."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = Outputs(Path(folder))
        return [CAMPAIGNS[campaign](outputs, at, Random(f"{campaign} {seed} {at}")) for at in numbers]


def table(campaign: str, done: Iterable[Stroke]) -> list[str]:
    """Return the figures as lines: strokes by file, and how many of them had which fault."""
    by_file: dict[str, Counter[str]] = {}
    for each in done:
        by_file.setdefault(each.file, Counter()).update(["strokes", *each.faults])
        by_file.setdefault("all", Counter()).update(["strokes", *(each.faults or ["without fault"])])
    columns = ("strokes", "not found", "run failed", "check is red", "not healed", "wrong tables", "traceback")
    lines = [f"{campaign:28}" + "".join(f"{column:>14}" for column in columns)]
    for file, counted in sorted(by_file.items(), key=lambda item: (item[0] == "all", item[0])):
        lines.append(f"{file:28}" + "".join(f"{counted[column]:14,}" for column in columns))
    return [*lines, f"{campaign}: {by_file['all']['without fault']:,} of {by_file['all']['strokes']:,} without a fault"]


def main() -> int:
    """Print the figures and the first strokes with a fault; 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=0, help="strokes on the files of the current snapshot")
    parser.add_argument("--state", type=int, default=0, help="strokes on the files of the state")
    parser.add_argument("--manifests", type=int, default=0, help="strokes on each of three manifests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="repeat the stroke of this number")
    parser.add_argument("--processes", type=int, default=1, help="work in so many processes")
    options = parser.parse_args()
    wanted = {"snapshot": options.number, "state": options.state, "manifests": 3 * options.manifests}
    faulty: list[tuple[str, Stroke]] = []
    with ProcessPoolExecutor(options.processes, multiprocessing.get_context("spawn")) as pool:
        for campaign, count in wanted.items():
            numbers = range(count) if options.only is None or not count else [options.only]
            shares = [numbers[at :: options.processes] for at in range(options.processes)]
            shared = [pool.submit(strokes, campaign, share, options.seed) for share in shares if share]
            done = sorted(each for share in shared for each in share.result())
            if done:
                print("\n".join(table(campaign, done)), end="\n\n", flush=True)
            faulty += [(campaign, each) for each in done if each.faults]
    for campaign, each in faulty[: 1 if options.only is not None else _SHOWN]:
        print(f"{campaign} {each.number}: {each.kind} of {each.file}: {', '.join(each.faults)}")
        if options.only is not None:
            print(each.told)
    return bool(faulty)


if __name__ == "__main__":
    sys.exit(main())
