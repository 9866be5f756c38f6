"""ISO-8859-15 beside Windows-1252 and the Baltic code pages, which have signs or Nordic letters in its places."""

from __future__ import annotations

import pytest

from flows.ingest.encodings.decode import decode


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Külm õhk jõudis öösel šahtide kohale, žürii ei jõudnud kohale enne südaööd.", "iso-8859-15"),
        ("Žürii andis šokolaadi, garaaž oli külm ja öö pime.", "iso-8859-15"),
        ("Tšehhi koor laulis öösel õues, žürii kuulas.", "iso-8859-15"),
        ("Le cœur de l'œuvre coûte 5 €, Œdipe a été joué à Évry.", "iso-8859-15"),
        ("Külm õhk jõudis öösel šahtide kohale, žürii ei jõudnud kohale enne südaööd.", "cp1257"),
        ("Søen er øde, køerne går på ængen ved åen.", "windows-1252"),
    ],
)
def test_letters_are_those_of_the_language(text: str, encoding: str) -> None:
    assert decode(f"{text}\n".encode(encoding)).text == f"{text}\n"
