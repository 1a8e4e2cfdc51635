"""Triggers: which words of a sentence tell a fact, and of which type."""

from collections.abc import Iterable
from functools import cache

from geo.facts.reading import Reading
from geo.facts.reasons import discard
from geo.facts.signals import CASUALTY, IDIOM, Signal, SignalKind
from geo.facts.tallies import FAMILY, PERSON, group_of
from geo.facts.types import FactType, read_counts, read_kind, read_types
from geo.models import Discarded, Kind, SentenceRole
from geo.tables import read_table, split_list

EXCLUDING_CHARS = 40
"""A word this near to a trigger can turn its sense: an attack in a football match."""

CLAUSE_CHARS = 70
"""The same for a word in the trigger's own clause."""

REQUIRING_CHARS = 110
"""What a trigger requires must stand this near to it."""

ABSORBING_DISTANCE = 60
"""Two triggers this close, clauses counted, may tell one thing."""

WARNING_TYPES = frozenset({"warning", "forecast", "capability"})
WARNING_CHARS = 150
"""What follows a warning this closely is what is warned of, not what happened."""

DECIDING_CHARS = 100
"""How near the word must stand that decides what a word of several types tells."""

WEAK_STRENGTH = 0.7
"""Below this a trigger needs what it requires near it; the article's theme is not enough."""

PREVENTING_CHARS = 30
"""What follows 'to prevent' this closely is prevented."""

OWN_NUMBER_CHARS = 30
"""People who are counted this near to a trigger are its own."""

COUNTED_CHARS = 2
"""A number this near before a trigger counts it."""

_MOVED = frozenset({PERSON, FAMILY})
_UNBOUND = frozenset({"number", "place", "country"})
_SILENT_ROLES = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})


def choose_triggers(reading: Reading) -> tuple[list[Signal], list[Discarded]]:
    """Return the triggers that tell a fact; the others with the reason."""
    if reading.sentence.role in _SILENT_ROLES:
        return [], [discard(trigger, "silent") for trigger in reading.triggers]
    kept: list[Signal] = []
    discarded: list[Discarded] = []
    for trigger in reading.triggers:
        if trigger.row.key == IDIOM:
            continue
        against = _find_against(trigger, reading)
        if against:
            discarded.append(discard(trigger, *against))
        else:
            kept.append(trigger)
    return _absorb(kept, reading, discarded), discarded


def _find_against(trigger: Signal, reading: Reading) -> tuple[str, ...]:
    """Return why a trigger tells no fact here: code and concepts; empty when it may."""
    row = trigger.row
    if row.excludes:
        near = _list_excluding(trigger, reading)
        against = next((concept for concept in row.excludes if concept in near), "")
        if against:
            return ("excluded", against)
    checks = {
        "peaceful": reading.is_peaceful and not _may_be_peaceful(row.key),
        "absent": any(0 <= trigger.start - w.end <= 2 for w in reading.of_concept("without")),
        "imagined": bool(reading.of_concept("imagined")),
        "prevented": _is_prevented(trigger, reading),
        "warned_of": _is_warned_of(trigger, reading),
    }
    code = next((code for code, holds in checks.items() if holds), "")
    if not code and row.requires and not _has_required(trigger, reading):
        return ("unrequired", *row.requires)
    return (code,) if code else ()


_TOLD_IN_PEACE = frozenset({Kind.CLAIM, Kind.MOVEMENT})
"""Kinds that a text without fighters or victims may tell."""


def _list_excluding(trigger: Signal, reading: Reading) -> frozenset[str]:
    """Return the concepts that may turn a trigger's sense: near it, or in its clause."""
    clause = {
        word.row.key
        for word in reading.of_kind(SignalKind.CONCEPT)
        if abs(word.start - trigger.start) <= CLAUSE_CHARS
        and reading.share_clause(word.start, trigger.start)
    }
    return reading.concepts_near(trigger, chars=EXCLUDING_CHARS) | reading.themes | clause


@cache
def _may_be_peaceful(name: str) -> bool:
    """Return whether a trigger may tell a kind of fact that needs nobody who fights."""
    told = [becomes for _, becomes in _read_pseudo_types().get(name, ())]
    return any(read_kind(one) in _TOLD_IN_PEACE for one in (name, *told))


def _has_required(trigger: Signal, reading: Reading) -> bool:
    """Return whether any of what a trigger requires stands near it, or fills the article."""
    within = reading.concepts_near(trigger, chars=REQUIRING_CHARS)
    within |= reading.concepts & _UNBOUND
    within |= reading.themes if trigger.row.strength >= WEAK_STRENGTH else frozenset()
    within |= {
        t.row.key for t in reading.triggers if abs(t.start - trigger.start) <= REQUIRING_CHARS
    }
    return any(within.issuperset(wanted.split("+")) for wanted in trigger.row.requires)


def _is_prevented(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger is what something is done against: to stop bombers from ..."""
    return any(
        0 <= trigger.start - word.end <= PREVENTING_CHARS
        and reading.share_clause(word.start, trigger.start)
        for word in reading.of_concept("prevented")
    )


def _is_warned_of(trigger: Signal, reading: Reading) -> bool:
    """Return whether an event stands after the word that warns of it or expects it."""
    if read_kind(trigger.row.key) is Kind.CLAIM:
        return False
    return any(
        other.row.key in WARNING_TYPES
        and 0 < trigger.start - other.end <= WARNING_CHARS
        and (
            trigger.clitic == "to"
            or reading.clause_of(trigger.start) - reading.clause_of(other.start) <= 1
        )
        for other in reading.triggers
    )


def _absorb(triggers: list[Signal], reading: Reading, discarded: list[Discarded]) -> list[Signal]:
    """Drop the broader of two near triggers, and a type told twice of one date and number."""
    kept: dict[tuple[str, int | None, int | None], Signal] = {}
    absorbed: set[Signal] = set()
    for trigger in triggers:
        absorber = _find_absorber(trigger, triggers, absorbed, reading)
        if absorber:
            absorbed.add(trigger)
            discarded.append(discard(trigger, "absorbed", absorber.row.key))
            continue
        key = (trigger.row.key, reading.nearest_date(trigger), _find_own_number(trigger, reading))
        if key in kept:
            discarded.append(discard(trigger, "repeated"))
        else:
            kept[key] = trigger
    return list(kept.values())


def _find_absorber(
    trigger: Signal, triggers: Iterable[Signal], absorbed: set[Signal], reading: Reading
) -> Signal | None:
    """Return the nearest trigger that tells more exactly what this one tells.

    Of two that absorb each other the first stays; things that are counted apart both do.
    """
    reaches = absorbers_of(trigger.row.key)
    near = [
        (distance, other.start, other)
        for other in triggers
        if other.row.key in reaches
        and not (other in absorbed and trigger.row.key in absorbers_of(other.row.key))
        and (distance := reading.distance(trigger.start, other.start)) <= reaches[other.row.key]
        and not (_is_counted(trigger, reading) and _is_counted(other, reading))
    ]
    return min(near)[2] if near else None


def _find_own_number(trigger: Signal, reading: Reading) -> int | None:
    """Return where the number of people stands that only this trigger counts, None if none.

    ``2,071 families returned to Fallujah, while 1,432 families went back to Haditha``.
    """
    if not read_counts().get(trigger.row.key, frozenset()) & _MOVED:
        return None
    near = [
        (max(q.start - trigger.end, trigger.start - q.end), q.start)
        for q in reading.quantities
        if group_of(q) in _MOVED
    ]
    gap, start = min(near, default=(OWN_NUMBER_CHARS + 1, 0))
    return start if gap <= OWN_NUMBER_CHARS else None


def _is_counted(trigger: Signal, reading: Reading) -> bool:
    """Return whether a number stands right before a trigger: eight tunnels, four hideouts."""
    return any(0 <= trigger.start - q.end <= COUNTED_CHARS for q in reading.quantities)


@cache
def absorbers_of(name: str) -> dict[str, int]:
    """Return the types that tell more exactly what a type tells, and how near they must be."""
    rows = read_table("lexicon/absorptions", "type", "absorbed_by", "distance")
    return {
        absorber: int(row["distance"] or ABSORBING_DISTANCE)
        for row in sorted(rows, key=lambda row: int(row["distance"] or ABSORBING_DISTANCE))
        if row["type"] == name
        for absorber in split_list(row["absorbed_by"])
    }


def type_of(trigger: Signal, triggers: list[Signal], reading: Reading) -> FactType | None:
    """Return the type a trigger tells; a casualty is a fact only where no event tells it.

    A word that tells several types (to enter, to target, to hold) tells the one whose concept
    stands nearest; a row that requires none is the last resort.
    """
    types = read_types()
    name = trigger.row.key
    if name in types:
        return types[name]
    if name == CASUALTY and any(_is_event(other) for other in triggers):
        return None
    rows = _read_pseudo_types().get(name, ())
    gaps = {c: reading.nearest_concept(trigger, c) for c, _ in rows if c in reading.concepts}
    nearest = {c: gap for c, gap in gaps.items() if gap <= DECIDING_CHARS or c in reading.themes}
    best = min(nearest, key=lambda concept: (nearest[concept], concept)) if nearest else ""
    return next((types[becomes] for concept, becomes in rows if concept == best), None)


@cache
def _read_pseudo_types() -> dict[str, list[tuple[str, str]]]:
    """Return what a word that tells several types becomes, by the concept it requires."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in read_table("lexicon/pseudo_types", "type", "becomes", "requires"):
        rows.setdefault(row["type"], []).append((row["requires"], row["becomes"]))
    return rows


def _is_event(trigger: Signal) -> bool:
    return read_kind(trigger.row.key) in (Kind.INCIDENT, Kind.SECURITY, Kind.MOVEMENT)
