"""Every question of the cookbook is asked again, in every place where the tables can be asked; its Python runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.ask.query import query
from flows.ask.report.facts import open_tables
from flows.publish.catalog import ready_made
from schemas.tables import TABLES
from tests.conftest import Published
from tests.house import cookbook

TEXT = cookbook.PAGE.read_text(encoding="utf-8")
QUESTIONS = cookbook.answered()

Ask = Callable[[str], str]


def asking(connection: duckdb.DuckDBPyConnection) -> Ask:
    def ask(sql: str) -> str:
        rows = connection.execute(sql).fetchall()
        return cookbook.rows_as_table([name for name, *_ in connection.description or ()], rows)

    return ask


@pytest.fixture(scope="module", params=["query", "warehouse", "views.sql", "report"])
def ask(request: pytest.FixtureRequest, seeds: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Yield what answers a question of the seeds, as a table: each of the places where the tables can be asked."""
    if request.param == "query":
        yield lambda sql: cookbook.table(query(seeds.folder, sql))
    elif request.param == "warehouse":
        moved = tmp_path_factory.mktemp("moved") / "of another name.duckdb"
        shutil.copy(seeds.folder / "warehouse.duckdb", moved)
        with duckdb.connect(str(moved), read_only=True) as connection:
            yield asking(connection)
    elif request.param == "views.sql":
        with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
            patch.chdir(seeds.folder)
            connection.execute(Path("views.sql").read_text(encoding="utf-8"))
            yield asking(connection)
    else:
        with open_tables(seeds.folder) as tables:

            def ask_report(sql: str) -> str:
                if "FROM infobox(" in sql:
                    pytest.skip("the page makes no wide tables: no section of it asks them")
                rows = tables.rows(sql)
                return cookbook.rows_as_table(rows[0], (tuple(row.values()) for row in rows))

            yield ask_report


def test_there_are_twenty_questions() -> None:
    headings = re.findall(r"^## (\d+)\. ", TEXT, re.MULTILINE)
    assert [int(number) for number in headings] == [*range(1, 21)]
    assert len(QUESTIONS) == 20


@pytest.mark.parametrize("question", QUESTIONS, ids=[f"{number}" for number in range(1, len(QUESTIONS) + 1)])
def test_the_answer_is_the_one_of_the_page(ask: Ask, question: cookbook.Answered) -> None:
    assert ask(question.sql) == question.text


def test_what_is_ready_made_is_named() -> None:
    assert [each.name for each in ready_made(TABLES) if f"`{each.name}" not in TEXT] == []


@pytest.mark.parametrize("recipe", cookbook.python_recipes())
def test_the_python_runs(recipe: str, seeds: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in re.findall(r"^import (\w+)$", recipe, re.MULTILINE):
        pytest.importorskip(library)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "current").symlink_to(seeds.folder)
    monkeypatch.chdir(tmp_path)
    made: dict[str, Any] = {}
    exec(recipe, made)
    made["warehouse"].close()
    if "rows" in made:
        assert made["rows"][0] == ("2017 Euphrates Crossing offensive", 79, 79)
    if "ranges" in made:
        assert made["ranges"].shape[0] == 6
    if "losses" in made:
        assert (made["losses"]["count_min"].sum(), str(made["losses"]["count_max"].dtype)) == (1150, "Int64")
    if "killed" in made:
        assert made["killed"].height == 6
