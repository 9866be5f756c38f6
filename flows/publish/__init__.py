"""Tables into files, and files into one snapshot that readers see whole or not at all."""
