"""Building a gazetteer: what is read from each kind of file, what is refused, what is fetched."""

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.cli.main import main
from geo.errors import DataError, InputError
from geo.gazetteer.build import Mapped, build_index
from geo.gazetteer.index_file import NamedPlace, read_index, read_record
from geo.models import LocationPrecision, Place

NAMES = [
    "1\t94843\tar\tحصيبة\t\t\t\t\t\t",
    "2\t94843\tar\tالحصيبة\t1\t\t\t\t\t",
    "3\t94843\ten\tHusaybah\t\t\t\t\t\t",
    "4\t94843\t\tHsaiba\t\t\t\t\t\t",
    "5\t94843\tru\tХусайба\t\t\t\t\t\t",
    "6\t94843\ten\tOldname\t\t\t\t1\t\t",
    "7\t94843\tlink\thttps://example.org\t\t\t\t\t\t",
    "8\t999\tar\tليس هنا\t\t\t\t\t\t",
]


def dump_row(**changed: str) -> str:
    """Return a row of a dump; all cells are those of a village by the border unless changed."""
    cells = {
        "id": "94843", "name": "Ḩuşaybah", "ascii": "Husaybah", "names": "Husaiba,حصيبة,Хусайба",
        "lat": "34.39", "lon": "40.99", "class": "P", "code": "PPL", "country": "IQ", "cc2": "",
        "admin1": "01", "admin2": "", "admin3": "", "admin4": "", "population": "1200",
        "elevation": "", "dem": "180", "zone": "Asia/Baghdad", "changed": "2019-02-22",
    }  # fmt: skip
    return "\t".join({**cells, **changed}.values())


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_txt", ".txt"), text)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return the path of an index in use, with one place."""
    path = tmp_path / "var" / "index.jsonl"
    build_index([write_lines(tmp_path / "first.txt", dump_row(id="1"))], target=path)
    return path


def places_of(path: Path) -> dict[str, NamedPlace]:
    return {named.place.id: named for named in read_index(path).places}


def test_a_dump_with_its_names_by_language(tmp_path: Path, target: Path) -> None:
    dump = write_zip(tmp_path / "IQ.zip", readme_txt="a readme\n", IQ_txt=dump_row() + "\n")
    names = write_zip(tmp_path / "names.zip", IQ_txt="\n".join(NAMES))
    report = build_index([dump, names], target=target)
    assert places_of(target) == {
        "gn-94843": NamedPlace(
            Place(
                id="gn-94843", name_en="Husaybah", name_ar="الحصيبة", feature_code="PPL",
                lon=40.99, lat=34.39, radius_km=2.0, precision=LocationPrecision.SETTLEMENT,
                country="IQ", admin1="IQ-AN", admin2="IQ-AN-qaim", population=1200,
                source="GeoNames 94843 (CC BY 4.0)",
            ),
            ("Husaybah", "الحصيبة", "Ḩuşaybah", "حصيبة", "Hsaiba"),
        )
    }  # fmt: skip
    assert (report.places, report.names, report.places_before) == (1, 5, 1)
    assert [source["file"] for source in report.sources] == ["IQ.zip:IQ.txt", "names.zip:IQ.txt"]
    assert report.sources[0]["sha256"] == hashlib.sha256(dump.read_bytes()).hexdigest()


def test_a_dump_alone_gives_the_names_it_lists(tmp_path: Path, target: Path) -> None:
    build_index([write_lines(tmp_path / "IQ.txt", dump_row())], target=target)
    assert places_of(target)["gn-94843"].names == ("Husaybah", "حصيبة", "Ḩuşaybah", "Husaiba")


@pytest.mark.parametrize(
    ("changed", "divisions"),
    [
        pytest.param({}, ("IQ-AN", "IQ-AN-qaim"), id="in-a-polygon"),
        pytest.param({"lon": "40.97", "lat": "34.44"}, ("IQ-AN", "IQ-AN-qaim"), id="by-the-line"),
        pytest.param(
            {"country": "SY", "lon": "41.01", "lat": "34.40"},
            ("SY-DY", "SY-DY-abu-kamal"),
            id="its-country-is-kept",
        ),
        pytest.param({"code": "ADM1", "class": "A"}, ("IQ-AN", ""), id="a-province"),
        pytest.param(
            {"country": "TR", "admin1": "68", "admin2": "7", "lon": "32.5", "lat": "37.9"},
            ("TR.68", "TR.68.7"),
            id="no-polygon",
        ),
        pytest.param({"country": "TR", "admin1": "63"}, ("TR-63", ""), id="a-code-known"),
        pytest.param({"country": "TR", "admin1": "00"}, ("", ""), id="none-told"),
    ],
)
def test_divisions(
    tmp_path: Path, target: Path, changed: dict[str, str], divisions: tuple[str, str]
) -> None:
    build_index([write_lines(tmp_path / "IQ.txt", dump_row(**changed))], target=target)
    place = places_of(target)["gn-94843"].place
    assert (place.admin1, place.admin2) == divisions


def test_kinds_of_places_are_read_as_those_known_or_passed_over(
    tmp_path: Path, target: Path
) -> None:
    rows = [
        dump_row(id="2", code="PPLF"),
        dump_row(id="3", code="HTL"),
        dump_row(id="4", code="HTL"),
        dump_row(id="2", code="PPL"),
        dump_row(id="5", code="WAD"),
    ]
    report = build_index([write_lines(tmp_path / "IQ.txt", *rows)], target=target)
    kept = {key: (n.place.feature_code, n.place.radius_km) for key, n in places_of(target).items()}
    assert kept == {"gn-2": ("PPLL", 1.5), "gn-5": ("WAD", 15.0)}
    assert report.passed_over == {"feature code HTL": 2, "an id that an earlier row has": 1}


def test_a_table_with_named_columns(tmp_path: Path, target: Path) -> None:
    table = write_lines(
        tmp_path / "villages.csv",
        "nr,arabic,title,y,x,people",
        '7,"الرمانة|رمانه","Rummana, old",34.42,41.05,107620.0',
        "8,,Ubaydi,34.38,41.21,",
    )
    mapped = Mapped(
        columns={
            "id": "nr", "name_ar": "arabic", "name": "title", "lat": "y", "lon": "x",
            "population": "people",
        },
        values={"country": "IQ", "feature_code": "PPL"},
    )  # fmt: skip
    build_index([table], target=target, mapped=mapped)
    first, second = places_of(target)["ext-7"], places_of(target)["ext-8"]
    assert first.names == ("Rummana, old", "الرمانة", "رمانه")
    assert (first.place.name_ar, first.place.population, first.place.admin2) == (
        "الرمانة", 107620, "IQ-AN-qaim",
    )  # fmt: skip
    assert (second.place.name_en, second.place.name_ar, second.place.source) == (
        "Ubaydi", "", "villages.csv",
    )  # fmt: skip


def test_the_same_files_make_the_same_bytes(tmp_path: Path, target: Path) -> None:
    dump = write_lines(tmp_path / "IQ.txt", dump_row(id="20"), dump_row(id="3"))
    build_index([dump], target=target)
    first = target.read_bytes()
    build_index([dump], target=target)
    assert target.read_bytes() == first
    assert list(places_of(target)) == ["gn-20", "gn-3"]
    assert read_record(target)["places"] == 2


BAD_DUMPS = [
    pytest.param(dump_row()[:60], "line 2: it has 8 columns, not 19", id="truncated"),
    pytest.param(dump_row(lat="91.5"), "line 2: latitude 91.5 is not between -90 and 90", id="lat"),
    pytest.param(dump_row(lon="-181"), "line 2: longitude -181 is not between", id="lon"),
    pytest.param(dump_row(lat="nan"), "line 2: latitude 'nan' is no number", id="nan"),
    pytest.param(dump_row(lat="3_4"), "line 2: latitude '3_4' is no number", id="underscore"),
    pytest.param(dump_row(id="x1"), "line 2: geonameid 'x1' is no number", id="id"),
    pytest.param(dump_row(name=""), "line 2: it has no name", id="no-name"),
    pytest.param(dump_row(population="-4"), "line 2: population -4 is no count", id="count"),
    pytest.param(dump_row(country="Iraq"), "line 2: country 'Iraq' is no ISO 3166-1", id="country"),
    pytest.param(dump_row(changed="2019-0"), "line 2: modification date '2019-0'", id="cut-day"),
    pytest.param(
        dump_row(id="", lat="95"),
        "line 2: geonameid '' is no number, latitude 95 is not between -90 and 90",
        id="all-defects-at-once",
    ),
]


@pytest.mark.parametrize(("row", "message"), BAD_DUMPS)
def test_a_bad_row_refuses_the_file_and_leaves_the_index(
    tmp_path: Path, target: Path, row: str, message: str
) -> None:
    before = target.read_bytes()
    dump = write_lines(tmp_path / "IQ.txt", dump_row(), row, dump_row(id="3"))
    with pytest.raises(InputError) as refused:
        build_index([dump], target=target)
    assert f"'IQ.txt' has 1 bad row: {message}" in str(refused.value)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["index.jsonl"]


def test_a_few_bad_rows_are_left_out_when_asked_for(tmp_path: Path, target: Path) -> None:
    dump = write_lines(tmp_path / "IQ.txt", dump_row(), dump_row(lat="95"), dump_row(id="x"))
    report = build_index([dump], target=target, max_bad_rows=2)
    assert [(row.file, row.line) for row in report.discarded] == [("IQ.txt", 2), ("IQ.txt", 3)]
    assert report.places == 1
    with pytest.raises(InputError, match=r"has 2 bad rows: line 2: .*; line 3: "):
        build_index([dump], target=target, max_bad_rows=1)


def make_corrupt_zip(path: Path) -> None:
    write_zip(path, IQ_txt="".join(f"{dump_row(id=str(n))}\n" for n in range(2000)))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def make_truncated_zip(path: Path) -> None:
    write_zip(path, IQ_txt=dump_row() + "\n")
    path.write_bytes(path.read_bytes()[:-40])


BAD_FILES: list[tuple[str, Callable[[Path], object], str]] = [
    ("IQ.zip", make_truncated_zip, "is no sound zip archive"),
    ("IQ.zip", make_corrupt_zip, "the archive is truncated or corrupt; get it again"),
    ("IQ.zip", lambda p: p.write_text("<html>Not found</html>"), "is no sound zip archive"),
    ("IQ.txt", lambda p: p.write_text("<html>Not found</html>"), "line 1 has 1 columns"),
    ("IQ.txt", lambda p: p.write_bytes(b""), "line 1 has 1 columns"),
    (
        "IQ.txt",
        lambda p: p.write_bytes(f"{dump_row()}\n".encode() + dump_row().encode("utf-16")),
        "'IQ.txt' line 2 is not UTF-8",
    ),
    ("t.csv", lambda p: write_lines(p, "a,b", "1,2"), "'t.csv' line 1: no column 'lon' for lon"),
    (
        "t.csv",
        lambda p: write_lines(p, "name,lon,lat,feature_code,country", 'Q,41,34,PPL,"IQ'),
        "'t.csv' line 2: unexpected end of data; the table is truncated",
    ),
    (
        "t.csv",
        lambda p: write_lines(p, "name,lon,lat,feature_code,country", "Q,41"),
        "line 2: it has 2 columns, not 5",
    ),
    (
        "t.csv",
        lambda p: write_lines(p, "name,lon,lat,feature_code,country", "42,41,34,PPL,IQ"),
        "line 2: it has no name in Arabic or Latin letters",
    ),
    (
        "t.csv",
        lambda p: write_lines(p, "id,name,lon,lat,feature_code,country", "=1+1,Qaim,41,34,PPL,IQ"),
        "line 2: id '=1+1' has more in it than letters, digits and . : _ -",
    ),
    ("names.txt", lambda p: write_lines(p, NAMES[0]), "no place in names.txt"),
    ("none.txt", lambda _: None, "cannot be read (No such file or directory)"),
]


@pytest.mark.parametrize(("name", "write", "message"), BAD_FILES)
def test_a_wrong_file_is_refused_and_leaves_the_index(
    tmp_path: Path, target: Path, name: str, write: Callable[[Path], object], message: str
) -> None:
    before = target.read_bytes()
    write(tmp_path / name)
    with pytest.raises(InputError) as refused:
        build_index([tmp_path / name], target=target)
    assert message in str(refused.value)
    assert target.read_bytes() == before


def test_bad_names_refuse_the_build(tmp_path: Path, target: Path) -> None:
    dump = write_lines(tmp_path / "IQ.txt", dump_row())
    names = write_lines(tmp_path / "names.txt", NAMES[0], "2\tx\tar\tحصيبة\t\t\t\t\t\t", "3\t94843")
    with pytest.raises(InputError) as refused:
        build_index([dump, names], target=target)
    assert "line 2: geonameid 'x' is no number; line 3: it has 2 columns, not 10" in str(
        refused.value
    )


def test_a_damaged_index_is_refused(target: Path) -> None:
    content = target.read_bytes()
    for damaged in (content[:-20], content.replace(b"40.99", b"41.99"), b"", b"{}\n"):
        target.write_bytes(damaged)
        with pytest.raises(DataError, match=r"index\.jsonl' cannot be used: .*gazetteer build"):
            read_index(target)


class Server(ThreadingHTTPServer):
    """A server of files on loopback that can break off, change a file, or ignore ranges."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.break_after: int | None = None
        self.knows_ranges = True
        self.asked: list[tuple[str, str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        content = self._answer()
        if content is None:
            return
        broken, self.server.break_after = self.server.break_after, None
        self.wfile.write(content[:broken])
        if broken:
            self.close_connection = True

    def _answer(self) -> bytes | None:
        asked = self.headers.get("Range", "")
        self.server.asked.append((self.command, self.path, asked))
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return None
        etag = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
        start = 0
        if asked and self.server.knows_ranges and self.headers.get("If-Range") == etag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("ETag", etag)
        self.end_headers()
        return content[start:]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serve GeoNames' two files of Iraq: 300 places and their names."""
    rows = "".join(f"{dump_row(id=str(n))}\n" for n in range(94843, 95143))
    places = write_zip(tmp_path / "a.zip", IQ_txt=rows).read_bytes()
    names = write_zip(tmp_path / "b.zip", IQ_txt="\n".join(NAMES)).read_bytes()
    with Server() as server:
        folder = "/export/dump"
        server.files = {
            f"{folder}/IQ.zip": places,
            f"{folder}/alternatenames/IQ.zip": names,
        }
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def download(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Callable[[], tuple[int, str, str]]:
    """Return a function that builds from the server: status, output, messages."""

    def run() -> tuple[int, str, str]:
        arguments = ["--download", "IQ", "--mirror", server.address]
        folder = ["--downloads", str(tmp_path / "kept"), "--out", str(tmp_path / "out.jsonl")]
        status = main(["gazetteer", "build", *arguments, *folder])
        return (status, *capfd.readouterr())

    return run


Download = Callable[[], tuple[int, str, str]]


def test_download_tells_sizes_first_and_records_checksums(
    server: Server, download: Download, tmp_path: Path
) -> None:
    status, output, messages = download()
    lines = messages.splitlines()
    sizes = [f"{len(content) / 1e6:.1f} MB" for content in server.files.values()]
    assert status == 0
    assert lines[:2] == [
        f"{server.address}{path}: {size}" for path, size in zip(server.files, sizes, strict=True)
    ]
    assert lines[2].endswith("MB in all")
    assert "IQ.zip: 100% of" in messages
    assert output.startswith(f"{tmp_path / 'out.jsonl'}: 300 places, ")
    sources = read_record(tmp_path / "out.jsonl")["sources"]
    assert [(s["url"], s["sha256"], s["licence"]) for s in sources] == [
        (f"{server.address}{path}", hashlib.sha256(content).hexdigest(), "CC BY 4.0")
        for path, content in server.files.items()
    ]
    assert places_of(tmp_path / "out.jsonl")["gn-94843"].place.name_ar == "الحصيبة"


def test_a_broken_download_is_taken_up_where_it_stopped(
    server: Server, download: Download, tmp_path: Path
) -> None:
    server.break_after = 1000
    assert download()[0] == 0
    assert [asked for asked in server.asked if asked[0] == "GET"] == [
        ("GET", "/export/dump/IQ.zip", ""),
        ("GET", "/export/dump/IQ.zip", "bytes=1000-"),
        ("GET", "/export/dump/alternatenames/IQ.zip", ""),
    ]
    assert (tmp_path / "kept" / "IQ.zip").read_bytes() == server.files["/export/dump/IQ.zip"]


def test_a_server_without_ranges_sends_the_whole_file_again(
    server: Server, download: Download, tmp_path: Path
) -> None:
    server.break_after, server.knows_ranges = 1000, False
    assert download()[0] == 0
    assert (tmp_path / "kept" / "IQ.zip").read_bytes() == server.files["/export/dump/IQ.zip"]


def test_a_file_that_is_there_is_fetched_again_only_when_it_changed(
    server: Server, download: Download, tmp_path: Path
) -> None:
    download()
    server.asked.clear()
    assert download()[0] == 0
    assert {asked[0] for asked in server.asked} == {"HEAD"}
    changed = write_zip(tmp_path / "c.zip", IQ_txt=dump_row(id="7") + "\n").read_bytes()
    server.files["/export/dump/IQ.zip"] = changed
    assert download()[0] == 0
    assert list(places_of(tmp_path / "out.jsonl")) == ["gn-7"]


def test_an_altered_file_is_fetched_again(
    server: Server, download: Download, tmp_path: Path
) -> None:
    download()
    (tmp_path / "kept" / "IQ.zip").write_bytes(b"altered")
    assert download()[0] == 0
    assert (tmp_path / "kept" / "IQ.zip").read_bytes() == server.files["/export/dump/IQ.zip"]


def test_a_part_of_another_version_is_not_continued(
    server: Server, download: Download, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "IQ.zip.part").write_bytes(b"x" * 500)
    (kept / "IQ.zip.part.json").write_text(json.dumps({"version": {"etag": "another"}}))
    assert download()[0] == 0
    assert (kept / "IQ.zip").read_bytes() == server.files["/export/dump/IQ.zip"]
    assert sorted(path.name for path in kept.iterdir()) == [
        "IQ-names.zip", "IQ-names.zip.json", "IQ.zip", "IQ.zip.json",
    ]  # fmt: skip


def test_what_cannot_be_fetched_is_refused(
    server: Server, download: Download, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server.files.clear()
    status, _, messages = download()
    assert (status, (tmp_path / "out.jsonl").exists()) == (2, False)
    assert "/export/dump/IQ.zip' answers 404 Not Found; is the country's code right?" in messages
    for arguments, message in (
        (["--download", "Iraq"], "error: 'Iraq' is no ISO 3166-1 code of a country"),
        (["--download", "IQ", "--mirror", "file:///etc"], "no address that begins with http"),
        (["--column", "x=lon"], "error: --column: 'x' is no field; write FIELD=..."),
    ):
        assert main(["gazetteer", "build", *arguments, "--out", str(tmp_path / "x.jsonl")]) == 2
        assert message in capfd.readouterr().err


def test_the_report_is_told(
    tmp_path: Path, target: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dump = write_lines(tmp_path / "IQ.txt", dump_row(), dump_row(code="HTL"), dump_row(lat="95"))
    arguments = ["gazetteer", "build", str(dump), "--max-bad", "1", "--out", str(target)]
    assert main(arguments) == 0
    checksum = hashlib.sha256(dump.read_bytes()).hexdigest()
    assert capfd.readouterr().out == (
        f"{target}: 1 places, 4 names (before: 1 places)\n"
        f"from IQ.txt: {dump.stat().st_size} bytes, sha256 {checksum}\n"
        "passed over: 1 rows with feature code HTL\n"
        "discarded: IQ.txt line 3: latitude 95 is not between -90 and 90\n"
    )


def test_a_build_that_cannot_write_says_so(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "IQ.txt", dump_row())
    with pytest.raises(DataError, match=r"IQ\.txt.index\.jsonl' cannot be written"):
        build_index([dump], target=dump / "index.jsonl")
