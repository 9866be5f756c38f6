"""Articles as a browser's text of a whole web page."""
