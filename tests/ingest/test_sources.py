"""Which inputs are found, and that a bad input is an issue and never an exception."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import InputError
from flows.ingest.input_bytes import SourceRef, read
from flows.ingest.input_issues import MAX_DOCUMENT_BYTES
from flows.ingest.source_names import printable
from flows.ingest.sources import discover
from flows.model import Issue, RawDocument

POSIX = pytest.mark.skipif(os.name != "posix", reason="the file system has no such things")


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}", "utf-8")


def found(*sources: Path, only: str | None = None) -> tuple[list[str], list[tuple[str, str]]]:
    discovery = discover([str(source) for source in sources], only)
    return [ref.source for ref in discovery.refs], [(issue.code, issue.source) for issue in discovery.issues]


def ref_of(path: Path, size: int = 0, sha256: str | None = None) -> SourceRef:
    return SourceRef(path.name, str(path), size, 0, sha256=sha256)


def test_files_are_found_in_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", ".hidden.txt", ".git/config", "a/.DS_Store")
    assert found(tmp_path) == (["a.txt", "a/b/c.txt", "a/z.txt", "b.txt"], [])


def test_only_is_a_glob_on_the_source_name(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b.md")
    assert found(tmp_path, only="a/*")[0] == ["a/b.md", "a/z.txt"]
    assert found(tmp_path, only="*.txt")[0] == ["a/z.txt", "b.txt"]
    assert found(tmp_path, only="nothing")[0] == []


def test_a_file_has_one_name_in_its_folder_and_alone(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    assert found(tmp_path)[0] == found(tmp_path / "a.txt")[0] == ["a.txt"]


def test_several_folders_prefix_their_names(tmp_path: Path) -> None:
    put(tmp_path, "one/a.txt", "two/a.txt", "single.txt")
    assert found(tmp_path / "one", tmp_path / "two", tmp_path / "single.txt")[0] == [
        "one/a.txt",
        "single.txt",
        "two/a.txt",
    ]


def test_names_that_collide_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "x/one/a.txt", "y/one/a.txt")
    with pytest.raises(InputError, match=r"one/a\.txt"):
        found(tmp_path / "x/one", tmp_path / "y/one")


def test_a_source_within_another_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "one/a.txt")
    for second in (tmp_path, tmp_path / "one", tmp_path / "one/a.txt"):
        with pytest.raises(InputError, match="counted twice"):
            found(tmp_path, second)


def test_a_source_that_is_not_there_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"(?s)nowhere.*\n  name an existing file or folder"):
        found(tmp_path / "nowhere")
    with pytest.raises(InputError):
        discover(["a\x00b"])


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert found(tmp_path) == ([], [])


def test_empty_and_too_large_files(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_DOCUMENT_BYTES + 1)
    assert found(tmp_path) == ([], [("empty-file", "empty.txt"), ("too-large", "large.txt")])
    for name, code in (("empty.txt", "empty-file"), ("large.txt", "too-large")):
        issue = read(ref_of(tmp_path / name))
        assert isinstance(issue, Issue)
        assert issue.code == code
        assert issue.remedy


def test_the_largest_file_allowed_is_read_and_a_changed_size_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * MAX_DOCUMENT_BYTES)
    for size in (0, 3, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_BYTES + 7):
        document = read(ref_of(tmp_path / "a.txt", size))
        assert isinstance(document, RawDocument)
        assert len(document.content) == MAX_DOCUMENT_BYTES


@POSIX
def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in/file.txt").symlink_to(tmp_path / "out/secret.txt")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/dangling.txt").symlink_to("nowhere")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/self").symlink_to("self")
    names, issues = found(tmp_path / "in")
    assert names == ["a.txt"]
    assert issues == [("not-a-regular-file", name) for name in ("dangling.txt", "file.txt", "folder", "loop", "self")]
    issue = read(ref_of(tmp_path / "in/file.txt"))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.text) == ("not-a-regular-file", "a link")


@POSIX
def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert found(tmp_path / "link")[0] == ["a.txt"]


@POSIX
def test_pipes_and_sockets_do_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert found(tmp_path) == ([], [("not-a-regular-file", "pipe.txt"), ("not-a-regular-file", "socket.txt")])
        assert found(tmp_path / "pipe.txt") == ([], [("not-a-regular-file", "pipe.txt")])
        for name, text in (("pipe.txt", "a pipe"), ("socket.txt", "a socket")):
            issue = read(ref_of(tmp_path / name))
            assert isinstance(issue, Issue)
            assert (issue.code, issue.text) == ("not-a-regular-file", text)


@POSIX
def test_devices_are_not_read() -> None:
    issue = read(SourceRef("null", os.devnull, 0, 0))
    assert isinstance(issue, Issue)
    assert issue.code == "not-a-regular-file"


def test_a_folder_with_the_name_of_a_page(tmp_path: Path) -> None:
    put(tmp_path, "000.txt/inside.txt", "example.com/page.txt")
    assert found(tmp_path) == (["000.txt/inside.txt", "example.com/page.txt"], [("folder-for-file", "000.txt")])
    issue = read(ref_of(tmp_path / "000.txt"))
    assert isinstance(issue, Issue)
    assert issue.code == "folder-for-file"


def test_a_file_that_went_away(tmp_path: Path) -> None:
    issue = read(ref_of(tmp_path / "gone.txt"))
    assert isinstance(issue, Issue)
    assert issue.code == "unreadable-file"


@POSIX
def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "closed/a.txt", "a.txt", "b.txt")

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    def open_(path: str, flags: int) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    real_scandir, real_open = os.scandir, os.open
    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "open", open_)
    names, issues = found(tmp_path)
    assert (names, issues) == (["a.txt", "b.txt"], [("unreadable-folder", "closed/")])
    assert found(tmp_path, only="b*") == (["b.txt"], [("unreadable-folder", "closed/")])
    issue = read(ref_of(tmp_path / "a.txt"))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.text) == ("unreadable-file", "Permission denied")
    assert isinstance(read(ref_of(tmp_path / "b.txt")), RawDocument)


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
def test_odd_names_become_printable_and_stay_different(tmp_path: Path) -> None:
    odd = [b"two\nlines.txt", b"bytes\xff\xfe.txt", "over\u202etxt.exe".encode()]
    fine = ["two%0Alines.txt", "Ümläut – «x» 🇷🇺.txt", "a b;c'd.txt"]
    for name in [*odd, *[name.encode() for name in fine]]:
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("text")
    discovery = discover([str(tmp_path)])
    names = [ref.source for ref in discovery.refs]
    assert len(set(names)) == 6
    assert set(fine) < set(names)
    assert {issue.code for issue in discovery.issues} == {"odd-name"}
    assert len(discovery.issues) == 3
    for ref in discovery.refs:
        assert isinstance(read(ref), RawDocument)
        ref.source.encode()
        assert "\n" not in ref.source


@given(st.text(st.characters(codec=None), max_size=30), st.text(st.characters(codec=None), max_size=30))
@settings(max_examples=200, deadline=None)
def test_names_are_printable_and_injective(one: str, other: str) -> None:
    printable(one).encode("utf-8")
    assert len(printable(one).split("\n")) == 1
    assert (printable(one) == printable(other)) == (one == other)


def test_deep_folders_end(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(60):
        deep /= "d"
    put(deep, "a.txt")
    assert found(tmp_path)[0] == ["d/" * 60 + "a.txt"]


BINARIES = [
    ("PNG", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    ("ZIP", b"PK\x03\x04\x14\x00"),
    ("gzip", b"\x1f\x8b\x08\x00"),
    ("binary data", bytes(range(256)) * 8),
    ("binary data", b"\x00\x01\x02\x03" * 100),
]


@pytest.mark.parametrize(("kind", "content"), BINARIES)
def test_binary_files_are_issues(tmp_path: Path, kind: str, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    issue = read(discover([str(tmp_path)]).refs[0])
    assert isinstance(issue, Issue)
    assert issue.code == "binary-file"
    assert kind in issue.text


TEXTS = [
    "Deir ez-Zor – 2017".encode("utf-16-le"),
    "五月十二日黎明，战斗打响。".encode("utf-16"),
    b"bell\x07 once in a line of text",
]


@pytest.mark.parametrize("content", TEXTS)
def test_texts_are_not_binary(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert isinstance(read(ref_of(tmp_path / "a.txt")), RawDocument)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_reading_never_raises(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    found = read(ref_of(path))
    assert found.code in {"empty-file", "binary-file"} if isinstance(found, Issue) else found.content == content
