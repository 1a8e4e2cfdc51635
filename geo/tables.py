"""Tables of knowledge under ``data/``: CSV files with a header, every cell text."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from geo.errors import DataError
from geo.settings import DATA_DIR

Row = dict[str, str]


@cache
def read_table(name: str, *columns: str) -> tuple[Row, ...]:
    """Read ``data/<name>.csv`` once; its rows are shared and must not be changed.

    Raises `DataError` when the file is missing or lacks one of `columns`.
    """
    return tuple(read_rows(DATA_DIR / f"{name}.csv", columns))


def read_rows(path: Path, columns: Iterable[str] = ()) -> list[Row]:
    """Read the rows of one CSV file, UTF-8 with a header.

    Raises `DataError` that names the file and every missing column or ragged line at once.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="", strict=True)
            rows = list(reader)
            header = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"table '{path.name}' cannot be read ({error}); run `make data`") from error
    defects = [f"no column '{column}'" for column in columns if column not in header]
    defects += [f"line {n} has too many cells" for n, row in enumerate(rows, 2) if None in row]
    if defects:
        raise DataError(f"table '{path.name}': {'; '.join(defects)}; run `make data`")
    return rows


def split_list(cell: str) -> list[str]:
    """Split a cell that lists several values with ``|``; an empty cell is an empty list."""
    return [value.strip() for value in cell.split("|") if value.strip()]
