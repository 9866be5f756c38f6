"""The infobox of a page copied from a browser: where it begins and ends, and where its labels are."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from flows.formats.article_lines import begins_article, is_article_line, is_prose, skip_blank_lines
from flows.formats.page_draft import SPACES
from flows.rules.files import read_rules
from flows.rules.labels import FIELDS, browser_labels, canonical
from flows.rules.word_file_types import HeadingsFile

MAX_BOX: Final = 60_000
"""An infobox must end within so many characters below the title: more than five times the longest seen."""
_MAX_HEAD_LINES: Final = 60
_MAX_LABEL_LINE: Final = 60
_STRIPPED: Final = SPACES + ":\r"
# A value may begin with a small word, glued to its label: "Locationthe South Caucasus", "Locational-Qadam".
_GLUED_WORD: Final = re.compile("(?:(?:the|in|near|around|between|from|circa|late|early|mid)[ ]|[ae][lnrst]h?-|c\\.)")
# Captions and results begin with the same words: "Location of Snake Island", "Status quo ante bellum".
_PHRASE: Final = re.compile("[ ](?:of|quo)\\b")
_WORD: Final = re.compile("\\w{3,}+")
# "Coordinates: 20°23′25″S 57°44′02″E": a wiki prints it below the box, or above the article.
_COORDINATES: Final = re.compile("[^\\n\\d]{0,40}\\d{1,3}(?:[.,]\\d{1,8})?+[ \u00a0]?°")


class LabelHit(NamedTuple):
    """One label: its line starts at ``start``, its value at ``end``. An empty label heads the rows below it.

    ``heads`` are the heads above the label; ``is_child``: it is a bullet below the last of them.
    """

    start: int
    end: int
    label: str
    key: str
    is_columns: bool
    heads: tuple[str, ...] = ()
    is_child: bool = False


class FoundBox(NamedTuple):
    """An infobox: ``text[start:end]``, its "Part of" line if it has one, and its labels in printed order.

    ``has_gaps``: the page was printed text node by text node, so that empty lines stand between the cells of a row.
    """

    start: int
    end: int
    part_of: LabelHit | None
    hits: tuple[LabelHit, ...]
    has_gaps: bool = False


class _Labels(NamedTuple):
    """The label vocabulary in the forms that the search needs."""

    whole: dict[str, tuple[str, str, bool]]  # casefolded label -> label, key, whether its values are columns
    glued: re.Pattern[str]  # the labels of rows, which may be glued to their value
    first_words: frozenset[str]  # first words of labels that a narrow column breaks into lines
    part_of: re.Pattern[str]
    initials: frozenset[str]  # what a line with a label begins with


@cache
def _labels() -> _Labels:
    whole: dict[str, tuple[str, str, bool]] = {}
    glued, part_of = [], []
    for label in browser_labels():
        known = canonical(label)
        if known is None:
            continue
        if known.key == "part_of":
            part_of.append(re.escape(label))
            continue
        columns = FIELDS[known.key].is_sided
        whole.setdefault(label.casefold(), (label, known.key, columns))
        if not columns:
            glued.append(re.escape(label))
    first_words = frozenset(words.rsplit(" ", 1)[0] for words in whole if " " in words)
    return _Labels(
        whole,
        re.compile(f"(?:{'|'.join(glued)})"),
        first_words,
        re.compile(f"(?:{'|'.join(part_of)})(?=[ \u00a0:])"),
        frozenset(initial for label in whole for initial in (label[0], label[0].upper())),
    )


def find_box(text: str) -> FoundBox | None:
    """Return the infobox of a page that a browser flattened, None when it prints no known label.

    The labels decide. The box begins with the line below the title (the name again, or a line above "Part of") and ends
    at the first sentence that follows a blank line after the last label.
    """
    title_start = skip_blank_lines(text, 0)
    title_end = text.find("\n", title_start)
    if title_end < 0:
        return None
    hits, end = _scan(text, title_end + 1, min(len(text), title_end + MAX_BOX))
    if not hits:
        return None
    start, part_of = box_start(text, title_start, title_end, hits[0].start)
    return FoundBox(start, end, part_of, tuple(hits), _has_gaps(text, hits, end))


def _has_gaps(text: str, hits: list[LabelHit], end: int) -> bool:
    """Return whether every label is a line of its own and an empty line stands in the value of every row of columns.

    A browser glues a label to its value, or puts a blank or a tab between them, and prints no empty line between cells.
    BeautifulSoup's ``get_text`` with a line break prints each text node as a line, so that the white space between two
    cells becomes an empty line. Any other page has a label that is not alone, or columns without a gap.
    """
    if not all(text.startswith("\n", hit.end) for hit in hits):
        return False
    stops = [*(hit.start for hit in hits[1:]), end]
    rows = [text[hit.end : stop] for hit, stop in zip(hits, stops, strict=True) if hit.is_columns]
    return bool(rows) and all("\n\n" in row for row in rows)


def _scan(text: str, position: int, limit: int) -> tuple[list[LabelHit], int]:
    """Return the labels from here on, and where the value of the last one ends."""
    vocabulary = _labels()
    hits: list[LabelHit] = []
    seen: set[str] = set()
    lines = 0
    after_blank = in_columns = False
    end = position  # end of the last line that belongs to the box
    prose: int | None = None  # end of the box if no column label follows
    while position < limit:
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position:line_end]
        bare = line.strip(_STRIPPED)
        if not bare:
            after_blank = True
            position = line_end + 1
            continue
        hit = _label_hit(text, position, line_end, vocabulary, in_columns) if bare[0] in vocabulary.initials else None
        # Behind a sentence (a caption) the columns may still begin, with who fought; "Casualties" heads a section.
        is_open = prose is None or (hit is not None and hit.key == "combatant" and not in_columns)
        if hit is not None and hit.key not in seen and is_open:
            hits.append(hit)
            seen.add(hit.key)
            in_columns = in_columns or hit.is_columns
            prose = None
            line_end = max(line_end, hit.end)
        elif hits and prose is None and _ends_box(text, position, line, in_columns, after_blank):
            prose = end
            lines = 0
        if hits and prose is not None and (in_columns or lines > _MAX_HEAD_LINES):
            break
        if not hits and lines > _MAX_HEAD_LINES:
            break
        after_blank = False
        lines += 1
        end = min(line_end, limit) if prose is None else end
        position = line_end + 1
    return hits, end if prose is None else prose


def _ends_box(text: str, position: int, line: str, in_columns: bool, after_blank: bool) -> bool:
    """Return whether a line is no cell: the article, a map's caption, a campaign's links, coordinates below a gap."""
    if is_article_line(line):
        return after_blank or (in_columns and is_prose(line))
    if in_columns and _below().match(text, position):
        return True
    if not after_blank:
        return False
    return in_columns and (_COORDINATES.match(line) is not None or begins_article(text, position))


@cache
def _below() -> re.Pattern[str]:
    """Return what begins below the rows: a map's caption, or the links "v t e" above a list of a campaign's battles."""
    captions = "|".join(map(re.escape, read_rules(HeadingsFile)["boxes"]["below"]))
    links = r"v[\s•·|/*]{0,6}[td][\s•·|/*]{0,6}e[ ]*(?:\n|\Z)"
    return re.compile(rf"[ \u00a0]*(?:(?:{captions})[ ]|{links})", re.IGNORECASE)


def _label_hit(text: str, start: int, end: int, vocabulary: _Labels, in_columns: bool) -> LabelHit | None:
    """Return the label that the line begins with; below the first column label a label must be a whole line."""
    if end - start <= _MAX_LABEL_LINE:
        bare = text[start:end].strip(_STRIPPED).casefold()
        entry = vocabulary.whole.get(bare)
        if entry is not None:
            return LabelHit(start, end, *entry)
        if bare in vocabulary.first_words:
            split = _broken_label_hit(text, start, end, bare, vocabulary)
            if split is not None:
                return split
    if in_columns:
        return None
    match = vocabulary.glued.match(text, start, end)
    if match is None:
        return None
    following = text[match.end() : match.end() + 1]
    if following.islower() and _GLUED_WORD.match(text, match.end(), end) is None:
        return None  # "Dates": a longer word
    if _PHRASE.match(text, match.end(), end) is not None:
        return None
    entry = vocabulary.whole[match[0].casefold()]
    return LabelHit(start, match.end() + (following == ":"), *entry)


def _broken_label_hit(text: str, start: int, end: int, bare: str, vocabulary: _Labels) -> LabelHit | None:
    """Return the label that is broken into this line and the beginning of the next ("Territorial", "changes")."""
    next_end = text.find("\n", end + 1)
    next_end = len(text) if next_end < 0 else next_end
    following = text[end + 1 : min(next_end, end + 1 + _MAX_LABEL_LINE)]
    folded = following.casefold()
    for words, entry in vocabulary.whole.items():
        if words.startswith(bare) and words[len(bare) : len(bare) + 1] == " ":
            rest = words[len(bare) + 1 :]
            if folded.startswith(rest) and not following[len(rest) : len(rest) + 1].islower():
                return LabelHit(start, end + 1 + len(rest), *entry)
    return None


def box_start(text: str, title_start: int, title_end: int, first_label: int) -> tuple[int, LabelHit | None]:
    """Return where the box begins above its first label, with its name or "Part of", and its "Part of" line."""
    printed = text[title_start:title_end].casefold().strip()
    title = frozenset(_WORD.findall(printed))
    pattern = _labels().part_of
    lines: list[tuple[int, str]] = []
    position = skip_blank_lines(text, title_end)
    while position < first_label:
        line_end = text.find("\n", position)
        lines.append((position, text[position:line_end]))
        position = skip_blank_lines(text, line_end)
    part_of = name = None
    for index, (start, line) in enumerate(lines):
        match = pattern.match(line)
        if match is not None:
            end = match.end() + (line[match.end() : match.end() + 1] == ":")
            part_of = LabelHit(start, start + end, match[0], "part_of", False)
            if name is None and index > 0:
                name = lines[index - 1][0]
            break
        words = frozenset(_WORD.findall(line.casefold()))
        if line.casefold().strip() == printed:
            name = start  # not a battle of the same town in a list of the campaign above it
        elif name is None and words and not is_article_line(line) and 2 * len(words & title) >= len(words):
            name = start
    if name is None and part_of is None:
        name = next((start for start, line in lines if not is_article_line(line)), first_label)
    start = min(at for at in (name, part_of.start if part_of else None) if at is not None)
    return start, part_of
