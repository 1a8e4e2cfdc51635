"""What a text says of how two neighbouring names lie: one in the other, or one near the other."""

from collections.abc import Sequence
from itertools import pairwise

from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.recognise import THRESHOLD, Toponym
from geo.models import LocationPrecision
from geo.text.fold import Folded

_CONTAINERS = frozenset(
    {LocationPrecision.DISTRICT, LocationPrecision.PROVINCE, LocationPrecision.REGION}
    | {LocationPrecision.COUNTRY, LocationPrecision.NEAR, LocationPrecision.SETTLEMENT}
)
_LINKS = frozenset(
    {CueKind.INSIDE, CueKind.BELONGS, CueKind.PLACE_WORD, CueKind.RELATION, CueKind.POSSESSED}
    | {CueKind.ARTICLE}
)
_NEARNESS = frozenset({"near", "north", "south", "east", "west"})


def find_containers(toponyms: Sequence[Toponym], folded: Folded) -> dict[int, int]:
    """Return for each toponym the one it is said to lie in: the next, joined by link words.

    ``الرمانة التابعة لقضاء القائم في الأنبار``; ``Badush, Nineveh province``.
    """
    return {
        i: i + 1
        for i, (inner, outer) in enumerate(pairwise(toponyms))
        if outer.score >= THRESHOLD and _says_inside(inner, outer, folded)
    }


def find_neighbours(toponyms: Sequence[Toponym], folded: Folded) -> dict[int, int]:
    """Return for each toponym the one it is said to be near: ``الزوية قرب البغدادي``."""
    return {
        i: i + 1
        for i, (first, second) in enumerate(pairwise(toponyms))
        if second.score >= THRESHOLD and _says_near(first, second, folded)
    }


def _says_inside(inner: Toponym, outer: Toponym, folded: Folded) -> bool:
    """Return whether only link words stand between two names, and say 'in'."""
    if not _leads(outer) or not any(place.precision in _CONTAINERS for place in outer.places):
        return False
    links, between = _links(inner, outer, folded)
    if any(cue.row.kind not in _LINKS for cue in links):
        return False
    if between in (",", "،"):
        typed = [c for c in (*links, *outer.after) if c.row.kind is CueKind.PLACE_WORD]
        return bool(typed) or (folded.text[outer.start].isascii() and not links)
    says_in = outer.clitic == "in" or any(
        cue.clitic == "in" or cue.row.kind in (CueKind.INSIDE, CueKind.BELONGS) for cue in links
    )
    return not between and says_in


def _says_near(first: Toponym, second: Toponym, folded: Folded) -> bool:
    if not _leads(second):
        return False
    links, between = _links(first, second, folded)
    near = [
        cue for cue in links if cue.row.kind is CueKind.RELATION and cue.row.values[0] in _NEARNESS
    ]
    return bool(near) and between in ("", ",", "،")


def _leads(outer: Toponym) -> bool:
    """Return whether a toponym stands alone or first in its list."""
    return outer.listed_with is None or outer.listed_with == outer.start


def _links(inner: Toponym, outer: Toponym, folded: Folded) -> tuple[list[Cue], str]:
    """Return the cues between two names, and what else stands between."""
    links = [cue for cue in outer.before if cue.start >= inner.end]
    begin = min((cue.word_start for cue in links), default=outer.word_start)
    return links, folded.text[inner.end : begin].strip()
