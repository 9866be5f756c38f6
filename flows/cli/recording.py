"""Whether a Prefect API is configured, found without importing prefect (its import alone costs 1.5 s of CPU).

A run is recorded when Prefect itself would find an API: in the environment, in the project's ``prefect.toml`` or
``pyproject.toml``, or in the active profile. That order is Prefect's own. Not read: ``.env`` files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path

LOCAL_API = "http://127.0.0.1:4200/api"
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The default of 20 s fails on a loaded machine: the first start also migrates the database.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}
_ITS_OWN_PROFILES: Mapping[str, object] = {"local": {"PREFECT_API_URL": LOCAL_API}}


def configured_api(environ: Mapping[str, str], home: Path, folder: Path) -> str | None:
    """Return the URL of the Prefect API that a run would be recorded in, None when none is configured.

    ``home`` is the user's home folder, ``folder`` the working folder. Files that are missing or not TOML are
    ignored: Prefect itself reports them as soon as it is used.
    """
    if url := environ.get("PREFECT_API_URL"):
        return url
    for path, header in ((folder / "prefect.toml", ()), (folder / "pyproject.toml", ("tool", "prefect"))):
        if url := _text(_table(_read(path), *header, "api"), "url"):
            return url
    return _profile_api(environ, home)


def _profile_api(environ: Mapping[str, str], home: Path) -> str | None:
    base = Path(environ.get("PREFECT_HOME") or home / ".prefect").expanduser()
    path = Path(environ.get("PREFECT_PROFILES_PATH") or base / "profiles.toml").expanduser()
    is_own = path.is_file()
    content = _read(path) if is_own else {}
    profiles = _table(content, "profiles") if is_own else _ITS_OWN_PROFILES
    active = environ.get("PREFECT_PROFILE") or _text(content, "active")
    return _text(_table(profiles, active), "PREFECT_API_URL") if active else None


def quiet_environment(environ: MutableMapping[str, str], *, embedded: bool) -> None:
    """Set what Prefect needs to stay off the network, and what its embedded server needs, unless the user did.

    Must be called before prefect is imported: it reads its settings once.
    """
    for name, value in _QUIET.items():
        environ.setdefault(name, value)
    if embedded:
        environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "true")


def _read(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def _table(content: Mapping[str, object], *names: str) -> Mapping[str, object]:
    for name in names:
        inner = content.get(name)
        if not isinstance(inner, dict):
            return {}
        content = inner
    return content


def _text(content: Mapping[str, object], name: str) -> str | None:
    value = content.get(name)
    return value if isinstance(value, str) and value else None
