"""Statements of strength and losses: of "300+ rebels killed (SOHR claim)" the count, its kind and who claims it.

A text is cut into tokens (``tokens``), its headers are taken off (``headers``), each clause is read into drafts
(``clause_reader``, ``drafts``), brackets add what they say (``bracket_remarks``), the kind is decided (``kinds``), and
``statements`` is the way in. ``wordings`` and ``east_asian`` prepare the text.
"""
