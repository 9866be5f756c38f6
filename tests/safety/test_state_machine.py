"""Whatever happens to pages, files, runs and disks: after a run that says it is done, its tables are right.

A machine of hypothesis adds, changes, deletes and renames pages, damages any file of the output, kills runs, fills the
disk, runs again and goes back, in any order. The model is small: the pages, the tables that a fresh run makes of them,
and the snapshots that were ever current.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from flows.publish.snapshot.pointers import ANNOUNCED
from flows.publish.snapshot.published import current_id, current_snapshot, snapshot_ids, verify
from tests.parts import few_and_all
from tests.safety import damage
from tests.safety.interruptions import interrupted
from tests.safety.scenes import (
    CHANGED,
    CONTENTS,
    PAGES,
    Expected,
    Outcome,
    Tables,
    check,
    command,
    copy,
    published_tables,
    run,
    write,
)

NAMES = st.sampled_from([*PAGES, "new.txt"])
PLACES = ("**/*", "snapshots/*/*.parquet", "snapshots/*/snapshot.json", ".state/*.json", "*.json")
"""Where a file is damaged: anywhere, and more often where one bit decides about others."""
OF_A_USER = ("notes.txt", ".staging-mine/page.txt", ".trash-mine/page.txt", ".notes.txt.new")
"""Files that somebody put into the output folder, under names like our own: they must outlive everything."""
SETTINGS = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A failure names its steps, a dozen at most; to shorten them would take a hundred runs of each.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
    print_blob=True,
)


class Shared:
    """An output with two snapshots, which every machine starts with a copy of, and the tables of all pages so far."""

    def __init__(self) -> None:
        self._kept = tempfile.TemporaryDirectory()
        folder = Path(self._kept.name)
        self.expected, self.base = Expected(folder), folder / "base"
        self.published: dict[str, Tables] = {}
        for pages in (CHANGED, PAGES):
            assert run(write(folder / "pages", pages), self.base).code == 0
            self.published[str(current_id(self.base))] = published_tables(self.base)


@cache
def shared() -> Shared:
    return Shared()


class AnOutputAndItsPages(RuleBasedStateMachine):
    """What happens in any order, and what must hold after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.output = copy(shared().base, self.folder / "output")
        for name in OF_A_USER:
            (self.output / name).parent.mkdir(exist_ok=True)
            (self.output / name).write_text("mine")
        self.pages = dict(PAGES)
        self.is_damaged = False
        self.published = dict(shared().published)

    def teardown(self) -> None:
        """End with a run that nothing disturbs, unless a step failed: then that one is told of."""
        try:
            if sys.exc_info()[0] is None:
                self.run_again()
        finally:
            shutil.rmtree(self.folder)

    # What the model says.

    def expected(self) -> Tables:
        return shared().expected.tables(self.pages)

    def remember(self) -> None:
        """Note the current snapshot as one that was current."""
        name = current_id(self.output)
        assert name is not None
        self.published[name] = published_tables(self.output)

    def run(self) -> Outcome:
        return run(write(self.folder / "pages", self.pages), self.output)

    def must_be_right(self, outcome: Outcome) -> None:
        """Hold the output against the input after a run that said it was done."""
        assert published_tables(self.output) == self.expected(), f"other tables than those of the input\n{outcome.told}"
        checked = check(self.output)
        assert checked.code == 0, f"a run said it was done, and check is red\n{checked.told}"
        self.is_damaged = False
        self.remember()
        self.history_must_be_true()
        gone = [name for name in OF_A_USER if not (self.output / name).is_file()]
        assert not gone, f"files of a user's were deleted: {gone}"

    def must_be_whole(self, before: Tables) -> None:
        """Hold an output whose run was interrupted: the old tables or the new ones, and every file as published."""
        if self.is_damaged:
            return
        info = current_snapshot(self.output)
        assert info is not None
        assert verify(info) == ()
        assert published_tables(self.output) in (before, self.expected())
        self.remember()

    def history_must_be_true(self) -> None:
        never = set(snapshot_ids(self.output)) - self.published.keys()
        assert not never, f"listed, and never published: {never}"

    # What happens to pages.

    @rule(name=NAMES, content=st.sampled_from(CONTENTS))
    def write_page(self, name: str, content: bytes) -> None:
        self.pages[name] = content

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def delete_page(self, data: st.DataObject) -> None:
        del self.pages[data.draw(st.sampled_from(sorted(self.pages)))]

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), to=NAMES)
    def rename_page(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.pages)))
        self.pages[to] = self.pages.pop(name)

    # What happens to the output.

    @rule(where=st.sampled_from(PLACES), at=st.integers(0, 10**6), seed=st.integers(0, 10**6))
    def corrupt_a_file(self, where: str, at: int, seed: int) -> None:
        # The note of a snapshot that is being published lives for an instant: nothing can stand in for it.
        spared = {self.output / name for name in (*OF_A_USER, ANNOUNCED)}
        files = [path for path in sorted(self.output.glob(where)) if path not in spared]
        files = [path for path in files if path.is_file() and not path.is_symlink()]
        if not files:  # it was removed before
            return
        path = files[at % len(files)]
        kinds = {**damage.BYTES, **damage.REMOVED}
        damage.strike(path, Random(seed), {**kinds, **damage.JSON} if _is_json(path) else kinds)
        self.is_damaged = True

    @rule(to=st.sampled_from(["snapshots/20200101T000000Z-00000000", "snapshots", "../pages", ""]))
    def corrupt_the_link(self, to: str) -> None:
        (self.output / "current").unlink(missing_ok=True)
        if to:
            os.symlink(to, self.output / "current")
        self.is_damaged = True

    # What happens to runs.

    @precondition(lambda self: self.pages)
    @rule(nth=st.integers(1, 260))
    def run_and_be_killed(self, nth: int) -> None:
        before = {} if self.is_damaged else published_tables(self.output)
        with interrupted(self.output, nth, is_kill=True) as interruption:
            outcome = self.run()
        if interruption.left > 0:
            assert outcome.code == 0, outcome.traceback or outcome.told
            self.must_be_right(outcome)
        else:
            self.must_be_whole(before)

    @precondition(lambda self: self.pages)
    @rule(nth=st.integers(1, 110))
    def run_on_a_full_disk(self, nth: int) -> None:
        before = {} if self.is_damaged else published_tables(self.output)
        with interrupted(self.output, nth, is_kill=False):
            outcome = self.run()
        assert outcome.code in (0, 2), outcome.traceback or outcome.told
        assert not outcome.traceback, outcome.traceback
        if outcome.code == 0:
            self.must_be_right(outcome)
            return
        assert "no space left" in outcome.told
        self.must_be_whole(before)
        if not self.is_damaged:
            self.history_must_be_true()
            if "nothing was published" in outcome.told:
                assert published_tables(self.output) == before, "it says that nothing was published"

    @rule()
    def run_again(self) -> None:
        outcome = self.run()
        assert not outcome.traceback, outcome.traceback
        if self.pages:
            assert outcome.code == 0, f"a run failed that nothing disturbs\n{outcome.told}"
            self.must_be_right(outcome)
        else:
            assert outcome.code == 2
            assert "no input file found" in outcome.told

    @rule()
    def roll_back(self) -> None:
        outcome = command("rollback", self.output)
        assert not outcome.traceback, outcome.traceback
        assert outcome.code in (0, 2)
        if outcome.code == 0:
            name = current_id(self.output)
            assert published_tables(self.output) == self.published[str(name)], f"{name} has other tables now"


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


@pytest.mark.parametrize("examples", few_and_all(6, 20))
def test_the_tables_are_those_of_the_input_whatever_happens(examples: int, longer: Iterator[int]) -> None:
    bounded = settings(SETTINGS, max_examples=examples, stateful_step_count=10, derandomize=True)
    run_state_machine_as_test(AnOutputAndItsPages, settings=bounded)
    for _ in longer:
        further = settings(SETTINGS, max_examples=5, stateful_step_count=20, derandomize=False, database=None)
        run_state_machine_as_test(AnOutputAndItsPages, settings=further)
    assert shared().expected.tables(PAGES) == published_tables(shared().base)
