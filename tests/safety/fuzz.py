"""Fuzz every parser with changed seeds: none may raise, lose a character, answer twice in two ways, or misfit a column.

    PYTHONPATH=. python tests/safety/fuzz.py [--inputs 2000] [--minutes 10] [--seed 1] [--only TARGET]

A target takes one input and raises where a promise is broken. ``--minutes`` goes on with new seeds, in turn over all
targets. A fault is printed with the seed and the number of its input, which make it again on any machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from flows.errors import RuleError, SnapshotError
from flows.formats.shapes import FORMATS, recognise
from flows.infobox import reader
from flows.infobox.values.coordinates import read_coordinates
from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.dates.periods import read_period
from flows.infobox.values.dates.spans import read_span
from flows.infobox.values.measures.amounts import Manner
from flows.infobox.values.measures.readings import read_amounts
from flows.infobox.values.people import read_person, read_persons
from flows.infobox.values.quantities.headers import read_header
from flows.infobox.values.quantities.statements import QuantityField, read_statement
from flows.ingest.encodings.decode import decode
from flows.ingest.sources_toml import parse_sources_file
from flows.model import Cleaned, Document, InputFile, RawDocument
from flows.publish.snapshot.published import LATEST, current_id, read_inputs, read_manifest
from flows.rules import registry
from flows.runs.batch import PageRows, process_documents
from flows.runs.corpus.read_cache import STATE, load
from flows.runs.output import part_schemas
from flows.runs.page_rows import BUILDERS
from flows.text.edits import undo
from flows.text.scan import repair_all, strip_all
from flows.validate.frames import fitting
from flows.validate.gate import expectations
from tests.safety import damage
from tests.safety.mutations import SETTINGS, WORDS, as_bytes, mutated, pages, toml, values
from tests.safety.scenes import PAGES, copy, run, write

RAW: Final = RawDocument("folder/page.txt", b"")


class Target(NamedTuple):
    """One parser: where its inputs begin, the words put into them, and what holds its promises against an input.

    ``times`` as many inputs as are asked for are tried, where one costs little.
    """

    seeds: Callable[[], Sequence[str]]
    words: Sequence[str]
    hold: Callable[[str], None]
    times: int = 1


class Fault(NamedTuple):
    """An input that broke a promise; ``seed`` and ``number`` make it again."""

    target: str
    seed: int
    number: int
    what: str
    text: str


def twice(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return the answer; the same question gets the same answer, also past a cache."""
    answer = function(*arguments)
    again = getattr(function, "__wrapped__", function)(*arguments)
    assert answer == again, "two answers to one question"
    return answer


def hold_decode(text: str) -> None:
    content = as_bytes(text, Random(len(text)))
    decoded = twice(decode, content)
    assert isinstance(decoded.text, str)
    assert 0 <= decoded.confidence <= 1


def hold_cleaning(text: str) -> None:
    shapes = [recognise(text), FORMATS[len(text) % len(FORMATS)].shape]
    repaired = twice(repair_all, [text])
    assert undo(repaired[0].text, repaired[0].edits) == text
    for stripped in strip_all([repaired[0]] * 2, shapes):
        assert undo(stripped.text, stripped.edits) == text
    assert strip_all([repaired[0]] * 2, shapes) == strip_all([repaired[0]] * 2, shapes)


def hold_shape(parse: Callable[[Cleaned, RawDocument], Document], text: str) -> None:
    """Hold the parser of a shape against any text, also one of another shape; then the readers of what it found."""
    document = twice(parse, Cleaned(text), RAW)
    assert undo(document.text, document.edits) == text
    assert document.title
    assert all(each.parent is None or each.parent < number for number, each in enumerate(document.sections, 1))
    boxes = twice(reader.read, RAW.document_id, document)
    hold_rows({field.name: getattr(boxes, field.name) for field in fields(boxes) if field.name != "notes"})


def hold_page(text: str) -> None:
    """Hold the whole way of a page: its bytes, its text, its rows; a reader that fails is a fault, not an issue."""
    raw = RawDocument("folder/page.txt", as_bytes(text, Random(len(text))))
    (done,) = twice(process_documents, [raw])
    assert isinstance(done, PageRows)
    document = done.page.document
    failed = [note.text for note in done.page.notes if note.code == "reader-failed"]
    assert not failed, failed
    assert undo(document.text, document.edits) == done.page.decoded.text
    hold_rows({name: tuple(build(done.page)) for name, build in BUILDERS.items()})


def hold_rows(rows: Mapping[str, Sequence[Any]]) -> None:
    """Every value fits its column: a number, a date or half a character that does not is kept out of the tables."""
    for name, some in rows.items():
        frame, unfit = fitting(name, some, _schemas()[name], {})
        assert not unfit, f"{name}: {unfit[0]}"
        assert frame.height == len(some)


@cache
def _schemas() -> dict[str, Any]:
    return part_schemas()


def hold_values(readers: Sequence[Callable[..., Any]], text: str) -> None:
    for read in readers:
        twice(read, text)


def hold_sources(text: str) -> None:
    listed = twice(parse_sources_file, text.encode("utf-8", "surrogatepass"), "sources.toml")
    assert all(issue.remedy for issue in listed.issues)


def hold_rules(text: str) -> None:
    with suppress(RuleError):
        assert all(rule.id for rule in registry.load(text, "debris.toml"))


def hold_expectations(text: str) -> None:
    try:
        read = tomllib.loads(text)
    except (ValueError, RecursionError):  # the file is ours: only what TOML can say is tried
        return
    with suppress(RuleError):
        assert all(each.why for each in expectations.parse(read))


class _Kept:
    """An output whose small files are written over by the inputs."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        self.output = folder / "out"
        assert run(write(folder / "pages", PAGES), self.output).code == 0
        self.snapshot = (self.output / "current").resolve()
        (self.output / "current").unlink()  # where there is a link, nobody reads LATEST.json
        self.manifest, self.latest = self.snapshot / "snapshot.json", self.output / LATEST
        self.index = self.output / STATE / "state.json"
        self.whole = {path: path.read_text("utf-8") for path in (self.manifest, self.latest, self.index)}
        self.state = folder / "state"
        shutil.copytree(self.output / STATE, self.state)
        self.made_for = json.loads(self.whole[self.index])["made_for"]


@cache
def kept() -> _Kept:
    return _Kept()


def json_seeds(of: str) -> tuple[str, ...]:
    """Return the file as it is, and with other values in it."""
    content, chance = kept().whole[getattr(kept(), of)], Random(2)
    kinds = [damage.JSON[kind] for kind in damage.JSON for _ in range(12)]
    made = [(damaging(content.encode(), chance) or b"").decode("utf-8", "replace") for damaging in kinds]
    return (content, *made)


def hold_manifest(text: str) -> None:
    kept().manifest.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(SnapshotError):
        info = twice(read_manifest, kept().snapshot)
        assert all(isinstance(count, int) for count in info.rows.values())
        assert all(isinstance(item, InputFile) for item in read_inputs(info))


def hold_latest(text: str) -> None:
    kept().latest.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(SnapshotError):
        assert twice(current_id, kept().output)


def hold_state(text: str) -> None:
    """An index that says other things than the one that was saved is not used."""
    copy(kept().state, kept().index.parent)
    kept().index.write_bytes(text.encode("utf-8", "surrogatepass"))
    state = load(kept().output, kept().made_for)
    try:
        is_same = json.loads(text) == json.loads(kept().whole[kept().index])
    except (ValueError, RecursionError):
        is_same = False
    assert is_same or not state.entries, "a changed index was used"


DATES: Final = (read_span, read_dates, read_period)


def _statements(field: QuantityField) -> Callable[[str], Any]:
    """Return the reader of statements without its cache, which would give the first answer again."""
    return partial(read_statement.__wrapped__, field=field)


_STATEMENTS: Final = (_statements("strength"), _statements("casualties"))
QUANTITIES: Final[tuple[Callable[..., Any], ...]] = (*_STATEMENTS, read_header)
_AMOUNTS: Final = tuple(
    partial(read_amounts.__wrapped__, manner=manner)
    for manner in (Manner(), Manner(is_money=True), Manner(is_clock=True, is_time=True))
)
OTHERS: Final = (read_person, read_persons, read_coordinates, *_AMOUNTS)
TARGETS: Final[Mapping[str, Target]] = {
    "decode": Target(pages, WORDS, hold_decode),
    "cleaning": Target(pages, WORDS, hold_cleaning),
    **{entry.shape: Target(pages, WORDS, partial(hold_shape, entry.parse)) for entry in FORMATS},
    "page": Target(pages, WORDS, hold_page),
    "dates": Target(values, WORDS, partial(hold_values, DATES), times=10),
    "quantities": Target(values, WORDS, partial(hold_values, QUANTITIES), times=10),
    "other values": Target(values, WORDS, partial(hold_values, OTHERS), times=10),
    "sources.toml": Target(toml, SETTINGS, hold_sources),
    "rules": Target(toml, SETTINGS, hold_rules),
    "expectations": Target(toml, SETTINGS, hold_expectations),
    "manifest": Target(partial(json_seeds, "manifest"), SETTINGS, hold_manifest),
    "LATEST.json": Target(partial(json_seeds, "latest"), SETTINGS, hold_latest),
    "state index": Target(partial(json_seeds, "index"), SETTINGS, hold_state),
}


def fuzz(name: str, inputs: int, seed: int) -> Iterator[Fault]:
    """Yield the faults of one target over so many inputs."""
    target = TARGETS[name]
    for number, text in enumerate(mutated(target.seeds(), target.words, inputs * target.times, seed)):
        try:
            target.hold(text)
        except (KeyboardInterrupt, MemoryError):
            raise
        except BaseException as error:  # a Rust panic is no Exception
            yield Fault(name, seed, number, f"{type(error).__name__}: {str(error)[:300]}", text)


def main() -> int:
    """Print inputs, faults and seconds by target; 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2_000, help="so many for each target")
    parser.add_argument("--minutes", type=float, default=0, help="then go on with new seeds for so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS, help="one target")
    parser.add_argument("--show", action="store_true", help="print the whole input of each fault")
    options = parser.parse_args()
    names, faults, seed = [options.only] if options.only else list(TARGETS), 0, options.seed
    end = time.monotonic() + 60 * options.minutes
    while seed == options.seed or time.monotonic() < end:
        for name in names:
            began = time.process_time()
            found = list(fuzz(name, options.inputs, seed))
            faults += len(found)
            spent, tried = time.process_time() - began, options.inputs * TARGETS[name].times
            print(f"{name:16}{tried:8,} inputs{len(found):6,} faults{spent:8.1f} s", flush=True)
            for fault in found[:5]:
                print(f"    seed {fault.seed}, input {fault.number}: {fault.what}")
                if options.show:
                    print(ascii(fault.text))
        seed += 1
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
