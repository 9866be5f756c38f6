"""Markdown pages with a block of keys above the text."""
