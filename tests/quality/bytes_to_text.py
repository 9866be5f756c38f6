"""Measure bytes -> text: the share of pages whose text comes back exactly, beside the detectors others use.

    python tests/quality/bytes_to_text.py [--texts FOLDER] [--per-case N] [--seed N] [--half A|B] [--show N]
                                          [--calibrate] [--update] [--allow-regression]

The pages are made by ``legacy_pages.py`` with known truth, from the sentences in ``sentences.toml`` or, with
``--texts``, from the files FOLDER/<language>.txt (UTF-8, a sentence or paragraph a line; ``de``, ``zh_TW`` and so on as
there). Such a folder is made in minutes from Debian's manpages-*, fortunes-* and the .mo files of desktop packages.
``--half`` takes every other sentence: improve on A, prove it on B. An answer is right when the decoded text equals the
truth.

Compared are the detectors that happen to be installed: chardet (a dependency), charset-normalizer, faust-cchardet. They
decode with the encoding they name, without the errors that would cost them the whole page (``errors="replace"``).
``--calibrate`` prints how often ``encoding_confidence`` is right. Floors are kept for the sentences of this project
only; the figures of the table above them are those that ``test_bytes_to_text.py`` holds.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flows.ingest.encodings.decode import decode
from flows.model import Decoded
from tests.quality import floors
from tests.quality.legacy_pages import SIZES, Page, pages

SECTION = "bytes to text"
Decoder = Callable[[bytes], str]


def own_sentences() -> dict[str, list[str]]:
    """Return the sentences of this project by language."""
    content = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
    lines: dict[str, list[str]] = content["lines"]
    return lines


def sentences_in(folder: Path) -> dict[str, list[str]]:
    """Return the lines of FOLDER/<language>.txt by language."""
    found = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.txt"))}
    return {language: [line for line in lines if line.strip()] for language, lines in found.items()}


def half_of(sentences: Mapping[str, Sequence[str]], half: str) -> dict[str, list[str]]:
    """Return half A or B of the sentences; which one a sentence is in depends on its words alone."""
    return {
        language: [line for line in lines if (hashlib.md5(line.encode()).digest()[0] % 2 == 0) == (half == "A")]
        for language, lines in sentences.items()
    }


def share_right(made: Sequence[Page], decoder: Decoder) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many pages of each kind and size (and of ``all`` kinds) come back exactly, and how many there are."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for page in made:
        is_right = decoder(page.content) == page.truth
        for key in ((page.kind, page.size), ("all", page.size)):
            total[key] += 1
            right[key] += is_right
    return {key: (right[key], total[key]) for key in total}


def figures(made: Sequence[Page]) -> dict[str, float]:
    """Return the shares of our own decoder that the floors are kept for."""
    shares = share_right(made, lambda content: decode(content).text)
    return {f"{kind}, {size}": right / total for (kind, size), (right, total) in sorted(shares.items())}


def installed() -> dict[str, Decoder]:
    """Return our decoder and the detectors of others that can be imported here."""
    decoders: dict[str, Decoder] = {"this project": lambda content: decode(content).text}
    import chardet

    decoders["chardet"] = lambda content: _decoded(content, chardet.detect(content, prefer_superset=False)["encoding"])
    try:
        import charset_normalizer
    except ImportError:
        pass
    else:
        decoders["charset-normalizer"] = lambda content: str(charset_normalizer.from_bytes(content).best() or "")
    try:
        import cchardet
    except ImportError:
        pass
    else:
        decoders["faust-cchardet"] = lambda content: _decoded(content, cchardet.detect(content)["encoding"])
    return decoders


def _decoded(content: bytes, encoding: str | None) -> str:
    try:
        text = content.decode(encoding or "utf-8", "replace")
    except (LookupError, ValueError):
        return ""
    return text.removeprefix("\ufeff")


def print_comparison(made: Sequence[Page]) -> None:
    """Print the share of exact texts by kind and size, a column a decoder, and what a page costs."""
    columns = {}
    costs = {}
    for name, decoder in installed().items():
        began = time.perf_counter()
        columns[name] = share_right(made, decoder)
        costs[name] = (time.perf_counter() - began) / len(made)
    print(f"| exact text | pages | {' | '.join(columns)} |\n|---|---:|{'---:|' * len(columns)}")
    for kind, size in sorted(
        columns["this project"], key=lambda key: (key[0] == "all", key[0], list(SIZES).index(key[1]))
    ):
        shares = [column[kind, size] for column in columns.values()]
        cells = " | ".join(f"{right / total:.1%}" for right, total in shares)
        print(f"| {kind}, {size} | {shares[0][1]} | {cells} |")
    print(f"| ms a page | {len(made)} | {' | '.join(f'{cost * 1000:.2f}' for cost in costs.values())} |\n")


def print_confusions(made: Sequence[Page], most: int) -> None:
    """Print the commonest mistakes: what a page was and what it was taken for."""
    mistakes: Counter[tuple[str, ...]] = Counter()
    for page in made:
        found = decode(page.content)
        if found.text != page.truth:
            mistakes[page.kind, page.language, page.encoding, page.size, f"{found.encoding} ({found.basis})"] += 1
    for mistake, count in mistakes.most_common(most):
        print(f"{count:4}  {', '.join(mistake)}")


def print_calibration(made: Sequence[Page]) -> None:
    """Print, for each basis and confidence, how often the text was right: the two should agree."""
    groups: dict[tuple[str, float], list[bool]] = defaultdict(list)
    noted = [0, 0]
    for page in made:
        found: Decoded = decode(page.content)
        is_right = found.text == page.truth
        groups[found.basis, round(found.confidence, 2)].append(is_right)
        noted[is_right] += any(note.code == "uncertain-encoding" for note in found.notes)
    print("| basis | confidence | right | of |\n|---|---:|---:|---:|")
    for (basis, confidence), rights in sorted(groups.items()):
        print(f"| {basis} | {confidence:.2f} | {sum(rights) / len(rights):.3f} | {len(rights)} |")
    print(f"\nuncertain-encoding: {noted[True]} pages that were right, {noted[False]} that were wrong\n")


def main() -> int:
    """Print the tables; return 1 when a floor was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--per-case", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--show", type=int, default=0, help="print so many of the commonest mistakes")
    parser.add_argument("--calibrate", action="store_true")
    floors.add_options(parser)
    options = parser.parse_args()
    sentences = sentences_in(options.texts) if options.texts else own_sentences()
    made = list(pages(half_of(sentences, options.half) if options.half else sentences, options.per_case, options.seed))
    print_comparison(made)
    print_confusions(made, options.show)
    if options.calibrate:
        print_calibration(made)
    if options.texts:
        return 0
    fallen = floors.check(SECTION, figures(pinned()), options.update, options.allow_regression)
    for name in fallen:
        print(f"below its floor: {name}")
    return 1 if fallen else 0


def pinned() -> list[Page]:
    """Return the pages that the floors are kept for: all kinds and encodings, few enough for every run of the tests."""
    return [page for page in pages(own_sentences(), 1, 2026) if page.size != "8 KB"]


if __name__ == "__main__":
    sys.exit(main())
