"""``python -m flows``: the same as the command ``infobox-etl``."""

from __future__ import annotations

import sys

from flows.cli.main import main

# A spawned worker imports this module again: nothing may run then.
if __name__ == "__main__":
    sys.exit(main())
