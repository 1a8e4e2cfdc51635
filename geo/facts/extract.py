"""Fact extraction: from triggers and what stands around them to the facts of an article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from geo.facts.attribution import Voices, attribute
from geo.facts.borders import find_border
from geo.facts.draft import Draft, make_evidence
from geo.facts.memory import Memory, refers_back, remember
from geo.facts.merge import merge_facts
from geo.facts.numbers import CASUALTY, Numbers
from geo.facts.places import group_places
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.telling import find_reason_against, tell_facts
from geo.facts.triggers import choose_triggers, discard, type_of
from geo.gazetteer.index import Gazetteer
from geo.models import Discarded, Fact, Kind

NO_ENDS = "a movement from nowhere to nowhere"

_EVENTS = frozenset({Kind.INCIDENT, Kind.SECURITY})


@dataclass(frozen=True, slots=True)
class FactReading:
    """The facts of an article, merged, and what looked like one and was not taken."""

    facts: tuple[Fact, ...]
    discarded: tuple[Discarded, ...]


def extract_facts(readings: Sequence[Reading], *, gazetteer: Gazetteer) -> FactReading:
    """Extract the facts of one article from the readings of its sentences.

    Returns
    -------
    FactReading
        merged facts in order of their first evidence, and `discarded` with reasons.
    """
    countries = _countries(readings)
    memory = Memory()
    facts: list[Fact] = []
    discarded: list[Discarded] = []
    for reading, voices in zip(readings, attribute(readings), strict=True):
        triggers, dropped = choose_triggers(reading)
        found: list[Fact] = []
        for draft in _make_drafts(reading, triggers, voices, memory, countries, gazetteer):
            told = list(tell_facts(draft))
            reasons = [find_reason_against(fact) for fact in told] or [NO_ENDS]
            found += [fact for fact, reason in zip(told, reasons, strict=False) if not reason]
            discarded += [discard(draft.trigger, reason) for reason in reasons if reason]
        _add_toll(facts, found, triggers, reading)
        memory = remember(memory, reading, voices.last, found)
        facts += found
        discarded += dropped
    return FactReading(tuple(merge_facts(facts)), tuple(discarded))


def _add_toll(
    facts: list[Fact], found: list[Fact], triggers: list[Signal], reading: Reading
) -> None:
    """Give the last event told the toll that a later sentence tells of it alone."""
    told = [t for t in triggers if t.row.key == CASUALTY]
    number = max((i for i, f in enumerate(facts) if f.kind in _EVENTS), default=None)
    if found or not told or number is None or facts[number].killed:
        return
    killed = Numbers(reading=reading, triggers=told).killed_at(told[0])
    if killed:
        evidence = (*facts[number].evidence, make_evidence(told[0], reading))
        facts[number] = replace(facts[number], killed=killed.quantity, evidence=evidence)


def _countries(readings: Iterable[Reading]) -> frozenset[str]:
    """Return the countries an article names, or names the people of."""
    named = {m.place.country for r in readings for m in r.mentions if m.place and m.place.country}
    demonyms = {
        s.row.key for r in readings for s in r.of_kind(SignalKind.DEMONYM) if len(s.row.key) == 2
    }
    return frozenset(named | demonyms)


def _make_drafts(
    reading: Reading, triggers: list[Signal], voices: Voices, memory: Memory,
    countries: frozenset[str], gazetteer: Gazetteer,
) -> Iterator[Draft]:  # fmt: skip
    """Yield a draft for each trigger that tells something new."""
    if not triggers:
        return
    border = find_border(reading, countries, gazetteer=gazetteer)
    groups = group_places(reading, border=border, gazetteer=gazetteer)
    numbers = Numbers(reading=reading, triggers=triggers)
    for trigger in triggers:
        fact_type = type_of(trigger, triggers, reading)
        if fact_type is None or refers_back(trigger, fact_type, reading, memory):
            continue
        yield Draft(
            trigger=trigger, triggers=triggers, type=fact_type, reading=reading, groups=groups,
            numbers=numbers, border=border, memory=memory, voices=voices, gazetteer=gazetteer,
        )  # fmt: skip
