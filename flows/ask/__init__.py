"""Questions about what is published: SQL, the data dictionary, answers as text."""
