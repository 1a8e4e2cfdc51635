"""Which places belong to which trigger: where, from, to and through."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal, SignalKind
from geo.facts.types import read_kind
from geo.facts.words import read_words
from geo.gazetteer.index import Gazetteer
from geo.geoparse.resolve import lies_in
from geo.models import Kind, LocationPrecision, Mention, Place
from geo.text.fold import fold_text
from geo.text.forms import list_forms
from geo.text.phrases import clitic_role

MAX_DIRECTION_GAP_CHARS = 24
"""How far a preposition may stand before a name: ``من مناطق واسعة في``."""

MAX_CHAIN_GAP_CHARS = 40
"""How far behind a place its container may be told: ``الرمانة التابعة لقضاء القائم``."""

MAX_LOCATOR_GAP_CHARS = 16
"""The same for ``west of X``, and for a place that says more exactly where: ``In Iraq, near X``."""

MAX_LIST_GAP_CHARS = 14
"""How far two places of a list stand apart at most, with a conjunction and a place word."""

CROSSED_CHARS = 6
"""A border this near behind a trigger is what it crosses."""

MAX_WHERE_DISTANCE = 260
"""How far from a trigger its place may be told, clauses counted and what is added below."""

_BEFORE_PENALTY = 25
"""What a place adds that is told before the trigger: mostly it is told behind it."""

_OTHER_TRIGGER_PENALTY = 75
"""What each type of trigger adds that stands between the two."""

_COUNTRY_PENALTY = 150
"""What a country adds, as a town says more."""

_ROLE_PENALTIES = {"origin": 80, "destination": 60, "": 20}
"""What a role adds where a trigger asks for no role: a preposition of place adds nothing."""

_COMMAS = frozenset({",", "،"})
_CONTAINERS = frozenset(
    {LocationPrecision.COUNTRY, LocationPrecision.PROVINCE, LocationPrecision.DISTRICT}
)
_ENDS = frozenset({"origin", "destination", "via"})
_TOWNS = frozenset({LocationPrecision.SETTLEMENT, LocationPrecision.SITE})


class PlaceGroup(NamedTuple):
    """Places told together, in the role a preposition gives them.

    A list is one group; a container (``الرمانة التابعة لقضاء القائم``) is no member of it. A
    group that `is_spoken` belongs to the words that name a speaker: the governor of Kirkuk.
    """

    start: int
    end: int
    role: str
    places: tuple[Place, ...]
    is_spoken: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the group names only countries."""
        return all(place.precision is LocationPrecision.COUNTRY for place in self.places)


def group_places(
    reading: Reading, *, border: Place | None, gazetteer: Gazetteer
) -> list[PlaceGroup]:
    """Return the places of a sentence in groups, in order.

    ``Iraqi territory`` is Iraq; the word 'border' is the `border` that the sentence means.
    """
    groups = [*_group_mentions(reading), *_group_territories(reading, gazetteer)]
    if border:
        groups += [
            PlaceGroup(
                start=word.start, end=word.end, role=read_role(word.start, reading),
                places=(border,),
            )
            for word in reading.border_words
            if not _locates(word, groups, reading)
        ]  # fmt: skip
    spoken = (g._replace(is_spoken=True) if reading.in_speaker(g.start) else g for g in groups)
    return sorted(spoken, key=lambda group: group.start)


def _locates(word: Signal, groups: Sequence[PlaceGroup], reading: Reading) -> bool:
    """Return whether the border only tells where a town lies: ``Silopi, close to the border``."""
    return read_role(word.start, reading) in ("", "where") and any(
        0 < word.start - group.end <= MAX_CHAIN_GAP_CHARS
        and all(place.precision in _TOWNS for place in group.places)
        and not any(group.end <= other.start < word.start for other in reading.triggers)
        for group in groups
    )


def _group_territories(reading: Reading, gazetteer: Gazetteer) -> Iterator[PlaceGroup]:
    """Yield the countries told as somebody's soil: ``الأراضي العراقية``, ``Syrian territory``."""
    words = reading.of_concept("territory")
    for demonym in reading.of_kind(SignalKind.DEMONYM):
        beside = [w for w in words if 0 <= demonym.start - w.end <= 1 or w.start == demonym.end + 1]
        if beside and demonym.row.key in gazetteer:
            start, end = min(beside[0].start, demonym.start), max(beside[0].end, demonym.end)
            place = gazetteer.place(demonym.row.key)
            yield PlaceGroup(start=start, end=end, role=read_role(start, reading), places=(place,))


def _group_mentions(reading: Reading) -> list[PlaceGroup]:
    groups: list[PlaceGroup] = []
    for mention in reading.mentions:
        if mention.place is None:
            continue
        role = read_role(mention.start, reading)
        between = reading.article.text[groups[-1].end : mention.start] if groups else ""
        if groups and role not in _ENDS and _is_container(groups[-1], mention, between):
            groups[-1] = groups[-1]._replace(end=mention.end)
        elif groups and _is_narrowed(groups[-1], mention.place, between):
            groups[-1] = groups[-1]._replace(end=mention.end, places=(mention.place,))
        elif groups and _is_listed(between):
            places = (*groups[-1].places, mention.place)
            groups[-1] = groups[-1]._replace(end=mention.end, places=places)
        else:
            groups.append(
                PlaceGroup(
                    start=mention.start, end=mention.end, role=role, places=(mention.place,)
                )
            )  # fmt: skip
    return groups


def _is_container(group: PlaceGroup, mention: Mention, between: str) -> bool:
    """Return whether a place is only told to say where the one before it lies."""
    place, inner = mention.place, group.places[-1]
    if place is None or len(between) > MAX_CHAIN_GAP_CHARS:
        return False
    if _is_listed(between) and not (_is_comma(between) and place.precision in _CONTAINERS):
        return False
    if any(stop in between for stop in ".!?؟;؛\n"):
        return False
    if is_composed(place) and len(between) <= MAX_LOCATOR_GAP_CHARS and "،" not in between:
        known = inner.precision not in _CONTAINERS and not is_composed(inner)
        return place.radius_km >= inner.radius_km or known
    if inner.id.startswith(f"in({place.id},"):
        return True
    wider = place.radius_km > inner.radius_km
    return wider and inner.id != place.id and lies_in(inner, place)


def _is_narrowed(group: PlaceGroup, place: Place, between: str) -> bool:
    """Return whether a place is told more exactly: ``In Iraq, near al-Qaim``, ``Iraq's Anbar``."""
    wide = group.places[0]
    joined = "," in between or fold_text(between.strip()) in read_words("possessive_ending")
    if len(group.places) > 1 or not joined or len(between) > MAX_LOCATOR_GAP_CHARS:
        return False
    return wide.radius_km > place.radius_km and wide.id != place.id and lies_in(place, wide)


def _is_comma(between: str) -> bool:
    return between.strip() in _COMMAS


def is_narrow(place: Place) -> bool:
    """Return whether a place is known closer than its country."""
    return place.precision is not LocationPrecision.COUNTRY


def is_composed(place: Place) -> bool:
    """Return whether a place is made of others: ``west of X`` after a name says where that is."""
    return "(" in place.id


def _is_listed(between: str) -> bool:
    """Return whether two names are parted by no more than a comma and a conjunction.

    A place word may follow the conjunction: ``الرمانة ومنفذ ربيعة``.
    """
    words = between.replace("،", " ").replace(",", " ").split()
    if not words:
        return bool(between.strip())
    if len(words) > 1 or len(between) > MAX_LIST_GAP_CHARS:
        return False
    word = fold_text(words[0])
    joined = clitic_role(word[:1]) == "and" and (not word[1:] or word[1:] in _read_place_words())
    return joined or word in read_words("conjunction")


@cache
def _read_place_words() -> frozenset[str]:
    return frozenset(map(fold_text, list_forms("lexicon/place_words", "word")))


def read_role(start: int, reading: Reading) -> str:
    """Return the role the words before a name give it: origin, destination, via or where."""
    text = reading.article.text
    word = text.rfind(" ", 0, start) + 1
    clitic = clitic_role(text[word:start])
    if clitic in ("in", "to"):
        return "where" if clitic == "in" else "destination"
    cues = [
        cue
        for cue in reading.signals.within(
            SignalKind.DIRECTION, start - 2 * MAX_DIRECTION_GAP_CHARS, start
        )
        if cue.end <= start
        and start - cue.end <= MAX_DIRECTION_GAP_CHARS
        and reading.clause_of(cue.start) == reading.clause_of(start)
    ]
    cues = [cue for cue in cues if not _is_taken(cue, start, reading)]
    return max(cues, key=lambda cue: (cue.end, cue.end - cue.start)).row.key if cues else ""


def _is_taken(cue: Signal, start: int, reading: Reading) -> bool:
    """Return whether a preposition is not a name's: another place or a number takes it up."""
    return any(
        cue.end <= mention.start < start for mention in reading.mentions if mention.place
    ) or any(quantity.start <= cue.start < quantity.end for quantity in reading.quantities)


def find_group(
    trigger: Signal, groups: Iterable[PlaceGroup], reading: Reading, triggers: Sequence[Signal],
    *, role: str = "", wide: bool = False,
) -> PlaceGroup | None:  # fmt: skip
    """Return the group of places that fits a trigger best, None when none is near enough.

    Nearness counts clauses and the other triggers between; with `role` only groups of that
    role are considered; a country is as good as a town where `wide`. The only place of a
    sentence is near enough wherever it stands.
    """
    heard = [group for group in groups if not group.is_spoken]
    scored = [
        (_cost(trigger, group, reading, triggers, wide=wide or bool(role)), group)
        for group in heard
        if not role or group.role == role
    ]
    near = [(cost, group) for cost, group in scored if cost <= MAX_WHERE_DISTANCE]
    if near:
        return min(near, key=lambda item: (item[0], item[1].start))[1]
    narrow = [group for group in heard if not group.is_wide]
    only = narrow[0] if len(narrow) == 1 and not role else None
    return only if only and only.role != "origin" else None


def _cost(
    trigger: Signal, group: PlaceGroup, reading: Reading, triggers: Sequence[Signal], *, wide: bool
) -> int:
    after = group.start >= trigger.start
    cost = reading.distance(trigger.end if after else trigger.start, group.start)
    cost += 0 if after else _BEFORE_PENALTY
    low, high = sorted((trigger.start, group.start))
    between = {t.row.key for t in triggers if low < t.start < high}
    between -= {trigger.row.key, CASUALTY}
    cost += _OTHER_TRIGGER_PENALTY * len(between)
    cost += _OTHER_TRIGGER_PENALTY if _is_crossed(trigger, group, reading) else 0
    if wide:
        return cost
    cost += _ROLE_PENALTIES.get(group.role, 0)
    return cost + (_COUNTRY_PENALTY if group.is_wide else 0)


def _is_crossed(trigger: Signal, group: PlaceGroup, reading: Reading) -> bool:
    """Return whether a border is what another trigger crosses: ``عبروا الحدود``."""
    moving = read_kind(trigger.row.key) in (Kind.MOVEMENT, None)
    if moving or group.places[0].precision is not LocationPrecision.BORDER:
        return False
    return any(
        other.start != trigger.start
        and other.start <= group.start
        and group.start - other.end <= CROSSED_CHARS
        for other in reading.of_kind(SignalKind.TRIGGER)
    )
