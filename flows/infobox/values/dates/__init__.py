"""Dates, ranges and durations in thirty languages: "9–17 October 2019", "since May 2016", "(2 months and 3 days)".

A text is cut into ``tokens``; ``reader`` (with ``cursor``, ``marks``, ``years``, ``centuries``) makes date points of
them and ``completion`` fills what a point leaves out; ``points`` says which days a point can mean, ``stretches`` which
points are one range or date, ``accounting`` which words of the text a published date says. The entry points are
``spans`` (one span), ``lists`` (several dates) and ``periods`` (of losses); ``plain`` and ``ethiopian`` read texts that
are one simple date.
"""
