"""What is counted beside a trigger: fighters, people who move, deeds of more than one day."""

from geo.facts.reading import Reading
from geo.facts.signals import Signal
from geo.facts.units import FAMILY, group_of, read_units
from geo.models import DatePrecision, Quantity

COUNTED_PEOPLE = "counted_people"
"""The concept of people counted beside a trigger who flee or return."""

FIGHTERS_CHARS = 60
"""Fighters who are counted this near to a trigger are a force of so many."""

PEOPLE_CHARS = 45
"""People who are counted this near to a trigger are those who move."""

MIN_EVENTS = 5
"""How many deeds make a total."""

COUNTED_CHARS = 2
"""A number this near before a trigger counts it."""


def list_counted(trigger: Signal, reading: Reading) -> frozenset[str]:
    """Return what is counted beside a trigger: fighters, or deeds of more than one day."""
    counted = set()
    for quantity in reading.quantities:
        gap = max(quantity.start - trigger.end, trigger.start - quantity.end)
        if quantity.unit in read_units("armed") and gap <= FIGHTERS_CHARS:
            counted.add("counted_fighters")
        if _moves(quantity) and gap <= PEOPLE_CHARS:
            counted.add(COUNTED_PEOPLE)
        several = group_of(quantity) == "event" and quantity.min >= MIN_EVENTS
        if several and gap <= COUNTED_CHARS and not _tells_one_day(trigger, reading):
            counted.add("counted_events")
    return frozenset(counted)


def _moves(quantity: Quantity) -> bool:
    """Return whether a number counts people who flee or return: families, residents."""
    return group_of(quantity) == FAMILY or quantity.unit in read_units("moving")


def _tells_one_day(trigger: Signal, reading: Reading) -> bool:
    """Return whether the date told nearest to a trigger is a day."""
    start = reading.nearest_date(trigger)
    return any(
        told.precision is DatePrecision.DAY for told in reading.dates if told.start_char == start
    )


def is_counted(trigger: Signal, reading: Reading) -> bool:
    """Return whether a number stands right before a trigger: eight tunnels, four hideouts."""
    return any(0 <= trigger.start - q.end <= COUNTED_CHARS for q in reading.quantities)
