"""What the gate found, written for a person, a program, GitHub's annotations or a JUnit reader."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET  # writing only: nothing from outside is parsed
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from flows.publish.check import CheckReport
from flows.publish.findings import Finding
from flows.quoting import safe


def summary(report: CheckReport) -> str:
    """Return the outcome in one line."""
    verdict = "keeps the contract" if report.is_ok else "breaks the contract"
    counts = f"{len(report.results)} checks, {report.errors} errors, {report.warnings} warnings"
    return f"{report.snapshot_id} {verdict}: {counts}, {sum(report.rows.values()):,} rows"


def as_text(report: CheckReport) -> str:
    """Return each finding as a paragraph, errors first, and the outcome as the last line."""
    paragraphs = [safe(f"{finding.level}: {finding}", keep="\n") for finding in report.findings]
    return "\n\n".join((*paragraphs, summary(report))) + "\n"


def as_json(report: CheckReport) -> str:
    """Return one JSON object with everything the text has, and the checks that were made."""
    content = {
        "snapshot": report.snapshot_id,
        "is_ok": report.is_ok,
        "errors": report.errors,
        "warnings": report.warnings,
        "rows": dict(report.rows),
        "findings": [_plain(finding) for finding in report.findings],
        "checks": [
            {"group": result.group, "name": result.name, "findings": len(result.findings)} for result in report.results
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "details": list(finding.details)}


def as_github(report: CheckReport) -> str:
    """Return one workflow command a finding, which GitHub shows as an annotation, and the outcome as plain text."""
    lines = [
        f"::{finding.level} title={_property(f'{finding.where}: {finding.what}')}::"
        f"{_data(chr(10).join((*finding.details, finding.remedy)))}"
        for finding in report.findings
    ]
    return "\n".join((*lines, summary(report))) + "\n"


def _data(text: str) -> str:
    """Escape as GitHub's runner reads it back; an unescaped line break would begin a command of its own."""
    return safe(text, keep="\n").replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_junit(report: CheckReport) -> str:
    """Return a JUnit XML report: one test case a check, warnings as output of a passed case."""
    suite = ET.Element(
        "testsuite",
        name=f"infobox-etl check {report.snapshot_id}",
        tests=str(len(report.results)),
        failures=str(sum(any(each.level == "error" for each in result.findings) for result in report.results)),
        errors="0",
        skipped="0",
    )
    for result in report.results:
        case = ET.SubElement(suite, "testcase", classname=f"infobox-etl.{result.group}", name=safe(result.name))
        errors = [finding for finding in result.findings if finding.level == "error"]
        warnings = [finding for finding in result.findings if finding.level == "warning"]
        if errors:
            failure = ET.SubElement(case, "failure", message=_xml(f"{errors[0].where}: {errors[0].what}"))
            failure.text = _xml("\n\n".join(map(str, errors)))
        if warnings:
            ET.SubElement(case, "system-out").text = _xml("\n\n".join(map(str, warnings)))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Return the text with what XML 1.0 cannot hold, even escaped, written as escapes."""
    return safe(text, keep="\n").replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


FORMATS: Final[Mapping[str, Callable[[CheckReport], str]]] = MappingProxyType(
    {"text": as_text, "json": as_json, "github": as_github, "junit": as_junit}
)
"""The formats of ``infobox-etl check --format``."""
