"""The features of a line's position in its page, as numbers for the line classifier.

They describe the body's span, the layout, repetition, and the distance to markers and sentences. Neighbouring lines are
not described here: the network sees them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flows.text.furniture.line_features import OWN
from flows.text.furniture.words import EDGES

Matrix = NDArray[np.float32]
Column = NDArray[np.float64]

_AT: Final = {name: number for number, name in enumerate(OWN)}
_LONG_WORD: Final = re.compile(r"\w{4,}")
_FIGURES: Final = re.compile(r"\d+")
_MOST_WORDS: Final = 60
FAR: Final = 200.0
_LINES_AFTER: Final = 5
"""The number of lines after a tail marker that show whether the article goes on."""
_GOES_ON: Final = 0.35
"""The least share of prose among these lines, and the least share after a strong marker ("Comments")."""
_GOES_ON_STRONG: Final = 0.6
_STRONG: Final = 2


def position_features(lines: Sequence[str], blanks: Sequence[int], own: Matrix) -> Matrix:
    """Return the features of every line's position, one row a line; ``POSITION`` names the columns.

    ``blanks`` counts the blank lines before each line, ``own`` has the ``own_features`` of each line.
    """
    columns = [
        *_position(own),
        *_spans(own),
        *_layout(own, np.asarray(blanks, dtype=np.float64)),
        *_markers(own),
        *_repetition(lines, own),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def best_span(scores: Column) -> tuple[int, int]:
    """Return the contiguous stretch with the highest sum, (0, 0) when no score is above zero."""
    if not len(scores):
        return 0, 0
    total = np.concatenate(([0.0], np.cumsum(scores)))
    lowest = np.minimum.accumulate(total)
    end = int(np.argmax(total - lowest))
    start = int(np.argmin(total[: end + 1]))
    return start, end


def _own(own: Matrix, name: str) -> Column:
    return own[:, _AT[name]].astype(np.float64)


def prose_weight(own: Matrix) -> Column:
    """Return the number of characters of each line that is a sentence, zero for the others."""
    return np.expm1(_own(own, "characters")) * _own(own, "prose")


def _position(own: Matrix) -> list[Column]:
    count = len(own)
    rows = np.arange(count, dtype=np.float64)
    prose = prose_weight(own)
    whole = prose.sum()
    before = np.concatenate(([0.0], np.cumsum(prose)[:-1]))
    size = np.expm1(_own(own, "characters"))
    total = size.sum() or 1.0
    return [
        np.log1p(rows),
        np.log1p(count - 1 - rows),
        rows / count,
        before / (whole or 1.0),
        (whole - before - prose) / (whole or 1.0),
        np.full(count, np.log1p(whole)),
        np.full(count, np.log1p(count)),
        np.full(count, whole / total),
        np.full(count, _own(own, "prose").mean()),
        np.full(count, _own(own, "known").mean()),
        np.full(count, _own(own, "bullet").mean()),
        np.full(count, _own(own, "clock").sum()),
        (np.cumsum(size) - size) / total,
    ]


def _distances(count: int, start: int, end: int) -> Column:
    """Return each row's distance from a stretch: negative before it, 0 in it, positive after it."""
    rows = np.arange(count, dtype=np.float64)
    outside = np.where(rows < start, rows - start, np.where(rows >= end, rows - end + 1, 0.0))
    return np.sign(outside) * np.log1p(np.abs(outside))


def _spans(own: Matrix) -> list[Column]:
    count = len(own)
    size = np.expm1(_own(own, "characters"))
    prose = _own(own, "prose")
    loose = np.where(prose > 0, np.minimum(size, 400.0), -25.0) - 60.0 * _own(own, "known")
    strict = np.where(prose > 0, np.minimum(size, 400.0), -80.0) - 150.0 * _own(own, "known")
    columns = []
    for scores in (loose, strict):
        start, end = best_span(scores)
        columns.append(_distances(count, start, end))
        columns.append(np.full(count, np.log1p(end - start)))
        columns.append(np.full(count, size[start:end].sum() / (size.sum() or 1.0)))
    return columns


def _since(flags: NDArray[np.bool_]) -> Column:
    """Return how many rows ago the last flagged row was (0 on it), ``FAR`` without such a row."""
    rows = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, rows, -10_000))
    return np.minimum(rows - last, FAR).astype(np.float64)


def _until(flags: NDArray[np.bool_]) -> Column:
    return _since(flags[::-1])[::-1]


def _layout(own: Matrix, blanks: Column) -> list[Column]:
    count = len(own)
    indent, prose = _own(own, "indent"), prose_weight(own)
    shape = indent * 8 + _own(own, "bullet") + 2 * _own(own, "numbered") + 4 * _own(own, "heading")
    _, places = np.unique(shape, return_inverse=True)
    of_shape = np.bincount(places, weights=prose)[places] / (prose.sum() or 1.0)
    lines_of_shape = np.bincount(places)[places] / count
    _, columns = np.unique(indent, return_inverse=True)
    by_indent = np.bincount(columns, weights=prose)
    main_indent = float(indent[np.argmax(by_indent[columns])]) if count else 0.0
    changes = np.concatenate(([True], shape[1:] != shape[:-1])) if count else np.zeros(0, bool)
    runs = np.cumsum(changes) - 1
    lengths = np.bincount(runs)
    size = np.expm1(_own(own, "characters"))
    run_size = np.bincount(runs, weights=size)
    first = np.flatnonzero(changes)
    after = np.append(blanks[1:], 3.0)
    return [
        of_shape,
        lines_of_shape,
        indent - main_indent,
        by_indent[columns] / (prose.sum() or 1.0),
        np.log1p(lengths[runs]),
        np.log1p(run_size[runs]),
        np.log1p(np.arange(count) - first[runs]),
        run_size[runs] / lengths[runs] / 100.0,
        np.minimum(blanks, 4.0),
        np.minimum(after, 4.0),
        np.full(count, blanks.mean()),
    ]


def article_goes_on(own: Matrix, row: int) -> bool:
    """Return whether an article goes on after a marker that also occurs inside articles ("Advertisement").

    It does when a good share of the next lines is prose and hardly any is interface. After "Comments" the share must be
    higher, and after a line of rights no article goes on.
    """
    tail = own[row, _AT["tail"]]
    following = own[row + 1 : row + 1 + _LINES_AFTER]
    if tail > _STRONG or len(following) < 2:
        return False
    prose = np.flatnonzero(following[:, _AT["prose"]])
    share, most = (_GOES_ON_STRONG, 0) if tail == _STRONG else (_GOES_ON, 1)
    if len(prose) < share * len(following):
        return False
    # Lines below the last sentence are the footer.
    return bool(following[: prose[-1] if len(prose) else 0, _AT["known"]].sum() <= most)


def _markers(own: Matrix) -> list[Column]:
    prose = prose_weight(own)
    tails = _own(own, "tail")
    known = _own(own, "known") > 0
    before = np.cumsum(prose)
    whole = before[-1] or 1.0
    columns = []
    for least in (1, 2):
        # A marker counts only after a good part of the page's prose; before that it belongs to a menu.
        flags = (tails >= least) & (before / whole > 0.3)
        flags[[row for row in np.flatnonzero(flags) if article_goes_on(own, int(row))]] = False
        since = _since(flags)
        columns.append(np.log1p(since))
        columns.append(np.log1p(_until(flags)))
        at = np.maximum.accumulate(np.where(flags, before, 0.0))
        columns.append(np.where(since < FAR, np.log1p(before - at), -1.0))
    columns.append(np.log1p(_since(known)))
    columns.append(np.log1p(_until(known)))
    is_prose = prose > 0
    columns.append(np.log1p(_since(is_prose)))
    columns.append(np.log1p(_until(is_prose)))
    is_long = prose > 200
    columns.append(np.log1p(_since(is_long)))
    columns.append(np.log1p(_until(is_long)))
    return columns


def _repetition(lines: Sequence[str], own: Matrix) -> list[Column]:
    folded = [line.strip(EDGES + "*+•·-o").casefold()[:200] for line in lines]
    times = Counter(folded)
    firsts = [fold.partition(" ")[0] for fold in folded]
    lasts = [fold.rpartition(" ")[2] for fold in folded]
    first_times, last_times = Counter(firsts), Counter(lasts)
    words = [_LONG_WORD.findall(fold)[:_MOST_WORDS] for fold in folded]
    is_prose = prose_weight(own) > 0
    in_prose = Counter(word for found, prose in zip(words, is_prose, strict=True) if prose for word in set(found))
    in_page = Counter(word for found in words for word in set(found))
    topical = []
    shared = []
    for found, prose in zip(words, is_prose, strict=True):
        own_count = int(prose)
        hits = sum(1 for word in found if in_prose[word] > own_count)
        topical.append(hits / (len(found) or 1))
        shared.append(sum(1 for word in found if in_page[word] > 1) / (len(found) or 1))
    masked = [_FIGURES.sub("0", fold) for fold in folded]
    masked_times = Counter(masked)
    return [
        np.log1p(np.array([times[fold] for fold in folded], dtype=np.float64)),
        np.log1p(np.array([masked_times[fold] for fold in masked], dtype=np.float64)),
        np.log1p(np.array([first_times[word] for word in firsts], dtype=np.float64)),
        np.log1p(np.array([last_times[word] for word in lasts], dtype=np.float64)),
        np.array(topical),
        np.array(shared),
        np.log1p(np.array([len(found) for found in words], dtype=np.float64)),
    ]


POSITION: Final = (
    "row", "row_from_end", "row_share", "prose_before", "prose_after", "page_prose", "page_lines", "page_prose_share",
    "page_prose_lines", "page_known", "page_bullets", "page_clocks", "text_before",
    "span", "span_lines", "span_share", "strict_span", "strict_span_lines", "strict_span_share",
    "prose_of_shape", "lines_of_shape", "indent_from_body", "prose_of_indent", "run_lines", "run_size", "run_row",
    "run_mean", "blank_before", "blank_after", "page_blanks",
    "since_tail", "until_tail", "prose_since_tail", "since_strong_tail", "until_strong_tail", "prose_since_strong_tail",
    "since_known", "until_known", "since_prose", "until_prose", "since_long", "until_long",
    "again", "again_masked", "first_again", "last_again", "topical", "shared", "long_words_found",
)  # fmt: skip
"""The features of a line's position, in the order of ``position_features``."""
