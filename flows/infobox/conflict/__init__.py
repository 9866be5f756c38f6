"""Infoboxes of military conflicts: the conflict itself, and by side who fought, who led, what was lost.

``columns`` finds which items belong to which side: by numbered fields, else by the layout (``column_cuts``,
``joined_cells``). One module per table reads the columns; ``box`` puts them together. Where a page does not show the
sides, its first sentences may (``lead_sentence``), or other pages of the run (``sides``, ``evidence``,
``evidence_cuts``).
"""
