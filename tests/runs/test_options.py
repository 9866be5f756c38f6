"""The options of a run are defined once: the command line, plain values and the command's own words agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.cli.parser import build_parser
from flows.cli.summary import accepting_command
from flows.errors import CommandError
from flows.publish.locations import location
from flows.runs.options import OPTIONS, RunConfig, command_words, from_plain, options_of, plain

CHANGED = [
    RunConfig(("pages", "a b.txt")),
    RunConfig(output=Path("tables")),
    RunConfig(output=location("s3://bucket/prefix?region=eu-west-1")),
    RunConfig(strict=True),
    RunConfig(only="00*.txt"),
    RunConfig(full=True),
    RunConfig(workers=4),
    RunConfig(facts_only=True),
    RunConfig(strict_repair=True),
    RunConfig(keep=3),
    RunConfig(keep_for=0),
    RunConfig(wait=60),
    RunConfig(accept=True),
]


def parsed(words: list[str]) -> RunConfig:
    return from_plain(options_of(build_parser().parse_args(["run", *words])))


def test_every_option_is_changed_once() -> None:
    changed = {name for config in CHANGED for name in OPTIONS if plain(config)[name] != plain(RunConfig())[name]}
    assert changed == set(OPTIONS)


@pytest.mark.parametrize("config", CHANGED)
def test_the_command_line_gives_back_the_options(config: RunConfig) -> None:
    words = command_words(config)
    assert words
    assert parsed(words) == config
    assert from_plain(plain(config)) == config


def test_without_words_every_option_has_its_default() -> None:
    assert command_words(RunConfig()) == []
    assert parsed([]) == from_plain({}) == RunConfig()


def test_a_served_run_cannot_accept_everything() -> None:
    served = options_of(build_parser().parse_args(["serve", "--cron", "0 1 * * *"]))
    assert set(OPTIONS) - set(served) == {"accept"}
    assert from_plain(served) == RunConfig()


def test_the_accepting_command_names_what_decides_the_tables_and_nothing_of_the_work() -> None:
    config = RunConfig(("pages",), Path("tables"), facts_only=True, keep=3, only="0*")
    busy = replace(config, full=True, workers=2, wait=5, strict=True)
    words = "run pages --output tables --only 0* --facts-only --keep 3 --accept"
    assert accepting_command(busy) == accepting_command(config) == ["infobox-etl", *words.split()]
    assert busy.table_options == {"facts_only": True, "strict_repair": False}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"keep": 0}, "keep: is 0\n  give a number of snapshots, at least 1"),
        ({"keep_for": -1}, "keep_for: is -1\n  give a number of hours, at most a hundred years"),
        ({"workers": -5}, "workers: is -5\n  give a number of processes from 1 to 512"),
        ({"wait": -1}, "wait: is -1\n  give a number of seconds"),
        ({"nonsense": 1}, "nonsense: is not an option of a run\n  use sources, output"),
    ],
)
def test_a_deployment_is_refused_what_the_command_refuses(values: dict[str, int], words: str) -> None:
    with pytest.raises(CommandError) as caught:
        from_plain(values)
    assert str(caught.value).startswith(words)
