"""Scraped text in, validated tables out: everything that runs. See the README for the command."""

__version__ = "0.1.0"
