"""GeoJSON by RFC 7946: WGS 84 without a crs member, at most 7 decimals, right-hand rule."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geo.errors import ExportError
from geo.exchange.files import CHUNK_ROWS, About, exported_columns
from geo.frames import plain_values, tidy_shapes

MEDIA_TYPE = "application/geo+json"
_ABOUT = About()


def geojson_chunks(frame: gpd.GeoDataFrame, *, about: About = _ABOUT) -> Iterator[bytes]:
    """Yield facts as a FeatureCollection piece by piece, one Feature a line, in their order.

    What the file says of itself stands first; a fact without a shape has geometry null. Raises
    `ExportError` for a coordinate off the globe.
    """
    check_coordinates(frame)
    head = orjson.dumps({"type": "FeatureCollection", **about.members()})
    yield head[:-1] + b',"features":['
    for start in range(0, len(frame), CHUNK_ROWS):
        features = _make_features(frame.iloc[start : start + CHUNK_ROWS])
        yield (b",\n" if start else b"\n") + b",\n".join(features)
    yield b"\n]}\n"


def check_coordinates(frame: gpd.GeoDataFrame) -> None:
    """Raise `ExportError` naming every fact with a coordinate that is no place on the globe."""
    positions, rows = shapely.get_coordinates(frame.geometry.to_numpy(), return_index=True)
    on_globe = (np.abs(positions) <= (180, 90)).all(axis=1)
    if on_globe.all():
        return
    ids = frame["id"].iloc[np.unique(rows[~on_globe])].tolist()
    raise ExportError(
        f"facts {', '.join(ids[:5])}{' ...' * (len(ids) > 5)} have coordinates beyond "
        "longitude 180 or latitude 90; correct their places or leave these facts out"
    )


def _make_features(frame: gpd.GeoDataFrame) -> list[bytes]:
    names = exported_columns(frame)
    columns = [_json_values(frame, name) for name in names]
    return [
        orjson.dumps(
            {
                "type": "Feature",
                "id": row[0],
                "geometry": shape,
                "properties": dict(zip(names, row, strict=True)),
            }
        )
        for shape, row in zip(_json_shapes(frame), zip(*columns, strict=True), strict=True)
    ]


def _json_values(frame: gpd.GeoDataFrame, name: str) -> list[Any]:
    """Return a column's values; evidence is JSON already and goes in as it is."""
    values = plain_values(frame[name])
    if name != "evidence":
        return values
    return [value and orjson.Fragment(value) for value in values]


def _json_shapes(frame: gpd.GeoDataFrame) -> list[dict[str, Any] | None]:
    """Return geometries to write; read anew, for GEOS writes some numbers with 15 decimals."""
    shapes = frame.geometry.to_numpy()
    shapes = np.where(shapely.is_empty(shapes), None, shapes)
    texts = shapely.to_geojson(tidy_shapes(shapes))
    return [text and orjson.loads(text) for text in texts]
