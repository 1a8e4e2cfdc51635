"""Persons told without a number or a noun: by a pronoun, or by a name behind the deed."""

import re

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.words import read_endings
from geo.models import Quantity

PRONOUN_CHARS = 14
"""How far before a deed that somebody undergoes the pronoun may stand: ``he had been``."""

PREPOSITION_LETTERS = 4
"""A last word that is longer is no preposition with a pronoun: ``عليه``, but not ``باتجاه``."""

_NAME = re.compile(r"\s(?:al-)?[A-Z][a-z]\w+ (?:al-|bin )?[A-Z][a-z]\w+")
_KNOWN = (SignalKind.DEMONYM, SignalKind.CONCEPT, SignalKind.TRIGGER)


def find_person(deed: Signal, reading: Reading) -> Quantity | None:
    """Return the one person a deed is done to when only a pronoun or a name tells him."""
    span = _object_pronoun(deed, reading) or _subject_pronoun(deed, reading) or _name(deed, reading)
    if span is None:
        return None
    start, end = span
    return Quantity(min=1, max=1, start=start, end=end, text=reading.article.text[start:end])


def _object_pronoun(deed: Signal, reading: Reading) -> tuple[int, int] | None:
    """Return the span of ``him``: a word behind the deed, or its ending: ``اختطفه``."""
    for word in reading.of_concept("him"):
        if 0 <= word.start - deed.end <= 1:
            return word.start, word.end
    verb, *others = reading.article.text[deed.start : deed.end].split()
    ending = [verb, *(word for word in others[-1:] if len(word) <= PREPOSITION_LETTERS)]
    found = any(word.endswith(read_endings("one_ending")) for word in ending)
    return (deed.start, deed.end) if found else None


def _subject_pronoun(deed: Signal, reading: Reading) -> tuple[int, int] | None:
    """Return the span of ``he`` before a deed that is told in the passive."""
    passive = [w for w in reading.of_concept("passive") if w.start < deed.end]
    for word in reading.of_concept("he"):
        near = 0 < deed.start - word.end <= PRONOUN_CHARS
        if near and any(word.end <= w.start for w in passive):
            return word.start, word.end
    return None


def _name(deed: Signal, reading: Reading) -> tuple[int, int] | None:
    """Return the span of a person's name right behind a deed: no place, people or force."""
    found = _NAME.match(reading.article.text, deed.end, reading.sentence.end)
    if found is None:
        return None
    start, end = found.start() + 1, found.end()
    known = [m for m in reading.mentions if start < m.end and m.start < end]
    words = [s for kind in _KNOWN for s in reading.of_kind(kind) if start < s.end and s.start < end]
    return None if known or words else (start, end)
