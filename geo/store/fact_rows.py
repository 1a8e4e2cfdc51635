"""Rows of the table of facts, from a frame and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.frames import FACT_COLUMNS, frame_columns, plain_values
from geo.store.schema import BOUNDS

TABLE_COLUMNS = (*FACT_COLUMNS[:-1], "wkb")
"""What is read back, in this order; the bounds are for queries in the database only."""


def make_fact_rows(
    frame: gpd.GeoDataFrame, extraction_ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the rows of a frame; `extraction_ids` by article id. Missing becomes None."""
    columns = {name: plain_values(frame[name]) for name in FACT_COLUMNS[:-1]}
    columns["wkb"] = shapely.to_wkb(frame.geometry.to_numpy()).tolist()
    bounds = frame.geometry.bounds.astype(object).where(lambda value: value.notna(), None)
    columns |= {name: bounds[name].tolist() for name in BOUNDS}
    columns["extraction_id"] = [extraction_ids[article] for article in columns["article_id"]]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def frame_fact_rows(chunks: Iterable[Sequence[Sequence[Any]]]) -> gpd.GeoDataFrame:
    """Return rows of `TABLE_COLUMNS`, which come in chunks, as one frame of facts."""
    frames = [_frame_chunk(rows) for rows in chunks]
    if not frames:
        return frame_columns({name: [] for name in FACT_COLUMNS[:-1]}, [])
    return pd.concat(frames, ignore_index=True)


def _frame_chunk(rows: Sequence[Sequence[Any]]) -> gpd.GeoDataFrame:
    columns = dict(zip(TABLE_COLUMNS, zip(*rows, strict=True), strict=True))
    wkb = np.array(columns.pop("wkb"), dtype=object)
    return frame_columns(columns, shapely.from_wkb(wkb))
