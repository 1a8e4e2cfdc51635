"""An export that is safe to publish: no names, no quotes, no exact place of people who live on.

Of every fact go the names of actor and target, the speaker's words, the notes for review, the
title and the quotes; what the rules read, where in which article, stays, so that whoever holds
the article can check. Presence and movement known to a site, a settlement or a circle around one
are shown as their district, where none is known as their province, else without a shape; a
corridor becomes the districts of its ends. A column `publish_note` says so in every row.
"""

from functools import cache
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crosswalk import code_location
from geo.exchange.files import NOTE_COLUMN
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.places import place_shape
from geo.models import Kind, LocationPrecision, Place

LEFT_OUT = "names and quotes left out"
COARSENED = f"{LEFT_OUT}; place shown as its district or province"
PUBLISH_NOTE = (
    "Made safe to publish: names and quotes are left out; presence and movement are placed "
    "no closer than their district."
)
"""What a file of such facts says of itself (`About.note`)."""

_EMPTIED = ("actor", "target", "attribution", "article_title", "review", "search_text")
_EMPTIED_PIECES = frozenset({"quote", "title", "attribution"})
_COARSENED_KINDS = (Kind.PRESENCE.value, Kind.MOVEMENT.value)
_FINE = frozenset(
    precision.value
    for precision in (LocationPrecision.SITE, LocationPrecision.SETTLEMENT, LocationPrecision.NEAR)
)
_ENDS = ("place", "origin", "destination", "via")
_WHERE = ("admin2", "admin1", "country", "location_precision")
_NOT_DRAWN = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})
_NOWHERE = Place(
    id="",
    name_en="",
    name_ar="",
    feature_code="",
    lon=0.0,
    lat=0.0,
    radius_km=0.0,
    precision=LocationPrecision.NONE,
)

Row = dict[str, Any]


def publish_safe(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the facts without names and quotes, presence and movement coarsened.

    The frame has the columns of a frame of facts and `publish_note`.
    """
    safe = frame.assign(**dict.fromkeys(_EMPTIED, ""), **{NOTE_COLUMN: LEFT_OUT})
    safe["evidence"] = [_drop_quotes(evidence) for evidence in frame["evidence"]]
    fine = frame["kind"].isin(_COARSENED_KINDS) & frame["finest_precision"].isin(_FINE)
    return _coarsen_facts(safe, fine) if fine.any() else safe


def _drop_quotes(evidence: str) -> str:
    """Return evidence that says where the words stand and by which rule, without them."""
    pieces = [
        {name: "" if name in _EMPTIED_PIECES else value for name, value in piece.items()}
        for piece in orjson.loads(evidence)
    ]
    return orjson.dumps(pieces).decode()


def _coarsen_facts(frame: gpd.GeoDataFrame, fine: pd.Series) -> gpd.GeoDataFrame:
    """Return a frame whose `fine` rows stand in their districts."""
    mask = fine.to_numpy(dtype=bool)
    rows = [_coarsen_fact(row) for row in frame[mask].to_dict("records")]
    changed = {}
    for name in frame.columns:
        values = frame[name].array.copy()
        values[mask] = [row[name] for row in rows]
        changed[name] = pd.Series(values, index=frame.index)
    return gpd.GeoDataFrame(changed, geometry="geometry", crs=frame.crs)


def _coarsen_fact(row: Row) -> Row:
    """Return a row with every close place widened, and the shape of what they widened to."""
    widened = {end: _widen_end(row, end) for end in _ENDS}
    areas = [area for area in widened.values() if area] or _areas_around(row)
    changed = {k: v for end, area in widened.items() if area for k, v in _name(end, area).items()}
    if main := widened["place"]:
        changed |= {"feature_code": main.feature_code, "radius_km": main.radius_km}
    coarse = LocationPrecision({**row, **changed}["location_precision"])
    codes = code_location(coarse)
    changed |= {"acled_geo_precision": codes.acled, "ucdp_where_prec": codes.ucdp}
    shape = _join_areas(tuple(dict.fromkeys(areas)))
    told = {"geometry": shape, "finest_precision": coarse.value, NOTE_COLUMN: COARSENED}
    return {**row, **changed, **told}


def _widen_end(row: Row, end: str) -> Place | None:
    """Return what a close place widens to, None for a place that is wide enough or not told."""
    names = _columns_of(end)
    if row[names["location_precision"]] not in _FINE:
        return None
    wider = (row[names[column]] for column in ("admin2", "admin1", "country"))
    return next((_area(place) for place in wider if _area(place)), _NOWHERE)


def _areas_around(row: Row) -> list[Place]:
    """Return the provinces of a fact whose close place is none of those it names first."""
    areas = [_area(code) for code in row["admin1_all"].split("|")]
    return [area for area in areas if area]


def _name(end: str, area: Place) -> Row:
    """Return the columns of an end that name an area."""
    values = {
        "id": area.id,
        "ar": area.name_ar,
        "en": area.name_en,
        "admin2": area.admin2,
        "admin1": area.admin1,
        "country": area.country,
        "location_precision": area.precision.value,
    }
    return {column: values[name] for name, column in _columns_of(end).items()}


def _columns_of(end: str) -> dict[str, str]:
    """Return the columns that tell of the place itself, or of an end of a movement."""
    named = {name: f"{end}_{name}" for name in ("id", "ar", "en")}
    whole = {name: name if end == "place" else f"{end}_{name}" for name in _WHERE}
    return {**named, **whole}


@cache
def _area(place_id: str) -> Place | None:
    """Return the district, province or country with this id; None where there is none."""
    gazetteer = load_gazetteer()
    return gazetteer.place(place_id) if place_id and place_id in gazetteer else None


@cache
def _join_areas(areas: tuple[Place, ...]) -> BaseGeometry | None:
    """Return areas as one shape; a country is no place on the map."""
    drawn = [place_shape(area) for area in areas if area.precision not in _NOT_DRAWN]
    return shapely.union_all(drawn) if drawn else None
