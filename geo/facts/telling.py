"""From a draft to its facts: what is told, when, where, how many, and how sure."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from geo.facts.belief import describe_fact, score_signs
from geo.facts.dating import find_date
from geo.facts.draft import Draft, make_evidence
from geo.facts.intervals import TOTAL_DAYS, count_days, is_history
from geo.facts.modality import read_modality
from geo.facts.movements import split_movement
from geo.facts.places import is_narrow
from geo.facts.placing import place_fact
from geo.facts.signals import Signal
from geo.facts.speakers import UNATTRIBUTED
from geo.facts.tallies import Tally
from geo.facts.told import Told, Where
from geo.facts.types import Mark, has_mark
from geo.facts.units import group_of, read_units
from geo.models import (
    DRAWN_MODALITIES,
    Article,
    DateInterval,
    DatePrecision,
    Evidence,
    Fact,
    Kind,
    Modality,
    Quantity,
)

MIN_TOTAL = 5
"""How many events make a total."""

MIN_TOTAL_PERSONS = 10
"""How many people it takes."""

MIN_TOTAL_ARRESTS = 100
"""How many people who were arrested it takes: dozens are taken in a night."""

MIN_TOTAL_PLACES = 3
"""A number told of so many places is a total."""

TOTAL_CHARS = 140
"""How near to its trigger the number of events must stand."""

BACKGROUND = "background"
WARNING = "warning"


def tell_facts(draft: Draft) -> Iterator[Fact]:
    """Yield what a draft tells: one fact, or for a movement one for each crossing."""
    speaker = draft.find_speaker()
    modality = read_modality(draft.trigger, draft.reading)
    count, killed = _count(draft, modality)
    roles = draft.find_roles()
    told = Told(
        kind=draft.type.kind, type=draft.type.name, modality=modality,
        date=find_date(draft, modality), counted=count, killed=killed,
        wounded=_quantity(draft.numbers.wounded_at(draft.trigger)),
        mode=draft.find_modes(), actor=roles.actor, target=roles.target,
        attribution=speaker.words, attribution_class=speaker.attribution_class,
    )  # fmt: skip
    told = _qualify(told, draft)
    moved = told.kind is Kind.MOVEMENT
    for where in split_movement(told, draft) if moved else (place_fact(told, draft),):
        yield _make_fact(told, where, draft)


def find_reason_against(fact: Fact, triggers: Sequence[Signal]) -> str:
    """Return the code of why a fact is not worth telling; empty when it is.

    What is feared in a sentence that warns is what it warns of.
    """
    warns = any(trigger.row.key == WARNING for trigger in triggers)
    if fact.modality is Modality.FEARED and warns and fact.kind is not Kind.CLAIM:
        return "warned_of"
    if fact.type == BACKGROUND and fact.modality is not Modality.HISTORY:
        return "no_past"
    empty = not (fact.date.start or fact.count or fact.killed)
    if fact.modality not in DRAWN_MODALITIES and empty and not _is_placed(fact):
        return "empty_modality"
    return ""


def _is_placed(fact: Fact) -> bool:
    """Return whether the fact's own sentence tells a place closer than a country."""
    ends = (fact.origin, *fact.destinations, *fact.via, *fact.places)
    return not fact.review and any(place and is_narrow(place) for place in ends)


def _qualify(fact: Told, draft: Draft) -> Told:
    """Return the fact as what its date and its number make of it: history, plan or total."""
    reading, memory = draft.reading, draft.memory
    if fact.date.start_char is None and memory.past_in == reading.sentence.paragraph:
        goes_on = reading.of_concept("at_that_time") and memory.past
        fact = fact._replace(date=memory.past) if goes_on and memory.past else fact
    pluperfect = reading.is_pluperfect(draft.trigger)
    past = is_history(fact.date, reading.article.published, pluperfect=pluperfect)
    if past or (fact.modality is Modality.HISTORY and fact.date.start):
        said = draft.voices.said(draft.trigger.start) or UNATTRIBUTED
        return fact._replace(
            kind=Kind.CLAIM, type=BACKGROUND, modality=Modality.HISTORY,
            attribution=said.words, attribution_class=said.attribution_class,
        )  # fmt: skip
    event = fact.kind is not Kind.CLAIM
    if event and fact.modality is Modality.ASSERTED and "future" in fact.date.rule:
        fact = fact._replace(modality=Modality.PLANNED)
    counted = fact.kind is Kind.INCIDENT or has_mark(fact.type, Mark.COUNTED)
    return _as_total(fact, draft) if counted else fact


def _as_total(fact: Told, draft: Draft) -> Told:
    """Return an incident told as a statistic as the claim it is, others as they are.

    Several deeds of one day are deeds; arrests are a statistic only by the hundred.
    """
    number = None
    if not _is_one_day(fact.date):
        number = _events_near(draft) or _find_total(fact, draft)
    least = MIN_TOTAL_ARRESTS if has_mark(fact.type, Mark.COUNTED) else MIN_TOTAL_PERSONS
    people = fact.killed or fact.counted
    if not number and people and people.min >= least and count_days(fact.date) >= TOTAL_DAYS:
        number = people
    if not number:
        return fact
    modality = Modality.ASSERTED if fact.modality is Modality.ATTEMPTED else fact.modality
    return fact._replace(
        kind=Kind.CLAIM, type="attack_total", modality=modality,
        counted=None if number == fact.killed else number,
    )  # fmt: skip


def _events_near(draft: Draft) -> Quantity | None:
    """Return how many deeds are counted beside the trigger, when they are enough for a total."""
    for quantity in draft.reading.quantities:
        gap = max(quantity.start - draft.trigger.end, draft.trigger.start - quantity.end)
        single = group_of(quantity) != "event" or quantity.unit in read_units("one_deed")
        if not single and quantity.min >= MIN_TOTAL and gap <= TOTAL_CHARS:
            return quantity
    return None


def _find_total(fact: Told, draft: Draft) -> Quantity | None:
    """Return the number that words tell as a total: of many places, or of a long time."""
    if not draft.reading.of_concept("total"):
        return None
    spread = len(draft.find_places()) >= MIN_TOTAL_PLACES or count_days(fact.date) >= TOTAL_DAYS
    people = [q for q in draft.reading.quantities if group_of(q) in ("person", "event", "")]
    most = max(people, key=lambda q: q.min, default=None)
    return most if spread and most and most.min >= MIN_TOTAL_PERSONS else None


def _is_one_day(told: DateInterval) -> bool:
    return told.precision is DatePrecision.DAY and told.start_char is not None


def _count(draft: Draft, modality: Modality) -> tuple[Quantity | None, Quantity | None]:
    """Return what a fact counts and how many were killed; both are the dead of a killing.

    One person told without a number is killed, but nothing is counted; those a killing missed
    are neither.
    """
    trigger, numbers = draft.trigger, draft.numbers
    killed = numbers.killed_at(trigger)
    killing = has_mark(draft.type.name, Mark.COUNTS_KILLED)
    taken = None if killing else killed
    counted = numbers.counted_by(trigger, counts=draft.type.counts, taken=taken)
    if not killing:
        return _quantity(counted), _quantity(killed)
    victims = counted or killed
    if victims and victims.is_single:
        return None, None if modality is Modality.ATTEMPTED else victims.quantity
    return _quantity(victims), _quantity(victims)


def _quantity(tally: Tally | None) -> Quantity | None:
    return tally.quantity if tally else None


def _make_fact(told: Told, where: Where, draft: Draft) -> Fact:
    """Return the fact with its place, what its belief rests on, and an id of what it tells."""
    evidence = make_evidence(draft.trigger, draft.reading)
    signs = describe_fact(told, where, draft)
    return Fact(
        id=_fact_id(told, where, evidence, draft.reading.article),
        kind=told.kind, type=told.type, modality=told.modality, mode=told.mode,
        places=where.places, origin=where.origin, destinations=where.destinations, via=where.via,
        date=told.date, actor=told.actor, target=told.target,
        count=told.counted, killed=told.killed, wounded=told.wounded,
        attribution=told.attribution, attribution_class=told.attribution_class,
        evidence=(evidence,), review=where.review,
        score=score_signs(signs), signs=tuple(signs.items()),
    )  # fmt: skip


def _fact_id(told: Told, where: Where, evidence: Evidence, article: Article) -> str:
    """Return a hash of what a fact tells."""
    ends = (where.origin, *where.destinations, *where.via, *where.places)
    words = (
        article.id, told.type, told.modality, evidence.start, evidence.rule,
        told.date.start_char, *(place.id for place in ends if place),
    )  # fmt: skip
    return f"f-{sha256('|'.join(map(str, words)).encode()).hexdigest()[:16]}"
