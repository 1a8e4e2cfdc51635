"""Questions to a frame of facts: which to show, and how many are on the map or why not."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from rapidfuzz import process
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.models import (
    DRAWN_MODALITIES,
    AttributionClass,
    DatePrecision,
    Kind,
    LocationPrecision,
    Modality,
)
from geo.provinces import Province, read_provinces
from geo.text.fold import fold_text

OPEN_DAYS = 30
"""What is told as recent, or as going on, is taken to have been so for so many days."""

_OPEN = (DatePrecision.RECENT, DatePrecision.ONGOING)

Mask = NDArray[np.bool_]
Position = tuple[float, float]

_DAY = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*")
_ENOUGH_ALIKE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What to show of a frame of facts; an empty set or None restricts nothing.

    Parameters
    ----------
    provinces : admin1 codes; a fact matches by any place it names, and a border, a line or a
        region by every province it touches
    date_from, date_to : ISO days; a fact matches when its interval overlaps, and an open side
        reaches everywhere; nothing matches when the first day lies after the last
    include_undated : whether facts without any date match a restricted date
    places : ids of places; a fact matches where it is told of one, or moves from, to or over it
    min_origins : how many independent reports tell it at least
    text : words that must all stand somewhere in quote, places, title, actor or target,
        compared as folded text
    bbox : west, south, east, north in degrees (EPSG:4326); west of a box that crosses the
        antimeridian is greater than its east
    polygon : lon, lat positions of one ring, closed or not
    """

    provinces: frozenset[str] = frozenset()
    date_from: str | None = None
    date_to: str | None = None
    include_undated: bool = True
    kinds: frozenset[Kind] = frozenset()
    types: frozenset[str] = frozenset()
    attribution_classes: frozenset[AttributionClass] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    min_score: float = 0.0
    min_origins: int = 1
    articles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    text: str = ""
    bbox: tuple[float, float, float, float] | None = None
    polygon: tuple[Position, ...] | None = None


class NotDrawn(StrEnum):
    """Why a fact is not on the map; the first that holds is the reason."""

    CLAIM = "claim"
    MODALITY = "modality"
    NO_PLACE = "no_place"
    COUNTRY_ONLY = "country_only"
    NO_SHAPE = "no_shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many facts there are, on the map and off it; ``total == on_map + not_on_map``."""

    total: int
    on_map: int
    reasons: tuple[tuple[NotDrawn, int], ...]

    @property
    def not_on_map(self) -> int:
        """Return how many facts are in the list only."""
        return sum(count for _, count in self.reasons)


def select_facts(frame: gpd.GeoDataFrame, event_filter: EventFilter) -> gpd.GeoDataFrame:
    """Return the facts that match, as a new frame in the same order with the same index."""
    return frame[match_facts(frame, event_filter)]


def match_facts(frame: gpd.GeoDataFrame, event_filter: EventFilter) -> Mask:
    """Return which facts match, one truth value a row."""
    mask = _match_values(frame, event_filter) & _match_dates(frame, event_filter)
    if event_filter.provinces:
        mask &= _match_provinces(frame, event_filter.provinces)
    if event_filter.places:
        mask &= match_places(frame, event_filter.places)
    if event_filter.bbox is not None:
        mask &= _match_shape(frame, _box_shape(event_filter.bbox))
    if event_filter.polygon is not None:
        mask &= _match_shape(frame, _polygon_shape(event_filter.polygon))
    return _match_text(frame, event_filter.text, mask)


def match_places(frame: gpd.GeoDataFrame, places: frozenset[str]) -> Mask:
    """Return which facts are told of one of these places, or move from, to or over it."""
    told = [frame[f"{end}_id"].isin(places) for end in ("place", "origin", "destination", "via")]
    return np.asarray(np.logical_or.reduce(told), dtype=bool)


def is_drawn(frame: gpd.GeoDataFrame) -> Mask:
    """Return which facts may be on the map: told as done or tried, no claim, with a shape."""
    shape = frame.geometry
    drawn = ~(shape.isna() | shape.is_empty) & (frame["kind"] != Kind.CLAIM.value)
    return np.asarray(drawn & frame["modality"].isin(DRAWN_MODALITIES), dtype=bool)


def count_shown(frame: gpd.GeoDataFrame) -> Counts:
    """Count the facts on the map and, by reason, those that are not; the counts add up."""
    left = ~is_drawn(frame)
    on_map, reasons = len(frame) - int(left.sum()), []
    for reason, holds in _reasons_not_drawn(frame):
        found = left & holds
        reasons.append((reason, int(found.sum())))
        left &= ~found
    return Counts(
        total=len(frame), on_map=on_map, reasons=tuple((r, count) for r, count in reasons if count)
    )


def find_province(name: str) -> str:
    """Return the code of the province a user names: its code or any of its names.

    Words around the name (``Anbar Governorate``) do no harm. Raises `InputError` that names
    the nearest provinces when none fits.

    >>> find_province("الأنبار"), find_province("iq-an")
    ('IQ-AN', 'IQ-AN')
    """
    names = _province_names()
    folded = f" {fold_text(name)} "
    held = [known for known in names if f" {known} " in folded]
    if held:
        return names[max(held, key=len)]
    raise InputError(f"unknown province '{name}'; {_suggest_provinces(folded, names)}")


def read_day(text: str, *, is_end: bool = False) -> str:
    """Return an ISO day; of a year or a month its first day, its last with `is_end`.

    Raises `InputError` for whatever is no day of the calendar.

    >>> read_day("2019-02"), read_day("2019-02", is_end=True)
    ('2019-02-01', '2019-02-28')
    """
    match = _DAY.fullmatch(text)
    first = _first_day(*match.groups()) if match else None
    if not (match and first):
        raise InputError(
            f"unknown date '{text}'; write a day as 2019-02-22, a month as 2019-02 or a year"
        )
    return (_last_day(first, *match.group(2, 3)) if is_end else first).isoformat()


def _first_day(year: str, month: str | None, day: str | None) -> date | None:
    """Return the first day of what was told, None where the calendar has no such day."""
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _last_day(first: date, month: str | None, day: str | None) -> date:
    """Return the last day of what was told: the day, the month or the year."""
    if day:
        return first
    last_month = first.month if month else 12
    return first.replace(month=last_month, day=monthrange(first.year, last_month)[1])


def _match_values(frame: gpd.GeoDataFrame, event_filter: EventFilter) -> Mask:
    """Match the columns that hold one of a set of values, and the score."""
    mask = np.ones(len(frame), dtype=bool)
    wanted = {
        "kind": event_filter.kinds,
        "type": event_filter.types,
        "modality": event_filter.modalities,
    }
    for column, values in wanted.items():
        if values:
            mask &= np.asarray(frame[column].isin(values), dtype=bool)
    if event_filter.attribution_classes:
        mask &= _match_any(frame["attribution_classes"], event_filter.attribution_classes)
    if event_filter.articles:
        mask &= _match_any(frame["article_ids"], event_filter.articles)
    if event_filter.min_score > 0:
        mask &= frame["score"].to_numpy() >= event_filter.min_score
    if event_filter.min_origins > 1:
        mask &= frame["origins"].fillna(1).to_numpy() >= event_filter.min_origins
    return mask


def _match_dates(frame: gpd.GeoDataFrame, event_filter: EventFilter) -> Mask:
    """Match intervals that overlap; ISO text sorts as its dates do, open sides are empty.

    What is told as recent or as going on, without a first day, reaches back `OPEN_DAYS`.
    """
    first, last = event_filter.date_from, event_filter.date_to
    if not (first or last):
        return np.ones(len(frame), dtype=bool)
    if first and last and first > last:
        return np.zeros(len(frame), dtype=bool)
    start, end = frame["date_start"], frame["date_end"]
    overlaps = (end == "") | (end >= (first or ""))
    if last:
        lasting = frame["date_precision"].isin(_OPEN) & (start == "")
        begun = start.mask(lasting, end.map({day: _reach_back(day) for day in end.unique()}))
        overlaps &= (begun == "") | (begun <= last)
    if not event_filter.include_undated:
        overlaps &= (start != "") | (end != "")
    return np.asarray(overlaps, dtype=bool)


def _reach_back(day: str) -> str:
    """Return the day `OPEN_DAYS` before another, or the day itself when it is none."""
    return (date.fromisoformat(day) - timedelta(days=OPEN_DAYS)).isoformat() if day else day


def _match_provinces(frame: gpd.GeoDataFrame, provinces: frozenset[str]) -> Mask:
    """Match `admin1_all`: a fact touches any of several provinces."""
    return _match_any(frame["admin1_all"], provinces)


def _match_any(joined: pd.Series, wanted: frozenset[str]) -> Mask:
    """Match what is joined with ``|`` and holds any wanted value; each text is looked at once."""
    values = [value for value in joined.unique() if not wanted.isdisjoint(value.split("|"))]
    return np.asarray(joined.isin(values), dtype=bool)


def _match_shape(frame: gpd.GeoDataFrame, shape: BaseGeometry) -> Mask:
    """Match facts whose shape meets another; those without a shape never do."""
    mask = np.zeros(len(frame), dtype=bool)
    mask[frame.sindex.query(shape, predicate="intersects")] = True
    return mask


def _box_shape(bbox: tuple[float, float, float, float]) -> BaseGeometry:
    """Return a box, two of them when it crosses the antimeridian."""
    west, south, east, north = bbox
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            f"unknown box {bbox}; write west, south, east, north in degrees, south below north"
        )
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.union(
        shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)
    )


def _polygon_shape(ring: tuple[Position, ...]) -> BaseGeometry:
    """Return a drawn ring as a polygon; one that crosses itself is mended."""
    if len(set(ring)) < 3:
        raise InputError(f"polygon {ring} has fewer than three corners; draw it again")
    return shapely.make_valid(shapely.Polygon(ring))


def _match_text(frame: gpd.GeoDataFrame, text: str, mask: Mask) -> Mask:
    """Match every word of a search among the facts that match so far."""
    rows = np.flatnonzero(mask)
    for word in fold_text(text).split():
        held = frame["search_text"].iloc[rows].str.contains(word, regex=False)
        rows = rows[held.to_numpy(dtype=bool)]
    found = np.zeros(len(frame), dtype=bool)
    found[rows] = True
    return found


def _reasons_not_drawn(frame: gpd.GeoDataFrame) -> list[tuple[NotDrawn, Mask]]:
    precision = frame["location_precision"]
    reasons: list[tuple[NotDrawn, pd.Series]] = [
        (NotDrawn.CLAIM, frame["kind"] == Kind.CLAIM.value),
        (NotDrawn.MODALITY, ~frame["modality"].isin(DRAWN_MODALITIES)),
        (NotDrawn.NO_PLACE, precision == LocationPrecision.NONE.value),
        (NotDrawn.COUNTRY_ONLY, precision == LocationPrecision.COUNTRY.value),
        (NotDrawn.NO_SHAPE, pd.Series(data=True, index=frame.index)),
    ]
    return [(reason, holds.to_numpy(dtype=bool)) for reason, holds in reasons]


def _province_names() -> dict[str, str]:
    """Return the code by every folded name, alias and code of every province."""
    provinces = read_provinces().values()
    return {fold_text(name): p.code for p in provinces for name in _names_of(p)}


def _names_of(province: Province) -> tuple[str, ...]:
    return (province.code, province.name_en, province.name_ar, *province.aliases)


def _suggest_provinces(folded: str, names: dict[str, str]) -> str:
    """Say which provinces a misspelled name may mean, or which codes there are."""
    near = process.extract(folded.strip(), list(names), score_cutoff=_ENOUGH_ALIKE, limit=5)
    codes = dict.fromkeys(names[name] for name, _, _ in near)
    known = read_provinces()
    if not codes:
        return f"known codes are {', '.join(known)}"
    return "did you mean " + ", ".join(f"{known[code].name_en} ({code})" for code in codes) + "?"
