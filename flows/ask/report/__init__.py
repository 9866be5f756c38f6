"""The quality page ``report.html``: what a run found, what it changed in each document, and what was read of it."""
