"""The database under the store: its address, its pragmas, its schema's version."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from geo.errors import StoreError
from geo.store.schema import articles, facts, metadata, state

SCHEMA_VERSION = 3
BUSY_SECONDS = 30
_ANOTHER = "name another place in MASAR_STORE"
_LOCK_KEY = 0x6D61736172
_PRAGMAS = ("foreign_keys = ON", "recursive_triggers = ON", "synchronous = FULL")
_POSTGIS_COLUMN = """
ALTER TABLE facts ADD COLUMN IF NOT EXISTS geom geometry(Geometry, 4326)
GENERATED ALWAYS AS (ST_SetSRID(ST_GeomFromWKB(wkb), 4326)) STORED
"""
_POSTGIS_INDEX = "CREATE INDEX IF NOT EXISTS facts_geom ON facts USING gist (geom)"


def open_engine(url: str) -> Engine:
    """Open a database by its SQLAlchemy address and make the tables where there are none.

    Raises `StoreError` that names the address when it cannot be used.
    """
    address = _read_address(url)
    with translated_errors(show_address(address)), ExitStack() as undo:
        _make_folder(address)
        engine = _make_engine(address)
        undo.callback(engine.dispose)
        with writing(engine) as connection:
            _prepare_schema(connection)
        undo.pop_all()
    return engine


def has_store(url: str) -> bool:
    """Return whether a database is there to open; a server is taken to be.

    Raises `StoreError` for an unknown address.
    """
    file = _database_file(_read_address(url))
    return file is None or file.is_file()


def show_address(address: URL) -> str:
    """Return an address as messages show it, without its password."""
    return address.render_as_string(hide_password=True)


@contextmanager
def translated_errors(shown: str) -> Iterator[None]:
    """Raise what the database says as a `StoreError` that names the store."""
    try:
        yield
    except ImportError as error:
        raise StoreError(
            f"store '{shown}' needs the module '{error.name}'; install it "
            f"(pip install 'psycopg[binary]' for PostgreSQL), or {_ANOTHER}"
        ) from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StoreError(
            f"store '{shown}' cannot be used ({reason}); check that it is a store of Masar "
            f"that you may write, or {_ANOTHER}"
        ) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin one transaction that holds the only right to write; all of it or nothing stays."""
    with engine.connect().execution_options(masar_writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})"))
        yield connection


def _read_address(url: str) -> URL:
    try:
        address = make_url(url)
        known = address.get_backend_name() in {"sqlite", "postgresql"}
    except (ArgumentError, NoSuchModuleError):
        known = False
    if not known:
        raise StoreError(
            f"unknown store address '{url}'; write sqlite:///PATH or "
            "postgresql+psycopg://USER@HOST/DATABASE"
        )
    return address


def _make_folder(address: URL) -> None:
    if file := _database_file(address):
        file.parent.mkdir(parents=True, exist_ok=True)


def _database_file(address: URL) -> Path | None:
    """Return the file of an SQLite address; None for what is no plain file."""
    file = address.database if address.get_backend_name() == "sqlite" else None
    return Path(file) if file and file != ":memory:" and "uri" not in address.query else None


def _make_engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return create_engine(address)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """Take transactions into our own hands and have every connection keep the rules."""
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _use_wal(connection)
        undo.pop_all()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn a file to WAL; the busy timeout doesn't cover this, so wait for others by hand."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once with the right to write where a transaction will write."""
    writes = connection.get_execution_options().get("masar_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_schema(connection: Connection) -> None:
    """Make the tables in an empty database; refuse a newer schema or another program's.

    A store of an older schema gets the tables and columns it lacks; what it holds stays.
    """
    if not inspect(connection).has_table(state.name):
        _refuse_foreign_tables(connection)
        metadata.create_all(connection)
        connection.execute(state.insert().values(id=1, schema_version=SCHEMA_VERSION, revision=0))
    version = connection.scalar(select(state.c.schema_version)) or 0
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"store '{show_address(connection.engine.url)}' has schema {version}, this program "
            f"knows {SCHEMA_VERSION}; install the newer Masar, or {_ANOTHER}"
        )
    if version < SCHEMA_VERSION:
        _renew_schema(connection)
    _add_postgis(connection)


def _renew_schema(connection: Connection) -> None:
    """Add the tables and columns that an older schema lacks.

    In old rows they are empty, but for what says which one article tells a fact.
    """
    metadata.create_all(connection)
    for table in (articles, facts):
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                words = f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"
                connection.execute(text(words))
    alone = {
        "reports": 1,
        "article_ids": facts.c.article_id,
        "attribution_classes": facts.c.attribution_class,
    }
    connection.execute(update(facts).where(facts.c.reports.is_(None)).values(alone))
    connection.execute(update(state).values(schema_version=SCHEMA_VERSION))


def _refuse_foreign_tables(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if tables and connection.dialect.name == "sqlite":
        raise StoreError(
            f"'{show_address(connection.engine.url)}' is the database of another program "
            f"(table '{tables[0]}'); {_ANOTHER}"
        )


def _add_postgis(connection: Connection) -> None:
    """Add the generated geometry and its index where PostGIS is installed."""
    if connection.dialect.name != "postgresql":
        return
    installed = text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    if connection.scalar(installed):
        connection.execute(text(_POSTGIS_COLUMN))
        connection.execute(text(_POSTGIS_INDEX))
