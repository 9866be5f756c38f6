"""Saved HTML pages: tags become lines, ``<head>`` becomes columns, infoboxes become fields."""
