"""Deserts, steppes and borders made by recipe: ``data/boundaries/regions.geojson``.

A recipe in ``data/gazetteer/region_recipes.csv`` joins terms, read from left to right: ``+``
unites, ``-`` takes away, ``&`` keeps what is in both, parentheses group. A term is the id of a
shape of the boundaries or of a curated place (its point), or one of

- ``buffer(term, km)``: all within that distance,
- ``side(term, line, lon lat)``: the part of the term on the same side of the line as the point,
- ``edge(term, other, km)``: the part of the term's outline within that distance of the other.
"""

import re
from collections.abc import Iterator
from functools import cache

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from geo.errors import DataError
from geo.settings import CRS, DATA_DIR
from recipes.files import Files
from recipes.geojson import Feature, format_features, read_features, sort_features
from recipes.tables import read_table

BOUNDARIES_DIR = DATA_DIR / "boundaries"
GAZETTEER_DIR = DATA_DIR / "gazetteer"
SHAPE_FILES = ("countries", "neighbours", "admin1", "admin2", "rivers")
TOKEN = re.compile(r"\s*([+&()]|,|-(?=\s)|[^\s+&(),]+)")
OPERATIONS = {
    "+": shapely.union,
    "-": shapely.difference,
    "&": shapely.intersection,
}
SIMPLIFY_DEG = 0.005
SMALLEST_PART = 25
"""Crumbs below this many km2 (km of a line), left along rivers and edges, are dropped."""
REACH_DEG = 3
"""How far a line is drawn on beyond its ends, so that it cuts a shape it stops short of."""

GEOD = pyproj.Geod(ellps="WGS84")


def make_files() -> Files:
    """Return ``regions.geojson``, a shape for every region recipe."""
    return {"data/boundaries/regions.geojson": format_features(sort_features(make_regions()))}


def make_regions() -> list[Feature]:
    """Return a feature for every row of the recipes; every defect is named at once."""
    features, defects = [], []
    for row in read_table(GAZETTEER_DIR / "region_recipes.csv"):
        try:
            shape = tidy_shape(read_recipe(row["recipe"]))
        except DataError as error:
            defects.append(f"recipe '{row['id']}': {error}")
        else:
            features.append(Feature(id=row["id"], geometry=shape))
    if defects:
        raise DataError("; ".join(defects) + "; correct region_recipes.csv")
    return features


def read_recipe(recipe: str) -> BaseGeometry:
    """Return the shape that a recipe describes, lon/lat in EPSG:4326."""
    tokens = Tokens(recipe)
    shape = read_sum(tokens)
    tokens.expect("")
    return shape


class Tokens:
    """The words and signs of a recipe, taken one by one; past its end they are empty."""

    def __init__(self, recipe: str) -> None:
        self._tokens: Iterator[str] = iter(TOKEN.findall(recipe))
        self.next = next(self._tokens, "")

    def take(self) -> str:
        """Return the next token and step over it."""
        token, self.next = self.next, next(self._tokens, "")
        return token

    def expect(self, token: str) -> None:
        """Step over a token that must come now."""
        if (found := self.take()) != token:
            raise DataError(f"expected '{token or 'the end'}', found '{found}'")


def read_sum(tokens: Tokens) -> BaseGeometry:
    """Read terms joined by the signs of `OPERATIONS`."""
    shape = read_term(tokens)
    while combine := OPERATIONS.get(tokens.next):
        tokens.take()
        shape = combine(shape, read_term(tokens))
    return shape


def read_term(tokens: Tokens) -> BaseGeometry:
    """Read a group, a function or the id of a shape."""
    name = tokens.take()
    if name == "(":
        shape = read_sum(tokens)
    elif tokens.next == "(":
        tokens.take()
        shape = read_function(name, tokens)
    else:
        return find_shape(name)
    tokens.expect(")")
    return shape


def read_function(name: str, tokens: Tokens) -> BaseGeometry:
    """Read the arguments of ``buffer``, ``edge`` or ``side`` and return the result."""
    shape = read_sum(tokens)
    tokens.expect(",")
    if name == "buffer":
        return buffer_shape(shape, distance_km=float(tokens.take()))
    if name not in {"edge", "side"}:
        raise DataError(f"unknown function '{name}'")
    other = read_sum(tokens)
    tokens.expect(",")
    if name == "edge":
        return take_edge(shape, other, distance_km=float(tokens.take()))
    return take_side(shape, other, shapely.Point(float(tokens.take()), float(tokens.take())))


def find_shape(name: str) -> BaseGeometry:
    """Return the shape with this id; raises `DataError` when there is none."""
    shapes = read_shapes()
    if name not in shapes:
        raise DataError(f"no shape or curated place '{name}'")
    return shapes[name]


@cache
def read_shapes() -> dict[str, BaseGeometry]:
    """Return the shapes of the boundaries and the points of curated places by id."""
    rows = read_table(GAZETTEER_DIR / "curated.csv")
    shapes = {row["id"]: shapely.Point(float(row["lon"]), float(row["lat"])) for row in rows}
    for name in SHAPE_FILES:
        shapes |= {f.id: f.geometry for f in read_features(BOUNDARIES_DIR / f"{name}.geojson")}
    return shapes


def buffer_shape(shape: BaseGeometry, *, distance_km: float) -> BaseGeometry:
    """Return all within a distance of a shape.

    Measured in the equidistant projection at the shape's middle: true to 0.1% over 500 km.
    """
    middle = shape.centroid
    local = pyproj.CRS(f"+proj=aeqd +lon_0={middle.x:.4f} +lat_0={middle.y:.4f} +datum=WGS84")
    project = pyproj.Transformer.from_crs(CRS, local, always_xy=True).transform
    back = pyproj.Transformer.from_crs(local, CRS, always_xy=True).transform
    plane = shapely.transform(shape, project, interleaved=False)
    return shapely.transform(plane.buffer(distance_km * 1000), back, interleaved=False)


def take_side(shape: BaseGeometry, line: BaseGeometry, point: shapely.Point) -> BaseGeometry:
    """Return the pieces of `shape` on the point's side of a line that crosses it."""
    hull = shapely.box(*shape.buffer(1).bounds)
    pieces = split(hull, draw_on(line, hull)).geoms
    side = next((piece for piece in pieces if piece.contains(point)), None)
    if side is None or len(pieces) < 2:
        raise DataError(f"the line does not part the shape at {point.x:g} {point.y:g}")
    return shapely.intersection(shape, side)


def take_edge(shape: BaseGeometry, other: BaseGeometry, *, distance_km: float) -> BaseGeometry:
    """Return the part of the outline of `shape` within a distance of `other`, as lines."""
    near = buffer_shape(other, distance_km=distance_km)
    return shapely.line_merge(shapely.intersection(shape.boundary, near))


def draw_on(line: BaseGeometry, hull: BaseGeometry) -> shapely.LineString:
    """Return the longest line of `line`, drawn on straight beyond `hull` at both ends."""
    longest = max(shapely.get_parts(shapely.line_merge(line)), key=lambda part: part.length)
    points = list(longest.coords)
    reach = REACH_DEG + shapely.box(*hull.bounds).length
    return shapely.LineString(
        [extend(points[1], points[0], reach), *points, extend(points[-2], points[-1], reach)]
    )


def extend(
    before: tuple[float, float], end: tuple[float, float], reach: float
) -> tuple[float, float]:
    """Return the point `reach` degrees beyond `end`, in the direction from `before`."""
    dx, dy = end[0] - before[0], end[1] - before[1]
    share = reach / (dx * dx + dy * dy) ** 0.5
    return end[0] + dx * share, end[1] + dy * share


def tidy_shape(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid, simplified shape without crumbs; raises `DataError` when none is left."""
    simple = shapely.make_valid(shapely.simplify(shape, SIMPLIFY_DEG))
    parts = [p for p in shapely.get_parts(simple) if measure(p) >= SMALLEST_PART]
    if not parts:
        raise DataError("nothing is left of it")
    return shapely.union_all(parts)


def measure(shape: BaseGeometry) -> float:
    """Return the geodesic area of a polygon in km2, the length of a line in km."""
    if shape.geom_type == "LineString":
        return GEOD.geometry_length(shape) / 1e3
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6
