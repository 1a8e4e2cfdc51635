"""The stretches of a text that may hold dates and numbers, as tokens with one symbol each."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from geo.text.fold import Folded, fold
from geo.text.hijri import hijri_to_day
from geo.text.lexemes import LATIN_WORD, UNKNOWN, WORD, Entry, Lexeme, read_lexicon

Value = Lexeme | int | float | date | str

BREAK, OTHER = "\n", '"'
"""Symbols of line ends and of punctuation that joins nothing."""

DAY, YEAR, OLD_YEAR, INTEGER, GROUPED, CLOCK, CODE = "DYHIBTC"
"""Symbols of digits: a day of a month, a Gregorian and a Hijri year, another integer, a grouped
or decimal number, a clock time, a telephone number or code."""

FULL_DATE, ASSUMED_DATE, HIJRI_DATE, SHORT_DATE = "NMKF"
"""Symbols of dates in digits: certain, with day before month assumed, Hijri, without a year."""

_NUMERAL = re.compile(
    r"(?P<ymd>\d{4}([-/.])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?!\d))"
    r"|(?P<dmy>\d{1,2}([-/.])\d{1,2}\4\d{4}(?!\d)|\d{1,2}([-/])\d{1,2}\5\d{2}(?![\d/-]))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<code>0\d{2,}(?:[- ]\d+)*|\d+(?:-\d+){2,}|\d{9,})"
    r"|(?P<grouped>\d{1,3}(?:[,.٬،]\d{3}){1,4}(?!\d)|\d{1,3}(?:[ \u00a0]000){1,4}(?!\d))"
    r"|(?P<decimal>\d+[.٫]\d+)"
    r"|(?P<short>\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<integer>\d+)"
)
_SEPARATOR = re.compile(r"\D+")
_MIXED = re.compile(r"(\D*)(\d+)(\D*)")
_PUNCTUATION = {
    **dict.fromkeys(",،", ","),
    **dict.fromkeys("-–—−‑", "_"),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys("%٪", "%"),
    **dict.fromkeys("$€£", "$"),
    **{mark: mark for mark in ".+:/"},
    **dict.fromkeys("\n\r", BREAK),
}
_TIGHT = frozenset("-–‑")
_RUN = re.compile(r"[g ]{0,9}[and][andgu ]*")
_WORDS_AFTER, _WORDS_AFTER_LATIN = 3, 5


class Island(NamedTuple):
    """Neighbouring tokens: their symbols, offsets in the folded text and values.

    The value of a token is its lexeme, its number or date, or the unknown word itself.
    """

    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: tuple[Value, ...]


class Reading(NamedTuple):
    """A folded text cut into words, and the islands that hold anything of interest.

    `letters` holds the letters of the words before each word: with its number, where it starts.
    """

    source: str
    folded: Folded
    words: list[str]
    letters: list[int]
    islands: tuple[Island, ...]

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a folded one, with the marks that end its last word."""
        folded = self.folded
        last = folded.end_origin(end)
        following = folded.origin(end) if end < len(folded.text) else len(self.source)
        while last < following and not self.source[last].isspace():
            last += 1
        return folded.origin(start), last

    def start_of(self, slot: int) -> int:
        """Return the offset of a word in the folded text."""
        return self.letters[slot] + slot

    def slot_at(self, position: int) -> int:
        """Return the number of the word at or before an offset of the folded text."""
        return bisect_right(range(len(self.words)), position, key=self.start_of) - 1


@lru_cache(maxsize=16)
def read_tokens(text: str) -> Reading:
    """Cut a text into islands of tokens; the last few texts are kept for the next reader."""
    folded, lexicon = fold(text), read_lexicon()
    words = folded.words.split(" ")
    letters = list(accumulate(map(len, words), initial=0))
    entries = list(map(lexicon.entries.get, words))
    words.append("")
    coarse = "".join(
        [
            entry.worth if entry else (UNKNOWN if word.isalpha() else _rate_rest(word))
            for word, entry in zip(words, entries, strict=False)
        ]
    )
    builder = _IslandBuilder(folded.text, words, letters, entries)
    islands = [builder.build(first, last) for first, last in _find_regions(coarse, words)]
    return Reading(text, folded, words, letters, tuple(islands))


def _rate_rest(word: str) -> str:
    """Return what a word that is no word is worth: nothing at all between two spaces."""
    if not word:
        return " "
    return "d" if any(map(str.isdecimal, word)) else UNKNOWN


def _find_regions(coarse: str, words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words around dates and numbers, merged where they meet.

    After a number stands what it counts, in English behind some adjectives; before it may
    stand what makes it a code (``F-16``).
    """
    first = last = 0
    for run in _RUN.finditer(coarse):
        start, end = max(0, run.start() - 1), run.end()
        if "n" in run[0] or "d" in run[0]:
            after = _WORDS_AFTER_LATIN if words[end].isascii() else _WORDS_AFTER
            end = min(len(coarse), end + after)
        if start > last:
            if last:
                yield first, last
            first = start
        last = end
    if last:
        yield first, last


Token = tuple[str, int, int, Value]
"""A symbol, its span in the folded text, its value."""


class _IslandBuilder:
    """Reads ranges of the words of one text as tokens."""

    def __init__(
        self, text: str, words: list[str], letters: list[int], entries: list[Entry | None]
    ) -> None:
        self.text = text
        self.words = words
        self.letters = letters
        self.entries = entries
        self.lexicon = read_lexicon()

    def build(self, first: int, last: int) -> Island:
        """Read the words ``[first, last)`` and what stands between them."""
        text, words, letters, entries = self.text, self.words, self.letters, self.entries
        tokens: list[Token] = []
        done = max(0, letters[first] + first - 1)
        for slot in range(first, last):
            word, start = words[slot], letters[slot] + slot
            if not word or start < done:
                continue
            if done < start and text[done:start] != " ":
                tokens += self._read_gap(done, start)
            entry = entries[slot]
            if entry and entry.plain and words[slot + 1] not in entry.phrases:
                done = start + len(word)
                tokens.append((entry.symbol, start, done, entry.lexeme or word))
            elif entry:
                tokens += self._read_word(entry, word, slot)
                done = tokens[-1][2]
            elif word.isalpha():
                done = start + len(word)
                tokens.append((LATIN_WORD if word.isascii() else WORD, start, done, word))
            else:
                tokens += self._read_mixed(word, start)
                done = tokens[-1][2]
        tokens += self._read_gap(done, min(done + 2, len(text)))
        return Island(*_transpose(tokens))

    def _read_gap(self, start: int, end: int) -> list[Token]:
        """Read punctuation: a hyphen without spaces is not a dash."""
        gap = self.text[start:end]
        if gap in _TIGHT:
            return [("-", start, end, gap)]
        return [
            (_PUNCTUATION.get(mark, OTHER), offset, offset + 1, mark)
            for offset, mark in enumerate(gap, start)
            if mark != " " and not mark.isalnum()
        ]

    def _read_word(self, entry: Entry, word: str, slot: int) -> list[Token]:
        """Read the longest phrase a word begins, else the word with its clitic."""
        start, following = self.letters[slot] + slot, slot + 1
        for tail, phrase in entry.phrases.get(self.words[following], ()):
            if self.words[following : following + len(tail)] == tail:
                end = self.letters[slot + len(tail)] + slot + len(tail) + len(tail[-1])
                return self._read_lexeme(phrase, start, end)
        if entry.lexeme:
            return self._read_lexeme(entry.lexeme, start, start + len(word))
        return [(entry.symbol, start, start + len(word), word)]

    def _read_lexeme(self, lexeme: Lexeme, start: int, end: int) -> list[Token]:
        proper = (lexeme.symbol, start + lexeme.skip, end, lexeme)
        if not lexeme.clitic:
            return [proper]
        clitic = self.text[start : start + lexeme.skip]
        return [(self.lexicon.clitic_symbol(lexeme.clitic), start, proper[1], clitic), proper]

    def _read_mixed(self, word: str, start: int) -> list[Token]:
        """Read digits with what is written with them: a clitic before, a suffix after."""
        if word.isdecimal():
            return [self._read_numeral(start)]
        mixed = _MIXED.fullmatch(word)
        before, digits, after = mixed.groups() if mixed else ("", "", word)
        role = self.lexicon.clitics.get(before, "") if before else "digits"
        suffix = self.lexicon.lexeme(after)
        if not role or (after and suffix is None):
            return [(CODE if digits else OTHER, start, start + len(word), word)]
        first = start + len(before)
        numeral = self._read_numeral(first)
        tokens = [numeral]
        if before:
            tokens.insert(0, (self.lexicon.clitic_symbol(role), start, first, before))
        if suffix and numeral[2] == first + len(digits):
            tokens.append((suffix.symbol, numeral[2], start + len(word), suffix))
        return tokens

    def _read_numeral(self, start: int) -> Token:
        found = _NUMERAL.match(self.text, start)
        if not found:
            return CODE, start, start + 1, self.text[start]
        symbol, value = _read_shape(found)
        return symbol, start, found.end(), value


def _transpose(
    tokens: list[Token],
) -> tuple[str, tuple[int, ...], tuple[int, ...], tuple[Value, ...]]:
    if not tokens:
        return "", (), (), ()
    symbols, starts, ends, values = zip(*tokens, strict=True)
    return "".join(symbols), starts, ends, values


def _read_shape(found: re.Match[str]) -> tuple[str, Value]:
    """Return the symbol and the value of digits by their shape."""
    shape, digits = found.lastgroup or "", found[0]
    if shape == "integer":
        return _read_integer(digits)
    if shape in {"clock", "code"}:
        return CLOCK if shape == "clock" else CODE, digits
    parts = _SEPARATOR.split(digits)
    if shape == "grouped":
        return GROUPED, int("".join(parts))
    if shape == "decimal":
        return GROUPED, float(".".join(parts))
    if shape == "short":
        return SHORT_DATE, int(parts[0]) * 100 + int(parts[1])
    return _read_numeric_date([int(p) for p in parts[:: 1 if shape == "dmy" else -1]], shape)


def _read_integer(digits: str) -> tuple[str, Value]:
    value = int(digits)
    if 1 <= value <= 31 and len(digits) <= 2:
        return DAY, value
    if 1900 <= value <= 2100:
        return YEAR, value
    return (OLD_YEAR if 1300 <= value <= 1500 else INTEGER), value


def _read_numeric_date(parts: list[int], shape: str) -> tuple[str, Value]:
    """Read day, month and year; where the second number is no month, the first is."""
    first, second, year = parts
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    day, month = (first, second) if second <= 12 else (second, first)
    try:
        if 1300 <= year <= 1500:
            return HIJRI_DATE, hijri_to_day(year, month, day)
        told = date(year, month, day)
    except ValueError:
        return CODE, "-".join(map(str, parts))
    assumed = shape == "dmy" and day <= 12 and day != month
    return (ASSUMED_DATE if assumed else FULL_DATE), told
