"""The match form of a text, with a map back to the characters of its source."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

_LETTERS = (
    *(("أإآٱ", "ا"), ("ىیئۍې", "ي"), ("ةەھۀۃہ", "ه"), ("ؤۆۇ", "و")),
    *(("کگڪ", "ك"), ("ڤ", "ف"), ("پ", "ب"), ("چژ", "ج"), ("ڵ", "ل"), ("ڕ", "ر")),
)
_REPLACEMENTS = (
    *((letter, folded) for letters, folded in _LETTERS for letter in letters),
    *((digit, str(n)) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for n, digit in enumerate(digits)),
    ("İ", "i"),
    ("ı", "i"),
)
_MARKS = (
    "\u00ad\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_APOSTROPHES = "'’‘`´ʼʿʾʻ"
_MARK = re.compile(f"[{_MARKS}]+")
_DROPPED = re.compile(f"[{_MARKS}]")
_MAY_BE_DROPPED = re.compile(f"[{_MARKS}{_APOSTROPHES}]")
_INNER_APOSTROPHE = re.compile(
    rf"(?<=[a-zà-ɏḀ-ỿ])[{_APOSTROPHES}](?=[a-zà-ɏḀ-ỿ])(?!s\b)", re.IGNORECASE
)
_ACCENTED = re.compile("[À-ɏḀ-ỿ]")
_PRESENTATION = re.compile("[ﭐ-﷿ﹰ-ﻼＡ-ｚ]")
_NOT_A_WORD = re.compile(r"[^\w ]|_")
_NAME_CHARS = 64
"""Up to this length a text is a name or a word, and met again in other articles."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters stood in the source.

    `text` keeps punctuation; `words` has the same length with one space for every character
    that is neither letter nor digit, for matching phrases that a space must close. `_starts`
    are where the shift from the source changes, `_shifts` what it is before and after each,
    `_origins` where they are in the source.
    """

    text: str
    words: str
    _starts: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()
    _origins: tuple[int, ...] = ()

    def origin(self, position: int) -> int:
        """Return the source offset of a character of the folded text."""
        if not self._starts:
            return position
        return position + self._shifts[bisect_right(self._starts, position)]

    def end_origin(self, end: int) -> int:
        """Return the source offset just after the folded character that ends a span."""
        return self.origin(end - 1) + 1 if end else 0

    def origins(self, spans: Iterable[Span]) -> list[Span]:
        """Return the source spans of many folded ones; quicker than one by one."""
        starts, shifts = self._starts, self._shifts
        if not starts:
            return list(spans)
        return [
            (
                start + shifts[bisect_right(starts, start)],
                end + shifts[bisect_right(starts, end - 1)],
            )
            for start, end in spans
        ]

    def position(self, origin: int) -> int:
        """Return the folded offset of a source offset: the inverse of `origin`."""
        if not self._starts:
            return origin
        number = bisect_left(self._origins, origin)
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return max(0, min(origin - self._shifts[number], end))


def fold(text: str) -> Folded:
    """Fold letters for matching; the source is never altered.

    Hamza forms become alef, ى ي, ة ه, Persian and Kurdish letters their Arabic neighbours,
    digits ASCII, Latin letters lower case without accents; diacritics, tatweel, bidi and
    zero-width marks and apostrophes inside Latin words are dropped.

    >>> fold("القَائِم").text, fold("Al-Qa'im").words
    ('القايم', 'al qaim')
    >>> fold("مدينة الرطبـة").origin(11)
    12
    """
    return _fold_article(text) if len(text) > _NAME_CHARS else _fold(text)


def fold_text(text: str) -> str:
    """Return only the match form, one space between words; for keys of an index."""
    return _fold_name(text) if len(text) <= _NAME_CHARS else _join_words(_fold(text))


def fold_texts(texts: Iterable[str]) -> list[str]:
    """Return the match forms of many texts; quicker than one by one.

    >>> fold_texts(["القائم", "Al-Qa'im"])
    ['القايم', 'al qaim']
    """
    lines = [text.replace("\n", " ") for text in texts]
    joined = "\n".join(lines)
    if not lines or _PRESENTATION.search(joined):
        return [fold_text(line) for line in lines]
    folded = _fold(joined)
    forms, start = [], 0
    for line in folded.text.split("\n"):
        end = start + len(line)
        forms.append(" ".join(folded.words[start:end].split()))
        start = end + 1
    return forms


def drop_marks(text: str) -> str:
    """Return a text without diacritics, tatweel, bidi and zero-width marks, letters as they are."""
    return _MARK.sub("", text)


@lru_cache(maxsize=4)
def _fold_article(text: str) -> Folded:
    """Fold a text that several readers will ask for, one after the other."""
    return _fold(text)


@lru_cache(maxsize=8192)
def _fold_name(text: str) -> str:
    return _join_words(_fold(text))


def _join_words(folded: Folded) -> str:
    return " ".join(folded.words.split())


def _fold(text: str) -> Folded:
    if _PRESENTATION.search(text):
        return _fold_by_character(text)
    pieces = _find_dropped(text)
    ends = [0, *(end for _, end in pieces)]
    starts = [*(start for start, _ in pieces), len(text)]
    kept = "".join([text[a:b] for a, b in zip(ends, starts, strict=True)])
    return _folded(_fold_letters(kept), *_shifts_of(pieces))


def _find_dropped(text: str) -> list[Span]:
    """Return the characters to drop: marks, and apostrophes inside Latin words."""
    if not any(apostrophe in text for apostrophe in _APOSTROPHES):
        return [found.span() for found in _DROPPED.finditer(text)]
    return [
        found.span()
        for found in _MAY_BE_DROPPED.finditer(text)
        if found[0] not in _APOSTROPHES or _INNER_APOSTROPHE.match(text, found.start())
    ]


def _folded(text: str, starts: tuple[int, ...], shifts: tuple[int, ...]) -> Folded:
    origins = tuple(map(add, starts, shifts[1:]))
    return Folded(text, _NOT_A_WORD.sub(" ", text), starts, shifts, origins)


def _fold_letters(text: str) -> str:
    """Fold without changing the length; chained replace beats translate 20 to 50 times."""
    if text.isascii():
        return text.lower()
    for letter, folded in _REPLACEMENTS:
        text = text.replace(letter, folded)
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _ACCENTED.sub(lambda m: _base_letter(m[0]), lowered)


@cache
def _base_letter(letter: str) -> str:
    """Return the letter under the accents, itself where there is none."""
    return unicodedata.normalize("NFKD", letter)[0]


def _shifts_of(pieces: list[Span]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where shifts begin in the folded text, and the shift before and after each."""
    starts, shifts, shift = [], [0], 0
    for start, end in pieces:
        starts.append(start - shift)
        shift += end - start
        shifts.append(shift)
    return (tuple(starts), tuple(shifts)) if starts else ((), ())


def _fold_by_character(text: str) -> Folded:
    """Fold a text with presentation forms, whose letters may unfold into several."""
    letters: list[str] = []
    starts: list[int] = []
    shifts = [0]
    for offset, character in enumerate(text):
        unfolded = unicodedata.normalize("NFKC", character)
        for letter in _MARK.sub("", unfolded if _PRESENTATION.match(character) else character):
            if offset - len(letters) != shifts[-1]:
                starts.append(len(letters))
                shifts.append(offset - len(letters))
            letters.append(letter)
    return _folded(_fold_letters("".join(letters)), tuple(starts), tuple(shifts) if starts else ())
