"""Main roads as schematic lines, from the points typed in ``data/gazetteer/roads.csv``."""

import shapely

from geo.settings import DATA_DIR
from recipes.boundaries import BOUNDARIES_DIR
from recipes.geojson import Feature, write_features
from recipes.rivers import parse_points
from recipes.tables import read_table


def build_roads() -> None:
    """Write ``roads.geojson``."""
    features = [
        Feature(
            id=row["id"],
            geometry=shapely.LineString(parse_points(row["points"])),
            properties={key: row[key] for key in ("name_en", "name_ar", "source", "note")},
        )
        for row in read_table(DATA_DIR / "gazetteer" / "roads.csv")
    ]
    write_features(BOUNDARIES_DIR / "roads.geojson", features)
