"""Fact extraction: from triggers and what stands around them to the facts of an article."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.facts.attribution import Voices, attribute
from geo.facts.back_references import AGAIN, points_back
from geo.facts.belief import MIN_SCORE, rate_facts
from geo.facts.borders import find_border
from geo.facts.coreference import Telling
from geo.facts.draft import Draft, make_evidence
from geo.facts.intervals import TOTAL_DAYS, count_days
from geo.facts.lazy import lazy
from geo.facts.memory import Memory, remember
from geo.facts.merge import merge_tellings
from geo.facts.numbers import Numbers
from geo.facts.parties import Parties
from geo.facts.places import PlaceGroup, group_places
from geo.facts.reading import Reading
from geo.facts.reasons import discard, discard_fact
from geo.facts.signals import CASUALTY, Signal, SignalKind
from geo.facts.telling import find_reason_against, tell_facts
from geo.facts.triggers import choose_triggers, type_of
from geo.facts.types import EVENT_KINDS, FactType, Mark, has_mark, read_deadly, read_types
from geo.gazetteer.index import Gazetteer
from geo.models import (
    DRAWN_MODALITIES,
    AttributionClass,
    DatePrecision,
    Discarded,
    Fact,
    Place,
    SentenceRole,
)

EVENT_DATE_DISTANCE = 130
"""How far from its noun the date of an event told before may stand, clauses counted."""

STATE_CHARS = 16
"""How near to its verb the capital stands that speaks for a state."""

TOLL_CHARS = 400
"""How far behind an event a sentence may tell its toll alone."""

SIMILAR_CHARS = 25
"""How far before a trigger's end the word that likens it to the deed before may stand."""

MOST_IN_EVENT = 2000
"""A toll told alone that is larger is that of a war or a year, not of the event before it."""

_UNATTRIBUTED = AttributionClass.UNATTRIBUTED


@dataclass(frozen=True, slots=True)
class FactReading:
    """The facts of an article, merged, and what looked like one and was not taken."""

    facts: tuple[Fact, ...]
    discarded: tuple[Discarded, ...]


def extract_facts(
    readings: Sequence[Reading], *, gazetteer: Gazetteer, min_score: float = MIN_SCORE
) -> FactReading:
    """Extract the facts of one article from the readings of its sentences.

    What is believed less than `min_score` is left out, with the reason.

    Returns
    -------
    FactReading
        merged facts in order of their first evidence, and `discarded` with reasons.
    """
    tellings, discarded = tell_article(readings, gazetteer=gazetteer)
    merged = merge_tellings(tellings)
    rated = rate_facts(merged.facts)
    discarded += [discard(one.trigger, one.code) for one in merged.left]
    discarded += [discard_fact(fact, "disbelieved") for fact in rated if fact.score < min_score]
    believed = tuple(fact for fact in rated if fact.score >= min_score)
    return FactReading(believed, tuple(discarded))


def tell_article(
    readings: Sequence[Reading], *, gazetteer: Gazetteer
) -> tuple[list[Telling], list[Discarded]]:
    """Return what every trigger of an article tells, in order, and what tells nothing at all."""
    countries = _countries(readings)
    memory = Memory()
    facts: list[Fact] = []
    tellings: list[Telling] = []
    again: list[Telling] = []
    discarded: list[Discarded] = []
    for number, (reading, voices) in enumerate(zip(readings, attribute(readings), strict=True)):
        triggers, odds, dropped = choose_triggers(reading)
        drafts = _Drafts(
            reading=reading, triggers=triggers, odds=odds, voices=voices, countries=countries,
            gazetteer=gazetteer,
        )  # fmt: skip
        told, against = _tell_sentence(drafts, memory, number)
        found = [one.fact for one in told if one.code != AGAIN]
        _add_toll(facts, found, drafts)
        _add_speaker(facts, [one for one in told if one.code == AGAIN], voices)
        _add_date(facts, reading)
        memory = remember(memory, reading, voices.last, found)
        facts += found
        tellings += [one for one in told if one.code != AGAIN]
        again += [one for one in told if one.code == AGAIN]
        discarded += (*dropped, *against)
    _date_headline(facts, readings)
    anew = [one._replace(fact=fact) for one, fact in zip(tellings, facts, strict=True)]
    anew += again
    return sorted(anew, key=lambda one: (one.number, one.trigger.start)), discarded


@dataclass(kw_only=True, eq=False)
class _Drafts:
    """What the drafts of one sentence share, each found when it is first asked for."""

    reading: Reading
    triggers: list[Signal]
    odds: dict[Signal, float]
    voices: Voices
    countries: frozenset[str]
    gazetteer: Gazetteer

    @lazy
    def best_odds(self) -> float:
        return max(self.odds.values())

    @lazy
    def border(self) -> Place | None:
        return find_border(self.reading, self.countries, gazetteer=self.gazetteer)

    @lazy
    def groups(self) -> list[PlaceGroup]:
        groups = group_places(self.reading, border=self.border, gazetteer=self.gazetteer)
        return [g._replace(is_spoken=True) if self._speaks(g) else g for g in groups]

    def _speaks(self, group: PlaceGroup) -> bool:
        """Return whether a place is a state that speaks: ``Ankara said``."""
        words = self.reading.article.text[group.start : group.end]
        return any(
            saying.attribution
            and saying.attribution.words == words
            and -STATE_CHARS <= group.start - saying.verb <= STATE_CHARS
            for saying in self.voices.sayings
        )

    @lazy
    def numbers(self) -> Numbers:
        return Numbers(reading=self.reading, triggers=self.triggers)

    @lazy
    def parties(self) -> Parties:
        return Parties(self.reading)

    def draft(self, trigger: Signal, fact_type: FactType, memory: Memory) -> Draft:
        return Draft(
            trigger=trigger, odds=self.odds[trigger], best_odds=self.best_odds,
            triggers=self.triggers, type=fact_type, reading=self.reading,
            groups=self.groups, numbers=self.numbers, parties=self.parties, border=self.border,
            memory=memory, voices=self.voices, gazetteer=self.gazetteer, countries=self.countries,
        )  # fmt: skip


def _tell_sentence(
    drafts: _Drafts, memory: Memory, number: int
) -> tuple[list[Telling], list[Discarded]]:
    """Return what a sentence tells, and the triggers that tell nothing new or nothing at all."""
    found: list[Telling] = []
    discarded: list[Discarded] = []
    for trigger in drafts.triggers:
        fact_type = type_of(trigger, drafts.triggers, drafts.reading)
        if fact_type is None:
            continue
        if (
            memory.deed
            and has_mark(fact_type.name, Mark.BROAD)
            and _is_similar(trigger, drafts.reading)
        ):
            fact_type = read_types()[memory.deed]
        told_here = {one.fact.type for one in found if one.code != AGAIN}
        here = memory._replace(told=memory.told | told_here) if told_here else memory
        code = points_back(trigger, fact_type, drafts.reading, here)
        told = list(tell_facts(drafts.draft(trigger, fact_type, memory)))
        codes = [find_reason_against(fact, drafts.triggers) for fact in told] or ["no_ends"]
        found += [
            Telling(fact, trigger, drafts.reading, number, code)
            for fact, against in zip(told, codes, strict=False)
            if not against
        ]
        discarded += [discard(trigger, code or against) for against in codes if against]
    return found, discarded


def _is_similar(trigger: Signal, reading: Reading) -> bool:
    """Return whether a deed is told to be like the one before: ``a similar attack``."""
    words = reading.of_concept("similar")
    return any(-SIMILAR_CHARS <= word.start - trigger.end <= 2 for word in words)


def _add_toll(facts: list[Fact], found: list[Fact], drafts: _Drafts) -> None:
    """Give the last event told the toll that a later sentence tells of it alone."""
    number = None if found else _find_last_event(facts)
    if number is None or not _may_cost_lives(facts[number], drafts.reading):
        return
    told = [trigger for trigger in drafts.triggers if trigger.row.key == CASUALTY]
    numbers = Numbers(reading=drafts.reading, triggers=told)
    killed, wounded = numbers.toll_alone()
    if any(toll and toll.min > MOST_IN_EVENT for toll in (killed, wounded)):
        return
    event = facts[number]
    if (killed and not event.killed) or (wounded and not event.wounded):
        words = told or drafts.reading.of_concept("wounded")
        added = (make_evidence(words[0], drafts.reading),) if words else ()
        facts[number] = replace(
            event, killed=event.killed or killed, wounded=event.wounded or wounded,
            evidence=(*event.evidence, *added),
        )  # fmt: skip


def _find_last_event(facts: Sequence[Fact]) -> int | None:
    """Return the number of the event told last, None when none was."""
    numbers = range(len(facts) - 1, -1, -1)
    return next((number for number in numbers if facts[number].kind in EVENT_KINDS), None)


def _may_cost_lives(event: Fact, reading: Reading) -> bool:
    """Return whether a toll told alone may be an event's: people die at it, or it stands near."""
    near = reading.sentence.start - event.evidence[-1].end <= TOLL_CHARS
    over_long = any(count_days(told) >= TOTAL_DAYS for told in reading.dates)
    return (
        near
        and not over_long
        and (read_deadly().get(event.type) == 1 or CASUALTY in reading.trigger_keys)
    )


def _add_speaker(facts: list[Fact], again: Sequence[Telling], voices: Voices) -> None:
    """Give the last event told the speaker of a later sentence that only tells of it again."""
    said = next((voices.said(one.trigger.start) for one in again), None)
    number = None if said is None else _find_last_event(facts)
    if said is None or number is None:
        return
    event = facts[number]
    for i, fact in enumerate(facts):
        if fact.type == event.type and fact.attribution_class is _UNATTRIBUTED:
            facts[i] = replace(
                fact, attribution=said.words, attribution_class=said.attribution_class
            )


def _date_headline(facts: list[Fact], readings: Sequence[Reading]) -> None:
    """Give the events of a headline without a day that of the first event told beneath it."""
    heads = [r.sentence for r in readings if r.sentence.role is SentenceRole.HEADLINE]
    if not heads:
        return
    end = heads[-1].end
    beneath = (f for f in facts if f.kind in EVENT_KINDS and f.evidence[0].start >= end)
    lead = next(beneath, None)
    if lead is None or not lead.date.start or lead.modality not in DRAWN_MODALITIES:
        return
    for number, fact in enumerate(facts):
        above = fact.evidence[0].end <= end and fact.kind in EVENT_KINDS
        if above and fact.date.precision is DatePrecision.RECENT:
            facts[number] = replace(fact, date=lead.date)


def _add_date(facts: list[Fact], reading: Reading) -> None:
    """Give what the sentence before told the date of ``the operation`` that this one tells."""
    told = next((d for d in reading.dates if d.start and d.start_char), None)
    if told is None or not facts or not _is_beside(facts[-1], reading):
        return
    named = [w for w in reading.of_concept("the_event") if w.start < reading.sentence.start + 30]
    if not named:
        return
    if reading.distance(named[0].start, told.start_char or 0) > EVENT_DATE_DISTANCE:
        return
    start = facts[-1].evidence[-1].start
    for number, fact in enumerate(facts):
        undated = fact.date.start is None and fact.modality in DRAWN_MODALITIES
        if undated and fact.evidence[-1].start == start:
            facts[number] = replace(fact, date=told)


def _is_beside(fact: Fact, reading: Reading) -> bool:
    """Return whether a fact is told in the sentence right before."""
    return 0 <= reading.sentence.start - fact.evidence[-1].end <= 2


def _countries(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the countries an article names, or names the people of."""
    named = {m.place.country for r in readings for m in r.mentions if m.place and m.place.country}
    signals = readings[0].signals.of_kind(SignalKind.DEMONYM) if readings else ()
    return frozenset(named | {s.row.key for s in signals if len(s.row.key) == 2})
