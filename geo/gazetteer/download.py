"""Files fetched over HTTP: sizes told first, resumed where they broke off, checksums kept."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from time import sleep
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from geo.errors import InputError
from geo.files import write_file
from geo.tables import read_table

CHUNK_BYTES = 1 << 16
TIMEOUT_SECONDS = 30.0
ATTEMPTS = 4
"""How often a file is taken up again where the connection broke."""

_COUNTRY = re.compile("[A-Z]{2}")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A file to fetch and where to keep it."""

    url: str
    path: Path
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a server tells of a file; two equal versions are one content. -1: size not told."""

    url: str
    bytes: int
    etag: str
    modified: str

    @property
    def validator(self) -> str:
        """Return what a server needs to know that a file is still the same; empty for none."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is; `total_bytes` is -1 when the server doesn't tell."""

    name: str
    done_bytes: int
    total_bytes: int


Report = Callable[[Progress], None]


def list_remotes(
    countries: Sequence[str], *, folder: Path, base: str | None = None
) -> list[Remote]:
    """Return GeoNames' files of countries: the places of each, then its alternate names.

    Parameters
    ----------
    countries : ISO 3166-1 alpha-2 codes
    folder : where the files are kept
    base : address of a mirror with the same folders, in place of GeoNames' own

    Raises
    ------
    InputError
        for what is no country code
    """
    wrong = [country for country in countries if not _COUNTRY.fullmatch(country)]
    if wrong:
        raise InputError(f"'{wrong[0]}' is no ISO 3166-1 code of a country, such as IQ or SY")
    rows = read_table("gazetteer/downloads", "id", "address", "file", "licence")
    remotes = []
    for country in dict.fromkeys(countries):
        for row in sorted(rows, key=lambda row: row["id"], reverse=True):
            url = row["address"].format(country=country)
            if base:
                url = base.rstrip("/") + urlsplit(url).path
            file = folder / row["file"].format(country=country)
            remotes.append(Remote(url=url, path=file, licence=row["licence"]))
    return remotes


def ask_version(remote: Remote) -> Version:
    """Ask the server for the size and the state of a file, without fetching it.

    Raises `InputError` when the server can't be reached or has no such file.
    """
    request = Request(remote.url, method="HEAD")  # noqa: S310 - see _open
    try:
        with _open(request) as response:
            headers = response.headers
            return Version(
                url=remote.url,
                bytes=int(headers.get("Content-Length", -1)),
                etag=headers.get("ETag", ""),
                modified=headers.get("Last-Modified", ""),
            )
    except (OSError, HTTPException) as error:
        raise InputError(
            f"'{remote.url}' cannot be reached ({error}); check the network, or fetch the file "
            "elsewhere and name it to `gazetteer build`"
        ) from error


def fetch(remote: Remote, version: Version, *, report: Report) -> dict[str, str | int]:
    """Fetch a file unless it is there already; return the record of where it comes from.

    What was fetched before a break is kept beside it and taken up again if the server still has
    the same content.

    Raises
    ------
    InputError
        when the server fails again and again, or sends another size than it told; what was
        fetched so far stays for the next time
    """
    if _is_kept(remote, version):
        report(Progress(name=remote.path.name, done_bytes=version.bytes, total_bytes=version.bytes))
    else:
        _fetch_whole(remote, version, report)
        kept = {"version": asdict(version), "sha256": _checksum(remote.path)}
        _write_record(remote.path, kept)
    return {"url": version.url, "modified": version.modified, "licence": remote.licence}


def _is_kept(remote: Remote, version: Version) -> bool:
    """Return whether the file is there, unaltered, in the version that the server has."""
    record = _read_record(remote.path)
    return (
        remote.path.exists()
        and record.get("version") == asdict(version)
        and record.get("sha256") == _checksum(remote.path)
    )


def _fetch_whole(remote: Remote, version: Version, report: Report) -> None:
    """Fetch a file into its place, in as many attempts as allowed."""
    part = remote.path.with_name(f"{remote.path.name}.part")
    _make_folder(part.parent)
    if _read_record(part).get("version") != asdict(version):
        part.unlink(missing_ok=True)
        _write_record(part, {"version": asdict(version)})
    for attempt in range(ATTEMPTS):
        try:
            _fetch_rest(remote, version, part, report)
            break
        except (OSError, HTTPException) as error:
            if attempt + 1 == ATTEMPTS:
                raise InputError(
                    f"'{remote.url}' broke off {ATTEMPTS} times ({error}); run the command again "
                    "to go on where it stopped"
                ) from error
            sleep(attempt * 0.5)
    part.replace(remote.path)
    _record_path(part).unlink(missing_ok=True)


def _fetch_rest(remote: Remote, version: Version, part: Path, report: Report) -> None:
    """Append to `part` what is missing; begin anew where the server sends the whole file."""
    done = part.stat().st_size if part.exists() else 0
    if done == version.bytes:
        return
    request = Request(remote.url)  # noqa: S310 - see _open
    if 0 < done < version.bytes and version.validator:
        request.add_header("Range", f"bytes={done}-")
        request.add_header("If-Range", version.validator)
    with _open(request) as response:
        begin = _begin_of(response)
        if begin > done:
            raise OSError(f"the server sent bytes from {begin}, not {done}")
        with part.open("r+b" if begin else "wb") as file:
            file.seek(begin)
            file.truncate()
            while chunk := response.read(CHUNK_BYTES):
                file.write(chunk)
                report(
                    Progress(
                        name=remote.path.name,
                        done_bytes=file.tell(),
                        total_bytes=version.bytes,
                    )
                )
            done = file.tell()
    if version.bytes not in (-1, done):
        raise OSError(f"{done} of {version.bytes} bytes came")


def _begin_of(response: HTTPResponse) -> int:
    """Return the first byte of what a server sends: 0 when it sends the whole file."""
    told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return int(told[1]) if response.status == 206 and told else 0


@contextmanager
def _open(request: Request) -> Iterator[HTTPResponse]:
    """Open an address over HTTP or HTTPS and no other scheme, redirects included."""
    if urlsplit(request.full_url).scheme not in ("http", "https"):
        raise InputError(f"'{request.full_url}' is no address that begins with http or https")
    opener = OpenerDirector()
    for handler in (
        *(ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPRedirectHandler()),
        *(HTTPDefaultErrorHandler(), HTTPErrorProcessor()),
    ):
        opener.add_handler(handler)
    request.add_header("User-Agent", "Masar")
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            yield response
    except HTTPError as error:
        error.close()
        raise InputError(
            f"'{request.full_url}' answers {error.code} {error.reason}; is the country's code "
            "right?"
        ) from error


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _record_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _read_record(path: Path) -> dict[str, object]:
    """Return what is kept about a file, empty when there is nothing or it can't be read."""
    try:
        record = json.loads(_record_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write_record(path: Path, record: Mapping[str, object]) -> None:
    write_file(_record_path(path), [json.dumps(record, indent=1).encode()])


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"folder '{path}' cannot be made ({error.strerror or error})") from error
