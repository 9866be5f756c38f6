"""A page on which there is nothing to read is an issue, and no row with an invented title."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.api import read
from flows.errors import InputError
from flows.publish.snapshot.published import read_inputs, read_manifest
from flows.runs.job import Report, run
from flows.runs.options import RunConfig

PLAIN_NOTHING: Mapping[str, bytes] = {
    "mark.txt": b"\xef\xbb\xbf",
    "mark-utf16.txt": b"\xff\xfe",
    "blanks.txt": b"  \n\t \r\n ",
    "no-break.txt": "\u00a0\n\u3000\n".encode(),
    "unseen.txt": "\ufeff\u200b\u200d\u2060\u00ad\ufe0f\U000e0041".encode(),
    "fillers.txt": "\u3164\u115f\uffa0\u2800".encode(),
    "private.txt": "\ue000\uf8ff".encode(),
    "lost.txt": "\ufffd\ufffd\ufffc".encode(),
    "controls.txt": b"\x0c\x1a\x08\x1b",
    "debris.txt": b"[object Object]",
    "debris-list.txt": b"[object Object], [object Object]\n* [object Object]\n- ()\n",
    "debris-title.txt": b"# [object Object]\n\n[object Object]\n",
    "debris-dump.txt": b"= [object Object] =\n\nInfobox\n- Conflict: [object Object]\n",
    "debris-wrapped.html": b"<html><body><p>[object Object]</p></body></html>",
    "debris-tags.txt": b"<p>undefined</p>\n- null\n- [object Object]\n",
    "debris-words.txt": b"null\nNone\nNaN\n",
    "debris-box.txt": b"{{Infobox military conflict\n| conflict = null\n}}\n",
    "debris-title.html": b"<!DOCTYPE html><html><head><title>undefined</title></head><body></body></html>",
    "entities.txt": b"&nbsp;&#8203;\n&#160;&zwnj;\n&amp;nbsp; &ensp; &#xfeff; &shy &lt;&gt;",
    "switch.txt": b"__NOTOC__\n__NOEDITSECTION__",
    "declaration.txt": b"<?xml version='1.0'?>\n<pages></pages>",
    "comment.txt": b"<!-- a > b -->\n<script>var a = '<b>1</b>';</script><style>p { top: 0 }</style>",
    "template.txt": b"{{Infobox military conflict}}",
    "template-keys.txt": b"{{Infobox military conflict| conflict = | place =}}",
    "table.txt": b"{| class=wikitable\n|}",
    "image.txt": b"<img alt='A picture' src=a.png>\n![A picture](a.png)\n[[File:A.png|thumb|A picture]]\n[](a.png)",
    "image.html": b"<!DOCTYPE html><html><body><img alt='A picture'></body></html>",
    "category.txt": b"[[Category:Syria]]\n[[Kategorie:Syrien]]",
    "tag-of-lines.txt": b"<img\nalt='A picture'\nsrc=a.png>",
    "points.txt": b"?! ... -- * # | = + > ` ^ ~ \\",
    "rules.md": b"---\n***\n| | |\n|---|---|\n",
    "front-matter.md": b"---\n---\n",
    "front-matter-blank.md": b"---\ntitle: ''\n---\n\n",
    "page.html": b"<!DOCTYPE html><html><head></head><body><div>&nbsp;</div><script>var a = 1;</script></body></html>",
    "tags.txt": b"<br><br/>\n<!-- nothing -->\n<div class='a'></div>",
    "box.txt": b"{{Infobox military conflict\n| conflict =\n}}\n",
    "menu.txt": b"Home\nAbout us\nContact\nLogin\nRegister\n",
    "menu-shares.txt": b"Skip to content\nShare on Facebook\nShare on Twitter\nCookie policy\n",
}
METADATA = (
    *("lang: en", "language: en", "date: 2017-01-01", "url: https://a.org/x", "license: CC0", "description: A b"),
    *("publisher: A", "author: A", "tags: [a, b]", "keywords: a", "draft: true", "weight: 3", "own: A b", "place: A"),
    *("title: null", "title: ~", "title: undefined", "title: None", "title: NaN", "title: '[object Object]'"),
    *("title: '<p>null</p>'", "title: '&nbsp;'", "headline: null", "title: null\nlang: en\ndate: [A]"),
)
NOTHING: Mapping[str, bytes] = {
    **PLAIN_NOTHING,
    **{f"metadata-{number}.md": f"---\n{keys}\n---\n".encode() for number, keys in enumerate(METADATA)},
    "metadata.toml.md": b"+++\nlang = 'en'\ntitle = nan\n+++\n",
    "metadata-debris.md": b"---\nlang: en\n---\n<p>undefined</p>\n",
}
SOMETHING: Mapping[str, bytes] = {
    "word.txt": b"Homs",
    "number.txt": b"1946",
    "other-script.txt": "五月".encode(),
    **{f"sign-{number}.txt": sign.encode() for number, sign in enumerate("☭€∞→½♥°👍$÷©२")},
    "entity.txt": b"&euro;",
    "debris-and-words.txt": b"Casualties: None",
    "name.md": b"---\ntitle: null\nname: Homs\n---\n",
    "name-null.md": b"---\nname: Null\n---\n",
    "tags-of-box.md": b"---\ntags: [Siege of Homs, the war, Syria, Rebels]\ndate: [May 2012]\nplace: [Homs]\n---\n",
    "box.md": b"---\nlang: en\nstrength1: 300 men\n---\n",
    "lead.md": b"---\nlang: en\n---\nHoms fell.\n",
    "link.txt": b"[Homs](a.png)",
    "unclosed.txt": b"<!-- Homs fell.",
    "unclosed-script.txt": b"<script> Homs fell.",
    "argument.txt": b"{{flag|Syria}}",
    "title.md": b"---\ntitle: Battle of Homs\n---\n",
    "title.html": b"<!DOCTYPE html><html><head><title>Homs</title></head><body><div id=root></div></body></html>",
    "title.txt": b"= Homs =\n",
    "heading.md": b"## Homs\n",
    "box.txt": b"{{Infobox military conflict\n| conflict = Battle of Homs\n}}\n",
    "menu-and-words.txt": b"Home\nAbout us\nContact\nLogin\nRegister\nThe army took the city of Homs on 4 May 2012.\n",
}


def put(folder: Path, pages: Mapping[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in pages.items():
        (folder / name).write_bytes(content)
    return folder


def config(tmp_path: Path) -> RunConfig:
    return RunConfig((str(tmp_path / "pages"),), tmp_path / "out", workers=1)


def sources(report: Report, table: str) -> set[str]:
    return set(pl.read_parquet(report.snapshot_dir / f"{table}.parquet")["source"])


def test_a_page_without_content_is_an_issue_and_no_document(tmp_path: Path) -> None:
    pages = put(tmp_path / "pages", {**NOTHING, "one.txt": b"Homs is a city of Syria.\n"})
    first = run(config(tmp_path))
    assert sources(first, "documents") == {"one.txt"}
    issues = pl.read_parquet(first.snapshot_dir / "issues.parquet").filter(pl.col("code") == "no-content")
    assert set(issues["source"]) == set(NOTHING)
    assert issues["document_id"].null_count() == issues.height == len(NOTHING) == first.issues["no-content"]
    inputs = {item.source: item for item in read_inputs(read_manifest(first.snapshot_dir))}
    assert inputs.keys() == {*NOTHING, "one.txt"}

    assert run(config(tmp_path)).is_unchanged
    (pages / "one.txt").write_bytes(b"Homs is a city of Syria, and old.\n")
    second = run(config(tmp_path))
    assert (second.documents, second.issues["no-content"]) == (1, len(NOTHING))
    assert run(config(tmp_path)).is_unchanged
    (pages / "blanks.txt").write_bytes(b"  \n\t \r\r ")  # same size
    assert not run(config(tmp_path)).is_unchanged
    (pages / "blanks.txt").write_bytes(b"Hama is a city of Syria.\n")
    third = run(config(tmp_path))
    assert (third.documents, third.issues["no-content"]) == (2, len(NOTHING) - 1)
    (pages / "one.txt").write_bytes(NOTHING["debris.txt"])
    fourth = run(config(tmp_path))
    assert sources(fourth, "documents") == {"blanks.txt"}


def test_a_page_with_anything_to_read_is_a_document(tmp_path: Path) -> None:
    put(tmp_path / "pages", SOMETHING)
    report = run(config(tmp_path))
    assert sources(report, "documents") == set(SOMETHING)
    assert "no-content" not in report.issues


def test_a_run_of_nothing_but_such_pages_publishes_nothing(tmp_path: Path) -> None:
    put(tmp_path / "pages", {name: NOTHING[name] for name in ("mark.txt", "debris.txt")})
    for _ in range(2):
        with pytest.raises(InputError, match=r"none of the 2 inputs could be read \(debris.txt: no-content; mark.txt"):
            run(config(tmp_path))
    assert not (tmp_path / "out" / "current").exists()


def test_such_pages_in_a_batch_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runs.batch.BATCH_DOCUMENTS", 1)
    pages = {"mark.txt": NOTHING["mark.txt"], "one.txt": b"Homs is a city.\n", "two.txt": b"Hama is a city.\n"}
    put(tmp_path / "pages", pages)
    assert sources(run(config(tmp_path)), "documents") == {"one.txt", "two.txt"}
    assert run(config(tmp_path)).is_unchanged


def test_explain_says_that_no_document_is_made(tmp_path: Path) -> None:
    explained = read(NOTHING["debris.txt"], source="debris.txt")
    assert [issue.code for issue in explained.issues] == ["no-content"]
    assert explained.edits
    assert "no-content" not in {issue.code for issue in read("Homs").issues}
