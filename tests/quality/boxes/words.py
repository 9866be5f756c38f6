"""Invented names: of people, places, peoples and units, in several scripts. None of them is of the real world."""

from __future__ import annotations

from random import Random

FIRST = [
    "Ada",
    "Bo",
    "Cedrik",
    "Dáin",
    "Eszter",
    "Fjóla",
    "Gorm",
    "Ilse",
    "Jurek",
    "Karim",
    "Łucja",
    "Maël",
    "Nadia",
    "Örn",
]
LAST = [
    "Karrow", "Lindqvar", "Ormándi", "Pellagrue", "Quiñal", "Ravnsholt", "Şentürek", "Tervaskan", "Ubelohde",
    "Vántor", "Wojtkowiec", "Yildrim-Aksu", "Zeldmar", "al-Harruni", "O'Dannagh", "van der Maerle",
]  # fmt: skip
OTHER_PEOPLE = ["Борис Карелов", "Αλέξης Δομάκης", "ناصر الحروني", "Ілля Вербенко"]
PLACES = [
    "Orrin",
    "Lormath",
    "Karsk",
    "Peñablar",
    "Brückstedt",
    "Saint-Avelin",
    "Torvagen",
    "Quellimar",
    "Dravno",
    "Mirholm",
]
OTHER_PLACES = ["Карелово", "دير الحرون", "Δομάκια"]
REGIONS = ["Lorland", "Upper Karsk", "Orrin Province", "West Dravia", "Tervas Governorate"]
PEOPLES = ["Lorish", "Karskan", "Dravian", "Torvan", "Quellic"]
CODES = {
    "Syria": "SY", "Russia": "RU", "France": "FR", "Peru": "PE", "Japan": "JP", "Poland": "PL", "Kenya": "KE", "Norway": "NO",
    "Iran": "IR", "Chile": "CL",
}  # fmt: skip
"""Countries whose flags stand before names, with the code of the flag."""
COUNTRIES = list(CODES)
DEMONYMS = {
    "Syria": "Syrian", "Russia": "Russian", "France": "French", "Peru": "Peruvian", "Japan": "Japanese", "Poland": "Polish",
    "Kenya": "Kenyan", "Norway": "Norwegian", "Iran": "Iranian", "Chile": "Chilean",
}  # fmt: skip
BANDS = [
    "Red Lantern Front",
    "Free Hill Army",
    "Lorish Legion",
    "Sons of Karsk",
    "United Dravian Command",
    "River Guard",
    "Movement of 9 March",
]
UNITS = [
    "Guards Regiment",
    "Rifle Division",
    "Mountain Brigade",
    "Armoured Battalion",
    "Lancers",
    "Field Artillery",
    "Naval Infantry",
]
RANKS = ["Maj. Gen.", "Col.", "General", "Admiral", "Lt. Gen.", "Captain", "Brig. Gen.", "Field Marshal", "Major"]
ROLES = ["Republican Guard", "5th Corps", "Tiger Forces", "chief of staff"]
RESULTS = ["{} victory", "Decisive {} victory", "Inconclusive", "{} forces take the town", "Siege of {} lifted"]


def person(chance: Random) -> str:
    """Return a name of two words, now and then of another script."""
    if chance.random() < 0.08:
        return chance.choice(OTHER_PEOPLE)
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def place(chance: Random) -> str:
    """Return a place's name."""
    return chance.choice(OTHER_PLACES if chance.random() < 0.06 else PLACES)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
