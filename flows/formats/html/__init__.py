"""Saved HTML pages."""
