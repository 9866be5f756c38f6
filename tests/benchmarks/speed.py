"""Measure the job against what it cannot beat and against what anybody would write; print a Markdown table.

``python tests/benchmarks/speed.py --documents 1000 10000``: CPU seconds (user and system, with all child processes)
and peak memory of the largest process. Runs of the variants alternate, so that a busy machine slows all of them alike,
and the least of the rounds counts: noise only adds. Needs ``os.wait4`` (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
VARIANTS = ("floor", "plain", "text", "run")
NAMES = {
    "floor": "floor: read, decode, write",
    "plain": "plain loop: ftfy and re.sub",
    "text": "text stage: repair, strip, edits",
    "run": "infobox-etl run, everything",
}


class Cost(NamedTuple):
    """What a process and its children used: CPU seconds, and the peak memory of the largest in MB (2^20 bytes)."""

    seconds: float
    megabytes: float


def cost(command: list[str], log: Path) -> Cost:
    """Return what a command uses; end with its words when it fails."""
    # No Prefect server: the direct run is measured. One thread pool size for all.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # 1: the data breaks the contract, which a generated page may do; the work was done all the same.
    if process.returncode not in {0, 1} or (process.returncode == 1 and b"Traceback" in log.read_bytes()):
        sys.exit(f"{' '.join(command)}\n  exit code {process.returncode}\n{log.read_text('utf-8', 'replace')[-3000:]}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def command_of(variant: str, inputs: Path, output: Path, workers: int) -> list[str]:
    """Return the command line of a variant."""
    if variant == "run":
        arguments = ["run", str(inputs), "--output", str(output), "--full", "--json", "--workers", str(workers)]
        return [sys.executable, "-m", "flows", *arguments]
    return [sys.executable, str(HERE / "variants.py"), variant, str(inputs), str(output)]


def measure(folder: Path, variants: list[str], rounds: int, workers: int) -> dict[str, Cost]:
    """Return the least cost of each variant over alternating rounds."""
    found: dict[str, Cost] = {}
    for number in range(rounds):
        for variant in variants if number % 2 == 0 else variants[::-1]:
            output = folder / f"output-{variant}"
            shutil.rmtree(output, ignore_errors=True)
            one = cost(command_of(variant, folder / "documents", output, workers), folder / "words.log")
            found[variant] = min(found.get(variant, one), one)
    return found


def table(count: int, size: int, found: dict[str, Cost]) -> str:
    """Return the costs of one corpus as a Markdown table."""
    lines = [
        f"\n{count:,} documents, {size / 1e6:.1f} MB\n",
        "| what | CPU s | documents a CPU s | µs a document | times the floor | plain loop is … times | peak MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for variant, one in found.items():
        numbers = [
            f"{one.seconds:.2f}",
            f"{count / one.seconds:,.0f}",
            f"{one.seconds / count * 1e6:,.0f}",
            f"{one.seconds / found['floor'].seconds:.1f}" if "floor" in found else "",
            f"{found['plain'].seconds / one.seconds:.1f}" if "plain" in found else "",
            f"{one.megabytes:,.0f}",
        ]
        lines.append(f"| {NAMES[variant]} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def small_things(folder: Path) -> str:
    """Return what help and the run over the seeds cost, as a Markdown table."""
    flows = [sys.executable, "-m", "flows"]
    runs = {
        "infobox-etl --help": [*flows, "--help"],
        "infobox-etl run seeds": [*flows, "run", "seeds", "--output", str(folder / "seeds"), "--full", "--json"],
    }
    lines = ["\n| command | CPU s | peak MB |", "|---|---:|---:|"]
    for name, command in runs.items():
        least = min(cost(command, folder / "words.log") for _ in range(3))
        lines.append(f"| {name} | {least.seconds:.2f} | {least.megabytes:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if "run" in arguments.variants:
            print(small_things(Path(name)), flush=True)
        for count in arguments.documents:
            folder = Path(name) / str(count)
            generate = [
                str(HERE / "generate.py"),
                str(folder),
                "--documents",
                str(count),
                "--seed",
                str(arguments.seed),
            ]
            subprocess.run([sys.executable, *generate], check=True, stderr=subprocess.DEVNULL)
            size = sum(entry.stat().st_size for entry in os.scandir(folder / "documents"))
            found = measure(folder, arguments.variants, arguments.rounds, arguments.workers)
            print(table(count, size, found), flush=True)


if __name__ == "__main__":
    main()
