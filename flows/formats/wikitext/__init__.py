"""Pages in wikitext, as a wiki stores them."""
