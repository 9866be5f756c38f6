"""Text -> ``Document``: one module or package per source shape, none of which knows another."""
