"""Where everything comes from: the inputs with their licences, and the code, rules and options that made the tables."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from flows.ask.report.facts import ReportFacts, Tables
from flows.quoting import safe

INPUTS: Final = 100
"""The most inputs that are listed, the first by name; the others are counted."""
LICENCES: Final = 30
"""The most pairs of licence and publisher that are listed, those of the most documents."""
_NAME: Final = 120

_LICENCES: Final = """
SELECT license, publisher, count(*) AS documents FROM documents
GROUP BY license, publisher ORDER BY documents DESC, license, publisher
"""
_ORIGINS: Final = """
SELECT source, source_url, publisher, license FROM documents WHERE source IN (SELECT unnest(?))
"""


class LicenceShare(NamedTuple):
    """How many documents a publisher gave under a licence; None where it is not known."""

    license: str | None
    publisher: str | None
    documents: int


class InputRow(NamedTuple):
    """One input: its bytes, and what is known of its origin."""

    source: str
    sha256: str
    bytes: int
    url: str | None
    publisher: str | None
    license: str | None


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """The licences, the inputs, and what made the tables: ``made_by`` by name."""

    licences: tuple[LicenceShare, ...]
    more_licences: int
    inputs: tuple[InputRow, ...]
    more_inputs: int
    bytes: int
    made_by: Mapping[str, str]

    @property
    def has_origins(self) -> bool:
        """Return whether the origin of any of the listed inputs is known."""
        return any(item.url or item.publisher or item.license for item in self.inputs)


def provenance(facts: ReportFacts, tables: Tables, _left: int) -> ProvenanceView:
    """Return what the manifest and the documents say of where the tables come from."""
    info, first = facts.info, heapq.nsmallest(INPUTS, facts.inputs)
    licences, origins = [], {}
    if tables.has("documents"):
        rows = tables.rows(_LICENCES)
        licences = [LicenceShare(_text(row["license"]), _text(row["publisher"]), row["documents"]) for row in rows]
        named = tables.rows(_ORIGINS, [[item.source.encode("utf-8", "replace").decode() for item in first]])
        origins = {row["source"]: [_text(row[key]) for key in ("source_url", "publisher", "license")] for row in named}
    inputs = tuple(
        InputRow(safe(item.source, limit=_NAME), item.sha256, item.bytes, *origins.get(item.source, (None,) * 3))
        for item in first
    )
    made_by = {
        "snapshot": info.snapshot_id,
        "snapshot before": info.previous or "none",
        "digest of the tables": info.content_digest,
        "digest of the inputs": info.inputs_sha256,
        "infobox-etl": info.code_version,
        "digest of the rules": info.rules_sha256,
        **dict(sorted(info.versions.items())),
        **{f"option {name}": str(value) for name, value in sorted(info.options.items())},
    }
    more = (len(licences[LICENCES:]), len(facts.inputs) - len(inputs))
    total = sum(item.bytes for item in facts.inputs)
    return ProvenanceView(tuple(licences[:LICENCES]), more[0], inputs, more[1], total, made_by)


def _text(value: str | None) -> str | None:
    return None if value is None else safe(value, limit=_NAME)
