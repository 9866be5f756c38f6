"""Typed values of infobox fields: dates, quantities, people, lists, places. Pure functions on printed text."""
