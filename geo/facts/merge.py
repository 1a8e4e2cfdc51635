"""Merging: one fact told twice in an article is one fact with two pieces of evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.facts.signals import CASUALTY
from geo.facts.types import read_deadly
from geo.geoparse.resolve import lies_in
from geo.models import DateInterval, Fact, Kind, Modality, Place, Quantity

_ROUND = frozenset({20, 100, 1000, 10_000})
"""From where tens, hundreds and thousands are open above."""

_DEADLY = "deadly"

LEAST_TOLL = 3
"""So many people are told of one thing when a headline and a sentence tell the same number."""

LEAD_CHARS = 400
"""What begins this early in an article may tell its headline again."""


def merge_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Merge facts of one article that tell the same thing, in order of first evidence.

    Two facts are one when type and modality agree, no place, date or number of theirs
    contradicts, and they share something particular: a number, a day, a narrow place, or the
    sentence; a headline and the lead beneath it share by position.
    """
    merged: list[Fact] = []
    alike: dict[tuple[Modality, str], list[int]] = defaultdict(list)
    for fact in facts:
        numbers = alike[fact.modality, _group_of(fact.type)]
        number = next((i for i in numbers if is_same(merged[i], fact)), None)
        if number is None:
            numbers.append(len(merged))
            merged.append(fact)
        else:
            merged[number] = _join(merged[number], fact)
    return merged


def _group_of(name: str) -> str:
    """Return the types of which one may tell the toll of another together, others by name."""
    return _DEADLY if read_deadly().get(name) == 1 else name


def is_same(a: Fact, b: Fact) -> bool:
    """Return whether two facts tell the same thing."""
    if a.modality is not b.modality or (a.type != b.type and not _is_toll_of(a, b)):
        return False
    if not (_agree(a.count, b.count) and _agree(a.killed, b.killed) and _dates_agree(a, b)):
        return False
    if a.kind is Kind.MOVEMENT:
        return _ends_agree(a, b) and (_complete(a, b) or _shares_something(a, b))
    if _is_headline(a) and _same_toll(a, b):
        return True
    return _places_agree(a.places, b.places) and _shares_something(a, b)


def _is_headline(fact: Fact) -> bool:
    """Return whether only the first words of an article tell a fact."""
    return len(fact.evidence) == 1 and fact.evidence[0].start == 0


def _same_toll(a: Fact, b: Fact) -> bool:
    """Return whether two facts tell the same number of people, and not just one or two.

    A headline may stand beside another place: the seat of who speaks in it.
    """
    pairs = ((a.count, b.count), (a.killed, b.killed))
    return any(
        x and y and x.min >= LEAST_TOLL and (x.min, x.max) == (y.min, y.max) for x, y in pairs
    )


def _is_toll_of(a: Fact, b: Fact) -> bool:
    """Return whether one of two facts only says that people died, the other what they died of."""
    deadly = read_deadly()
    if not deadly.get(a.type) == 1 == deadly.get(b.type):
        return False
    return _tells_toll_only(a) != _tells_toll_only(b)


def _tells_toll_only(fact: Fact) -> bool:
    return all(evidence.rule.startswith(f"{CASUALTY}:") for evidence in fact.evidence)


def _ends_agree(a: Fact, b: Fact) -> bool:
    """Return whether two movements may have the same ends and the same crossing."""
    return (
        _places_agree(_origins(a), _origins(b))
        and _places_agree(a.destinations, b.destinations)
        and (not a.via or not b.via or a.via == b.via)
    )


def _complete(a: Fact, b: Fact) -> bool:
    """Return whether one movement tells only where from, the next only where to."""
    return bool(a.origin and not a.destinations and b.destinations and not b.origin)


def _shares_something(a: Fact, b: Fact) -> bool:
    same_number = a.count is not None and b.count is not None
    same_number |= a.killed is not None and b.killed is not None
    same_day = a.date.start is not None and a.date.start == b.date.start and _tells_date(b)
    same_place = bool({p.id for p in _places(a)} & {p.id for p in _places(b)})
    vague = _is_vague(a) or _is_vague(b)
    if _stand_together(a, b) and _is_vague(b) == _is_vague(a):
        return True
    lead = a.evidence[0].start == 0 and b.evidence[0].start <= LEAD_CHARS
    if a.kind is Kind.MOVEMENT:
        return same_number or (same_day and same_place) or lead
    if a.kind is Kind.PRESENCE and _is_vague(a) and _is_vague(b) and not (a.places and b.places):
        return True
    return same_number or (same_place and (same_day or vague or _adds_nothing(b))) or lead


def _adds_nothing(fact: Fact) -> bool:
    """Return whether a fact has no place, day or number but those told before it."""
    return bool(fact.review) and not (_tells_date(fact) or fact.count or fact.killed)


def _tells_date(fact: Fact) -> bool:
    """Return whether a fact's own sentence tells its date, not one before it."""
    start = fact.date.start_char
    return start is not None and any(e.start <= start < e.end for e in fact.evidence)


def _places(fact: Fact) -> tuple[Place, ...]:
    return (*fact.places, *_origins(fact), *fact.destinations, *fact.via)


def _stand_together(a: Fact, b: Fact) -> bool:
    """Return whether two facts are told in one sentence; of movements, in two beside it."""
    first, second = a.evidence[-1], b.evidence[0]
    beside = a.kind is Kind.MOVEMENT and 0 <= second.start - first.end <= 2
    return first.start == second.start or beside


def _origins(fact: Fact) -> tuple[Place, ...]:
    return (fact.origin,) if fact.origin else ()


def _agree(a: Quantity | None, b: Quantity | None) -> bool:
    return a is None or b is None or (a.min, a.max) == (b.min, b.max) or _overlap(a, b)


def _overlap(a: Quantity, b: Quantity) -> bool:
    """Return whether an open number (more than 1,000, hundreds) may be the one beside it."""
    if a.max is None and b.max is None:
        return a.min == b.min or {a.min, b.min} <= _ROUND
    least, other = (a, b) if a.max is None else (b, a)
    if least.max is not None:
        return False
    return least.min == other.min or (least.min in _ROUND and other.min > least.min)


def _dates_agree(a: Fact, b: Fact) -> bool:
    if _is_vague(a) or _is_vague(b):
        return True
    return _within(a.date, b.date) or _within(b.date, a.date)


def _is_vague(fact: Fact) -> bool:
    """Return whether no beginning is told: recently, now, or nothing at all."""
    return fact.date.start is None


def _within(inner: DateInterval, outer: DateInterval) -> bool:
    return (outer.start or "") <= (inner.start or "") and (inner.end or "~") <= (outer.end or "~")


def _places_agree(a: Sequence[Place], b: Sequence[Place]) -> bool:
    """Return whether every place of one lies in, or holds, a place of the other."""
    if not a or not b:
        return True
    return all(any(_compatible(p, q) for q in b) for p in a) or all(
        any(_compatible(p, q) for q in a) for p in b
    )


def _compatible(a: Place, b: Place) -> bool:
    return a.id == b.id or lies_in(a, b) or lies_in(b, a)


def _join(a: Fact, b: Fact) -> Fact:
    """Return the first fact with the second's evidence, and whatever only the second told."""
    sharper = b if _is_vague(a) and not _is_vague(b) else a
    attributed = a if a.attribution else b
    named = b if _tells_toll_only(a) and not _tells_toll_only(b) else a
    return replace(
        a,
        kind=named.kind,
        type=named.type,
        date=sharper.date,
        count=_looser(a.count, b.count),
        killed=_looser(a.killed, b.killed),
        wounded=_looser(a.wounded, b.wounded),
        places=_sharper_places(a, b),
        origin=a.origin or b.origin,
        destinations=_narrower(a.destinations, b.destinations),
        via=a.via or b.via,
        actor=a.actor or b.actor,
        target=a.target or b.target,
        mode=a.mode or b.mode,
        attribution=attributed.attribution,
        attribution_class=attributed.attribution_class,
        evidence=tuple(sorted({*a.evidence, *b.evidence}, key=lambda e: (e.start, e.rule))),
    )


def _sharper_places(a: Fact, b: Fact) -> tuple[Place, ...]:
    """Return the narrower places; of a headline that is elsewhere those of the text beneath."""
    if _is_headline(a) and b.places and not _places_agree(a.places, b.places):
        return b.places
    return _narrower(a.places, b.places)


def _looser(a: Quantity | None, b: Quantity | None) -> Quantity | None:
    """Return the number that claims less: 'more than 1,000' rather than '1,000'."""
    if a is None or b is None:
        return a or b
    return b if b.max is None else a


def _narrower(a: tuple[Place, ...], b: tuple[Place, ...]) -> tuple[Place, ...]:
    if not a or not b:
        return a or b
    return b if min(p.radius_km for p in b) < min(p.radius_km for p in a) else a
