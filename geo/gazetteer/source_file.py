"""Files that places are read from: what kind each is, its lines with numbers, its checksum."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from typing import IO, NamedTuple

from geo.errors import InputError

DUMP_TABS, NAMES_TABS = 18, 9
"""Tabs in a line of GeoNames' two tables, as its readme describes them: 19 and 10 columns."""

_TABLE_SUFFIXES = {".csv": ",", ".tsv": "\t"}
_SNIFFED_BYTES = 100_000


class SourceKind(StrEnum):
    """What a file holds; told by the number of columns of its first line, or its suffix."""

    DUMP = "dump"
    NAMES = "names"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file of places or names; `member` is the file inside an archive, else empty."""

    path: Path
    member: str
    kind: SourceKind
    delimiter: str
    sha256: str
    bytes: int

    @property
    def name(self) -> str:
        """Return what messages call the file."""
        return f"{self.path.name}:{self.member}" if self.member else self.path.name


class Line(NamedTuple):
    """A line of a file, counted from 1, without its end."""

    number: int
    text: str


def open_source(path: Path) -> SourceFile:
    """Return what a file is; raises `InputError` when no places can be read from it."""
    try:
        with path.open("rb") as file:
            checksum, size = file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"'{path}' cannot be read ({reason}); check it") from error
    member, kind, delimiter = _find_table(path)
    return SourceFile(
        path=path, member=member, kind=kind, delimiter=delimiter, sha256=checksum, bytes=size
    )


def read_lines(source: SourceFile) -> Iterator[Line]:
    """Yield the lines of a file.

    Raises `InputError`, with the number of the line, where the file is not UTF-8 or its archive
    is broken.
    """
    number = 0
    with _reporting(source.path):
        try:
            with _open_member(source.path, source.member) as file:
                for number, content in enumerate(file, 1):
                    yield Line(number, _decode(content, file).rstrip("\r\n"))
        except UnicodeDecodeError as error:
            raise InputError(
                f"'{source.name}' line {number} is not UTF-8 ({error.reason}); save it as UTF-8"
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise InputError(
                f"'{source.name}' breaks off at line {number} ({error}): "
                "the archive is truncated or corrupt; get it again"
            ) from error


def _decode(content: bytes, file: IO[bytes]) -> str:
    """Decode a line; one that isn't UTF-8 may be an archive's fault, which its end tells."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        while file.read(_SNIFFED_BYTES):
            pass
        raise


def _find_table(path: Path) -> tuple[str, SourceKind, str]:
    """Return the one table in a file or archive: member, kind, delimiter."""
    with _reporting(path):
        members = _list_members(path) if path.suffix.lower() == ".zip" else [""]
        found = [(member, *told) for member in members if (told := _find_kind(path, member))]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(member for member, *_ in found)
        raise InputError(f"'{path}' holds several tables ({names}); unpack it and name one")
    with _reporting(path):
        tabs = max((_count_tabs(path, member) for member in members), default=0)
    raise InputError(
        f"'{path}' line 1 has {tabs + 1} columns: a GeoNames dump has 19, parted by tabs, and "
        "alternateNamesV2 has 10; the name of a table with named columns ends in .csv or .tsv"
    )


def _list_members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return sorted(info.filename for info in archive.infolist() if not info.is_dir())


def _find_kind(path: Path, member: str) -> tuple[SourceKind, str] | None:
    suffix = Path(member or path).suffix.lower()
    if suffix in _TABLE_SUFFIXES:
        return SourceKind.TABLE, _TABLE_SUFFIXES[suffix]
    kinds = {DUMP_TABS: SourceKind.DUMP, NAMES_TABS: SourceKind.NAMES}
    kind = kinds.get(_count_tabs(path, member))
    return (kind, "\t") if kind else None


def _count_tabs(path: Path, member: str) -> int:
    """Return how many tabs the first line of a file has."""
    with _open_member(path, member) as file:
        return file.readline(_SNIFFED_BYTES).count(b"\t")


@contextmanager
def _open_member(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not member:
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        yield file


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """Turn what an archive or the disk raises into an error that names the file."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"'{path}' is no sound zip archive ({error}): it is truncated, corrupt or locked; "
            "get it again"
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"'{path}' cannot be read ({reason}); check it") from error
