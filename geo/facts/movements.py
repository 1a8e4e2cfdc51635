"""Movements: where from, where to, where over the border, told or to be inferred."""

from collections.abc import Iterator

from geo.facts.borders import other_side, read_borders
from geo.facts.draft import Draft
from geo.facts.places import PlaceGroup, is_narrow, read_role
from geo.facts.placing import PLACE_FROM_BEFORE, is_crossing, point_back
from geo.facts.signals import Signal
from geo.facts.told import Told, Where
from geo.facts.types import Mark, has_mark
from geo.geoparse.resolve import lies_in
from geo.models import Fact, LocationPrecision, Place

BESIDE_DISTANCE = 90
"""How near a place must be, clauses counted, for a movement to have it for an end."""

BEHIND_CHARS = 45
"""How near behind a movement the place stands that it passes: a crossing, ``near Rabia``."""

OBJECT_CHARS = 25
"""The same for any other without a preposition: ``left Baghouz``."""

LOCATOR_CHARS = 6
"""How far behind 'the prison' the place may stand where that is."""

_UNDIRECTED = ("", "where")
_SPOTS = frozenset({LocationPrecision.SITE, LocationPrecision.SETTLEMENT, LocationPrecision.NEAR})
_AREAS = frozenset(
    {
        LocationPrecision.DISTRICT,
        LocationPrecision.PROVINCE,
        LocationPrecision.REGION,
        LocationPrecision.COUNTRY,
    }
)

SURE_ODDS = 1.0
"""The log-odds from which on a movement is told even where neither end nor number is known."""


def split_movement(told: Told, draft: Draft) -> Iterator[Where]:
    """Yield the ends of a movement: one fact for each place it is said to cross at.

    Yields nothing when its sentence tells neither an end nor how many moved, unless its words
    leave little doubt: those who flee after a deed are no movement of their own.
    """
    ends = _told_ends(draft)
    pointed = draft.border is not None or "back_reference" in draft.reading.concepts
    sure = bool(told.counted) or draft.odds >= SURE_ODDS
    if not (ends.has_ends or sure or pointed):
        return
    ends = _infer_destination(_infer_origin(ends, draft), draft)
    if not (ends.has_ends or sure):
        return
    crossings = [place for place in ends.via if not _is_border(place)]
    if not crossings:
        yield ends
    for crossing in crossings:
        yield ends._replace(via=(crossing,))


def _told_ends(draft: Draft) -> Where:
    """Return the ends that prepositions give; without any, the place of its clause.

    Those who leave leave from there, others come there.
    """
    origins = _places(draft, "origin") or _pointed_end(draft, "origin")
    destinations = _places(draft, "destination") or _pointed_end(draft, "destination")
    via = draft.find_places("via")
    if not origins and not destinations and not via:
        beside = _places_beside(draft)
        if has_mark(draft.type.name, Mark.LEAVES):
            return Where(origin=_first(beside), places=beside[1:])
        return Where(destinations=beside)
    ends = {*origins, *destinations}
    behind = tuple(place for place in _places_behind(draft) if place not in ends)
    if _ends_abroad(origins, destinations, behind, draft):
        destinations = behind
    elif has_mark(draft.type.name, Mark.CROSSES) or all(map(is_crossing, behind)):
        via = via or tuple(place for place in behind if place.precision in _SPOTS)
    elif has_mark(draft.type.name, Mark.LEAVES):
        origins = origins or behind
    if not origins and (before := _origin_before(draft, destinations)):
        origins = (before,)
    origins = tuple(o for o in origins if not any(_is_inside(o, d) for d in destinations))
    return Where(origin=_first(origins), places=origins[1:], destinations=destinations, via=via)


def _ends_abroad(
    origins: tuple[Place, ...], destinations: tuple[Place, ...], behind: tuple[Place, ...],
    draft: Draft,
) -> bool:  # fmt: skip
    """Return whether those who left a town are told to be where another country is."""
    if destinations or not behind or not has_mark(draft.type.name, Mark.CROSSES):
        return False
    towns = {place.country for place in origins if is_narrow(place)}
    return bool(towns) and towns.isdisjoint(place.country for place in behind)


def _places_behind(draft: Draft) -> tuple[Place, ...]:
    """Return what is left or passed, told right behind: ``left Baghouz for``, ``near Rabia``.

    What is known no closer than its country is neither.
    """
    for group in draft.groups:
        if group.role in _UNDIRECTED and not group.is_spoken and _is_behind(group, draft):
            return tuple(p for p in group.places if is_narrow(p) and not _is_border(p))
    return ()


def _is_behind(group: PlaceGroup, draft: Draft) -> bool:
    start, end = group.start, draft.trigger.end
    far = bool(group.role) or all(map(is_crossing, group.places))
    reach = BEHIND_CHARS if far else OBJECT_CHARS
    return 0 <= start - end <= reach and draft.reading.share_clause(start, end)


def _is_inside(place: Place, other: Place) -> bool:
    """Return whether a place lies in another that is an area, not a town beside it."""
    return (
        other.precision in _AREAS and place.radius_km <= other.radius_km and lies_in(place, other)
    )


def _pointed_end(draft: Draft, role: str) -> tuple[Place, ...]:
    """Return the places that an end points back to: ``from the town``, ``إلى مركز القضاء``."""
    for word in draft.reading.of_concept("back_reference"):
        if read_role(word.start, draft.reading) == role:
            places = _told_behind(word, draft) or point_back(word, draft, strict=True)
            return tuple(place for place in places if not _is_border(place))
    return ()


def _told_behind(word: Signal, draft: Draft) -> tuple[Place, ...]:
    """Return the places that a word is told to be in: ``from the prison in Hasakah``."""
    for group in draft.groups:
        if group.role == "where" and 0 <= group.start - word.end <= LOCATOR_CHARS:
            return group.places
    return ()


def _places_beside(draft: Draft) -> tuple[Place, ...]:
    """Return the places nearest to a movement that stand beside it; empty if none do."""
    group = draft.find_group()
    near = group and draft.reading.distance(group.start, draft.trigger.start) <= BESIDE_DISTANCE
    if group is None or not near:
        return ()
    return tuple(place for place in group.places if not _is_border(place))


def _infer_origin(ends: Where, draft: Draft) -> Where:
    """Return the ends with the origin that the context leaves no doubt about.

    It is the country across the border that a crossing lies on; where the movement told
    before began, if this one goes on with it; or for those who leave, the place told before.
    """
    if ends.origin:
        return ends
    if ends.destinations and ends.via and (across := _across(ends, ends.via, draft)):
        return ends._replace(origin=across)
    earlier = draft.memory.movement
    if earlier and _goes_on(ends, earlier, draft):
        return ends._replace(
            origin=earlier.origin, review=PLACE_FROM_BEFORE,
            destinations=ends.destinations or earlier.destinations,
        )  # fmt: skip
    if has_mark(draft.type.name, Mark.LEAVES) and (left := _left_place(ends, draft)):
        return ends._replace(origin=left, review=PLACE_FROM_BEFORE)
    if ends.destinations and draft.border:
        return ends._replace(origin=_across(ends, (draft.border,), draft))
    return ends


def _infer_destination(ends: Where, draft: Draft) -> Where:
    """Return the ends with the country that those who come over the border came to.

    It is that of the place where they were, or the only country that the article names with a
    border to where they came from.
    """
    if ends.destinations or not ends.origin or not has_mark(draft.type.name, Mark.CROSSES):
        return ends
    if ends.origin.precision is not LocationPrecision.COUNTRY:
        return ends
    into = {place.country for place in ends.via} or {
        country
        for pair in read_borders()
        if ends.origin.country in pair
        for country in pair & draft.countries
    }
    into -= {ends.origin.country, ""}
    if len(into) != 1 or min(into) not in draft.gazetteer:
        return ends
    return ends._replace(destinations=(draft.gazetteer.place(min(into)),))


def _across(ends: Where, crossed: tuple[Place, ...], draft: Draft) -> Place | None:
    return other_side(ends.destinations[0].country, crossed, gazetteer=draft.gazetteer)


def _goes_on(ends: Where, earlier: Fact, draft: Draft) -> bool:
    """Return whether a movement is the one told before: to the same country, or no end."""
    if not ends.destinations:
        return draft.border is not None
    return {p.country for p in ends.destinations} == {p.country for p in earlier.destinations}


def _left_place(ends: Where, draft: Draft) -> Place | None:
    """Return the place that people leave when the sentence says only 'the town', or no place."""
    if "back_reference" in draft.reading.concepts:
        return _first(draft.memory.places)
    told = {*ends.destinations, *ends.via}
    left = _first(draft.memory.scene or draft.memory.places)
    return None if left in told else left


def _origin_before(draft: Draft, destinations: tuple[Place, ...]) -> Place | None:
    """Return where those who move are told to be before the trigger: fighters in Syria."""
    for group in reversed(draft.groups):
        before = group.start < draft.trigger.start and group.role in ("where", "")
        if before and not set(group.places) & set(destinations):
            return group.places[0]
    return None


def _places(draft: Draft, role: str) -> tuple[Place, ...]:
    return tuple(place for place in draft.find_places(role) if not _is_border(place))


def _first(places: tuple[Place, ...]) -> Place | None:
    return places[0] if places else None


def _is_border(place: Place) -> bool:
    return place.precision is LocationPrecision.BORDER
