"""Typed tables in and built tables out: UTF-8, LF, comma, header, sorted by id."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

PLACE_COLUMNS = (
    "id",
    "name_en",
    "name_ar",
    "aliases_en",
    "aliases_ar",
    "feature_code",
    "lon",
    "lat",
    "radius_km",
    "geometry",
    "country",
    "admin1",
    "admin2",
    "population",
    "ambiguous",
    "source",
    "note",
)
"""The columns of every gazetteer table; list fields are separated by ``|``."""


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dicts of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_places(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write gazetteer rows with `PLACE_COLUMNS`, sorted by id; absent fields stay empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLACE_COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: str(row["id"])))
