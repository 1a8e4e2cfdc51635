"""Where a fact is: the places its sentence tells, else those it points back to."""

from dataclasses import replace

from geo.facts.draft import Draft, is_narrow
from geo.facts.signals import SignalKind
from geo.models import Fact, Kind, Place

PLACE_FROM_BEFORE = "place-from-before"
"""Review: the place is told in an earlier sentence, not in the fact's own."""


def place_fact(fact: Fact, draft: Draft) -> Fact:
    """Return a fact with where it is; empty places when nothing tells it."""
    told = _told_places(draft)
    if any(map(is_narrow, told)):
        return replace(fact, places=told)
    pointed = _pointed_places(draft)
    if not told and not pointed:
        told = _country_of_demonym(draft)
    if not told and not pointed and fact.kind is not Kind.CLAIM:
        pointed = draft.memory.scene
    if pointed:
        return replace(fact, places=pointed, review=PLACE_FROM_BEFORE)
    return replace(fact, places=told)


def _told_places(draft: Draft) -> tuple[Place, ...]:
    """Return the places the sentence tells: the nearest, or the border it speaks of."""
    places = draft.find_places(wide=draft.type.kind is Kind.CLAIM)
    if draft.border and not any(map(is_narrow, places)):
        return (draft.border,)
    return places


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
    """Return the country of a demonym: four Iraqi provinces are somewhere in Iraq."""
    codes = [signal.row.key for signal in draft.reading.of_kind(SignalKind.DEMONYM)]
    known = [code for code in codes if code in draft.gazetteer]
    return (draft.gazetteer.place(known[0]),) if known else ()
