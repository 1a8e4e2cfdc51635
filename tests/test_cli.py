"""The command line: what it prints, what it refuses, what it leaves alone."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from geojson_check import check_geojson

from geo.cli.main import main
from geo.settings import ROOT, SEEDS_DIR
from geo.store import open_store

ARABIC = "قال مصدر أمني إن مسلحين خطفوا ثلاثة أشخاص في قضاء الرطبة غرب الأنبار يوم 3 شباط 2019.\n"
SUFFIXES = ".geojson, .gpkg, .csv, .kml, .html"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on a store of its own: status, output, messages."""
    monkeypatch.setenv("MASAR_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")

    def run_command(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        return (status, *capfd.readouterr())

    return run_command


def run_program(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "geo", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **options)  # type: ignore[call-overload]


def test_parse_prints_one_object_an_article(run: Run) -> None:
    status, output, messages = run("parse", SEEDS_DIR)
    documents = [json.loads(line) for line in output.splitlines()]
    assert (status, messages, len(documents)) == (0, "", 2)
    for document in documents:
        text = (ROOT / document["article"]["path"]).read_text(encoding="utf-8")
        for mention in document["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["surface"]
        for evidence in (one for fact in document["facts"] for one in fact["evidence"]):
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert [document["article"]["published"] for document in documents] == ["2019-02-22", None]
    assert all(document["facts"] and document["mentions"] for document in documents)


def test_parse_is_deterministic_whatever_the_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONHASHSEED": "1"}
    first = run_program("parse", "seeds", "--format", "geojson", env=environment)
    second = run_program("parse", "seeds", "--format", "geojson")
    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert check_geojson(first.stdout) == []
    assert "الأنبار" in first.stdout.decode()


def test_a_bad_file_is_said_and_the_good_ones_are_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))
    (tmp_path / "b.txt").write_text(ARABIC, encoding="utf-8")
    status, output, messages = run("parse", tmp_path)
    assert (status, len(output.splitlines())) == (2, 1)
    assert f"error: file '{tmp_path / 'a.txt'}' is not text" in messages
    assert run("ingest", tmp_path)[0::2] == (
        2,
        f"{messages}1 read, 0 known already, 1 refused\n",
    )


def test_a_path_that_is_not_there_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARABIC, encoding="utf-8")
    status, output, messages = run("parse", "nowhere.txt", tmp_path / "b.txt")
    assert (status, len(output.splitlines())) == (2, 1)
    assert messages == "error: file 'nowhere.txt' is not there; check the name, or give a folder\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt"], "error: file 'nowhere.txt' is not there"),
        (["docs"], "error: folder 'docs' has no *.txt file"),
        (["seeds", "--published", "yesterday"], "error: --published: 'yesterday' is no known date"),
        (["seeds", "--manifest", "nowhere.csv"], "error: manifest 'nowhere.csv' cannot be read"),
        (["seeds", "--manifest", "LICENSE"], "error: manifest 'LICENSE': unknown column 'MIT L"),
    ],
)
@pytest.mark.parametrize("command", ["parse", "ingest"])
def test_refused_input_leaves_nothing_behind(
    run: Run, tmp_path: Path, command: str, arguments: list[str], message: str
) -> None:
    status, output, messages = run(command, *arguments)
    assert (status, output) == (2, "")
    assert messages.startswith(message)
    assert not list(tmp_path.iterdir())


def test_ingest_reads_nothing_twice(run: Run, tmp_path: Path) -> None:
    status, output, messages = run("ingest", SEEDS_DIR)
    assert (status, messages) == (0, "2 read, 0 known already, 0 refused\n")
    assert [line.split(":")[0] for line in output.splitlines()] == [
        "seeds/000_17fe4e071c8851b0.txt",
        "seeds/002_ddac50323e0613b4.txt",
    ]
    assert run("ingest", SEEDS_DIR) == (0, "", "0 read, 2 known already, 0 refused\n")
    with closing(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")) as store:
        assert store.version() == 1


def test_ingest_passes_over_copies(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARABIC, encoding="utf-8")
    messages = run("ingest", tmp_path)[2].splitlines()
    folder = tmp_path.name
    assert messages == [
        f"{folder}/b.txt: has the text of {folder}/a.txt; passed over",
        "1 read, 0 known already, 0 refused",
    ]


def test_backup_is_a_store(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    status, _, message = run("backup", copy)
    assert (status, copy.exists()) == (2, False)
    assert message.startswith("error: there is no store to copy yet; name one with --store")
    run("ingest", SEEDS_DIR)
    assert run("backup", copy) == (0, "", f"{copy}: 2 articles\n")
    nowhere = tmp_path / "nowhere" / "copy.sqlite"
    assert run("backup", nowhere)[2].startswith(f"error: backup '{nowhere}' cannot be written (")
    known = "0 read, 2 known already, 0 refused\n"
    assert run("ingest", SEEDS_DIR, "--store", f"sqlite:///{copy}") == (0, "", known)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".csv", ".kml", ".html"])
def test_export_writes_every_format(run: Run, tmp_path: Path, suffix: str) -> None:
    run("ingest", SEEDS_DIR)
    path = tmp_path / f"out{suffix}"
    status, output, messages = run("export", path)
    assert (status, output) == (0, "")
    assert messages.startswith(f"{path}: ")
    assert path.stat().st_size > 1000


def test_export_writes_a_fact_once_and_its_tellings_when_asked(run: Run, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{ARABIC}", encoding="utf-8")
    run("ingest", tmp_path)
    written = {}
    for options in ((), ("--tellings",)):
        run("export", tmp_path / "facts.geojson", *options)
        features = json.loads((tmp_path / "facts.geojson").read_text("utf-8"))["features"]
        written[options] = [feature["properties"] for feature in features]
    (fact,) = written[()]
    assert (fact["reports"], fact["origins"]) == (2, 1)
    articles = [piece["article_id"] for piece in fact["evidence"]]
    assert sorted(articles) == sorted(one["article_id"] for one in written[("--tellings",)])
    assert {one["reports"] for one in written[("--tellings",)]} == {1}


def test_export_filters(run: Run, tmp_path: Path) -> None:
    run("ingest", SEEDS_DIR)
    path = tmp_path / "out.geojson"
    everything = [
        "--kind",
        "incident",
        "--province",
        "الأنبار",
        "--from",
        "2019",
        "--to",
        "2019-02",
    ]
    run("export", path, *everything, "--bbox", "38,30,46,38", "--publish-safe")
    data = path.read_bytes()
    features = json.loads(data)["features"]
    assert check_geojson(data) == []
    assert {feature["properties"]["kind"] for feature in features} == {"incident"}
    assert all("IQ-AN" in feature["properties"]["admin1_all"] for feature in features)
    assert all(e["quote"] == "" for f in features for e in f["properties"]["evidence"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x.xlsx"], f"error: unknown format of 'x.xlsx'; let its name end in one of {SUFFIXES}\n"),
        (["x.csv", "--province", "Atlantis"], "error: unknown province 'Atlantis'"),
        (["x.csv", "--from", "soon"], "error: unknown date 'soon'"),
        (["x.csv", "--type", "gossip"], "error: unknown type 'gossip'"),
        (["x.csv", "--bbox", "1,2,3"], "error: box '1,2,3' is not four numbers"),
        (["x.csv"], "error: the store holds no article yet"),
    ],
)
def test_export_names_what_it_does_not_know(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    status, output, messages = run("export", *arguments)
    assert (status, output) == (2, "")
    assert messages.startswith(message)
    assert not list(tmp_path.iterdir())


def test_evaluate_prints_the_figures_of_a_gold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "key,lat,lon,tolerance_km,country,precision\nrutba,33.04,40.28,20,IQ,settlement\n",
        encoding="utf-8",
    )
    (tmp_path / "toponyms.ar.txt").write_text(
        "a1\ttest\ttown\tقال مصدر إن القوات دخلت مدينة [[الرطبة|rutba]].\n", encoding="utf-8"
    )
    status, output, messages = run("evaluate", tmp_path, "--format", "json", "--split", "test")
    figures = json.loads(output)["recognised"]
    assert (status, messages) == (0, "")
    assert (figures["wanted"], figures["found"], figures["f1"]) == (1, 1, 1.0)
    assert run("evaluate", tmp_path, "--split", "dev")[0] == 2
    assert run("evaluate", ROOT / "docs")[2].startswith(f"error: '{ROOT / 'docs'}' holds no gold")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m geo parse seeds | head -c 1"
    found = subprocess.run(  # noqa: S602 - a pipe is what is tested
        command, shell=True, cwd=ROOT, capture_output=True, check=False
    )
    assert (found.stdout, found.stderr) == (b"{", b"")


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from geo.cli.arguments import make_parser; make_parser().format_help(); "
        "print(sorted({'geopandas', 'shapely', 'numpy', 'sqlalchemy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert found.stdout == b"[]\n"
