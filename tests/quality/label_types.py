"""Derive ``labels_dbpedia.toml`` from the DBpedia mappings: which labels exist and what their values are.

``PYTHONPATH=. python tests/quality/label_types.py --types dbpedia_types.json --write`` writes the file anew; without
``--write`` it prints what would be taken, by kind. The input maps a template to rows of
(parameter, property, object or datatype, range, kind of mapping).

The derivation: a parameter without its final number is a name; each template that maps it votes for the kind of its
range. A kind needs ``LEAST`` templates, or one template whose range leaves no doubt (a day, a unit, a currency, a web
site), and ``AGREED`` of the votes; else the label is known and its values stay text. Names that differ in blanks only
are one key, and a name in another script has the key of its property.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from flows.rules.files import DATA
from flows.rules.label_files import load, normalised

LEAST: Final = 2
AGREED: Final = 0.75
_SERIES: Final = re.compile(r"(?<=\D)[ ]?\d{1,2}\Z")
_NAME: Final = re.compile(r"[\w .'()/-]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PERSONS: Final = frozenset(
    [
        "Person",
        "Politician",
        "Athlete",
        "Architect",
        "Mayor",
        "Astronaut",
        "Actor",
        "Saint",
        "Artist",
        "MusicalArtist",
        "Monarch",
        "Scientist",
        "Writer",
        "Cleric",
        "Noble",
        "Royalty",
        "Coach",
        "FictionalCharacter",
        "Judge",
        "OfficeHolder",
        "Philosopher",
    ]
)
_DATES: Final = frozenset({"xsd:date", "xsd:gYear", "xsd:gYearMonth", "xsd:dateTime"})
_MONEY: Final = frozenset({"Currency", "usDollar", "euro", "poundSterling"})
_NO_NUMBERS: Final = frozenset(
    {"xsd:string", "rdf:langString", "xsd:boolean", "xsd:anyURI", "valvetrain", "engineConfiguration", "fuelType"}
)
_COUNTS: Final = re.compile(r"xsd:\w*[iI]nteger|xsd:(?:double|float)")
# Mapped to a number, a day or a person, and a name, a place or a picture in the pages.
_REVIEWED_AS_TEXT: Final = re.compile(
    r"leader|speaker|facilities|\blink|site\b|contract|used|episode|\bday\b|stand\b|season|whip|image|photo|caption|footnote|\bref\b|\brefs\b|source|link|map\b|flag|party|parties|party\w*"
    r"|title\b|\btype\b|office|location|place|\bcity\b|country|nationality|gray(?:subject|page)|rank|order|\bnumber\b"
    r"|colou?r|width\Z|size\Z|align|team|\bclub|jersey|zip|postal|code|phone|\bid\b|isbn|channel|route|line\b|name\Z"
)
_SPOKEN_OF_PERSONS: Final = re.compile(r"name\Z|leader")


def kind_of(prop: str | None, sort: str | None, reach: str | None) -> str:
    """Return the kind of value that a mapping's property and range tell.

    >>> kind_of("birthDate", "datatype", "xsd:date"), kind_of("area", "datatype", "squareKilometre")
    ('date', 'quantity')
    """
    if prop in ("foaf:homepage", "url") or reach in ("Website", "foaf:Document"):
        return "url"
    if reach in _PERSONS and sort == "object":
        return "person"
    if sort != "datatype" or reach is None:
        return "text"
    if reach in _DATES:
        return "date"
    if reach in _MONEY:
        return "money"
    is_number = reach not in _NO_NUMBERS and (reach[0].islower() or reach in _DIMENSIONS)
    return "quantity" if is_number else "text"


_DIMENSIONS: Final = frozenset(
    [
        "Area",
        "Length",
        "Mass",
        "Time",
        "Power",
        "Temperature",
        "Volume",
        "PopulationDensity",
        "Density",
        "Torque",
        "Energy",
        "Voltage",
        "Speed",
        "FlowRate",
        "FuelEfficiency",
        "Frequency",
        "Force",
        "LinearMassDensity",
        "ElectricCurrent",
        "InformationUnit",
        "Pressure",
        "Ratio",
    ]
)


class _Votes:
    """What the templates say of one name."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self.templates: set[str] = set()
        self.is_sure = False


def votes_of(types: dict[str, dict[str, list[list[str | None]]]]) -> dict[str, _Votes]:
    """Return the votes for every parameter name, numbers behind it taken off."""
    votes: dict[str, _Votes] = defaultdict(_Votes)
    for template, entry in types.items():
        for parameter, prop, sort, reach, _ in entry["params"]:
            name = _SERIES.sub("", normalised(parameter or "")).strip()
            if not 2 <= len(name) <= 40 or not any(map(str.isalpha, name)) or not _NAME.fullmatch(name):
                continue
            one = votes[name]
            if template not in one.templates:
                kind = kind_of(prop, sort, reach)
                one.kinds[kind] += 1
                one.is_sure = one.is_sure or (kind not in {"text", "person"} and not _COUNTS.fullmatch(reach or ""))
                one.templates.add(template)
            if prop:
                one.properties[prop.rpartition(":")[2]] += 1
    return votes


def choose(votes: dict[str, _Votes], own: dict[str, str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the names that are their own key, by kind, and the spellings of keys; ``own`` are squeezed known keys."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, list[str]] = defaultdict(list)
    squeezed = dict(own)
    for name, vote in sorted(votes.items(), key=lambda item: (-len(item[1].templates), -item[0].count(" "), item[0])):
        kind, most = vote.kinds.most_common(1)[0]
        is_text = most < AGREED * vote.kinds.total() or (len(vote.templates) < LEAST and not vote.is_sure)
        if kind != "person" or not _SPOKEN_OF_PERSONS.search(name):
            is_text = is_text or (kind != "url" and _REVIEWED_AS_TEXT.search(name) is not None)
        kind = "text" if is_text else kind
        prop = _CAMEL.sub("_", vote.properties.most_common(1)[0][0]).lower() if vote.properties else ""
        plain = re.sub(r"\W+", "_", name).strip("_")
        is_plain = plain.isascii() and plain[:1].isalpha()
        known = squeezed.get(_squeeze(name)) or (squeezed.get(_squeeze(prop)) if not is_plain else None)
        if known is not None:
            if known.replace("_", " ") != name:
                spellings[known].append(name)
        elif is_plain:
            squeezed[_squeeze(name)] = plain
            by_kind[kind].append(plain.replace("_", " "))
            if plain.replace("_", " ") != name:
                spellings[plain].append(name)
        elif re.fullmatch(r"[a-z][a-z0-9_]+", prop):
            squeezed[_squeeze(prop)] = prop
            by_kind[kind].append(prop.replace("_", " "))
            spellings[prop].append(name)
    return by_kind, spellings


def _squeeze(name: str) -> str:
    return re.sub(r"[\W_]+", "", name)


_HEAD: Final = """\
# GENERATED by tests/quality/label_types.py: the labels of infoboxes that labels.toml leaves out, by the kind of values.
# Source: the infobox mappings of DBpedia (github.com/dbpedia/extraction-framework, mappings wiki, CC BY-SA 3.0),
# {templates} templates; only names and the kind of their range were taken. To add or to correct a label write it into
# labels.toml, which goes first.
#
# [values]  one name a line; its key is the name with underscores
# [aliases] key: other spellings, separated by " | "
"""


def written(by_kind: dict[str, list[str]], spellings: dict[str, list[str]], templates: int) -> str:
    """Return the file: names as lines of one string, because a TOML list of thousands of strings is slow to load."""
    lines = [_HEAD.format(templates=templates), "[values]"]
    for kind, names in sorted(by_kind.items()):
        lines += [f"{kind} = '''", *sorted(names), "'''"]
    lines += ["", "[aliases]", "names = '''"]
    lines += [f"{key}: {' | '.join(sorted(names))}" for key, names in sorted(spellings.items())]
    return "\n".join([*lines, "'''", ""])


def main() -> None:
    """Write or print what the mappings tell and ``labels.toml`` does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--types", type=Path, required=True, help="the parameter types of the DBpedia mappings (JSON)")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    types = json.loads(arguments.types.read_text(encoding="utf-8"))
    own = load(is_generated=False)
    votes = {
        name: vote for name, vote in votes_of(types).items() if own.meaning(name) is None and name not in own.prefixes
    }
    by_kind, spellings = choose(votes, {_squeeze(key): key for key, one in own.fields.items() if not one.is_conflict})
    text = written(by_kind, spellings, sum(1 for entry in types.values() if entry["params"]))
    if arguments.write:
        (DATA / "labels_dbpedia.toml").write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
