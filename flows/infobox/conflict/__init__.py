"""Infoboxes of military conflicts: the conflict, and per side who fought, who led, what was lost."""
