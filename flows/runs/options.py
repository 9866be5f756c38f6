"""The options of a run, each defined once.

The command line, the parameters of the Prefect flow and the command that publishes a candidate are made of these
fields: a new option is one field here. No heavy imports: ``--help`` reads this module.
"""

from __future__ import annotations

import datetime as dt
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple, get_type_hints

from flows.errors import CommandError
from flows.publish.locations import Location, location, spelled
from flows.publish.snapshot.manifest import KEEP, KEEP_FOR, Option
from flows.quoting import safe


class RunOption(NamedTuple):
    """How an option is shown to a user, and what it takes on the command line.

    ``metavar`` stands for its value in the help; ``default`` says what happens without the option, where the help says
    so. ``numbers`` are the whole numbers that it takes, ``numbers_of`` the words for them in an error.
    ``decides_tables`` marks an option with which the same inputs give other tables.
    """

    help: str
    metavar: str | None = None
    default: str | None = None
    numbers: range | None = None
    numbers_of: str = ""
    decides_tables: bool = False

    @property
    def text(self) -> str:
        """Return the help with what happens without the option; ``%(default)s`` in it stands for the default."""
        return self.help if self.default is None else f"{self.help} (default: {self.default})"


_NO_TEXTS = RunOption("publish no text whose licence does not allow it, only facts", decides_tables=True)
_STRICT_REPAIR = RunOption(
    "leave mojibake alone where little speaks for the repair, and say so in an issue", decides_tables=True
)
_STRICT = RunOption("publish nothing if any row breaks the contract, even where the expectations allow some")
_ACCEPT = RunOption("publish whatever the gate finds, and note in the manifest that it was accepted")
_ITSELF = "%(default)s"  # argparse puts the default here
_OUTPUT = RunOption(
    "output folder, or s3://bucket/prefix; a run takes a new or empty folder, or an output", "DIR", _ITSELF
)
_WORKERS = RunOption("worker processes", "N", "one a core, where it pays", range(1, 513), "processes from 1 to 512")
_KEEP = RunOption(
    "keep the newest N snapshots, current one included",
    "N",
    _ITSELF,
    range(1, sys.maxsize),
    "snapshots, at least 1",
)
_KEEP_FOR = RunOption(
    "keep the other snapshots for so long after they were replaced, since a reader may have one open",
    "HOURS",
    _ITSELF,
    range(876_001),
    "hours, at most a hundred years",
)
_WAIT = RunOption(
    "wait at most so long for another run into the same folder to end; the workers of a killed run get 60 at least",
    "SECONDS",
    "end at once",
    range(sys.maxsize),
    "seconds",
)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What a run is asked to do, one field for each option.

    ``workers`` 0 means one for each core when it pays, 1 the run's own process.
    """

    sources: Annotated[tuple[str, ...], RunOption("files or folders to read", "SOURCE", "seeds")] = ("seeds",)
    output: Annotated[Location, _OUTPUT] = Path("output")
    _: KW_ONLY
    strict: Annotated[bool, _STRICT] = False
    only: Annotated[str | None, RunOption("read only sources whose name matches, such as '00*.txt'", "GLOB")] = None
    full: Annotated[bool, RunOption("read everything again, also what earlier runs have read")] = False
    workers: Annotated[int, _WORKERS] = 0
    facts_only: Annotated[bool, _NO_TEXTS] = False
    strict_repair: Annotated[bool, _STRICT_REPAIR] = False
    keep: Annotated[int, _KEEP] = KEEP
    keep_for: Annotated[int, _KEEP_FOR] = KEEP_FOR // dt.timedelta(hours=1)
    wait: Annotated[float, _WAIT] = 0
    accept: Annotated[bool, _ACCEPT] = False

    @property
    def table_options(self) -> dict[str, Option]:
        """Return the options that decide what stands in the tables; the manifest keeps them."""
        return {name: getattr(self, name) for name, option in OPTIONS.items() if option.decides_tables}


_TYPES: Final = get_type_hints(RunConfig, include_extras=True)
OPTIONS: Final[Mapping[str, RunOption]] = {each.name: _TYPES[each.name].__metadata__[0] for each in fields(RunConfig)}
"""The options of a run by the name of their field, in the order of the help."""


def flag(name: str) -> str:
    """Return the flag of an option on the command line.

    >>> flag("facts_only")
    '--facts-only'
    """
    return f"--{name.replace('_', '-')}"


def plain(config: RunConfig) -> dict[str, Any]:
    """Return the options as plain values, which JSON can hold: sources as a list, the output as text.

    >>> plain(RunConfig(("pages",)))["sources"], plain(RunConfig(keep=3))["keep"]
    (['pages'], 3)
    """
    values = {name: getattr(config, name) for name in OPTIONS}
    return values | {"sources": list(config.sources), "output": spelled(config.output)}


def from_plain(values: Mapping[str, Any]) -> RunConfig:
    """Return the configuration that plain values describe, as the command line or a deployment gives them.

    An option that is missing has its default. Raises ``CommandError`` for a name that is not an option and for a number
    that the option does not take, ``PublishError`` for an address of an output that cannot be used.

    >>> from_plain({"sources": ["pages"], "keep": 3}) == RunConfig(("pages",), keep=3)
    True
    """
    if unknown := sorted(set(values) - set(OPTIONS)):
        raise CommandError(unknown[0], "is not an option of a run", f"use {', '.join(OPTIONS)}")
    defaults, known = plain(RunConfig()), dict(values)
    for name, option in OPTIONS.items():
        # The default may lie outside: workers 0 means one for each core.
        value = known.get(name, defaults[name])
        if option.numbers is not None and value != defaults[name] and not _is_within(value, option.numbers):
            raise CommandError(name, f"is {safe(str(value))}", f"give a number of {option.numbers_of}")
    if "sources" in known:
        known["sources"] = tuple(known["sources"])
    if "output" in known:
        known["output"] = location(known["output"])
    return RunConfig(**known)


def _is_within(value: object, numbers: range) -> bool:
    # Compared with both ends: ``in`` would walk through the whole range for a float.
    return isinstance(value, int | float) and numbers.start <= value < numbers.stop


def options_of(arguments: Namespace) -> dict[str, Any]:
    """Return the options of a run among the arguments of a command, which has others of its own."""
    return {name: value for name, value in vars(arguments).items() if name in OPTIONS}


def command_words(config: RunConfig, *names: str) -> list[str]:
    """Return the words of the command line that give these options (all by default); defaults are left out.

    >>> command_words(RunConfig(("pages",), facts_only=True, keep=3))
    ['pages', '--facts-only', '--keep', '3']
    """
    defaults, words = plain(RunConfig()), []
    for name, value in plain(config).items():
        if value == defaults[name] or (names and name not in names):
            continue
        if name == "sources":
            words += value
        elif value is True:
            words.append(flag(name))
        else:
            words += [flag(name), str(value)]
    return words
