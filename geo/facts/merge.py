"""Merging: what an article tells twice is one fact with two pieces of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from geo.facts.back_references import AGAIN
from geo.facts.coreference import (
    Link,
    Telling,
    compare_tellings,
    is_headline,
    is_toll,
    tells_date,
)
from geo.facts.intervals import is_within
from geo.facts.types import Mark, has_mark
from geo.geoparse.resolve import lies_in
from geo.models import (
    DRAWN_MODALITIES,
    DateInterval,
    Evidence,
    Fact,
    Kind,
    LocationPrecision,
    Place,
    Quantity,
)

LEAST_ODDS = 0.1
"""From which log-odds on a telling joins a fact; the mean of its best and its average fit."""


class Merged(NamedTuple):
    """The facts of an article, and the tellings that only point back and joined none."""

    facts: list[Fact]
    left: list[Telling]


@dataclass(slots=True)
class _Group:
    """Tellings of one thing in the order of the text, and what joined each, the first by none."""

    tellings: list[Telling] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def merge_tellings(tellings: Iterable[Telling]) -> Merged:
    """Join the tellings of an article that tell one thing, in order of first evidence.

    Each joins the fact before it that it most likely tells again, if that is likely enough; what
    only points back to something and joins nothing is no fact of its own.
    """
    groups: list[_Group] = []
    left: list[Telling] = []
    for telling in tellings:
        group, reason = _find_group(telling, groups)
        if group is None and telling.code == AGAIN and _has_kin(telling, groups):
            left.append(telling)
            continue
        if group is None:
            group = _Group()
            groups.append(group)
        group.tellings.append(telling)
        group.reasons.append(reason)
    return Merged([_make_fact(group) for group in groups], left)


def _has_kin(telling: Telling, groups: Iterable[_Group]) -> bool:
    """Return whether anything of its sort was told before a telling."""
    return any(compare_tellings(one, telling) for group in groups for one in group.tellings)


def _find_group(telling: Telling, groups: Iterable[_Group]) -> tuple[_Group | None, str]:
    """Return the fact that a telling tells again and why; None when there is none."""
    most: float = LEAST_ODDS
    best: tuple[_Group, Link] | None = None
    for group in groups:
        links = [link for one in group.tellings if (link := compare_tellings(one, telling))]
        if not links:
            continue
        strongest = max(links, key=lambda link: link.weight)
        mean = sum(link.weight for link in links) / len(links)
        weight = (strongest.weight + mean) / 2
        if weight >= most:
            most, best = weight, (group, strongest)
    return (best[0], best[1].reason) if best else (None, "")


def _make_fact(group: _Group) -> Fact:
    """Return what several tellings tell together; the body is more exact than its headline."""
    first, *others = sorted(group.tellings, key=_rank)
    fact = first.fact
    for other in others:
        fact = _join(fact, other.fact)
    if not others:
        return fact
    told = zip(group.tellings, group.reasons, strict=True)
    exact = _pick_exact(group.tellings)
    return replace(
        fact,
        kind=exact.kind,
        type=exact.type,
        signs=max(group.tellings, key=lambda one: one.fact.score).fact.signs,
        evidence=_collect_evidence((one.fact, reason) for one, reason in told),
    )


def _rank(telling: Telling) -> tuple[bool, bool]:
    """Return how late a telling is asked: what points back, and headlines, come last."""
    return is_headline(telling), bool(telling.code)


def _pick_exact(tellings: Sequence[Telling]) -> Fact:
    """Return the fact of the most exact type: not a toll's alone, nor a broad one's."""
    return min(
        sorted(tellings, key=_rank),
        key=lambda one: (is_toll(one), has_mark(one.fact.type, Mark.BROAD)),
    ).fact


def _collect_evidence(told: Iterable[tuple[Fact, str]]) -> tuple[Evidence, ...]:
    """Return all sentences in order, each with why it tells the fact again."""
    pieces: dict[tuple[int, int, str], Evidence] = {}
    for fact, reason in told:
        for one in fact.evidence:
            pieces.setdefault((one.start, one.end, one.rule), replace(one, retells=reason))
    return tuple(pieces[key] for key in sorted(pieces, key=lambda key: (key[0], key[2])))


def _join(a: Fact, b: Fact) -> Fact:
    """Return the first fact with whatever only the second told, or told more exactly."""
    speaker = a if a.attribution else b
    placed = _pick_placed(a, b)
    drawn = a.modality in DRAWN_MODALITIES or b.modality not in DRAWN_MODALITIES
    return replace(
        a,
        modality=a.modality if drawn else b.modality,
        date=_pick_date(a, b),
        count=_pick_number(a.count, b.count),
        killed=_pick_number(a.killed, b.killed),
        wounded=_pick_number(a.wounded, b.wounded),
        places=placed.places if placed.kind is not Kind.MOVEMENT else _narrower(a.places, b.places),
        review=placed.review,
        origin=a.origin or b.origin,
        destinations=_narrower(a.destinations, b.destinations),
        via=a.via or b.via,
        actor=a.actor or b.actor,
        target=a.target or b.target,
        mode=a.mode or b.mode,
        attribution=speaker.attribution,
        attribution_class=speaker.attribution_class,
    )


def _pick_placed(a: Fact, b: Fact) -> Fact:
    """Return which of two facts tells better where it is: in its own words, and narrower."""
    if not (a.places and b.places) or bool(a.review) != bool(b.review):
        return min(a, b, key=lambda fact: (not fact.places, bool(fact.review)))
    return b if _narrower(a.places, b.places) is b.places else a


def _narrower(a: tuple[Place, ...], b: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of the second fact if they lie in those of the first."""
    if not a or not b:
        return a or b
    within = all(any(_lies_within(p, q) for q in a) for p in b)
    return b if within and _radius(b) < _radius(a) else a


def _lies_within(place: Place, wider: Place) -> bool:
    wide = wider.precision is not LocationPrecision.SETTLEMENT
    return place.id == wider.id or (wide and lies_in(place, wider))


def _radius(places: Sequence[Place]) -> float:
    return min(place.radius_km for place in places)


def _pick_date(a: Fact, b: Fact) -> DateInterval:
    """Return the date that a fact's own words tell, of two the one that lies in the other."""
    if a.date.start is None or b.date.start is None:
        return b.date if a.date.start is None and b.date.start else a.date
    if tells_date(a) != tells_date(b):
        return a.date if tells_date(a) else b.date
    return b.date if b.date != a.date and is_within(b.date, a.date) else a.date


def _pick_number(a: Quantity | None, b: Quantity | None) -> Quantity | None:
    """Return the first number told, or one that says more exactly what it leaves open."""
    if a is None or b is None:
        return a or b
    return a
