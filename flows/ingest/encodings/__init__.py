"""Bytes to characters: marks, declarations, strict UTF-8, files of several encodings, and statistics last."""
