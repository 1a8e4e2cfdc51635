"""Toponym resolution: which of the places that bear a name is meant, as a ranking."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log10
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer, is_convention
from geo.gazetteer.places import distance_km
from geo.geoparse.containers import Positions, find_positions
from geo.geoparse.cues import CueKind
from geo.geoparse.features import code_fits
from geo.geoparse.model import Features, load_model, read_area_of_interest, to_shares
from geo.geoparse.recognise import THRESHOLD, Toponym
from geo.models import Candidate, LocationPrecision, Place
from geo.text.fold import Folded

PROXIMITY_KM = 60.0
"""Distance at which the pull of the article's other places falls to 1/e."""

BESIDE_KM = 25.0
"""Distance at which the pull of a place said to be near falls to 1/e."""

ANCHOR_BLOCK = 16
"""The places of this many names, and of as many before and after, pull at each other."""

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
    positions = find_positions(toponyms, folded)
    rankings = _rank_backwards(toponyms, positions, gazetteer)
    places = [ranking.best(t) for t, ranking in zip(toponyms, rankings, strict=True)]
    around = _read_surroundings(toponyms, places)
    return _rank_backwards(toponyms, positions, gazetteer, around)


def _rank_backwards(
    toponyms: Sequence[Toponym],
    positions: Positions,
    gazetteer: Gazetteer,
    around: Sequence[Surroundings] | None = None,
) -> list[Ranking]:
    """Rank from the last toponym to the first: a container stands after what it contains."""
    rankings: list[Ranking] = []
    answers: dict[int, Place | None] = {}
    contents = {outer: inner for inner, outer in positions.outer.items()}
    for i in range(len(toponyms) - 1, -1, -1):
        toponym = toponyms[i]
        container = answers.get(positions.outer.get(i, -1))
        if around is None and container is None and len(toponym.places) < 2:
            ranking = Ranking([], [1.0] * len(toponym.places), [], 0.0, None)
            answers[i] = ranking.best(toponym)
            rankings.append(ranking)
            continue
        beside = answers.get(positions.beside.get(i, -1))
        described = describe_candidates(
            toponym, container, around[i] if around else None, gazetteer=gazetteer
        )
        if i in positions.loose:
            _loosen(described)
        if i in contents:
            _describe_contents(described, toponym, toponyms[contents[i]])
        if beside:
            _describe_nearness(described, toponym, beside)
        ranking = _weigh(described, container or (None if toponym.places else beside))
        answers[i] = ranking.best(toponym)
        rankings.append(ranking)
    rankings.reverse()
    return rankings


def _loosen(described: list[Features]) -> None:
    """Make little of lying outside a container that only a bare "in" names."""
    for features in described:
        if features.pop("inside_mismatch", None):
            features["inside_mismatch_loose"] = 1.0


def _describe_contents(described: list[Features], toponym: Toponym, content: Toponym) -> None:
    for place, features in zip(toponym.places, described, strict=True):
        if any(lies_in(inner, place) for inner in content.places):
            features["contains"] = 1.0


def _describe_nearness(described: list[Features], toponym: Toponym, beside: Place) -> None:
    reach_km = BESIDE_KM + beside.radius_km
    for place, features in zip(toponym.places, described, strict=True):
        features["beside"] = round(exp(-distance_km(place, beside) / reach_km), 2)


def _weigh(described: list[Features], container: Place | None) -> Ranking:
    model = load_model("resolution")
    judged = [model.judge(features) for features in described]
    weights = [judgement.weight for judgement in judged]
    reasons = [judgement.reason for judgement in judged]
    none = model.judge(describe_none(outside=_all_outside(described)))
    return Ranking(described, weights, reasons, none.weight, container)


def _all_outside(described: Sequence[Features]) -> bool:
    """Return whether no candidate lies where the text says the place is."""
    return bool(described) and all("inside_mismatch" in features for features in described)


def describe_none(*, outside: bool) -> Features:
    """Return the features of the answer "no place of this name fits"."""
    return {"none": 1.0, "none_outside": 1.0} if outside else {"none": 1.0}


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
    none = describe_none(outside=_all_outside(ranking.described))
    reason = load_model("resolution").explain(none) or "none"
    return Resolution(toponym, None, candidates, reason, ranking.container)


def describe_candidates(
    toponym: Toponym,
    container: Place | None,
    around: Surroundings | None,
    *,
    gazetteer: Gazetteer,
) -> list[Features]:
    """Return the features of each candidate of a toponym, in the order of its places."""
    described = []
    several, area = len(toponym.places) > 1, read_area_of_interest()
    demonyms = [c.row.values[0] for c in toponym.after if c.row.kind is CueKind.DEMONYM]
    for place, prior in zip(toponym.places, _priors(gazetteer, toponym.entries), strict=True):
        features = dict(prior)
        if is_convention(toponym.name, place):
            features["convention"] = 1.0
        feature, value = _describe_type(place, toponym)
        features[feature] = value
        if "dateline" in toponym.features and place.precision is LocationPrecision.SETTLEMENT:
            features["dateline"] = 1.0
        if demonyms:
            fits = place.country in demonyms or place.admin1 in demonyms
            features["demonym_match" if fits else "demonym_mismatch"] = 1.0
        if container and container.id != place.id:
            features["inside_match" if lies_in(place, container) else "inside_mismatch"] = 1.0
        if around:
            features["same_country"] = around.countries.get(place.country, 0.0)
            if several or place.country not in area:
                features["proximity"] = _proximity(place, around.anchors)
            if around.alike:
                alike = sum(precision is place.precision for precision in around.alike)
                features["list_alike"] = alike / len(around.alike)
        described.append(features)
    return described


@lru_cache(maxsize=65536)
def _priors(gazetteer: Gazetteer, entries: tuple[int, ...]) -> tuple[Features, ...]:
    """Return what speaks for each candidate wherever its name stands."""
    area = read_area_of_interest()
    priors = []
    for place in (gazetteer.places[entry] for entry in entries):
        told = {
            "population": round(max(0.0, log10(place.population + 1) - 3) / 3, 2),
            "curated": float(not place.id.startswith("gn-")),
            "area_of_interest": float(place.country in area),
            "seat": float(place.feature_code in ("PPLA", "PPLC")),
        }
        priors.append({feature: value for feature, value in told.items() if value})
    return tuple(priors)


def _describe_type(place: Place, toponym: Toponym) -> tuple[str, float]:
    """Return how a place fits the place words beside it, or how usual its type is without."""
    own = [c for c in (*toponym.before, *toponym.after) if c.row.kind is CueKind.PLACE_WORD]
    own = [cue for cue in own if cue.row.values]
    if own:
        if code_fits(place.feature_code, own[0].row.values):
            return "type_match", 1.0
        fits = any(code_fits(place.feature_code, cue.row.values) for cue in own[1:])
        return ("type_match", 0.5) if fits else ("type_mismatch", 1.0)
    for cue in toponym.heads:
        if cue.row.kind is CueKind.PLACE_WORD and cue.row.values:
            fits = code_fits(place.feature_code, cue.row.values)
            return ("listed_type", 1.0) if fits else ("listed_type_other", 1.0)
    return f"bare_{place.precision}", 1.0


def _proximity(place: Place, anchors: tuple[Place, ...]) -> float:
    """Return how near the nearest other place is: 1 at no distance, 1/e at `PROXIMITY_KM`."""
    lat, lon = place.lat, place.lon
    near = [
        distance_km(place, anchor)
        for anchor in anchors
        if -_FAR_DEGREES < anchor.lat - lat < _FAR_DEGREES
        and -_FAR_DEGREES < anchor.lon - lon < _FAR_DEGREES
        and anchor.name_ar != place.name_ar
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
