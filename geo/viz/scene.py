"""A scene: all drawable facts as a binary of columns and a file of shapes, named by content.

The browser loads a scene once; a filter change sends only a bit mask over its rows. The layout
of the binary stands at the head of ``static/masar/scene.js``.
"""

import base64
import hashlib
import time
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.facts.borders import read_borders
from geo.files import write_file
from geo.frames import tidy_shapes
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.places import GEOD, place_shape, shape_of
from geo.models import Kind, LocationPrecision, Modality
from geo.query import is_drawn
from geo.viz.basemap import BUILT_DIR

SCENE_DIR = BUILT_DIR
"""Where the browser finds scenes; files not of the newest few are removed."""

KINDS = (Kind.INCIDENT, Kind.MOVEMENT, Kind.PRESENCE, Kind.SECURITY)
PRECISIONS = (
    LocationPrecision.SITE,
    LocationPrecision.SETTLEMENT,
    LocationPrecision.NEAR,
    LocationPrecision.DISTRICT,
    LocationPrecision.PROVINCE,
    LocationPrecision.REGION,
    LocationPrecision.LINE,
    LocationPrecision.BORDER,
)
_UNLISTED_PRECISION = 255
_SHAPE_DECIMALS = 5
_RAW_MASK_BYTES = 1024
_KEPT_FILES = 16
_KEPT_SECONDS = 24 * 3600
_ASIDE_KM = 10.0
_PACKED = (
    *("kind", "modality", "location_precision", "radius_km", "destination_country"),
    *("score", "geometry"),
)
_ORDER = ("kind", "type", "attribution_class", "admin1", "date_start", "id")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """The drawable facts of a frame: `rows` are their positions in it, in the scene's order."""

    id: str
    points: bytes
    shapes: bytes
    rows: NDArray[np.intp]

    @property
    def address(self) -> dict[str, str]:
        """Return where the browser finds the scene, relative to the static folder."""
        return {
            "id": self.id,
            "points": f"scene/{self.id}.bin",
            "shapes": f"scene/{self.id}.json",
        }


def build_scene(frame: gpd.GeoDataFrame) -> Scene:
    """Return the scene of a frame of facts.

    Facts are sorted by what filters ask for, so that a mask has few runs and packs small.
    """
    rows = np.flatnonzero(is_drawn(frame))
    order = frame[list(_ORDER)].iloc[rows].reset_index(drop=True).sort_values(list(_ORDER))
    rows = rows[order.index.to_numpy()]
    points, shapes = _pack_facts(frame[list(_PACKED)].iloc[rows])
    digest = hashlib.sha256(points + shapes).hexdigest()[:16]
    return Scene(id=digest, points=points, shapes=shapes, rows=rows)


def write_scene(scene: Scene, folder: Path = SCENE_DIR) -> None:
    """Write the scene's two files where the browser finds them, each in one step.

    Raises `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in ((".bin", scene.points), (".json", scene.shapes)):
        path = folder / f"{scene.id}{suffix}"
        if path.exists():
            path.touch()
        else:
            write_file(path, [content])
    _remove_old_files(folder)


def encode_mask(shown: NDArray[np.bool_]) -> str:
    """Return which rows of a scene are shown: a letter, then packed bits in base64.

    Many are deflated (``z``); few stay raw (``r``), since to inflate costs a browser longer.
    """
    bits = np.packbits(shown).tobytes()
    if len(bits) <= _RAW_MASK_BYTES:
        return "r" + base64.b64encode(bits).decode()
    return "z" + base64.b64encode(zlib.compress(bits, 6)).decode()


def _pack_facts(drawn: gpd.GeoDataFrame) -> tuple[bytes, bytes]:
    """Return the columns and the shapes of facts that are all drawn."""
    parts = _split_parts(drawn)
    spot_of, spots = _find_spots(parts)
    shapes, shape_of = _collect_shapes(spots)
    anchors = [_anchor_shape(shape) for shape in spots.geometry]
    precision = spots["location_precision"].map({p.value: i for i, p in enumerate(PRECISIONS)})
    form = (shape_of << 8) | precision.fillna(_UNLISTED_PRECISION).to_numpy(dtype=np.uint32)
    kind = parts["kind"].map({k.value: i for i, k in enumerate(KINDS)}).to_numpy(dtype=np.uint32)
    tried = (parts["modality"] == Modality.ATTEMPTED.value).to_numpy(dtype=np.uint32)
    across = _find_sides(parts)
    marks = (spot_of.astype(np.uint32) << 8) | (across << 5) | (tried << 4) | kind
    columns = (
        np.array([len(parts), len(spots)], dtype="<u4"),
        shapely.get_x(anchors).astype("<f4"),
        shapely.get_y(anchors).astype("<f4"),
        spots["radius_km"].fillna(0).to_numpy(dtype="<f4"),
        form.astype("<u4"),
        marks.astype("<u4"),
        (parts["row"].to_numpy(dtype=np.uint32) << 7 | _hundredths(parts["score"])).astype("<u4"),
    )
    return b"".join(column.tobytes() for column in columns), shapes


def _split_parts(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row a part of a fact that is told of several places, with the fact's `row`.

    A point that is a part of several was a place known as a point.
    """
    facts = drawn.reset_index(drop=True)
    facts["row"] = np.arange(len(facts))
    kinds = shapely.get_type_id(facts.geometry.to_numpy())
    split = np.isin(
        kinds, (shapely.GeometryType.GEOMETRYCOLLECTION, shapely.GeometryType.MULTIPOINT)
    )
    if not split.any():
        return facts
    parts = facts[split].explode(index_parts=False)
    points = shapely.get_type_id(parts.geometry.to_numpy()) == shapely.GeometryType.POINT
    parts.loc[points, "location_precision"] = LocationPrecision.SETTLEMENT.value
    return pd.concat([facts[~split], parts]).sort_values("row", kind="stable")


def _hundredths(score: pd.Series) -> NDArray[np.uint32]:
    """Return scores as whole hundredths, so that one is at least a limit just when its score is."""
    return np.floor(score.fillna(0).to_numpy() * 100 + 1e-9).astype(np.uint32)


def _find_spots(drawn: gpd.GeoDataFrame) -> tuple[NDArray[np.intp], gpd.GeoDataFrame]:
    """Return the number of each part's spot, and one row a spot.

    A spot is one shape, known with one precision within one radius.
    """
    told = pd.DataFrame(
        {
            "shape": shapely.to_wkb(drawn.geometry.to_numpy(), output_dimension=2),
            "precision": drawn["location_precision"].to_numpy(),
            "radius": drawn["radius_km"].fillna(0).to_numpy(),
        }
    )
    number = np.asarray(told.groupby(list(told.columns), sort=False).ngroup(), dtype=np.intp)
    first = np.unique(number, return_index=True)[1]
    return number, drawn.iloc[first]


def _find_sides(parts: gpd.GeoDataFrame) -> NDArray[np.uint32]:
    """Return on which side of a border a movement over all of it leads: 1 left, 2 right, else 0.

    Such a movement is told by its two countries only, so its line has no direction of its own.
    """
    sides = np.zeros(len(parts), dtype=np.uint32)
    moving = (parts["kind"] == Kind.MOVEMENT.value) & (parts["destination_country"] != "")
    for number in np.flatnonzero(moving.to_numpy()):
        line, country = parts.geometry.iloc[number], parts["destination_country"].iloc[number]
        if shapely.to_wkb(line, output_dimension=2) in _border_lines():
            sides[number] = _find_side(line, country)
    return sides


@cache
def _border_lines() -> frozenset[bytes]:
    """Return the line of every border the data know, as it is and as exports round it."""
    gazetteer = load_gazetteer()
    known = [gazetteer.place(one) for one in read_borders().values() if one in gazetteer]
    lines = np.array([place_shape(place) for place in known])
    wkb = shapely.to_wkb(np.concatenate([lines, tidy_shapes(lines)]), output_dimension=2)
    return frozenset(wkb.tolist())


@cache
def _find_side(line: shapely.Geometry, country: str) -> int:
    """Return 1 when the country lies to the left of the line's middle, 2 to the right."""
    longest = max(shapely.get_parts(line), key=shapely.length)
    a, b = (longest.interpolate(share, normalized=True) for share in (0.5, 0.51))
    azimuth, _, _ = GEOD.inv(a.x, a.y, b.x, b.y)
    lon, lat, _ = GEOD.fwd(a.x, a.y, azimuth - 90, _ASIDE_KM * 1000)
    return 1 if shapely.contains_xy(shape_of(country), lon, lat) else 2


def _collect_shapes(spots: gpd.GeoDataFrame) -> tuple[bytes, NDArray[np.uint32]]:
    """Return the lines and areas as a GeoJSON collection, and each spot's number in it from 1."""
    geometry = spots.geometry.to_numpy()
    wide = shapely.get_type_id(geometry) != shapely.GeometryType.POINT
    number = np.zeros(len(geometry), dtype=np.uint32)
    number[wide] = np.arange(1, int(wide.sum()) + 1)
    rounded = shapely.transform(geometry[wide], lambda xy: np.round(xy, _SHAPE_DECIMALS))
    members = b",".join(text.encode() for text in shapely.to_geojson(rounded))
    return b'{"type":"GeometryCollection","geometries":[' + members + b"]}", number


def _anchor_shape(shape: shapely.Geometry) -> shapely.Point:
    """Return where the tag of a shape stands: inside an area, half way along a line."""
    if isinstance(shape, shapely.Point):
        return shape
    if shape.geom_type.endswith("LineString"):
        longest = max(shapely.get_parts(shape), key=shapely.length)
        return shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return shapely.point_on_surface(shape)


def _remove_old_files(folder: Path) -> None:
    """Remove what no server can still be showing: not of the newest few, and a day old."""
    files = sorted(folder.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)
    oldest = time.time() - _KEPT_SECONDS
    for path in files[:-_KEPT_FILES]:
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
