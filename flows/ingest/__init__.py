"""Bytes from anywhere, and the text they stand for: the only part of the code that reads inputs.

A bad input becomes an ``Issue``, never an exception. Only an input that the user named wrongly (it does not exist, or
it is named twice) raises ``InputError``.
"""
