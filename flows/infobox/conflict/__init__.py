"""Infoboxes of military conflicts: the conflict itself, and by side who fought, who led, what was lost.

``columns`` finds which items belong to which side: by numbered fields, else by the layout (``column_cuts``). A text
page first proves how it prints the cells of a row (``row_print``, with ``joined_cells``, ``count_lines`` and
``page_names``). One module per table reads the columns; ``box`` puts them together. Where the layout does not prove a
side, the first sentences may (``lead_sentence``), the coalitions of the war (``coalitions``), or other pages of the run
(``sides``, ``evidence``, ``evidence_cuts``). No side is guessed: what nothing proves is null, with an issue.
"""
