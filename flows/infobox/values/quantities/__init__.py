"""Statements of strength and losses: of "300+ rebels killed (SOHR claim)" the count, its kind and who claims it.

A text is cut into tokens (``tokens``; ``token_pattern`` and ``token_matches`` find them, ``number_words`` and
``doubtful_numbers`` say what is a count), its headers are taken off (``headers``), each clause is read into drafts
(``clause_reader``, ``drafts``), brackets add what they say (``bracket_remarks``), statements lend each other words
(``lent_words``), the kind is decided (``kinds``), and every word is accounted for (``left_over``).
``statements`` is the way in; ``wordings`` and ``east_asian`` prepare the text.
"""
