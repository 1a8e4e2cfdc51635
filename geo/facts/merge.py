"""Merging: what an article tells twice is one fact with two pieces of evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
)

LEAST_ODDS = 0.0
"""From which mean log-odds on the tellings of two groups are one fact."""

NARROWER = 1.3
"""How much narrower a place must be that is told in another's stead."""

_Links = Mapping[tuple[int, int], Link]
"""What speaks for two tellings being one, by their numbers; of pairs that may be one at all."""


class Merged(NamedTuple):
    """The facts of an article, and the tellings that only point back and joined none."""

    facts: list[Fact]
    left: list[Telling]


class _Group(NamedTuple):
    """Tellings of one thing in the order of the text, and what joined each, the first by none."""

    tellings: list[Telling]
    reasons: list[str]


def merge_tellings(tellings: Sequence[Telling]) -> Merged:
    """Join the tellings of an article that tell one thing, in order of first evidence.

    The likeliest pairs are joined first, two groups only if their tellings are one on average.
    What only points back to something of its sort and joins nothing is no fact of its own.
    """
    links = _find_links(tellings)
    facts: list[Fact] = []
    left: list[Telling] = []
    for numbers in _join_links(links, len(tellings)):
        first = tellings[numbers[0]]
        alone = len(numbers) == 1 and first.code == AGAIN
        if alone and any(second == numbers[0] for _, second in links):
            left.append(first)
        else:
            facts.append(_make_fact(_make_group(numbers, tellings, links)))
    return Merged(facts, left)


def _find_links(tellings: Sequence[Telling]) -> _Links:
    return {
        (earlier, number): link
        for number, telling in enumerate(tellings)
        for earlier in range(number)
        if (link := compare_tellings(tellings[earlier], telling))
    }


def _join_links(links: _Links, count: int) -> list[list[int]]:
    """Return the numbers of the tellings of each fact, each in order, by their first."""
    group_of = {number: [number] for number in range(count)}
    for (a, b), link in sorted(links.items(), key=lambda item: (-item[1].weight, item[0])):
        first, second = group_of[a], group_of[b]
        if link.weight < LEAST_ODDS:
            break
        if first is not second and _measure_mean(first, second, links) >= LEAST_ODDS:
            joined = sorted((*first, *second))
            group_of.update(dict.fromkeys(joined, joined))
    return [group for number, group in group_of.items() if number == group[0]]


def _measure_mean(a: Sequence[int], b: Sequence[int], links: _Links) -> float:
    """Return the mean log-odds of the pairs of two groups that may be one at all."""
    pairs = [(min(x, y), max(x, y)) for x in a for y in b]
    weights = [links[pair].weight for pair in pairs if pair in links]
    return sum(weights) / len(weights)


def _make_group(numbers: Sequence[int], tellings: Sequence[Telling], links: _Links) -> _Group:
    """Return tellings with what joins each most strongly to one before it."""
    reasons = []
    for place, number in enumerate(numbers):
        pairs = [(earlier, number) for earlier in numbers[:place]]
        found = [links[pair] for pair in pairs if pair in links]
        reasons.append(max(found, key=lambda link: link.weight).reason if found else "")
    return _Group([tellings[number] for number in numbers], reasons)


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
        count=a.count or b.count,
        killed=a.killed or b.killed,
        wounded=a.wounded or b.wounded,
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
    if not (a.places and b.places):
        return a if a.places else b
    for one, other in ((a, b), (b, a)):
        if _narrower(one.places, other.places) is other.places:
            return other
    return b if a.review and not b.review else a


def _narrower(a: tuple[Place, ...], b: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of the second fact if they lie in those of the first."""
    if not a or not b:
        return a or b
    within = all(any(_lies_within(p, q) for q in a) for p in b)
    return b if within and _radius(b) * NARROWER < _radius(a) else a


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
