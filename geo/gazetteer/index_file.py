"""The built gazetteer on disk: one text file that tells its own length and checksum.

Line 1 names the format and the columns, the last line the sources and the checksum of all that
stands before it; between them each line is one place. All lines are JSON.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from geo.errors import DataError
from geo.files import write_file
from geo.gazetteer.feature_codes import read_feature_codes
from geo.models import Place

FORMAT = "masar-gazetteer-1"
COLUMNS = (
    *("id", "name_en", "name_ar", "feature_code", "lon", "lat", "radius_km", "country"),
    *("admin1", "admin2", "population", "source"),
)
"""The columns of a line; each is an attribute of `Place`. The aliases follow as a list."""

_LONGEST_RECORD_BYTES = 1_000_000
_HEAD = {"format": FORMAT, "columns": [*COLUMNS, "aliases"]}


class NamedPlace(NamedTuple):
    """A place and every name it goes by, as spelled in its source."""

    place: Place
    names: tuple[str, ...]


class Index(NamedTuple):
    """A built gazetteer: its places by id, the record of each source, its checksum."""

    places: list[NamedPlace]
    sources: list[dict[str, Any]]
    sha256: str


def write_index(path: Path, places: Iterable[NamedPlace], *, sources: list[dict[str, Any]]) -> str:
    """Write an index, sorted by id, in the place of the one at `path`; return its checksum.

    Whatever fails, `path` keeps what it held before. Raises `DataError` when it can't be written.
    """
    ordered = sorted(places, key=_id_of)
    body = bytearray(_dump(_HEAD))
    for one in ordered:
        body += _dump(_line_of(*one))
    checksum = sha256(body).hexdigest()
    tail = {"places": len(ordered), "sha256": checksum, "sources": sources}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, [bytes(body), _dump(tail)])
    except OSError as error:
        raise DataError(
            f"gazetteer index '{path}' cannot be written ({error.strerror or error}); "
            "choose another file in MASAR_GAZETTEER"
        ) from error
    return checksum


def read_index(path: Path) -> Index:
    """Read an index whole and check it.

    Raises `DataError` when the file is missing, of another format, truncated or altered.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    end = content.rfind(b"\n", 0, -1) + 1
    head, tail = _read_object(content.partition(b"\n")[0]), _read_object(content[end:])
    if head != _HEAD:
        raise _unreadable(path, f"its first line does not tell the format {FORMAT}")
    if not content.endswith(b"\n") or tail.get("sha256") != sha256(content[:end]).hexdigest():
        raise _unreadable(path, "it is truncated or altered: its checksum does not hold")
    lines = content[:end].splitlines()[1:]
    return Index(list(_read_places(lines, path)), tail["sources"], tail["sha256"])


def read_record(path: Path) -> dict[str, Any]:
    """Return what the last line of an index tells: `places`, `sha256` and `sources`.

    The places are neither read nor checked. Empty when there is no index.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _LONGEST_RECORD_BYTES))
            return _read_object(file.read().rstrip().rpartition(b"\n")[2])
    except OSError:
        return {}


def _read_places(lines: Iterable[bytes], path: Path) -> Iterator[NamedPlace]:
    codes = read_feature_codes()
    for line in lines:
        *values, aliases = orjson.loads(line)
        fields = dict(zip(COLUMNS, values, strict=True))
        code = fields["feature_code"]
        if code not in codes:
            raise _unreadable(path, f"it holds the feature code {code}, unknown to this version")
        place = Place(precision=codes[code][0], **fields)
        names = dict.fromkeys([place.name_en, place.name_ar, *aliases])
        yield NamedPlace(place, tuple(name for name in names if name))


def _line_of(place: Place, names: tuple[str, ...]) -> list[Any]:
    aliases = [name for name in names if name not in (place.name_en, place.name_ar)]
    return [*(getattr(place, column) for column in COLUMNS), aliases]


def _id_of(named: NamedPlace) -> str:
    return named.place.id


def _dump(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _read_object(line: bytes) -> dict[str, Any]:
    """Return a line as an object, an empty one when it is none."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _unreadable(path: Path, reason: str) -> DataError:
    return DataError(
        f"gazetteer index '{path}' cannot be used: {reason}; make it again with "
        "`python -m geo gazetteer build`, or set MASAR_GAZETTEER to nothing to do without it"
    )
