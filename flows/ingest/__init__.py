"""Bytes from anywhere, and the text they are: the only part of the code that reads inputs.

A bad input is an ``Issue``, never an exception; only an input that was named and cannot be meant (it does not exist, it
is named twice) raises ``InputError``.
"""
