"""Splits: tellings that an analyst set apart, kept as corrections beside the facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import orjson
from sqlalchemy import Connection, func, select

from geo.errors import InputError
from geo.facts.corroboration import Apart
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
    fact_id: str, frame: gpd.GeoDataFrame, joined: gpd.GeoDataFrame, *, author: str, reason: str
) -> Correction:
    """Return the correction that sets a telling apart from all it is joined with.

    Parameters
    ----------
    frame, joined : the tellings, and the facts that were made of them

    Raises
    ------
    InputError
        For an unknown telling, and for one that is joined with none.
    """
    own = _find_telling(fact_id, frame)
    others = [_find_telling(one, frame) for one in list_tellings(fact_id, joined) if one != fact_id]
    if not others:
        raise InputError(f"fact '{fact_id}' is told by one article only; nothing is to be split")
    return Correction(
        article_id=own["article_id"], fact_id=fact_id, property=PROPERTY,
        value=orjson.dumps({"own": own, "others": others}).decode(), reason=reason, author=author,
    )  # fmt: skip


def make_rejoining(
    fact_id: str, frame: gpd.GeoDataFrame, *, author: str, reason: str
) -> Correction:
    """Return the correction that takes the splits of a telling back."""
    own = _find_telling(fact_id, frame)
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


def list_tellings(fact_id: str, joined: gpd.GeoDataFrame) -> list[str]:
    """Return the ids of the tellings of the fact that a telling is part of, the earliest first."""
    several = joined[joined["reports"] > 1]
    for evidence in several.loc[several["evidence"].str.contains(fact_id, regex=False), "evidence"]:
        ids = list(dict.fromkeys(piece["fact_id"] for piece in orjson.loads(evidence)))
        if fact_id in ids:
            return ids
    return [fact_id]


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


def _find_telling(fact_id: str, frame: gpd.GeoDataFrame) -> Telling:
    row = frame[frame["id"] == fact_id]
    if row.empty:
        raise InputError(f"no fact '{fact_id}' in the store; name one as `export` writes its id")
    first = orjson.loads(row["evidence"].iloc[0])[0]
    return {
        "fact_id": fact_id,
        "article_id": str(row["article_id"].iloc[0]),
        "type": str(row["type"].iloc[0]),
        "start": first["start"],
        "end": first["end"],
    }
