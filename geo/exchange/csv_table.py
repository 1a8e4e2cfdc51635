"""CSV that a spreadsheet opens as text: UTF-8 with BOM, no cell that runs as a formula.

A text cell that begins with ``= + - @``, tab, carriage return, line feed, or the full-width
forms of those signs gets one leading apostrophe; a text that begins so after apostrophes of its
own gets one more, so that taking one off such a cell always restores the text.
A NUL character becomes ``U+2400``. What is missing is an empty cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.exchange.files import CHUNK_ROWS, exported_columns
from geo.exchange.geojson import check_coordinates
from geo.frames import (
    COORDINATE_DECIMALS,
    FLOAT_COLUMNS,
    INTEGER_COLUMNS,
    NUL_SHOWN,
    plain_values,
    tidy_shapes,
)

MEDIA_TYPE = "text/csv; charset=utf-8"
GEOMETRY_COLUMNS = ("lon", "lat", "wkt")
"""`lon` and `lat` of a point only: an area has no point; `wkt` of every shape that fits."""

MAX_CELL_CHARS = 32_000
"""A spreadsheet's cell holds 32,767 characters; a longer shape is left to its place's id."""

_BOM = "\ufeff"
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def csv_chunks(frame: gpd.GeoDataFrame) -> Iterator[bytes]:
    """Yield facts as a table piece by piece: a header, then one row a fact with its shape."""
    check_coordinates(frame)
    names = exported_columns(frame)
    yield _write_rows([(*names, *GEOMETRY_COLUMNS)], prefix=_BOM)
    for start in range(0, len(frame), CHUNK_ROWS):
        chunk = frame.iloc[start : start + CHUNK_ROWS]
        columns = [_cells(chunk, name) for name in names]
        yield _write_rows(zip(*columns, *_geometry_cells(chunk), strict=True))


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula.

    >>> guard_cell("=1+1"), guard_cell("القائم")
    ("'=1+1", 'القائم')
    """
    return f"'{text}" if _RUNS.match(text) else text


def _cells(frame: gpd.GeoDataFrame, name: str) -> list[Any]:
    values = plain_values(frame[name])
    if name in INTEGER_COLUMNS or name in FLOAT_COLUMNS:
        return values
    return [value and guard_cell(value.replace("\0", NUL_SHOWN)) for value in values]


def _geometry_cells(frame: gpd.GeoDataFrame) -> tuple[list[Any], list[Any], list[Any]]:
    shapes = tidy_shapes(frame.geometry.to_numpy())
    points = np.where(shapely.get_type_id(shapes) == 0, shapes, None)
    lon, lat = ([None if np.isnan(v) else v for v in get(points)] for get in _AXES)
    texts = shapely.to_wkt(shapes, rounding_precision=COORDINATE_DECIMALS)
    return lon, lat, [text if text and len(text) <= MAX_CELL_CHARS else None for text in texts]


_AXES = (shapely.get_x, shapely.get_y)


def _write_rows(rows: Iterable[Iterable[Any]], *, prefix: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(prefix)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
