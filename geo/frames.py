"""Facts as GeoDataFrames (EPSG:4326) and as JSON documents: one schema for both.

In a frame a missing text is ``""`` (never None), a missing integer ``<NA>`` (Int64), a missing
radius NaN, a missing geometry None; dates are ISO text, an open side is ``""``. In JSON whatever
is missing is null.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crosswalk import code_date, code_location, read_fact_types
from geo.facts.belief import reason_of
from geo.facts.corridors import fact_shape
from geo.models import (
    DRAWN_MODALITIES,
    Article,
    Candidate,
    Evidence,
    Extraction,
    Fact,
    LocationPrecision,
    Mention,
    Place,
    Quantity,
)
from geo.provinces import provinces_of, read_provinces, touched_provinces
from geo.settings import CRS
from geo.text.fold import fold_text

ShapeOf = Callable[[Fact], BaseGeometry | None]
"""What draws a fact: its geometry in lon, lat (EPSG:4326), None for what is not drawn."""

COORDINATE_DECIMALS = 7
"""Decimals of a coordinate in JSON: about a centimetre, the most RFC 7946 advises."""

NUL_SHOWN = "\u2400"
"""What stands for a NUL character in a file or a database that cannot hold one."""

_END_COLUMNS = ("id", "ar", "en", "admin2", "admin1", "country", "location_precision")
_ENDS = {
    end: tuple(f"{end}_{column}" for column in _END_COLUMNS)
    for end in ("origin", "destination", "via")
}
"""The ends of a movement, each with its columns."""
_NO_ENDS = dict.fromkeys([column for columns in _ENDS.values() for column in columns])
_WIDEST = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})

INTEGER_COLUMNS = (
    *("count_min", "count_max", "killed_min", "killed_max", "wounded_min", "wounded_max"),
    *("origins", "reports"),
    *("acled_geo_precision", "acled_time_precision", "ucdp_where_prec", "ucdp_date_prec"),
)
FLOAT_COLUMNS = ("radius_km", "score")

EXPORT_COLUMNS = (
    *("id", "kind", "type", "modality"),
    *("date_start", "date_end", "date_precision", "date_text"),
    *("place_id", "place_ar", "place_en", "feature_code", "admin2"),
    *("admin1", "admin1_ar", "admin1_en", "country", "location_precision", "radius_km"),
    *_NO_ENDS,
    *("admin1_all", "actor", "target", "count_min", "count_max", "count_unit"),
    *("killed_min", "killed_max", "wounded_min", "wounded_max"),
    *("mode", "attribution", "attribution_class"),
    *("source_outlet", "article_id", "article_title", "article_url", "article_sha256"),
    *("published", "evidence", "origins", "reports", "article_ids", "score", "review"),
    *("acled_event_type", "acled_sub_event_type", "acled_geo_precision", "acled_time_precision"),
    *("ucdp_where_prec", "ucdp_date_prec", "plover_event"),
)
"""The properties of a fact in every export, in this order; `evidence` is JSON text.

`reports` says how many articles tell the fact, `origins` how many of them independently, and
`article_ids` which, joined with ``|``; see `geo.corroboration.corroborated`.
"""

_in_order = itemgetter(*EXPORT_COLUMNS)

FACT_COLUMNS = (
    *EXPORT_COLUMNS,
    *("finest_precision", "attribution_classes", "search_text", "geometry"),
)
"""The columns of a frame of facts; those beside the exported ones stay inside Masar.

`finest_precision` is the location precision of the most closely known place of the fact,
`attribution_classes` who says so in any article, joined with ``|``, `search_text` the folded
text that a search looks in.
"""


def facts_frame(
    extractions: Iterable[Extraction], *, shape_of: ShapeOf = fact_shape
) -> gpd.GeoDataFrame:
    """Return all facts of `extractions`, one row a fact, in `FACT_COLUMNS`, sorted by id.

    `shape_of` draws a fact, None for what must not be on the map.
    """
    told = [(fact, extraction.article) for extraction in extractions for fact in extraction.facts]
    told.sort(key=lambda pair: pair[0].id)
    shapes = [shape_of(fact) for fact, _ in told]
    rows = [_fact_row(*pair, shape) for pair, shape in zip(told, shapes, strict=True)]
    return frame_rows(rows, shapes)


def frame_rows(
    rows: list[dict[str, Any]], shapes: Iterable[BaseGeometry | None]
) -> gpd.GeoDataFrame:
    """Return rows (missing is None) and their shapes as a frame with the right column types."""
    columns = {name: [row[name] for row in rows] for name in FACT_COLUMNS[:-1]}
    return frame_columns(columns, shapes)


def frame_columns(
    columns: dict[str, Any], shapes: Iterable[BaseGeometry | None]
) -> gpd.GeoDataFrame:
    """Return columns of equal length (missing is None) and their shapes as a frame of facts."""
    typed = {name: _typed_column(name, columns[name]) for name in FACT_COLUMNS[:-1]}
    geometry = gpd.GeoSeries(list(shapes), crs=CRS)
    return gpd.GeoDataFrame(typed, geometry=geometry, crs=CRS)


def plain_values(column: pd.Series) -> list[Any]:
    """Return a column's Python values with None for an empty text, <NA> and NaN."""
    if column.name in INTEGER_COLUMNS or column.name in FLOAT_COLUMNS:
        return column.astype(object).where(column.notna(), None).tolist()
    return [value or None for value in column.tolist()]


def fact_properties(
    fact: Fact, article: Article, *, shape: BaseGeometry | None = None
) -> dict[str, Any]:
    """Return the flat properties of a fact towards JSON: missing is None, evidence a list.

    `place_*` is where it is: the first of its places, of where it crosses, of its destinations,
    its origin, that is more than a country. `admin1_all` joins with ``|`` the codes of every
    province that its places touch. What is known by its countries only and has a `shape` all
    the same is drawn along their border: its precision is the border's, its provinces are
    those of the shape. Event codes stand only where the fact is told as having happened or
    having been tried.
    """
    values = {
        **_told_properties(fact),
        **_place_properties(fact, shape),
        **_code_properties(fact, shape),
        **_article_properties(article),
    }
    return dict(zip(EXPORT_COLUMNS, _in_order(values), strict=True))


def place_document(place: Place) -> dict[str, Any]:
    """Return a place towards JSON, coordinates in degrees."""
    return {
        "id": place.id,
        "name_en": place.name_en,
        "name_ar": place.name_ar,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "precision": place.precision.value,
        "feature_code": place.feature_code,
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "admin2": place.admin2 or None,
    }


def extraction_document(
    extraction: Extraction, *, shape_of: ShapeOf = fact_shape
) -> dict[str, Any]:
    """Return all that was read from one article, as ``parse --format jsonl`` prints it."""
    article = extraction.article
    return {
        "article": _article_document(article),
        "sentences": [
            {"start": s.start, "end": s.end, "role": s.role.value, "paragraph": s.paragraph}
            for s in extraction.sentences
        ],
        "mentions": [_mention_document(mention) for mention in extraction.mentions],
        "facts": [_fact_document(fact, article, shape_of(fact)) for fact in extraction.facts],
        "discarded": [
            {"reason": d.reason, "start": d.start, "end": d.end} for d in extraction.discarded
        ],
    }


def tidy_shapes(shapes: Any) -> Any:
    """Return an array of shapes rounded to `COORDINATE_DECIMALS` and right-hand ruled."""
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, COORDINATE_DECIMALS) + 0.0)
    return shapely.orient_polygons(rounded, exterior_cw=False)


def _typed_column(name: str, values: Any) -> pd.Series:
    """Return the values as the column's type; None becomes "", <NA> or NaN."""
    if name in INTEGER_COLUMNS:
        return pd.Series(values, dtype="Int64")
    if name in FLOAT_COLUMNS:
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="str").fillna("")


def _fact_row(fact: Fact, article: Article, shape: BaseGeometry | None) -> dict[str, Any]:
    """Return the row of a frame: the properties with evidence as JSON text, and search text."""
    row = fact_properties(fact, article, shape=shape)
    pieces = [{"article_id": article.id, **piece} for piece in row["evidence"]]
    evidence = orjson.dumps(pieces).decode()
    hidden = {
        "finest_precision": _finest_precision(fact),
        "attribution_classes": fact.attribution_class.value,
        "search_text": _search_text(fact, article),
    }
    return {**row, **hidden, "evidence": evidence}


def _finest_precision(fact: Fact) -> str:
    """Return the precision of the most closely known of all places of a fact."""
    known = {place.precision for place in _all_places(fact)}
    return next((p.value for p in LocationPrecision if p in known), LocationPrecision.NONE.value)


def _search_text(fact: Fact, article: Article) -> str:
    """Fold all that a text search looks in: quotes, places, title, actor and target."""
    names = [name for place in _all_places(fact) for name in (place.name_ar, place.name_en)]
    quotes = [evidence.quote for evidence in fact.evidence]
    return fold_text("\n".join([*quotes, *names, article.title, fact.actor, fact.target]))


def _told_properties(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "type": fact.type,
        "modality": fact.modality.value,
        "date_start": fact.date.start,
        "date_end": fact.date.end,
        "date_precision": fact.date.precision.value,
        "date_text": fact.date.text or None,
        "actor": fact.actor or None,
        "target": fact.target or None,
        "mode": fact.mode or None,
        **_quantity_properties("count", fact.count),
        "count_unit": fact.count.unit or None if fact.count else None,
        **_quantity_properties("killed", fact.killed),
        **_quantity_properties("wounded", fact.wounded),
        "attribution": fact.attribution or None,
        "attribution_class": fact.attribution_class.value,
        "evidence": [_evidence_piece(evidence) for evidence in fact.evidence],
        "origins": fact.origins,
        "reports": 1,
        "score": fact.score,
        "review": fact.review or None,
    }


def _evidence_piece(evidence: Evidence) -> dict[str, Any]:
    """Return a sentence of evidence; `retells` is why it tells the fact again, where it does."""
    piece = {name: getattr(evidence, name) for name in ("start", "end", "quote", "rule")}
    return {**piece, "retells": evidence.retells} if evidence.retells else piece


def _quantity_properties(name: str, quantity: Quantity | None) -> dict[str, int | None]:
    low, high = (quantity.min, quantity.max) if quantity else (None, None)
    return {f"{name}_min": low, f"{name}_max": high}


def _place_properties(fact: Fact, shape: BaseGeometry | None) -> dict[str, Any]:
    place = _main_place(fact)
    province = read_provinces().get(place.admin1) if place and place.admin1 else None
    return {
        "place_id": place and place.id,
        "place_ar": (place and place.name_ar) or None,
        "place_en": (place and place.name_en) or None,
        "feature_code": (place and place.feature_code) or None,
        "admin2": (place and place.admin2) or None,
        "admin1": (place and place.admin1) or None,
        "admin1_ar": province and province.name_ar,
        "admin1_en": province and province.name_en,
        "country": (place and place.country) or None,
        "location_precision": _precision_of(place, shape).value,
        "radius_km": place and place.radius_km,
        **_NO_ENDS,
        **_end_properties("origin", _origins(fact)),
        **_end_properties("destination", fact.destinations),
        **_end_properties("via", fact.via),
        "admin1_all": "|".join(_touched_by(fact, shape)) or None,
    }


def _main_place(fact: Fact) -> Place | None:
    """Return the place that tells where a fact is, a country only where there is no other."""
    places = (*fact.places, *fact.via, *fact.destinations, *_origins(fact))
    finer = (place for place in places if place.precision not in _WIDEST)
    return next(finer, places[0] if places else None)


def _precision_of(place: Place | None, shape: BaseGeometry | None) -> LocationPrecision:
    precision = place.precision if place else LocationPrecision.NONE
    return LocationPrecision.BORDER if shape and precision in _WIDEST else precision


def _touched_by(fact: Fact, shape: BaseGeometry | None) -> list[str]:
    """Return the provinces that a fact's places touch; where they tell none, those of its shape."""
    touched = {code for place in _all_places(fact) for code in touched_provinces(place)}
    return sorted(touched or (provinces_of(shape) if shape else ()))


def _end_properties(name: str, places: tuple[Place, ...]) -> dict[str, str | None]:
    """Return the first of an end's places; all of them are in the document's `places`."""
    if not places:
        return {}
    place = places[0]
    names = (place.id, place.name_ar, place.name_en)
    values = (*names, place.admin2, place.admin1, place.country, place.precision.value)
    return {column: value or None for column, value in zip(_ENDS[name], values, strict=True)}


def _code_properties(fact: Fact, shape: BaseGeometry | None) -> dict[str, Any]:
    where = code_location(_precision_of(_main_place(fact), shape))
    when = code_date(fact.date)
    known = read_fact_types().get(fact.type) if fact.modality in DRAWN_MODALITIES else None
    return {
        "acled_event_type": (known and known.acled_event_type) or None,
        "acled_sub_event_type": (known and known.acled_sub_event_type) or None,
        "plover_event": (known and known.plover_event) or None,
        "acled_geo_precision": where.acled,
        "ucdp_where_prec": where.ucdp,
        "acled_time_precision": when.acled,
        "ucdp_date_prec": when.ucdp,
    }


def _article_properties(article: Article) -> dict[str, str | None]:
    return {
        "source_outlet": article.outlet or None,
        "article_id": article.id,
        "article_ids": article.id,
        "article_title": article.title or None,
        "article_url": article.url or None,
        "article_sha256": article.sha256,
        "published": article.published.day,
    }


def _origins(fact: Fact) -> tuple[Place, ...]:
    return (fact.origin,) if fact.origin else ()


def _all_places(fact: Fact) -> list[Place]:
    """Return every place once: where it is first; for a movement its ends before that."""
    ends = (*_origins(fact), *fact.destinations)
    places = (*ends, *fact.places, *fact.via) if ends else (*fact.places, *fact.via)
    return list({place.id: place for place in places}.values())


def _article_document(article: Article) -> dict[str, str | None]:
    published = article.published
    return {
        "id": article.id,
        "path": article.path.encode(errors="replace").decode() or None,
        **{name: getattr(article, name) or None for name in ("sha256", "title")},
        **{name: getattr(article, name) or None for name in ("outlet", "url", "language")},
        "published": published.day,
        "published_after": published.after,
        "published_before": published.before,
        "published_source": published.source or None,
    }


def _mention_document(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "role": mention.role.value,
        "score": mention.score,
        "reason": mention.reason,
        "place": place_document(mention.place) if mention.place else None,
        "candidates": [_candidate_document(candidate) for candidate in mention.candidates],
    }


def _candidate_document(candidate: Candidate) -> dict[str, Any]:
    place = place_document(candidate.place)
    return {**place, "score": candidate.score, "reason": candidate.reason}


def _fact_document(fact: Fact, article: Article, shape: BaseGeometry | None) -> dict[str, Any]:
    return {
        **fact_properties(fact, article, shape=shape),
        "reason": reason_of(fact),
        "places": [place_document(place) for place in _all_places(fact)],
        "geometry": orjson.loads(_geojson_of(shape)) if shape else None,
    }


@lru_cache(maxsize=4096)
def _geojson_of(shape: BaseGeometry) -> str:
    """Return a shape as GeoJSON; the places of one country's news come again and again."""
    return str(shapely.to_geojson(tidy_shapes(shape)))
