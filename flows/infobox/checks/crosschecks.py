"""All checks of one infobox: two statements that cannot both be true ("3–17 May", "(2 months)") become an issue.

A check changes no row. It reports only statements that exclude each other even if everything approximate or open in
them is allowed for; the words it needs are data in ``flows/rules/data/crosschecks.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from flows.infobox.checks.dates import check_conflict_dates, check_hidden_dates, check_order
from flows.infobox.checks.names import check_name
from flows.infobox.checks.totals import check_density, check_sides, check_totals
from flows.infobox.context import Box
from flows.infobox.records import ConflictTables, InfoboxValueRow


def check(box: Box, values: Sequence[InfoboxValueRow], conflict: ConflictTables | None) -> None:
    """Add a note to the box for each pair of statements that exclude each other.

    ``conflict`` is None for a box that is not of a conflict.
    """
    box.notes.extend(chain(check_hidden_dates(box), check_name(box)))
    if conflict is None:
        box.notes.extend(chain(check_order(box, values), check_density(box, values)))
    else:
        [row], losses = conflict.conflicts, conflict.casualties
        box.notes.extend(chain(check_conflict_dates(box, row, losses), check_totals(box), check_sides(losses)))
