"""Counts of facts by month, type and province, each kind apart, and two periods side by side."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.labels import LANGUAGES, label
from geo.models import DRAWN_MODALITIES, Kind
from geo.provinces import read_provinces
from geo.query import EventFilter, match_facts
from geo.viz.panels import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Inclusive ISO days."""

    start: str
    end: str


def told_happened(frame: gpd.GeoDataFrame, kind: Kind) -> gpd.GeoDataFrame:
    """Return the facts of one kind that are told as having happened or having been tried."""
    return frame[(frame["kind"] == kind.value) & frame["modality"].isin(DRAWN_MODALITIES)]


def count_by_month(frame: gpd.GeoDataFrame, column: str) -> pd.DataFrame:
    """Return counts by month (rows, none left out) and value of `column` (most told first).

    Only facts whose interval lies within one month are counted; see `count_outside_months`.
    """
    inside = frame[_is_within_month(frame)]
    if inside.empty:
        return pd.DataFrame()
    month = pd.PeriodIndex(inside["date_start"].str[:7], freq="M")
    table = pd.crosstab(month, inside[column].to_numpy())
    table = table.reindex(pd.period_range(month.min(), month.max(), freq="M"), fill_value=0)
    table.index = pd.Index(table.index.astype(str), name="month")
    return table[table.sum().sort_values(ascending=False, kind="stable").index]


def count_outside_months(frame: gpd.GeoDataFrame) -> int:
    """Return how many facts reach over a month's end, are open to a side or have no date."""
    return int((~_is_within_month(frame)).sum())


def count_by_province(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return how many facts have their place in each province; "" is none or several."""
    counts: pd.Series = frame["admin1"].value_counts()
    return counts


def compare_periods(
    frame: gpd.GeoDataFrame, first: Period, second: Period, *, column: str, language: str
) -> list[Row]:
    """Return one row a value of `column`: its name, its counts in both periods, the change.

    A fact counts in a period only when its interval lies wholly inside.
    """
    counts = [_count_within(frame, period, column) for period in (first, second)]
    values = sorted(set(counts[0].index) | set(counts[1].index))
    rows = [(v, int(counts[0].get(v, 0)), int(counts[1].get(v, 0))) for v in values]
    rows.sort(key=lambda row: (-row[1] - row[2], row[0]))
    return [
        (value, [name_value(column, value, language), before, after, f"{after - before:+d}"])
        for value, before, after in rows
    ]


def name_value(column: str, value: str, language: str) -> str:
    """Return the name of a type or of a province; "" is no province or several."""
    if column != "admin1":
        return label(f"{column}.{value}", language)
    if not value:
        return label("analysis.no_province", language)
    province = read_provinces().get(value)
    if province is None:
        return value
    return province.name_ar if language == LANGUAGES[0] else province.name_en


def anytime(event_filter: EventFilter) -> EventFilter:
    """Return the filter without its dates."""
    return replace(event_filter, date_from=None, date_to=None, include_undated=True)


def select_anytime(frame: gpd.GeoDataFrame, event_filter: EventFilter) -> gpd.GeoDataFrame:
    """Return the facts that match everything but the dates."""
    return frame[match_facts(frame, anytime(event_filter))]


def _is_within_month(frame: gpd.GeoDataFrame) -> Any:
    start, end = frame["date_start"], frame["date_end"]
    return np.asarray((start != "") & (start.str[:7] == end.str[:7]), dtype=bool)


def _count_within(frame: gpd.GeoDataFrame, period: Period, column: str) -> pd.Series:
    start, end = frame["date_start"], frame["date_end"]
    inside = (start != "") & (end != "") & (start >= period.start) & (end <= period.end)
    counts: pd.Series = frame.loc[inside, column].value_counts()
    return counts


COMPARISON_COLUMNS = (
    ("value", "name"),
    ("period_1", "number"),
    ("period_2", "number"),
    ("change", "number"),
)
"""The columns of the comparison of two periods, in order, with what their cells hold."""


def default_periods(frame: gpd.GeoDataFrame) -> tuple[Period, Period]:
    """Return the two halves of the time that bounded facts cover; without any, two past years."""
    known = frame[(frame["date_start"] != "") & (frame["date_end"] != "")]
    if known.empty:
        last = date.today().replace(month=1, day=1) - timedelta(days=1)  # noqa: DTZ011
        first = last.replace(year=last.year - 1)
        years = [Period(start=f"{d.year}-01-01", end=f"{d.year}-12-31") for d in (first, last)]
        return years[0], years[1]
    begins = date.fromisoformat(known["date_start"].min())
    ends = date.fromisoformat(known["date_end"].max())
    middle = begins + (ends - begins) / 2
    return (
        Period(start=begins.isoformat(), end=middle.isoformat()),
        Period(start=(middle + timedelta(days=1)).isoformat(), end=ends.isoformat()),
    )
