"""A run judged as a whole before its tables become the current snapshot, and the same checks over published files."""
