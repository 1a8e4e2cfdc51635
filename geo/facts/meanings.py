"""Meanings: the type that a trigger tells; of words for several types the one that fits."""

from functools import cache
from typing import NamedTuple

from geo.facts.counted_beside import COUNTED_PEOPLE, PEOPLE_CHARS, list_counted
from geo.facts.modality import read_modality
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal
from geo.facts.types import FactType, read_kind, read_types
from geo.models import DRAWN_MODALITIES, Kind
from geo.tables import read_table, split_list

DECIDING_CHARS = 100
"""How near the word must stand that decides what a word of several types tells."""

OBJECT_CHARS = 55
"""How near the thing must stand that decides what is done to it: to seize a man, a town, arms."""

_ACTIVE = "active"


def type_of(trigger: Signal, triggers: list[Signal], reading: Reading) -> FactType | None:
    """Return the type a trigger tells; a casualty is a fact only where no event tells it.

    A word that tells several types (to enter, to target, to hold) becomes the one whose concepts
    stand nearest, of several rows the one that asks for most; a row that requires none is the
    last resort. What it becomes may tell several types again.
    """
    types = read_types()
    name = trigger.row.key
    if name == CASUALTY and any(_is_told_event(other, reading) for other in triggers):
        return None
    while name and name not in types:
        name = _become(name, trigger, reading)
    return types.get(name)


def list_becoming(name: str) -> list[str]:
    """Return what a word of several types may become; empty for a type."""
    return [row.becomes for row in _read_pseudo_types().get(name, ())]


def list_deciding(name: str) -> tuple[str, ...]:
    """Return the concepts that decide what a word of several types tells."""
    rows = _read_pseudo_types().get(name, ())
    return tuple(dict.fromkeys(concept for row in rows for concept in row.requires))


def _become(name: str, trigger: Signal, reading: Reading) -> str:
    """Return what a word of several types becomes here, empty when nothing."""
    told: list[tuple[int, int, int, str]] = []
    rest = ""
    for number, row in enumerate(_read_pseudo_types().get(name, ())):
        if not reading.concepts.issuperset(row.named):
            continue
        gaps = [_deciding_gap(trigger, concept, row, reading) for concept in row.requires]
        if not gaps:
            rest = rest or row.becomes
        elif None not in gaps:
            widest = max(gap for gap in gaps if gap is not None)
            told.append((-len(gaps), widest, number, row.becomes))
    return min(told)[3] if told else rest


class _PseudoType(NamedTuple):
    """What a word of several types becomes beside all of some concepts.

    `named` are those of them that are told by words, not by a count. `of_object` when the
    nearest thing it is done to decides, not who acts; `is_active` when that must stand behind it.
    """

    becomes: str
    requires: tuple[str, ...]
    named: frozenset[str]
    of_object: bool
    is_active: bool


def _deciding_gap(trigger: Signal, concept: str, row: _PseudoType, reading: Reading) -> int | None:
    """Return how far a concept stands that may decide a word's type, None when too far."""
    if concept == COUNTED_PEOPLE:
        return PEOPLE_CHARS if concept in list_counted(trigger, reading) else None
    if row.of_object:
        gap = reading.object_gap(trigger, concept, is_active=row.is_active)
        return gap if gap <= OBJECT_CHARS else None
    gap = reading.nearest_concept(trigger, concept)
    return gap if gap <= DECIDING_CHARS or concept in reading.themes else None


@cache
def _read_pseudo_types() -> dict[str, list[_PseudoType]]:
    """Return what a word that tells several types becomes, by the concepts it requires."""
    rows: dict[str, list[_PseudoType]] = {}
    for row in read_table("lexicon/pseudo_types", "type", "becomes", "requires", "of_object"):
        requires = tuple(split_list(row["requires"].replace("+", "|")))
        of_object = row["of_object"]
        pseudo = _PseudoType(
            becomes=row["becomes"], requires=requires,
            named=frozenset(requires) - {COUNTED_PEOPLE},
            of_object=bool(of_object), is_active=of_object == _ACTIVE,
        )  # fmt: skip
        rows.setdefault(row["type"], []).append(pseudo)
    return rows


def _is_told_event(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger tells an event that people may have died of."""
    event = read_kind(trigger.row.key) in (Kind.INCIDENT, Kind.SECURITY, Kind.MOVEMENT)
    return event and read_modality(trigger, reading) in DRAWN_MODALITIES
