"""Fact extraction: from triggers and what stands around them to the facts of an article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from geo.facts.attribution import UNATTRIBUTED, Attribution, attribute
from geo.facts.borders import find_border, other_side
from geo.facts.merge import merge_facts
from geo.facts.modality import read_modality
from geo.facts.numbers import find_count, find_killed, group_of
from geo.facts.places import PlaceGroup, find_group, group_places
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind, Signals
from geo.facts.types import FactType, read_types
from geo.gazetteer.index import Gazetteer
from geo.geoparse.model import load_model, to_probability
from geo.models import (
    Article,
    DateInterval,
    DatePrecision,
    Discarded,
    Evidence,
    Fact,
    Kind,
    LocationPrecision,
    Mention,
    Modality,
    Place,
    Publication,
    Quantity,
    Sentence,
    SentenceRole,
)
from geo.tables import read_table

HISTORY_DAYS = 400
"""What happened this long before an article appeared is its background, not its news."""

EXCLUDING_CHARS = 40
"""A word this near to a trigger can turn its sense: an attack in a football match."""

ABSORBING_DISTANCE = 60
"""Two triggers this close, clauses counted, may tell one thing."""

TOTAL_DAYS = 25
"""A number of attacks or dead over a longer time than this is a statistic, not an event."""

MIN_TOTAL = 3

_SILENT_ROLES = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})
_THEME_COUNT = 3
_THEMES = ("sport", "weather", "health", "economy")
_LASTING = frozenset({Kind.PRESENCE, Kind.CLAIM})
_CASUALTY = "casualty"
_SINGLE_EVENTS = frozenset({"airstrikes", "strikes", "sorties", "patrols", "raids"})


@dataclass(frozen=True, slots=True)
class FactReading:
    """The facts of an article, merged, and what looked like one and was not taken."""

    facts: tuple[Fact, ...]
    discarded: tuple[Discarded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier sentences left for later ones to point back to."""

    places: tuple[Place, ...] = ()
    when: DateInterval | None = None
    attribution: Attribution = UNATTRIBUTED
    movement: Fact | None = None
    told: frozenset[str] = frozenset()


def extract_facts(readings: Sequence[Reading], *, gazetteer: Gazetteer) -> FactReading:
    """Extract the facts of one article from the readings of its sentences.

    Returns
    -------
    FactReading
        merged facts in order of their first evidence, and `discarded` with reasons.
    """
    countries = _countries(readings)
    speakers = attribute(readings)
    memory = Memory()
    facts: list[Fact] = []
    discarded: list[Discarded] = []
    for reading, speaker in zip(readings, speakers, strict=True):
        triggers, dropped = _choose_triggers(reading)
        discarded += dropped
        found = list(_read_sentence(reading, triggers, speaker, memory, countries, gazetteer))
        facts += found
        memory = _remember(memory, reading, speaker, found)
    return FactReading(tuple(merge_facts(facts)), tuple(discarded))


def _countries(readings: Iterable[Reading]) -> frozenset[str]:
    """Return the countries an article names, or names the people of."""
    named = {m.place.country for r in readings for m in r.mentions if m.place and m.place.country}
    demonyms = {
        s.row.key for r in readings for s in r.of_kind(SignalKind.DEMONYM) if len(s.row.key) == 2
    }
    return frozenset(named | demonyms)


def _choose_triggers(reading: Reading) -> tuple[list[Signal], list[Discarded]]:
    """Return the triggers of a sentence that tell a fact; the others with the reason."""
    if reading.sentence.role in _SILENT_ROLES:
        found = reading.of_kind(SignalKind.TRIGGER)
        return [], [_discard(t, f"stands in a {reading.sentence.role}") for t in found]
    kept: list[Signal] = []
    discarded: list[Discarded] = []
    for trigger in reading.of_kind(SignalKind.TRIGGER):
        reason = _reason_against(trigger, reading)
        if reason:
            discarded.append(_discard(trigger, reason))
        else:
            kept.append(trigger)
    return _absorb(kept, reading, discarded), discarded


def _reason_against(trigger: Signal, reading: Reading) -> str:
    """Return why a trigger tells no fact here; empty when it may."""
    row, concepts = trigger.row, reading.concepts
    near = reading.concepts_near(trigger, chars=EXCLUDING_CHARS) | reading.themes
    against = next((concept for concept in row.excludes if concept in near), "")
    if against:
        return f"'{row.key}' beside words of {against}"
    if row.requires and not any(set(r.split("+")) <= concepts for r in row.requires):
        return f"'{row.key}' without any of: {', '.join(row.requires)}"
    return ""


def _absorb(triggers: list[Signal], reading: Reading, discarded: list[Discarded]) -> list[Signal]:
    """Drop the broader of two near triggers that tell one thing, and repeats of one type."""
    kept: dict[str, Signal] = {}
    for trigger in triggers:
        absorbing = [
            other.row.key
            for other in triggers
            if other.row.key in _absorbers(trigger.row.key)
            and reading.distance(trigger.start, other.start) <= ABSORBING_DISTANCE
        ]
        if absorbing:
            reason = f"'{trigger.row.key}' told more exactly as {min(absorbing)}"
            discarded.append(_discard(trigger, reason))
        elif trigger.row.key not in kept:
            kept[trigger.row.key] = trigger
    return list(kept.values())


@cache
def _absorbers(name: str) -> frozenset[str]:
    rows = read_table("lexicon/absorptions", "type", "absorbed_by")
    return frozenset(
        t for row in rows if row["type"] == name for t in row["absorbed_by"].split("|")
    )


def _discard(trigger: Signal, reason: str) -> Discarded:
    return Discarded(reason=reason, start=trigger.start, end=trigger.end)


def _read_sentence(
    reading: Reading, triggers: list[Signal], speaker: Attribution, memory: Memory,
    countries: frozenset[str], gazetteer: Gazetteer,
) -> Iterator[Fact]:  # fmt: skip
    killed = find_killed(reading)
    groups = group_places(reading)
    border = find_border(reading, countries, gazetteer=gazetteer)
    for trigger in triggers:
        fact_type = _type_of(trigger, triggers, reading)
        if fact_type is None:
            continue
        if _refers_back(trigger, fact_type, reading, memory):
            continue
        draft = _Draft(
            trigger=trigger, triggers=triggers, type=fact_type, reading=reading, groups=groups,
            border=border, memory=memory, speaker=speaker, killed=killed, gazetteer=gazetteer,
        )  # fmt: skip
        yield from draft.facts()


def _type_of(trigger: Signal, triggers: list[Signal], reading: Reading) -> FactType | None:
    """Return the type a trigger tells; a casualty is a fact only where no event tells it.

    A word that tells several types (to enter, to target, to hold) tells the one whose concept
    stands nearest; a row that requires none is the last resort.
    """
    types = read_types()
    name = trigger.row.key
    if name in types:
        return types[name]
    if name == _CASUALTY and any(_is_event(other) for other in triggers):
        return None
    rows = [
        row
        for row in read_table("lexicon/pseudo_types", "type", "becomes", "requires")
        if row["type"] == name
    ]
    nearest = {
        row["requires"]: reading.nearest_concept(trigger, row["requires"])
        for row in rows
        if row["requires"] in reading.concepts
    }
    best = min(nearest, key=lambda concept: (nearest[concept], concept)) if nearest else ""
    return next((types[row["becomes"]] for row in rows if row["requires"] == best), None)


def _refers_back(trigger: Signal, fact_type: FactType, reading: Reading, memory: Memory) -> bool:
    """Return whether a trigger only points back to what was told: 'the attack', 'the dead'.

    It does when its noun is definite, the article told a fact that can be meant, and the
    sentence gives it neither a day nor a number of its own.
    """
    if not memory.told or not (trigger.row.key == _CASUALTY or reading.is_definite(trigger)):
        return False
    meant = {fact_type.name, *_absorbers(fact_type.name)} & memory.told
    if trigger.row.key == _CASUALTY:
        meant |= {name for name in memory.told if read_types()[name].kind is Kind.INCIDENT}
        meant |= {name for name in memory.told if read_types()[name].kind is Kind.SECURITY}
        return bool(meant)
    return bool(meant) and not any(d.start for d in reading.dates)


def _is_event(trigger: Signal) -> bool:
    fact_type = read_types().get(trigger.row.key)
    return fact_type is not None and fact_type.kind in (Kind.INCIDENT, Kind.SECURITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """One trigger with all it may draw on; `facts` makes of it one fact, or one per crossing."""

    trigger: Signal
    triggers: list[Signal]
    type: FactType
    reading: Reading
    groups: list[PlaceGroup]
    border: Place | None
    memory: Memory
    speaker: Attribution
    killed: Quantity | None
    gazetteer: Gazetteer

    def facts(self) -> Iterator[Fact]:
        modality = read_modality(self.trigger, self.reading)
        when = self._when()
        fact = Fact(
            id="", kind=self.type.kind, type=self.type.name, modality=modality, date=when,
            count=self._count(), killed=self._killed(), evidence=(self._evidence(),),
            attribution=self._attribution().words, mode=self._mode(), actor=self._actor(),
            attribution_class=self._attribution().attribution_class,
        )  # fmt: skip
        if _is_history(when, self.reading.article.published):
            fact = replace(fact, kind=Kind.CLAIM, type="background", modality=Modality.HISTORY)
        if fact.kind is Kind.MOVEMENT:
            for moved in self._move(fact):
                yield _finish(moved, self)
        else:
            yield _finish(replace(fact, places=self._where()), self)

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
        if number and number.min >= MIN_TOTAL and _days(fact.date) >= TOTAL_DAYS:
            return replace(fact, kind=Kind.CLAIM, type="attack_total", count=number)
        return fact

    def _where(self) -> tuple[Place, ...]:
        """Return where it is: the nearest places, what is pointed back to, or the border."""
        group = find_group(self.trigger, self.groups, self.reading, self.triggers)
        if group and not group.is_wide:
            return group.places
        if self.border:
            return (self.border,)
        if self._points_back() and self.memory.places:
            return self.memory.places
        if group:
            return group.places
        if self.type.kind in _LASTING:
            return self._country_of_demonym()
        return ()

    def _points_back(self) -> bool:
        return any(s.row.key == "back_reference" for s in self.reading.of_kind(SignalKind.CONCEPT))

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
            where = find_group(self.trigger, self.groups, self.reading, self.triggers)
            destinations = where.places if where else ()
        elif origin is None:
            origin = self._origin_before(destinations)
        earlier = self.memory.movement
        if self.border and earlier and not destinations and origin is None:
            origin, destinations = earlier.origin, earlier.destinations
        if origin is None and destinations and via:
            origin = other_side(destinations[0].country, via, gazetteer=self.gazetteer)
        fact = replace(fact, origin=origin, destinations=destinations)
        crossings = [place for place in via if place.precision is not LocationPrecision.BORDER]
        if not crossings:
            yield replace(fact, via=via)
        for crossing in crossings:
            yield replace(fact, via=(crossing,))

    def _places(self, role: str) -> tuple[Place, ...]:
        group = find_group(self.trigger, self.groups, self.reading, self.triggers, role=role)
        return group.places if group else ()

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
        told = [d for d in self.reading.dates if d.start_char is not None]
        if told:
            return min(
                told, key=lambda d: self.reading.distance(self.trigger.start, d.start_char or 0)
            )
        if "same_events" in self.reading.concepts and self.memory.when:
            return self.memory.when
        lasting = self.type.kind in _LASTING or self.trigger.row.key == "patrol"
        _, last = self.reading.article.published.bounds() or (None, None)
        precision = DatePrecision.ONGOING if lasting else DatePrecision.RECENT
        return DateInterval(end=last, precision=precision, rule="no-date-told")

    def _count(self) -> Quantity | None:
        if not self.type.counts:
            return None
        taken = None if self._is_killing() else self.killed
        return find_count(self.trigger, self.reading, groups=self.type.counts, taken=taken) or (
            self.killed if self._is_killing() else None
        )

    def _killed(self) -> Quantity | None:
        if self.type.kind not in (Kind.INCIDENT, Kind.SECURITY):
            return None
        return self.killed or (self._count() if self._is_killing() else None)

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

    def _evidence(self) -> Evidence:
        sentence, trigger = self.reading.sentence, self.trigger
        text = self.reading.article.text
        return Evidence(
            start=sentence.start, end=sentence.end, quote=text[sentence.start : sentence.end],
            rule=f"{trigger.row.key}: {text[trigger.start : trigger.end]}",
        )  # fmt: skip


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


def _finish(fact: Fact, draft: _Draft) -> Fact:
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


def _remember(memory: Memory, reading: Reading, speaker: Attribution, found: list[Fact]) -> Memory:
    """Return the memory after a sentence."""
    narrow = [
        m.place
        for m in reading.mentions
        if m.place and m.place.precision is not LocationPrecision.COUNTRY
    ]
    told = [d for d in reading.dates if d.start]
    movements = [fact for fact in found if fact.kind is Kind.MOVEMENT and fact.destinations]
    return Memory(
        places=(narrow[-1],) if narrow else memory.places,
        when=told[0] if told else memory.when,
        attribution=speaker if speaker is not UNATTRIBUTED else memory.attribution,
        movement=movements[0] if movements else memory.movement,
        told=memory.told | {fact.type for fact in found},
    )


def make_readings(
    article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention],
    dates: Sequence[DateInterval], quantities: Sequence[Quantity], signals: Signals,
) -> list[Reading]:  # fmt: skip
    """Return each sentence with what was read in it; all lists are in order of position."""
    themes = _read_themes(signals)
    return [
        Reading(
            article=article, sentence=s, signals=signals, themes=themes,
            mentions=tuple(m for m in mentions if s.start <= m.start < s.end),
            dates=tuple(d for d in dates if s.start <= (d.start_char or 0) < s.end),
            quantities=tuple(q for q in quantities if s.start <= q.start < s.end),
        )
        for s in sentences
    ]  # fmt: skip


def _read_themes(signals: Signals) -> frozenset[str]:
    """Return the themes an article is about where words of war are figures of speech."""
    themes = {theme for theme in _THEMES if signals.count(theme) >= _THEME_COUNT}
    peaceful = sum(signals.count(theme) for theme in (*_THEMES, "figurative", "political"))
    warlike = sum(signals.count(concept) for concept in ("militant", "force", "weapon"))
    if peaceful >= _THEME_COUNT - 1 and peaceful > warlike:
        themes.add("figurative")
    return frozenset(themes)
