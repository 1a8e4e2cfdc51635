"""Main roads as schematic lines, from the points typed in ``data/gazetteer/roads.csv``."""

import shapely

from geo.settings import DATA_DIR
from recipes.files import Files
from recipes.geojson import Feature, format_features, sort_features
from recipes.rivers import parse_points
from recipes.tables import read_table


def make_files() -> Files:
    """Return ``roads.geojson``."""
    features = [
        Feature(
            id=row["id"],
            geometry=shapely.LineString(parse_points(row["points"])),
            properties={key: row[key] for key in ("name_en", "name_ar", "source", "note")},
        )
        for row in read_table(DATA_DIR / "gazetteer" / "roads.csv")
    ]
    return {"data/boundaries/roads.geojson": format_features(sort_features(features))}
