"""The formats that facts can be written in, by the suffix of a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from geo.errors import ExportError
from geo.exchange import csv_table, geojson, geopackage, kml
from geo.exchange.files import About, write_export

_ABOUT = About()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of export: its file's suffix and media type, and what makes its bytes."""

    suffix: str
    media_type: str
    chunks: Callable[[gpd.GeoDataFrame, About], Iterator[bytes]]


FORMATS = (
    Format(
        suffix=".geojson",
        media_type=geojson.MEDIA_TYPE,
        chunks=lambda frame, about: geojson.geojson_chunks(frame, about=about),
    ),
    Format(
        suffix=".gpkg",
        media_type=geopackage.MEDIA_TYPE,
        chunks=lambda frame, about: geopackage.geopackage_chunks(frame, about=about),
    ),
    Format(
        suffix=".csv",
        media_type=csv_table.MEDIA_TYPE,
        chunks=lambda frame, _about: csv_table.csv_chunks(frame),
    ),
    Format(
        suffix=".kml",
        media_type=kml.MEDIA_TYPE,
        chunks=lambda frame, about: kml.kml_chunks(frame, about=about),
    ),
)


def write_facts(frame: gpd.GeoDataFrame, path: Path, *, about: About = _ABOUT) -> None:
    """Write facts in the format that the suffix of `path` names.

    Raises `ExportError` for an unknown suffix and when the file cannot be written.
    """
    write_export(path, find_format(path).chunks(frame, about))


def find_format(path: Path, *, others: Sequence[str] = ()) -> Format:
    """Return the format of a file by its suffix, ``.json`` meaning GeoJSON.

    Raises `ExportError` that names the known suffixes, `others` among them.
    """
    suffix = ".geojson" if path.suffix.casefold() == ".json" else path.suffix.casefold()
    for known in FORMATS:
        if known.suffix == suffix:
            return known
    suffixes = ", ".join([*(known.suffix for known in FORMATS), *others])
    raise ExportError(f"unknown format of '{path}'; let its name end in one of {suffixes}")
