"""``import flows``: what it gives, what it costs, and that it is what the command does."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest

import flows
import schemas
from flows.cli.main import main
from flows.errors import CommandError, InfoboxEtlError, InputError
from flows.runs.options import OPTIONS, RunConfig

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SEED = next(SEEDS.glob("004_*.txt"))
HEAVY = {"polars", "pyarrow", "duckdb", "pandera", "prefect", "rich", "numpy", "ftfy"}


def test_importing_it_costs_nothing() -> None:
    script = f"import flows, sys; flows.__version__; print(*{HEAVY!r} & sys.modules.keys(), 'flows.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_each_promised_name_is_there_with_its_words() -> None:
    assert set(flows.__all__) <= set(dir(flows))
    for name in flows.__all__:
        assert inspect.getdoc(getattr(flows, name)), name
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        flows.raed  # type: ignore[attr-defined]  # noqa: B018


def test_the_options_are_those_of_the_command() -> None:
    assert set(get_type_hints(flows.RunOptions)) == OPTIONS.keys() - {"sources", "output"}
    ours, theirs = get_type_hints(flows.RunOptions), get_type_hints(RunConfig)
    assert {name: theirs[name] for name in ours} == ours


def test_a_text_its_bytes_and_its_file_give_the_same_page() -> None:
    of_file = flows.read(SEED)
    assert of_file.source == SEED.name
    text = SEED.read_bytes().decode()
    for content in (text, text.encode(), text.encode("utf-16")):
        page = flows.read(content, source=SEED.name)
        assert (page.text, page.edits, page.tables) == (of_file.text, of_file.edits, of_file.tables)
        assert flows.undo(page.text, page.edits) == text


def test_a_str_is_never_a_path() -> None:
    page = flows.read(str(SEED))
    assert (page.source, page.text) == ("text", str(SEED))


def test_the_rows_of_a_table_are_there_or_none() -> None:
    page = flows.read(SEED)
    assert [(row["name"], row["fate"]) for row in page.rows("commanders")][1:3] == [
        ("Issam Zahreddine", "killed"),
        ("Valery Asapov", "killed"),
    ]
    assert flows.read("Homs is a city.").rows("commanders") == ()
    with pytest.raises(KeyError, match=r"'comanders' is not one of boxes, .*commanders"):
        page.rows("comanders")


def test_bytes_kept_as_surrogates_come_back() -> None:
    page = flows.read(b"caf\xe9 au lait, c'est d\xe9j\xe0 bon".decode("ascii", "surrogateescape"))
    assert page.text == "café au lait, c'est déjà bon"
    with pytest.raises(InputError, match="half of a character stands alone at 1"):
        flows.read("a\ud800")


@pytest.mark.parametrize("path", ["nowhere.txt", "."])
def test_what_is_no_file_is_an_error_with_a_remedy(path: str) -> None:
    with pytest.raises(InfoboxEtlError) as caught:
        flows.read(Path(path))
    assert caught.value.remedy


def test_explain_and_clean_show_what_the_api_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(SEED), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    page = flows.read(SEED)
    assert (shown["text"], len(shown["edits"]), shown["document_id"]) == (page.text, len(page.edits), page.document_id)
    assert main(["clean", str(SEED)]) == 0
    assert capsys.readouterr().out == flows.clean(SEED).text


def test_a_run_reports_what_it_published(tmp_path: Path) -> None:
    report = flows.run(SEEDS, tmp_path / "out", only="004*", workers=1)
    assert isinstance(report, flows.Report)
    assert report.is_published
    assert report.rows["documents"] == report.documents == 1
    assert flows.run([SEEDS], str(tmp_path / "out"), only="004*").is_unchanged
    with pytest.raises(CommandError, match="give a number of snapshots"):
        flows.run(SEEDS, tmp_path / "out", keep=-1)
    with pytest.raises(CommandError, match="is not an option of a run"):
        flows.run(SEEDS, tmp_path / "out", kep=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("content", [None, 5, ["page"], memoryview(b"page")])
def test_what_is_no_page_is_named(content: Any) -> None:
    for function in (flows.read, flows.clean):
        with pytest.raises(TypeError, match=f"a str, as bytes or as a path, not as {type(content).__name__}"):
            function(content)


@pytest.mark.parametrize("package", [flows, schemas])
def test_type_checkers_are_told_of_the_types(package: ModuleType) -> None:
    """Without the marker, mypy takes all that an installed package returns for ``Any`` (PEP 561)."""
    assert package.__file__ is not None
    assert Path(package.__file__).with_name("py.typed").is_file()


def test_a_script_needs_no_guard_for_its_workers(tmp_path: Path) -> None:
    """Spawned processes import the script that started them, unless they are kept from it."""
    script = tmp_path / "script.py"
    folders = f"{str(SEEDS)!r}, {str(tmp_path / 'out')!r}"
    script.write_text(f"import flows\nprint(flows.run({folders}, workers=2, only='00[04]*').documents)\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")
