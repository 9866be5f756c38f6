"""What is measured, each variant in a process of its own: ``python variants.py floor INPUTS OUTPUT``.

Imports stand in the functions: a variant must not pay for what another one needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

BATCH = 1000


def floor(inputs: str, output: str) -> None:
    """The least that any solution does: read, decode, write the same text as zstd Parquet."""
    paths = sorted(entry.path for entry in os.scandir(inputs))
    write(output, ((path, Path(path).read_bytes().decode("utf-8")) for path in paths))


def plain(inputs: str, output: str) -> None:
    """What anybody would write: a loop over files with ftfy and each rule's pattern as ``re.sub``, nothing recorded."""
    import ftfy

    from flows.rules.registry import rules

    config = ftfy.TextFixerConfig(
        unescape_html=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False
    )
    patterns = [(rule.pattern, rule.replacement) for rule in rules() if rule.pattern and not rule.only_flags]

    def cleaned(path: str) -> tuple[str, str]:
        text = ftfy.fix_text(Path(path).read_bytes().decode("utf-8"), config)
        for pattern, replacement in patterns:
            text = pattern.sub(replacement, text)
        return path, text

    write(output, (cleaned(entry.path) for entry in os.scandir(inputs)))


def text(inputs: str, output: str) -> None:
    """The text stage of this project alone: repair and strip with all edits recorded, text written."""
    from flows.formats.shapes import recognise
    from flows.ingest.encodings.decode import decode
    from flows.ingest.input_bytes import read
    from flows.ingest.sources import discover
    from flows.model import RawDocument
    from flows.text.scan import repair_all, strip_all

    def batches() -> Iterator[tuple[str, str]]:
        refs = discover([inputs]).refs
        for start in range(0, len(refs), BATCH):
            raws = [item for item in map(read, refs[start : start + BATCH]) if isinstance(item, RawDocument)]
            repaired = repair_all([decode(raw.content).text for raw in raws])
            done = strip_all(repaired, [recognise(item.text) for item in repaired])
            yield from ((raw.source, item.text) for raw, item in zip(raws, done, strict=True))

    write(output, batches())


def write(output: str, rows: Iterable[tuple[str, str]]) -> None:
    """Write (name, text) rows as zstd Parquet, a batch at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("source", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(f"{output}.parquet", schema, compression="zstd", compression_level=3) as writer:
        batch: list[tuple[str, str]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                writer.write_table(pa.table(list(zip(*batch, strict=True)), schema=schema))
                batch = []
        if batch:
            writer.write_table(pa.table(list(zip(*batch, strict=True)), schema=schema))


VARIANTS = {"floor": floor, "plain": plain, "text": text}

if __name__ == "__main__":
    VARIANTS[sys.argv[1]](sys.argv[2], sys.argv[3])
