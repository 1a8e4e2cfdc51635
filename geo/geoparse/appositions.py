"""Appositions of a name that say it is a person's: ``Cairo, their eldest son, said``."""

import re

from geo.geoparse.cues import CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage

MAX_WORDS = 4
"""How many small words may stand before the one that says who the person is."""

_AGE = re.compile(r"[,،] \d{1,2}[,،]")
_COMMAS = frozenset({", ", "، "})
_CLOSING = frozenset(",،.")
_ENDING = re.compile(r"[,;.)]| (?:of|who|from|and|in) ")
_WORDS = re.compile(r"(?:[^\W\d_][\w'’-]*[ ,.،]){1,6}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PERSONS = frozenset({CueKind.TITLE, CueKind.KUNYA})
_DETERMINERS = frozenset({CueKind.ARTICLE, CueKind.POSSESSIVE})
_ELSE = frozenset({CueKind.PLACE_WORD, CueKind.INSIDE, CueKind.POSSESSED, CueKind.PREPOSITION})


def is_explained_as_person(name: Name, passage: Passage) -> bool:
    """Return whether a comma parts a name from words for a person, on either side.

    ``بيسان، ابنته``, ``Asia, her aunt,``; ``Her grandmother, Asia,``; ``Paris, 9,``.
    """
    text, start, end = passage.folded.text, name.start, name.end
    if _AGE.match(text, end):
        return True
    if text[end : end + 2] in _COMMAS and _is_explained_after(end + 2, passage):
        return True
    if text[start - 2 : start] not in _COMMAS or text[end : end + 1] not in _CLOSING:
        return False
    return any(cue.row.kind in _PERSONS for cue in passage.cues.ending_at(start - 2))


def _is_explained_after(position: int, passage: Passage) -> bool:
    if not passage.folded.text[position : position + 1].isascii():
        return _is_cue(position, _PERSONS, passage)
    return _is_cue(position, _DETERMINERS, passage) and _says_person(position, passage)


def _says_person(position: int, passage: Passage) -> bool:
    """Return whether a person's word stands among the next few, before any that says where."""
    words = _WORDS.match(passage.folded.text, position)
    found = list(_WORD.finditer(words[0])) if words else []
    for word in found[1 : MAX_WORDS + 2]:
        start = position + word.start()
        if _is_cue(start, _ELSE, passage):
            return False
        if _is_cue(start, _PERSONS, passage):
            end = position + word.end()
            small = passage.surface(start, start + 1).islower()
            return small and bool(_ENDING.match(passage.folded.text, end))
    return False


def _is_cue(position: int, kinds: frozenset[CueKind], passage: Passage) -> bool:
    return any(cue.row.kind in kinds for cue in passage.cues.starting_at(position))
