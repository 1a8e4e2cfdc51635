"""Fact extraction: from triggers and what stands around them to the facts of an article."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.facts.amendments import add_date, add_speaker, add_toll, date_headline
from geo.facts.attribution import Voices, attribute
from geo.facts.back_references import AGAIN, points_back
from geo.facts.belief import MIN_SCORE, rate_facts
from geo.facts.borders import find_border
from geo.facts.coreference import Telling
from geo.facts.draft import Draft
from geo.facts.lazy import lazy
from geo.facts.meanings import type_of
from geo.facts.memory import Memory, remember
from geo.facts.merge import merge_tellings
from geo.facts.numbers import Numbers
from geo.facts.parties import Parties
from geo.facts.places import PlaceGroup, group_places
from geo.facts.reading import Reading
from geo.facts.reasons import discard, discard_fact
from geo.facts.signals import Signal, SignalKind
from geo.facts.telling import find_reason_against, tell_facts
from geo.facts.triggers import choose_triggers
from geo.facts.types import FactType, Mark, has_mark, read_types
from geo.gazetteer.index import Gazetteer
from geo.models import (
    Discarded,
    Fact,
    Kind,
    Place,
)

STATE_CHARS = 16
"""How near to its verb the capital stands that speaks for a state."""

SIMILAR_CHARS = 25
"""How far before a trigger's end the word that likens it to the deed before may stand."""


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
        if not found:
            add_toll(facts, triggers, reading)
        said = next((voices.said(one.trigger.start) for one in told if one.code == AGAIN), None)
        if said:
            add_speaker(facts, said)
        add_date(facts, reading)
        memory = remember(memory, reading, voices.last, found)
        facts += found
        tellings += [one for one in told if one.code != AGAIN]
        again += [one for one in told if one.code == AGAIN]
        discarded += (*dropped, *against)
    date_headline(facts, readings)
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
    told_apart: list[Telling] = []
    for one in found:
        if surer := _find_surer(one, found):
            discarded.append(discard(one.trigger, "absorbed", surer.trigger.row.key))
        else:
            told_apart.append(one)
    return told_apart, discarded


def _find_surer(telling: Telling, found: Sequence[Telling]) -> Telling | None:
    """Return the movement of a sentence with the same ends and number that is believed more."""
    fact = telling.fact
    if fact.kind is not Kind.MOVEMENT or not (fact.origin or fact.destinations or fact.via):
        return None
    return next(
        (
            other
            for other in found
            if other.fact.kind is Kind.MOVEMENT
            and other.fact.type != fact.type
            and other.fact.score > fact.score
            and _tell_move(other.fact) == _tell_move(fact)
        ),
        None,
    )


def _tell_move(fact: Fact) -> tuple[object, ...]:
    return (fact.origin, fact.destinations, fact.via, fact.count, fact.modality)


def _is_similar(trigger: Signal, reading: Reading) -> bool:
    """Return whether a deed is told to be like the one before: ``a similar attack``."""
    words = reading.of_concept("similar")
    return any(-SIMILAR_CHARS <= word.start - trigger.end <= 2 for word in words)


def _countries(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the countries an article names, or names the people of."""
    named = {m.place.country for r in readings for m in r.mentions if m.place and m.place.country}
    signals = readings[0].signals.of_kind(SignalKind.DEMONYM) if readings else ()
    return frozenset(named | {s.row.key for s in signals if len(s.row.key) == 2})
