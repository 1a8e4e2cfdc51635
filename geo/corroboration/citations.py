"""Whether two articles have one speaker: a named person, an organisation, another outlet."""

from functools import lru_cache

from geo.corroboration.sides import find_side
from geo.corroboration.tellings import Telling
from geo.models import AttributionClass
from geo.text.fold import fold_text

SHARED_WORDS = 0.75
"""How many words of the shorter naming of a speaker stand in the longer one."""

_KNOWN = frozenset(
    {
        AttributionClass.NAMED_OFFICIAL,
        AttributionClass.GROUP_CLAIM,
        AttributionClass.MONITOR,
        AttributionClass.MEDIA,
    }
)
"""Speakers who can be told apart; a security source or a witness may be another one."""


def is_same_speaker(a: Telling, b: Telling) -> bool:
    """Return whether both articles cite one speaker, by the words or by the side they name."""
    if not (_is_known(a) and _is_known(b)) or a.attribution_class != b.attribution_class:
        return False
    words, others = _split_words(a.attribution), _split_words(b.attribution)
    shorter = min(len(words), len(others))
    if shorter > 1 and len(words & others) >= SHARED_WORDS * shorter:
        return True
    sides = {find_side(a.attribution), find_side(b.attribution)}
    organisation = a.attribution_class != AttributionClass.NAMED_OFFICIAL
    return organisation and len(sides) == 1 and "" not in sides


def cites(telling: Telling, outlet: str) -> bool:
    """Return whether a telling names an outlet as the one who says so."""
    words = _split_words(outlet)
    return (
        bool(words)
        and telling.attribution_class == AttributionClass.MEDIA
        and (words <= _split_words(telling.attribution))
    )


def _is_known(telling: Telling) -> bool:
    return bool(telling.attribution) and telling.attribution_class in _KNOWN


@lru_cache(maxsize=65_536)
def _split_words(text: str) -> frozenset[str]:
    return frozenset(fold_text(text).split())
