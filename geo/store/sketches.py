"""Sketches of the articles in a store: which of them are reprints of each other."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from geo.store import schema
from geo.text.reprints import Sketch, is_reprint, pack_sketch, sketch_text, unpack_sketch


class Reprints:
    """Says which articles are reprints; a sketch is unpacked when it is first asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._sketches: dict[str, Sketch] = {}

    def is_reprint(self, article_id: str, other_id: str) -> bool:
        """Return whether one of two articles is a reprint of the other."""
        return is_reprint(self._find(article_id), self._find(other_id))

    def _find(self, article_id: str) -> Sketch:
        if article_id not in self._sketches:
            self._sketches[article_id] = unpack_sketch(self._packed[article_id])
        return self._sketches[article_id]


def read_sketches(connection: Connection) -> dict[str, bytes]:
    """Return the packed sketch of every article; an older store's are made from its texts."""
    table = schema.articles.c
    sketches = {row.id: row.sketch for row in connection.execute(select(table.id, table.sketch))}
    lacking = select(table.id, table.text).where(table.sketch.is_(None))
    made = {
        row.id: pack_sketch(sketch_text(row.text.decode())) for row in connection.execute(lacking)
    }
    return {**sketches, **made}
