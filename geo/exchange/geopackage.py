"""GeoPackage (EPSG:4326): one layer a family of shapes, dates as ISO text, missing as NULL.

Layers: `facts_points`, `facts_lines`, `facts_areas`, `facts_mixed` for collections, and
`facts_not_on_map`, a table without shapes. A layer without facts is left out, but an export of
nothing has an empty `facts_not_on_map`. A NUL character becomes ``U+2400``, for GDAL ends a
text there.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.exchange.files import About, exported_columns
from geo.exchange.geojson import check_coordinates
from geo.frames import FLOAT_COLUMNS, INTEGER_COLUMNS, NUL_SHOWN, tidy_shapes

MEDIA_TYPE = "application/geopackage+sqlite3"
NOT_ON_MAP = "facts_not_on_map"
_FAMILIES = {
    "facts_points": frozenset({"Point", "MultiPoint"}),
    "facts_lines": frozenset({"LineString", "MultiLineString", "LinearRing"}),
    "facts_areas": frozenset({"Polygon", "MultiPolygon"}),
    "facts_mixed": frozenset({"GeometryCollection"}),
}
_ABOUT = About()
_NO_TIME = "1970-01-01T00:00:00+00:00"
_READ_BYTES = 1 << 20


def geopackage_chunks(frame: gpd.GeoDataFrame, *, about: About = _ABOUT) -> Iterator[bytes]:
    """Yield a GeoPackage piece by piece.

    GDAL writes it in a folder of its own: no path that a user chose ever reaches it.
    """
    check_coordinates(frame)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.gpkg"
        with _dated(about):
            for layer, facts in _split_families(frame):
                _write_layer(facts, file, layer, about)
        with file.open("rb") as written:
            while piece := written.read(_READ_BYTES):
                yield piece


@contextmanager
def _dated(about: About) -> Iterator[None]:
    """Have GDAL write the time of the export, not the clock's: the same facts, the same bytes."""
    told = datetime.fromisoformat(about.exported or _NO_TIME).astimezone(UTC)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{told:%Y-%m-%dT%H:%M:%S.000Z}"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _split_families(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Yield each layer's name with its facts; the table without shapes comes last."""
    shapes = frame.geometry.where(~frame.geometry.is_empty)
    families = shapes.geom_type
    for layer, types in _FAMILIES.items():
        held = families.isin(types)
        if held.any():
            yield layer, frame[held]
    if shapes.isna().any() or frame.empty:
        yield NOT_ON_MAP, frame[shapes.isna()]


def _write_layer(facts: gpd.GeoDataFrame, file: Path, layer: str, about: About) -> None:
    table: pd.DataFrame = pd.DataFrame(
        {name: _null_missing(facts[name]) for name in exported_columns(facts)}
    )
    if layer != NOT_ON_MAP:
        shapes = tidy_shapes(facts.geometry.to_numpy())
        table = gpd.GeoDataFrame(table, geometry=shapes, crs=facts.crs)
    pyogrio.write_dataframe(
        table,
        file,
        layer=layer,
        driver="GPKG",
        append=file.exists(),
        promote_to_multi=layer in {"facts_lines", "facts_areas"},
        layer_metadata=about.members(),
    )


def _null_missing(column: pd.Series) -> pd.Series:
    """Return a column that GDAL writes with NULL for what is missing."""
    if column.name in INTEGER_COLUMNS or column.name in FLOAT_COLUMNS:
        return column
    texts = column.str.replace("\0", NUL_SHOWN, regex=False)
    return texts.where(texts != "")
