"""The gazetteer that ships: the tables under ``data/gazetteer``."""

from collections.abc import Iterator
from pathlib import Path

from geo.errors import DataError
from geo.gazetteer.feature_codes import read_feature_codes
from geo.gazetteer.index_file import NamedPlace
from geo.models import Place
from geo.settings import DATA_DIR
from geo.tables import Row, read_rows, split_list

TABLES = ("countries", "admin", "curated", "towns")
"""Where two rows share an id, the first holds."""

COLUMNS = ("id", "name_en", "name_ar", "feature_code", "lon", "lat", "country")
NAME_COLUMNS = ("name_en", "name_ar", "aliases_en", "aliases_ar")


def read_embedded() -> list[NamedPlace]:
    """Return every place that ships; raises `DataError` that names the row that is malformed."""
    paths = [DATA_DIR / "gazetteer" / f"{name}.csv" for name in TABLES]
    return [named for path in paths for named in _read_places(path)]


def _read_places(path: Path) -> Iterator[NamedPlace]:
    for line, row in enumerate(read_rows(path, COLUMNS), 2):
        try:
            yield NamedPlace(_place_of(row), tuple(_names_of(row)))
        except (ValueError, KeyError) as error:
            raise DataError(
                f"table '{path.name}' line {line} ({row.get('id')}): {error}; "
                "correct the row, or run `make data`"
            ) from error


def _place_of(row: Row) -> Place:
    """Make a place of a row; its feature code gives what the row leaves out."""
    precision, default_radius_km = read_feature_codes()[row["feature_code"]]
    return Place(
        id=row["id"],
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        feature_code=row["feature_code"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_km=float(row.get("radius_km") or default_radius_km),
        precision=precision,
        country=row["country"],
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        geometry=row.get("geometry", ""),
        population=int(row.get("population") or 0),
        ambiguous=row.get("ambiguous") == "1",
        source=row.get("source", ""),
        note=row.get("note", ""),
    )


def _names_of(row: Row) -> Iterator[str]:
    for column in NAME_COLUMNS:
        yield from split_list(row.get(column, ""))
