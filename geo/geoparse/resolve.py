"""Toponym resolution: which of the places that bear a name is meant, as a ranking."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log10

from geo.gazetteer.index import is_convention
from geo.gazetteer.places import distance_km
from geo.geoparse.cues import CueKind
from geo.geoparse.model import Features, load_model, read_area_of_interest, to_shares
from geo.geoparse.recognise import THRESHOLD, Toponym, code_fits
from geo.models import Candidate, LocationPrecision, Place
from geo.text.fold import Folded

PROXIMITY_KM = 60.0
"""Distance at which the pull of the article's other places falls to 1/e."""

_WIDE = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})
_CONTAINERS = frozenset(
    {LocationPrecision.DISTRICT, LocationPrecision.PROVINCE, LocationPrecision.REGION}
    | {LocationPrecision.COUNTRY, LocationPrecision.NEAR, LocationPrecision.SETTLEMENT}
)
_LINKS = frozenset(
    {CueKind.INSIDE, CueKind.BELONGS, CueKind.PLACE_WORD, CueKind.RELATION, CueKind.POSSESSED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """All places a toponym may mean, best first, and the one chosen.

    `place` is None when no candidate fits; `container` is the place the text says it is in.
    """

    toponym: Toponym
    place: Place | None
    candidates: tuple[Candidate, ...]
    reason: str
    container: Place | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the article says of a name: its sure places and their countries."""

    anchors: tuple[tuple[int, Place], ...]
    countries: dict[str, float]


def resolve_toponyms(toponyms: Sequence[Toponym], folded: Folded) -> list[Resolution]:
    """Rank the candidates of every toponym by its context; two passes over the article.

    The first pass goes by type, containment, demonym and prior alone; its sure answers are
    the anchors whose nearness counts in the second.
    """
    inner = {i: j for i, j in enumerate(_find_containers(toponyms, folded)) if j is not None}
    places = [resolution.place for resolution in _resolve_all(toponyms, inner, None)]
    return _resolve_all(toponyms, inner, _read_surroundings(toponyms, places))


def _resolve_all(
    toponyms: Sequence[Toponym], inner: dict[int, int], around: Surroundings | None
) -> list[Resolution]:
    """Resolve from the last toponym to the first: a container stands after what it contains."""
    resolved: dict[int, Resolution] = {}
    contents = {outer: toponyms[i] for i, outer in inner.items()}
    for i in range(len(toponyms) - 1, -1, -1):
        container = resolved[inner[i]].place if i in inner else None
        resolved[i] = _resolve(toponyms[i], container, contents.get(i), around)
    return [resolved[i] for i in range(len(toponyms))]


def _resolve(
    toponym: Toponym, container: Place | None, content: Toponym | None, around: Surroundings | None
) -> Resolution:
    model = load_model("resolution")
    described = [_describe(place, toponym, container, around) for place in toponym.places]
    if content:
        for place, features in zip(toponym.places, described, strict=True):
            features["contains"] = float(any(lies_in(inner, place) for inner in content.places))
    outside = bool(described) and all("inside_mismatch" in features for features in described)
    none: Features = {"none": 1.0, "none_outside": float(outside)}
    shares = to_shares([model.weigh(features) for features in (*described, none)])
    ranked = sorted(
        zip(toponym.places, shares, described, strict=False),
        key=lambda item: (-item[1], item[0].id),
    )
    candidates = tuple(
        Candidate(place=place, score=round(share, 4), reason=model.explain(features))
        for place, share, features in ranked
    )
    if candidates and candidates[0].score >= shares[-1]:
        best = candidates[0]
        return Resolution(
            toponym=toponym, place=best.place, candidates=candidates,
            reason=best.reason, container=container,
        )  # fmt: skip
    reason = model.explain(none) if candidates else "no source knows the name"
    return Resolution(
        toponym=toponym, place=None, candidates=candidates, reason=reason, container=container
    )


def _describe(
    place: Place, toponym: Toponym, container: Place | None, around: Surroundings | None
) -> Features:
    features: Features = {
        "population": max(0.0, log10(place.population + 1) - 3) / 3,
        "curated": float(not place.id.startswith("gn-")),
        "area_of_interest": float(place.country in read_area_of_interest()),
        "convention": float(is_convention(toponym.name, place)),
        "seat": float(place.feature_code in ("PPLA", "PPLC")),
    }
    features.update(_describe_type(place, toponym))
    features.update(_describe_demonym(place, toponym))
    if container and container.id != place.id:
        features["inside_match" if lies_in(place, container) else "inside_mismatch"] = 1.0
    if around:
        features["same_country"] = around.countries.get(place.country, 0.0)
        features["proximity"] = _proximity(place, toponym, around)
    return features


def _describe_type(place: Place, toponym: Toponym) -> Features:
    """Return how a place fits the place words before it, or how usual its type is without."""
    own = [c for c in (*toponym.before, *toponym.after) if c.row.kind is CueKind.PLACE_WORD]
    shared = [c for c in toponym.heads if c.row.kind is CueKind.PLACE_WORD]
    for cues, match in ((own, "type_match"), (shared, "listed_alike")):
        typed = [cue for cue in cues if cue.row.values]
        if typed:
            fits = any(code_fits(place.feature_code, cue.row.values) for cue in typed)
            return {match: 1.0} if fits else {"type_mismatch": 1.0 if cues is own else 0.3}
    return {f"bare_{place.precision}": 1.0}


def _describe_demonym(place: Place, toponym: Toponym) -> Features:
    named = [c.row.values[0] for c in toponym.after if c.row.kind is CueKind.DEMONYM]
    if not named:
        return {}
    fits = any(named_id in (place.country, place.admin1) for named_id in named)
    return {"demonym_match": 1.0} if fits else {"demonym_mismatch": 1.0}


def _proximity(place: Place, toponym: Toponym, around: Surroundings) -> float:
    distances = [
        distance_km(place, anchor)
        for start, anchor in around.anchors
        if start != toponym.start and anchor.name_ar != place.name_ar
    ]
    return exp(-min(distances) / PROXIMITY_KM) if distances else 0.0


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


def _read_surroundings(toponyms: Sequence[Toponym], places: Sequence[Place | None]) -> Surroundings:
    sure = [
        (toponym.start, place)
        for toponym, place in zip(toponyms, places, strict=True)
        if place and toponym.score >= THRESHOLD
    ]
    countries = Counter(place.country for _, place in sure if place.country)
    total = sum(countries.values()) or 1
    narrow = [(start, place) for start, place in sure if place.precision not in _WIDE]
    return Surroundings(tuple(narrow), {c: n / total for c, n in countries.items()})


def _find_containers(toponyms: Sequence[Toponym], folded: Folded) -> list[int | None]:
    """Return for each toponym the one it is said to lie in: the next, joined by link words.

    ``الرمانة التابعة لقضاء القائم في الأنبار``; ``Badush, Nineveh province``.
    """
    containers: list[int | None] = [None] * len(toponyms)
    for i, (inner, outer) in enumerate(pairwise(toponyms)):
        if outer.score >= THRESHOLD and _is_linked(inner, outer, folded):
            containers[i] = i + 1
    return containers


def _is_linked(inner: Toponym, outer: Toponym, folded: Folded) -> bool:
    """Return whether only link words stand between two names, and say 'in'."""
    if outer.listed_with is not None or not _may_contain(outer):
        return False
    links = [cue for cue in outer.before if cue.start >= inner.end]
    begin = min((cue.word_start for cue in links), default=outer.word_start)
    between = folded.text[inner.end : begin].strip()
    if any(cue.row.kind not in _LINKS for cue in links):
        return False
    if between in (",", "،"):
        typed = [c for c in (*links, *outer.after) if c.row.kind is CueKind.PLACE_WORD]
        return bool(typed) or folded.text[outer.start].isascii()
    says_in = outer.clitic == "in" or any(
        cue.clitic == "in" or cue.row.kind in (CueKind.INSIDE, CueKind.BELONGS) for cue in links
    )
    return not between and says_in


def _may_contain(toponym: Toponym) -> bool:
    return any(place.precision in _CONTAINERS for place in toponym.places)
