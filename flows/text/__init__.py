"""Repair and strip: what broke a text and what no author wrote, put right and recorded as edits."""
