"""KML 2.2 for Google Earth and its kin: one Placemark a fact, its words as inert text.

A viewer shows descriptions as HTML, so every text in them is escaped for HTML and again for XML,
and the balloon shows the description alone. Control characters that XML cannot hold become
``U+FFFD``, NUL becomes ``U+2400``.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import geopandas as gpd
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.exchange.files import CHUNK_ROWS, About, exported_columns
from geo.exchange.geojson import check_coordinates
from geo.frames import NUL_SHOWN, plain_values, tidy_shapes

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"
_NO_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Masar</name>'
    "<description>{about}</description>"
    '<Style id="fact"><BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n'
)
_TAIL = "</Document></kml>\n"
_ABOUT = About()

Row = dict[str, Any]


def kml_chunks(frame: gpd.GeoDataFrame, *, about: About = _ABOUT) -> Iterator[bytes]:
    """Yield facts as KML piece by piece; one without a shape is a Placemark without one."""
    check_coordinates(frame)
    names = exported_columns(frame)
    yield _HEAD.format(about=_escape_twice(". ".join(about.members().values()))).encode()
    for start in range(0, len(frame), CHUNK_ROWS):
        chunk = frame.iloc[start : start + CHUNK_ROWS]
        rows = zip(*(plain_values(chunk[name]) for name in names), strict=True)
        shapes = tidy_shapes(chunk.geometry.to_numpy())
        pairs = zip(rows, shapes, strict=True)
        placemarks = [_write_placemark(dict(zip(names, row, strict=True)), s) for row, s in pairs]
        yield "".join(placemarks).encode()
    yield _TAIL.encode()


def _write_placemark(row: Row, shape: BaseGeometry | None) -> str:
    title = " - ".join(row[name] for name in ("type", "place_ar", "place_en") if row[name])
    values = [(name, value) for name, value in row.items() if value is not None]
    data = [f'<Data name="{name}"><value>{_escape(value)}</value></Data>' for name, value in values]
    return (
        f"<Placemark><name>{_escape(title)}</name>"
        f"<description>{_describe(row)}</description>"
        f"{_write_time(row)}<styleUrl>#fact</styleUrl>"
        f"<ExtendedData>{''.join(data)}</ExtendedData>"
        f"{_write_shape(shape) if shape else ''}</Placemark>\n"
    )


def _describe(row: Row) -> str:
    """Return the quotes and who says so, as paragraphs of inert HTML."""
    quotes = [evidence.get("quote") for evidence in orjson.loads(row["evidence"] or "[]")]
    dates = "/".join(row[name] or ".." for name in ("date_start", "date_end"))
    told = [*quotes, row["attribution"], row["source_outlet"], row["article_title"], dates]
    return "".join(_escape(f"<p>{escape(_clean(text))}</p>") for text in told if text)


def _write_time(row: Row) -> str:
    ends = (("begin", row["date_start"]), ("end", row["date_end"]))
    told = "".join(f"<{name}>{_escape(day)}</{name}>" for name, day in ends if day)
    return f"<TimeSpan>{told}</TimeSpan>" if told else ""


def _write_shape(shape: BaseGeometry) -> str:
    """Return a shape as KML; the parts of a collection together are one MultiGeometry."""
    if shape.is_empty:
        return ""
    if hasattr(shape, "geoms"):
        parts = "".join(_write_shape(part) for part in shape.geoms)
        return f"<MultiGeometry>{parts}</MultiGeometry>"
    if shape.geom_type != "Polygon":
        return f"<{shape.geom_type}>{_write_positions(shape)}</{shape.geom_type}>"
    holes = "".join(
        f"<innerBoundaryIs><LinearRing>{_write_positions(hole)}</LinearRing></innerBoundaryIs>"
        for hole in shape.interiors
    )
    outer = f"<LinearRing>{_write_positions(shape.exterior)}</LinearRing>"
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"


def _write_positions(shape: BaseGeometry) -> str:
    positions = " ".join(f"{lon},{lat}" for lon, lat in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{positions}</coordinates>"


def _clean(value: object) -> str:
    return _NO_XML.sub("\ufffd", str(value).replace("\0", NUL_SHOWN))


def _escape(value: object) -> str:
    """Escape for XML; a carriage return would be read as a line feed unless written so."""
    return escape(_clean(value)).replace("\r", "&#13;")


def _escape_twice(text: str) -> str:
    return _escape(escape(text))
