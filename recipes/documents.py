"""The tables of ``docs/data.md`` and ``data/README.md``, made from the data they describe."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from geo.settings import DATA_DIR, ROOT
from recipes.files import Files
from recipes.packages import PACKAGES
from recipes.tables import read_table

VENDOR = ROOT / "static" / "vendor" / "vendor.csv"
PLACE_TABLES = ("admin", "curated", "towns", "countries")
HOME = {"IQ": "Iraq", "SY": "Syria"}
COUNTED = ("data/boundaries/", "data/gazetteer/", "static/basemap/")
"""Folders whose files are listed with their number of rows; a word list's says nothing."""
SOURCE_HEADER = ("what", "rows", "source", "version", "through", "licence", "recipe")
PLACE_HEADER = ("table", "rows", "Iraq", "Syria", "elsewhere", "with a shape", "ambiguous")
FILE_HEADER = ("file", "rows", "what", "source", "licence", "recipe")

Row = Mapping[str, str]
Cells = Sequence[object]


def make_files() -> Files:
    """Return the two documents with their tables made anew; the words between them stay."""
    return {name: fill_tables(name) for name in ("docs/data.md", "data/README.md")}


def fill_tables(name: str) -> str:
    """Return the document `name` with every marked table made anew.

    A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``.
    """
    text = (ROOT / name).read_text(encoding="utf-8")
    mark = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return mark.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", text)


def format_table(header: Sequence[str], rows: Iterable[Cells]) -> str:
    """Return a table in Markdown, a line a row."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def table_sources() -> str:
    """Return the table of sources: packages first, then other works, then our own."""
    rows = read_table(DATA_DIR / "sources.csv")
    rows.sort(key=lambda row: (not row["package"], row["licence"] == "MIT"))
    return format_table(SOURCE_HEADER, [*map(describe_source, rows), *list_vendored()])


def describe_source(row: Row) -> Cells:
    """Return the cells of one source."""
    version, through = row["version"], ""
    if row["package"]:
        package = PACKAGES[row["package"]]
        version, through = package.version, f"{package.name} ({package.registry})"
    number = count_rows(row["file"], row["column"], row["pattern"]) if row["file"] else ""
    made = sorted({one["recipe"] for one in read_files() if row["id"] in list_cell(one["sources"])})
    built = [recipe for recipe in made if recipe.isalpha()] or ["-"]
    recipe = ", ".join(f"`{one}`" for one in built) if built != ["-"] else "-"
    return [
        row["what"],
        number,
        row["source"],
        version or "-",
        through or "-",
        row["licence"],
        recipe,
    ]


def list_vendored() -> list[Cells]:
    """Return the cells of each package that the browser loads."""
    rows = read_table(VENDOR)
    packages = {row["package"]: row for row in rows}
    files = Counter(row["package"] for row in rows)
    return [
        [
            "what the browser loads",
            f"{files[name]} files",
            name,
            row["version"],
            f"{name} (npm)",
            row["licence"],
            "`make vendor`",
        ]
        for name, row in packages.items()
    ]


def table_places() -> str:
    """Return the table of the gazetteer's places by country."""
    return format_table(PLACE_HEADER, map(describe_places, PLACE_TABLES))


def describe_places(name: str) -> Cells:
    """Return the cells of one table of places."""
    rows = read_table(DATA_DIR / "gazetteer" / f"{name}.csv")
    countries = Counter(HOME.get(row["country"], "") for row in rows)
    shapes = sum(bool(row["geometry"]) for row in rows)
    ambiguous = sum(row["ambiguous"] == "1" for row in rows)
    at_home = [countries[country] for country in HOME.values()]
    return [f"`{name}.csv`", len(rows), *at_home, countries[""], shapes, ambiguous]


def table_figures() -> str:
    """Return the table of what the boundaries hold."""
    return format_table(("what", "how much"), list_figures())


def list_figures() -> list[Cells]:
    """Return the figures of the boundaries, each with its name."""
    sections = read_members("data/boundaries/border.geojson")
    (line,) = read_members("data/boundaries/border_line.geojson")
    crossings = sum(len(one["crossings"]) for one in sections)
    levels = {"districts": "admin2", "provinces": "admin1"}
    return [
        *(
            [name, count_by_country(f"data/boundaries/{file}.geojson")]
            for name, file in levels.items()
        ),
        *([f"units of the source: {note}", count] for note, count in count_notes().items()),
        ["border of Iraq and Syria, geodesic", f"{line['length_km']} km"],
        ["its sections, by the two districts that meet there", len(sections)],
        ["its crossings", crossings],
    ]


def count_notes() -> dict[str, int]:
    """Return how many units of the source are labelled wrongly, by what is wrong."""
    notes = Counter(row["note"] for row in read_table(DATA_DIR / "boundaries" / "units.csv"))
    return {note: notes[note] for note in sorted(notes) if note}


def count_by_country(name: str) -> str:
    """Return how many features of a file are of each country."""
    counts = Counter(one["id"][:2] for one in read_members(name))
    return ", ".join(f"{counts[code]} {country}" for code, country in HOME.items())


def table_files() -> str:
    """Return the table of every file that ships under ``data/`` and ``static/basemap/``."""
    sources = {row["id"]: row for row in read_table(DATA_DIR / "sources.csv")}
    return format_table(FILE_HEADER, [describe_file(row, sources) for row in read_files()])


def describe_file(row: Row, sources: Mapping[str, Row]) -> Cells:
    """Return the cells of one file."""
    used = [sources[key] for key in list_cell(row["sources"])]
    names = join_distinct(source["short"] for source in used)
    licences = join_distinct(source["licence"].split(" (")[0] for source in used)
    counted = row["file"].startswith(COUNTED)
    recipe = f"`{row['recipe']}`" if row["recipe"].isalpha() else row["recipe"]
    return [
        f"`{row['file']}`",
        count_rows(row["file"]) if counted else "",
        row["what"],
        names,
        licences,
        recipe,
    ]


def join_distinct(texts: Iterable[str]) -> str:
    """Return the texts joined, each once."""
    return ", ".join(dict.fromkeys(texts))


def list_cell(cell: str) -> list[str]:
    """Return the values of a cell that lists several."""
    return [value for value in cell.split("|") if value]


def read_files() -> list[dict[str, str]]:
    """Return the list of files that ship."""
    return read_table(DATA_DIR / "files.csv")


def count_rows(name: str, column: str = "", pattern: str = "") -> int:
    """Return how many rows or features of a file match `pattern` in `column`; all without."""
    rows = read_members(name) if name.endswith(".geojson") else read_table(ROOT / name)
    return sum(bool(re.search(pattern, str(row[column]))) if column else 1 for row in rows)


def read_members(name: str) -> list[dict]:
    """Return the properties of the features of a file."""
    collection = json.loads((ROOT / name).read_text(encoding="utf-8"))
    return [feature["properties"] for feature in collection["features"]]


TABLES: dict[str, Callable[[], str]] = {
    "sources": table_sources,
    "places": table_places,
    "figures": table_figures,
    "files": table_files,
}
