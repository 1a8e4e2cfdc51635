"""Triggers: which words of a sentence tell a fact, and of which type."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from geo.facts.likelihood import Candidate, is_likely, weigh_candidates
from geo.facts.modality import read_modality
from geo.facts.reading import Reading
from geo.facts.reasons import discard
from geo.facts.signals import CASUALTY, IDIOM, Signal
from geo.facts.types import FactType, Mark, read_counts, read_kind, read_marked, read_types
from geo.facts.units import FAMILY, PERSON, group_of, read_units
from geo.models import DRAWN_MODALITIES, DatePrecision, Discarded, Kind, Quantity, SentenceRole
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

OBJECT_CHARS = 55
"""How near the thing must stand that decides what is done to it: to seize a man, a town, arms."""

WEAK_STRENGTH = 0.7
"""Below this a trigger needs what it requires near it; the article's theme is not enough."""

PREVENTING_CHARS = 30
"""What follows 'to prevent' this closely is prevented."""

OFFICE_CHARS = 40
"""What follows 'responsible for' this closely is what somebody is known for."""

OWN_NUMBER_CHARS = 30
"""People who are counted this near to a trigger are its own."""

FIGHTERS_CHARS = 60
"""Fighters who are counted this near to a trigger are a force of so many."""

PEOPLE_CHARS = 45
"""People who are counted this near to a trigger are those who move."""

MIN_EVENTS = 5
"""How many deeds make a total."""

COUNTED_CHARS = 2
"""A number this near before a trigger counts it."""

BESIDE_CHARS = 5
"""What follows 'since' this closely tells only from when on something is."""

CAMP = "camp"

_NOT_OF_NOW = frozenset({"imagined", "history_war"})
"""Themes of articles whose deeds are rehearsed, or long past."""

_ACTIVE = "active"
_COUNTED_PEOPLE = "counted_people"

_MOVED = frozenset({PERSON, FAMILY})
_UNBOUND = frozenset({"number", "place", "country"})
_UNLIKELY, _UNREQUIRED = "unlikely", "unrequired"
_WEIGHED = frozenset({"excluded", "peaceful", _UNREQUIRED})
"""What speaks against a trigger without forbidding it."""

SILENT_ROLES = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})
"""Sentences that tell no fact, whatever words stand in them."""


class Choice(NamedTuple):
    """The triggers of a sentence that tell a fact, how likely each does, and what was left."""

    triggers: list[Signal]
    odds: dict[Signal, float]
    discarded: list[Discarded]


def choose_triggers(reading: Reading) -> Choice:
    """Return the triggers that tell a fact, with their log-odds; the others with the reason."""
    if reading.sentence.role in SILENT_ROLES:
        return Choice([], {}, [discard(trigger, "silent") for trigger in reading.triggers])
    candidates, discarded = list_candidates(reading)
    odds: dict[Signal, float] = {}
    for candidate, weight in zip(candidates, weigh_candidates(candidates, reading), strict=True):
        if is_likely(candidate, weight):
            odds[candidate.trigger] = weight
        else:
            discarded.append(discard(candidate.trigger, *(candidate.against or (_UNLIKELY,))))
    return Choice(_absorb([*odds], reading, discarded), odds, discarded)


def list_candidates(reading: Reading) -> tuple[list[Candidate], list[Discarded]]:
    """Return the triggers that may tell a fact and their types; the others with the reason.

    Of the same words only the rows count whose conditions are met, if there are such; where none
    is, the shorter triggers of another type inside them count as well.
    """
    found = [_make_candidate(t, reading) for t in reading.triggers if t.row.key != IDIOM]
    met = {candidate.trigger[:2] for candidate in found if not candidate.against}
    for failed in [c for c in found if c.against and c.trigger[:2] not in met]:
        inside = [_make_candidate(t, reading) for t in _list_shorter(failed.trigger, reading)]
        if any(not c.against for c in inside):
            met.add(failed.trigger[:2])
            found += [c for c in inside if not c.against and c not in found]
    candidates: list[Candidate] = []
    discarded: list[Discarded] = []
    for candidate in sorted(found, key=lambda c: c.trigger[:2]):
        against = candidate.against
        if not against or (
            against[0] in _WEIGHED and candidate.trigger[:2] not in met and candidate.type
        ):
            candidates.append(candidate)
        else:
            discarded.append(discard(candidate.trigger, *against))
    return candidates, discarded


def _make_candidate(trigger: Signal, reading: Reading) -> Candidate:
    """Return a trigger with the type it would tell; a toll that nothing fails has none."""
    told = type_of(trigger, [], reading)
    against = _find_against(trigger, told, reading)
    if told is None or (trigger.row.key == CASUALTY and not against):
        return Candidate(trigger, "", against)
    return Candidate(trigger, told.name, against)


def _list_shorter(trigger: Signal, reading: Reading) -> list[Signal]:
    """Return the triggers of another type inside a longer one."""
    return [s for s in reading.signals.inside(trigger) if s.row.key not in (trigger.row.key, IDIOM)]


def _find_against(
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
        return (_UNREQUIRED, *row.requires)
    if told is None and row.key != CASUALTY:
        return (_UNREQUIRED, *_list_deciding(row.key))
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
    told = [row.becomes for row in _read_pseudo_types().get(name, ())]
    peaceful = read_marked(Mark.PEACEFUL)
    return any(read_kind(one) in _TOLD_IN_PEACE or one in peaceful for one in (name, *told))


def _has_required(trigger: Signal, reading: Reading) -> bool:
    """Return whether any of what a trigger requires stands near it, or fills the article."""
    counted = _list_counted(trigger, reading)
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


def _list_counted(trigger: Signal, reading: Reading) -> frozenset[str]:
    """Return what is counted beside a trigger: fighters, or deeds of more than one day."""
    counted = set()
    for quantity in reading.quantities:
        gap = max(quantity.start - trigger.end, trigger.start - quantity.end)
        if quantity.unit in read_units("armed") and gap <= FIGHTERS_CHARS:
            counted.add("counted_fighters")
        if _moves(quantity) and gap <= PEOPLE_CHARS:
            counted.add(_COUNTED_PEOPLE)
        several = group_of(quantity) == "event" and quantity.min >= MIN_EVENTS
        if several and gap <= COUNTED_CHARS and not _tells_one_day(trigger, reading):
            counted.add("counted_events")
    return frozenset(counted)


def _moves(quantity: Quantity) -> bool:
    """Return whether a number counts people who flee or return: families, residents."""
    return group_of(quantity) == FAMILY or quantity.unit in read_units("moving")


def _tells_one_day(trigger: Signal, reading: Reading) -> bool:
    """Return whether the date told nearest to a trigger is a day."""
    start = reading.nearest_date(trigger)
    return any(
        told.precision is DatePrecision.DAY for told in reading.dates if told.start_char == start
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
    if not reaches:
        return None
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


def _list_deciding(name: str) -> tuple[str, ...]:
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
    if concept == _COUNTED_PEOPLE:
        return PEOPLE_CHARS if concept in _list_counted(trigger, reading) else None
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
            named=frozenset(requires) - {_COUNTED_PEOPLE},
            of_object=bool(of_object), is_active=of_object == _ACTIVE,
        )  # fmt: skip
        rows.setdefault(row["type"], []).append(pseudo)
    return rows


def _is_told_event(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger tells an event that people may have died of."""
    event = read_kind(trigger.row.key) in (Kind.INCIDENT, Kind.SECURITY, Kind.MOVEMENT)
    return event and read_modality(trigger, reading) in DRAWN_MODALITIES
