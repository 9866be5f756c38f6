"""Two runs publish into one object store, or one while another process reads it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.errors import LockHeldError
from flows.publish.locations import ObjectUrl
from flows.publish.object_store.mirror import Mirror, open_mirror, point
from flows.publish.object_store.store import connect
from flows.runs import job
from flows.runs.options import RunConfig
from tests.publish.object_store.made_snapshots import current, put, staged, standing


class Racing(job.DirectRunner):
    """Right before this run publishes, another one does."""

    def __init__(self, other: Callable[[], object]) -> None:
        super().__init__(1)
        self.other = other

    def call(self, step: str, function: Callable[..., Any], *arguments: object) -> Any:
        if step == "publish":
            self.other()
        return function(*arguments)


@pytest.mark.slow
def test_of_two_runs_the_second_to_publish_says_so(output: ObjectUrl, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words of a page.\n")
    config = RunConfig((str(tmp_path),), output, workers=1)
    winner: list[str] = []
    with pytest.raises(LockHeldError, match="another run published here meanwhile"):
        job.run(config, Racing(lambda: winner.append(job.run(config).snapshot_id)))
    assert winner == [current(output)]
    assert standing(output) == set(winner)


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_run_that_is_overtaken_while_it_uploads_gives_up_and_leaves_nothing(
    output: ObjectUrl, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    first, winners, sent = put(output), [], Mirror._put
    with open_mirror(output) as slow:

        def overtaken(mirror: Mirror, *arguments: Any) -> None:
            nonlocal at
            sent(mirror, *arguments)
            at -= mirror is slow
            if mirror is slow and at == 0:
                # The second of them sees the slow one's files and cleans up.
                winners.extend(put(output, 3, minute=minute) for minute in (3, 4))

        monkeypatch.setattr(Mirror, "_put", overtaken)
        with pytest.raises(LockHeldError, match="meanwhile"):
            slow.publish(staged(slow, 2, minute=2))
    assert standing(output) == {first, *winners}
    assert current(output) == winners[1]


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_what_may_yet_become_current_is_not_swept(output: ObjectUrl) -> None:
    put(output)
    with open_mirror(output) as slow:
        late = staged(slow, 2, minute=2)
        slow._put(late, late.path / "n.parquet", next(file.sha256 for file in late.files if file.name == "n.parquet"))
        with open_mirror(output) as fast:
            assert "snapshot.json" not in fast.found[late.snapshot_id]
            slow._upload(late)
            slow._demand_unmoved()  # the last look, passed in the moment before the other one moves the pointer
            won = staged(fast, 3, minute=3)
            fast.publish(won)
        assert current(output) == won.snapshot_id
        point(slow.store, late.snapshot_id)
    assert current(output) == late.snapshot_id


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_a_reader_never_sees_a_mixture(output: ObjectUrl) -> None:
    put(output, 0, tables="ab")
    done, seen = threading.Event(), list[set[int]]()

    def read() -> None:
        store = connect(output)
        while not done.wait(0.01):
            name = store.current_id()
            places = [store.key("snapshots", str(name), f"{table}.parquet") for table in "ab"]
            seen.append({pq.read_table(place, filesystem=store.files)["n"][0].as_py() for place in places})

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        try:
            for value in range(1, 201):  # more than 20 only if the reader sees few of them
                put(output, value, minute=value, keep=200, tables="ab")
                if reading.done() or (value >= 20 and len({min(values) for values in seen}) > 5):
                    break
        finally:
            done.set()
        reading.result()
    assert [values for values in seen if len(values) != 1] == []
    assert len({min(values) for values in seen}) > 5
