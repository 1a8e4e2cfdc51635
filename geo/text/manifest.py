"""The manifest of a folder: title, outlet, address and publication date of each file."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo.errors import InputError
from geo.models import Publication
from geo.text.encoding import decode_text
from geo.text.publication import parse_bounds, parse_publication

MANIFEST_NAME = "manifest.csv"
COLUMNS = (
    *("file", "title", "outlet", "url", "language"),
    *("published", "published_after", "published_before", "published_source"),
)

NOT_KNOWN = Publication()

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """What a manifest says about one file; an empty text is not known."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: Publication = NOT_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The rows of a manifest by the resolved path of their file."""

    path: Path
    rows: dict[Path, ManifestRow]


def read_manifest(path: Path, *, folders: Iterable[Path] = ()) -> Manifest:
    """Read a manifest: CSV with the column ``file`` and any others of `COLUMNS`.

    A file is looked for beside the manifest, then in `folders`.

    Raises
    ------
    InputError
        Names the manifest and all its defects at once: unknown or missing columns, ragged
        lines, files that are not there or named twice, unknown dates, languages, addresses.
    """
    reader = csv.DictReader(_open_text(path), restval="", strict=True)
    defects: list[str] = []
    rows: dict[Path, ManifestRow] = {}
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        defects += _check_header(header)
        if not defects:
            for row in reader:
                where = f"line {reader.line_num}"
                rows.update(_read_row(row, [path.parent, *folders], rows, where, defects))
    except csv.Error as error:
        defects.append(f"line {reader.line_num}: {error}")
    if defects:
        raise InputError(f"manifest '{path}': {'; '.join(defects)}", code="manifest")
    return Manifest(path=path, rows=rows)


def _open_text(path: Path) -> io.StringIO:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"manifest '{path}' cannot be read ({error.strerror}); check the name"
        ) from error
    return io.StringIO(decode_text(data, name=str(path)), newline="")


def _check_header(header: list[str]) -> list[str]:
    known = ",".join(COLUMNS)
    defects = [
        f"unknown column '{name}' (a comma separates columns; they are {known})"
        for name in header
        if name not in COLUMNS
    ]
    if "file" not in header:
        defects.append(f"no column 'file'; the columns are {known}")
    repeated = sorted({name for name in header if header.count(name) > 1})
    return defects + [f"column '{name}' stands twice; keep one" for name in repeated]


def _read_row(
    row: dict[str, str],
    folders: list[Path],
    known: dict[Path, ManifestRow],
    where: str,
    defects: list[str],
) -> dict[Path, ManifestRow]:
    """Return the row by its file's path, nothing when it has a defect, which is added."""
    found = len(defects)
    if None in row:
        defects.append(f'{where} has too many cells; put a cell with a comma between " "')
        return {}
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    path = _find_file(cells["file"], folders)
    if path is None:
        defects.append(f"{where}: file '{cells['file']}' is not there; correct or remove the row")
    elif path in known:
        defects.append(f"{where}: file '{cells['file']}' has two rows; keep one")
    if cells["language"] and not _LANGUAGE.fullmatch(cells["language"]):
        defects.append(f"{where}: '{cells['language']}' is no language code; write ar or en")
    if cells["url"] and not _URL.fullmatch(cells["url"]):
        defects.append(f"{where}: '{cells['url']}' is no address; write http:// or https:// first")
    try:
        published = _read_publication(cells, where)
    except InputError as error:
        defects.append(str(error))
    if path is None or len(defects) > found:
        return {}
    texts = {name: cells[name] for name in ("title", "outlet", "url", "language")}
    return {path: ManifestRow(**texts, published=published)}


def _find_file(name: str, folders: list[Path]) -> Path | None:
    for folder in folders:
        if name and "\0" not in name and (folder / name).is_file():
            return (folder / name).resolve()
    return None


def _read_publication(cells: dict[str, str], where: str) -> Publication:
    """Return when the file appeared; a day given beside bounds must lie within them."""
    source = cells["published_source"]
    bounds = parse_bounds(
        cells["published_after"],
        cells["published_before"],
        name=f"{where}, published_after and published_before",
        source=source,
    )
    if not cells["published"]:
        return bounds
    known = parse_publication(cells["published"], name=f"{where}, published", source=source)
    first, last = known.bounds() or ("", "")
    if (bounds.after and last < bounds.after) or (bounds.before and first > bounds.before):
        raise InputError(
            f"{where}: published {cells['published']} is outside of published_after and "
            "published_before; correct one of them"
        )
    return known
