"""Tokens of a passage: words, digits and punctuation, each with a symbol and a value."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from geo.text.hijri import hijri_to_day
from geo.text.lexemes import LATIN_WORD, WORD, Lexeme, read_lexicon

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


class Island(NamedTuple):
    """The tokens of a passage: their symbols, offsets in it and values.

    The value of a token is its lexeme, its number or date, or the unknown word itself.
    """

    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: tuple[Value, ...]


Token = tuple[str, int, int, Value]
"""A symbol, its span in the passage, its value."""


@lru_cache(maxsize=512)
def read_tokens(text: str, words: str) -> Island:
    """Read the tokens of a folded passage; `words` is the same without punctuation.

    The last passages are kept: who reads dates and who reads numbers asks for the same.
    """
    find_entry = read_lexicon().entries.get
    slots = [*words.split(" "), ""]
    tokens: list[Token] = []
    done = following = 0
    for slot, word in enumerate(slots):
        start = following
        following += len(word) + 1
        if not word or start < done:
            if word and done < following - 1:
                tokens += _read_rest(text, word[done - start :], done)
                done = following - 1
            continue
        if done < start and text[done:start] != " ":
            tokens += _read_gap(text, done, start)
        entry = find_entry(word)
        if entry and entry[3] and slots[slot + 1] not in entry[2]:
            done = following - 1
            tokens.append((entry[0], start, done, entry[1] or word))
        elif not entry and word.isalpha():
            done = following - 1
            tokens.append((LATIN_WORD if word.isascii() else WORD, start, done, word))
        else:
            found = _read_word(text, slots, slot, start)
            tokens += found
            done = found[-1][2]
    tokens += _read_gap(text, done, len(text))
    return Island(*_transpose(tokens))


def _read_rest(text: str, word: str, start: int) -> list[Token]:
    """Read what is written right after a number whose point or comma cut it (``1.5bn``)."""
    lexeme = read_lexicon().lexeme(word)
    end = start + len(word)
    return _read_lexeme(lexeme, text, start, end) if lexeme else [(CODE, start, end, word)]


def _read_gap(text: str, start: int, end: int) -> list[Token]:
    """Read punctuation: a hyphen without spaces is not a dash."""
    gap = text[start:end]
    if gap in _TIGHT:
        return [("-", start, end, gap)]
    return [
        (_PUNCTUATION.get(mark, OTHER), offset, offset + 1, mark)
        for offset, mark in enumerate(gap, start)
        if mark != " " and not mark.isalnum()
    ]


def _read_word(text: str, slots: list[str], slot: int, start: int) -> list[Token]:
    """Read the longest phrase a word begins, else the word with its clitic, else digits."""
    word, following = slots[slot], slot + 1
    entry = read_lexicon().entries.get(word)
    if not entry:
        return _read_mixed(text, word, start)
    for tail, phrase in entry.phrases.get(slots[following], ()):
        if slots[following : following + len(tail)] == tail:
            return _read_lexeme(phrase, text, start, start + len(" ".join((word, *tail))))
    if entry.lexeme:
        return _read_lexeme(entry.lexeme, text, start, start + len(word))
    return [(entry.symbol, start, start + len(word), word)]


def _read_lexeme(lexeme: Lexeme, text: str, start: int, end: int) -> list[Token]:
    proper = (lexeme.symbol, start + lexeme.skip, end, lexeme)
    if not lexeme.clitic:
        return [proper]
    symbol = read_lexicon().clitic_symbol(lexeme.clitic)
    return [(symbol, start, proper[1], text[start : proper[1]]), proper]


def _read_mixed(text: str, word: str, start: int) -> list[Token]:
    """Read digits with what is written with them: a clitic before, a suffix after."""
    if word.isdecimal():
        return [_read_numeral(text, start)]
    lexicon = read_lexicon()
    mixed = _MIXED.fullmatch(word)
    before, digits, after = mixed.groups() if mixed else ("", "", word)
    role = lexicon.clitics.get(before, "") if before else "digits"
    suffix = lexicon.lexeme(after)
    if not role or (after and (suffix is None or suffix.clitic)):
        return [(CODE if digits else OTHER, start, start + len(word), word)]
    first = start + len(before)
    tokens = [_read_numeral(text, first)]
    end = tokens[0][2]
    if before:
        tokens.insert(0, (lexicon.clitic_symbol(role), start, first, before))
    if suffix and end == first + len(digits):
        tokens.append((suffix.symbol, end, start + len(word), suffix))
    return tokens


def _read_numeral(text: str, start: int) -> Token:
    found = _NUMERAL.match(text, start)
    if not found:
        return CODE, start, start + 1, text[start]
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
