"""The kind of a box: by its template, by labels that few kinds have, and null where that is not sure."""

from __future__ import annotations

import pytest

from flows.infobox.reader import read
from flows.infobox.records import BoxRow
from flows.model import Document, Infobox, InfoboxField


def row(labels: str, template: str | None = None) -> BoxRow:
    fields = tuple(InfoboxField(label, "Harrow", "lines") for label in labels.split(", "))
    document = Document("html", "", (), "T", infoboxes=(Infobox(template, fields),))
    return read("0" * 16, document).boxes[0]


FILM = "Name, Directed by, Produced by, Starring, Music by, Cinematography, Edited by, Running time, Budget"
BAND = "Name, Origin, Genres, Instruments, Years active, Labels, Associated acts, Website"


@pytest.mark.parametrize(
    ("labels", "template", "kind", "basis"),
    [
        (FILM, None, "film", "labels"),
        (BAND, None, "musical_artist", "labels"),
        ("Born, Died, Nationality, Alma mater, Occupation, Spouse(s), Children", None, "person", "labels"),
        ("Born, Genres, Instruments, Labels, Associated acts, Occupation(s)", None, "musical_artist", "labels"),
        ("Capital, Official languages, Currency, Calling code, Internet TLD, Drives on", None, "country", "labels"),
        ("Kingdom, Phylum, Genus, Species, Binomial name", None, "taxon", "labels"),
        ("Name, Country, Type, Website", None, None, "none"),
        ("Directed by", None, None, "none"),
        ("Born, Species, Breed, Sex", None, "animal", "labels"),
        (
            "Weather, Mood, Colour of the sky, Directed by, Starring, Noise, Smell, Taste, Budget, Wind, Rain",
            None,
            None,
            "none",
        ),
        ("Name, Website", "Infobox musical artist", "musical_artist", "template"),
        ("Name, Website", "Infobox_Settlement", "settlement", "template"),
        (FILM, "Infobox nobody knows", "film", "labels"),
        ("Name, Website", "Infobox nobody knows", None, "none"),
        ("Belligerents, Commanders and leaders, Strength", None, "military_conflict", "labels"),
        ("Combatant1, Combatant2", "Infobox military conflict", "military_conflict", "template"),
    ],
)
def test_kind_of_a_box(labels: str, template: str | None, kind: str | None, basis: str) -> None:
    found = row(labels, template)
    assert (found.kind, found.basis, found.template) == (kind, basis, template)


def test_the_name_is_the_first_line_that_names_the_subject() -> None:
    fields = (InfoboxField("Caption", "A view", "lines"), InfoboxField("Name", "Harrow\nHarō", "lines"))
    document = Document("html", "", (), "T", infoboxes=(Infobox(None, fields), Infobox(None, fields[:1])))
    assert [box.name for box in read("0" * 16, document).boxes] == ["Harrow", None]
