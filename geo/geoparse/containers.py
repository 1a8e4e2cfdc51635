"""What a text says of how two neighbouring names lie: one in the other, or one near the other."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

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
MAX_LINK_CHARS = 60
"""How far apart two names may stand and still be told to lie in one another."""

_NEARNESS = frozenset({"near", "north", "south", "east", "west"})


class Positions(NamedTuple):
    """Which toponym lies in which, what holds which, and which is near which, by number.

    `loose` are those said to lie in another by a bare "in" alone: ``مقاتلون من الفلوجة في حلب``
    are in Aleppo, Fallujah isn't.
    """

    outer: dict[int, int]
    inner: dict[int, int]
    beside: dict[int, int]
    loose: set[int]

    def told(self) -> set[int]:
        """Return the numbers of all toponyms that the text places by another."""
        return {*self.outer, *self.inner, *self.beside, *self.beside.values()}


def find_positions(toponyms: Sequence[Toponym], folded: Folded) -> Positions:
    """Return for each toponym the next one when the words between say how they lie.

    In it: ``الرمانة التابعة لقضاء القائم في الأنبار``, ``Badush, Nineveh province``; near it:
    ``الزوية قرب البغدادي``.
    """
    positions = Positions({}, {}, {}, set())
    for i, (first, second) in enumerate(pairwise(toponyms)):
        if second.word_start - first.end > MAX_LINK_CHARS or second.score < THRESHOLD:
            continue
        if second.listed_with is not None and second.listed_with != second.start:
            continue
        links, between = _links(first, second, folded)
        if _says_inside(second, links, between, folded):
            positions.outer[i] = i + 1
            positions.inner[i + 1] = i
            if _is_loose(first, second, links, between):
                positions.loose.add(i)
        elif not between and _says_part(first, second, links):
            positions.outer[i] = i + 1
            positions.inner[i + 1] = i
            positions.loose.add(i)
        if _says_near(links, between):
            positions.beside[i] = i + 1
    return positions


def _says_inside(outer: Toponym, links: Sequence[Cue], between: str, folded: Folded) -> bool:
    """Return whether only link words stand between two names, and say 'in'."""
    if not any(place.precision in _CONTAINERS for place in outer.places):
        return False
    if any(cue.row.kind not in _LINKS for cue in links):
        return False
    if between in (",", "،"):
        typed = [c for c in (*links, *outer.after) if c.row.kind is CueKind.PLACE_WORD]
        return bool(typed) or (folded.text[outer.start].isascii() and not links)
    says_in = outer.clitic == "in" or any(
        cue.clitic == "in" or cue.row.kind in (CueKind.INSIDE, CueKind.BELONGS) for cue in links
    )
    return not between and says_in


def _says_part(inner: Toponym, outer: Toponym, links: Sequence[Cue]) -> bool:
    """Return whether a name stands before a part of a country: ``الجفرة وسط ليبيا``."""
    country = LocationPrecision.COUNTRY
    if not inner.places or any(place.precision is country for place in inner.places):
        return False
    relations = [cue for cue in links if cue.row.kind is CueKind.RELATION]
    if not relations or {cue.start for cue in links} > {cue.start for cue in relations}:
        return False
    directed = all(cue.row.side == "before" and cue.row.in_name for cue in relations)
    return directed and any(place.precision is country for place in outer.places)


def _is_loose(inner: Toponym, outer: Toponym, links: Sequence[Cue], between: str) -> bool:
    """Return whether nothing but a bare "in" says that one name lies in another."""
    typed = any(cue.row.kind is CueKind.PLACE_WORD for cue in (*inner.before[:1], *outer.before))
    return not between and not typed and all(cue.row.kind is CueKind.INSIDE for cue in links)


def _says_near(links: Sequence[Cue], between: str) -> bool:
    if between not in ("", ",", "،"):
        return False
    return any(cue.row.kind is CueKind.RELATION and cue.row.values[0] in _NEARNESS for cue in links)


def _links(inner: Toponym, outer: Toponym, folded: Folded) -> tuple[list[Cue], str]:
    """Return the cues between two names, and what else stands between."""
    links = [cue for cue in outer.before if cue.start >= inner.end]
    begin = min((cue.word_start for cue in links), default=outer.word_start)
    apposed = (cue.end for cue in inner.after if not inner.places and cue.end < begin)
    return links, folded.text[max(apposed, default=inner.end) : begin].strip()
