"""Whether a changed contract may be released: its version steps as far as its changes demand, and the changelog tells.

This is the promise of compatibility as a program. ``infobox-etl contract diff`` runs it in CI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from schemas.contract import Contract, Version, version_of
from schemas.contract_diff import STEPS, ContractChange, Step, diff

CHANGELOG: Final = "schemas/CHANGELOG.md"
VERSION: Final = "CONTRACT_VERSION in schemas/tables.py"

_SECTION = re.compile(r"^## +(\S+)[^\n]*\n", re.MULTILINE)
_CODE = re.compile(r"`[^`]*`")
_LEAST_WORDS = 3
"""So many words beside names must stand in the entry of a breaking change: a bare name says no effect on rows."""


class Gap(NamedTuple):
    """What a release lacks: ``where``, ``what`` and the ``remedy``."""

    where: str
    what: str
    remedy: str


def needed_step(changes: Sequence[ContractChange]) -> Step | None:
    """Return the step of the version that the gravest change needs, None where nothing changed."""
    found = {change.kind for change in changes}
    return next((step for kind, step in STEPS.items() if kind in found), None)


def version_gaps(released: Contract, today: Contract) -> tuple[Gap, ...]:
    """Return what is wrong with the version of a contract, seen from the one before: at most one gap."""
    old, new = released.version, today.version
    changes = diff(released, today)
    step = needed_step(changes)
    if new < old:
        return (Gap(VERSION, f"is {new}, but {old} is released", f"give it a version after {old}"),)
    if step is None or new >= (least := _after(old, step)):
        return ()
    count = sum(change.step == step for change in changes)
    what = f"is {new}; {count} {changes[0].kind} change{'s' * (count > 1)} since {old} need{'s' * (count == 1)} {least}"
    return (Gap(VERSION, what, f'set it to "{least}", or take the change back'),)


def _after(version: Version, step: Step) -> Version:
    if step == "major":
        return Version(version.major + 1, 0, 0)
    if step == "minor":
        return Version(version.major, version.minor + 1, 0)
    return version._replace(patch=version.patch + 1)


def release_gaps(released: Contract | None, today: Contract, changelog: str) -> tuple[Gap, ...]:
    """Return all that today's contract lacks to be released after ``released`` (None: it is the first).

    The version must step as far as the changes demand, the changelog must have a section of this version, and each
    breaking or additive change must be told there (or in a section since the released version): by the name in
    backticks, ``casualties.kind``, or table and column each in backticks within one entry.
    """
    sections = dict(_sections(changelog))
    if released is None:
        return () if today.version in sections else (_no_section(today.version),)
    gaps = list(version_gaps(released, today))
    if gaps or released.version == today.version:
        return tuple(gaps)
    if today.version not in sections:
        return (_no_section(today.version),)
    told = [
        entry
        for version, text in sections.items()
        if released.version < version <= today.version
        for entry in _entries(text)
    ]
    untold: dict[str, Gap] = {}
    for change in diff(released, today):
        if change.kind != "wording" and not any(_tells(entry, change) for entry in told):
            untold.setdefault(change.where, _untold(change, today.version))
    return tuple(untold.values())


def _no_section(version: Version) -> Gap:
    remedy = f"add ## {version} on top: what changed, what it does to the rows, what to do about it"
    return Gap(CHANGELOG, f"has no section of version {version}", remedy)


def _untold(change: ContractChange, version: Version) -> Gap:
    what = f"does not say in {version} what becomes of `{change.where}`: {change.what}"
    return Gap(
        CHANGELOG, what, f"add an entry that names it in backticks and says the effect on rows ({change.effect})"
    )


def _sections(changelog: str) -> Iterator[tuple[Version, str]]:
    _, *parts = _SECTION.split(changelog)
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        try:
            yield version_of(heading), text
        except ValueError:  # a heading that is no version: prose
            continue


def _entries(text: str) -> list[str]:
    """Return the items and paragraphs of a section."""
    return re.split(r"\n(?=- )|\n\s*\n", text)


def _tells(entry: str, change: ContractChange) -> bool:
    names = {code.strip("`") for code in _CODE.findall(entry)}
    is_named = change.where in names or ("." in change.where and set(change.where.split(".")) <= names)
    return is_named and (change.kind != "breaking" or len(_CODE.sub(" ", entry).split()) > _LEAST_WORDS)
