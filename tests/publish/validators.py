"""Other people's tools read the metadata of a snapshot, and say what they think of it: a program for ``.ci/run``.

``python tests/publish/validators.py FOLDER`` needs frictionless, mlcroissant[parquet] and datacontract-cli[duckdb],
which ask for other versions of what this project uses: an environment of their own. It leaves with 1 where one objects.
The folder may be any copy of a snapshot.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any


def frictionless() -> tuple[bool, str]:
    """Return whether the descriptor is valid. Of the data it rejects whole numbers in columns with nulls."""
    from frictionless import Package

    package: Any = Package.from_descriptor("datapackage.json")
    parts = (package, *package.resources)
    problems = [problem.message for part in parts for problem in part.metadata_validate(part.to_descriptor())]
    return not problems, "; ".join(problems) or f"{len(package.resources)} resources described"


def mlcroissant() -> tuple[bool, str]:
    """Return whether every record of every table can be read through the description."""
    import mlcroissant as mlc

    data: Any = mlc.Dataset("croissant.json")
    issues = [*data.metadata.issues.errors, *data.metadata.issues.warnings]
    rows: Counter[str] = Counter()
    for name, file in json.loads(Path("snapshot.json").read_text())["files"].items():
        if file["rows"] is not None:
            rows[name.removesuffix(".parquet").partition("-")[0]] += file["rows"]
    read = {each.uuid: sum(1 for _ in data.records(each.uuid)) for each in data.metadata.record_sets}
    return not issues and read == rows, "; ".join(
        map(str, issues)
    ) or f"{sum(read.values())} records of {len(read)} tables read"


def datacontract() -> tuple[bool, str]:
    """Return whether the contract is valid and kept by the files beside it."""
    from datacontract.data_contract import DataContract

    contract: Any = DataContract(data_contract_file="contract.odcs.yaml")
    checks = [*contract.lint().checks, *contract.test().checks]
    results = Counter(check.result.value for check in checks)
    bad = [f"{check.name}: {check.reason}" for check in checks if check.result.value not in {"passed", "warning"}]
    told = f"{results['passed']} checks passed, {results['warning']} cannot be made of Parquet"
    return not bad and results["passed"] > 0, "; ".join(bad) or told


def verdict(tool: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    """Return what a tool says; an exception of it is an objection."""
    try:
        return tool()
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"


def main() -> int:
    """Print one line a tool, and return the exit code."""
    os.chdir(sys.argv[1])
    verdicts = {tool.__name__: verdict(tool) for tool in (frictionless, mlcroissant, datacontract)}
    for name, (is_content, words) in verdicts.items():
        print(f"{name:12}  {'valid' if is_content else 'INVALID'}  {words}")
    return 0 if all(is_content for is_content, _ in verdicts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
