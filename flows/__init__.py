"""Scraped text in, validated tables out: everything that runs. See the README for the command."""

import os

__version__ = "0.1.0"

# numpy looks for it while it is imported. The line classifier's matrices are small: with several threads nearly all of
# the time goes into waiting for each other (measured: 100 ms a page instead of 8). Whoever has set it knows better.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
