"""Whether a changed contract may be released: its version is high enough, and the changelog names the changes.

This is the promise of compatibility as a program. ``infobox-etl contract diff`` runs it in CI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from schemas.contract import Contract, Version, version_of
from schemas.contract_diff import STEPS, ContractChange, VersionStep, diff

CHANGELOG: Final = "schemas/CHANGELOG.md"
VERSION: Final = "CONTRACT_VERSION in schemas/tables.py"

_SECTION = re.compile(r"^## +(\S+)[^\n]*\n", re.MULTILINE)
_CODE = re.compile(r"`[^`]*`")
_LEAST_WORDS = 3
"""The entry of a breaking change has more words than this beside its names: a bare name tells no effect on rows."""


class Gap(NamedTuple):
    """Something that a release lacks: ``where``, ``what`` is missing, and the ``remedy``."""

    where: str
    what: str
    remedy: str


def needed_step(changes: Sequence[ContractChange]) -> VersionStep | None:
    """Return the step of the version that the gravest change needs; None without a change."""
    found = {change.kind for change in changes}
    return next((step for kind, step in STEPS.items() if kind in found), None)


def version_gaps(released: Contract, today: Contract) -> tuple[Gap, ...]:
    """Return what is wrong with the version of a contract compared with the released one: one gap or nothing."""
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


def _after(version: Version, step: VersionStep) -> Version:
    if step == "major":
        return Version(version.major + 1, 0, 0)
    if step == "minor":
        return Version(version.major, version.minor + 1, 0)
    return version._replace(patch=version.patch + 1)


def release_gaps(released: Contract | None, today: Contract, changelog: str) -> tuple[Gap, ...]:
    """Return all that today's contract lacks to be released after ``released`` (None: it is the first).

    The version must be as high as the changes need. The changelog must have a section of this version. That section, or
    another one since the released version, must name each breaking or additive change: ``casualties.kind`` in
    backticks, or table and column each in backticks within one entry.
    """
    sections = dict(_sections(changelog))
    if released is None:
        return () if today.version in sections else (_no_section(today.version),)
    gaps = list(version_gaps(released, today))
    if gaps or released.version == today.version:
        return tuple(gaps)
    if today.version not in sections:
        return (_no_section(today.version),)
    entries = [
        entry
        for version, text in sections.items()
        if released.version < version <= today.version
        for entry in _entries(text)
    ]
    unnamed: dict[str, Gap] = {}
    for change in diff(released, today):
        if change.kind != "wording" and not any(_names(entry, change) for entry in entries):
            unnamed.setdefault(change.where, _not_named(change, today.version))
    return tuple(unnamed.values())


def _no_section(version: Version) -> Gap:
    remedy = f"add ## {version} on top: what changed, what it does to the rows, what to do about it"
    return Gap(CHANGELOG, f"has no section of version {version}", remedy)


def _not_named(change: ContractChange, version: Version) -> Gap:
    what = f"does not say in {version} what becomes of `{change.where}`: {change.what}"
    return Gap(
        CHANGELOG, what, f"add an entry that names it in backticks and says the effect on rows ({change.effect})"
    )


def _sections(changelog: str) -> Iterator[tuple[Version, str]]:
    _, *parts = _SECTION.split(changelog)
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        try:
            yield version_of(heading), text
        except ValueError:  # a heading that is not a version: prose
            continue


def _entries(text: str) -> list[str]:
    """Return the items and paragraphs of a section."""
    return re.split(r"\n(?=- )|\n\s*\n", text)


def _names(entry: str, change: ContractChange) -> bool:
    names = {code.strip("`") for code in _CODE.findall(entry)}
    is_named = change.where in names or ("." in change.where and set(change.where.split(".")) <= names)
    return is_named and (change.kind != "breaking" or len(_CODE.sub(" ", entry).split()) > _LEAST_WORDS)
