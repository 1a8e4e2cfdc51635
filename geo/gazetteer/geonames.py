"""GeoNames' two tables, as its readme describes them: places, and their names by language."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from geo.gazetteer.feature_codes import find_code
from geo.gazetteer.names import is_arabic
from geo.gazetteer.source_file import DUMP_TABS, NAMES_TABS, Line
from geo.gazetteer.source_row import (
    BadRow,
    PassedOver,
    SourceRow,
    read_coordinate,
    read_count,
    read_country,
)
from geo.tables import read_table

SOURCE = "GeoNames {id} (CC BY 4.0)"
NO_DIVISION = ("", "00")

_ID = re.compile("[0-9]{1,12}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class AlternateName(NamedTuple):
    """A name in one language, empty when the language is not told."""

    language: str
    name: str
    is_preferred: bool


AlternateNames = dict[str, list[AlternateName]]
"""The names of a place by its GeoNames id."""


def read_dump(
    lines: Iterable[Line], *, alternates: AlternateNames
) -> Iterator[SourceRow | BadRow | PassedOver]:
    """Yield the places of a country dump (19 columns), with their names from `alternates`.

    Where `alternates` has nothing for a place, the dump's own list of names serves. Places of
    kinds that Masar does not keep are passed over by their feature code.
    """
    for number, text in lines:
        cells = text.split("\t")
        if reason := _find_defects(cells):
            yield BadRow(number, reason)
        elif find_code(cells[7]) is None:
            yield PassedOver(number, f"feature code {cells[7] or 'not told'}")
        else:
            yield _row_of(number, cells, alternates.get(cells[0], []))


def read_alternate_names(
    lines: Iterable[Line], *, wanted: Container[str]
) -> tuple[AlternateNames, list[BadRow]]:
    """Return the names of the `wanted` ids from alternateNamesV2 (10 columns), and bad rows.

    Historic names and the languages that ``name_languages.csv`` doesn't list are left out.
    """
    languages = _read_languages()
    names: AlternateNames = defaultdict(list)
    bad = []
    for number, text in lines:
        cells = text.split("\t")
        if len(cells) != NAMES_TABS + 1:
            bad.append(BadRow(number, _count_columns(cells, NAMES_TABS + 1)))
        elif not _ID.fullmatch(cells[1]):
            bad.append(BadRow(number, f"geonameid '{cells[1]}' is no number"))
        elif cells[1] in wanted and cells[2] in languages and cells[3] and cells[7] != "1":
            names[cells[1]].append(AlternateName(cells[2], cells[3], cells[4] == "1"))
    return dict(names), bad


def read_ids(lines: Iterable[Line]) -> set[str]:
    """Return the ids of the places of a dump that are kept."""
    cells = (line.text.split("\t", DUMP_TABS) for line in lines)
    return {row[0] for row in cells if len(row) > 7 and find_code(row[7])}


def _find_defects(cells: list[str]) -> str:
    """Return all that is wrong with a row of a dump, empty when it is sound."""
    if len(cells) != DUMP_TABS + 1:
        return _count_columns(cells, DUMP_TABS + 1)
    defects = []
    if not _ID.fullmatch(cells[0]):
        defects.append(f"geonameid '{cells[0]}' is no number")
    if not cells[1]:
        defects.append("it has no name")
    if not _DAY.fullmatch(cells[18]):
        defects.append(f"modification date '{cells[18]}' is no day")
    for read in (
        lambda: read_coordinate(cells[4], what="latitude", limit=90),
        lambda: read_coordinate(cells[5], what="longitude", limit=180),
        lambda: read_country(cells[8]),
        lambda: read_count(cells[14], what="population"),
    ):
        try:
            read()
        except ValueError as error:
            defects.append(str(error))
    return ", ".join(defects)


def _row_of(line: int, cells: list[str], alternates: list[AlternateName]) -> SourceRow:
    listed = [] if alternates else cells[3].split(",")
    country, admin1 = cells[8], _division(cells[8], cells[10])
    return SourceRow(
        line=line,
        id=f"gn-{cells[0]}",
        name_en=_choose_name(alternates, "en") or cells[2] or "",
        name_ar=_choose_name(alternates, "ar") or next(filter(is_arabic, listed), ""),
        names=(cells[1], cells[2], *(one.name for one in alternates), *listed),
        feature_code=find_code(cells[7]) or cells[7],
        lon=float(cells[5]),
        lat=float(cells[4]),
        radius_km=None,
        country=country,
        admin1=admin1,
        admin2=f"{admin1}.{cells[11]}" if admin1 and cells[11] not in NO_DIVISION else "",
        population=read_count(cells[14], what="population"),
        source=SOURCE.format(id=cells[0]),
    )


def _choose_name(alternates: list[AlternateName], language: str) -> str:
    """Return the preferred name in a language, else its first; empty when there is none."""
    names = [one for one in alternates if one.language == language]
    return next((one.name for one in names if one.is_preferred), names[0].name if names else "")


def _division(country: str, code: str) -> str:
    """Return a first-order division: our id where known, else as GeoNames writes it (TR.63)."""
    if not country or code in NO_DIVISION:
        return ""
    return _read_divisions().get((country, code), f"{country}.{code}")


@cache
def _read_divisions() -> dict[tuple[str, str], str]:
    rows = read_table("gazetteer/town_provinces", "country", "geonames_admin1", "admin1")
    return {(row["country"], row["geonames_admin1"]): row["admin1"] for row in rows}


@cache
def _read_languages() -> frozenset[str]:
    return frozenset(row["code"] for row in read_table("gazetteer/name_languages", "code"))


def _count_columns(cells: list[str], expected: int) -> str:
    return f"it has {len(cells)} columns, not {expected}"
