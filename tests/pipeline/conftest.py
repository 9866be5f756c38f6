"""Prefect for tests: its own home, off the network. Set here, since prefect reads its settings when it is imported."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest

from flows.cli.recording import quiet_environment

_HOME = tempfile.mkdtemp(prefix="infobox-etl-prefect-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["PREFECT_HOME"] = _HOME
quiet_environment(os.environ, embedded=True)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "prefect: starts a Prefect server, about 20 s; leave out with -m 'not prefect'")
