"""Places by name, as a person types it: any usual spelling, with typos, best first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import cos, radians
from typing import NamedTuple

import numpy as np
import shapely

from geo.gazetteer.index import Gazetteer
from geo.gazetteer.name_table import Likeness, NameMatch, tabulate_names
from geo.gazetteer.places import GEOD, place_shape
from geo.models import LocationPrecision, Place
from geo.tables import read_table, split_list
from geo.text.fold import fold_text
from geo.text.phrases import split_article

OTHER_KIND = 0.8
"""What a candidate's score is worth when it isn't of the kind that the query tells."""

ELSEWHERE = 0.8
"""What it is worth when it doesn't lie where the query says."""

_CONTAINER = re.compile(r"[,،]")
_IMPORTANT = (
    LocationPrecision.COUNTRY,
    LocationPrecision.SETTLEMENT,
    LocationPrecision.PROVINCE,
    LocationPrecision.DISTRICT,
)

_SURE = (Likeness.SAME, Likeness.SAME_BUT_ARTICLE, Likeness.SAME_SOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupResult:
    """A place that a name may mean, and why.

    `score` (0 to 1) tells how well the name fits, 1 when a name of the place is the query
    itself; `name` is the place's name that fits best. `within` are the places that hold this
    one, the smallest first. `border_km` is the geodesic distance of its point from the border
    within the area of interest, None when the gazetteer doesn't have it.
    """

    place: Place
    score: float
    name: str
    likeness: Likeness
    within: tuple[Place, ...]
    border_km: float | None


class _Reading(NamedTuple):
    """A way to read a query: a name, the codes of a place word beside it, where it lies."""

    name: str
    codes: tuple[str, ...]
    container: str


class _PlaceWord(NamedTuple):
    word: str
    side: str
    codes: tuple[str, ...]


def lookup_places(name: str, *, gazetteer: Gazetteer, limit: int = 10) -> list[LookupResult]:
    """Return the places that a name may mean, best first.

    The name may be in Arabic or Latin letters, in any usual transliteration and with typos;
    a place word tells the kind (``قضاء القائم``, ``al-Hol camp``), and what follows a comma
    where it lies (``Qaim, Anbar``). Of places that fit alike, countries come first, then
    settlements, by population; then what is nearer to the border.

    >>> from geo.gazetteer.index import load_gazetteer
    >>> [result.place.id for result in lookup_places("Ar-Rutbah", gazetteer=load_gazetteer())][:1]
    ['rutba']
    """
    table = tabulate_names(gazetteer)
    best: dict[int, NameMatch] = {}
    for reading in dict.fromkeys(_read_query(name)):
        holders = _find_holders(reading.container, gazetteer)
        for match in _share_spellings(table.search(reading.name), gazetteer):
            weighed = _weigh(match, reading, holders, gazetteer)
            known = best.get(match.place_number)
            if known is None or weighed.score > known.score:
                best[match.place_number] = weighed
    ranked = sorted(best.values(), key=lambda match: _rank(match, gazetteer))
    return [_describe(match, gazetteer) for match in ranked[:limit]]


def _read_query(query: str) -> Iterator[_Reading]:
    """Yield the ways to read a query: as a name, and as a name beside a place word."""
    name, *container = (part.strip() for part in _CONTAINER.split(query, maxsplit=1))
    where = container[0] if container else ""
    yield _Reading(name, (), where)
    folded = fold_text(name)
    for word, side, codes in _read_place_words():
        rest = ""
        if side == "before" and folded.startswith(f"{word} "):
            rest = folded.removeprefix(word)
        elif side == "after" and folded.endswith(f" {word}"):
            rest = folded.removesuffix(word)
        if rest.strip():
            yield _Reading(rest.strip(), codes, where)


@cache
def _read_place_words() -> tuple[_PlaceWord, ...]:
    rows = read_table("lexicon/place_words", "word", "side", "codes")
    return tuple(
        _PlaceWord(fold_text(word), row["side"], tuple(split_list(row["codes"])))
        for row in rows
        for word in split_list(row["word"])
    )


def _find_holders(container: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the ids of the divisions that a container's name may mean, or lies in."""
    matches = tabulate_names(gazetteer).search(container) if container else []
    surest = max((match.score for match in matches), default=0.0)
    places = (gazetteer.places[m.place_number] for m in matches if m.score == surest)
    return frozenset(place.admin2 or place.admin1 or place.country for place in places)


def _weigh(
    match: NameMatch, reading: _Reading, holders: frozenset[str], gazetteer: Gazetteer
) -> NameMatch:
    place, score = gazetteer.places[match.place_number], match.score
    if reading.codes and not place.feature_code.startswith(reading.codes):
        score *= OTHER_KIND
    if reading.container and holders.isdisjoint((place.admin2, place.admin1, place.country)):
        score *= ELSEWHERE
    return replace(match, score=score)


def _share_spellings(matches: list[NameMatch], gazetteer: Gazetteer) -> list[NameMatch]:
    """Return the matches; a town and the district called after it share their spellings.

    Which of the two a source gives more spellings must not decide which comes first.
    """
    keys = [_kin_of(match, gazetteer) for match in matches]
    surest: dict[tuple[str, str], NameMatch] = {}
    for match, key in zip(matches, keys, strict=True):
        if key and (key not in surest or match.score > surest[key].score):
            surest[key] = match
    return [
        replace(surest[key], place_number=match.place_number) if key else match
        for match, key in zip(matches, keys, strict=True)
    ]


def _kin_of(match: NameMatch, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Return what a town and its district have in common, None for any other place."""
    place = gazetteer.places[match.place_number]
    if place.precision not in _IMPORTANT or match.likeness not in _SURE or not place.admin1:
        return None
    return place.admin1, split_article(place.name_ar)[0]


def _rank(match: NameMatch, gazetteer: Gazetteer) -> tuple[float, int, int, float, str]:
    place = gazetteer.places[match.place_number]
    precision = place.precision
    order = _IMPORTANT.index(precision) if precision in _IMPORTANT else len(_IMPORTANT)
    distance = measure_border_km(place, gazetteer=gazetteer) or 0.0
    return (-round(match.score, 3), order, -place.population, distance, place.id)


def _describe(match: NameMatch, gazetteer: Gazetteer) -> LookupResult:
    place = gazetteer.places[match.place_number]
    return LookupResult(
        place=place,
        score=round(match.score, 3),
        name=match.name,
        likeness=match.likeness,
        within=tuple(find_within(place, gazetteer=gazetteer)),
        border_km=measure_border_km(place, gazetteer=gazetteer),
    )


def find_within(place: Place, *, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the district, the province and the country that hold a place, where known."""
    divisions = _number_divisions(gazetteer)
    for code in (place.admin2, place.admin1, place.country):
        holder = gazetteer.places[divisions[code]] if code in divisions else None
        if holder and holder.id != place.id:
            yield holder


def measure_border_km(place: Place, *, gazetteer: Gazetteer) -> float | None:
    """Return the geodesic distance of a place's point from the border that the map is about.

    In km, to 0.1. The nearest point of the line is found on a plane that is true at the place's
    latitude; the distance to it is geodesic. None when the gazetteer has no such border.
    """
    scale = np.array([cos(radians(place.lat)), 1.0])
    point = shapely.Point(place.lon * scale[0], place.lat)
    lines = [shapely.transform(line, scale.__mul__) for line in _read_border_lines(gazetteer)]
    nearest = [shapely.get_coordinates(shapely.shortest_line(point, line))[1] for line in lines]
    metres = [GEOD.inv(place.lon, place.lat, *(end / scale))[2] for end in nearest]
    return round(min(metres) / 1000, 1) if metres else None


@lru_cache(maxsize=2)
def _read_border_lines(gazetteer: Gazetteer) -> tuple[shapely.Geometry, ...]:
    """Return the borders between countries of the area of interest, lon, lat in EPSG:4326."""
    countries = {row["country"] for row in read_table("model/area_of_interest", "country")}
    rows = read_table("lexicon/borders", "country_a", "country_b", "place_id")
    ids = [row["place_id"] for row in rows if {row["country_a"], row["country_b"]} <= countries]
    return tuple(place_shape(gazetteer.place(one)) for one in ids if one in gazetteer)


@lru_cache(maxsize=2)
def _number_divisions(gazetteer: Gazetteer) -> dict[str, int]:
    """Return the number of the place that each code of a country or division stands for."""
    divisions: dict[str, int] = {}
    for number, place in enumerate(gazetteer.places):
        codes = {"ADM1": place.admin1, "ADM2": place.admin2}
        is_country = place.precision is LocationPrecision.COUNTRY
        code = place.country if is_country else codes.get(place.feature_code)
        if code:
            divisions.setdefault(code, number)
    return divisions
