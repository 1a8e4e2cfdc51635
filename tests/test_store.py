"""The store keeps all or nothing, every version, and gives back what it was given."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fact_samples import TEXT, draw, make_article, make_extraction, make_fact, make_movement
from geopandas.testing import assert_geodataframe_equal
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from geo.errors import InputError, StoreError
from geo.frames import extraction_document, facts_frame
from geo.models import DateInterval, DatePrecision, Extraction, Fact, Publication, Quantity
from geo.settings import ROOT
from geo.store import Store, open_store

SEVEN = Quantity(min=7, max=7, start=0, end=1, text="7")
DAY = DateInterval(start="2019-02-18", end="2019-02-18", precision=DatePrecision.DAY)
_POSTGIS_KNOWN = "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"

CHILD = """
import sys, time
from fact_samples import draw, make_article, make_extraction, make_fact
from geo.store import open_store

def draw_until_killed(fact):
    if fact.id == "stuck":
        print("mid-save", flush=True)
        time.sleep(60)
    return draw(fact)

extractions = [
    make_extraction(make_fact(f"fact-{n}"), article=make_article(f"late-{n}")) for n in range(50)
]
extractions.append(make_extraction(make_fact("stuck"), article=make_article("late-stuck")))
open_store(sys.argv[1]).save(extractions, fingerprint="p1", shape_of=draw_until_killed)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'masar.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def any_store(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    if request.param == "postgresql":
        url = _empty_postgresql(request.getfixturevalue("postgresql_url"))
    opened = open_store(url)
    yield opened
    opened.close()


def _empty_postgresql(address: str) -> str:
    """Make a fresh schema in the test database, so that its other tables stay untouched."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS masar_test CASCADE"))
        connection.execute(text("CREATE SCHEMA masar_test"))
        if connection.scalar(text(_POSTGIS_KNOWN)):
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public"))
    engine.dispose()
    options = {"options": "-csearch_path=masar_test,public"}
    return make_url(address).update_query_dict(options).render_as_string(hide_password=False)


def save(store: Store, *extractions: Extraction, fingerprint: str = "p1") -> int:
    return store.save(extractions, fingerprint=fingerprint, shape_of=draw)


def test_facts_come_back_as_they_were(any_store: Store) -> None:
    extractions = [
        make_extraction(make_fact("a"), make_movement("b"), article=make_article("x")),
        make_extraction(make_fact("c", places=()), article=make_article("y", title="{{ 7*7 }}")),
    ]
    assert any_store.load_facts().equals(facts_frame([], shape_of=draw))
    assert save(any_store, *extractions) == 2
    assert_geodataframe_equal(any_store.load_facts(), facts_frame(extractions, shape_of=draw))


def test_withdrawn_article_is_gone_until_it_is_read_again(any_store: Store) -> None:
    extractions = [make_extraction(make_fact(name), article=make_article(name)) for name in "ab"]
    save(any_store, *extractions)
    any_store.withdraw("a")
    assert [article.id for article in any_store.article_list()] == ["b"]
    assert any_store.load_facts()["article_id"].tolist() == ["b"]
    for load in (any_store.load_document, any_store.withdraw):
        with pytest.raises(InputError, match="no article 'a'"):
            load("a")
    assert save(any_store, extractions[0]) == 1
    assert any_store.load_facts()["article_id"].tolist() == ["a", "b"]


@pytest.mark.database
def test_postgis_column_holds_the_shape_where_postgis_is(postgresql_url: str) -> None:
    store = open_store(_empty_postgresql(postgresql_url))
    save(store, make_extraction(make_fact()))
    try:
        with store._engine.connect() as connection:
            shape = connection.scalar(text("SELECT ST_AsText(geom) FROM facts"))
    except DBAPIError:
        pytest.skip("the server has no PostGIS; install postgresql-postgis")
    finally:
        store.close()
    assert shape == "POINT(40.283 33.038)"


def test_article_and_document_come_back_to_the_character(any_store: Store) -> None:
    article = make_article(text=TEXT + "\0\u202e ۱ 𐤀", published=Publication(after="2019-02-09"))
    extraction = make_extraction(make_fact(), article=article)
    save(any_store, extraction)
    assert any_store.load_article("article-1") == article
    assert any_store.load_document("article-1") == extraction_document(extraction, shape_of=draw)
    with pytest.raises(InputError, match="no article 'other'"):
        any_store.load_article("other")
    with pytest.raises(InputError, match="no article 'other'"):
        any_store.load_document("other")


def test_hostile_file_name_and_title_are_kept(any_store: Store) -> None:
    article = make_article(path="a\udcff.txt", title="'; DROP TABLE facts; --\0")
    save(any_store, make_extraction(make_fact(), article=article))
    (summary,) = any_store.article_list()
    assert summary.path == "a?.txt"
    assert summary.title.rstrip("\0\u2400") == "'; DROP TABLE facts; --"
    assert len(any_store.load_facts()) == 1


def test_nothing_is_read_twice_until_text_date_source_or_pipeline_change(any_store: Store) -> None:
    article = make_article()
    redated = make_article(published=Publication(day="2019-02-23"))
    assert not any_store.known(article, fingerprint="p1")
    assert save(any_store, make_extraction(article=article)) == 1
    assert any_store.known(article, fingerprint="p1")
    assert save(any_store, make_extraction(article=article)) == 0
    assert not any_store.known(article, fingerprint="p2")
    assert not any_store.known(make_article(title="another"), fingerprint="p1")
    assert save(any_store, make_extraction(article=redated)) == 1
    assert not any_store.known(article, fingerprint="p1")
    assert any_store.known(redated, fingerprint="p1")


def test_new_reading_replaces_the_facts_and_the_older_reading_stays(url, store: Store) -> None:
    other = make_extraction(make_fact("other"), article=make_article("article-2"))
    save(store, make_extraction(make_fact("old")), other)
    save(store, make_extraction(make_fact("new")), fingerprint="p2")
    assert list(store.load_facts()["id"]) == ["new", "other"]
    (summary, _) = store.article_list()
    assert (summary.id, summary.facts, summary.mentions) == ("article-1", 1, 1)
    with sqlite3.connect(make_url(url).database) as database:
        readings = database.execute("SELECT article_id, fingerprint FROM extractions ORDER BY id")
        assert readings.fetchall() == [
            ("article-1", "p1"),
            ("article-2", "p1"),
            ("article-1", "p2"),
        ]
    database.close()


def test_same_article_twice_in_one_save_keeps_both_readings_and_the_last_facts(store) -> None:
    redated = make_article(published=Publication(day="2019-02-23"))
    first = make_extraction(make_fact("first"))
    save(store, first, first, make_extraction(make_fact("last"), article=redated))
    assert list(store.load_facts()["id"]) == ["last"]
    assert store.load_article("article-1") == redated


def test_version_grows_with_every_change_only(any_store: Store) -> None:
    before = any_store.version()
    save(any_store, make_extraction(make_fact()))
    changed = any_store.version()
    save(any_store, make_extraction(make_fact()))
    assert (before, changed, any_store.version()) == (0, 1, 1)


def test_failing_save_leaves_nothing(any_store: Store) -> None:
    def fail_late(fact: Fact) -> None:
        if fact.id == "bad":
            raise ZeroDivisionError

    extractions = [make_extraction(make_fact("good"), article=make_article("x"))]
    extractions.append(make_extraction(make_fact("bad"), article=make_article("y")))
    with pytest.raises(ZeroDivisionError):
        any_store.save(extractions, fingerprint="p1", shape_of=fail_late)
    assert (any_store.article_list(), any_store.version()) == ([], 0)


def test_killed_save_leaves_the_store_as_it_was(url: str, store: Store) -> None:
    save(store, make_extraction(make_fact("kept")))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, url],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
    )
    assert child.stdout.readline() == b"mid-save\n"
    child.send_signal(signal.SIGKILL)
    child.wait(timeout=10)
    child.stdout.close()
    assert list(store.load_facts()["id"]) == ["kept"]
    assert [article.id for article in store.article_list()] == ["article-1"]
    assert save(store, make_extraction(make_fact("after"), article=make_article("z"))) == 1
    with sqlite3.connect(make_url(url).database) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_stores_opened_at_once_make_one_schema_and_lose_no_save(url: str) -> None:
    code = (
        "import sys\nfrom fact_samples import *\nfrom geo.store import open_store\n"
        "e = make_extraction(make_fact(sys.argv[2]), article=make_article(sys.argv[2]))\n"
        "open_store(sys.argv[1]).save([e], fingerprint='p', shape_of=draw)"
    )
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, f"a{n}"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths},
        )
        for n in range(4)
    ]
    assert [child.wait(timeout=60) for child in children] == [0] * 4
    opened = open_store(url)
    assert (list(opened.load_facts()["id"]), opened.version()) == (["a0", "a1", "a2", "a3"], 4)
    opened.close()


@pytest.mark.parametrize("table", ["extractions", "audit", "corrections"])
@pytest.mark.parametrize("action", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_append_only_tables_refuse_changes(any_store: Store, table: str, action: str) -> None:
    save(any_store, make_extraction(make_fact()))
    values = "VALUES (7, 'now', 'a', 'f', 'type', '1', 'why', 'who')"
    columns = "(id, created, article_id, fact_id, property, value, reason, author)"
    with any_store._engine.begin() as connection:
        connection.execute(text(f"INSERT INTO corrections {columns} {values}"))
    with (
        pytest.raises(DBAPIError, match=f"table {table} is append-only"),
        any_store._engine.begin() as connection,
    ):
        connection.execute(text(action.format(table)))


def save_one_fact_of_three_articles(store: Store, *, fingerprint: str = "p1", **changed) -> None:
    told = {"killed": SEVEN, "wounded": SEVEN, "date": DAY, **changed}
    for name in ("a", "b", "c"):
        article = make_article(name, outlet=f"Outlet {name}", text=f"{TEXT} {name}")
        save(
            store, make_extraction(make_fact(f"f-{name}", **told), article=article),
            fingerprint=fingerprint,
        )  # fmt: skip


def list_reports(store: Store) -> list[tuple[str, int]]:
    frame = store.load_corroborated_facts()
    return list(zip(frame["id"], frame["reports"], strict=True))


def test_articles_that_tell_one_fact_are_joined_and_their_tellings_stay(any_store: Store) -> None:
    save_one_fact_of_three_articles(any_store)
    (row,) = any_store.load_corroborated_facts().itertuples()
    assert (row.id, row.reports, row.origins, row.article_ids) == ("f-a", 3, 3, "a|b|c")
    frame = any_store.load_facts()
    assert list(frame["id"]) == ["f-a", "f-b", "f-c"]
    assert set(frame["reports"]) == set(frame["origins"]) == {1}


def test_order_of_saving_changes_nothing(tmp_path: Path, store: Store) -> None:
    save_one_fact_of_three_articles(store)
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    extractions = [
        make_extraction(
            make_fact(f"f-{name}", killed=SEVEN, wounded=SEVEN, date=DAY),
            article=make_article(name, outlet=f"Outlet {name}", text=f"{TEXT} {name}"),
        )
        for name in "cba"
    ]
    save(other, *extractions)
    assert_geodataframe_equal(other.load_corroborated_facts(), store.load_corroborated_facts())
    other.close()


def test_split_holds_after_the_articles_are_read_anew_and_can_be_taken_back(any_store) -> None:
    save_one_fact_of_three_articles(any_store)
    before = any_store.version()
    any_store.split_fact("f-b", apart_from=["f-a", "f-c"], author="analyst", reason="far away")
    assert list_reports(any_store) == [("f-a", 2), ("f-b", 1)]
    assert (any_store.version(), any_store.load_splits()) == (before + 1, {"f-b"})
    save_one_fact_of_three_articles(any_store, fingerprint="p2")
    assert list_reports(any_store) == [("f-a", 2), ("f-b", 1)]
    any_store.rejoin_fact("f-b", author="analyst")
    assert list_reports(any_store) == [("f-a", 3)]
    assert any_store.load_splits() == frozenset()


def test_split_finds_a_telling_that_got_another_id(store: Store) -> None:
    save_one_fact_of_three_articles(store)
    store.split_fact("f-b", apart_from=["f-a", "f-c"], author="analyst")
    article = make_article("b", outlet="Outlet b", text=f"{TEXT} b")
    told = make_fact("f-new", killed=SEVEN, wounded=SEVEN, date=DAY)
    save(store, make_extraction(told, article=article), fingerprint="p2")
    assert list_reports(store) == [("f-a", 2), ("f-new", 1)]


def test_what_one_article_tells_cannot_be_split(store: Store) -> None:
    save(store, make_extraction(make_fact("alone")))
    with pytest.raises(InputError, match="fact 'alone' is to be set apart from none"):
        store.split_fact("alone", apart_from=["alone"], author="analyst")
    with pytest.raises(InputError, match="no fact 'other' in the store"):
        store.rejoin_fact("other", author="analyst")


def test_backup_of_a_store_in_use_is_a_store(tmp_path: Path, store: Store) -> None:
    save(store, make_extraction(make_fact()))
    store.backup(tmp_path / "backup.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "var"]
    copy = open_store(f"sqlite:///{tmp_path / 'backup.sqlite'}")
    assert_geodataframe_equal(copy.load_facts(), store.load_facts())
    copy.close()


def test_backup_onto_a_store_in_use_is_refused(url: str, store: Store) -> None:
    with pytest.raises(StoreError, match="is a store in use; name another file"):
        store.backup(Path(make_url(url).database))


def test_no_database_is_refused_and_stays_untouched(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no database " * 100)
    with pytest.raises(StoreError, match=r"notes.txt' cannot be used \(file is not a database\)"):
        open_store(f"sqlite:///{file}")
    assert file.read_text() == "no database " * 100


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE bookmarks (id)")
    other.close()
    with pytest.raises(StoreError, match=r"another program \(table 'bookmarks'\); name another"):
        open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")


def test_newer_schema_is_refused(url: str) -> None:
    open_store(url).close()
    with sqlite3.connect(make_url(url).database) as database:
        database.execute("UPDATE state SET schema_version = 99")
    database.close()
    with pytest.raises(StoreError, match="has schema 99, this program knows 3; install the newer"):
        open_store(url)


def test_store_of_the_first_schema_gets_the_new_columns_and_keeps_its_facts(url: str) -> None:
    opened = open_store(url)
    save(opened, make_extraction(make_fact("old")))
    opened.close()
    with sqlite3.connect(make_url(url).database) as database:
        for column in ("wounded_min", "wounded_max", "reports", "article_ids"):
            database.execute(f"ALTER TABLE facts DROP COLUMN {column}")
        database.execute("ALTER TABLE articles DROP COLUMN sketch")
        database.execute("UPDATE state SET schema_version = 1")
    database.close()
    renewed = open_store(url)
    new = make_extraction(make_fact("new", wounded=SEVEN), article=make_article("article-2"))
    save(renewed, new)
    told = renewed.load_facts().set_index("id")["wounded_min"]
    assert (told["new"], str(told["old"])) == (7, "<NA>")
    assert list_reports(renewed) == [("new", 1), ("old", 1)]
    renewed.close()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/masar.sqlite' cannot be used .* MASAR_STORE"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'masar.sqlite'}")


@pytest.mark.parametrize("url", ["", "masar.sqlite", "mysql://host/db", "https://host/x"])
def test_unknown_address_is_refused_with_the_remedy(url: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite:///PATH or postgresql\+psycopg"):
        open_store(url)
