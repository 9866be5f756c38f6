"""A run recorded in Prefect publishes the same bytes as a direct one, and a failed gate is a failed state.

The harness starts a Prefect server on a temporary database, which costs some 40 s of CPU: once for this file, and only
in the slow part. What needs no server of the pipeline is in ``test_schedule``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from flows.runs import batch, job
from flows.runs.job import Report
from flows.runs.options import RunConfig
from flows.validate.gate.findings import Finding
from tests.runs.obedient import obeying

SEEDS = str(Path(__file__).resolve().parents[2] / "seeds")


pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=600):
        yield


def parquet(report: Report) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(report.snapshot_dir.glob("*.parquet"))}


def test_recorded_and_direct_runs_publish_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import pipeline

    monkeypatch.setattr(batch, "BATCH_DOCUMENTS", 2)  # five seeds, three batches: three task runs
    config = RunConfig((SEEDS,), tmp_path / "direct", workers=1)
    direct = job.run(config)
    recorded = pipeline.record(replace(config, output=tmp_path / "recorded"), None)
    assert len(parquet(direct)) >= 14
    assert parquet(recorded) == parquet(direct)
    again = pipeline.record(replace(config, output=tmp_path / "recorded"), None)
    assert again.is_unchanged
    assert again.snapshot_id == recorded.snapshot_id


def test_a_run_is_recorded_where_an_event_loop_runs_as_in_a_notebook(tmp_path: Path) -> None:
    from flows import pipeline

    async def cell() -> Report:
        return pipeline.record(RunConfig((SEEDS,), tmp_path / "out", only="000*", workers=1), None)

    assert asyncio.run(cell()).is_published


def test_the_run_is_recorded_with_its_tasks_and_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client.orchestration import get_client

    from flows import pipeline

    monkeypatch.setattr(batch, "BATCH_DOCUMENTS", 2)
    pipeline.record(RunConfig((SEEDS,), tmp_path / "named-output", workers=2), None)
    with get_client(sync_client=True) as client:
        runs = [run for run in client.read_flow_runs() if run.name == "seeds to named-output"]
        assert [run.state_name for run in runs] == ["Completed"]
        tasks = {task.name for task in client.read_task_runs() if task.flow_run_id == runs[0].id}
        assert tasks == {
            "process-batch 1 of 3",
            "process-batch 2 of 3",
            "process-batch 3 of 3",
            "publish",
        }
        keys = {artifact["key"] for artifact in client.request("POST", "/artifacts/filter", json={}).json()}
        assert keys == {"run-summary", "rows-per-table"}


def test_a_worker_that_dies_takes_its_page_with_it_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import pipeline

    monkeypatch.setattr(batch, "BATCH_DOCUMENTS", 2)
    monkeypatch.setattr(batch, "process_batch", partial(obeying, tmp_path, {}))
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(4):
        (pages / f"{number}.txt").write_text(f"Homs is a city; page {number}.\n{'please die' * (number == 1)}\n")
    report = pipeline.record(RunConfig((str(pages),), tmp_path / "out", workers=2), None)
    assert report.is_published
    assert (report.documents, report.issues["killed-worker"]) == (3, 1)


def test_a_failed_gate_is_a_failed_state_with_its_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import pipeline

    published = job.run(RunConfig((SEEDS,), tmp_path / "out", only="000*", workers=1))
    finding = Finding("error", "conflicts", "0 rows, at least 1 expected", (), "look at the pages")
    broken = replace(published, failures=(finding,))
    monkeypatch.setattr(job, "run", lambda *_arguments, **_options: broken)
    config = RunConfig((SEEDS,), tmp_path / "out")
    assert pipeline.record(config, None) == broken
    state = pipeline.infobox_etl(**pipeline.parameters(config), return_state=True)
    assert state.is_failed()
    assert "at least 1 expected" in state.message


def test_a_run_that_the_gate_stopped_is_a_failed_state(tmp_path: Path) -> None:
    from flows import pipeline

    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(12):
        (pages / f"{number}.txt").write_text(f"Homs is a city; page {number}.\n", encoding="utf-8")
    config = RunConfig((str(pages),), tmp_path / "out", workers=1)
    published = job.run(config)
    for number in range(6):
        (pages / f"{number}.txt").unlink()
    (pages / ".hidden.txt").touch()
    stopped = pipeline.record(config, None)
    assert not stopped.is_published
    assert (config.output / "current").resolve() == published.snapshot_dir
    assert "Not published, kept as a candidate" in pipeline.summary(stopped)
    assert "\n- left out: 1 hidden file or folder\n" in pipeline.summary(stopped)
    assert f"\n- quality page: `{stopped.snapshot_dir / 'report.html'}`\n" in pipeline.summary(stopped)
    accepted = pipeline.record(replace(config, accept=True, keep=1, keep_for=0), None)
    assert accepted.is_published
    assert [path.name for path in (config.output / "snapshots").iterdir()] == [accepted.snapshot_id]


def test_a_mistyped_source_raises_as_in_a_direct_run(tmp_path: Path) -> None:
    from flows import pipeline
    from flows.errors import InputError

    with pytest.raises(InputError, match="nowhere"):
        pipeline.record(RunConfig((str(tmp_path / "nowhere"),), tmp_path / "out"), None)


def test_a_wrong_address_is_a_failed_state_that_shows_no_secret() -> None:
    from prefect.client.orchestration import get_client

    from flows import pipeline

    state = pipeline.infobox_etl(sources=[SEEDS], output="s3://key:hidden@bucket/far?region=hidden", return_state=True)
    assert state.is_failed()
    assert "may hold a password" in state.message
    assert "hidden" not in state.message
    with get_client(sync_client=True) as client:
        assert "seeds to far" in [run.name for run in client.read_flow_runs()]


def test_the_server_plans_the_runs_of_a_schedule(tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows import pipeline

    config = RunConfig((SEEDS,), tmp_path / "out")
    deployment = pipeline.infobox_etl.to_deployment(
        "planned", schedules=[pipeline.schedule("30 1 * * *", "UTC")], parameters=pipeline.parameters(config)
    )
    key = deployment.apply()
    with get_client(sync_client=True) as client:
        client.request("POST", f"/deployments/{key}/schedule", json={"min_runs": 2}).raise_for_status()
        planned = [run for run in client.read_flow_runs() if run.deployment_id == key]
    assert len(planned) >= 2
    assert {run.state_name for run in planned} == {"Scheduled"}
