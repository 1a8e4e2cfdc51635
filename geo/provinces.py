"""The provinces (admin1) of the gazetteer: names, and which of them a wide place touches."""

from dataclasses import dataclass
from functools import cache

from geo.models import Place
from geo.tables import read_table, split_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A first-level division: ISO 3166-2 code, names, every other name it goes by."""

    code: str
    name_en: str
    name_ar: str
    country: str
    aliases: tuple[str, ...] = ()


@cache
def read_provinces() -> dict[str, Province]:
    """Read the provinces of ``data/gazetteer/admin.csv`` by code, in the file's order."""
    columns = ("id", "name_en", "name_ar", "aliases_en", "aliases_ar", "feature_code", "country")
    rows = read_table("gazetteer/admin", *columns)
    return {
        row["id"]: Province(
            code=row["id"],
            name_en=row["name_en"],
            name_ar=row["name_ar"],
            country=row["country"],
            aliases=(*split_list(row["aliases_en"]), *split_list(row["aliases_ar"])),
        )
        for row in rows
        if row["feature_code"] == "ADM1"
    }


@cache
def touched_provinces(place: Place) -> tuple[str, ...]:
    """Return the sorted codes of the provinces a place lies in; empty for a whole country."""
    return (place.admin1,) if place.admin1 else ()
