"""The store: what was read from articles, every version of it, and its newest facts."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
from sqlalchemy import Connection, Engine, Row, Select, delete, func, insert, select, update

from geo.corroboration.corroborated import corroborate_facts
from geo.errors import InputError, StoreError
from geo.facts.corridors import fact_shape
from geo.files import replaced_file
from geo.frames import ShapeOf, extraction_document, facts_frame
from geo.models import Article, Extraction, Publication
from geo.store import schema
from geo.store.database import open_engine, show_address, translated_errors, writing
from geo.store.fact_rows import TABLE_COLUMNS, frame_fact_rows, make_fact_rows
from geo.store.sketches import Reprints, read_sketches
from geo.store.splits import Correction, make_rejoining, make_split, read_apart, read_splits
from geo.text.reprints import pack_sketch, sketch_text

_READ_ROWS = 20_000
_DELETE_IDS = 500
_WITHDRAWN = ""
"""The fingerprint of a reading that stands for its article's being taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """An article of the store without its text: where it is from, what its newest reading held."""

    id: str
    sha256: str
    path: str
    title: str
    outlet: str
    url: str
    language: str
    published: Publication
    read_at: str
    mentions: int
    facts: int
    discarded: int


def open_store(url: str) -> "Store":
    """Open the store at a SQLAlchemy address; its tables are made where there are none.

    ``sqlite:///PATH`` makes the file and its folder; on ``postgresql+psycopg://...`` the facts
    get a generated PostGIS column where the extension is installed. Raises `StoreError` that
    names the address for what is no store, cannot be written, or has a newer schema.
    """
    return Store(open_engine(url))


class Store:
    """An open store; any number of processes may read while one writes.

    Every method raises `StoreError` when the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._name = show_address(engine.url)

    def known(self, article: Article, *, fingerprint: str) -> bool:
        """Say whether the newest reading of an article is of this text, dates and pipeline."""
        with self._reading() as connection:
            return _is_known(connection, article, fingerprint)

    def save(
        self,
        extractions: Iterable[Extraction],
        *,
        fingerprint: str,
        shape_of: ShapeOf = fact_shape,
    ) -> int:
        """Keep what was read, all of it or nothing, and return how many articles were new.

        A reading that is known already is passed over. The facts of an article's older
        readings leave the frame; the readings themselves stay.
        """
        pending, drawn = list(extractions), cache(shape_of)
        with self._writing() as connection:
            saved: dict[str, tuple[int, Extraction]] = {}
            for extraction in pending:
                if not _is_known(connection, extraction.article, fingerprint):
                    number = _append_extraction(connection, extraction, fingerprint, drawn)
                    saved[extraction.article.id] = number, extraction
            if saved:
                _replace_facts(connection, saved, drawn)
                _record_change(connection, action="save", subjects=saved, detail=fingerprint)
        return len(saved)

    def withdraw(self, article_id: str) -> None:
        """Take an article with its facts out of what is shown; its readings stay in the store.

        Reading it again brings it back. Raises `InputError` for an unknown id.
        """
        with self._writing() as connection:
            if not _is_shown(connection, article_id):
                raise _unknown_article(article_id, self._name)
            _append_withdrawal(connection, article_id)
            connection.execute(delete(schema.facts).where(schema.facts.c.article_id == article_id))
            _record_change(connection, action="withdraw", subjects=[article_id], detail="")

    def version(self) -> int:
        """Return a number that grows with every change of the store."""
        with self._reading() as connection:
            return int(connection.execute(select(schema.state.c.revision)).scalar_one())

    def load_facts(self) -> gpd.GeoDataFrame:
        """Load the facts of every article's newest reading as `geo.frames.facts_frame` has them."""
        query = select(*(schema.facts.c[name] for name in TABLE_COLUMNS))
        ordered = query.order_by(schema.facts.c.id, schema.facts.c.article_id)
        with self._reading() as connection:
            streaming = connection.execution_options(yield_per=_READ_ROWS)
            return frame_fact_rows(streaming.execute(ordered).partitions())

    def load_corroborated_facts(self) -> gpd.GeoDataFrame:
        """Load the facts, each once however many articles tell it: `corroborate_facts`.

        Computed from what is stored and the splits kept beside it; nothing is changed.
        """
        frame = self.load_facts()
        with self._reading() as connection:
            apart = read_apart(connection, frame)
            reprints = Reprints(read_sketches(connection))
        return corroborate_facts(frame, is_reprint=reprints.is_reprint, apart=apart)

    def split_fact(
        self, fact_id: str, *, apart_from: Iterable[str], author: str, reason: str = ""
    ) -> None:
        """Keep one article's telling apart from those it was joined with.

        All ids are those of tellings, as `load_facts` and the evidence of a joined fact have
        them. The split is a correction kept beside the facts; it holds after the articles are
        read again. Raises `InputError` for an unknown telling, and where there is no other.
        """
        with self._writing() as connection:
            split = make_split(
                connection, fact_id, apart_from=apart_from, author=author, reason=reason
            )
            _append_correction(connection, split)

    def load_splits(self) -> frozenset[str]:
        """Return the ids of the tellings that are kept apart."""
        with self._reading() as connection:
            return frozenset(split["own"]["fact_id"] for split in read_splits(connection))

    def rejoin_fact(self, fact_id: str, *, author: str, reason: str = "") -> None:
        """Take back what `split_fact` kept apart of this telling."""
        with self._writing() as connection:
            rejoining = make_rejoining(connection, fact_id, author=author, reason=reason)
            _append_correction(connection, rejoining)

    def load_article(self, article_id: str) -> Article:
        """Load an article with its text; raises `InputError` for an unknown id."""
        query = select(schema.articles).where(schema.articles.c.id == article_id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise _unknown_article(article_id, self._name)
        return Article(**_article_values(row), text=row.text.decode())

    def load_document(self, article_id: str) -> dict[str, Any]:
        """Load an article's newest reading, as ``parse --format jsonl`` prints it.

        Raises `InputError` for an unknown id.
        """
        with self._reading() as connection:
            newest = _find_newest(connection, article_id, "fingerprint", "document")
        if newest is None or newest.fingerprint == _WITHDRAWN:
            raise _unknown_article(article_id, self._name)
        document: dict[str, Any] = orjson.loads(zlib.decompress(newest.document))
        return document

    def article_list(self) -> list[ArticleSummary]:
        """Return a summary of every article that was not withdrawn, sorted by id."""
        with self._reading() as connection:
            return [_summarise_article(row) for row in connection.execute(_summaries_query())]

    def backup(self, path: Path) -> None:
        """Copy a store in use to an SQLite file, whole or not at all, by the backup API.

        Raises `StoreError` for a store on PostgreSQL, which has its own tools, and for a file
        that cannot be written or is a store in use.
        """
        if self._engine.dialect.name != "sqlite":
            raise StoreError(f"store '{self._name}' is no SQLite file; back it up with pg_dump")
        if path.with_name(f"{path.name}-wal").exists():
            raise StoreError(f"backup '{path}' is a store in use; name another file")
        with self._translated(), self._engine.connect() as connection:
            source = connection.connection.driver_connection
            try:
                with replaced_file(path) as beside, closing(sqlite3.connect(beside)) as copy:
                    source.backup(copy)  # type: ignore[union-attr]
                    copy.execute("PRAGMA journal_mode = DELETE")
            except OSError as error:
                raise StoreError(
                    f"backup '{path}' cannot be written ({error.strerror or error}); "
                    "choose a folder that exists and that you may write"
                ) from error

    def close(self) -> None:
        """Close the connections; the store may be used again."""
        self._engine.dispose()

    def _translated(self) -> AbstractContextManager[None]:
        return translated_errors(self._name)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._translated(), writing(self._engine) as connection:
            yield connection


def _article_key(article: Article) -> str:
    """Return what a reading depends on, besides the pipeline: text, dates, where it is from."""
    published = article.published
    told = (published.day, published.after, published.before, published.source)
    source = (article.sha256, article.title, article.outlet, article.url, article.language)
    return hashlib.sha256(orjson.dumps([told, source])).hexdigest()


def _is_known(connection: Connection, article: Article, fingerprint: str) -> bool:
    newest = _find_newest(connection, article.id, "fingerprint", "article_key")
    return newest is not None and tuple(newest) == (fingerprint, _article_key(article))


def _is_shown(connection: Connection, article_id: str) -> bool:
    newest = _find_newest(connection, article_id, "fingerprint")
    return newest is not None and newest.fingerprint != _WITHDRAWN


def _find_newest(connection: Connection, article_id: str, *names: str) -> Row[Any] | None:
    """Return the named columns of an article's newest reading, None when it was never read."""
    table = schema.extractions.c
    query = select(*(table[name] for name in names)).where(table.article_id == article_id)
    return connection.execute(query.order_by(table.id.desc()).limit(1)).one_or_none()


def _append_withdrawal(connection: Connection, article_id: str) -> None:
    """Append a reading without facts that stands for the article's being taken out."""
    statement = insert(schema.extractions).values(
        article_id=article_id,
        sha256="",
        fingerprint=_WITHDRAWN,
        article_key="",
        created=_now(),
        mentions=0,
        facts=0,
        discarded=0,
        document=b"",
    )
    connection.execute(statement)


def _append_extraction(
    connection: Connection, extraction: Extraction, fingerprint: str, shape_of: ShapeOf
) -> int:
    """Append a reading and return its number; the article's own row shows the newest."""
    _put_article(connection, extraction.article)
    document = orjson.dumps(extraction_document(extraction, shape_of=shape_of))
    statement = insert(schema.extractions).values(
        article_id=extraction.article.id,
        sha256=extraction.article.sha256,
        fingerprint=fingerprint,
        article_key=_article_key(extraction.article),
        created=_now(),
        mentions=len(extraction.mentions),
        facts=len(extraction.facts),
        discarded=len(extraction.discarded),
        document=zlib.compress(document),
    )
    key = connection.execute(statement).inserted_primary_key
    return int(key[0]) if key else 0


def _put_article(connection: Connection, article: Article) -> None:
    published = article.published
    values = {
        "sha256": article.sha256,
        "path": article.path.encode(errors="replace").decode(),
        **{name: getattr(article, name) for name in ("title", "outlet", "url", "language")},
        "published": published.day,
        "published_after": published.after,
        "published_before": published.before,
        "published_source": published.source,
        "text": article.text.encode(),
        "sketch": pack_sketch(sketch_text(article.text)),
    }
    table = schema.articles
    changed = connection.execute(update(table).where(table.c.id == article.id).values(values))
    if not changed.rowcount:
        connection.execute(insert(table).values(id=article.id, **values))


def _replace_facts(
    connection: Connection, saved: dict[str, tuple[int, Extraction]], shape_of: ShapeOf
) -> None:
    """Put the facts of new readings in the place of the articles' former ones."""
    table, ids = schema.facts, list(saved)
    for start in range(0, len(ids), _DELETE_IDS):
        some = ids[start : start + _DELETE_IDS]
        connection.execute(delete(table).where(table.c.article_id.in_(some)))
    frame = facts_frame((extraction for _, extraction in saved.values()), shape_of=shape_of)
    rows = make_fact_rows(frame, {article: number for article, (number, _) in saved.items()})
    if rows:
        connection.execute(insert(table), rows)


def _append_correction(connection: Connection, correction: Correction) -> None:
    connection.execute(insert(schema.corrections).values(**asdict(correction), created=_now()))
    subjects = [correction.fact_id]
    _record_change(connection, action="correct", subjects=subjects, detail=correction.property)


def _record_change(
    connection: Connection, *, action: str, subjects: Iterable[str], detail: str
) -> None:
    """Write one audit row a subject and turn the store's version."""
    created = _now()
    rows = [
        {"created": created, "action": action, "subject": subject, "detail": detail}
        for subject in subjects
    ]
    connection.execute(insert(schema.audit), rows)
    connection.execute(update(schema.state).values(revision=schema.state.c.revision + 1))


def _summaries_query() -> Select[Any]:
    """Select every article but its text, with its newest reading's counts."""
    articles, readings = schema.articles, schema.extractions
    newest = select(func.max(readings.c.id)).group_by(readings.c.article_id)
    columns = [column for column in articles.c if column.name != "text"]
    counts = (readings.c.created, readings.c.mentions, readings.c.facts, readings.c.discarded)
    joined = articles.join(readings, readings.c.article_id == articles.c.id)
    query = select(*columns, *counts).select_from(joined)
    shown = readings.c.id.in_(newest) & (readings.c.fingerprint != _WITHDRAWN)
    return query.where(shown).order_by(articles.c.id)


def _article_values(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "sha256", "path", "title", "outlet", "url", "language")
    published = Publication(
        day=row.published,
        after=row.published_after,
        before=row.published_before,
        source=row.published_source,
    )
    return {**{name: getattr(row, name) for name in names}, "published": published}


def _summarise_article(row: Row[Any]) -> ArticleSummary:
    counts = {name: getattr(row, name) for name in ("mentions", "facts", "discarded")}
    return ArticleSummary(**_article_values(row), **counts, read_at=row.created)


def _unknown_article(article_id: str, name: str) -> InputError:
    return InputError(f"no article '{article_id}' in the store '{name}'; read it with `ingest`")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
