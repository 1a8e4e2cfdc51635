"""Splits: tellings that an analyst set apart, kept as corrections beside the facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import orjson
from sqlalchemy import Connection, func, select

from geo.corroboration.joining import Apart
from geo.errors import InputError
from geo.store import schema

PROPERTY = "apart_from"
"""The property of a correction that sets a telling apart from others."""

Telling = dict[str, Any]
"""Where a telling stands: its ids, and the span and the type by which a new reading is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A row of the store's corrections but for its time; `value` is JSON, None takes one back."""

    article_id: str
    fact_id: str
    property: str
    value: str | None
    reason: str
    author: str


def make_split(
    connection: Connection, fact_id: str, *, apart_from: Iterable[str], author: str, reason: str
) -> Correction:
    """Return the correction that sets a telling apart from others, all named by their ids.

    Raises `InputError` for an unknown telling, and where there is no other.
    """
    own = _find_telling(connection, fact_id)
    others = [_find_telling(connection, one) for one in apart_from if one != fact_id]
    if not others:
        raise InputError(
            f"fact '{fact_id}' is to be set apart from none; name the tellings it is joined with"
        )
    return Correction(
        article_id=own["article_id"], fact_id=fact_id, property=PROPERTY,
        value=orjson.dumps({"own": own, "others": others}).decode(), reason=reason, author=author,
    )  # fmt: skip


def make_rejoining(connection: Connection, fact_id: str, *, author: str, reason: str) -> Correction:
    """Return the correction that takes the splits of a telling back."""
    own = _find_telling(connection, fact_id)
    return Correction(
        article_id=own["article_id"], fact_id=fact_id, property=PROPERTY, value=None,
        reason=reason, author=author,
    )  # fmt: skip


def read_apart(connection: Connection, frame: gpd.GeoDataFrame) -> Apart:
    """Return the pairs of ids in a frame of tellings that analysts have set apart.

    A telling that was read anew under another id is found again by its sentence and its type.
    """
    found = _Tellings(frame)
    return frozenset(
        frozenset(pair)
        for split in read_splits(connection)
        for own in found.find(split["own"])
        for other in split["others"]
        for pair in ((own, one) for one in found.find(other))
    )


def read_splits(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield the splits that hold: of each telling those since they were last taken back."""
    table = schema.corrections.c
    mine = table.property == PROPERTY
    taken_back = {
        row.fact_id: row.last
        for row in connection.execute(
            select(table.fact_id, func.max(table.id).label("last"))
            .where(mine, table.value.is_(None))
            .group_by(table.fact_id)
        )
    }
    kept = select(table.id, table.fact_id, table.value).where(mine, table.value.is_not(None))
    for row in connection.execute(kept.order_by(table.id)):
        if row.id > taken_back.get(row.fact_id, -1):
            yield orjson.loads(row.value)


class _Tellings:
    """Finds tellings in a frame by their id, else by where in which article they stand."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self._frame = frame

    def find(self, told: Telling) -> list[str]:
        """Return the ids under which a telling stands in the frame now."""
        of_article = self._frame[self._frame["article_id"] == told["article_id"]]
        if (of_article["id"] == told["fact_id"]).any():
            return [told["fact_id"]]
        rows = zip(of_article["id"], of_article["type"], of_article["evidence"], strict=True)
        return [
            fact_id
            for fact_id, type_, evidence in rows
            if type_ == told["type"] and _overlaps(orjson.loads(evidence), told)
        ]


def _overlaps(evidence: Iterable[dict[str, Any]], told: Telling) -> bool:
    return any(piece["start"] < told["end"] and told["start"] < piece["end"] for piece in evidence)


def _find_telling(connection: Connection, fact_id: str) -> Telling:
    table = schema.facts.c
    query = select(table.article_id, table.type, table.evidence).where(table.id == fact_id)
    row = connection.execute(query).first()
    if row is None:
        raise InputError(f"no fact '{fact_id}' in the store; name one as `export` writes its id")
    first = orjson.loads(row.evidence)[0]
    return {
        "fact_id": fact_id,
        "article_id": row.article_id,
        "type": row.type,
        "start": first["start"],
        "end": first["end"],
    }
