"""``contract``: today's contract against the released one, and the release of a new one."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.cli.terminal import BROKEN, FINE, complain, numbered, show, show_json
from flows.errors import CommandError
from flows.quoting import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.contract import Contract
    from schemas.contract_diff import ContractChange
    from schemas.contract_release import Gap

_UNRELEASED: Final = "release it first: infobox-etl contract release"


def diff(arguments: Namespace) -> int:
    """Show what changed since the released contract; 1 when its version or the changelog does not cover that.

    A file or snapshot ``old`` replaces the released contract, ``new`` replaces today's. Of two files only the version
    is checked: the changelog of this version may belong to neither.
    """
    from schemas.contract import CONTRACT_FILE, todays_contract
    from schemas.contract_diff import diff as compare
    from schemas.contract_release import release_gaps, version_gaps

    released = _released() if arguments.old is None else _read(Path(arguments.old))
    if released is None:
        raise CommandError(str(home() / CONTRACT_FILE), "no contract is released yet", _UNRELEASED)
    if arguments.new is None:
        today = todays_contract()
        gaps = release_gaps(released, today, _changelog())
    else:
        today = _read(Path(arguments.new))
        gaps = version_gaps(released, today)
    changes = compare(released, today)
    if arguments.json:
        show_json(_plain(released, today, changes, gaps))
    else:
        _show(released, today, changes)
    for gap in gaps:
        complain(*gap)
    return BROKEN if gaps else FINE


def release(arguments: Namespace) -> int:
    """Write today's contract as the released one, unless the version or the changelog does not cover the changes."""
    from flows.publish.durable import write_durably
    from schemas.contract import CONTRACT_FILE, contract_text, todays_contract
    from schemas.contract_release import release_gaps

    released, today = _released(), todays_contract()
    gaps = release_gaps(released, today, _changelog())
    path, text = home() / CONTRACT_FILE, contract_text(today)
    is_new = not gaps and not (path.is_file() and path.read_text(encoding="utf-8") == text)
    if is_new:
        write_durably(path, text)
    if arguments.json:
        old = None if released is None else str(released.version)
        plain_gaps = [gap._asdict() for gap in gaps]
        show_json({"file": str(path), "old": old, "new": str(today.version), "is_written": is_new, "gaps": plain_gaps})
    elif is_new:
        show(f"{path}: {today.version}{f', it was {released.version}' if released else ', the first'}")
    elif not gaps:
        show(f"{path}: {today.version} is released already, nothing to do")
    for gap in gaps:
        complain(*gap)
    return BROKEN if gaps else FINE


def home() -> Path:
    """Return the folder of the released contract and of its changelog: the package ``schemas``."""
    return Path(str(resources.files("schemas")))


def _released() -> Contract | None:
    from schemas.contract import CONTRACT_FILE

    path = home() / CONTRACT_FILE
    return _read(path) if path.is_file() else None


def _changelog() -> str:
    return (home() / "CHANGELOG.md").read_text(encoding="utf-8")


def _read(path: Path) -> Contract:
    """Return the contract in a file, or that of a snapshot's folder."""
    from schemas.contract import CONTRACT_FILE
    from schemas.contract_reading import contract_in

    file = path / CONTRACT_FILE if path.is_dir() else path
    try:
        return contract_in(file)
    except ValueError as error:
        remedy = f"name a {CONTRACT_FILE}, or the folder of a snapshot, such as output/current"
        raise CommandError(str(file), f"is no contract: {safe(str(error))}", remedy) from error


def _show(released: Contract, today: Contract, changes: Sequence[ContractChange]) -> None:
    for change in changes:
        show(f"{change.kind}: {safe(change.where)}: {safe(change.what)}", "red" if change.kind == "breaking" else None)
        show(f"  {safe(change.effect)}" + (f"; breaks {change.breaks}" if change.breaks != "nobody" else ""))
    versions = f"{released.version} to {today.version}"
    counts = [numbered(len(changes), "change")] if changes else ["nothing differs"]
    kinds = Counter(change.kind for change in changes)
    counts += [f"{count:,} {kind}" for kind, count in kinds.items()]
    show(f"{versions}: {', '.join(counts)}")


def _plain(
    released: Contract, today: Contract, changes: Sequence[ContractChange], gaps: Sequence[Gap]
) -> dict[str, object]:
    from schemas.contract_release import needed_step

    return {
        "old": str(released.version),
        "new": str(today.version),
        "needed_step": needed_step(changes),
        "is_covered": not gaps,
        "changes": [{**change._asdict(), "step": change.step} for change in changes],
        "gaps": [gap._asdict() for gap in gaps],
    }
