"""A configured Prefect API is found as Prefect itself would find it, without importing prefect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.recording import LOCAL_API, configured_api, quiet_environment

API = "http://prefect.example/api"
PROFILES = f'active = "work"\n[profiles.work]\nPREFECT_API_URL = "{API}"\n[profiles.empty]\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".prefect").mkdir()
    return tmp_path


def test_nothing_is_configured_on_a_fresh_machine(home: Path) -> None:
    assert configured_api({}, home, home) is None


def test_the_environment_comes_first(home: Path) -> None:
    (home / ".prefect" / "profiles.toml").write_text(PROFILES)
    assert configured_api({"PREFECT_API_URL": "http://other/api"}, home, home) == "http://other/api"


def test_an_empty_variable_is_no_configuration(home: Path) -> None:
    assert configured_api({"PREFECT_API_URL": ""}, home, home) is None


def test_the_active_profile_counts(home: Path) -> None:
    (home / ".prefect" / "profiles.toml").write_text(PROFILES)
    assert configured_api({}, home, home) == API


def test_another_profile_can_be_chosen(home: Path) -> None:
    (home / ".prefect" / "profiles.toml").write_text(PROFILES)
    assert configured_api({"PREFECT_PROFILE": "empty"}, home, home) is None
    assert configured_api({"PREFECT_PROFILE": "missing"}, home, home) is None


@pytest.mark.parametrize("variable", ["PREFECT_HOME", "PREFECT_PROFILES_PATH"])
def test_the_profiles_may_lie_elsewhere(home: Path, variable: str) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    profiles = elsewhere / "profiles.toml"
    profiles.write_text(PROFILES)
    value = elsewhere if variable == "PREFECT_HOME" else profiles
    assert configured_api({variable: str(value)}, home, home) == API


def test_prefects_own_profile_for_a_local_server(home: Path) -> None:
    assert configured_api({"PREFECT_PROFILE": "local"}, home, home) == LOCAL_API


@pytest.mark.parametrize(
    ("name", "text"),
    [("prefect.toml", f'[api]\nurl = "{API}"\n'), ("pyproject.toml", f'[tool.prefect.api]\nurl = "{API}"\n')],
)
def test_the_project_may_configure_it(home: Path, name: str, text: str) -> None:
    project = home / "project"
    project.mkdir()
    (project / name).write_text(text)
    assert configured_api({}, home, project) == API


@pytest.mark.parametrize("text", ["active = ", "profiles = 3\nactive = 'work'", "\xff"])
def test_a_broken_file_is_no_configuration(home: Path, text: str) -> None:
    (home / ".prefect" / "profiles.toml").write_text(text, encoding="latin-1")
    assert configured_api({}, home, home) is None


def test_the_users_settings_are_respected() -> None:
    environ = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "7"}
    quiet_environment(environ, embedded=True)
    assert environ == {
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "7",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    }


def test_the_command_starts_without_heavy_imports() -> None:
    code = (
        "import sys, flows.cli.main; code = flows.cli.main.main(['run', '--help']); assert code == 0\n"
        "heavy = {'prefect', 'polars', 'pandera', 'duckdb', 'pyarrow', 'rich', 'yaml', 'ftfy'} & sys.modules.keys()\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
