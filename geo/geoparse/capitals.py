"""What capitals tell of a Latin name: an ordinary word, a place, a part of a person's name."""

import re
from collections.abc import Iterator

from geo.geoparse.appositions import is_explained_as_person
from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage
from geo.text.fold import fold_text
from geo.text.name_parts import read_name_parts

TITLE_CASE_SHARE = 0.65
MIN_TITLE_WORDS = 2
"""A line is in title case when this share of its longer words, at least so many, are."""

_POSSESSIVE = re.compile(r"['’]s\b")
_WORD_AFTER = re.compile(r" ([^\W\d_][\w'’]*)")
_ARTICLE_AFTER = re.compile(r" [A-Za-z]{2}[- ]([^\W\d_][\w'’]*)")
_WORD_BEFORE = re.compile(r"(\w+) $")
_MID_SENTENCE = re.compile(r"\w[\w',-]* \w+ $")
_SMALL_BEFORE = re.compile(r"[a-z][\w'’-]*,? $")
_CAPITAL_OF = re.compile(r"(\S+ (?:The )?)[A-Z][a-z]+ of (?:the )?$")
_SMALL_WORD = re.compile(r"[a-z]+ ")
MAX_PHRASE_CHARS = 60
_SENTENCE_END = re.compile(r"[.!](?<=[a-z]{2}.)(?:\s+[A-Z]|\s*\Z)")
MAX_LINE_CHARS = 200
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_ROAD = "RD"


def describe_capitals(
    name: Name,
    before: tuple[Cue, ...],
    after: tuple[Cue, ...],
    passage: Passage,
    *,
    is_word: bool,
) -> Iterator[tuple[str, float]]:
    """Yield what capitals tell of a Latin name; nothing where the script has none.

    A capital within a sentence tells something only of a name that `is_word` too.
    """
    if passage.surface(name.start, name.end).islower():
        yield "lower_case", 1.0
        return
    source, folded = passage.source, passage.folded
    start, end = folded.origin(name.start), folded.end_origin(name.end)
    if _POSSESSIVE.match(source, end):
        yield "possessive", 1.0
    if any(_is_named_road(cue, passage) for cue in after):
        yield "street_after", 1.0
    if is_explained_as_person(name, passage):
        yield "person_apposed", 1.0
    if _is_capital_of(before, source, start):
        yield "capital_of", 1.0
    yield from _describe_words_beside(
        source, start, end, has_before=bool(before), has_after=bool(after), is_word=is_word
    )


def _describe_words_beside(
    source: str, start: int, end: int, *, has_before: bool, has_after: bool, is_word: bool
) -> Iterator[tuple[str, float]]:
    """Yield what the words on both sides of a name tell by their capitals, cues apart."""
    previous = _WORD_BEFORE.search(source, max(0, start - 30), start)
    following = _WORD_AFTER.match(source, end)
    is_before = previous and previous[1][0].isupper() and not has_before
    is_first = is_before and not _MID_SENTENCE.search(source, max(0, start - 60), start)
    is_after = following and _is_capitalised(following[1]) and not has_after
    surname = None if has_after else _ARTICLE_AFTER.match(source, end)
    if surname and _is_surname_article(source, surname) and _is_capitalised(surname[1]):
        yield "surname_after", 1.0
    is_small = is_word and _SMALL_BEFORE.search(source, max(0, start - 30), start)
    if not (is_before or is_after or is_small):
        return
    if _is_title_case(source, start, end):
        return
    if is_before:
        yield ("capital_first" if is_first else "capital_before"), 1.0
    if is_after:
        yield "capital_after", 1.0
    if is_small and not is_after:
        yield "capital_within", 1.0


def _is_capital_of(before: tuple[Cue, ...], source: str, start: int) -> bool:
    """Return whether a name ends a capitalised phrase: ``the Lion of Nimrud``.

    What owns places (``Governor of Basra``) is a cue of its own, longer than the preposition.
    """
    if not before or before[0].row.kind is not CueKind.PREPOSITION:
        return False
    found = _CAPITAL_OF.search(source, max(0, start - MAX_PHRASE_CHARS), start)
    if not found or not _SMALL_WORD.search(found[1]):
        return False
    return not _is_title_case(source, start, start)


def _is_surname_article(source: str, found: re.Match[str]) -> bool:
    """Return whether the two letters before a family name are the Arabic article: al-Dari."""
    return fold_text(source[found.start() + 1 : found.start() + 3]) in read_name_parts("article")


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _is_named_road(cue: Cue, passage: Passage) -> bool:
    """Return whether the word for a road is written as a part of a name: ``Basra Road``."""
    is_road = cue.row.kind is CueKind.PLACE_WORD and _ROAD in cue.row.values
    return is_road and _is_capitalised(passage.surface(cue.start, cue.end))


def _is_title_case(source: str, start: int, end: int) -> bool:
    """Return whether most words of a line begin with a capital, as in headlines.

    The name itself and the words that touch it are not asked.
    """
    line_end = source.find("\n", end, end + MAX_LINE_CHARS)
    if _SENTENCE_END.search(source, end, line_end if line_end >= 0 else end + MAX_LINE_CHARS):
        return False
    low = source.rfind("\n", 0, start) + 1
    before = source[max(low, start - 100) : start].rpartition(" ")[0].rpartition(" ")[0]
    after = source[end : end + 100].split("\n", 1)[0].lstrip().partition(" ")[2]
    words = [word for word in _LATIN_WORD.findall(f"{before} {after}") if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= MIN_TITLE_WORDS and capitals >= TITLE_CASE_SHARE * len(words)
