"""Where a fact is: the places its sentence tells, else those it points back to."""

from dataclasses import replace

from geo.facts.draft import Draft, is_narrow
from geo.facts.signals import SignalKind
from geo.models import Fact, Kind, Place

PLACE_FROM_BEFORE = "place-from-before"
"""Review: the place is told in an earlier sentence, not in the fact's own."""

PLACE_UNKNOWN = "place-unknown"
"""Review: the sentence names a place that no source knows."""

UNKNOWN_CHARS = 60
"""A place that no source knows is the trigger's own when it stands this near."""

MIN_UNKNOWN_SCORE = 0.6
"""How sure it must be that the unknown words name a place at all."""


def place_fact(fact: Fact, draft: Draft) -> Fact:
    """Return a fact with where it is; empty places when nothing tells it.

    Where the sentence tells no place it is where it points back to, else where the article is;
    the last resort is the place of whoever says so: the police chief of Kirkuk.
    """
    told = _told_places(draft)
    if any(map(is_narrow, told)):
        return replace(fact, places=told)
    if _names_unknown(draft):
        return replace(fact, places=told, review=PLACE_UNKNOWN)
    pointed = _pointed_places(draft)
    if not told and not pointed:
        told = _country_of_demonym(draft)
    if not told and not pointed and fact.kind is not Kind.CLAIM:
        memory = draft.memory
        pointed = memory.beside if draft.is_lasting else memory.scene
        pointed = pointed or _spoken_places(draft)
    if pointed:
        return replace(fact, places=pointed, review=PLACE_FROM_BEFORE)
    return replace(fact, places=told)


def _told_places(draft: Draft) -> tuple[Place, ...]:
    """Return the places the sentence tells: the nearest, or the border it speaks of."""
    places = draft.find_places(wide=draft.type.kind is Kind.CLAIM)
    if draft.border and not any(map(is_narrow, places)):
        return (draft.border,)
    return places


def _names_unknown(draft: Draft) -> bool:
    """Return whether a trigger's own place is one that no source knows."""
    return any(
        mention.place is None
        and mention.score >= MIN_UNKNOWN_SCORE
        and abs(mention.start - draft.trigger.start) <= UNKNOWN_CHARS
        and draft.reading.clause_of(mention.start) == draft.reading.clause_of(draft.trigger.start)
        for mention in draft.reading.mentions
    )


def _pointed_places(draft: Draft) -> tuple[Place, ...]:
    """Return the places of an earlier sentence that 'the town', 'the province' points to."""
    concepts, before = draft.reading.concepts, draft.memory.places
    if "back_reference" in concepts:
        return before
    if "back_province" in concepts:
        codes = dict.fromkeys(place.admin1 for place in before)
        return tuple(draft.gazetteer.place(code) for code in codes if code in draft.gazetteer)
    return ()


def _country_of_demonym(draft: Draft) -> tuple[Place, ...]:
    """Return the country of unnamed places: four Iraqi provinces are somewhere in Iraq."""
    reading = draft.reading
    units = reading.of_concept("unit_of_land")
    for demonym in reading.of_kind(SignalKind.DEMONYM):
        beside = any(
            0 <= demonym.start - unit.end <= 1 or 0 <= unit.start - demonym.end <= 1
            for unit in units
        )
        if beside and demonym.row.key in draft.gazetteer:
            return (draft.gazetteer.place(demonym.row.key),)
    return ()


def _spoken_places(draft: Draft) -> tuple[Place, ...]:
    """Return the place of the speaker's post, when it is the only one of the sentence."""
    spoken = [group.places for group in draft.groups if group.is_spoken]
    return spoken[0] if len(spoken) == 1 and all(map(is_narrow, spoken[0])) else ()
