"""Tables of places with named columns: any CSV, its columns told by a mapping."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from geo.errors import InputError
from geo.gazetteer.feature_codes import find_code
from geo.gazetteer.names import is_arabic, is_latin
from geo.gazetteer.source_file import Line, SourceFile
from geo.gazetteer.source_row import (
    BadRow,
    PassedOver,
    SourceRow,
    read_coordinate,
    read_count,
    read_country,
    read_radius,
    select_names,
)
from geo.tables import Row, split_list

REQUIRED = ("lon", "lat", "feature_code", "country")
NAMES = ("name", "name_en", "name_ar", "aliases", "aliases_en", "aliases_ar")
OPTIONAL = ("id", "geonameid", "radius_km", "admin1", "admin2", "population")
FIELDS = (*REQUIRED, *NAMES, *OPTIONAL)
"""What a column may be read as. A cell of names may list several with ``|``."""

_ID = re.compile(r"[\w.:-]{1,100}")
_GEONAMEID = re.compile(r"([0-9]{1,12})(\.0)?")


def read_named_columns(
    lines: Iterable[Line],
    *,
    source: SourceFile,
    columns: Mapping[str, str],
    values: Mapping[str, str],
) -> Iterator[SourceRow | BadRow | PassedOver]:
    """Yield the places of a table.

    Parameters
    ----------
    columns : field to the column that holds it; a field not in it is read from the column of its
        own name
    values : field to one value for all rows, for what the table has no column for
    """
    numbers: list[int] = []
    reader = csv.reader(_track(lines, numbers), delimiter=source.delimiter, strict=True)
    try:
        header = [cell.removeprefix("\ufeff") for cell in next(reader, [])]
        places = _locate_columns(header, source=source, columns=columns, values=values)
        for cells in filter(None, reader):
            if len(cells) == len(header):
                row = {**values, **{field: cells[i].strip() for field, i in places.items()}}
                yield _read_row(numbers[-1], row, source=source)
            else:
                reason = f"it has {len(cells)} columns, not {len(header)}"
                yield BadRow(numbers[-1], reason)
    except csv.Error as error:
        raise InputError(
            f"'{source.name}' line {numbers[-1] if numbers else 1}: {error}; the table is "
            "truncated, or a quotation mark is missing"
        ) from error


def _track(lines: Iterable[Line], numbers: list[int]) -> Iterator[str]:
    """Yield the text of lines with their ends, keeping the number of the last one."""
    for number, text in lines:
        numbers[:] = [number]
        yield f"{text}\n"


def _locate_columns(
    header: list[str], *, source: SourceFile, columns: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, int]:
    """Return where each field stands; raises `InputError` with all that is missing."""
    named = {field: columns.get(field, field) for field in FIELDS if field not in values}
    missing = [
        f"no column '{column}' for {field}"
        for field, column in named.items()
        if column not in header and (field in REQUIRED or field in columns)
    ]
    if not any(named.get(field, field) in header for field in NAMES):
        missing.append(f"no column of names ({', '.join(NAMES)})")
    twice = sorted({column for column in named.values() if header.count(column) > 1})
    missing += [f"two columns '{column}'" for column in twice]
    if missing:
        raise InputError(
            f"table '{source.name}' line 1: {'; '.join(missing)}. Its columns are "
            f"{', '.join(header)}: say which is which with --column FIELD=COLUMN, or give all "
            "rows one value with --value FIELD=VALUE"
        )
    return {field: header.index(column) for field, column in named.items() if column in header}


def _read_row(line: int, row: Row, *, source: SourceFile) -> SourceRow | BadRow | PassedOver:
    cells = {field: row.get(field, "") for field in FIELDS}
    names = {field: split_list(cells[field]) for field in NAMES}
    listed = select_names(tuple(name for field in NAMES for name in names[field]))
    code = find_code(cells["feature_code"])
    if code is None:
        return PassedOver(line, f"feature code {cells['feature_code'] or 'not told'}")
    try:
        if not listed:
            raise ValueError("it has no name in Arabic or Latin letters")  # noqa: TRY301 - as below
        return SourceRow(
            line=line,
            id=_id_of(cells),
            name_en=next(filter(is_latin, names["name_en"]), ""),
            name_ar=next(filter(is_arabic, names["name_ar"]), ""),
            names=listed,
            feature_code=code,
            lon=read_coordinate(cells["lon"], what="longitude", limit=180),
            lat=read_coordinate(cells["lat"], what="latitude", limit=90),
            radius_km=read_radius(cells["radius_km"]),
            country=read_country(cells["country"]),
            admin1=cells["admin1"],
            admin2=cells["admin2"],
            population=read_count(cells["population"], what="population"),
            source=source.path.name,
        )
    except ValueError as error:
        return BadRow(line, str(error))


def _id_of(cells: Row) -> str:
    """Return the id of a row: GeoNames' where told, its own, else a hash of what it says."""
    if geoname := cells["geonameid"]:
        number = _GEONAMEID.fullmatch(geoname)
        if not number:
            raise ValueError(f"geonameid '{geoname}' is no number")
        return f"gn-{number[1]}"
    if own := cells["id"]:
        if not _ID.fullmatch(own):
            raise ValueError(f"id '{own}' has more in it than letters, digits and . : _ -")
        return f"ext-{own}"
    told = "\t".join(cells[field] for field in (*NAMES, "lon", "lat"))
    return f"ext-{sha256(told.encode()).hexdigest()[:12]}"
