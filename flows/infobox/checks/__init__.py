"""Statements of one page compared with each other: two that cannot both be true become an issue that quotes both."""
