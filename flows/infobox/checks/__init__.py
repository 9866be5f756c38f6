"""Statements of one page held against each other: what cannot both be true becomes an issue that quotes both."""
