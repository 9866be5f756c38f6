"""Statements of one page held against each other: what cannot both be true becomes an issue that quotes both.

A check changes no row. It speaks only where two statements exclude each other, whatever is approximate or open in them;
the words it needs are data in ``flows/rules/data/crosschecks.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from flows.infobox.checks.dates import check_conflict, check_hidden, check_order
from flows.infobox.checks.names import check_name
from flows.infobox.checks.totals import check_density, check_sides, check_totals
from flows.infobox.context import Box
from flows.infobox.records import ConflictTables, InfoboxValueRow


def check(box: Box, values: Sequence[InfoboxValueRow], conflict: ConflictTables | None) -> None:
    """Add to the notes of a box what its statements say against each other; ``conflict`` is None for any other box."""
    box.notes.extend(chain(check_hidden(box), check_name(box)))
    if conflict is None:
        box.notes.extend(chain(check_order(box, values), check_density(box, values)))
    else:
        [row], losses = conflict.conflicts, conflict.casualties
        box.notes.extend(chain(check_conflict(box, row, losses), check_totals(box), check_sides(losses)))
