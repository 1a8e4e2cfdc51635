"""Toponym resolution: which of the places that bear a name is meant, as a ranking."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log10
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer, is_convention
from geo.gazetteer.places import distance_km
from geo.geoparse.containers import find_containers, find_neighbours
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

MAX_ANCHORS = 12
"""How many of the other places around a name pull at it."""

_FAR_DEGREES = 3.0
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


def resolve_toponyms(
    toponyms: Sequence[Toponym], folded: Folded, *, gazetteer: Gazetteer
) -> list[Resolution]:
    """Rank the candidates of every toponym by its context; two passes over the article.

    The first pass goes by type, containment, demonym and prior alone; its sure answers are
    the anchors whose nearness counts in the second.
    """
    ranking = _Ranking(toponyms, folded, gazetteer)
    first = ranking.resolve(None)
    return ranking.resolve(_read_surroundings(toponyms, [r.place for r in first]))


class _Ranking:
    """The toponyms of an article with what both passes need of them."""

    def __init__(self, toponyms: Sequence[Toponym], folded: Folded, gazetteer: Gazetteer) -> None:
        self._toponyms = toponyms
        self._gazetteer = gazetteer
        self._outer = find_containers(toponyms, folded)
        self._beside = find_neighbours(toponyms, folded)
        self._inner = {outer: inner for inner, outer in self._outer.items()}

    def resolve(self, around: Sequence[Surroundings] | None) -> list[Resolution]:
        """Resolve from the last toponym to the first: a container stands after its content."""
        resolved: dict[int, Resolution] = {}
        for i in range(len(self._toponyms) - 1, -1, -1):
            described = self._describe(i, resolved, around[i] if around else None)
            container = resolved[self._outer[i]].place if i in self._outer else None
            resolved[i] = _rank(self._toponyms[i], described, container, told=around is not None)
        return [resolved[i] for i in range(len(self._toponyms))]

    def _describe(
        self, number: int, resolved: dict[int, Resolution], around: Surroundings | None
    ) -> list[Features]:
        toponym = self._toponyms[number]
        container = resolved[self._outer[number]].place if number in self._outer else None
        beside = resolved[self._beside[number]].place if number in self._beside else None
        content = self._inner.get(number)
        described = describe_candidates(toponym, container, around, gazetteer=self._gazetteer)
        if content is not None:
            inner = self._toponyms[content].places
            for place, features in zip(toponym.places, described, strict=True):
                if any(lies_in(candidate, place) for candidate in inner):
                    features["contains"] = 1.0
        if beside is not None:
            for place, features in zip(toponym.places, described, strict=True):
                reach_km = BESIDE_KM + beside.radius_km
                features["beside"] = exp(-distance_km(place, beside) / reach_km)
        return described


def _rank(
    toponym: Toponym, described: list[Features], container: Place | None, *, told: bool
) -> Resolution:
    """Return the candidates by their share of belief; the reasons only when they are told."""
    if not toponym.places:
        return Resolution(toponym, None, (), "unknown_name", container)
    model = load_model("resolution")
    outside = all("inside_mismatch" in features for features in described)
    none: Features = {"none": 1.0, "none_outside": 1.0} if outside else {"none": 1.0}
    weights = [model.weigh(features) for features in described]
    shares = to_shares([*weights, model.weigh(none)])
    if not told:
        best = max(range(len(weights)), key=weights.__getitem__)
        place = toponym.places[best] if shares[best] >= shares[-1] else None
        return Resolution(toponym, place, (), "", container)
    order = sorted(range(len(weights)), key=lambda i: (-weights[i], toponym.places[i].id))
    candidates = tuple(
        [
            Candidate(
                place=toponym.places[i],
                score=round(shares[i], 4),
                reason=model.explain(described[i]),
            )
            for i in order
        ]
    )
    if shares[order[0]] >= shares[-1]:
        return Resolution(toponym, candidates[0].place, candidates, candidates[0].reason, container)
    return Resolution(toponym, None, candidates, model.explain(none) or "none", container)


def describe_candidates(
    toponym: Toponym,
    container: Place | None,
    around: Surroundings | None,
    *,
    gazetteer: Gazetteer,
) -> list[Features]:
    """Return the features of each candidate of a toponym, in the order of its places."""
    described = []
    demonyms = [c.row.values[0] for c in toponym.after if c.row.kind is CueKind.DEMONYM]
    for place, prior in zip(toponym.places, _priors(gazetteer, toponym.entries), strict=True):
        features = dict(prior)
        if is_convention(toponym.name, place):
            features["convention"] = 1.0
        feature, value = _describe_type(place, toponym)
        features[feature] = value
        if demonyms:
            fits = place.country in demonyms or place.admin1 in demonyms
            features["demonym_match" if fits else "demonym_mismatch"] = 1.0
        if container and container.id != place.id:
            features["inside_match" if lies_in(place, container) else "inside_mismatch"] = 1.0
        if around:
            features["same_country"] = around.countries.get(place.country, 0.0)
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
            "population": max(0.0, log10(place.population + 1) - 3) / 3,
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
    nearest = 1e9
    lat, lon = place.lat, place.lon
    for anchor in anchors:
        if abs(anchor.lat - lat) > _FAR_DEGREES or abs(anchor.lon - lon) > 2 * _FAR_DEGREES:
            continue
        if anchor.name_ar != place.name_ar or anchor.name_en != place.name_en:
            nearest = min(nearest, distance_km(place, anchor))
    return round(exp(-nearest / PROXIMITY_KM), 4)


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
    shares = {country: count / total for country, count in countries.items()}
    return [
        Surroundings(_anchors(number, toponyms, sure), shares, _alike(number, toponyms, sure))
        for number in range(len(toponyms))
    ]


def _anchors(
    number: int, toponyms: Sequence[Toponym], sure: Sequence[Place | None]
) -> tuple[Place, ...]:
    """Return the nearest other places in the text, each once, no countries."""
    name = toponyms[number].name
    found: dict[str, Place] = {}
    for step in range(1, 3 * MAX_ANCHORS):
        if len(found) >= MAX_ANCHORS:
            break
        for other in (number - step, number + step):
            if 0 <= other < len(sure):
                place = sure[other]
                if place and place.precision not in _WIDE and toponyms[other].name != name:
                    found[place.id] = place
    return tuple(found.values())


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
