"""A real S3 server on this machine, with one bucket; each test has an output of its own in it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pyarrow as pa
import pytest

from flows.publish.locations import ObjectUrl
from flows.publish.snapshot import publishing
from tests.publish.object_store.made_snapshots import SECRET, address

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


@pytest.fixture(scope="session")
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


@pytest.fixture
def output(endpoint: str) -> ObjectUrl:
    return address(f"s3://bucket/{uuid.uuid4().hex}/out?{endpoint}")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out of a publication what other tests are about: the catalogue, and what a power cut leaves."""
    monkeypatch.setattr(publishing, "write_catalog", lambda folder: None)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
