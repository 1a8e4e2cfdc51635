"""Toponym resolution: which of the places that bear a name is meant, as a ranking."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import exp, log10
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer, is_convention
from geo.gazetteer.places import distance_km
from geo.geoparse.containers import Positions, find_positions
from geo.geoparse.cues import CueKind
from geo.geoparse.features import code_fits, is_mass, is_obscure
from geo.geoparse.model import Features, load_model, read_area_of_interest, to_shares
from geo.geoparse.recognise import THRESHOLD, Toponym
from geo.geoparse.spelling import marks_fit
from geo.models import Candidate, LocationPrecision, Place
from geo.text.fold import Folded

PROXIMITY_KM = 60.0
"""Distance at which the pull of the article's other places falls to 1/e."""

BESIDE_KM = 25.0
"""Distance at which the pull of a place said to be near falls to 1/e."""

ANCHOR_BLOCK = 8
"""The places of this many names, and of as many before and after, pull at each other."""

SEATS = {"PPLC": 1.0, "PPLA": 1.0, "PPLA2": 0.6, "PPLA3": 0.3}
"""How much of a seat a town is: of a country, a province, a district, a sub-district."""

_FAR_DEGREES = 2.0
_WIDE = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})


class Resolution(NamedTuple):
    """All places a toponym may mean, best first, and the one chosen.

    `place` is None when no candidate fits; `container` is the place the text says it is in.
    """

    toponym: Toponym
    place: Place | None
    candidates: tuple[Candidate, ...]
    reason: str
    container: Place | None = None


class Surroundings(NamedTuple):
    """What the rest of the article says of a name: its sure places and their countries."""

    anchors: tuple[Place, ...]
    countries: dict[str, float]
    alike: tuple[LocationPrecision, ...]


class Ranking(NamedTuple):
    """The candidates of one toponym as described and weighed, with what decided so."""

    described: list[Features]
    weights: list[float]
    reasons: list[str]
    none_weight: float
    container: Place | None

    def best(self, toponym: Toponym) -> Place | None:
        """Return the heaviest candidate, None when none outweighs "no place at all"."""
        if not self.weights:
            return None
        weight = max(self.weights)
        return toponym.places[self.weights.index(weight)] if weight >= self.none_weight else None


class _Base(NamedTuple):
    """What speaks for each candidate by the words beside the name alone, and the best so far.

    `spread` tells whether the article's other places can help to choose.
    """

    described: tuple[Features, ...]
    best: Place | None
    spread: bool


def resolve_toponyms(
    toponyms: Sequence[Toponym], folded: Folded, *, gazetteer: Gazetteer
) -> list[Resolution]:
    """Rank the candidates of every toponym by its context; two passes over the article.

    The first pass goes by type, containment, demonym and prior alone; its sure answers are
    the anchors whose nearness counts in the second.
    """
    rankings = rank_toponyms(toponyms, folded, gazetteer=gazetteer)
    return [_choose(t, ranking) for t, ranking in zip(toponyms, rankings, strict=True)]


def rank_toponyms(
    toponyms: Sequence[Toponym], folded: Folded, *, gazetteer: Gazetteer
) -> list[Ranking]:
    """Describe and weigh the candidates of every toponym of an article."""
    bases = [_base_of(toponym, gazetteer) for toponym in toponyms]
    positions = find_positions(toponyms, folded)
    places = [base.best for base in bases]
    for number in positions.told():
        places[number] = None
    told = positions.told()
    for number, ranking in _rank_backwards(toponyms, bases, positions, told, gazetteer):
        places[number] = ranking.best(toponyms[number])
    around = _read_surroundings(toponyms, places)
    everything = range(len(toponyms))
    ranked = dict(_rank_backwards(toponyms, bases, positions, everything, gazetteer, around))
    return [ranked[number] for number in everything]


def _rank_backwards(
    toponyms: Sequence[Toponym],
    bases: Sequence[_Base],
    positions: Positions,
    numbers: Iterable[int],
    gazetteer: Gazetteer,
    around: Sequence[Surroundings] | None = None,
) -> Iterator[tuple[int, Ranking]]:
    """Rank from the last toponym to the first: a container stands after what it contains."""
    answers: dict[int, Place | None] = {}
    for i in sorted(numbers, reverse=True):
        toponym, base = toponyms[i], bases[i]
        described = [features.copy() for features in base.described]
        outer, inner, next_to = (
            positions.outer.get(i),
            positions.inner.get(i),
            positions.beside.get(i),
        )
        container = answers.get(outer) if outer is not None else None
        beside = answers.get(next_to) if next_to is not None else None
        if container:
            _describe_container(described, toponym, container, loose=i in positions.loose)
        if inner is not None:
            _describe_contents(described, toponym, toponyms[inner])
        if beside:
            _describe_nearness(described, toponym, beside)
        if toponym.marked:
            _describe_marks(described, toponym, gazetteer)
        if around:
            _describe_surroundings(described, toponym, around[i], near=base.spread)
        abroad = is_abroad(toponym, container)
        ranking = _weigh(
            described, container or (None if toponym.places else beside), abroad=abroad
        )
        answers[i] = ranking.best(toponym)
        yield i, ranking


def _describe_container(
    described: list[Features], toponym: Toponym, container: Place, *, loose: bool
) -> None:
    """Tell which candidates lie in the container; a bare "in" makes little of those outside."""
    outside = "inside_mismatch_loose" if loose else "inside_mismatch"
    for place, features in zip(toponym.places, described, strict=True):
        if container.id != place.id:
            features["inside_match" if lies_in(place, container) else outside] = 1.0


def _describe_surroundings(
    described: list[Features], toponym: Toponym, around: Surroundings, *, near: bool
) -> None:
    """Tell how the candidates fit the article's other places, and their list."""
    own = {place.id for place in toponym.places} if near else ()
    anchors = [anchor for anchor in around.anchors if anchor.id not in own]
    for place, features in zip(toponym.places, described, strict=True):
        features["same_country"] = around.countries.get(place.country, 0.0)
        if near:
            features["proximity"] = _proximity(place, anchors)
        if around.alike:
            alike = sum(precision is place.precision for precision in around.alike)
            features["list_alike"] = alike / len(around.alike)


def _describe_contents(described: list[Features], toponym: Toponym, content: Toponym) -> None:
    for place, features in zip(toponym.places, described, strict=True):
        if any(lies_in(inner, place) for inner in content.places):
            features["contains"] = 1.0


def _describe_marks(described: list[Features], toponym: Toponym, gazetteer: Gazetteer) -> None:
    """Tell whose name has the vowel marks of the text: ``عمّان`` is Amman, ``عُمان`` Oman."""
    for entry, features in zip(toponym.entries, described, strict=True):
        fits = marks_fit(toponym.marked, gazetteer.spellings_of(toponym.name, (entry,)))
        if fits is not None:
            features["marks_match" if fits else "marks_other"] = 1.0


def _describe_nearness(described: list[Features], toponym: Toponym, beside: Place) -> None:
    reach_km = BESIDE_KM + beside.radius_km
    for place, features in zip(toponym.places, described, strict=True):
        features["beside"] = round(exp(-distance_km(place, beside) / reach_km), 2)


def _weigh(described: list[Features], container: Place | None, *, abroad: bool) -> Ranking:
    model = load_model("resolution")
    judged = [model.judge(features) for features in described]
    weights = [judgement.weight for judgement in judged]
    reasons = [judgement.reason for judgement in judged]
    none_weight = _weigh_none(outside=_all_outside(described), abroad=abroad)
    return Ranking(described, weights, reasons, none_weight, container)


@cache
def _weigh_none(*, outside: bool, abroad: bool) -> float:
    return load_model("resolution").weigh(describe_none(outside=outside, abroad=abroad))


def _all_outside(described: Sequence[Features]) -> bool:
    """Return whether no candidate lies where the text says the place is."""
    return bool(described) and all("inside_mismatch" in features for features in described)


def is_abroad(toponym: Toponym, container: Place | None) -> bool:
    """Return whether a name is put into a province of a far country where none of its places lies.

    ``Lebanon, Pennsylvania`` is a town that no source here knows.
    """
    if container is None or container.precision is not LocationPrecision.PROVINCE:
        return False
    if container.country in read_area_of_interest():
        return False
    return all(place.country != container.country for place in toponym.places)


def describe_none(*, outside: bool, abroad: bool = False) -> Features:
    """Return the features of the answer "no place of this name fits"."""
    features = {"none": 1.0}
    if outside:
        features["none_outside"] = 1.0
    if outside and abroad:
        features["none_abroad"] = 1.0
    return features


def _choose(toponym: Toponym, ranking: Ranking) -> Resolution:
    """Return the candidates by their share of belief, best first, each with its reason."""
    if not toponym.places:
        return Resolution(toponym, None, (), "unknown_name", ranking.container)
    weights, places = ranking.weights, toponym.places
    shares = to_shares([*weights, ranking.none_weight])
    order = [0]
    if len(places) > 1:
        order = sorted(range(len(weights)), key=lambda i: (-weights[i], places[i].id))
    candidates = tuple(
        [
            Candidate(
                place=places[i],
                score=round(shares[i], 4),
                reason=ranking.reasons[i],
            )
            for i in order
        ]
    )
    best = candidates[0]
    if weights[order[0]] >= ranking.none_weight:
        return Resolution(toponym, best.place, candidates, best.reason, ranking.container)
    abroad = is_abroad(toponym, ranking.container)
    none = describe_none(outside=_all_outside(ranking.described), abroad=abroad)
    reason = load_model("resolution").explain(none) or "none"
    return Resolution(toponym, None, candidates, reason, ranking.container)


def _base_of(toponym: Toponym, gazetteer: Gazetteer) -> _Base:
    own = [c for c in (*toponym.before, *toponym.after) if c.row.kind is CueKind.PLACE_WORD]
    heads = [c for c in toponym.heads if c.row.kind is CueKind.PLACE_WORD]
    demonyms = [c.row.values[0] for c in toponym.after if c.row.kind is CueKind.DEMONYM]
    words = _Words(
        tuple([cue.row.values for cue in own if cue.row.values]),
        tuple([cue.row.values for cue in heads if cue.row.values]),
        tuple(demonyms),
        "dateline" in toponym.features,
    )
    return _describe_base(gazetteer, toponym.entries, toponym.name, words)


class _Words(NamedTuple):
    """What the words beside a name ask of its place: feature codes, demonyms, a dateline."""

    own: tuple[tuple[str, ...], ...]
    heads: tuple[tuple[str, ...], ...]
    demonyms: tuple[str, ...]
    dateline: bool


@lru_cache(maxsize=32768)
def _describe_base(
    gazetteer: Gazetteer, entries: tuple[int, ...], name: str, words: _Words
) -> _Base:
    places = [gazetteer.places[entry] for entry in entries]
    described = tuple([_describe_candidate(place, name, words) for place in places])
    if not places:
        return _Base((), None, spread=False)
    weights = [load_model("resolution").weigh(features) for features in described]
    area = read_area_of_interest()
    apart = any(distance_km(places[0], place) > PROXIMITY_KM for place in places)
    foreign = any(place.country not in area for place in places)
    return _Base(described, places[weights.index(max(weights))], spread=apart or foreign)


def _describe_candidate(place: Place, name: str, words: _Words) -> Features:
    """Return what speaks for a candidate before the rest of the article is looked at."""
    features = {
        "population": round(max(0.0, log10(place.population + 1) - 3) / 3, 2),
        "curated": _curated(place),
        "area_of_interest": float(place.country in read_area_of_interest()),
        "seat": SEATS.get(place.feature_code, 0.0),
        "convention": float(is_convention(name, place)),
        "obscure": float(is_obscure(place)),
    }
    feature, value = _describe_type(place, words)
    features[feature] = value
    if words.dateline and place.precision is LocationPrecision.SETTLEMENT:
        features["dateline"] = 1.0
    if words.demonyms:
        fits = place.country in words.demonyms or place.admin1 in words.demonyms
        features["demonym_match" if fits else "demonym_mismatch"] = 1.0
    return {feature: value for feature, value in features.items() if value}


def _curated(place: Place) -> float:
    """Return how well a place is known: a row somebody typed in, less for a mere village."""
    if is_mass(place):
        return 0.0
    return 1.0 if place.population or place.feature_code != "PPL" else 0.5


def _describe_type(place: Place, words: _Words) -> tuple[str, float]:
    """Return how a place fits the place words beside it, or how usual its type is without."""
    if words.own:
        if code_fits(place.feature_code, words.own[0]):
            return "type_match", 1.0
        fits = any(code_fits(place.feature_code, codes) for codes in words.own[1:])
        return ("type_match", 0.5) if fits else ("type_mismatch", 1.0)
    if words.heads:
        fits = code_fits(place.feature_code, words.heads[0])
        return ("listed_type", 1.0) if fits else ("listed_type_other", 1.0)
    return f"bare_{place.precision}", 1.0


def _proximity(place: Place, anchors: Sequence[Place]) -> float:
    """Return how near the nearest other place is: 1 at no distance, 1/e at `PROXIMITY_KM`."""
    lat, lon = place.lat, place.lon
    near = [
        distance_km(place, anchor)
        for anchor in anchors
        if -_FAR_DEGREES < anchor.lat - lat < _FAR_DEGREES
        and -_FAR_DEGREES < anchor.lon - lon < _FAR_DEGREES
    ]
    return round(exp(-min(near) / PROXIMITY_KM), 1) if near else 0.0


def lies_in(place: Place, container: Place) -> bool:
    """Return whether a place lies in another, by its stored units or by distance.

    Countries and provinces are stored facts; what has none is inside when its point is within
    the container's radius.
    """
    if container.precision is LocationPrecision.COUNTRY:
        return place.country == container.country
    if container.precision is LocationPrecision.PROVINCE and container.admin1:
        return place.admin1 == container.admin1
    if container.precision is LocationPrecision.DISTRICT and place.admin2:
        return place.admin2 in (container.admin2, container.id)
    if container.precision is LocationPrecision.SETTLEMENT and place.admin2 == container.admin2:
        return bool(place.admin2)
    reach_km = max(container.radius_km, 15.0) + place.radius_km
    return distance_km(place, container) <= reach_km


def _read_surroundings(
    toponyms: Sequence[Toponym], places: Sequence[Place | None]
) -> list[Surroundings]:
    """Return for each toponym the sure places around it, its own left out."""
    sure = [
        place if place and toponym.score >= THRESHOLD else None
        for toponym, place in zip(toponyms, places, strict=True)
    ]
    countries = Counter(place.country for place in sure if place and place.country)
    total = sum(countries.values()) or 1
    shares = {country: round(count / total, 1) for country, count in countries.items()}
    blocks = [_anchors(sure, first) for first in range(0, len(sure), ANCHOR_BLOCK)]
    return [
        Surroundings(blocks[number // ANCHOR_BLOCK], shares, _alike(number, toponyms, sure))
        for number in range(len(toponyms))
    ]


def _anchors(sure: Sequence[Place | None], first: int) -> tuple[Place, ...]:
    """Return the places that pull at a block of names: in it and around it, no countries."""
    block = sure[max(0, first - ANCHOR_BLOCK) : first + 2 * ANCHOR_BLOCK]
    narrow = {place.id: place for place in block if place and place.precision not in _WIDE}
    return tuple(narrow.values())


def _alike(
    number: int, toponyms: Sequence[Toponym], sure: Sequence[Place | None]
) -> tuple[LocationPrecision, ...]:
    """Return how wide the two places beside a name in its list are."""
    listed_with = toponyms[number].listed_with
    if listed_with is None:
        return ()
    alike = []
    for other in (number - 1, number + 1):
        if 0 <= other < len(toponyms) and toponyms[other].listed_with == listed_with:
            place = sure[other]
            if place:
                alike.append(place.precision)
    return tuple(alike)
