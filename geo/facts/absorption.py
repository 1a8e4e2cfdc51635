"""Absorption: of near triggers that tell one thing the more exact one stays."""

from collections.abc import Iterable
from functools import cache

from geo.facts.counted_beside import is_counted
from geo.facts.reading import Reading
from geo.facts.reasons import discard
from geo.facts.signals import Signal
from geo.facts.types import read_counts
from geo.facts.units import FAMILY, PERSON, group_of
from geo.models import Discarded
from geo.tables import read_table, split_list

ABSORBING_DISTANCE = 60
"""Two triggers this close, clauses counted, may tell one thing."""

OWN_NUMBER_CHARS = 30
"""People who are counted this near to a trigger are its own."""

_MOVED = frozenset({PERSON, FAMILY})


def absorb_triggers(
    triggers: list[Signal], reading: Reading, discarded: list[Discarded]
) -> list[Signal]:
    """Drop the broader of two near triggers, and a type told twice of one date and number."""
    kept: dict[tuple[str, int | None, int | None], Signal] = {}
    absorbed: set[Signal] = set()
    for trigger in triggers:
        absorber = _find_absorber(trigger, triggers, absorbed, reading)
        if absorber:
            absorbed.add(trigger)
            discarded.append(discard(trigger, "absorbed", absorber.row.key))
            continue
        key = (trigger.row.key, reading.nearest_date(trigger), _find_own_number(trigger, reading))
        if key in kept:
            discarded.append(discard(trigger, "repeated"))
        else:
            kept[key] = trigger
    return list(kept.values())


def _find_absorber(
    trigger: Signal, triggers: Iterable[Signal], absorbed: set[Signal], reading: Reading
) -> Signal | None:
    """Return the nearest trigger that tells more exactly what this one tells.

    Of two that absorb each other the first stays; things that are counted apart both do.
    """
    reaches = absorbers_of(trigger.row.key)
    if not reaches:
        return None
    near = [
        (distance, other.start, other)
        for other in triggers
        if other.row.key in reaches
        and not (other in absorbed and trigger.row.key in absorbers_of(other.row.key))
        and (distance := reading.distance(trigger.start, other.start)) <= reaches[other.row.key]
        and not (is_counted(trigger, reading) and is_counted(other, reading))
    ]
    return min(near)[2] if near else None


def _find_own_number(trigger: Signal, reading: Reading) -> int | None:
    """Return where the number of people stands that only this trigger counts, None if none.

    ``2,071 families returned to Fallujah, while 1,432 families went back to Haditha``.
    """
    if not read_counts().get(trigger.row.key, frozenset()) & _MOVED:
        return None
    near = [
        (max(q.start - trigger.end, trigger.start - q.end), q.start)
        for q in reading.quantities
        if group_of(q) in _MOVED
    ]
    gap, start = min(near, default=(OWN_NUMBER_CHARS + 1, 0))
    return start if gap <= OWN_NUMBER_CHARS else None


@cache
def absorbers_of(name: str) -> dict[str, int]:
    """Return the types that tell more exactly what a type tells, and how near they must be."""
    rows = read_table("lexicon/absorptions", "type", "absorbed_by", "distance")
    return {
        absorber: int(row["distance"] or ABSORBING_DISTANCE)
        for row in sorted(rows, key=lambda row: int(row["distance"] or ABSORBING_DISTANCE))
        if row["type"] == name
        for absorber in split_list(row["absorbed_by"])
    }
