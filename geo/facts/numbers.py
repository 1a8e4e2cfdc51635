"""Which number belongs to which trigger: the killed apart from those who acted."""

from functools import cache

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.models import Quantity
from geo.tables import read_table

MAX_COUNT_CHARS = 70
MAX_CASUALTY_CHARS = 28
_MEASURES = frozenset({"money", "distance", "time", "area"})


def find_killed(reading: Reading) -> Quantity | None:
    """Return the number of killed that a sentence tells, None when it tells none."""
    for cue in _casualty_words(reading):
        near = [
            (gap, quantity)
            for quantity in reading.quantities
            if (gap := _gap(cue, quantity)) <= MAX_CASUALTY_CHARS
            and group_of(quantity) not in _MEASURES
            and not _is_wounded(quantity, reading, cue)
        ]
        if near:
            return min(near, key=lambda item: (item[0], item[1].start))[1]
    return None


def find_count(
    trigger: Signal, reading: Reading, *, groups: frozenset[str], taken: Quantity | None
) -> Quantity | None:
    """Return the number that a trigger counts: of the right group of nouns, and nearest.

    The number of killed (`taken`) and of wounded is never the count of those who acted.
    """
    near = [
        (reading.distance(trigger.start, quantity.start), quantity)
        for quantity in reading.quantities
        if quantity != taken
        and group_of(quantity) in groups
        and not _is_casualty(quantity, reading)
    ]
    near = [(gap, quantity) for gap, quantity in near if gap <= MAX_COUNT_CHARS + 40]
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


def _gap(cue: Signal, quantity: Quantity) -> int:
    """Return the distance of a number from a word; a number before it is nearer or none."""
    if quantity.start <= cue.start < quantity.end:
        return 0
    if quantity.start >= cue.end:
        return quantity.start - cue.end
    return cue.start - quantity.end if quantity.end <= cue.start else 0


def _is_wounded(quantity: Quantity, reading: Reading, cue: Signal) -> bool:
    wounded = [
        _gap(s, quantity) + (0 if s.start <= quantity.start else 4)
        for s in reading.of_kind(SignalKind.CONCEPT)
        if s.row.key == "wounded"
    ]
    return bool(wounded) and min(wounded) < _gap(cue, quantity)


def _is_casualty(quantity: Quantity, reading: Reading) -> bool:
    words = [s for s in reading.of_kind(SignalKind.CONCEPT) if s.row.key == "wounded"]
    words += _casualty_words(reading)
    return any(_gap(word, quantity) <= 12 for word in words)
