"""`explain --html`: one document as a page on stdout, of a file and of a snapshot."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from flows.cli.main import main
from tests.conftest import SEEDS, Published


def test_a_file_and_its_document_in_a_snapshot_give_the_same_page(
    seeds: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(seeds.folder.parent.parent)
    assert main(["explain", str(SEEDS / "004_55bf205f7ace9138.txt"), "--html"]) == 0
    file = capsys.readouterr()
    assert main(["explain", "004", "--output", output, "--html"]) == 0
    document = capsys.readouterr()
    assert file.err == document.err == ""
    assert file.out.startswith("<!doctype html>")
    assert file.out.rstrip().endswith("</html>")
    assert file.out.replace("processed now", "") == document.out.replace(f"snapshot {seeds.folder.name}", "")


def test_a_page_asks_for_nothing_from_a_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_text("<img src='https://example.org/x.png'> Homs is a city of Syria.\n", "utf-8")
    assert main(["explain", str(tmp_path / "page.txt"), "--html"]) == 0
    out = capsys.readouterr().out
    assert "default-src 'none'" in unescape(out)
    assert "src='http" not in out


def test_only_one_form_is_written_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "x", "--html", "--json"]) == 2
    assert "not allowed with" in capsys.readouterr().err
