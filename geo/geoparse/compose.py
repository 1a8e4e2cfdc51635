"""Composed places: northern X, the countryside of X, 30 km west of X, between X and Y."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from geo.gazetteer.index import Gazetteer
from geo.gazetteer.places import GEOD, shape_of
from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.features import code_fits
from geo.geoparse.recognise import Toponym
from geo.geoparse.resolve import Resolution, is_abroad
from geo.models import LocationPrecision, Place
from geo.tables import read_table
from geo.text.fold import Folded
from geo.text.numbers import read_numbers

AZIMUTHS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135,
    "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
SIDE_KM = 15.0
"""How far ``west of X`` lies from a point X when no distance is told; also its radius."""

NUMBER_CHARS = 30
"""How far before its unit a distance may begin."""

MIN_NEAR_KM = 10.0
DISTANCE_ERROR = 0.25
"""``30 km west of X`` is 30 km away, give or take this share of it."""

COUNTRYSIDE_KM = 25.0
COUNTRYSIDE_REACH_KM = 70.0
DESERT_KM = 40.0

COMPOSED = 8192
"""How many composed places are kept ready: news names the same ones again and again."""

_AREAS = frozenset(
    {LocationPrecision.DISTRICT, LocationPrecision.PROVINCE, LocationPrecision.REGION}
    | {LocationPrecision.COUNTRY}
)
_DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*$")


def compose_place(
    resolutions: Sequence[Resolution], number: int, folded: Folded, *, gazetteer: Gazetteer
) -> Place | None:
    """Return the place that a toponym and the words around it name together.

    None when nothing was resolved; the bare place when nothing is composed.
    """
    resolution = resolutions[number]
    toponym, place = resolution.toponym, resolution.place
    if place is None:
        return _in_container(resolution, folded)
    if toponym.whole:
        return toponym.whole
    if not toponym.before and not toponym.heads and not toponym.after:
        return place
    word = _word_in_name(toponym, place)
    if word:
        return _around_name(place, word.row.values[0])
    return _between(resolutions, number) or _by_relation(toponym, place, folded, gazetteer) or place


def _in_container(resolution: Resolution, folded: Folded) -> Place | None:
    """Return a name no source knows as its container, with the container's width.

    A known name that cannot lie there is taken so only after the word for a settlement, or in a
    province abroad.
    """
    container, toponym = resolution.container, resolution.toponym
    if container is None or container.precision is LocationPrecision.COUNTRY:
        return None
    is_settlement = any(cue.row.leads for cue in toponym.before)
    if toponym.places and not is_settlement and not is_abroad(toponym, container):
        return None
    words = folded.text[toponym.start : toponym.end]
    point = container.precision in (LocationPrecision.SITE, LocationPrecision.SETTLEMENT)
    near = point or container.precision is LocationPrecision.NEAR
    return replace(
        _named(container, "unknown", words),
        id=f"in({container.id},{words.replace(' ', '-')})",
        feature_code="PPL",
        radius_km=max(container.radius_km, MIN_NEAR_KM) if near else container.radius_km,
        precision=LocationPrecision.NEAR if near else container.precision,
        note="no source knows the name: its container's position and width",
    )


def _word_in_name(toponym: Toponym, place: Place) -> Cue | None:
    """Return the desert, base or dam word before a name whose place is of another type."""
    cues = (*toponym.before, *toponym.heads)
    nearest = next((cue for cue in cues if cue.row.kind is CueKind.PLACE_WORD), None)
    if nearest is None or not nearest.row.in_name or nearest.end >= toponym.start:
        return None
    return None if code_fits(place.feature_code, nearest.row.values) else nearest


@lru_cache(maxsize=COMPOSED)
def _around_name(place: Place, code: str) -> Place:
    """Return ``desert of X``, ``dam of X``: X's area, or the country around the point X."""
    if place.precision in _AREAS:
        precision, radius_km = LocationPrecision.REGION, place.radius_km
    elif code == "DSRT":
        precision, radius_km = LocationPrecision.NEAR, DESERT_KM
    else:
        precision, radius_km = LocationPrecision.NEAR, max(place.radius_km, MIN_NEAR_KM)
    return replace(
        _named(place, "country-of"), id=f"{code.lower()}({place.id})", feature_code=code,
        precision=precision, radius_km=radius_km,
        note="no source knows it by itself: drawn by the place it is named after",
    )  # fmt: skip


def _by_relation(
    toponym: Toponym, place: Place, folded: Folded, gazetteer: Gazetteer
) -> Place | None:
    """Return a place composed by the directions and nearness that stand beside a name."""
    before = [c for c in (*toponym.before, *toponym.heads) if c.row.kind is CueKind.RELATION]
    after = [c for c in toponym.after if c.row.kind is CueKind.RELATION]
    composed = place
    direction = next((c for c in (*before, *after) if c.row.values[0] in _DIRECTIONS), None)
    if any("countryside" in cue.row.values for cue in (*before, *after)):
        composed = _countryside(place, gazetteer, whole=direction is None)
    if direction:
        distance_km = _read_distance(direction, toponym, folded)
        composed = _in_direction(composed, direction.row.values[0], distance_km)
    elif composed is place and any("near" in cue.row.values for cue in before):
        composed = _near(place)
    return None if composed is place else composed


_DIRECTIONS = frozenset({*AZIMUTHS, "centre"})


@lru_cache(maxsize=COMPOSED)
def _countryside(place: Place, gazetteer: Gazetteer, *, whole: bool) -> Place:
    """Return the country around a town: of a province's seat, the province.

    A side of that countryside lies within `COUNTRYSIDE_REACH_KM` of the seat: the province of
    Homs goes on to the Jordanian border, its northern countryside doesn't.
    """
    if place.precision in _AREAS:
        return place
    if place.feature_code in ("PPLA", "PPLC") and place.admin1 in gazetteer:
        province = gazetteer.place(place.admin1)
        return replace(_named(place, "countryside"), id=f"countryside({place.id})",
            feature_code="ADM1", lon=province.lon, lat=province.lat,
            geometry=province.geometry if whole else _clip(province.geometry, place),
            radius_km=province.radius_km if whole else COUNTRYSIDE_REACH_KM,
            precision=LocationPrecision.PROVINCE, admin2="",
        )  # fmt: skip
    return replace(_named(place, "countryside"), id=f"countryside({place.id})", geometry="",
        radius_km=max(COUNTRYSIDE_KM, place.radius_km), precision=LocationPrecision.NEAR,
    )  # fmt: skip


def _clip(geometry: str, place: Place) -> str:
    """Name what of a shape lies around a place."""
    if not geometry:
        return ""
    return f"clip({place.lon} {place.lat} {COUNTRYSIDE_REACH_KM:g},{geometry})"


@lru_cache(maxsize=COMPOSED)
def _in_direction(place: Place, direction: str, distance_km: float | None) -> Place:
    """Return the part of an area on one side, or the ground on that side of a point."""
    if place.geometry and place.precision in _AREAS and distance_km is None:
        return _part(place, direction)
    if direction == "centre":
        return place
    away_km = distance_km or max(SIDE_KM, place.radius_km)
    lon, lat, _ = GEOD.fwd(place.lon, place.lat, AZIMUTHS[direction], away_km * 1000)
    radius_km = max(3.0, away_km * DISTANCE_ERROR) if distance_km else away_km
    told = f",{distance_km:g}" if distance_km else ""
    return replace(_named(place, f"{direction}-of"), id=f"{direction}-of({place.id}{told})",
        lon=round(lon, 4), lat=round(lat, 4), radius_km=radius_km, geometry="", admin2="",
        precision=LocationPrecision.NEAR,
    )  # fmt: skip


def _part(place: Place, direction: str) -> Place:
    geometry = f"part({direction},{place.geometry})"
    point = shape_of(geometry).representative_point()
    precision = place.precision
    if precision is LocationPrecision.COUNTRY:
        precision = LocationPrecision.REGION
    return replace(_named(place, direction), id=f"part({direction},{place.id})",
        lon=round(point.x, 4), lat=round(point.y, 4), radius_km=round(place.radius_km * 0.6, 1),
        geometry=geometry, precision=LocationPrecision.REGION, feature_code="RGN",
    )  # fmt: skip


@lru_cache(maxsize=COMPOSED)
def _near(place: Place) -> Place:
    if place.precision in _AREAS or place.precision is LocationPrecision.LINE:
        return place
    return replace(_named(place, "near"), id=f"near({place.id})", geometry="",
        radius_km=max(MIN_NEAR_KM, 2 * place.radius_km), precision=LocationPrecision.NEAR,
    )  # fmt: skip


def _between(resolutions: Sequence[Resolution], number: int) -> Place | None:
    """Return the stretch between two places that stand in one list after a 'between'."""
    toponym = resolutions[number].toponym
    cues = (*toponym.before, *toponym.heads)
    if not any(c.row.kind is CueKind.RELATION and "between" in c.row.values for c in cues):
        return None
    other = number + 1 if toponym.listed_with in (None, toponym.start) else number - 1
    if not 0 <= other < len(resolutions):
        return None
    first, second = resolutions[min(number, other)].place, resolutions[max(number, other)].place
    if not first or not second or {first.precision, second.precision} & _AREAS:
        return None
    azimuth, _, metres = GEOD.inv(first.lon, first.lat, second.lon, second.lat)
    lon, lat, _ = GEOD.fwd(first.lon, first.lat, azimuth, metres / 2)
    radius_km = round(max(metres / 2000, MIN_NEAR_KM), 1)
    return replace(_named(first, "between", second.name_en, second.name_ar),
        id=f"between({first.id},{second.id})", lon=round(lon, 4), lat=round(lat, 4), geometry="",
        radius_km=radius_km, precision=LocationPrecision.NEAR, feature_code="AREA", admin2="",
        admin1=first.admin1 if first.admin1 == second.admin1 else "",
        country=first.country if first.country == second.country else "",
    )  # fmt: skip


def _read_distance(direction: Cue, toponym: Toponym, folded: Folded) -> float | None:
    """Return the km told before a direction, None when none is."""
    for cue in toponym.before:
        if cue.row.kind is CueKind.RELATION and cue.row.side == "distance":
            low = max(0, cue.word_start - NUMBER_CHARS)
            number = _read_number(folded.text[low : cue.word_start], folded.text[low : cue.end])
            if number and cue.end <= direction.word_start:
                return number * float(cue.row.values[0])
    return None


def _read_number(before: str, with_unit: str) -> float | None:
    """Return the number that stands just before a unit: digits, or words."""
    digits = _DISTANCE.search(before)
    if digits:
        return float(digits[1].replace(",", "."))
    told = read_numbers(with_unit)
    return float(told[-1].min) if told and told[-1].end == len(before.rstrip()) else None


def _named(place: Place, relation: str, *others: str) -> Place:
    """Return the place under the name its composition gives it in both languages."""
    name_en, name_ar = _read_names()[relation]
    first, last = (others or ("",))[0], (others or ("",))[-1]
    return replace(
        place,
        name_en=name_en.format(place.name_en, first),
        name_ar=name_ar.format(place.name_ar, last),
        source=f"composed from {place.id}",
        population=0,
    )


@cache
def _read_names() -> dict[str, tuple[str, str]]:
    rows = read_table("lexicon/compositions", "relation", "name_en", "name_ar")
    return {row["relation"]: (row["name_en"], row["name_ar"]) for row in rows}
