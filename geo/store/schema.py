"""The tables of the store, the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.sql.type_api import TypeEngine

from geo.frames import FACT_COLUMNS, FLOAT_COLUMNS, INTEGER_COLUMNS, NUL_SHOWN

BOUNDS = ("minx", "miny", "maxx", "maxy")


class NulFreeText(TypeDecorator[str]):
    """Text for PostgreSQL, which cannot hold NUL: there it is kept as `NUL_SHOWN`.

    What must stay exact to the character (articles, documents) is kept as bytes.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Replace NUL on its way in."""
        return value and value.replace("\0", NUL_SHOWN)


PlainText = Text().with_variant(NulFreeText(), "postgresql")

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")

state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    comment="One row: the schema's version, and a number that grows with every change.",
)

articles = Table(
    "articles",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("sha256", PlainText, nullable=False),
    *(
        Column(name, PlainText, nullable=False)
        for name in ("path", "title", "outlet", "url", "language")
    ),
    *(Column(name, PlainText) for name in ("published", "published_after", "published_before")),
    Column("published_source", PlainText, nullable=False),
    Column("text", LargeBinary, nullable=False, comment="UTF-8"),
    Column("sketch", LargeBinary, comment="of the text, by which reprints are found"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("article_id", PlainText, ForeignKey("articles.id"), nullable=False, index=True),
    Column("sha256", PlainText, nullable=False),
    Column(
        "fingerprint",
        PlainText,
        nullable=False,
        comment="of the pipeline and its data; empty: the article was taken out",
    ),
    Column("article_key", PlainText, nullable=False, comment="of text, dates and source"),
    Column("created", PlainText, nullable=False, comment="ISO time, UTC"),
    *(Column(name, Integer, nullable=False) for name in ("mentions", "facts", "discarded")),
    Column("document", LargeBinary, nullable=False, comment="JSON, UTF-8, zlib"),
)


def _fact_column(name: str) -> Column[Any]:
    kind: TypeEngine[Any] = PlainText
    if name in INTEGER_COLUMNS:
        kind = BigInteger()
    if name in FLOAT_COLUMNS:
        kind = Float()
    return Column(name, kind)


facts = Table(
    "facts",
    metadata,
    Column("extraction_id", _Number, ForeignKey("extractions.id"), primary_key=True),
    Column("id", PlainText, primary_key=True),
    *(_fact_column(name) for name in FACT_COLUMNS[1:-1]),
    Column("wkb", LargeBinary, comment="EPSG:4326, lon lat; null where it is not drawn"),
    *(Column(name, Float) for name in BOUNDS),
    Index("facts_of_article", "article_id"),
    comment="Facts of the newest extraction of every article.",
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("created", PlainText, nullable=False, comment="ISO time, UTC"),
    *(Column(name, PlainText, nullable=False) for name in ("article_id", "fact_id", "property")),
    Column("value", PlainText, comment="JSON; null where nothing is known any more"),
    *(Column(name, PlainText, nullable=False) for name in ("reason", "author")),
    comment="What analysts corrected: beside the facts, never over them.",
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("created", PlainText, nullable=False, comment="ISO time, UTC"),
    *(Column(name, PlainText, nullable=False) for name in ("action", "subject", "detail")),
    comment="What was done to the store, in order.",
)

APPEND_ONLY = (extractions, corrections, audit)
_SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION masar_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION masar_append_only()
"""


def _guard_table(table: Table) -> None:
    """Have a table refuse every update and delete, from the moment it is made."""
    for action in ("update", "delete"):
        _run_after_create(table, _SQLITE_TRIGGER.format(table=table.name, action=action), "sqlite")
    for statement in (_POSTGRESQL_FUNCTION, _POSTGRESQL_TRIGGER.format(table=table.name)):
        _run_after_create(table, statement, "postgresql")


def _run_after_create(table: Table, statement: str, dialect: str) -> None:
    ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


for _table in APPEND_ONLY:
    _guard_table(_table)
