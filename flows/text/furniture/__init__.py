"""Which lines of a page are its body and which are the site's furniture, told from the text alone."""
