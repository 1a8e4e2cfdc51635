"""What earlier sentences of an article left for later ones to point back to."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.facts.places import is_narrow
from geo.facts.reading import Reading
from geo.facts.speakers import UNATTRIBUTED, Attribution
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

_UNITS = frozenset({LocationPrecision.PROVINCE, LocationPrecision.DISTRICT})
_DAYS = frozenset({DatePrecision.DAY, DatePrecision.RANGE})
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


def remember(
    memory: Memory, reading: Reading, speaker: Attribution, found: Sequence[Fact]
) -> Memory:
    """Return the memory after a sentence; captions, datelines and bylines leave none."""
    if reading.sentence.role in _SILENT:
        return memory
    if speaker is not UNATTRIBUTED:
        memory = memory._replace(attribution=speaker)
    memory = _remember_places(memory, reading, found)
    memory = _remember_days(memory, reading, found)
    return _remember_deeds(memory, found) if found else memory


def _remember_places(memory: Memory, reading: Reading, found: Sequence[Fact]) -> Memory:
    """Return the memory with the places of a sentence, and where its facts are."""
    paragraph = reading.sentence.paragraph
    named = [(m.place,) for m in reading.mentions if m.place and is_narrow(m.place)]
    placed = next((f.places for f in found if f.places and all(map(_is_scene, f.places))), ())
    goes_on = not placed and paragraph == memory.beside_in
    memory = memory._replace(beside=memory.beside if goes_on else placed)
    if not (found or named):
        return memory
    latest = [placed] if placed else named[-1:]
    drawn = (f.places for f in found if f.modality in DRAWN_MODALITIES and f.kind is not Kind.CLAIM)
    happened = [places for places in drawn if places and all(map(is_narrow, places))]
    return memory._replace(
        places=latest[0] if latest else memory.places,
        named=_push((*latest, *reversed(named)), memory.named),
        scenes=_push(happened, memory.scenes),
        beside_in=paragraph if placed else memory.beside_in,
        spots=memory.spots | {placed} if placed else memory.spots,
    )


def _remember_days(memory: Memory, reading: Reading, found: Sequence[Fact]) -> Memory:
    """Return the memory with the days a sentence tells, and those of its facts."""
    if not (found or reading.dates):
        return memory
    paragraph, day = reading.sentence.paragraph, _day_of(found)
    past = next((fact.date for fact in found if fact.modality is Modality.HISTORY), None)
    return memory._replace(
        when=next((told for told in reading.dates if told.start), memory.when),
        day=day or memory.day,
        days=memory.days | {(day.start, day.end)} if day else memory.days,
        dated=memory.dated | {fact.type for fact in found if fact.date.start_char},
        paragraph=paragraph if day else memory.paragraph,
        past=past or memory.past,
        past_in=paragraph if past else memory.past_in,
        header=_read_header(reading) or memory.header,
    )


def _remember_deeds(memory: Memory, found: Sequence[Fact]) -> Memory:
    """Return the memory with what the facts of a sentence are."""
    moved = (fact for fact in found if fact.kind is Kind.MOVEMENT and fact.destinations)
    return memory._replace(
        movement=next(moved, memory.movement),
        told=memory.told | {fact.type for fact in found},
        deed=next((fact.type for fact in found if fact.kind is Kind.INCIDENT), memory.deed),
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
