"""Triggers: which words of a sentence tell a fact, and of which type."""

from functools import cache

from geo.facts.numbers import CASUALTY
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.types import FactType, read_kind, read_types
from geo.models import Discarded, Kind, SentenceRole
from geo.tables import read_table, split_list

EXCLUDING_CHARS = 40
"""A word this near to a trigger can turn its sense: an attack in a football match."""

REQUIRING_CHARS = 110
"""What a trigger requires must stand this near to it."""

ABSORBING_DISTANCE = 60
"""Two triggers this close, clauses counted, may tell one thing."""

WARNING_TYPES = frozenset({"warning", "forecast", "capability"})
WARNING_CHARS = 150
"""What follows a warning this closely is what is warned of, not what happened."""

_UNBOUND = frozenset({"number", "place", "country"})
_SILENT_ROLES = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})


def choose_triggers(reading: Reading) -> tuple[list[Signal], list[Discarded]]:
    """Return the triggers that tell a fact; the others with the reason."""
    if reading.sentence.role in _SILENT_ROLES:
        found = reading.of_kind(SignalKind.TRIGGER)
        return [], [discard(t, f"stands in a {reading.sentence.role}") for t in found]
    kept: list[Signal] = []
    discarded: list[Discarded] = []
    for trigger in reading.of_kind(SignalKind.TRIGGER):
        reason = _reason_against(trigger, reading)
        if reason:
            discarded.append(discard(trigger, reason))
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
    if _is_warned_of(trigger, reading):
        return f"'{row.key}' is what the sentence warns of or expects"
    within = reading.concepts_near(trigger, chars=REQUIRING_CHARS) | (concepts & _UNBOUND)
    within |= reading.themes
    if row.requires and not any(set(r.split("+")) <= within for r in row.requires):
        return f"'{row.key}' without any of: {', '.join(row.requires)}"
    return ""


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
        for other in reading.of_kind(SignalKind.TRIGGER)
    )


def _absorb(triggers: list[Signal], reading: Reading, discarded: list[Discarded]) -> list[Signal]:
    """Drop the broader of two near triggers, and a type told twice of one date."""
    kept: dict[tuple[str, int | None], Signal] = {}
    for trigger in triggers:
        absorbing = [
            other.row.key
            for other in triggers
            if other.row.key in absorbers_of(trigger.row.key)
            and reading.distance(trigger.start, other.start)
            <= absorbers_of(trigger.row.key)[other.row.key]
        ]
        if absorbing:
            reason = f"'{trigger.row.key}' told more exactly as {min(absorbing)}"
            discarded.append(discard(trigger, reason))
        else:
            kept.setdefault((trigger.row.key, reading.nearest_date(trigger)), trigger)
    return list(kept.values())


@cache
def absorbers_of(name: str) -> dict[str, int]:
    """Return the types that tell more exactly what a type tells, and how near they must be."""
    return {
        absorber: int(row["distance"] or ABSORBING_DISTANCE)
        for row in read_table("lexicon/absorptions", "type", "absorbed_by", "distance")
        if row["type"] == name
        for absorber in split_list(row["absorbed_by"])
    }


def discard(trigger: Signal, reason: str) -> Discarded:
    """Return a trigger as what looked like a fact and was not taken."""
    return Discarded(reason=reason, start=trigger.start, end=trigger.end)


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


def _is_event(trigger: Signal) -> bool:
    return read_kind(trigger.row.key) in (Kind.INCIDENT, Kind.SECURITY, Kind.MOVEMENT)
