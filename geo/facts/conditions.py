"""Conditions: what speaks against a trigger, or forbids it, in its sentence and its article."""

from collections.abc import Iterator
from functools import cache

from geo.facts.counted_beside import list_counted
from geo.facts.meanings import list_becoming, list_deciding
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal
from geo.facts.types import FactType, Mark, read_kind, read_marked
from geo.models import Kind

EXCLUDING_CHARS = 40
"""A word this near to a trigger can turn its sense: an attack in a football match."""

CLAUSE_CHARS = 70
"""The same for a word in the trigger's own clause."""

REQUIRING_CHARS = 110
"""What a trigger requires must stand this near to it."""

WARNING_TYPES = frozenset({"warning", "forecast", "capability"})

WARNING_CHARS = 150
"""What follows a warning this closely is what is warned of, not what happened."""

WEAK_STRENGTH = 0.7
"""Below this a trigger needs what it requires near it; the article's theme is not enough."""

PREVENTING_CHARS = 30
"""What follows 'to prevent' this closely is prevented."""

OFFICE_CHARS = 40
"""What follows 'responsible for' this closely is what somebody is known for."""

BESIDE_CHARS = 5
"""What follows 'since' this closely tells only from when on something is."""

CAMP = "camp"

_NOT_OF_NOW = frozenset({"imagined", "history_war"})
"""Themes of articles whose deeds are rehearsed, or long past."""

_UNBOUND = frozenset({"number", "place", "country"})

UNREQUIRED = "unrequired"
"""The code of what lacks what it needs."""


def find_against(
    trigger: Signal, told: FactType | None, reading: Reading
) -> tuple[str, ...]:  # fmt: skip
    """Return why a trigger tells no fact here: code and concepts; empty when it may."""
    row = trigger.row
    for code in _list_codes_against(trigger, reading):
        return (code,)
    for concept in row.excludes:
        if concept in reading.concepts and _is_excluded_by(concept, trigger, reading):
            return ("excluded", concept)
    if reading.is_peaceful and not _may_be_peaceful(row.key):
        return ("peaceful",)
    if row.requires and not _has_required(trigger, reading):
        return (UNREQUIRED, *row.requires)
    if told is None and row.key != CASUALTY:
        return (UNREQUIRED, *list_deciding(row.key))
    return ()


def _list_codes_against(trigger: Signal, reading: Reading) -> Iterator[str]:
    """Yield the codes of what forbids a trigger, the cheap questions first."""
    if reading.is_behind(trigger.start, "without", 2):
        yield "absent"
    if _is_time_told(trigger, reading):
        yield "since"
    if _is_named(trigger, reading):
        yield "named"
    if reading.of_concept("imagined") or reading.themes & _NOT_OF_NOW:
        yield "imagined"
    if _is_prevented(trigger, reading):
        yield "prevented"
    if _is_of_office(trigger, reading):
        yield "office"
    if _is_warned_of(trigger, reading):
        yield "warned_of"


_TOLD_IN_PEACE = frozenset({Kind.CLAIM, Kind.MOVEMENT})
"""Kinds that a text without fighters or victims may tell."""


def _is_excluded_by(concept: str, trigger: Signal, reading: Reading) -> bool:
    """Return whether a concept turns a trigger's sense: near it, in its clause, or as a theme."""
    if concept in reading.peace_themes:
        return True
    return any(
        _is_near(word, trigger, EXCLUDING_CHARS)
        or (
            abs(word.start - trigger.start) <= CLAUSE_CHARS
            and reading.share_clause(word.start, trigger.start)
        )
        for word in reading.of_concept(concept)
    )


def _is_near(word: Signal, trigger: Signal, chars: int) -> bool:
    """Return whether a word stands within `chars` characters of a trigger, whole."""
    return trigger.start - chars <= word.start and word.end <= trigger.end + chars


@cache
def _may_be_peaceful(name: str) -> bool:
    """Return whether a trigger may tell a kind of fact that needs nobody who fights."""
    peaceful = read_marked(Mark.PEACEFUL)
    told = (name, *list_becoming(name))
    return any(read_kind(one) in _TOLD_IN_PEACE or one in peaceful for one in told)


def _has_required(trigger: Signal, reading: Reading) -> bool:
    """Return whether any of what a trigger requires stands near it, or fills the article."""
    counted = list_counted(trigger, reading)
    return any(
        all(c in counted or _has_near(c, trigger, reading) for c in wanted)
        for wanted in _split_wanted(trigger.row.requires)
    )


@cache
def _split_wanted(requires: tuple[str, ...]) -> tuple[list[str], ...]:
    """Return the sets of concepts of which any one is enough for a trigger."""
    return tuple(wanted.split("+") for wanted in requires)


def _has_near(concept: str, trigger: Signal, reading: Reading) -> bool:
    """Return whether a concept, or another trigger, stands near enough to be what is required."""
    if concept in reading.concepts:
        if concept in _UNBOUND:
            return True
        if trigger.row.strength >= WEAK_STRENGTH and concept in reading.themes:
            return True
        if any(_is_near(word, trigger, REQUIRING_CHARS) for word in reading.of_concept(concept)):
            return True
    return concept in reading.trigger_keys and any(
        other.row.key == concept and abs(other.start - trigger.start) <= REQUIRING_CHARS
        for other in reading.triggers
    )


def _is_prevented(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger is what something is done against: to stop bombers from ..."""
    return reading.is_behind(trigger.start, "prevented", PREVENTING_CHARS, in_clause=True)


def _is_time_told(trigger: Signal, reading: Reading) -> bool:
    """Return whether a deed only tells when something else is: ``since the bombing``."""
    if read_kind(trigger.row.key) not in (Kind.INCIDENT, Kind.SECURITY):
        return False
    return reading.is_behind(trigger.start, "since", BESIDE_CHARS) or (
        reading.is_behind(trigger.start, "before_event", BESIDE_CHARS)
        and reading.is_definite(trigger)
    )


def _is_named(trigger: Signal, reading: Reading) -> bool:
    """Return whether a word is the first of a name: ``Camp Speicher``, no camp of fighters."""
    return trigger.row.key == CAMP and any(
        m.place and 0 <= m.start - trigger.end <= 1 for m in reading.mentions
    )


def _is_of_office(trigger: Signal, reading: Reading) -> bool:
    """Return whether a deed only says who somebody is: responsible for attacks, accused of ..."""
    if read_kind(trigger.row.key) is Kind.CLAIM:
        return False
    return reading.is_behind(
        trigger.start, "office_of", OFFICE_CHARS, in_clause=True
    ) and not reading.is_behind(trigger.start, "finite", 2)


def _is_warned_of(trigger: Signal, reading: Reading) -> bool:
    """Return whether an event stands after the word that warns of it or expects it."""
    if WARNING_TYPES.isdisjoint(reading.trigger_keys) or read_kind(trigger.row.key) is Kind.CLAIM:
        return False
    return any(
        other.row.key in WARNING_TYPES
        and 0 < trigger.start - other.end <= WARNING_CHARS
        and (not other.row.requires or _has_required(other, reading))
        and (
            trigger.clitic == "to"
            or reading.clause_of(trigger.start) - reading.clause_of(other.start) <= 1
        )
        for other in reading.triggers
    )
