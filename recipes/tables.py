"""Typed tables in and built tables out: UTF-8, LF, comma, header, sorted by id."""

import csv
import io
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


def format_places(rows: Iterable[Mapping[str, object]]) -> str:
    """Return gazetteer rows as CSV with `PLACE_COLUMNS`, sorted by id; absent fields are empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, PLACE_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: str(row["id"])))
    return text.getvalue()
