"""Typed values of infobox fields: dates, quantities, measures, people, coordinates. Pure functions on printed text."""
