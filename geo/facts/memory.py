"""What earlier sentences of an article left for later ones to point back to."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.facts.intervals import TOTAL_DAYS, count_days
from geo.facts.places import is_narrow
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, IDIOM, Signal
from geo.facts.speakers import UNATTRIBUTED, Attribution
from geo.facts.triggers import absorbers_of
from geo.facts.types import EVENT_KINDS, FactType, Mark, has_mark, read_deadly, read_types
from geo.geoparse.resolve import lies_in
from geo.models import (
    DRAWN_MODALITIES,
    DateInterval,
    DatePrecision,
    Fact,
    Kind,
    LocationPrecision,
    Modality,
    Place,
    SentenceRole,
)

OWN_CHARS = 60
"""A place this near to a trigger, in its clause, is its own."""

NEW_PLACE_CHARS = 110
"""A place this near that no sentence named before makes an attack another attack."""

CONTEXT_CHARS = 70
"""What follows 'this comes amid' this closely is the context of the news."""

OWN_DATE_CHARS = 30
"""The same for a date and a number."""

_UNITS = frozenset({LocationPrecision.PROVINCE, LocationPrecision.DISTRICT})
_DAYS = frozenset({DatePrecision.DAY, DatePrecision.RANGE})
AGAIN = "again"
"""Of what only points back: what nothing told before may mean is a fact of its own all the same."""

_SILENT = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})
MAX_NAMED = 12
"""How many places named last a text may point back to."""

_ROAD = "RD"


class Memory(NamedTuple):
    """What earlier sentences left for later ones to point back to.

    `places` is where the article last was, `named` the places named so far, the last first,
    `scenes` those where something happened;
    `beside` is where the facts of the sentence before are, or of the paragraph so far
    (`beside_in`), if it told none; `spots` are all the places of facts told so far, `told`
    their types, `dated` those told with a date, `deed` that of the last incident; `day` is the
    day of what was told last, in `paragraph`, `days` are all days so far, and `past` is when
    the history of the paragraph `past_in` was; `header` is the only day a headline tells.
    """

    places: tuple[Place, ...] = ()
    named: tuple[tuple[Place, ...], ...] = ()
    scenes: tuple[tuple[Place, ...], ...] = ()
    beside: tuple[Place, ...] = ()
    beside_in: int = -1
    spots: frozenset[tuple[Place, ...]] = frozenset()
    when: DateInterval | None = None
    day: DateInterval | None = None
    days: frozenset[tuple[str | None, str | None]] = frozenset()
    dated: frozenset[str] = frozenset()
    paragraph: int = -1
    past: DateInterval | None = None
    past_in: int = -1
    attribution: Attribution = UNATTRIBUTED
    movement: Fact | None = None
    told: frozenset[str] = frozenset()
    deed: str = ""
    header: DateInterval | None = None

    def day_of(self, name: str, reading: Reading) -> DateInterval | None:
        """Return the day of what was told last, for a fact whose sentence tells none.

        It holds in its paragraph, and beyond it for what is told by its own time (``later``,
        ``the operation``) or is of a type told with a day, while there was no other day.
        """
        if reading.sentence.paragraph == self.paragraph:
            return self.day
        goes_on = bool(reading.of_concept("same_time")) or name in self.dated
        return self.day if goes_on and len(self.days) == 1 else None

    @property
    def scene(self) -> tuple[Place, ...]:
        """Where an event whose sentence names no place may be: beside the last, or the only spot.

        Of spots that lie in one another the narrowest is the only one; before any fact was told
        it is the only place named.
        """
        if self.beside:
            return self.beside
        spots = self.spots or frozenset(self.named)
        if not spots:
            return ()
        narrowest = min(spots, key=lambda spot: (spot[0].radius_km, spot[0].id))
        others = (place for spot in spots if spot != narrowest for place in spot)
        nested = all(p.precision in _UNITS and lies_in(narrowest[0], p) for p in others)
        return narrowest if nested else ()


def points_back(trigger: Signal, fact_type: FactType, reading: Reading, memory: Memory) -> str:
    """Return the code of why a trigger may tell nothing new, empty when nothing says so.

    A definite noun (``the attack``, ``the dead``) points back to what the article told, unless
    its clause gives it a day, a place or a number of its own. An attack without any of these
    may tell more of the deed before it. What it tells again is found by `geo.facts.coreference`.
    """
    if not memory.told or _is_told_apart(trigger, fact_type, reading, memory):
        return ""
    deeds = _deeds(memory.told)
    meant = memory.told & {fact_type.name, *absorbers_of(fact_type.name)}
    broad = trigger.row.key not in read_types() and fact_type.name in deeds
    broad |= has_mark(fact_type.name, Mark.BROAD) and bool(meant or deeds & _killing())
    checks = {
        AGAIN: (trigger.row.key == CASUALTY and bool(deeds))
        or (bool(meant) and reading.is_definite(trigger)),
        "elaborates": broad and not reading.of_concept("another"),
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
    own = [(start, OWN_CHARS) for start in spots]
    if trigger.row.key == CASUALTY:
        if definite or _has_date_apart(reading, memory):
            return not definite
    else:
        numbers = [q.start for q in reading.quantities if q.start >= trigger.end or not definite]
        dates = [told.start_char or 0 for told in reading.dates if told.start or told.end]
        own += [(start, OWN_DATE_CHARS) for start in (*dates, *numbers)]
    return any(
        abs(start - trigger.start) <= reach
        and reading.share_clause(start, trigger.start)
        and not reading.in_speaker(start)
        and not _is_anothers(trigger, start, reading)
        for start, reach in own
    )


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


def _deeds(told: frozenset[str]) -> frozenset[str]:
    """Return the types told that are events."""
    return frozenset(name for name in told if read_types()[name].kind in EVENT_KINDS)


@cache
def _killing() -> frozenset[str]:
    """Return the triggers that kill."""
    return frozenset(name for name, rank in read_deadly().items() if rank == 1)


def remember(
    memory: Memory, reading: Reading, speaker: Attribution, found: Sequence[Fact]
) -> Memory:
    """Return the memory after a sentence; captions, datelines and bylines leave none."""
    if reading.sentence.role in _SILENT:
        return memory
    named = [(m.place,) for m in reading.mentions if m.place and is_narrow(m.place)]
    if not (found or named or reading.dates):
        beside = memory.beside if reading.sentence.paragraph == memory.beside_in else ()
        last = memory.attribution if speaker is UNATTRIBUTED else speaker
        return memory._replace(beside=beside, attribution=last)
    placed = next((f.places for f in found if f.places and all(map(_is_scene, f.places))), ())
    goes_on = not placed and reading.sentence.paragraph == memory.beside_in
    told = [d for d in reading.dates if d.start]
    day = _day_of(found)
    movements = [fact for fact in found if fact.kind is Kind.MOVEMENT and fact.destinations]
    latest = [placed] if placed else named[-1:]
    drawn = (f.places for f in found if f.modality in DRAWN_MODALITIES and f.kind is not Kind.CLAIM)
    happened = [places for places in drawn if places and all(map(is_narrow, places))]
    return Memory(
        places=latest[0] if latest else memory.places,
        named=_push((*latest, *reversed(named)), memory.named),
        scenes=_push(happened, memory.scenes),
        beside=memory.beside if goes_on else placed,
        beside_in=reading.sentence.paragraph if placed else memory.beside_in,
        spots=memory.spots | {placed} if placed else memory.spots,
        when=told[0] if told else memory.when,
        day=day or memory.day,
        days=memory.days | {(day.start, day.end)} if day else memory.days,
        dated=memory.dated | {fact.type for fact in found if fact.date.start_char},
        paragraph=reading.sentence.paragraph if day else memory.paragraph,
        past=next((f.date for f in found if f.modality is Modality.HISTORY), memory.past),
        past_in=reading.sentence.paragraph
        if any(fact.modality is Modality.HISTORY for fact in found)
        else memory.past_in,
        attribution=speaker if speaker is not UNATTRIBUTED else memory.attribution,
        movement=movements[0] if movements else memory.movement,
        told=memory.told | {fact.type for fact in found},
        deed=next((fact.type for fact in found if fact.kind is Kind.INCIDENT), memory.deed),
        header=_read_header(reading) or memory.header,
    )


def _push(
    latest: Sequence[tuple[Place, ...]], before: tuple[tuple[Place, ...], ...]
) -> tuple[tuple[Place, ...], ...]:
    """Return places with the latest first, each once, as many as a text may point back to."""
    return tuple(dict.fromkeys((*latest, *before)))[:MAX_NAMED] if latest else before


def _read_header(reading: Reading) -> DateInterval | None:
    """Return the day that a headline tells when it is the only one, None for other sentences."""
    if reading.sentence.role is not SentenceRole.HEADLINE or len(reading.dates) != 1:
        return None
    told = reading.dates[0]
    return told if told.precision is DatePrecision.DAY and told.start else None


def _day_of(found: Sequence[Fact]) -> DateInterval | None:
    """Return the day, or the days, of the first event that happened on some."""
    dates = (fact.date for fact in found if fact.modality in DRAWN_MODALITIES)
    return next((told for told in dates if told.precision in _DAYS and told.start_char), None)


def _is_scene(place: Place) -> bool:
    """Return whether later events may be at a place: no country, border or road is a scene."""
    road = place.precision is LocationPrecision.LINE and place.feature_code == _ROAD
    return is_narrow(place) and place.precision is not LocationPrecision.BORDER and not road
