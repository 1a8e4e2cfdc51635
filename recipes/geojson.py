"""GeoJSON in and out, after RFC 7946: lon lat, five decimals, outer rings counterclockwise."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 5
"""Five decimals of a degree are about a metre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A geometry (EPSG:4326) with its id and its other properties."""

    id: str
    geometry: BaseGeometry
    properties: dict[str, object] = field(default_factory=dict)


def round_coordinates(
    geometries: Iterable[BaseGeometry], *, decimals: int = DECIMALS
) -> list[BaseGeometry]:
    """Return the geometries with coordinates of `decimals`; equal vertices stay equal."""
    shapes = np.array(list(geometries), dtype=object)
    return list(shapely.transform(shapes, lambda points: points.round(decimals) + 0.0))


def format_features(features: Iterable[Feature], *, decimals: int = DECIMALS) -> str:
    """Return a FeatureCollection as text, one feature a line, in the order given."""
    lines = ",\n".join(_format_feature(feature, decimals) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def sort_features(features: Iterable[Feature]) -> list[Feature]:
    """Return the features in the order of their ids."""
    return sorted(features, key=lambda one: one.id)


def read_features(path: Path) -> list[Feature]:
    """Return the features of a file that `format_features` made."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [_read_feature(member) for member in collection["features"]]


def round_shape(shape: BaseGeometry, *, decimals: int) -> BaseGeometry:
    """Return a valid shape with coordinates of `decimals`.

    Rounding closes a narrow neck now and then; only then the shape is snapped to the grid as a
    whole, which may part it there.
    """
    (rounded,) = round_coordinates([shape], decimals=decimals)
    if rounded.is_valid:
        return rounded
    snapped = shapely.set_precision(shape, 10.0**-decimals)
    return round_coordinates([snapped], decimals=decimals)[0]


def _format_feature(feature: Feature, decimals: int) -> str:
    rounded = round_shape(feature.geometry, decimals=decimals)
    member = {
        "type": "Feature",
        "properties": {"id": feature.id, **feature.properties},
        "geometry": json.loads(shapely.to_geojson(shapely.orient_polygons(rounded))),
    }
    return json.dumps(member, ensure_ascii=False, separators=(",", ":"))


def _read_feature(member: dict) -> Feature:
    properties = dict(member["properties"])
    geometry = shapely.from_geojson(json.dumps(member["geometry"]))
    return Feature(id=properties.pop("id"), geometry=geometry, properties=properties)
