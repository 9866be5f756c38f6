"""What may be asked: one statement that only reads, judged by its parsed tree and not by its first word.

DuckDB 2.0 takes ``WITH x AS (COPY t TO '…') FROM x`` for a SELECT. So every node of the tree must be of a kind that is
known to read, and every function one without side effects. The sandbox reaches no file either: these are two fences,
and each holds alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import duckdb

from flows.ask.messages import TABLES_HINT
from flows.errors import QueryError
from flows.publish.wide_views import WIDE_SCHEMA

_ONE_QUESTION = "ask one question: SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or PIVOT"

_NODES = frozenset(
    {
        "SELECT_NODE",
        "SET_OPERATION_NODE",
        "RECURSIVE_CTE_NODE",
        "CTE_NODE",
        "BASE_TABLE",
        "CTE",
        "EMPTY",
        "EXPRESSION_LIST",
        "JOIN",
        "PIVOT",
        "SHOW_REF",
        "SUBQUERY",
        "TABLE_FUNCTION",
        "DISTINCT_MODIFIER",
        "LIMIT_MODIFIER",
        "LIMIT_PERCENT_MODIFIER",
        "ORDER_MODIFIER",
        "ORDER_DEFAULT",
        "ASCENDING",
        "DESCENDING",
    }
)
"""The kinds of nodes that are no expressions, and only read. COPY_QUERY_NODE and its like write."""

_TABLE_FUNCTIONS = frozenset(
    {
        "range",
        "generate_series",
        "unnest",
        "repeat",
        "repeat_row",
        "json_each",
        "json_tree",
        "histogram",
        "histogram_values",
        "summary",
        "duckdb_columns",
        "duckdb_constraints",
        "duckdb_databases",
        "duckdb_functions",
        "duckdb_indexes",
        "duckdb_keywords",
        "duckdb_schemas",
        "duckdb_sequences",
        "duckdb_tables",
        "duckdb_types",
        "duckdb_views",
        "pg_timezone_names",
        "pragma_show",
        "pragma_table_info",
        "pragma_version",
    }
)
"""Others read files, settings and secrets, write logs, or run a text as SQL without a look at it."""

_HARMLESS = frozenset(
    {
        "random",
        "setseed",
        "uuid",
        "uuidv4",
        "uuidv7",
        "gen_random_uuid",
        "error",
        "stats",
        "vector_type",
        "current_query",
        "current_connection_id",
        "current_query_id",
        "current_transaction_id",
    }
)
"""Functions that DuckDB lists as having side effects because they answer differently each time."""

# A PIVOT without IN becomes several statements, whose tree DuckDB shows nobody. It is judged by its words.
_PIVOT_BEGINS = frozenset({"pivot", "pivot_wider", "from", "select", "with", "("})
_WRITING_WORDS = frozenset({"copy", "insert", "update", "delete", "merge"})
_AFTER_A_NAME = frozenset({"", ";", ",", ")", ".", "::", "using", "group", "order"})
"""No statement that writes goes on like this after its first word: there the word is the name of a column."""

_PRAGMAS = frozenset(
    {"collations", "database_list", "functions", "show_databases", "show_tables", "show_tables_expanded", "version"}
)
"""Those that only list something. They take nothing; ``table_info`` takes the name of a table."""


def only_question(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Return the one statement of this text; ``QueryError`` unless it only reads, DuckDB's error if it is not SQL.

    The statement that is returned is the one that was judged: nothing is read from the text a second time.
    """
    try:
        sql.encode()
    except UnicodeEncodeError as error:
        told = f"is not UTF-8 from its character {error.start + 1:,} on"
        raise QueryError("sql", told, "write it in UTF-8: iconv -f LATIN1 -t UTF-8 FILE") from error
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError("sql", f"{len(statements)} statements instead of one", _ONE_QUESTION)
    _judge(connection, statements[0])
    return statements[0]


def _judge(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> None:
    kind = statement.type
    if kind == duckdb.StatementType.SELECT:
        _judge_tree(connection, statement.query)
    elif kind == duckdb.StatementType.EXPLAIN:
        _judge(connection, _explained_statement(connection, statement.query))
    elif kind == duckdb.StatementType.MULTI:
        if _words(statement.query)[0][1] == "explain":
            _judge(connection, _explained_statement(connection, statement.query))
        else:
            _judge_words(connection, statement.query)
    elif kind == duckdb.StatementType.PRAGMA:
        _judge_pragma(statement.query)
    else:
        raise _refused(kind.name)


def _refused(what: str) -> QueryError:
    return QueryError("sql", f"{what} is no part of a question", _ONE_QUESTION)


def _refused_function(name: str) -> QueryError:
    return QueryError("sql", f"{name}() does more than read the tables", TABLES_HINT)


def _judge_tree(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    # A parameter has no type of its own, and json_serialize_sql wants a text.
    tree = "SELECT json_serialize_sql(CAST(? AS VARCHAR), skip_null := true, skip_empty := true, skip_default := true)"
    [(text,)] = connection.execute(tree, [sql]).fetchall()
    parsed = json.loads(text)
    if parsed["error"] or len(parsed["statements"]) != 1:
        raise _refused("a statement without a tree")
    unfit = _unfit_functions(connection)
    for node in _nodes(parsed["statements"]):
        kind = node.get("type")
        is_expression = "class" in node
        if isinstance(kind, str) and not is_expression and not (kind in _NODES or kind.endswith("_TYPE_INFO")):
            raise _refused(kind.removesuffix("_QUERY_NODE").removesuffix("_NODE"))
        if kind == "TABLE_FUNCTION" and not _only_lists(connection, node["function"]):
            raise _refused_function(node["function"]["function_name"].lower())
        if node.get("class") == "FUNCTION" and (name := node["function_name"].lower()) in unfit:
            raise _refused_function(name)


def _only_lists(connection: duckdb.DuckDBPyConnection, function: dict[str, Any]) -> bool:
    """Return whether a function in FROM is harmless: a macro of ours is, and ``query_table`` of a table of ours.

    Any other name may be a file's, and a name that is no constant may become any. So ``infobox``, which hands its name
    on to ``query_table``, takes only those of the wide tables.
    """
    ours = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
    name, arguments = function["function_name"].lower(), function.get("arguments")
    match name, arguments:
        case "query_table", [{"expression": {"class": "CONSTANT", "literal": {"kind": "STRING", "text": table}}}]:
            return (table,) in connection.execute(ours).fetchall()
        case _ if name == WIDE_SCHEMA:
            return _demand_wide_table(connection, arguments)
    return name in _TABLE_FUNCTIONS or name in _own_macros(connection)


def _demand_wide_table(connection: duckdb.DuckDBPyConnection, arguments: object) -> bool:
    listed = "SELECT view_name FROM duckdb_views() WHERE schema_name = ?"
    match arguments:
        case [{"expression": {"class": "CONSTANT", "literal": {"kind": "STRING", "text": str(text)}}}]:
            name = text.lower().replace(" ", "_")
            if (name,) in connection.execute(listed, [WIDE_SCHEMA]).fetchall():
                return True
    raise QueryError(
        "sql", "infobox() takes the name of a wide table", "their names: SELECT DISTINCT infobox FROM coverage"
    )


def _own_macros(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the macros of ``views.toml`` that take anything: nobody else can make one here, and a test judges them."""
    listed = "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    return {name.lower() for (name,) in connection.execute(listed).fetchall()} - {WIDE_SCHEMA}


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Yield every object of the tree, without recursion: it may be nested deeper than Python calls can be."""
    left = [tree]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left.extend(part.values())
        elif isinstance(part, list):
            left.extend(part)


def _unfit_functions(connection: duckdb.DuckDBPyConnection, *kinds: str) -> set[str]:
    """Return DuckDB's functions with side effects, and all of these kinds, less those that are known to do no harm."""
    listed = """SELECT DISTINCT function_name FROM duckdb_functions()
        WHERE internal AND (has_side_effects OR function_type IN ?)"""
    found = connection.execute(listed, [list(kinds)]).fetchall()
    return {name.lower() for (name,) in found} - _HARMLESS - _TABLE_FUNCTIONS


def _explained_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Return the statement after EXPLAIN [ANALYZE] [(options)]."""
    words = _words(sql)
    first = 2 if words[1][1] == "analyze" else 1
    depth = 0
    for number in range(first, len(words)):
        place, word = words[number]
        if depth == 0:
            try:  # "(" begins options or a query
                [statement] = connection.extract_statements(sql.encode()[place:].decode())
            except (duckdb.Error, ValueError):
                if word != "(":
                    break
            else:
                return statement
        depth += (word == "(") - (word == ")")
    raise _refused("this EXPLAIN")


def _judge_words(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    words = [word for _, word in _words(sql)]
    if words[0] not in _PIVOT_BEGINS:
        raise _refused(words[0].upper())
    unfit = _unfit_functions(connection, "table", "table_macro", "pragma") | {WIDE_SCHEMA}  # FROM infobox.NAME is fine
    for word, following in pairwise([*words, ""]):
        if word in _WRITING_WORDS and following not in _AFTER_A_NAME:
            raise _refused(word.upper())
        if following == "(" and (name := word.strip('"')) in unfit:
            raise _refused_function(name)


def _judge_pragma(sql: str) -> None:
    match [word for _, word in _words(sql) if word != ";"]:
        case ["pragma", name] if name in _PRAGMAS:
            return
        case ["pragma", "table_info", "(", _, ")"]:
            return
        case ["pragma", name, *_]:
            raise _refused(f"PRAGMA {name}")
    raise _refused("this PRAGMA")


def _words(sql: str) -> list[tuple[int, str]]:
    """Return the words and signs of a statement in lower case, each with its place in bytes, without comments."""
    content, tokens = sql.encode(), duckdb.tokenize(sql)
    ends = [*(at for at, _ in tokens[1:]), len(content)]
    return [
        (at, content[at:end].decode().strip().lower())
        for (at, kind), end in zip(tokens, ends, strict=True)
        if kind != duckdb.token_type.comment
    ]
