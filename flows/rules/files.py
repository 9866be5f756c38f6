"""The one reader of the rule files in ``data/``: what ``FILE_TYPES`` does not declare is refused."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast, overload

from flows import typed_toml
from flows.rules import name_file_types, rule_file_types, word_file_types
from flows.typed_toml import parse_toml

DATA: Final = Path(__file__).parent / "data"
FILE_TYPES: Final = MappingProxyType(
    {
        "boilerplate.toml": rule_file_types.RulesFile,
        "box_kinds.toml": name_file_types.BoxKindsFile,
        "coalitions.toml": word_file_types.CoalitionsFile,
        "compass.toml": word_file_types.CompassFile,
        "conflicts.toml": word_file_types.ConflictsFile,
        "countries.toml": word_file_types.CountriesFile,
        "crosschecks.toml": word_file_types.CrosschecksFile,
        "dates.toml": word_file_types.DatesFile,
        "debris.toml": rule_file_types.RulesFile,
        "encodings.toml": name_file_types.EncodingsFile,
        "fates.toml": word_file_types.FatesFile,
        "furniture.toml": word_file_types.FurnitureFile,
        "headings.toml": word_file_types.HeadingsFile,
        "html.toml": rule_file_types.HtmlFile,
        "infobox_names.toml": name_file_types.BoxNamesFile,
        "labels.toml": name_file_types.LabelsFile,
        "labels_dbpedia.toml": name_file_types.GeneratedLabelsFile,
        "labels_printed.toml": name_file_types.PrintedLabelsFile,
        "labels_same.toml": name_file_types.SameLabelsFile,
        "labels_sections.toml": name_file_types.SectionsFile,
        "leads.toml": word_file_types.LeadsFile,
        "licences.toml": name_file_types.LicencesFile,
        "name_tails.toml": word_file_types.NameTailsFile,
        "normalise.toml": rule_file_types.RulesFile,
        "notices.toml": rule_file_types.RulesFile,
        "outcomes.toml": word_file_types.OutcomesFile,
        "placeholders.toml": rule_file_types.RulesFile,
        "quantities.toml": word_file_types.QuantitiesFile,
        "ranks.toml": word_file_types.RanksFile,
        "repair.toml": rule_file_types.RulesFile,
        "templates.toml": name_file_types.TemplatesFile,
        "units.toml": name_file_types.UnitsFile,
        "wikitext.toml": name_file_types.WikitextFile,
        "wikitext_body.toml": rule_file_types.RulesFile,
    }
)
"""The declared type of each file: what is in ``data/`` is here, and nothing else."""

FILES_WITH_RULES: Final = tuple(
    sorted(name for name, declared in FILE_TYPES.items() if "rule" in getattr(declared, "__annotations__", ()))
)
"""The files that hold ``[[rule]]`` entries."""

T = TypeVar("T")


@overload
def read_rules(rules: str) -> dict[str, Any]: ...
@overload
def read_rules(rules: type[T]) -> T: ...
def read_rules(rules: str | type[T]) -> dict[str, Any] | T:
    """Return a rule file as typed tables. ``rules`` is its declared type (see ``FILE_TYPES``), or its name.

    Raises ``RuleError`` when the file is not TOML or does not have its declared type.

    >>> from flows.rules.word_file_types import CompassFile
    >>> read_rules(CompassFile)["letter_o"]["east"][:2]
    ['n. Br.', 's. Br.']
    """
    name = rules if isinstance(rules, str) else next(name for name, declared in FILE_TYPES.items() if declared is rules)
    return cast(T, parse_rules(text_of(name), name))


def text_of(name: str) -> str:
    """Return the text of a rule file; raise ``RuleError`` where it cannot be read."""
    return typed_toml.text_of(DATA / name)


def parse_rules(source: str, name: str) -> dict[str, Any]:
    r"""Return the text of a rule file as tables of the type that is declared for a file of this name.

    >>> parse_rules('[words]\nN = ["North"]\nnorht = ["nord"]', "compass.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: compass.toml [words]: the key 'norht' is not known
      the keys here are N, S, E, W
    """
    return cast("dict[str, Any]", parse_toml(source, FILE_TYPES[name], name))
