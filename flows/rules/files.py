"""The one reader of the rule files in ``data/``: it reads a file and holds it against its declared type.

Without that, a misspelt key would go unnoticed: the words below it would not count. So what ``FILE_TYPES`` does not
declare is refused, and the error says where it stands, what is wrong and what to write instead.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast, overload

from flows.errors import RuleError
from flows.rules import name_file_types, rule_file_types, word_file_types
from flows.rules.type_check import FileTypeError, checked
from flows.suggestions import nearest

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

_SHOWN: Final = 120

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
    """Return the text of a rule file; raise ``RuleError`` where it cannot be read.

    Any other error in a batch would be blamed on its pages.
    """
    try:
        return (DATA / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(name, f"this is not UTF-8: {error.reason}", "write the file in UTF-8") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RuleError(name, f"cannot be read ({reason})", "pip install --force-reinstall infobox-etl") from error


def parse_rules(source: str, name: str) -> dict[str, Any]:
    r"""Return the text of a rule file as tables of the type that is declared for a file of this name.

    >>> parse_rules('[words]\nN = ["North"]\nnorht = ["nord"]', "compass.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: compass.toml [words]: the key 'norht' is not known
      the keys here are N, S, E, W
    """
    try:
        tables = tomllib.loads(source)
    except ValueError as error:  # no TOML, or a number of thousands of digits
        raise RuleError(name, f"this is not TOML: {error}", "correct the line that the message names") from error
    return cast("dict[str, Any]", check_types(tables, FILE_TYPES[name], name))


def check_types(value: object, declared: object, where: str) -> object:
    """Return a value of TOML with its tables as the type says; ``RuleError`` when it does not have that type."""
    try:
        return checked(value, declared)
    except FileTypeError as error:
        raise RuleError(f"{where} {_place(error.path, value)}".rstrip(), error.what, _remedy(error)) from None


def _place(path: tuple[str | int, ...], value: Any) -> str:
    """Return where a fault is as TOML writes it: ``[wiki_frame.feet]``, ``[[unit]] 'km2'``."""
    out, names = "", []
    for step in path:
        value = value[step]
        if isinstance(step, str):
            names.append(step)
            continue
        entry = next((value[key] for key in ("id", "key", "name", "why") if isinstance(value.get(key), str)), "")
        out += f"[[{'.'.join(names)}]] {entry[:_SHOWN]!r} " if entry else f"[[{'.'.join(names)}]] number {step + 1} "
        names = []
    return (out + (f"[{'.'.join(names)}]" if names else "")).strip()


def _remedy(error: FileTypeError) -> str:
    """Return what to write instead: the key that was probably meant, else what is possible here."""
    near = nearest(error.given, error.possible)
    return error.remedy if near is None else f"did you mean {near!r}?"
