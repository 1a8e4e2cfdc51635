"""Counted nouns: what a number counts, found after it, before it, or at a word for ``number``."""

import re
from dataclasses import dataclass
from functools import cache

from geo.text.fold import Folded
from geo.text.lexemes import Lexeme, read_lexicon
from geo.text.numerals import expand_roles
from geo.text.tokens import Island, Value

_AFTER = (
    r"(?P<hyphen>-)?(?:{join}|{of}|{count})?{the}?(?P<gap>(?:(?:x|{adjective}|{noun_one}|{noun_alone})[-.]?){{0,3}})"
    r"(?P<nouns>(?:{noun}|{noun_one})+|{noun_alone})"
    r"(?:(?:{join}|{of}){the}?(?:x-?){{0,2}}(?P<specific>(?:{noun}|{noun_one})+))?"
)
_MEASURES = frozenset({"time", "distance", "area", "money"})
_NOUN_ROLES = ("noun", "noun_one", "noun_alone")
_MOST_WORDS_BACK, _MOST_CHARS_BACK = 14, 400
_SENTENCE_ENDS = ("\n", ". ", "؟", "!")


@dataclass(frozen=True, slots=True)
class Counted:
    """The key of a counted noun and the token after it."""

    unit: str
    last: int


def find_after(island: Island, position: int, *, one: bool) -> Counted | None:
    """Return the noun counted by a number that ends before a token, None where none follows.

    Of a general word (``12 شخصاً``) the more specific one that follows it counts
    (``من جامعي الكمأ``). For `one` a word between, such as ``of``, rules a noun out; for more
    than one a noun in the singular is none, where the language has it otherwise (``7 attack``).
    """
    found = _after().match(island.symbols, position)
    if not found or (one and found.start("nouns") != position + len(found["gap"])):
        return None
    measure = _noun_of(island.values[found.start("gap")])
    if found["gap"] and read_lexicon().groups.get(measure) in _MEASURES:
        return Counted(measure, found.start("gap") + 1)
    noun = _head_of(island, *found.span("nouns"))
    if not one and not found["hyphen"] and _is_singular(island.values[found.end("nouns") - 1]):
        return None
    last = found.end("nouns")
    if found["specific"]:
        specific = _head_of(island, *found.span("specific"))
        if _is_narrower(specific, noun):
            return Counted(specific, found.end())
    return Counted(noun, last)


def find_before(island: Island, position: int) -> str:
    """Return the noun right before a number told after it: ``الجنود الأربعة``, empty if none."""
    lexicon = read_lexicon()
    while position and island.symbols[position - 1] in lexicon.symbols["the"]:
        position -= 1
    return _noun_of(island.values[position - 1]) if position else ""


def find_at_count(folded: Folded, position: int) -> str:
    """Return the noun of ``عدد المسلحين يقدر بـ`` before a folded offset, empty if there is none.

    Looks back some words, not beyond the sentence: a word for *number* must stand there too;
    the noun next to it is what it counts.
    """
    limit = max(0, position - _MOST_CHARS_BACK)
    begin = max(folded.text.rfind(mark, limit, position) for mark in _SENTENCE_ENDS)
    words = folded.words[max(begin + 1, limit) : position].split()[-_MOST_WORDS_BACK:]
    counts = [i for i, word in enumerate(words) if word in _count_words()]
    if not counts:
        return ""
    lexicon = read_lexicon()
    nouns = [(abs(i - counts[-1]), _noun_of(lexicon.lexeme(w) or "")) for i, w in enumerate(words)]
    return min((found for found in nouns if found[1]), default=(0, ""))[1]


@cache
def _after() -> re.Pattern[str]:
    return re.compile(expand_roles(_AFTER, read_lexicon()))


@cache
def _count_words() -> frozenset[str]:
    entries = read_lexicon().entries.items()
    return frozenset(w for w, entry in entries if entry.lexeme and "count" in entry.lexeme.values)


def _noun_of(value: Value) -> str:
    if not isinstance(value, Lexeme):
        return ""
    return next((value.values[role] for role in _NOUN_ROLES if role in value.values), "")


def _is_singular(value: Value) -> bool:
    """Tell whether a noun is told of one only; measures are not (``5 km``)."""
    if not isinstance(value, Lexeme) or "noun_one" not in value.values:
        return False
    return read_lexicon().groups.get(_noun_of(value)) not in _MEASURES


def _head_of(island: Island, first: int, last: int) -> str:
    """Return the head of neighbouring nouns: the last in English, the first in Arabic.

    A measure is counted itself: ``12-year-old boy``, ``a 5 km tunnel``.
    """
    value = island.values[last - 1]
    is_last = isinstance(value, Lexeme) and value.cased
    noun = _noun_of(island.values[first])
    if is_last and read_lexicon().groups.get(noun) not in _MEASURES:
        return _noun_of(value)
    return noun


def _is_narrower(unit: str, than: str) -> bool:
    lexicon = read_lexicon()
    same_group = lexicon.groups.get(unit) == lexicon.groups.get(than)
    return same_group and than in lexicon.generic and unit not in lexicon.generic
