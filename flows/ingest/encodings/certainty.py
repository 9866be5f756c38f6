"""How certain a guessed encoding is: the share of such guesses that were right on pages of known text.

chardet's own confidence is not a probability: for a right guess on 8 kB it is 0.4 for German, 0.8 for Russian, 1.0 for
Japanese. What separates right from wrong guesses is the kind of encoding and the number of high bytes. The shares were
measured on 1,289 pages of 40 to 4,000 bytes (``tests/quality/bytes_to_text.py --calibrate``), every encoding equally
often. Real pages are Windows-1252 far more often than that, so its short texts are more certain than the figure says.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

PAIRS: Final = frozenset({"gb18030", "big5", "cp950", "big5hkscs", "cp949", "johab", "shift_jis", "cp932", "euc_jp"})
"""The encodings in which two bytes are one character."""

DOUBTFUL: Final = 0.95
"""Below this a person should look: more than one such guess in twenty was wrong."""

_Kind = Literal["western", "latin", "rare", "script", "pairs"]
_SCRIPTS: Final = re.compile(r"cp(?:125[1356]|855|86[246]|874|737|1125)$|koi8|iso8859-(?:[5678]|11)$|mac-cyrillic")
_RARE: Final = re.compile(r"mac[-_]|hp-roman8|cp(?:437|7\d\d|8\d\d)$|iso8859-(?:3|4|10|14|16)$")


class _Band(NamedTuple):
    """Measured shares by number of high bytes: fewer than 4, 8, 20, and more."""

    tiny: float
    few: float
    some: float
    many: float


_MEASURED: Final[dict[_Kind, _Band]] = {
    "western": _Band(0.71, 0.82, 0.99, 0.99),
    "latin": _Band(0.94, 0.94, 0.96, 0.96),
    "rare": _Band(0.86, 0.89, 0.99, 0.99),
    # Too few pages had less than 20 high bytes for a closer measurement.
    "script": _Band(0.80, 0.90, 0.93, 0.99),
    "pairs": _Band(0.80, 0.90, 0.93, 0.99),
}
# Below these confidences chardet found hardly a word: only signs, or bytes that are not text.
_WEAK: Final = 0.12
_WEAK_WESTERN: Final = 0.02
_WEAK_SHARE: Final = 0.8
UNFOUNDED: Final = 0.5
"""The certainty where no encoding fitted and Windows-1252 was taken."""


def certainty(encoding: str, confidence: float, high: int) -> float:
    """Return the share of guesses of this kind that are right, from chardet's confidence and the number of high bytes.

    >>> certainty("windows-1252", 0.3, 2), certainty("windows-1252", 0.3, 40), certainty("koi8-r", 0.6, 300)
    (0.71, 0.99, 0.99)
    """
    kind = _kind(encoding)
    band = _MEASURED[kind]
    share = band.tiny if high < 4 else band.few if high < 8 else band.some if high < 20 else band.many
    is_weak = confidence < (_WEAK_WESTERN if kind == "western" else _WEAK)
    return min(share, _WEAK_SHARE) if is_weak else share


def _kind(encoding: str) -> _Kind:
    if encoding == "windows-1252":
        return "western"
    if encoding in PAIRS:
        return "pairs"
    if _SCRIPTS.match(encoding):
        return "script"
    return "rare" if _RARE.match(encoding) else "latin"
