"""The job as a Prefect flow: the only module that imports prefect.

``flows.runs.job`` decides what runs. Here a step becomes a task run with retries and a name, and the report becomes the
state and the artifacts of the flow run. Between tasks go file references and counts, never texts. Results are not
persisted, because whoever can write to a result store can run code in every process that reads it.
"""

from __future__ import annotations

import errno
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.client.schemas.schedules import CronSchedule
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.schedules import Cron, Schedule
from prefect.states import Failed
from prefect.tasks import exponential_backoff
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from flows.errors import InfoboxEtlError, RecordingError, noting_current
from flows.publish.locations import Location
from flows.publish.table_files import REPORT
from flows.quoting import safe
from flows.runs import job
from flows.runs.job import Report
from flows.runs.limits import Limits
from flows.runs.options import OPTIONS, RunConfig, from_plain, plain
from flows.runs.runners import DirectRunner, done_here
from flows.runs.workers import Died, worker_pool

if TYPE_CHECKING:
    from prefect.client.schemas.objects import TaskRun
    from prefect.tasks import Task

Item = TypeVar("Item")
Result = TypeVar("Result")

_TEMPORARY = {errno.EIO, errno.EAGAIN, errno.EINTR, errno.ETIMEDOUT, errno.ESTALE, errno.EBUSY, errno.ENETDOWN}
"""Errors of a disk or network that may be gone at the next try. "No space" and "not allowed" are not among them."""


class GateFailed(Exception):  # noqa: N818  (a state of the data, not an error of the program)
    """The data breaks the contract. The snapshot before stays current; ``report`` says why nothing was published."""

    def __init__(self, report: Report) -> None:
        super().__init__("; ".join(map(str, report.failures)))
        self.report = report


def is_temporary(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a failed task is worth another try: only some errors of disk or network go away by themselves."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and error.errno in _TEMPORARY


@task(
    name="process-batch",
    task_run_name="{label}",
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=0.2),
    retry_jitter_factor=0.5,
    retry_condition_fn=is_temporary,
    persist_result=False,
)
def _process(label: str, work: _DeferredCall) -> object:
    return work()


@task(name="publish", task_run_name="{label}", persist_result=False)
def _publish(label: str, work: _DeferredCall) -> object:
    """Run a step that holds the lock of the output folder. It is not tried again: the next run does that."""
    return work()


class _DeferredCall:
    """A call without visible arguments: prefect would search through them and record them as parameters."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call

    def __call__(self) -> object:
        return self._call()


class PrefectRunner:
    """Steps as task runs of the current flow run: one for each batch of documents, one for each other step."""

    def __init__(self, workers: int) -> None:
        self.workers = DirectRunner(workers).workers

    def map(
        self,
        step: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        reached: Callable[[Item, int], None],
        limits_of: Callable[[Item], Limits],
        *,
        in_workers: bool = False,
    ) -> list[Result | Died]:
        """Return ``function`` of each item in order, or how its worker died; the task runs wait for the processes."""
        labels = [f"{step} {number} of {len(items)}" for number in range(1, len(items) + 1)]
        workers = min(self.workers, len(items))

        def work(do: Callable[..., object]) -> Iterator[tuple[str, _DeferredCall]]:
            for label, item in zip(labels, items, strict=True):
                yield label, _DeferredCall(partial(do, function, item, limits_of(item), partial(reached, item)))

        if not items or (workers <= 1 and not in_workers):
            return [_process(*each) for each in work(done_here)]  # type: ignore[misc]  # what its work returns
        with worker_pool(workers) as pool:
            futures = [_process.submit(*each) for each in work(pool.do)]
            for future in as_completed(futures):
                future.result()  # it raises its error at once: the work that waits for a worker is not done then
            return [future.result() for future in futures]  # type: ignore[misc]

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``, made in a task run of this name."""
        return _publish.with_options(name=step)(step, _DeferredCall(partial(function, *arguments)))  # type: ignore[return-value]


def _run_name() -> str:
    """Return the name of the flow run, made of its sources and its output: "seeds to output"."""
    parameters = flow_run.parameters
    sources = ", ".join(Path(source).name or source for source in parameters["sources"][:3])
    # The address is not checked yet: its query and user may be secret, so they must not become part of the name.
    output = parameters["output"].partition("?")[0].rpartition("@")[2]
    return safe(f"{sources} to {Path(output).name or output}", limit=80)


def _with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with the options of a run in its signature and docstring, where Prefect looks for them.

    All are plain values, so that a deployment's parameters can be written in YAML, checked and shown.
    """
    types, defaults = get_type_hints(RunConfig), plain(RunConfig())
    shown = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=defaults[name],
            annotation=str if types[name] == Location else types[name],
        )
        for name in OPTIONS
    ]
    function.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # inspect.signature takes it first
    arguments = "".join(
        f"    {name}: {option.text % {'default': defaults[name]}}.\n" for name, option in OPTIONS.items()
    )
    function.__doc__ = f"{function.__doc__}\n\nArgs:\n{arguments}"
    return function


@flow(name="infobox-etl", flow_run_name=_run_name, persist_result=False, validate_parameters=True)
@_with_options
def infobox_etl(**options: Any) -> Any:
    """Read sources, publish one snapshot of validated tables."""
    try:
        config = from_plain(options)
        report = job.run(config, PrefectRunner(config.workers))
    except InfoboxEtlError as error:
        # Returned as a failed state, not raised: prefect would log a traceback for a mistyped path.
        return Failed(data=error, message=safe(str(error), keep="\n", limit=500))
    with noting_current(report.snapshot_id if report.is_published else None):
        create_markdown_artifact(summary(report), key="run-summary", description="What the run did")
        create_table_artifact(
            [{"table": name, "rows": rows} for name, rows in report.rows.items()],
            key="rows-per-table",
            description="Rows of each published table",
        )
    if report.failures:
        failure = GateFailed(report)
        return Failed(data=failure, message=safe(str(failure), limit=500))
    return report


def summary(report: Report) -> str:
    """Return the report as Markdown, for the artifact of the flow run."""
    unchanged = " (nothing changed since)" if report.is_unchanged else ""
    title = "Snapshot" if report.is_published else "Not published, kept as a candidate:"
    lines = [f"# {title} {report.snapshot_id}{unchanged}", "", _code(str(report.snapshot_dir)), ""]
    lines += [f"- {report.documents:,} documents in {report.seconds:.1f} s", f"- {report.violations:,} violations"]
    lines.append(f"- quality page: {_code(str(report.snapshot_dir / REPORT))}")
    for title, numbers in (("edits", report.edits), ("issues", report.issues)):
        listed = ", ".join(f"{_code(name)} {count:,}" for name, count in numbers.items())
        lines.append(f"- {title}: {listed or 'none'}")
    if str(report.left_out):
        lines.append(f"- left out: {report.left_out}")
    for title, findings in (("Why it failed", report.failures), ("Warnings", report.warnings)):
        if findings:
            lines += ["", f"## {title}", "", *(f"- {_code(str(finding))}" for finding in findings)]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return "`" + safe(text).replace("`", "'") + "`"


def parameters(config: RunConfig) -> dict[str, Any]:
    """Return a run's configuration as parameters of the flow, paths absolute: a deployment may run elsewhere."""
    sources = tuple(str(Path(source).absolute()) for source in config.sources)
    return plain(replace(config, sources=sources, output=config.output.absolute()))


def record(config: RunConfig, api: str | None) -> Report:
    """Return the report of a run that is recorded in Prefect, also when its gate failed; other failures raise.

    ``api`` is the URL of the configured API, None for the embedded server. Raises ``RecordingError`` when it does not
    answer or is too old; then nothing was run.
    """
    if api is not None:
        _demand_api(api)
    state: Any = infobox_etl(**parameters(config), return_state=True)
    # Told to: where an event loop runs, as in a notebook, Prefect would return something to await.
    result = state.result(raise_on_failure=False, _sync=True)
    if isinstance(result, GateFailed):
        return result.report
    if isinstance(result, BaseException):
        raise result
    if not isinstance(result, Report):
        raise RecordingError("flow run", f"ended as {state.name}: {state.message}", "see its log in Prefect")
    return result


def _demand_api(url: str) -> None:
    with get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
        if problem is not None:
            remedy = "start it (prefect server start), correct PREFECT_API_URL, or unset it to run without a record"
            raise RecordingError(safe(url), f"the Prefect API does not answer ({safe(str(problem))})", remedy)
        try:
            client.raise_for_api_version_mismatch()
        except RuntimeError as error:
            raise RecordingError(safe(url), safe(str(error)), "use the same prefect version on both sides") from error


def schedule(cron: str, timezone: str) -> Schedule:
    """Return the schedule of a cron expression; raise ``ValueError`` for a wrong one, or a wrong time zone."""
    if len(cron.split()) != 5 and not cron.startswith("@"):
        raise ValueError(f"{len(cron.split())} fields instead of 5")
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError as error:
        problems = [problem["msg"].removeprefix("Value error, ") for problem in error.errors()]
        raise ValueError("; ".join(problems)) from error
    return Cron(cron, timezone=timezone, slug="nightly")


def serve(config: RunConfig, when: Schedule, api: str) -> None:
    """Serve the flow as a scheduled deployment until stopped; a run that would overlap the one before waits.

    Raises ``RecordingError`` when the API does not answer.
    """
    _demand_api(api)
    infobox_etl.serve(
        name="nightly",
        schedules=[when],
        global_limit=1,
        parameters=parameters(config),
        # By module: a deployment has no folder that contains the source file of an installed package.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
