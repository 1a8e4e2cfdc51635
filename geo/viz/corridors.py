"""Movements as a flow: origins, where the border is met, destinations, and what joins them."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
import shapely

from geo.gazetteer.index import load_gazetteer
from geo.labels import label
from geo.settings import DATA_DIR
from geo.viz.outlines import Outline, outline_shape
from geo.viz.panels import Row, plain_number, plain_when, plain_who, signed_type
from geo.viz.phrases import Told, name_place, phrase_mode

ENDS = ("origin", "via", "destination")


Section = tuple[tuple[float, float, float], Outline]
"""Latitude and longitude of a section's middle, half its length in km, and its line."""


def make_flow(movements: Sequence[Told], language: str) -> dict[str, Any]:
    """Return the three columns of the diagram and its links, most told first.

    An end that is not told stands in its column as not told.
    """
    links = Counter(
        (*(told[f"{end}_id"] or "" for end in ENDS), told["modality"] == "attempted")
        for told in movements
        if any(told[f"{end}_id"] for end in ENDS)
    )
    return {
        "columns": [_count_end(movements, end, language) for end in ENDS],
        "titles": [label(f"flow.{end}", language) for end in ENDS],
        "links": [
            {"from": origin, "via": via, "to": destination, "tried": tried, "count": count}
            for (origin, via, destination, tried), count in links.most_common()
        ],
    }


def _count_end(movements: Sequence[Told], end: str, language: str) -> list[dict[str, Any]]:
    known = [told for told in movements if any(told[f"{one}_id"] for one in ENDS)]
    counts = Counter(told[f"{end}_id"] or "" for told in known)
    names = {told[f"{end}_id"]: name_place(told, language, end=end) for told in known}
    untold = label("flow.untold", language)
    return [
        {"id": one, "name": names[one] if one else untold, "count": n}
        for one, n in sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0]))
    ]


CORRIDOR_COLUMNS = (
    ("type", "name"),
    ("origin", "name"),
    ("via", "name"),
    ("destination", "name"),
    ("mode", "name"),
    ("count", "number"),
    ("when", "date"),
    ("who", "name"),
    ("outlet", "name"),
    ("article", "title"),
)
"""The columns of the table of movements, in order, with what their cells hold."""

BORDER_COLUMNS = (
    ("section", "name"),
    ("length_km", "number"),
    ("side_iq", "name"),
    ("side_sy", "name"),
    ("crossings", "quote"),
)
"""The columns of the table of border sections."""


def table_corridors(movements: Sequence[Told], language: str) -> list[Row]:
    """Return movements as rows of plain text, in the order of `CORRIDOR_COLUMNS`."""
    return [(told["id"], _corridor_cells(told, language)) for told in movements]


def table_border(language: str) -> list[Row]:
    """Return the sections of the border from north to south, in the order of `BORDER_COLUMNS`."""
    return [(section["id"], _section_cells(section, language)) for section in read_sections()]


def focus_section(section_id: str) -> Section | None:
    """Return where a section of the border is in view, and its line; None if unknown."""
    for feature in _read_features():
        told = feature["properties"]
        if told["id"] == section_id:
            line = shapely.from_geojson(orjson.dumps(feature["geometry"]))
            middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
            return ((middle.y, middle.x, told["length_km"] / 2), outline_shape(line))
    return None


def read_sections() -> tuple[dict[str, Any], ...]:
    """Return the border's sections, as ``data/boundaries/border.geojson`` orders them."""
    return tuple(feature["properties"] for feature in _read_features())


@cache
def _read_features() -> tuple[dict[str, Any], ...]:
    content = (DATA_DIR / "boundaries" / "border.geojson").read_bytes()
    return tuple(orjson.loads(content)["features"])


def _corridor_cells(told: Told, language: str) -> list[Any]:
    return [
        signed_type(told, language),
        *(name_place(told, language, end=end) for end in ("origin", "via", "destination")),
        phrase_mode(told, language),
        plain_number(told, "count", language),
        plain_when(told, language),
        plain_who(told, language),
        told["source_outlet"] or "",
        told["article_title"] or "",
    ]


def _section_cells(section: dict[str, Any], language: str) -> list[Any]:
    names = [crossing[f"name_{language}"] for crossing in section["crossings"]]
    return [
        section[f"name_{language}"],
        section["length_km"],
        _name_district(section["admin2_iq"], language),
        _name_district(section["admin2_sy"], language),
        ", ".join(names) if language == "en" else "، ".join(names),
    ]


def _name_district(district: str, language: str) -> str:
    gazetteer = load_gazetteer()
    if district not in gazetteer:
        return district
    place = gazetteer.place(district)
    return place.name_ar if language == "ar" else place.name_en
