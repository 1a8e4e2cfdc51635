"""A draft: one trigger with all it may draw on, made into one fact or several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from geo.facts.attribution import UNATTRIBUTED, Attribution
from geo.facts.borders import other_side
from geo.facts.memory import Memory
from geo.facts.modality import read_modality
from geo.facts.numbers import find_count, find_killed, group_of
from geo.facts.places import PlaceGroup, find_group
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.types import FactType
from geo.gazetteer.index import Gazetteer
from geo.geoparse.model import load_model, to_probability
from geo.models import (
    Article,
    DateInterval,
    DatePrecision,
    Evidence,
    Fact,
    Kind,
    LocationPrecision,
    Modality,
    Place,
    Publication,
    Quantity,
    SentenceRole,
)

HISTORY_DAYS = 400
"""What happened this long before an article appeared is its background, not its news."""

TOTAL_DAYS = 25
"""A number of attacks or dead over a longer time than this is a statistic, not an event."""

MAX_DATE_DISTANCE = 320
"""A date farther from a trigger than this, clauses counted, is another thing's."""

MAX_LASTING_DISTANCE = 190
"""The same for what lasts: a state is seldom dated from afar."""

MIN_TOTAL = 3
"""How many events make a total; of people it takes `MIN_TOTAL_PERSONS`."""

MIN_TOTAL_PERSONS = 10

PLACE_FROM_BEFORE = "its place is told in an earlier sentence"

_LASTING = frozenset({Kind.PRESENCE, Kind.CLAIM})
_COUNTED_SECURITY = frozenset({"arrest", "cell_dismantled"})
_LEAVING = frozenset({"flight", "displacement"})
_SINGLE_EVENTS = frozenset({"airstrikes", "strikes", "sorties", "patrols", "raids"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One trigger with all it may draw on; `facts` makes of it one fact, or one per crossing."""

    trigger: Signal
    triggers: list[Signal]
    type: FactType
    reading: Reading
    groups: list[PlaceGroup]
    border: Place | None
    memory: Memory
    speaker: Attribution
    gazetteer: Gazetteer

    def facts(self) -> Iterator[Fact]:
        """Yield what the trigger tells: one fact, or for a movement one for each crossing."""
        modality = read_modality(self.trigger, self.triggers, self.reading)
        when = self._when()
        attribution = self._attribution()
        fact = Fact(
            id="", kind=self.type.kind, type=self.type.name, modality=modality, date=when,
            count=self._count(), killed=self._killed(), mode=self._mode(), actor=self._actor(),
            evidence=(make_evidence(self.trigger, self.reading),),
            attribution=attribution.words, attribution_class=attribution.attribution_class,
        )  # fmt: skip
        fact = self._qualify(fact)
        if fact.kind is Kind.MOVEMENT:
            for moved in self._move(fact):
                if _has_end(moved) or moved.count:
                    yield _finish(moved, self)
        else:
            yield _finish(self._place(fact), self)

    def _qualify(self, fact: Fact) -> Fact:
        """Return the fact as what its date and its number make of it: history, plan or total."""
        published = self.reading.article.published
        if fact.modality is Modality.HISTORY or _is_history(fact.date, published):
            return replace(fact, kind=Kind.CLAIM, type="background", modality=Modality.HISTORY)
        if fact.modality is Modality.ASSERTED and "future" in fact.date.rule:
            fact = replace(fact, modality=Modality.PLANNED)
        counted = fact.kind is Kind.INCIDENT or fact.type in _COUNTED_SECURITY
        return self._as_total(fact) if counted else fact

    def _as_total(self, fact: Fact) -> Fact:
        """Return an incident told as a statistic as the claim it is, others as they are."""
        events = [
            q
            for q in self.reading.quantities
            if group_of(q) == "event" and q.min >= MIN_TOTAL and q.unit not in _SINGLE_EVENTS
        ]
        if events:
            return replace(fact, kind=Kind.CLAIM, type="attack_total", count=events[0])
        number = fact.killed or fact.count
        if number and number.min >= MIN_TOTAL_PERSONS and _days(fact.date) >= TOTAL_DAYS:
            return replace(fact, kind=Kind.CLAIM, type="attack_total", count=number)
        return fact

    def _place(self, fact: Fact) -> Fact:
        """Return the fact with where it is; told by an earlier sentence only, with a review."""
        told = self._told_places()
        if told and not all(p.precision is LocationPrecision.COUNTRY for p in told):
            return replace(fact, places=told)
        pointed = self._pointed_places()
        if not told and not pointed and fact.kind in _LASTING:
            told = self._country_of_demonym()
        if not told and not pointed and fact.kind is not Kind.CLAIM:
            pointed = self.memory.scene
        if pointed:
            return replace(fact, places=pointed, review=PLACE_FROM_BEFORE)
        return replace(fact, places=told)

    def _told_places(self) -> tuple[Place, ...]:
        """Return the places the sentence tells: the nearest, or the border it speaks of."""
        wide = self.type.kind is Kind.CLAIM
        group = find_group(self.trigger, self.groups, self.reading, self.triggers, wide=wide)
        if self.border and (group is None or group.is_wide):
            return (self.border,)
        return group.places if group else ()

    def _pointed_places(self) -> tuple[Place, ...]:
        """Return the places an earlier sentence told, if this one points back to them."""
        concepts = self.reading.concepts
        if "back_reference" in concepts:
            return self.memory.places
        if "back_province" in concepts:
            codes = dict.fromkeys(place.admin1 for place in self.memory.places)
            return tuple(self.gazetteer.place(code) for code in codes if code in self.gazetteer)
        return ()

    def _country_of_demonym(self) -> tuple[Place, ...]:
        """Return the country of a demonym: four Iraqi provinces are somewhere in Iraq."""
        for signal in self.reading.of_kind(SignalKind.DEMONYM):
            if signal.row.key in self.gazetteer:
                return (self.gazetteer.place(signal.row.key),)
        return ()

    def _move(self, fact: Fact) -> Iterator[Fact]:
        """Yield a movement with its ends; one fact for each place it is said to cross at."""
        origin = self._end("origin")
        destinations = self._places("destination")
        via = self._places("via")
        if origin is None and not destinations and not via:
            destinations = self._places("")
        elif origin is None:
            origin = self._origin_before(destinations)
        earlier = self.memory.movement
        if earlier and origin is None and self._goes_on(earlier, destinations):
            origin, destinations = earlier.origin, destinations or earlier.destinations
            fact = replace(fact, review=PLACE_FROM_BEFORE)
        if origin is None and self.type.name in _LEAVING:
            pointed = "back_reference" in self.reading.concepts
            left = self.memory.places if pointed else self.memory.scene
            origin = next(iter(left), None) if pointed or not destinations else None
            fact = replace(fact, review=PLACE_FROM_BEFORE if origin else "")
        if origin is None and destinations:
            crossed = (*via, self.border) if self.border else via
            origin = other_side(destinations[0].country, crossed, gazetteer=self.gazetteer)
        fact = replace(fact, origin=origin, destinations=destinations)
        crossings = [place for place in via if place.precision is not LocationPrecision.BORDER]
        if not crossings:
            yield replace(fact, via=via)
        for crossing in crossings:
            yield replace(fact, via=(crossing,))

    def _goes_on(self, earlier: Fact, destinations: tuple[Place, ...]) -> bool:
        """Return whether a movement is the one told before: to the same country, or no end."""
        if not destinations:
            return self.border is not None
        return {p.country for p in destinations} == {p.country for p in earlier.destinations}

    def _places(self, role: str) -> tuple[Place, ...]:
        group = find_group(self.trigger, self.groups, self.reading, self.triggers, role=role)
        places = group.places if group else ()
        return tuple(p for p in places if p.precision is not LocationPrecision.BORDER)

    def _end(self, role: str) -> Place | None:
        places = self._places(role)
        return places[0] if places else None

    def _origin_before(self, destinations: tuple[Place, ...]) -> Place | None:
        """Return where those who move are told to be before the trigger: fighters in Syria."""
        for group in reversed(self.groups):
            before = group.start < self.trigger.start and group.role in ("where", "")
            if before and not set(group.places) & set(destinations):
                return group.places[0]
        return None

    def _when(self) -> DateInterval:
        """Return the date told nearest to the trigger, the one pointed back to, or the tense."""
        near = [
            (self.reading.distance(self.trigger.start, told.start_char), told)
            for told in self.reading.dates
            if told.start_char is not None
        ]
        reach = MAX_LASTING_DISTANCE if self.type.kind in _LASTING else MAX_DATE_DISTANCE
        near = [(distance, told) for distance, told in near if distance <= reach]
        if near:
            return min(near, key=lambda item: (item[0], item[1].start_char))[1]
        day = self.memory.day_in(self.reading.sentence.paragraph)
        if day and self.type.kind not in _LASTING:
            return day
        if "same_events" in self.reading.concepts and self.memory.when:
            return self.memory.when
        lasting = self.type.kind in _LASTING or self.trigger.row.key == "patrol"
        _, last = self.reading.article.published.bounds() or (None, None)
        precision = DatePrecision.ONGOING if lasting else DatePrecision.RECENT
        return DateInterval(end=last, precision=precision, rule="no-date-told")

    def _count(self) -> Quantity | None:
        if not self.type.counts:
            return None
        killed = find_killed(self.trigger, self.reading)
        killing = self._is_killing()
        taken = None if killing else killed
        count = find_count(self.trigger, self.reading, groups=self.type.counts, taken=taken)
        return count or (killed if killing else None)

    def _killed(self) -> Quantity | None:
        killed = find_killed(self.trigger, self.reading)
        return killed or (self._count() if self._is_killing() else None)

    def _is_killing(self) -> bool:
        return self.type.name in ("execution", "assassination")

    def _attribution(self) -> Attribution:
        if self.speaker is UNATTRIBUTED and "same_events" in self.reading.concepts:
            return self.memory.attribution
        return self.speaker

    def _mode(self) -> str:
        modes = self.reading.of_kind(SignalKind.MODE) if self.type.kind is Kind.MOVEMENT else []
        return "|".join(sorted({signal.row.key for signal in modes}))

    def _actor(self) -> str:
        """Return the words that name who acts: the nearest force or group before the trigger."""
        actors = [
            s
            for s in self.reading.of_kind(SignalKind.CONCEPT)
            if s.row.key in ("militant", "force") and abs(s.start - self.trigger.start) <= 60
        ]
        if not actors:
            return ""
        nearest = min(actors, key=lambda s: abs(s.start - self.trigger.start))
        return self.reading.article.text[nearest.start : nearest.end]


def make_evidence(trigger: Signal, reading: Reading) -> Evidence:
    """Return the sentence of a trigger as evidence; the rule names the trigger and its words."""
    sentence, text = reading.sentence, reading.article.text
    return Evidence(
        start=sentence.start, end=sentence.end, quote=text[sentence.start : sentence.end],
        rule=f"{trigger.row.key}: {text[trigger.start : trigger.end]}",
    )  # fmt: skip


def _has_end(fact: Fact) -> bool:
    """Return whether a movement comes from, goes to or passes anywhere the text tells."""
    return bool(fact.origin or fact.destinations or fact.via)


def _days(when: DateInterval) -> int:
    """Return how many days a closed interval of a told date covers, 0 when it is not one."""
    if not when.start or not when.end or when.start_char is None:
        return 0
    return (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days


def _is_history(when: DateInterval, published: Publication) -> bool:
    """Return whether a dated thing lies so far back that it is the article's background."""
    bounds = published.bounds()
    last = when.end or when.start
    if not bounds or not last or when.precision in (DatePrecision.ONGOING, DatePrecision.RECENT):
        return False
    return date.fromisoformat(last) < date.fromisoformat(bounds[0]) - timedelta(days=HISTORY_DAYS)


def _finish(fact: Fact, draft: Draft) -> Fact:
    """Return the fact with its score and its id, which is a hash of what it tells."""
    placed = bool(fact.places or fact.origin or fact.destinations or fact.via)
    features = {
        "strength": draft.trigger.row.strength,
        "has_place": float(placed),
        "has_date": float(fact.date.start is not None),
        "has_number": float(fact.count is not None or fact.killed is not None),
        "has_actor": float(bool(fact.actor)),
        "attributed": float(bool(fact.attribution)),
        "headline": float(draft.reading.sentence.role is SentenceRole.HEADLINE),
    }
    score = to_probability(load_model("facts").weigh(features))
    return replace(fact, score=round(score, 4), id=_fact_id(fact, draft.reading.article))


def _fact_id(fact: Fact, article: Article) -> str:
    ends = (fact.origin, *fact.destinations, *fact.via, *fact.places)
    told = (
        article.id, fact.type, fact.modality, fact.evidence[0].start,
        *(place.id for place in ends if place),
    )  # fmt: skip
    return f"f-{sha256('|'.join(map(str, told)).encode()).hexdigest()[:16]}"
