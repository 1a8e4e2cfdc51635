"""Counted nouns: what a number counts, found after it, before it, or at a word for ``number``."""

import re
from dataclasses import dataclass
from functools import cache

from geo.text.lexemes import Lexeme, read_lexicon
from geo.text.numerals import expand_roles
from geo.text.tokens import Island, Reading, Value

_AFTER = (
    r"-?(?:{join}|{of})?{the}?(?P<gap>(?:(?:x|{adjective})[-.]?){{0,3}})(?P<nouns>{noun}+)"
    r"(?:(?:{join}|{of}){the}?(?:x-?){{0,2}}(?P<specific>{noun}+))?"
)
_MEASURES = frozenset({"time", "distance", "area", "money"})
_MOST_WORDS_BACK = 14
_SENTENCE_ENDS = ("\n", ". ", "؟", "!")


@dataclass(frozen=True, slots=True)
class Counted:
    """The key of a counted noun and the token after it."""

    unit: str
    last: int


def find_after(island: Island, position: int, *, joined: bool = True) -> Counted | None:
    """Return the noun counted by a number that ends before a token, None where none follows.

    Of a general word (``12 شخصاً``) the more specific one that follows it counts
    (``من جامعي الكمأ``). Without `joined` a word between, such as ``of``, rules a noun out.
    """
    found = _after().match(island.symbols, position)
    if not found or (not joined and found.start("nouns") != position + len(found["gap"])):
        return None
    noun = _head_of(island, *found.span("nouns"))
    last = found.end("nouns")
    if found["specific"]:
        specific = _head_of(island, *found.span("specific"))
        if _is_narrower(specific, noun):
            return Counted(specific, found.end())
    return Counted(noun, last)


def find_before(island: Island, position: int) -> Counted | None:
    """Return the noun right before a number told after it: ``الجنود الأربعة``."""
    lexicon = read_lexicon()
    while position and island.symbols[position - 1] in lexicon.symbols["the"]:
        position -= 1
    value = island.values[position - 1] if position else ""
    return Counted(noun, position) if (noun := _noun_of(value)) else None


def find_at_count(reading: Reading, position: int) -> str:
    """Return the noun of ``عدد المسلحين يقدر بـ`` before a folded offset, empty if there is none.

    Looks back some words, not beyond the sentence: a word for *number* must stand there too;
    the noun next to it is what it counts.
    """
    begin = max(reading.folded.text.rfind(mark, 0, position) for mark in _SENTENCE_ENDS)
    slot = reading.slot_at(position) - 1
    words = read_lexicon().words
    nouns: list[tuple[int, str]] = []
    count = -1
    for i in range(slot, max(-1, slot - _MOST_WORDS_BACK), -1):
        if reading.start_of(i) <= begin:
            break
        lexeme = words.get(reading.words[i])
        if lexeme and "count" in lexeme.values:
            count = i
        elif lexeme and "noun" in lexeme.values:
            nouns.append((i, lexeme.values["noun"]))
    if count < 0 or not nouns:
        return ""
    return min(nouns, key=lambda noun: abs(noun[0] - count))[1]


@cache
def _after() -> re.Pattern[str]:
    return re.compile(expand_roles(_AFTER, read_lexicon()))


def _noun_of(value: Value) -> str:
    return value.values.get("noun", "") if isinstance(value, Lexeme) else ""


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
