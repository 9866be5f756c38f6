"""What the gate found, in each format: nothing that a page says becomes a command, a tag or a terminal code."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from flows.validate.gate.check import CheckReport, Result, check
from flows.validate.gate.findings import Finding
from flows.validate.gate.formats import FORMATS
from tests.validate.contract_rows import DOCUMENT, batch, publish


def hostile_report() -> CheckReport:
    """Return a report whose words come from a page that wants to be a command, a tag and a terminal code."""
    word = "50% \x1b[31m</failure>\n::set-env name=A::b\r\ufffe"
    finding = Finding(
        "error", "casualties.kind", f"1 of 2 rows, all: {word!r}", (f"{word} is no word",), "mend it: now"
    )
    warning = Finding("warning", "edits", "per_document is 3", (), "see rules")
    results = (
        Result("casualties", "its rows keep the contract", (finding,)),
        Result("edits", "expectation", (warning,)),
    )
    return CheckReport("20261122T013000Z-3f9a1c2e", Path("x"), {"casualties": 2}, results)


def test_text_ends_with_the_outcome() -> None:
    shown = FORMATS["text"](hostile_report())
    assert shown.startswith("error: casualties.kind: ")
    assert shown.splitlines()[-1] == (
        "20261122T013000Z-3f9a1c2e breaks the contract: 2 checks, 1 errors, 1 warnings, 2 rows"
    )


def test_json_holds_everything() -> None:
    content = json.loads(FORMATS["json"](hostile_report()))
    assert (content["is_ok"], content["errors"], content["warnings"], content["rows"]) == (
        False,
        1,
        1,
        {"casualties": 2},
    )
    assert [finding["level"] for finding in content["findings"]] == ["error", "warning"]
    assert [each["findings"] for each in content["checks"]] == [1, 1]


def test_github_commands_stand_on_one_line_each() -> None:
    lines = FORMATS["github"](hostile_report()).splitlines()
    assert len(lines) == 3
    assert re.match(r"::error title=casualties\.kind%3A 1 of 2 rows%2C all%3A .*::50%25 ", lines[0])
    assert lines[0].count("::set-env") == 1, "quoted in the text, never at the beginning of a line"
    assert lines[1] == "::warning title=edits%3A per_document is 3::see rules"


def test_github_is_shown_ten_annotations_of_each_level_and_told_the_number_of_the_others() -> None:
    report = hostile_report()
    error = report.findings[0]._replace(source="pages/a,b:1\n.txt")
    lines = FORMATS["github"](replace(report, results=(Result("x", "y", (error,) * 13),))).splitlines()
    assert len(lines) == 12
    assert lines[0].startswith("::error file=pages/a%2Cb%3A1\\n.txt,title=casualties.kind%3A 1 of 2 rows")
    assert lines[10] == "and 3 further errors: infobox-etl check --format text names them all"


def test_junit_is_xml_whatever_the_page_says() -> None:
    suite = ET.fromstring(FORMATS["junit"](hostile_report()))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite.find("testcase[@classname='infobox-etl.casualties']/failure")
    assert failure is not None
    assert "</failure>" in (failure.text or "")
    assert suite.find("testcase[@classname='infobox-etl.edits']/failure") is None
    assert suite.find("testcase[@classname='infobox-etl.edits']/system-out") is not None


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_a_clean_report(name: str, tmp_path: Path) -> None:
    report = check(publish(tmp_path, batch()))
    assert report.snapshot_id in FORMATS[name](report)
    assert DOCUMENT not in FORMATS[name](report)
