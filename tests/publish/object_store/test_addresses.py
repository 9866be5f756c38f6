"""Addresses of object stores: what the commands answer for one that is right, wrong, empty or out of reach."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cli import main as cli
from flows.errors import PublishError
from flows.publish.locations import ObjectUrl, location, spelled
from flows.publish.object_store.store import connect
from tests.publish.object_store.made_snapshots import SECRET, SEEDS, address

NOWHERE = "s3://bucket/a?endpoint_override=127.0.0.1:9&scheme=http&region=us-east-1"


@pytest.fixture(scope="module")
def nobody(endpoint: str) -> Iterator[subprocess.Popen[str]]:
    """Ask a port where nobody listens while the other tests run: pyarrow tries for six seconds."""
    words = [sys.executable, "-m", "flows", "history", "--output", NOWHERE]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=SEEDS.parent) as process:
        yield process


@pytest.mark.slow
@pytest.mark.usefixtures("nobody")
def test_the_commands_read_from_a_store(output: ObjectUrl, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    assert cli.main(["export", "--to", str(tmp_path / "all.sqlite"), "--json", "--output", place]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert (exported["snapshot"], exported["tables"]["conflicts"]) == (listed["snapshot"], 4)
    assert SECRET not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["query", "FROM x", "-o"], ["history", "-o"], ["explain", "x", "-o"]])
def test_where_nothing_is_published_the_commands_say_so(
    output: ObjectUrl, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments, spelled(output)]) == 2
    # What `explain` is asked for may be a file as well, so it names that first.
    said = ["x", f"there is no such file, and in {output} nothing is published here"]
    expected = said if arguments[0] == "explain" else [str(output), "nothing is published here"]
    assert capsys.readouterr().err.splitlines()[:2] == [f"error: {expected[0]}", f"  {expected[1]}"]


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
