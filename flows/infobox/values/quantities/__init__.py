"""Statements of strength and losses: counts, kinds, bounds, who claims them."""
