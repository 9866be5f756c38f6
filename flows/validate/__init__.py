"""Rows and tables against the contract: rows that keep it are published, the others become rows of ``violations``."""
