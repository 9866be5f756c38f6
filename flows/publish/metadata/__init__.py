"""What a snapshot says of itself to other people's tools: data packages, Croissant, a data contract, attribution.

Each form is one module that turns the same ``Description`` into text; the contract in ``schemas`` and the files that
were written are described once, in ``description``.
"""
