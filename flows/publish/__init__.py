"""Records become tables, tables become files, files become one snapshot that readers see whole or not at all."""
