"""Which number belongs to which trigger: the killed apart from those who acted."""

from collections.abc import Iterable
from functools import cache

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.models import Quantity
from geo.tables import read_table

MAX_COUNT_DISTANCE = 110
MAX_BARE_DISTANCE = 40
"""A number that counts no named noun must stand this near to its trigger."""

MAX_CASUALTY_CHARS = 28
MAX_KILLED_DISTANCE = 260
SUBSET_CHARS = 12
_MEASURES = frozenset({"money", "distance", "time", "area"})


def find_killed(trigger: Signal, reading: Reading) -> Quantity | None:
    """Return the number of killed that is told nearest to a trigger, None when none is."""
    told = [
        (reading.distance(trigger.start, cue.start), _gap(cue, quantity), quantity)
        for cue in _casualty_words(reading)
        for quantity in reading.quantities
        if _gap(cue, quantity) <= MAX_CASUALTY_CHARS and _may_be_killed(quantity, cue, reading)
    ]
    told = [item for item in told if item[0] <= MAX_KILLED_DISTANCE]
    return min(told, key=lambda item: (item[0], item[1], item[2].start))[2] if told else None


def find_count(
    trigger: Signal, reading: Reading, *, groups: frozenset[str], taken: Quantity | None
) -> Quantity | None:
    """Return the number that a trigger counts: of the right group of nouns, and nearest.

    The number of killed (`taken`), of wounded and of a part ('12 of them children') is never
    the count; a number without a noun is, where it stands beside the trigger.
    """
    near = []
    for quantity in reading.quantities:
        distance = reading.distance(trigger.start, quantity.start)
        limit = MAX_COUNT_DISTANCE if quantity.unit else MAX_BARE_DISTANCE
        counted = group_of(quantity) in groups or not quantity.unit
        if counted and distance <= limit and not _is_other(quantity, taken, reading):
            near.append((distance, quantity))
    return min(near, key=lambda item: (item[0], item[1].start))[1] if near else None


def group_of(quantity: Quantity) -> str:
    """Return the group of the noun counted: person, family, event, thing ...; empty if none."""
    return read_groups().get(quantity.unit, "")


@cache
def read_groups() -> dict[str, str]:
    """Return the group of every counted noun."""
    return {row["key"]: row["group"] for row in read_table("lexicon/units", "key", "group")}


def _casualty_words(reading: Reading) -> list[Signal]:
    return [s for s in reading.of_kind(SignalKind.TRIGGER) if s.row.key == "casualty"]


def _wounded_words(reading: Reading) -> list[Signal]:
    return [s for s in reading.of_kind(SignalKind.CONCEPT) if s.row.key == "wounded"]


def _gap(cue: Signal, quantity: Quantity) -> int:
    """Return the characters between a word and a number, 0 when one holds the other."""
    if quantity.start >= cue.end:
        return quantity.start - cue.end
    return cue.start - quantity.end if quantity.end <= cue.start else 0


def _may_be_killed(quantity: Quantity, cue: Signal, reading: Reading) -> bool:
    if group_of(quantity) in _MEASURES or _is_subset(quantity, reading):
        return False
    wounded = [
        _gap(word, quantity) + (0 if word.start <= quantity.start else 4)
        for word in _wounded_words(reading)
    ]
    return not wounded or min(wounded) >= _gap(cue, quantity)


def _is_subset(quantity: Quantity, reading: Reading) -> bool:
    """Return whether a number only tells a part of one told before: '86, including 32'."""
    words = [s for s in reading.of_kind(SignalKind.CONCEPT) if s.row.key == "subset"]
    return any(0 <= quantity.start - word.end <= SUBSET_CHARS for word in words)


def _is_other(quantity: Quantity, taken: Quantity | None, reading: Reading) -> bool:
    return (
        quantity == taken
        or _is_subset(quantity, reading)
        or _stands_beside(quantity, [*_wounded_words(reading), *_casualty_words(reading)])
    )


def _stands_beside(quantity: Quantity, words: Iterable[Signal]) -> bool:
    return any(_gap(word, quantity) <= SUBSET_CHARS for word in words)
