"""Where a fact is: the places its sentence tells, else those it points back to."""

from functools import cache
from typing import NamedTuple

from geo.facts.draft import Draft
from geo.facts.places import is_narrow
from geo.facts.signals import Signal, SignalKind
from geo.facts.told import Told, Where
from geo.facts.types import Mark, has_mark
from geo.models import DRAWN_MODALITIES, Kind, Place
from geo.tables import read_table, split_list

PLACE_FROM_BEFORE = "place-from-before"
"""Review: the place is told in an earlier sentence, not in the fact's own."""

PLACE_UNKNOWN = "place-unknown"
"""Review: the sentence names a place that no source knows."""

BORDER_DISTANCE = 110
"""How far from a trigger the border may be told that it is at, clauses counted."""

UNKNOWN_CHARS = 60
"""A place that no source knows is the trigger's own when it stands this near."""

POINTER_CHARS = 25
"""What points back is a trigger's own place when it begins this near behind it."""

NAMED_CHARS = 14
"""A place this near behind such a word tells which one is meant."""

MIN_UNKNOWN_SCORE = 0.6
"""How sure it must be that the unknown words name a place at all."""


def place_fact(fact: Told, draft: Draft) -> Where:
    """Return where a fact is; empty places when nothing tells it.

    Where the sentence tells no place it is where it points back to, else where the article is;
    the last resort is the place of whoever says so: the police chief of Kirkuk.
    """
    told = _told_places(draft, fact.kind)
    beside = _places_pointed_beside(draft)
    if any(map(is_narrow, told)) and not beside:
        return Where(told)
    if beside:
        here = any(group.places == beside for group in draft.groups)
        return Where(beside, review="" if here else PLACE_FROM_BEFORE)
    if _names_unknown(draft):
        return Where(told or _district_before(draft), review=PLACE_UNKNOWN)
    pointed = _pointed_places(draft)
    if not told and not pointed:
        told = _country_of_demonym(draft)
    if not told and not pointed:
        pointed = _remembered_places(fact, draft)
    if pointed:
        return Where(pointed, review=PLACE_FROM_BEFORE)
    return Where(told)


def _remembered_places(fact: Told, draft: Draft) -> tuple[Place, ...]:
    """Return where a fact may be whose sentence tells no place at all.

    That is the scene of the text, the place of who says so, or where the text was last: for a
    single event with a day or a number of its own, and for what is not drawn.
    """
    memory = draft.memory
    scene = memory.beside if draft.is_lasting else memory.scene
    told = scene or _spoken_places(draft)
    single = not draft.is_lasting and bool(fact.date.start or fact.counted or fact.killed)
    hidden = fact.kind is Kind.CLAIM or fact.modality not in DRAWN_MODALITIES
    return told or (memory.places if single or hidden else ())


def _district_before(draft: Draft) -> tuple[Place, ...]:
    """Return the district where the text was last, for a place in it that no source knows."""
    last = (place.admin2 for place in (*draft.memory.scene, *draft.memory.places))
    district = next((one for one in last if one and one in draft.gazetteer), None)
    return (draft.gazetteer.place(district),) if district else ()


def _told_places(draft: Draft, kind: Kind) -> tuple[Place, ...]:
    """Return the places the sentence tells: the nearest, or the border it speaks of."""
    places = draft.find_places(wide=kind is Kind.CLAIM)
    if has_mark(draft.type.name, Mark.SENT):
        places = draft.find_places("destination") or places
    if has_mark(draft.type.name, Mark.TAKEN) and _is_brought_to(draft):
        places = draft.find_places("origin") or draft.find_places("where")
    if draft.border and _tells_border(draft) and not any(map(is_narrow, places)):
        return (draft.border,)
    return places


def _is_brought_to(draft: Draft) -> bool:
    """Return whether the nearest place is only where somebody is brought."""
    group = draft.find_group()
    return group is not None and group.role == "destination"


def _tells_border(draft: Draft) -> bool:
    """Return whether the border is told of the trigger, not in another clause far from it."""
    reading, start = draft.reading, draft.trigger.start
    return any(
        reading.share_clause(word.start, start)
        or reading.distance(word.start, start) <= BORDER_DISTANCE
        for word in reading.border_words
    )


def _names_unknown(draft: Draft) -> bool:
    """Return whether a trigger's own place is one that no source knows."""
    return any(
        mention.place is None
        and mention.score >= MIN_UNKNOWN_SCORE
        and abs(mention.start - draft.trigger.start) <= UNKNOWN_CHARS
        and draft.reading.clause_of(mention.start) == draft.reading.clause_of(draft.trigger.start)
        for mention in draft.reading.mentions
    )


def _places_pointed_beside(draft: Draft) -> tuple[Place, ...]:
    """Return the places that a word right behind the trigger points to: ``to comb the valley``.

    A place that follows the word is its name (the road from Mosul): then none are.
    """
    trigger = draft.trigger
    words = draft.reading.of_concept("back_reference")
    word = next((w for w in words if trigger.start <= w.start <= trigger.end + POINTER_CHARS), None)
    if word is None or not draft.reading.share_clause(word.start, trigger.start):
        return ()
    named = any(
        trigger.end <= mention.start <= word.end + NAMED_CHARS for mention in draft.reading.mentions
    )
    return () if named else point_back(word, draft, strict=True)


def _pointed_places(draft: Draft) -> tuple[Place, ...]:
    """Return the places that 'the town', 'the province' points to: of this sentence, or before."""
    words = draft.reading.of_concept("back_reference")
    if words:
        nearest = min(words, key=lambda word: abs(word.start - draft.trigger.start))
        return point_back(nearest, draft)
    if "back_province" in draft.reading.concepts:
        codes = dict.fromkeys(place.admin1 for place in draft.memory.places)
        return tuple(draft.gazetteer.place(code) for code in codes if code in draft.gazetteer)
    return ()


def point_back(word: Signal, draft: Draft, *, strict: bool = False) -> tuple[Place, ...]:
    """Return the places that a word points back to: the last of its sort.

    ``the town`` is a settlement, ``the camp`` a camp, ``the district`` a district or its town;
    where something happened comes before what was only named. ``the area`` is where the text
    was last; so is what points to a sort of which none was told, unless `strict`.
    """
    has_sort = False
    before = [g.places for g in draft.groups if g.start < word.start and not g.is_spoken]
    told = [*reversed(before), *draft.memory.scenes, *draft.memory.named]
    for concept, sort in _read_sorts().items():
        if any(other.start == word.start for other in draft.reading.of_concept(concept)):
            has_sort = True
            of_sort = (places for places in told if any(map(sort.holds, places)))
            if found := next(of_sort, ()):
                return found
    if has_sort and strict:
        return ()
    narrow = next((places for places in reversed(before) if all(map(is_narrow, places))), ())
    return narrow or draft.memory.places


class _Sort(NamedTuple):
    """A sort of place: by its precision, or by its feature code."""

    precisions: frozenset[str]
    codes: frozenset[str]

    def holds(self, place: Place) -> bool:
        return place.precision in self.precisions or place.feature_code in self.codes


@cache
def _read_sorts() -> dict[str, _Sort]:
    """Return which sort of place the words of a concept point back to."""
    rows = read_table("lexicon/pointers", "concept", "precisions", "feature_codes")
    return {
        row["concept"]: _Sort(
            frozenset(split_list(row["precisions"])), frozenset(split_list(row["feature_codes"]))
        )
        for row in rows
    }


def is_crossing(place: Place) -> bool:
    """Return whether a place is one where a border is crossed."""
    return _read_sorts()["back_crossing"].holds(place)


def _country_of_demonym(draft: Draft) -> tuple[Place, ...]:
    """Return the country of unnamed places: four Iraqi provinces are somewhere in Iraq."""
    reading = draft.reading
    units = reading.of_concept("unit_of_land")
    for demonym in reading.of_kind(SignalKind.DEMONYM):
        beside = any(
            0 <= demonym.start - unit.end <= 1 or 0 <= unit.start - demonym.end <= 1
            for unit in units
        )
        if beside and demonym.row.key in draft.gazetteer:
            return (draft.gazetteer.place(demonym.row.key),)
    return ()


def _spoken_places(draft: Draft) -> tuple[Place, ...]:
    """Return the place of the speaker's post, when it is the only one of the sentence."""
    spoken = [group.places for group in draft.groups if group.is_spoken]
    return spoken[0] if len(spoken) == 1 and all(map(is_narrow, spoken[0])) else ()
