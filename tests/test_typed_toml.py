"""A TOML file of ours that is not as declared is an error that says where, what and what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypedDict

import pytest

from flows.errors import RuleError
from flows.typed_toml import read_toml


class View(NamedTuple):
    name: str
    needs: list[str]
    comment: str = ""


class ViewsFile(TypedDict):
    view: list[View]


@pytest.mark.parametrize(
    ("content", "where", "what", "remedy"),
    [
        (b"[[view]]\nname = 'a'\nneeds = []\ncoment = ''", "[[view]] 'a'", "'coment' is not known", "mean 'comment'"),
        (b"[[view]]\nname = 'a'", "[[view]] 'a'", "'needs' is missing", "write needs ="),
        (b"[[view]]\nname = 'a'\nneeds = 'b'", "[[view]] 'a'", "'needs' is not a list of words", "write a list"),
        (b"[[macro]]\nname = 'a'", "", "'macro' is not known", "the keys here are view"),
        (b"[[view]\n", "", "this is not TOML", "correct the line"),
        (b"# \xff", "", "this is not UTF-8", "write the file in UTF-8"),
    ],
)
def test_what_is_not_declared_is_refused(tmp_path: Path, content: bytes, where: str, what: str, remedy: str) -> None:
    path = tmp_path / "views.toml"
    path.write_bytes(content)
    with pytest.raises(RuleError) as caught:
        read_toml(path, ViewsFile)
    assert caught.value.where == f"views.toml {where}".strip()
    assert what in caught.value.what
    assert remedy in caught.value.remedy


def test_tables_leave_as_the_records_that_are_declared(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    path.write_text("[[view]]\nname = 'a'\nneeds = ['b']", "utf-8")
    assert read_toml(path, ViewsFile) == {"view": [View("a", ["b"])]}


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        read_toml(tmp_path / "views.toml", ViewsFile)
