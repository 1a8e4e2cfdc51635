"""Appositions of a name that say it is a person's: ``Cairo, their eldest son, said``."""

import re

from geo.geoparse.cues import CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage

MAX_WORDS = 4
"""How many small words may stand before the one that says who the person is."""

_COMMA = re.compile(r"[,،] ")
_CLOSING = re.compile(r"[,،.]")
_ENDING = re.compile(r"[,;.)]| (?:of|who|from|and|in) ")
_WORDS = re.compile(r"(?:[^\W\d_][\w'’-]*[ ,.،]){1,6}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PERSONS = frozenset({CueKind.TITLE, CueKind.KUNYA})
_DETERMINERS = frozenset({CueKind.ARTICLE, CueKind.POSSESSIVE})
_ELSE = frozenset({CueKind.PLACE_WORD, CueKind.INSIDE, CueKind.POSSESSED, CueKind.PREPOSITION})


def is_explained_as_person(name: Name, passage: Passage) -> bool:
    """Return whether a comma parts a name from words for a person, on either side.

    ``بيسان، ابنته``, ``Asia, her aunt,``; ``Her grandmother, Asia,``.
    """
    return _is_explained_before(name, passage) or _is_explained_after(name, passage)


def _is_explained_before(name: Name, passage: Passage) -> bool:
    text, start = passage.folded.text, name.start
    if not _COMMA.match(text, start - 2) or not _CLOSING.match(text, name.end):
        return False
    return any(cue.row.kind in _PERSONS for cue in passage.cues.ending_at(start - 2))


def _is_explained_after(name: Name, passage: Passage) -> bool:
    comma = _COMMA.match(passage.folded.text, name.end)
    if not comma:
        return False
    position = comma.end()
    if not passage.folded.text[name.start].isascii():
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
