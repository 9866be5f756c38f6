"""Document -> typed rows: every field of every infobox without loss, its typed values, and the conflict tables."""
