"""The passages of a text that may hold dates or numbers, found in one look at its words."""

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from geo.text.fold import Folded, fold
from geo.text.lexemes import BOTH, DATE_ANCHOR, UNKNOWN, YEAR_DIGITS, read_lexicon

_RUN = re.compile("(?:[g][g ]{0,8})?[abdny](?:[abdgnuy ]*[abdgnuy])?")
_DATES, _NUMBERS, _TWO_NUMBERS = frozenset("aby"), frozenset("bdny"), "dd"
_OPENING_MARKS, _CLOSING_MARKS = frozenset("(%٪$€£+-/"), frozenset(")%٪+")
_WORDS_AFTER, _WORDS_AFTER_LATIN = 3, 5


class Passage(NamedTuple):
    """A stretch of the folded text and where it begins.

    `words` has the length of `text`, a space for all that is neither letter nor digit.
    """

    start: int
    text: str
    words: str
    has_dates: bool
    has_numbers: bool


_Range = tuple[int, int, bool, bool]
"""The words ``[first, last)``, and whether they hold what dates or numbers are made of."""


class Reading(NamedTuple):
    """A text, its folded form, and its passages with dates or numbers."""

    source: str
    folded: Folded
    passages: tuple[Passage, ...]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a folded one, with the marks that end its last word."""
        folded = self.folded
        last = folded.end_origin(end)
        following = folded.origin(end) if end < len(folded.text) else len(self.source)
        while last < following and not self.source[last].isspace():
            last += 1
        return folded.origin(start), last


@lru_cache(maxsize=16)
def read_passages(text: str) -> Reading:
    """Find the passages of a text; the last few texts are kept for the next reader."""
    folded = fold(text)
    words = folded.words.split(" ")
    letters = list(accumulate(map(len, words), initial=0))
    found = _find_ranges(_rate_words(words), words)
    passages = tuple([_cut(folded, letters, words_range) for words_range in found])
    return Reading(text, folded, passages)


def _rate_words(words: list[str]) -> str:
    """Return a letter for each word that says what it is worth."""
    rate = read_lexicon().worths.get
    return "".join(
        [rate(word) or (UNKNOWN if word.isalpha() else _rate_rest(word)) for word in words]
    )


def _rate_rest(word: str) -> str:
    """Return what a word with something beside letters is worth: digits, a year or nothing."""
    digits = "".join(filter(str.isdecimal, word))
    if digits and read_lexicon().worths.get(word.removeprefix(digits)) == DATE_ANCHOR:
        return BOTH
    if len(digits) == 4 and "1000" <= digits <= "2100":
        return YEAR_DIGITS
    return "d" if digits else UNKNOWN


def _find_ranges(worths: str, words: list[str]) -> list[_Range]:
    """Return the ranges of words around dates and numbers, merged where they meet.

    After a number stands what it counts, in English behind some adjectives; before it may
    stand what makes it a code (``F-16``). A passage with dates alone has nothing beside them.
    """
    found: list[_Range] = []
    for run in _RUN.finditer(worths):
        (first, last), kinds = run.span(), run[0]
        has_numbers = not _NUMBERS.isdisjoint(kinds)
        has_dates = not _DATES.isdisjoint(kinds) or _TWO_NUMBERS in kinds
        if has_numbers:
            first = max(0, first - 1)
            is_latin = last < len(words) and words[last].isascii()
            last = min(last + (_WORDS_AFTER_LATIN if is_latin else _WORDS_AFTER), len(words))
        if found and first <= found[-1][1]:
            before = found.pop()
            first, has_dates, has_numbers = (
                before[0],
                has_dates or before[2],
                has_numbers or before[3],
            )
        found.append((first, last, has_dates, has_numbers))
    return found


def _cut(folded: Folded, letters: list[int], words_range: _Range) -> Passage:
    """Return the passage of a range of words; marks that touch it belong to it."""
    first, last, has_dates, has_numbers = words_range
    text = folded.text
    start, end = letters[first] + first, letters[last] + last - 1
    if start and text[start - 1] in _OPENING_MARKS:
        start -= 1
    if text[end : end + 1] in _CLOSING_MARKS:
        end += 1
    return Passage(start, text[start:end], folded.words[start:end], has_dates, has_numbers)
