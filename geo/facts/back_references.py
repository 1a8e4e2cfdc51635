"""Back references: what tells nothing new, as an earlier sentence told it already."""

from functools import cache

from geo.facts.absorption import absorbers_of
from geo.facts.intervals import TOTAL_DAYS, count_days
from geo.facts.memory import Memory
from geo.facts.places import is_narrow
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, IDIOM, Signal
from geo.facts.types import EVENT_KINDS, FactType, Mark, has_mark, read_deadly, read_types
from geo.models import Kind

AGAIN = "again"
"""Of what only points back: what nothing told before may mean is a fact of its own all the same."""

OWN_CHARS = 60
"""A place this near to a trigger, in its clause, is its own."""

OWN_DATE_CHARS = 30
"""The same for a date and a number."""

NEW_PLACE_CHARS = 110
"""A place this near that no sentence named before makes an attack another attack."""

CONTEXT_CHARS = 70
"""What follows 'this comes amid' this closely is the context of the news."""


def points_back(trigger: Signal, fact_type: FactType, reading: Reading, memory: Memory) -> str:
    """Return the code of why a trigger may tell nothing new, empty when nothing says so.

    A definite noun (``the attack``, ``the dead``) points back to what the article told, unless
    its clause gives it a day, a place or a number of its own; so does an attack without any of
    these. A clash may tell more of the deed before it, or go on with it. What is told again is
    found by `geo.facts.coreference`.
    """
    if not memory.told or _is_told_apart(trigger, fact_type, reading, memory):
        return ""
    deeds = _events_of(memory.told)
    meant = memory.told & {fact_type.name, *absorbers_of(fact_type.name)}
    broad = trigger.row.key not in read_types() and fact_type.name in deeds
    broad |= has_mark(fact_type.name, Mark.BROAD) and bool(meant or deeds & _read_killing())
    elaborates = broad and not reading.of_concept("another")
    checks = {
        AGAIN: (trigger.row.key == CASUALTY and bool(deeds))
        or (bool(meant) and reading.is_definite(trigger))
        or (elaborates and fact_type.kind is Kind.INCIDENT),
        "elaborates": elaborates,
        "context": fact_type.kind in EVENT_KINDS and _is_context(trigger, reading),
    }
    return next((code for code, holds in checks.items() if holds), "")


def _is_told_apart(trigger: Signal, fact_type: FactType, reading: Reading, memory: Memory) -> bool:
    """Return whether a trigger has a place, a date or a number of its own in its clause.

    What is somewhere has its place anywhere in the sentence.
    """
    definite = reading.is_definite(trigger)
    spots = [
        m.start
        for m in reading.mentions
        if m.place and is_narrow(m.place) and m.place not in memory.places
    ]
    if fact_type.kind is Kind.PRESENCE and spots:
        return True
    is_broad = has_mark(fact_type.name, Mark.BROAD) and not definite
    if is_broad and _is_somewhere_new(trigger, reading, memory):
        return True
    is_toll = trigger.row.key == CASUALTY
    if is_toll and (definite or _has_date_apart(reading, memory)):
        return not definite
    own = [(start, OWN_CHARS) for start in spots]
    own += [] if is_toll else [(start, OWN_DATE_CHARS) for start in _list_told(trigger, reading)]
    return any(
        abs(start - trigger.start) <= reach
        and reading.share_clause(start, trigger.start)
        and not reading.in_speaker(start)
        and not _is_anothers(trigger, start, reading)
        for start, reach in own
    )


def _list_told(trigger: Signal, reading: Reading) -> list[int]:
    """Return where the dates and the numbers of a sentence begin that may be a trigger's own."""
    definite = reading.is_definite(trigger)
    dates = [told.start_char or 0 for told in reading.dates if told.start or told.end]
    numbers = [q.start for q in reading.quantities if q.start >= trigger.end or not definite]
    return [*dates, *numbers]


def _is_somewhere_new(trigger: Signal, reading: Reading, memory: Memory) -> bool:
    """Return whether a place that was never named before stands near a trigger."""
    known = {place for places in memory.named for place in places}
    return any(
        m.place
        and is_narrow(m.place)
        and m.place not in known
        and abs(m.start - trigger.start) <= NEW_PLACE_CHARS
        and not reading.in_speaker(m.start)
        for m in reading.mentions
    )


def _is_context(trigger: Signal, reading: Reading) -> bool:
    """Return whether a deed is only told as what the news stands in: 'this comes as part of'."""
    return any(
        0 <= trigger.start - word.end <= CONTEXT_CHARS for word in reading.of_concept("context")
    )


def _has_date_apart(reading: Reading, memory: Memory) -> bool:
    """Return whether a sentence on the dead has a date that is not the last event's."""
    day = memory.day
    for told in reading.dates:
        if count_days(told) >= TOTAL_DAYS:
            return True
        if day and told.start and told.end and day.start and day.end:
            return told.start > day.end or told.end < day.start
    return False


def _is_anothers(trigger: Signal, start: int, reading: Reading) -> bool:
    """Return whether 'until' or another trigger parts a trigger from what stands behind it."""
    others = (word for word in reading.triggers if word.row.key not in (CASUALTY, IDIOM))
    words = (*reading.of_concept("until"), *others)
    return any(trigger.end <= word.start < start for word in words)


def _events_of(told: frozenset[str]) -> frozenset[str]:
    """Return the types told that are events."""
    return frozenset(name for name in told if read_types()[name].kind in EVENT_KINDS)


@cache
def _read_killing() -> frozenset[str]:
    """Return the triggers that kill."""
    return frozenset(name for name, rank in read_deadly().items() if rank == 1)
