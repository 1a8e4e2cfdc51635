"""Corroborated facts: a frame of tellings, one row an article's, as a frame of facts.

Nothing is taken away: a fact that several articles tell keeps every sentence in `evidence`, each
with its article, its speaker, its numbers and what joined it. Its id is that of its earliest
telling.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from geo.corroboration.agreement import NUMBERS, IsReprint
from geo.corroboration.joining import NONE_APART, Apart, Corroboration, corroborate
from geo.corroboration.origins import Dependence
from geo.corroboration.sides import find_side, list_wider
from geo.corroboration.tellings import NOWHERE, Spot, Telling
from geo.crosswalk import code_date
from geo.frames import FACT_COLUMNS, frame_columns, plain_values
from geo.models import AttributionClass, DateInterval, DatePrecision

DIFFER = "reports-differ"
"""The review of a fact whose reports contradict each other in a number or in the day."""

_END_COLUMNS = ("id", "ar", "en", "admin2", "admin1", "country", "location_precision")
_WHERE = (
    *("place_id", "place_ar", "place_en", "feature_code", "admin2", "admin1", "admin1_ar"),
    *("admin1_en", "country", "location_precision", "radius_km", "admin1_all"),
    *(f"{end}_{column}" for end in ("origin", "destination", "via") for column in _END_COLUMNS),
    *("acled_geo_precision", "ucdp_where_prec", "finest_precision", "geometry", "review"),
)
_WHEN = (
    *("date_start", "date_end", "date_precision", "date_text"),
    *("acled_time_precision", "ucdp_date_prec"),
)
_WHAT = ("kind", "type", "acled_event_type", "acled_sub_event_type", "plover_event")
_TOLD = ("title", "outlet", "url", "published", "attribution", "attribution_class")
_TOLD_COLUMNS = ("article_title", "source_outlet", "article_url", *_TOLD[3:])
_SPOT_COLUMNS = ("id", "location_precision", "country", "admin1", "admin2")
_READ_COLUMNS = (
    *("id", "article_id", "source_outlet", "published", "kind", "type", "modality"),
    *("date_start", "date_end", "date_precision", "date_text", "count_unit"),
    *("actor", "target", "attribution", "attribution_class"),
)

Row = dict[str, Any]


def corroborate_facts(
    frame: gpd.GeoDataFrame, *, is_reprint: IsReprint, apart: Apart = NONE_APART
) -> gpd.GeoDataFrame:
    """Return the facts of a frame of tellings, sorted by id, in the same columns.

    Parameters
    ----------
    is_reprint : says of two articles, by id, whether one is a reprint of the other
    apart : pairs of ids of tellings that are not the same fact, as an analyst said
    """
    found = corroborate(read_tellings(frame), is_reprint=is_reprint, apart=apart)
    if not found:
        return frame
    keys = zip(frame["article_id"], frame["id"], strict=True)
    place_of = {key: place for place, key in enumerate(keys)}
    groups = [[place_of[one.article_id, one.id] for one in fact.tellings] for fact in found]
    merged = _frame_rows(
        [
            _merge_rows(rows, one)
            for rows, one in zip(_take_groups(frame, groups), found, strict=True)
        ]
    )
    alone = np.ones(len(frame), dtype=bool)
    alone[[number for group in groups for number in group]] = False
    joined = pd.concat([frame[alone], merged], ignore_index=True)
    return joined.sort_values(["id", "article_id"], ignore_index=True)


def map_tellings(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the id of the fact by the id of each telling, for facts that several tell."""
    several = frame[(frame["reports"] > 1).fillna(value=False)]
    return {
        piece["fact_id"]: fact_id
        for fact_id, evidence in zip(several["id"], several["evidence"], strict=True)
        for piece in orjson.loads(evidence)
    }


def read_tellings(frame: gpd.GeoDataFrame) -> list[Telling]:
    """Return the rows of a frame of facts as tellings, in its order."""
    columns = {
        {"source_outlet": "outlet"}.get(name, name): _share_values(frame[name])
        for name in _READ_COLUMNS
    }
    columns |= {
        name: list(
            zip(
                plain_values(frame[f"{name}_min"]),
                plain_values(frame[f"{name}_max"]),
                strict=True,
            )
        )
        for name in NUMBERS
    }
    columns["quotes"] = [_read_quotes(evidence) for evidence in frame["evidence"]]
    columns |= _read_spots(frame)
    names = list(columns)
    return [
        Telling(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)
    ]


def _share_values(column: pd.Series) -> list[Any]:
    """Return a column's values, equal ones as one object."""
    codes, values = pd.factorize(column)
    shared = values.tolist()
    return [shared[code] for code in codes]


def _read_quotes(evidence: str) -> tuple[str, ...]:
    return tuple(piece["quote"] for piece in orjson.loads(evidence))


def _read_spots(frame: gpd.GeoDataFrame) -> dict[str, list[Spot]]:
    """Return the place of each fact with its point, and the ends of movements without one."""
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    places = [_share_values(frame[name]) for name in ("place_id", *_SPOT_COLUMNS[1:], "admin1_all")]
    places += [shapely.get_x(points).tolist(), shapely.get_y(points).tolist()]
    places.append(frame["radius_km"].tolist())
    known: dict[Any, Spot] = {}
    spots = {"place": [_make_spot(cells, known) for cells in zip(*places, strict=True)]}
    for end in ("origin", "destination", "via"):
        columns = (_share_values(frame[f"{end}_{name}"]) for name in _SPOT_COLUMNS)
        ends = zip(*columns, strict=True)
        spots[end] = [_make_spot((*cells, "", np.nan, np.nan, 0.0), known) for cells in ends]
    return spots


def _make_spot(cells: tuple[Any, ...], known: dict[Any, Spot]) -> Spot:
    """Return the spot of a row's cells; the same cells give the same one."""
    id_, precision, country, admin1, admin2, provinces, lon, lat, radius_km = cells
    if not id_:
        return NOWHERE
    key = (id_, precision, admin1, admin2, provinces, lon, lat)
    if key not in known:
        has_point = not np.isnan(lon)
        known[key] = Spot(
            id=id_, precision=precision, country=country, admin1=admin1, admin2=admin2,
            provinces=tuple(provinces.split("|")) if provinces else (),
            lon=float(lon) if has_point else None, lat=float(lat) if has_point else None,
            radius_km=0.0 if np.isnan(radius_km) else float(radius_km),
        )  # fmt: skip
    return known[key]


def _take_groups(frame: gpd.GeoDataFrame, groups: Sequence[Sequence[int]]) -> Iterable[list[Row]]:
    """Yield the rows of each group; what is missing is None."""
    taken = frame.iloc[[number for group in groups for number in group]]
    columns = {name: plain_values(taken[name]) for name in FACT_COLUMNS[:-1]}
    columns["geometry"] = taken.geometry.tolist()
    rows = iter(
        [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    )
    for group in groups:
        yield [next(rows) for _ in group]


def _frame_rows(rows: list[Row]) -> gpd.GeoDataFrame:
    columns = {name: [row[name] for row in rows] for name in FACT_COLUMNS}
    shapes = columns.pop("geometry")
    return frame_columns(columns, shapes)


def _merge_rows(rows: list[Row], found: Corroboration) -> Row:
    """Return one row of the rows that tell one fact, the earliest first."""
    where, what = min(rows, key=_rate_width), _pick_type(rows)
    when, days_differ = _merge_days(rows, found.origins.dependences)
    numbers, numbers_differ = _merge_numbers(rows)
    speaker = next((row for row in rows if _is_attributed(row)), rows[0])
    merged = {
        **rows[0],
        **{name: where[name] for name in _WHERE},
        **{name: what[name] for name in _WHAT},
        **when,
        **numbers,
        **{name: _pick_side(rows, name) for name in ("actor", "target")},
        **{name: _first(rows, name) for name in ("mode", "count_unit")},
        **{name: speaker[name] for name in ("attribution", "attribution_class")},
        "score": max(row["score"] for row in rows),
        "reports": len({row["article_id"] for row in rows}),
        "origins": found.origins.count,
        "article_ids": _join(rows, "article_ids"),
        "attribution_classes": _join(rows, "attribution_classes"),
        "search_text": "\n".join(dict.fromkeys(row["search_text"] or "" for row in rows)),
        "evidence": orjson.dumps(_merge_evidence(rows, found)).decode(),
    }
    if days_differ or numbers_differ:
        merged["review"] = DIFFER
    return merged


def _rate_width(row: Row) -> tuple[int, float]:
    """Return how little a row tells of the place: ends that are missing, then the radius."""
    ends = sum(bool(row[f"{end}_id"]) for end in ("origin", "destination", "via"))
    return -ends, np.inf if row["radius_km"] is None else row["radius_km"]


def _pick_type(rows: list[Row]) -> Row:
    """Return the row whose type most articles tell, the earliest of them."""
    types = [row["type"] for row in rows]
    return max(rows, key=lambda row: types.count(row["type"]))


def _merge_days(rows: list[Row], dependences: Sequence[Dependence | None]) -> tuple[Row, bool]:
    """Return the closest date told, and whether reports contradict each other in the day.

    Days that differ become their span; the day of a reprint is counted from its own printing
    and contradicts nothing.
    """
    sharpest = min(rows, key=_rate_span)
    days = {
        row["date_start"]
        for row, why in zip(rows, dependences, strict=True)
        if row["date_start"] and row["date_start"] == row["date_end"] and why != Dependence.REPRINT
    }
    if len(days) < 2:
        return {name: sharpest[name] for name in _WHEN}, False
    span = DateInterval(
        start=min(days),
        end=max(days),
        precision=DatePrecision.RANGE,
        text=sharpest["date_text"] or "",
    )
    codes = code_date(span)
    values = (span.start, span.end, span.precision.value, span.text, codes.acled, codes.ucdp)
    return dict(zip(_WHEN, values, strict=True)), True


def _rate_span(row: Row) -> tuple[bool, bool, int]:
    """Return how openly a date is told: without a start, without an end, in days."""
    start, end = row["date_start"], row["date_end"]
    if not (start and end):
        return not start, not end, 0
    return False, False, int((np.datetime64(end) - np.datetime64(start)).astype(int))


def _merge_numbers(rows: list[Row]) -> tuple[Row, bool]:
    """Return every number as the span of all that are told, and whether any contradict."""
    merged: Row = {}
    differ = False
    for name in NUMBERS:
        low, high, contradicted = _span_bounds(
            {(row[f"{name}_min"], row[f"{name}_max"]) for row in rows}
        )
        merged |= {f"{name}_min": low, f"{name}_max": high}
        differ |= contradicted
    return merged, differ


def _span_bounds(told: set[tuple[Any, Any]]) -> tuple[int | None, int | None, bool]:
    """Return the span of numbers; an open one (20 or more) says no more than a closed one.

    >>> _span_bounds({(10, 10), (12, 12), (None, None)})
    (10, 12, True)
    >>> _span_bounds({(20, None), (23, 23)})
    (23, 23, False)
    """
    known = {bounds for bounds in told if bounds != (None, None)}
    closed = {(low, high) for low, high in known if high is not None}
    if not closed:
        return min((low for low, _ in known), default=None), None, False
    lows = {low for low, _ in closed if low is not None}
    return min(lows, default=None), max(high for _, high in closed), len(closed) > 1


def _merge_evidence(rows: list[Row], found: Corroboration) -> list[Row]:
    """Return every piece of evidence with its article, its numbers and what joined it."""
    return [
        {**piece, **_describe_report(row, reason, why)}
        for row, reason, why in zip(rows, found.reasons, found.origins.dependences, strict=True)
        for piece in orjson.loads(row["evidence"])
    ]


def _describe_report(row: Row, reason: str, why: Dependence | None) -> Row:
    columns: Mapping[str, str] = dict(zip(_TOLD, _TOLD_COLUMNS, strict=True))
    numbers = {
        name: [row[f"{name}_min"], row[f"{name}_max"]]
        for name in NUMBERS
        if row[f"{name}_min"] is not None or row[f"{name}_max"] is not None
    }
    return {
        "article_id": row["article_id"],
        "fact_id": row["id"],
        **{name: row[column] for name, column in columns.items()},
        **{name: row[name] for name in ("date_start", "date_end")},
        **numbers,
        "joined_by": reason or None,
        "dependence": why.value if why else None,
    }


def _is_attributed(row: Row) -> bool:
    return bool(row["attribution_class"] != AttributionClass.UNATTRIBUTED.value)


def _pick_side(rows: list[Row], name: str) -> Any:
    """Return the words that name the narrowest side: "Islamic State" rather than "gunmen"."""
    told = [row[name] for row in rows if row[name]]
    return max(told, key=_rate_side, default=None)


def _rate_side(words: str) -> tuple[bool, int]:
    side = find_side(words)
    return bool(side), len(list_wider(side))


def _first(rows: list[Row], name: str) -> Any:
    return next((row[name] for row in rows if row[name]), None)


def _join(rows: list[Row], name: str) -> str:
    values = {value for row in rows for value in (row[name] or "").split("|") if value}
    return "|".join(sorted(values))
