"""``report``: where the quality page of a snapshot is, and opening it."""

from __future__ import annotations

import webbrowser
from argparse import Namespace

from flows.cli.published import current
from flows.cli.terminal import FINE, show_json, show_path
from flows.errors import CommandError
from flows.publish.locations import location
from flows.publish.object_store.store import local_view
from flows.publish.table_files import REPORT


def report(arguments: Namespace) -> int:
    """Write the path of the quality page to stdout; with ``--open`` show it in a browser, too."""
    with local_view(location(arguments.output)) as output:
        snapshot = current(output)
    page = snapshot.path / REPORT
    if not page.is_file():
        raise CommandError(str(page), "this snapshot has no quality page", "publish again: infobox-etl run --full")
    if arguments.json:
        show_json({"snapshot": snapshot.snapshot_id, "report": str(page)})
    else:
        show_path(page)
    if arguments.open:
        webbrowser.open(page.as_uri())
    return FINE
