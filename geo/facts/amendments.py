"""Amendments: what a sentence adds to facts that were told before it; lists change in place."""

from collections.abc import Sequence
from dataclasses import replace

from geo.facts.draft import make_evidence
from geo.facts.intervals import TOTAL_DAYS, count_days
from geo.facts.numbers import Numbers
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal
from geo.facts.speakers import Attribution
from geo.facts.types import EVENT_KINDS, read_deadly
from geo.models import DRAWN_MODALITIES, AttributionClass, DatePrecision, Fact, SentenceRole

TOLL_CHARS = 400
"""How far behind an event a sentence may tell its toll alone."""

MOST_IN_EVENT = 2000
"""A toll told alone that is larger is that of a war or a year, not of the event before it."""

EVENT_DATE_DISTANCE = 130
"""How far from its noun the date of an event told before may stand, clauses counted."""

OPENING_CHARS = 30
"""How near to a sentence's beginning ``the operation`` must stand that it goes on with."""

BESIDE_CHARS = 2
"""How far apart two sentences stand that follow each other in a paragraph."""

_UNATTRIBUTED = AttributionClass.UNATTRIBUTED


def add_toll(facts: list[Fact], triggers: Sequence[Signal], reading: Reading) -> None:
    """Give the last event told the toll that a later sentence, with no fact, tells of it alone."""
    number = _find_last_event(facts)
    if number is None or not _may_cost_lives(facts[number], reading):
        return
    told = [trigger for trigger in triggers if trigger.row.key == CASUALTY]
    numbers = Numbers(reading=reading, triggers=told)
    killed, wounded = numbers.toll_alone()
    if any(toll and toll.min > MOST_IN_EVENT for toll in (killed, wounded)):
        return
    event = facts[number]
    if (killed and not event.killed) or (wounded and not event.wounded):
        words = told or reading.of_concept("wounded")
        added = (make_evidence(words[0], reading),) if words else ()
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


def add_speaker(facts: list[Fact], said: Attribution) -> None:
    """Give the last event told the speaker of a later sentence that only tells of it again."""
    number = _find_last_event(facts)
    if number is None:
        return
    event = facts[number]
    for i, fact in enumerate(facts):
        if fact.type == event.type and fact.attribution_class is _UNATTRIBUTED:
            facts[i] = replace(
                fact, attribution=said.words, attribution_class=said.attribution_class
            )


def date_headline(facts: list[Fact], readings: Sequence[Reading]) -> None:
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


def add_date(facts: list[Fact], reading: Reading) -> None:
    """Give what the sentence before told the date of ``the operation`` that this one tells."""
    told = next((d for d in reading.dates if d.start and d.start_char), None)
    if told is None or not facts or not _is_beside(facts[-1], reading):
        return
    named = [
        w
        for w in reading.of_concept("the_event")
        if w.start < reading.sentence.start + OPENING_CHARS
    ]
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
    return 0 <= reading.sentence.start - fact.evidence[-1].end <= BESIDE_CHARS
