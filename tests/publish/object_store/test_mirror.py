"""Publishing into an object store, against a real S3 server on this machine: the same promises as for a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.cli import main as cli
from flows.errors import LockHeldError, PublishError, SnapshotError
from flows.publish.locations import ObjectUrl, location, spelled
from flows.publish.object_store import mirror
from flows.publish.object_store.mirror import Mirror, open_mirror, point, remove, roll_back
from flows.publish.object_store.store import Store, connect, is_whole, list_remote, local_view
from flows.publish.parquet import write_table
from flows.publish.snapshot import publishing
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.published import current_snapshot, verify
from flows.publish.snapshot.publishing import open_stage, publish
from flows.run import job
from flows.run.options import RunConfig
from flows.run.runners import DirectRunner
from flows.validate.gate.check import check

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
SECRET = "wJalrXUtnFEMI-not-to-be-shown"
NOWHERE = "s3://bucket/a?endpoint_override=127.0.0.1:9&scheme=http&region=us-east-1"


# A process of its own: pyarrow closes a forgotten stream while it holds the lock that a server in here would need.
SERVER = """
import logging, sys
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("%s:%s" % server.get_host_and_port(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        yield process.stdout.readline().decode().strip()
        process.kill()


@pytest.fixture(scope="module")
def endpoint(server: str) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
            patch.delenv(name, raising=False)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, "/nowhere")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        where = f"endpoint_override=http://{server}&scheme=http&region=us-east-1"
        maker, _ = pa.fs.FileSystem.from_uri(f"s3://bucket?{where}&allow_bucket_creation=true")
        maker.create_dir("bucket")
        yield where


@pytest.fixture(scope="module")
def nobody(endpoint: str) -> Iterator[subprocess.Popen[str]]:
    """Ask a port where nobody listens while the other tests run: pyarrow tries for six seconds."""
    words = [sys.executable, "-m", "flows", "history", "--output", NOWHERE]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=SEEDS.parent) as process:
        yield process


@pytest.fixture
def output(endpoint: str, nobody: subprocess.Popen[str]) -> ObjectUrl:
    return address(f"s3://bucket/{uuid.uuid4().hex}/out?{endpoint}")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out of a publication what other tests are about: the catalogue, and what a power cut leaves."""
    monkeypatch.setattr(publishing, "write_catalog", lambda folder, final: None)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def address(text: str) -> ObjectUrl:
    place = location(text)
    assert isinstance(place, ObjectUrl)
    return place


def staged(mirror: Mirror, value: int = 1, minute: int = 0, tables: str = "n") -> SnapshotInfo:
    """Return a snapshot of small tables, published in the folder of this disk and not yet in the store."""
    with output_lock(mirror.folder) as lock, open_stage(lock, mirror.store.url) as stage:
        table = pa.table({"n": [value]})
        written = [write_table(stage.path / f"{name}.parquet", table.schema, [table]) for name in tables]
        return publish(stage, written, RunFacts("1", "2"), created=NOON + dt.timedelta(minutes=minute))


def put(output: ObjectUrl, value: int = 1, minute: int = 0, keep: int = 10, tables: str = "n") -> str:
    with open_mirror(output) as mirror:
        info = staged(mirror, value, minute, tables)
        mirror.publish(info, keep)
        return info.snapshot_id


def current(output: ObjectUrl) -> str:
    """Return the name of the current snapshot, after every byte of it was held against its manifest."""
    with local_view(output) as folder:
        info = current_snapshot(folder)
        assert info is not None
        assert verify(info) == ()
        return info.snapshot_id


def standing(output: ObjectUrl) -> set[str]:
    """Return the names of what stands beside LATEST.json, whatever it is."""
    found = connect(output).files.get_file_info(pa.fs.FileSelector(output.key, recursive=True))
    names = {entry.path.removeprefix(f"{output.key}/") for entry in found}
    assert "LATEST.json" in names
    return {
        name.split("/")[1] if name.startswith("snapshots/") else name for name in names - {"snapshots", "LATEST.json"}
    }


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def test_a_run_into_a_store_publishes_the_bytes_of_a_local_run(output: ObjectUrl, seeds: Any) -> None:
    config = RunConfig((str(SEEDS),), output, workers=1)
    first = job.run(config)
    assert str(first.snapshot_dir) == f"{output}/snapshots/{first.snapshot_id}"
    with local_view(output) as folder:
        info = current_snapshot(folder)
        assert info is not None
        assert digests(info.path) == digests(seeds.folder)
        stored = b"".join(path.read_bytes() for path in info.path.iterdir() if path.suffix in {".json", ".sql"})
        assert not any(word in stored for word in (b"endpoint", SECRET.encode(), b"/tmp/", b"infobox-etl-"))
        with duckdb.connect(str(info.path / "warehouse.duckdb"), read_only=True) as door:
            sql = door.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'conflicts'").fetchone()
            assert f"'{first.snapshot_dir}'" in str(sql)
            door.execute("SET VARIABLE snapshot_dir = ?", [str(info.path)])
            assert door.execute("SELECT count(*) FROM conflicts").fetchone() == (first.rows["conflicts"],)

    again = job.run(config)
    assert (again.is_unchanged, again.snapshot_id, again.snapshot_dir) == (True, first.snapshot_id, first.snapshot_dir)
    assert (again.rows, again.edits, again.issues) == (first.rows, first.edits, first.issues)
    stopped = job.run(replace(config, only="002*"))
    assert (stopped.is_published, current(output)) == (False, first.snapshot_id)
    assert str(stopped.snapshot_dir) == f"{output}/candidates/{stopped.snapshot_id}"
    kept = list_remote(output)[2]
    assert kept is not None
    assert kept.snapshot_id == stopped.snapshot_id
    with local_view(replace(output, prefix=f"{output.prefix}/candidates/{kept.snapshot_id}")) as folder:
        assert not check(folder).is_ok
    assert job.run(replace(config, only="002*", accept=True)).is_published
    infos, now, candidate = list_remote(output)
    assert candidate is None
    assert [info.previous for info in infos] == [first.snapshot_id, None]
    assert now == infos[0].snapshot_id == current(output)
    assert roll_back(output, None).snapshot_id == current(output) == first.snapshot_id


class Racing(DirectRunner):
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
def test_two_runs_of_one_second_and_content_have_two_names(output: ObjectUrl) -> None:
    assert len({put(output) for _ in range(3)}) == 3


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_old_snapshots_go_and_the_current_one_stays(output: ObjectUrl) -> None:
    names = [put(output, minute=minute, keep=2) for minute in range(4)]
    assert [info.snapshot_id for info in list_remote(output)[0]] == names[:1:-1]
    latest = put(output, minute=-60, keep=1)  # a clock that went back: the oldest by name
    assert standing(output) == {latest}
    assert current(output) == latest
    assert json.loads(connect(output).read("LATEST.json") or b"")["path"] == f"snapshots/{latest}"


class Faulty:
    """A filesystem, or a stream of it, that fails at one call, before or after it was made; dead, at all later ones."""

    def __init__(self, inner: Any, fault: Fault) -> None:
        self._inner, self._fault = inner, fault

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._fault.call(getattr(self._inner, name), *arguments)

    def __enter__(self) -> Faulty:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self.close()


class Fault:
    def __init__(self, at: int, is_dead: bool, is_after: bool) -> None:
        self.left, self.is_dead, self.is_after = at, is_dead, is_after

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        self.left -= 1
        if self.left == 0 and self.is_after:
            function(*arguments)
        if self.left == 0 or (self.left < 0 and self.is_dead):
            raise OSError("AWS Error INTERNAL_FAILURE during Operation: we are sorry (Request ID: 1)")
        result = function(*arguments)
        return Faulty(result, self) if isinstance(result, pa.NativeFile) else result


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(("is_dead", "is_after"), [(True, False), (False, True)])
def test_whatever_call_fails_a_whole_snapshot_is_current_and_the_next_run_cleans_up(
    output: ObjectUrl, monkeypatch: pytest.MonkeyPatch, is_dead: bool, is_after: bool
) -> None:
    put(output, keep=2, tables="")
    before, moved, failed = put(output, minute=1, keep=2, tables=""), 0, 0
    for at in range(1, 100):
        fault = Fault(at, is_dead, is_after)
        monkeypatch.setattr(mirror, "connect", lambda url, fault=fault: Store(url, Faulty(connect(url).files, fault)))
        try:
            put(output, minute=1 + at, keep=2, tables="")
        except PublishError:
            failed += 1
        store = connect(output)
        now = str(store.current_id())
        assert is_whole(store.manifest(now, Path()), store.snapshots()[now])
        if now != before:
            assert current(output) == now
            before, moved = now, moved + 1
        if fault.left > 0:
            break
    assert failed > 20
    assert moved > 1  # the calls from the copy of the pointer on: what follows it is no failure of the run
    monkeypatch.setattr(mirror, "connect", connect)
    last = put(output, minute=500, keep=2)
    found = connect(output).snapshots()
    assert current(output) == last
    assert len(found) == 2
    assert all("snapshot.json" in files for files in found.values())
    assert standing(output) == set(found)


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_what_is_changed_on_its_way_is_not_published(output: ObjectUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    first = put(output)
    chunks = Store.chunks
    monkeypatch.setattr(Store, "chunks", lambda store, *names: (chunk[:-1] for chunk in chunks(store, *names)))
    with pytest.raises(PublishError, match="not in the store what was sent"):
        put(output, 2)
    monkeypatch.undo()
    assert current(output) == first
    assert len(connect(output).snapshots()) == 1


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


@pytest.mark.slow
def test_the_commands_read_from_a_store(output: ObjectUrl, capsys: pytest.CaptureFixture[str]) -> None:
    place = spelled(output)
    assert cli.main(["run", str(SEEDS), "--workers", "1", "--output", place]) == 0
    done = capsys.readouterr()
    folder = done.out.strip()
    assert folder.startswith(f"{output}/snapshots/")
    assert cli.main(["check", place, "--strict"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert cli.main(["check", f"{folder}?{output.query}"]) == 0
    capsys.readouterr()
    assert cli.main(["query", "SELECT count(*) AS n FROM conflicts", "--format", "csv", "--output", place]) == 0
    assert capsys.readouterr().out.split() == ["n", "4"]
    assert cli.main(["history", "--json", "--output", place]) == 0
    [listed] = json.loads(capsys.readouterr().out)["snapshots"]
    assert (listed["is_current"], listed["folder"]) == (True, folder)
    assert cli.main(["explain", "000", "--json", "--output", place]) == 0
    assert json.loads(capsys.readouterr().out)["origin"] == f"snapshot {listed['snapshot']}"
    assert cli.main(["rules", "--json", "--output", place]) == 0
    assert json.loads(capsys.readouterr().out)["snapshot"] == listed["snapshot"]
    assert SECRET not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["query", "FROM x", "-o"], ["history", "-o"], ["explain", "x", "-o"]])
def test_where_nothing_is_published_the_commands_say_so(
    output: ObjectUrl, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments, spelled(output)]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [f"error: {output}", "  nothing is published here"]


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LATEST.json", "["),
        ("LATEST.json", '{"snapshot": "../elsewhere"}'),
        ("LATEST.json", '{"snapshot": "20261122T120000Z-ffffffff"}'),
        ("snapshots/ID/snapshot.json", "{"),
        ("snapshots/ID/snapshot.json", '{"format": 1, "snapshot": "ID", "files": {"..": {}}}'),
    ],
)
def test_a_damaged_store_is_told_and_published_into(output: ObjectUrl, name: str, content: str) -> None:
    store, first = connect(output), put(output)
    with store.files.open_output_stream(store.key(name.replace("ID", first))) as stream:
        stream.write(content.replace("ID", first).encode())
    with pytest.raises(SnapshotError, match="infobox-etl run --full"), local_view(output):
        pass
    second = put(output, 2, minute=1)
    assert current(output) == second


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_a_snapshot_is_removed_and_nothing_beside_it(output: ObjectUrl) -> None:
    names = [put(output) for _ in range(2)]
    store = connect(output)
    with store.files.open_output_stream(store.key("snapshots", f"{names[0]}9", "x")) as stream:
        stream.write(b"x")
    remove(store, names[0])
    remove(store, names[0])
    assert standing(output) == {names[1], f"{names[0]}9"}


def test_an_address_is_read_and_shown_without_its_query() -> None:
    place = address("s3://bucket/a/b/?region=eu-west-1")
    assert (str(place), spelled(place), str(place / "c")) == (
        "s3://bucket/a/b",
        f"{place}?region=eu-west-1",
        f"{place}/c",
    )
    assert location(spelled(place)) == place == place.absolute()
    assert str(address("s3://bucket")) == "s3://bucket"
    assert (address("s3://bucket") / "c").key == "bucket/c"
    assert location("C:\\out") == Path("C:\\out")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("gs://bucket/a", "not known"),
        ("file:///a", "not known"),
        ("s3://", "no bucket"),
        ("s3:///a", "no bucket"),
        ("s3://key:hidden@bucket/a", "may hold a password"),
        ("s3://key:hid/den@bucket/a", "may hold a password"),
        ("s3://key:hidden/a", "no bucket"),
        ("s3://bucket/a?endpoint_override=http://key:hidden@host", "may hold a password"),
        ("s3://bucket/a/../b", "prefix"),
        ("s3://bucket/a//b", "prefix"),
        ("s3://bucket/a'b*", "prefix"),
        ("s3://bucket/a?secret_key=hidden", "unknown parameter 'secret_key'"),
    ],
)
def test_a_wrong_address_is_refused_and_no_secret_shown(
    text: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", str(SEEDS), "--output", text]) == 2
    shown = capsys.readouterr().err
    assert what in shown
    assert "hid" not in shown


@pytest.mark.slow
def test_a_missing_bucket_is_told(endpoint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", str(SEEDS), "--output", f"s3://elsewhere/a?{endpoint}"]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == ["error: s3://elsewhere/a", "  there is no bucket elsewhere"]


@pytest.mark.slow
def test_wrong_credentials_are_told(server: str, output: ObjectUrl) -> None:
    def demand_a_known_key_after(requests: bytes) -> None:
        header = {"Content-Type": "text/plain"}
        urllib.request.urlopen(urllib.request.Request(f"http://{server}/moto-api/reset-auth", requests, header)).close()

    demand_a_known_key_after(b"0")
    try:
        with pytest.raises(PublishError, match=r"denies access \(ACCESS_DENIED\)") as told:
            connect(output)
    finally:
        demand_a_known_key_after(b"inf")
    assert SECRET not in str(told.value)


@pytest.mark.slow
def test_a_pyarrow_without_s3_is_told(output: ObjectUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        @staticmethod
        def from_uri(uri: str) -> None:
            raise pa.ArrowNotImplementedError("Got S3 URI but Arrow compiled without S3 support")

    monkeypatch.setattr(pa.fs, "FileSystem", Bare)
    with pytest.raises(PublishError, match="built without S3"):
        connect(output)


@pytest.mark.slow
def test_a_store_that_does_not_answer_is_told(nobody: subprocess.Popen[str]) -> None:
    said = nobody.communicate()[1].splitlines()
    assert nobody.returncode == 2
    assert said[0] == "error: s3://bucket/a"
    assert said[1].startswith("  the store cannot be reached (Could not connect")
