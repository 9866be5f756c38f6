"""Open a warehouse with the DuckDB that is installed, and ask all that is in it: a step of ``.ci/run``.

``python tests/publish/old_duckdb.py WAREHOUSE RELEASE``: nothing of this project and no other package is needed. It
fails unless this is DuckDB of that release, every table has its rows and comment, and every view and macro answers.
"""

from __future__ import annotations

import re
import sys

import duckdb

EXAMPLE = re.compile(r"FROM (\w+\([^)]*\))")
"""How the comment of a macro shows it: FROM conflicts_active_on('2013-05-19')."""


def main() -> None:
    """Ask; raise where something does not answer."""
    warehouse, release = sys.argv[1:]
    assert duckdb.__version__.startswith(f"{release}."), duckdb.__version__
    with duckdb.connect(warehouse, read_only=True) as connection:
        tables = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        views = connection.execute(
            "SELECT format('{}\".\"{}', schema_name, view_name), comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        macros = connection.execute(
            "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal"
        ).fetchall()
        assert tables
        assert views
        assert macros
        assert all(comment for _, comment in (*tables, *views, *macros))
        asked = [f'"{name}"' for name, _ in (*tables, *views)] + [EXAMPLE.search(comment)[1] for _, comment in macros]
        rows = {each: len(connection.execute(f"FROM {each}").fetchall()) for each in asked}
        assert rows['"documents"']
    print(
        f"DuckDB {duckdb.__version__}: {len(tables)} tables, {len(views)} views, {len(macros)} macros, "
        f"{sum(rows.values()):,} rows"
    )


if __name__ == "__main__":
    main()
