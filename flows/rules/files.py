"""The one reader of the rule files in ``data/``: it reads a file and holds it against its declared shape.

A misspelt key would otherwise be silence: the words below it would simply not count. So what ``SHAPES`` does not
declare is refused, and the error says where it stands, what is wrong and what to write instead.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast, overload

from flows.errors import RuleError
from flows.rules import page_shapes, shapes
from flows.rules.shape_check import ShapeError, checked

DATA: Final = Path(__file__).parent / "data"
SHAPES: Final = MappingProxyType(
    {
        "boilerplate.toml": shapes.RulesFile,
        "compass.toml": shapes.CompassFile,
        "conflicts.toml": shapes.ConflictsFile,
        "countries.toml": shapes.CountriesFile,
        "crosschecks.toml": shapes.CrosschecksFile,
        "dates.toml": shapes.DatesFile,
        "debris.toml": shapes.RulesFile,
        "encodings.toml": page_shapes.EncodingsFile,
        "fates.toml": shapes.FatesFile,
        "furniture.toml": page_shapes.FurnitureFile,
        "headings.toml": page_shapes.HeadingsFile,
        "html.toml": page_shapes.HtmlFile,
        "infobox_names.toml": page_shapes.BoxNamesFile,
        "labels.toml": page_shapes.LabelsFile,
        "labels_dbpedia.toml": page_shapes.GeneratedLabelsFile,
        "labels_printed.toml": page_shapes.PrintedLabelsFile,
        "leads.toml": shapes.LeadsFile,
        "licences.toml": page_shapes.LicencesFile,
        "normalise.toml": shapes.RulesFile,
        "notices.toml": shapes.RulesFile,
        "outcomes.toml": shapes.OutcomesFile,
        "placeholders.toml": shapes.RulesFile,
        "quantities.toml": shapes.QuantitiesFile,
        "ranks.toml": shapes.RanksFile,
        "repair.toml": shapes.RulesFile,
        "templates.toml": page_shapes.TemplatesFile,
        "units.toml": shapes.UnitsFile,
        "wikitext.toml": page_shapes.WikitextFile,
        "wikitext_body.toml": shapes.RulesFile,
    }
)
"""The declared shape of each file: what is in ``data/`` is here, and nothing else."""

FILES_WITH_RULES: Final = tuple(
    sorted(name for name, shape in SHAPES.items() if "rule" in getattr(shape, "__annotations__", ()))
)
"""The files that hold ``[[rule]]`` entries."""

_SHOWN: Final = 120

T = TypeVar("T")


@overload
def read_rules(rules: str) -> dict[str, Any]: ...
@overload
def read_rules(rules: type[T]) -> T: ...
def read_rules(rules: str | type[T]) -> dict[str, Any] | T:
    """Return a rule file as typed tables: of a shape ``SHAPES`` the file of that shape, of a name the file itself.

    Raises ``RuleError`` when the file is not TOML or does not have its declared shape.

    >>> from flows.rules.shapes import CompassFile
    >>> read_rules(CompassFile)["letter_o"]["east"][:2]
    ['n. Br.', 's. Br.']
    """
    name = rules if isinstance(rules, str) else next(name for name, shape in SHAPES.items() if shape is rules)
    return cast(T, parse_rules((DATA / name).read_text(encoding="utf-8"), name))


def parse_rules(source: str, name: str) -> dict[str, Any]:
    r"""Return the text of a rule file as tables of the shape that is declared for a file of this name.

    >>> parse_rules('[words]\nN = ["North"]\nnorht = ["nord"]', "compass.toml")
    Traceback (most recent call last):
    ...
    flows.errors.RuleError: compass.toml [words]: the key 'norht' is not known
      the keys here are N, S, E, W
    """
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(name, f"this is not TOML: {error}", "correct the line that the message names") from error
    return cast("dict[str, Any]", check_shape(tables, SHAPES[name], name))


def check_shape(value: object, shape: object, where: str) -> object:
    """Return a value of TOML with its tables as the shape says; ``RuleError`` when it does not have that shape."""
    try:
        return checked(value, shape)
    except ShapeError as error:
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


def _remedy(error: ShapeError) -> str:
    """Return what to write instead: the key that was probably meant, else what is possible here."""
    near = get_close_matches(error.given, error.possible, n=1)
    return f"did you mean {near[0]!r}?" if near else error.remedy
