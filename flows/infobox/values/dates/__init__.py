"""Dates, ranges and durations as people write them, in thirty languages."""
