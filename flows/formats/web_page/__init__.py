"""Articles in the copied text of whole web pages."""
