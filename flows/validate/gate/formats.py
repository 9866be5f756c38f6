"""What the gate found, as text, JSON, GitHub's annotations or JUnit XML."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET  # writing only: nothing from outside is parsed
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from flows.quoting import safe, safe_json
from flows.validate.gate.check import CheckReport
from flows.validate.gate.findings import LEVELS, Finding, rest_of_violations

_ANNOTATIONS: Final = 10


def summary(report: CheckReport) -> str:
    """Return one line: the snapshot, whether it keeps the contract, and the counts."""
    verdict = "keeps the contract" if report.is_ok else "breaks the contract"
    counts = f"{len(report.results)} checks, {report.errors} errors, {report.warnings} warnings"
    return f"{report.snapshot_id} {verdict}: {counts}, {sum(report.rows.values()):,} rows"


def as_text(report: CheckReport) -> str:
    """Return each finding as a paragraph, errors first, and the outcome as the last line."""
    paragraphs = [f"{finding.level}: {_paragraph(finding)}" for finding in report.findings]
    if rest := rest_of_violations(report.folder, report.rows):
        paragraphs.append("\n".join(rest))
    return "\n\n".join((*paragraphs, summary(report))) + "\n"


def as_json(report: CheckReport) -> str:
    """Return one JSON object with everything that the text has, and the checks that were made."""
    content = {
        "snapshot": report.snapshot_id,
        "folder": str(report.folder),
        "is_ok": report.is_ok,
        "errors": report.errors,
        "warnings": report.warnings,
        "rows": dict(report.rows),
        "findings": [_plain(finding) for finding in report.findings],
        "checks": [
            {"group": result.group, "name": result.name, "findings": len(result.findings)} for result in report.results
        ],
    }
    return safe_json(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"


def _paragraph(finding: Finding) -> str:
    """Return the finding as text whose line breaks are its own: a name of a file, or a word of a page, has none."""
    return "\n  ".join(safe(part) for part in (finding.headline, *finding.details, finding.remedy))


def _plain(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "details": list(finding.details)}


def as_github(report: CheckReport) -> str:
    """Return one workflow command for each finding, which GitHub shows as an annotation, and the outcome as plain text.

    GitHub shows ten errors and ten warnings of a step and silently drops the others, so a line counts these.
    """
    lines: list[str] = []
    for level in LEVELS:
        found = [finding for finding in report.findings if finding.level == level]
        lines += map(_annotation, found[:_ANNOTATIONS])
        if (further := len(found) - _ANNOTATIONS) > 0:
            lines.append(f"and {further} further {level}s: infobox-etl check --format text names them all")
    return "\n".join((*lines, *rest_of_violations(report.folder, report.rows), summary(report))) + "\n"


def _annotation(finding: Finding) -> str:
    file = f"file={_property(finding.source)}," if finding.source else ""
    message = "%0A".join(map(_data, (*finding.details, finding.remedy)))
    return f"::{finding.level} {file}title={_property(finding.headline)}::{message}"


def _data(text: str) -> str:
    """Return the text escaped for GitHub's runner; a line break would begin another command."""
    return safe(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_junit(report: CheckReport) -> str:
    """Return a JUnit XML report: one test case for each check; warnings and notices are the output of a passed case."""
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
        others = [finding for finding in result.findings if finding.level != "error"]
        if errors:
            failure = ET.SubElement(case, "failure", message=_xml(errors[0].headline))
            failure.text = _xml("\n\n".join(map(_paragraph, errors)))
        if others:
            ET.SubElement(case, "system-out").text = _xml("\n\n".join(map(_paragraph, others)))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Return the text with the characters that XML 1.0 does not allow written as escapes."""
    return safe(text, keep="\n").replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


FORMATS: Final[Mapping[str, Callable[[CheckReport], str]]] = MappingProxyType(
    {"text": as_text, "json": as_json, "github": as_github, "junit": as_junit}
)
"""The formats of ``infobox-etl check --format``."""
