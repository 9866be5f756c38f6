"""Cron expressions are judged before anything is served; only temporary errors are tried again."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from prefect.exceptions import ParameterTypeError

from flows.publish.locations import location
from flows.runs.options import OPTIONS, RunConfig, from_plain

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """Return the module, imported late: prefect takes two seconds, and each process of the tests reads every file."""
    from flows import pipeline

    return pipeline


def test_a_schedule(pipeline: Any) -> None:
    made = pipeline.schedule("30 1 * * *", "Europe/Berlin")
    assert (made.cron, made.timezone, made.slug) == ("30 1 * * *", "Europe/Berlin", "nightly")


@pytest.mark.parametrize(
    ("cron", "timezone", "reason"),
    [
        ("* * *", "UTC", "3 fields instead of 5"),
        ("* * * * * *", "UTC", "6 fields instead of 5"),
        ("99 * * * *", "UTC", "Invalid cron"),
        ("H * * * *", "UTC", "unsupported|Invalid"),
        ("0 0 * * *", "Mars/Base", "Invalid timezone"),
    ],
)
def test_what_is_no_schedule(pipeline: Any, cron: str, timezone: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        pipeline.schedule(cron, timezone)


@pytest.mark.parametrize(
    ("error", "is_temporary"),
    [
        (OSError(errno.EIO, "input/output error"), True),
        (OSError(errno.ENOSPC, "no space left"), False),
        (PermissionError(errno.EACCES, "not allowed"), False),
        (ValueError("a fault of the program"), False),
    ],
)
def test_only_temporary_errors_are_tried_again(pipeline: Any, error: Exception, is_temporary: bool) -> None:
    from prefect.states import Failed

    state = Failed(data=error)
    assert pipeline.is_temporary(cast(Any, None), cast(Any, None), state) is is_temporary


def test_parameters_name_the_same_output_from_anywhere(pipeline: Any) -> None:
    address = "s3://bucket/a?endpoint_override=store:9000&scheme=http"
    made = [pipeline.parameters(RunConfig(("in",), location(text)))["output"] for text in (address, "out")]
    assert made == [address, str(Path("out").absolute())]


def test_the_flow_takes_every_option_as_a_plain_value_that_prefect_checks(pipeline: Any) -> None:
    shown = pipeline.infobox_etl.parameters.properties
    assert list(shown) == list(OPTIONS)
    types = {name: facts.get("type", "string or null") for name, facts in shown.items()}
    assert types["sources"] == "array"
    assert set(types.values()) == {"array", "string", "boolean", "string or null", "integer", "number"}
    assert shown["keep"]["description"] == "keep the newest N snapshots, current one included (default: 10)."
    config = RunConfig(("in",), Path("out").absolute(), keep=3, facts_only=True, wait=1.5)
    given = pipeline.infobox_etl.validate_parameters(pipeline.parameters(config))
    assert from_plain(given) == replace(config, sources=(str(Path("in").absolute()),))
    with pytest.raises(ParameterTypeError, match="keep"):
        pipeline.infobox_etl.validate_parameters({"keep": "many"})


def test_the_deployment_calls_the_flow_with_its_parameters(pipeline: Any) -> None:
    deployment = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"][0]
    path, _, name = deployment["entrypoint"].partition(":")
    assert path == "flows/pipeline.py"
    flow = getattr(pipeline, name)
    assert deployment["parameters"].keys() <= flow.parameters.properties.keys()
    [timetable] = deployment["schedules"]
    pipeline.schedule(timetable["cron"], timetable["timezone"])
