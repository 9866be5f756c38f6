"""Headers and labels of counts: "Per Ukraine (as of 2 March):", "Civilian deaths:", and the claimants they name.

A header applies to the statements below it or after it on its line. It can name who claims them, what became of whom,
and when.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.numbers import tidy
from flows.infobox.values.quantities.kinds import combined_kind
from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.infobox.values.quantities.tokens import quantity_tokens
from flows.rules.conflict_words import conflict_words
from flows.rules.words import alternatives, date_words, fold, quantity_words

_WORDS: Final = quantity_words()
_DATES: Final = date_words()
_TIMES: Final = frozenset({"month", "season"})

_PER: Final = re.compile(rf"(?:{alternatives(_WORDS.per)})\.?[ ]+(?:the[ ])?", re.IGNORECASE)
_CLAIM_END: Final = re.compile(rf"[ ](?:{alternatives(_WORDS.claims)})(?:[ ]only)?$", re.IGNORECASE)
_CLAIM_HEAD: Final = re.compile(
    rf"(?<!\w)(?:{alternatives(_WORDS.per)})\.?[ ][^:;,()\d]{{1,60}}(?:[ ]?\([^()]{{1,60}}\))?:"
    rf"|(?<!\w)(?:{alternatives(_WORDS.claims)})(?:[ ]?\([^()]{{1,60}}\))?[ ]?:",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"([^:()\n,;]{1,60}):(?=\s)")
_YEAR: Final = re.compile(r"(?<![\d,.])(?:1\d|20)\d\d(?:[-–/]\d{2,4})?(?![\d,.]\d|\d)")
_YEAR_HEAD: Final = re.compile(r"(?:1\d|20)\d\d(?:[-–/]\d{2,4})?(?:[ ][^\W\d]{1,20}){1,3}")
_MONTH: Final = rf"(?:{alternatives(word for word, found in _DATES.words.items() if found.kind in _TIMES)})\.?"
_YEARS: Final = r"(?:1\d|20)\d\d(?:[ ]?[-–/][ ]?\d{2,4})?"
_YEARS_ONLY: Final = re.compile(_YEARS)
_DAYS: Final = r"\d{1,2}(?:st|nd|rd|th|\.)?(?:[ ]?[-–/][ ]?\d{1,2})?"
# "1941", "In June 1944", "22 June 1941", "December 16, 1944": a label that is only a time, without its colon.
_TIME_HEAD: Final = re.compile(
    rf"(?:(?:{alternatives(_WORDS.before_years)})[ ])?(?:{_DAYS}[ ]{_MONTH}(?:[ ]{_YEARS})?"
    rf"|{_MONTH}[ ]{_DAYS}(?:,?[ ]{_YEARS})?(?![\d,])|(?:{_MONTH}[ ])?{_YEARS})",
    re.IGNORECASE,
)
# A time or a phase with its colon inside a text: "55,000 (2011), 1983–1984: 32,000", "Unknown Second phase: 170".
# Every time has a digit: looking for it first saves trying all months at every word.
_INNER_HEAD: Final = re.compile(
    rf"(?<![\w,.–-])(?=[^:\d]{{0,60}}+\d[^:]{{0,60}}+:)(?P<time>{_TIME_HEAD.pattern})[ ]?:(?!\d)"
    rf"|(?<!\w)(?:{alternatives(conflict_words().phases)})"
    rf"(?:[ ](?:\d{{1,2}}|[IVX]{{1,5}}|{alternatives(_WORDS.numbers)}))?"
    r"(?:[ ]?\([^()]{1,60}\))?[ ]?:",
    re.IGNORECASE,
)
# "1st Army: 30,000; 2nd Army: 25,000": a label behind a separator, whose words do not say what became of whom.
_NEXT_LABEL: Final = re.compile(r"(?<=[;,])[ ](?P<label>[^\W_a-z][^:;,()\n]{1,60}):(?=[ ]\S)")
# "3 Para:" and "Day 2:" are names.
_NAME_HEAD: Final = re.compile(r"\d{1,3}(?:[ ][A-Z][^\W\d_]{0,20}){1,3}|(?:[A-Z][^\W\d_]{0,20}[ ]){1,3}\d{1,3}")
_ARTICLE: Final = re.compile(rf"(?:{alternatives(_WORDS.articles)})[ ](?=\S)|[ld]['’](?=\w)", re.IGNORECASE)


_MAX_TIME: Final = 60


class Header(NamedTuple):
    """What a header says about the statements below it or after it ("Per Ukraine (as of 2 March):").

    ``kind`` and ``who`` come from words of loss ("Civilian deaths:"); ``label`` holds any other words ("Turkey").
    """

    claimant: str | None = None
    kind: str | None = None
    who: str | None = None
    label: str | None = None
    period_text: str | None = None

    def under(self, outer: Header | None) -> Header:
        """Return this header with its empty parts filled from the header above it (``outer``)."""
        if outer is None:
            return self
        return Header(*(own if own is not None else above for own, above in zip(self, outer, strict=True)))


def bare_name(text: str) -> str:
    """Return a name without a lower-case article, so that "the UN" and "UN", "la France" and "France" are one name.

    >>> bare_name("l'Italia"), bare_name("The Gambia")
    ('Italia', 'The Gambia')
    """
    found = _ARTICLE.match(text)
    return text[found.end() :] if found and text[:1].islower() else text


def claimant_of(text: str) -> str | None:
    """Return who makes the claim ("SOHR" of "SOHR claim", "per SOHR"), None when the words are not a claim.

    >>> claimant_of("according to Ukraine"), claimant_of("Turkish and SAA claims"), claimant_of("in May")
    ('Ukraine', 'Turkish and SAA', None)
    """
    match = _PER.match(text)
    if match:
        return bare_name(text[match.end() :].strip(" ,.:")) or None
    if fold(text) in _WORDS.sources:
        return text
    match = _CLAIM_END.search(text)
    if match and not text[: match.start()].isspace():
        name = text[: match.start()].strip(" ,")
        words = [fold(word) for word in name.split()]
        # "300 casualties reported" is a statement; "Wharton no report" says that a report is missing.
        is_name = bool(words) and not any(char.isdigit() for char in name)
        if words and all(word in _WORDS.qualities for word in words):
            return text  # "modern estimates" names no one: the words themselves are the claimant
        name = name.removesuffix("'s").removesuffix("’s")
        return name if is_name and not any(word in _WORDS.losses or word in _WORDS.vague for word in words) else None
    return None


def is_period(text: str) -> bool:
    """Return whether words name a time: a month, a season, or a year that does not count something."""
    if _YEAR.search(text) and not any(fold(word) in _WORDS.things for word in text.split()):
        return True
    for token in re.split(r"[\s,;/–-]+", text):
        found = _DATES.find(token)
        if found and found.kind in {"month", "season"}:
            return True
    return False


@lru_cache(maxsize=4_096)
def read_header(text: str) -> Header | None:
    """Return the header that a whole line is ("Per Ukraine:", "Civilian deaths:"), None for any other line.

    >>> read_header("Per Ukraine (as of 2 March):")
    Header(claimant='Ukraine', kind=None, who=None, label=None, period_text='as of 2 March')
    """
    text = tidy(text)
    has_colon = text.endswith(":")
    text = text.rstrip(": ")
    if not text or len(text) > 120:
        return None
    bracket = ""
    if text.endswith(")") and "(" in text:
        text, _, bracket = text[:-1].partition("(")
        text = text.strip()
    claimant = claimant_of(text)
    # The words are read last: nearly every text is not a header, and reading its words is the costly part.
    if claimant is None and not has_colon:
        return None
    if has_colon and _TIME_HEAD.fullmatch(text):
        return Header(period_text=text)  # "1941:", "June 1944:"
    found = quantity_tokens(text)
    if any(token.kind in {"count", "vague"} for token in found):
        # "1936 strength:" is a label: a year is not a count before words that are never counted.
        is_name = _YEAR_HEAD.fullmatch(text) or _NAME_HEAD.fullmatch(text)
        return Header(label=text) if has_colon and is_name and _counts_nothing(found) else None
    inner = _PER.search(text)
    if has_colon and inner and inner.start() and text[inner.start() - 1] == " ":
        # "Russian seizure Per Ukrainian sources:" is a label and a claimant.
        return Header(claimant=bare_name(text[inner.end() :].strip(" ,.")), label=text[: inner.start()].strip())
    period = bracket if bracket and is_period(bracket) else None
    label = bracket if bracket and not period else None
    if claimant:
        return Header(claimant=claimant, label=label, period_text=period)
    kind, who = _kind_and_who(text)
    return Header(None, kind, who, label if kind and _only_kind_and_who(text) else label or text, period)


def _only_kind_and_who(text: str) -> bool:
    """Return whether a header says no more than the kind of loss and who was lost ("Civilian deaths")."""
    known = (_WORDS.losses, _WORDS.who, _WORDS.things, _WORDS.neutral)
    return all(any(fold(word) in words for words in known) for word in re.split(r"[\s/]+", text))


def head_of_time(text: str) -> Header | None:
    """Return the header that a line of only a time is ("May 3", "June 1944"), None for any other line.

    A bare year is not such a line: it may be a count.
    """
    found = quantity_tokens(text) if len(text) <= _MAX_TIME and is_period(text) else []
    is_time = bool(found) and all(token.kind == "date" for token in found)
    return Header(period_text=text) if is_time else None


def is_bare_year(text: str) -> bool:
    """Return whether a line is only a year or a span of years, which may be a count as well ("1957", "1955–57")."""
    return _YEARS_ONLY.fullmatch(text) is not None


def _counts_nothing(found: list[QuantityToken]) -> bool:
    return not any(token.value in _WORDS.things or token.value in _WORDS.losses for token in found)


def header_after(text: str, header: Header | None) -> Header | None:
    """Return the header that applies to the items below an item; ``header`` is the one that applied to the item.

    "Per Ukraine: 38,014 killed" applies to the lines below it too; "Turkey: 350 officers" to its own line only. A
    header without a claimant ("Units:") keeps the claimant of the header above it.

    >>> header_after("Per Ukraine: 38,014 killed", None).claimant
    'Ukraine'
    """
    own = read_header(text)
    if own:
        return own if own.claimant or not header else own.under(Header(claimant=header.claimant))
    if text.endswith(":"):
        # "1,300 killed:" is a count and also the header of the lines below it.
        kind, who = _kind_and_who(text.rstrip(" :"))
        if kind:
            return Header(kind=kind, who=who).under(Header(claimant=header.claimant) if header else None)
    for found, _ in reversed(clauses(tidy(text))):
        if found and found.claimant:
            return Header(claimant=found.claimant, period_text=found.period_text)
    return header


def only_introduces(text: str) -> bool:
    """Return whether words only introduce a count ("Total", "Contemporary estimates range") and state nothing.

    >>> only_introduces("Total"), only_introduces("Leopard")
    (True, False)
    """
    words = [fold(word.strip(":;,.()")) for word in text.split()]
    return all(word in _WORDS.silent or word in _WORDS.neutral for word in words)


def _kind_and_who(text: str) -> tuple[str | None, str | None]:
    folded = [fold(word) for word in re.split(r"[\s/]+", text)]
    kinds = combined_kind({_WORDS.losses[word] for word in folded if word in _WORDS.losses} - {"materiel", "neutral"})
    sides = {_WORDS.who[word] for word in folded if word in _WORDS.who}
    return kinds, "mixed" if len(sides) > 1 else next(iter(sides), None)


def clauses(text: str) -> list[tuple[Header | None, str]]:
    """Return the clauses of a text in order, each with the header before it (None when it has none).

    Flattened cells run claims together.

    >>> [(header.claimant, clause) for header, clause in clauses("Per A: 12 killed Per B: 25 killed") if header]
    [('A', '12 killed'), ('B', '25 killed')]
    """
    if ":" not in text:
        return [(None, text)]
    starts = _head_places(text)
    out: list[tuple[Header | None, str]] = []
    first = text[: starts[0][0]] if starts else text
    if first.strip():
        out.append(_labelled(first))
    for index, (start, end) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        header = read_header(text[start:end].strip())
        label, body = _labelled(text[end:stop])
        out.append((label.under(header) if label else header, body))
    return [(header, body.strip(" ,;")) for header, body in out]


def _head_places(text: str) -> list[tuple[int, int]]:
    """Return where the heads inside a text begin and end, in order and without overlaps."""
    starts: list[tuple[int, int]] = []
    if ":" not in text:
        return starts
    heads = (_CLAIM_HEAD, _INNER_HEAD, _NEXT_LABEL)
    found = sorted((match for head in heads for match in head.finditer(text)), key=lambda match: match.start())
    for match in found:
        start = match.start()
        if match.re is _CLAIM_HEAD:
            start = start if _PER.match(match[0]) else _name_start(text, start)
        elif match.re is _NEXT_LABEL:
            header = read_header(f"{match['label']}:")
            if header is None or header.kind:
                continue  # "Killed: 300, Wounded: 500": the clause reader needs these words
        elif match["time"] is None:
            start = _name_start(text, start)
        elif not _begins_time(text[:start]):
            continue
        if not starts or start >= starts[-1][1]:
            starts.append((start, match.end()))
    return starts


def _begins_time(before: str) -> bool:
    """Return whether a time before a colon is a head: it begins the text, or a count or a separator stands before it.

    "Killed in 1944: 300" is one label.
    """
    before = before.strip()
    if not before or before[-1:] in ",;)":
        return True
    return any(map(str.isdigit, before)) and fold(before.rsplit(" ", 1)[-1]) not in _WORDS.before_years


def _name_start(text: str, end: int) -> int:
    """Return where the name before "claim:" begins.

    It reaches back over capitalised words, "and" and "&", up to a vague word, a word of loss or a separator.
    """
    start = end
    for word in reversed(text[:end].rstrip().split(" ")):
        is_name = word[:1].isupper() or word in {"and", "&", "pro-government", "opposition", "rebel"}
        if not is_name or fold(word) in _WORDS.vague or fold(word) in _WORDS.losses or word.endswith((",", ";", ")")):
            break
        start -= len(word) + 1
    return max(0, min(start, end))


def _labelled(text: str) -> tuple[Header | None, str]:
    """Return the label at the beginning of a text ("Turkey: 350 officers") as a header, and the text after it."""
    match = _LABEL.match(text.lstrip())
    if not match:
        return None, text
    rest = text.lstrip()[match.end() :]
    if not rest.strip():
        return None, text
    header = read_header(match[0])
    # Labels that are words of loss ("Killed: 300, wounded: 500") stay in the text: the clause reader needs them.
    return (header, rest) if header and not header.kind else (None, text)
