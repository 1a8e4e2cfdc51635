"""What earlier sentences of an article left for later ones to point back to."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.facts.attribution import UNATTRIBUTED
from geo.facts.numbers import CASUALTY
from geo.facts.reading import Reading
from geo.facts.signals import Signal
from geo.facts.speakers import Attribution
from geo.facts.triggers import absorbers_of
from geo.facts.types import FactType, read_types
from geo.models import DateInterval, DatePrecision, Fact, Kind, LocationPrecision, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier sentences left for later ones to point back to.

    `places` is where the article last was, `beside` where the facts of the sentence directly
    before are, empty when it told none; `spots` are all the places of facts told so far, `told`
    their types, `day` the day of what the paragraph told last.
    """

    places: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()
    spots: frozenset[tuple[Place, ...]] = frozenset()
    when: DateInterval | None = None
    day: DateInterval | None = None
    paragraph: int = -1
    attribution: Attribution = UNATTRIBUTED
    movement: Fact | None = None
    told: frozenset[str] = frozenset()

    def day_in(self, paragraph: int) -> DateInterval | None:
        """Return the day of what the sentence before told, if it stands in this paragraph."""
        return self.day if paragraph == self.paragraph else None

    @property
    def scene(self) -> tuple[Place, ...]:
        """Where a sentence that names no place may be: beside the last, or the only spot."""
        (only,) = self.spots if len(self.spots) == 1 else ((),)
        return self.beside or only


def refers_back(trigger: Signal, fact_type: FactType, reading: Reading, memory: Memory) -> bool:
    """Return whether a trigger only points back to what was told: 'the attack', 'the dead'.

    It does when its noun is definite, the article told a fact that can be meant, and the
    sentence gives it neither a day nor a place of its own.
    """
    if not memory.told or not (trigger.row.key == CASUALTY or reading.is_definite(trigger)):
        return False
    meant = memory.told & {fact_type.name, *absorbers_of(fact_type.name)}
    if trigger.row.key == CASUALTY:
        meant |= {name for name in memory.told if read_types()[name].kind is Kind.INCIDENT}
        meant |= {name for name in memory.told if read_types()[name].kind is Kind.SECURITY}
        return bool(meant)
    new_place = any(
        m.place and _is_narrow(m.place) and m.place not in memory.places for m in reading.mentions
    )
    return bool(meant) and not new_place and not any(d.start for d in reading.dates)


def remember(
    memory: Memory, reading: Reading, speaker: Attribution, found: Sequence[Fact]
) -> Memory:
    """Return the memory after a sentence."""
    named = tuple(m.place for m in reading.mentions if m.place and _is_narrow(m.place))
    placed = next((f.places for f in found if f.places and all(map(_is_narrow, f.places))), ())
    told = [d for d in reading.dates if d.start]
    movements = [fact for fact in found if fact.kind is Kind.MOVEMENT and fact.destinations]
    return Memory(
        places=placed or named[-1:] or memory.places,
        beside=placed,
        spots=memory.spots | {placed} if placed else memory.spots,
        when=told[0] if told else memory.when,
        day=_day_of(found) or memory.day_in(reading.sentence.paragraph),
        paragraph=reading.sentence.paragraph,
        attribution=speaker if speaker is not UNATTRIBUTED else memory.attribution,
        movement=movements[0] if movements else memory.movement,
        told=memory.told | {fact.type for fact in found},
    )


def _day_of(found: Sequence[Fact]) -> DateInterval | None:
    return next((f.date for f in found if f.date.precision is DatePrecision.DAY), None)


def _is_narrow(place: Place) -> bool:
    return place.precision is not LocationPrecision.COUNTRY
