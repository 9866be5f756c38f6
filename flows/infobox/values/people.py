"""Persons as infoboxes print them: rank, name, nickname, role and fate of "Maj. Gen. Valery AsapovKIA (5th Corps)".

Name libraries are good at particles ("van der") and fail on what infoboxes print: a fate glued to the name
("Valery AsapovKIA"), ranks of several words, a role in brackets. So the marks are cut off and the name is kept as it
is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.brackets import brackets
from flows.infobox.values.fates import cut_fates, cut_last_fate, fates_of
from flows.infobox.values.flags import flag_country
from flows.infobox.values.name_tails import cut_tails, names_in, tail_kind
from flows.infobox.values.numbers import FOOTNOTE, IMAGE_ENDING, NOTE_MARK
from flows.rules.tail_words import tail_words
from flows.rules.words import alternatives, fold, fold_rank, people_words, quantity_words

MAX_TEXT: Final = 2_000
_WORDS: Final = people_words()
_GRAVEST: Final = (
    "executed", "assassinated", "died_of_wounds", "killed", "captured", "surrendered", "missing", "wounded", "marked",
)  # fmt: skip

_DEATHS: Final = frozenset({"executed", "assassinated", "died_of_wounds", "killed"})
"""Fates beside which the mark for "killed" says nothing more."""
_NUMERAL: Final = re.compile(r"[IVX]{1,6}")
_FILE_START: Final = re.compile(r"[ ](?:Flag|Emblem|Logo|Seal|Banner|Coat of arms|Insignia) of[ ]", re.IGNORECASE)
_NICKNAME: Final = re.compile(r"[\"“„«]([^\"“”„«»]{1,80})[\"”“»]")
_ALIAS: Final = re.compile(r"(?:a\.?k\.?a\.?|alias|also known as|nom de guerre:?|born|dit)[ ]", re.IGNORECASE)
_BODY: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS.bodies)})(?!\w)", re.IGNORECASE)
_OFFICE: Final = re.compile(rf"(?:{alternatives(_WORDS.offices)})[ ](?:of|for)(?!\w)", re.IGNORECASE)
_NUMBER: Final = rf"(?:\d{{1,3}}|{alternatives(quantity_words().numbers)})"
_OTHERS: Final = re.compile(
    rf"(?<![ ,])[ ,]++({alternatives(_WORDS.others).replace(re.escape('{n}'), _NUMBER)})\Z", re.IGNORECASE
)
# "3 sons", "5, including Ann Lee": a count and no name, unlike "21 Savage".
_COUNTED: Final = re.compile(r"\d{1,3}(?=[ ]?(?:[,;:(]|\Z)|[ ][^\WA-Z\d])")
_INCLUDING: Final = re.compile(
    r"(?<!\w)(?:including|incl\.|among them|darunter|dont|incluyendo|incluindo)[ ]", re.IGNORECASE
)
_RAISED: Final = re.compile("[⁰¹²³⁴-⁹]{1,4}")
_LIST_NUMBER: Final = re.compile(r"\d{1,2}[.)][ ]+(?=[^\W\d_])")
_DOT: Final = re.compile(r"[ ][·•‧/][ ]")
AND: Final = re.compile(r"[ ](?:and|&)[ ]")
"""What joins two names of one item."""
_TWO_PERSONS: Final = 4
"""So many names in a line are two persons with two names each, where cells of a row may be one line."""
_MAX_WORDS: Final = 8
_MAX_NAMES: Final = 100


class Person(NamedTuple):
    """One person as printed; ``name`` is None exactly when ``is_unknown``.

    ``fate`` is a word of ``schemas.vocabulary.FATES``. ``role`` holds the words in brackets ("Republican Guard"); a
    claimed fate keeps its caveat there ("killed per Ukrainian claim"). ``left`` is what is in none of the other parts:
    the letters of orders ("KCB, DSO") and a second fate.
    """

    rank: str | None
    name: str | None
    nickname: str | None
    role: str | None
    fate: str
    is_unknown: bool
    country_flag: str | None
    left: str | None = None


def read_person(text: str, role: str | None = None, *, is_marked: bool = False) -> Person:
    """Return the parts of one printed person; ``role`` is a bracket from the next line.

    ``is_marked`` says that the page had a mark after the name which the text has lost: the fate is then "marked",
    unless the words name one.

    >>> read_person("Maj. Gen. Jameh JamehKIA")[:5]
    ('Maj. Gen.', 'Jameh Jameh', None, None, 'killed')
    >>> read_person('Hussein Abu Sultan "Abu Ghanam"KIA').nickname
    'Abu Ghanam'
    """
    person, aliases, fates = _cut(text)
    if role:
        _, more = _cut_brackets(role if role.startswith("(") else f"({role})")
        aliases, fates = (*aliases, *more.aliases), (*fates, *more.fates)
        person = person._replace(role="; ".join([person.role, *more.roles] if person.role else more.roles) or None)
    nickname = person.nickname or (aliases[0] if aliases and not person.is_unknown else None)
    fate = "marked" if is_marked else "none"
    left = person.left
    if fates:
        fate, *others = [name for name in _GRAVEST if name in fates]
        if fate in _DEATHS:
            others = [name for name in others if name not in ("killed", "marked")]
        left = ", ".join([left, *others] if left else others) or None
    if (nickname, fate, left) == (person.nickname, person.fate, person.left):
        return person
    return person._replace(nickname=nickname, fate=fate, left=left)


@lru_cache(maxsize=16_384)
def _cut(text: str) -> tuple[Person, tuple[str, ...], tuple[str, ...]]:
    """Return the person read from one line, the other names and all fates in it; ``read_person`` chooses among them.

    Cached by line: the same line is read as a value of its field and as a commander.
    """
    country, text = flag_country(_tidy(text[:MAX_TEXT]))
    text = _without_file(text)
    text, fates = cut_fates(text)
    text, said = _cut_brackets(text)
    others = _OTHERS.search(text)  # "Ada Hox and 3 others" names one person
    text = text[: others.start()] if others else text
    text = text.replace(" ,", ",").rstrip(" ,")
    before = _split_rank(text)[0] or ""
    text, tails, left = cut_tails(text[len(before) :].strip(" ,;:"))
    text = f"{before} {text}".strip()
    for tail in tails:
        said.add(tail)
    text, last = cut_last_fate(text)
    fates += last
    roles = said.roles
    text, nickname = _cut_nickname(text)
    description = _unknown(text)
    rank = name = None
    if description is None:
        rank, name = _split_rank(text)
    elif description:
        roles = [description, *roles]
    person = Person(rank, name, nickname, "; ".join(roles) or None, "none", description is not None, country)
    left = (*left, others[1]) if others else left
    return person._replace(left=", ".join(left) or None), tuple(said.aliases), (*fates, *said.fates)


def _tidy(text: str) -> str:
    """Return the text without footnote marks, with one kind of blank, and without list marks at its ends."""
    text = FOOTNOTE.sub("", text) if "[" in text else text
    text = NOTE_MARK.sub("", _RAISED.sub("", text)) if not text.isascii() or "*" in text else text
    text = _LIST_NUMBER.sub("", text, count=1) if text[:1].isdigit() and _LIST_NUMBER.match(text) else text
    return " ".join(text.split()).strip(" *•,;–-").removesuffix("(").rstrip(" ,")


def _without_file(text: str) -> str:
    """Return the text without the file name of an image ("PFLP-GC Flag.svg Ahmed Jibril")."""
    if "." not in text:
        return text
    ends = [match.end() for match in IMAGE_ENDING.finditer(text)]
    if not ends:
        return text
    after_file = text[ends[-1] :].strip(" ,")
    if after_file:
        return after_file
    start = _FILE_START.search(text)
    return text[: start.start()].strip() if start else text


class _Said:
    """What is said of a person behind the name: roles, other names and fates."""

    __slots__ = ("aliases", "fates", "roles")

    def __init__(self) -> None:
        self.roles: list[str] = []
        self.aliases: list[str] = []
        self.fates: list[str] = []

    def add(self, inner: str) -> None:
        """Add the words of one bracket, or of one piece behind a comma."""
        whole = _WORDS.fates.get(fold(inner))
        alias = _ALIAS.match(inner)
        if whole:
            self.fates.append(whole)
        elif alias and not inner.casefold().startswith("born"):
            self.aliases.append(inner[alias.end() :].strip(' "“”'))
        elif inner:
            named_fates = fates_of(inner)
            self.fates += named_fates
            self.roles += [] if len(named_fates) > 1 else [inner]


def _cut_brackets(text: str) -> tuple[str, _Said]:
    """Return the text without brackets, and what they say."""
    said = _Said()
    if "(" not in text and "[" not in text:
        return text, said
    pieces: list[str] = []
    at = 0
    for start, end in brackets(text):
        pieces.append(text[at:start])
        at = end
        said.add(text[start + 1 : end - 1].strip(" ,;"))
    pieces.append(text[at:])
    return " ".join(" ".join(pieces).split()), said


def _cut_nickname(text: str) -> tuple[str, str | None]:
    """Return the text without a nickname in quotes, and the nickname; a name that is all in quotes stays a name."""
    match = _NICKNAME.search(text)
    if match is None:
        return text, None
    rest = " ".join((text[: match.start()] + " " + text[match.end() :]).split())
    inner = match[1].strip()
    if not any(char.isalpha() for char in _split_rank(rest)[1] or "") or fold_rank(rest) in _WORDS.ranks:
        return " ".join(part for part in (rest, inner) if part), None
    return rest, inner


def _unknown(text: str) -> str | None:
    """Return the description of an unnamed person ("Hezbollah leader" of "Unknown Hezbollah leader"), which may be "".

    None for a person with a name.
    """
    text = text.strip(" .:,;–-")
    if not text:
        return ""
    folded = fold(text)
    if folded in _WORDS.unknown:
        return ""
    first, _, rest = text.partition(" ")
    return rest.strip() if fold(first) in _WORDS.unknown and fold(first) != "none" else None


def _split_rank(text: str) -> tuple[str | None, str | None]:
    """Return the longest rank at the beginning of the text (None without one), and the name after it."""
    text = text.strip(" ,;:")
    words = text.split(" ")
    if len(words) < 2 or fold_rank(words[0]) not in _WORDS.rank_beginnings:
        return None, text
    for count in range(min(_WORDS.longest_rank, len(words) - 1), 0, -1):
        if fold_rank("".join(words[:count])) not in _WORDS.ranks:
            continue
        follower = words[count]
        if fold(follower) in _WORDS.not_ranks_before or not follower[:1].isalpha():
            continue
        if follower[:1].islower() and not any(word[:1].isupper() for word in words[count:]):
            continue
        return " ".join(words[:count]), " ".join(words[count:])
    return None, text


def is_counted(name: str) -> bool:
    """Return whether words are a number of persons and no name.

    >>> is_counted("3 sons"), is_counted("21 Savage")
    (True, False)
    """
    return _COUNTED.match(name) is not None


def may_be_two(name: str) -> bool:
    """Return whether a name may be two persons whose cells became one line: a rank behind a name, or four names.

    Initials, titles and particles ("Abdul Salam") do not count as names of their own; the number of a king does.

    >>> may_be_two("Emil Renn Karl Stoss"), may_be_two("Otto Vahl Gen. Renn"), may_be_two("Abdul Salam Abdul Razaq")
    (True, True, False)
    >>> may_be_two("Isabella I of Castile Abu l-Hasan Ali"), may_be_two("Antonio López de Santa Anna")
    (True, False)
    """
    words = tail_words()
    count = 0
    for at, word in enumerate(tokens := name.split()):
        if count and at + 1 < len(tokens) and word[-1:] == "." and fold_rank(word) in _WORDS.ranks:
            return True
        is_last = at + 1 == len(tokens)
        is_name = word[:1].isupper() and word not in words.titles and (is_last or fold(word) not in words.particles)
        is_number = not is_last and _NUMERAL.fullmatch(word) is not None
        count += is_number or (is_name and len(word.rstrip(".")) > 1 and not word.isupper())
    return count >= _TWO_PERSONS


@lru_cache(maxsize=8_192)
def read_persons(text: str) -> tuple[str, ...]:
    """Return the names of the persons in one item; an empty tuple for a body, an office or a sentence.

    >>> read_persons("Zeus and Leto"), read_persons("Toronto City Council"), read_persons("Governor of Kerala")
    (('Zeus', 'Leto'), (), ())
    >>> read_persons("Buddhism · Immanuel Kant"), read_persons("Mykola Rudenko and others")
    (('Immanuel Kant',), ('Mykola Rudenko',))
    """
    names: list[str] = []
    if _COUNTED.match(text):
        including = _INCLUDING.search(text)
        text = text[including.end() :] if including else ""
    parts = [name for part in _DOT.split(text) for name in names_in(_OTHERS.sub("", part[:MAX_TEXT]))]
    for part in parts[:_MAX_NAMES]:
        name = read_person(part).name
        if name is not None and _is_person(name):
            names.extend(_both_names(_with_title(name, part)))
    return tuple(names)


def _with_title(name: str, printed: str) -> str:
    """Return a name with the title behind its comma: a person of any box has no column for it."""
    for tail in cut_tails(printed).said if "," in printed else ():
        if tail_kind(tail) == "title" and f"{name}, {tail}" in printed:
            name += f", {tail}"
    return name


def _is_person(name: str) -> bool:
    if ":" in name or "\n" in name or name.count(" ") >= _MAX_WORDS or not any(map(str.isalpha, name)):
        return False
    if name.endswith("ism"):
        return False  # "Influences: Buddhism"
    return _BODY.search(name) is None and _OFFICE.match(name) is None


def _both_names(name: str) -> list[str]:
    """Return both names of "Zeus and Leto", else the one name.

    "Norval and Cedella Marley" would lose a surname and "Albert of Saxe-Coburg and Gotha" is one person: those are not
    split.
    """
    parts = [part.strip(" ,") for part in AND.split(name)]
    if len(parts) == 1 or not all(part[:1].isupper() for part in parts):
        return [name]
    if any(" of " in part for part in parts) or len({" " in part for part in parts}) > 1:
        return [name]
    return [read_person(part).name or part for part in parts]
