"""Text -> ``Document``: one module or package per source shape, and what the shapes share."""
