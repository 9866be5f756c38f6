"""Writes the metadata of a snapshot into its folder, every form from one description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from flows.publish.durable import write_durably
from flows.publish.metadata.attribution import attribution_text
from flows.publish.metadata.croissant import CROISSANT, croissant_text
from flows.publish.metadata.datapackage import DATAPACKAGE, datapackage_text
from flows.publish.metadata.description import Description, SnapshotFacts, describe
from flows.publish.metadata.odcs import ODCS, odcs_text
from flows.publish.table_files import ATTRIBUTION, WrittenFile

FORMS: Final[Mapping[str, Callable[[Description], str]]] = {
    ATTRIBUTION: attribution_text,
    CROISSANT: croissant_text,
    DATAPACKAGE: datapackage_text,
    ODCS: odcs_text,
}
"""The forms of metadata, by the names of their files."""


def write_metadata(folder: Path, files: Sequence[WrittenFile], snapshot: SnapshotFacts) -> None:
    """Write all forms of metadata for the Parquet files in a folder, in the order given."""
    description = describe(folder, files, snapshot)
    for name, text in FORMS.items():
        write_durably(folder / name, text(description))
