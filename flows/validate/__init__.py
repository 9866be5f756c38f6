"""Rows and tables against the contract: what keeps it goes on, what breaks it becomes a row of ``violations``."""
