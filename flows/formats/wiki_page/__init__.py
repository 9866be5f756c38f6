"""Encyclopedia pages as copied from a browser: the infobox is flattened to lines."""
