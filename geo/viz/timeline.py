"""Facts over time: bins of days, months or years, by kind, with what fits into no bin counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.labels import label
from geo.query import EventFilter
from geo.viz.markup import Html, element, escape_text
from geo.viz.scene import KINDS

MOST_BINS = 120
_WORDS = ("name", "all", "play", "pause", "clear", "longer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A span of inclusive ISO days: facts inside by kind, and `longer` ones that reach in."""

    start: str
    end: str
    counts: dict[str, int]
    longer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bins in order, and how many facts fit into none: open to a side, or without a date.

    Every fact is in one bin's `counts`, or in `longer`, `open_sided` or `undated`; `longer` are
    bounded intervals wider than a bin, which a bin counts wherever they reach.
    """

    unit: str
    bins: tuple[Bin, ...]
    longer: int
    open_sided: int
    undated: int


def make_timeline(frame: gpd.GeoDataFrame, *, unit: str | None = None) -> Timeline:
    """Count facts in bins of a ``day``, ``month`` or ``year``; without a unit one that suits.

    Claims are statements, not happenings: leave them out of `frame`. An interval is never moved
    to its middle: what is wider than a bin is counted apart.
    """
    start, end = frame["date_start"], frame["date_end"]
    bounded = ((start != "") & (end != "")).to_numpy(dtype=bool)
    undated = ((start == "") & (end == "")).to_numpy(dtype=bool)
    open_sided = int((~bounded & ~undated).sum())
    known = frame[bounded]
    if known.empty:
        return Timeline(
            unit="month", bins=(), longer=0, open_sided=open_sided, undated=int(undated.sum())
        )
    first, last = known["date_start"].min(), known["date_end"].max()
    unit = unit or choose_unit(first, last)
    spans = list_spans(first, last, unit=unit)
    bins, longer = _count_bins(known, spans)
    return Timeline(
        unit=unit, bins=bins, longer=longer, open_sided=open_sided, undated=int(undated.sum())
    )


def choose_unit(first: str, last: str) -> str:
    """Return the finest unit that gives at most `MOST_BINS` bins between two ISO days."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if days <= MOST_BINS:
        return "day"
    return "month" if days <= MOST_BINS * 30 else "year"


def list_spans(first: str, last: str, *, unit: str) -> list[tuple[str, str]]:
    """Return the spans of a unit from the one that holds `first` to the one that holds `last`.

    >>> list_spans("2019-01-20", "2019-02-02", unit="month")
    [('2019-01-01', '2019-01-31'), ('2019-02-01', '2019-02-28')]
    """
    spans = []
    begin = _begin_span(date.fromisoformat(first), unit)
    while begin.isoformat() <= last:
        following = _next_span(begin, unit)
        spans.append((begin.isoformat(), (following - timedelta(days=1)).isoformat()))
        begin = following
    return spans


def _begin_span(day: date, unit: str) -> date:
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next_span(begin: date, unit: str) -> date:
    if unit == "day":
        return begin + timedelta(days=1)
    if unit == "month":
        return (begin + timedelta(days=32)).replace(day=1)
    return begin.replace(year=begin.year + 1)


def _count_bins(
    known: gpd.GeoDataFrame, spans: list[tuple[str, str]]
) -> tuple[tuple[Bin, ...], int]:
    starts = np.array([start for start, _ in spans])
    first = np.searchsorted(starts, known["date_start"].to_numpy(dtype=str), side="right") - 1
    last = np.searchsorted(starts, known["date_end"].to_numpy(dtype=str), side="right") - 1
    inside = first == last
    kinds = known["kind"].to_numpy(dtype=str)
    table = {
        k.value: np.bincount(first[inside & (kinds == k.value)], minlength=len(spans))
        for k in KINDS
    }
    reaching = _count_reaching(first[~inside], last[~inside], len(spans))
    bins = tuple(
        Bin(
            start=start,
            end=end,
            counts={kind: int(column[i]) for kind, column in table.items() if column[i]},
            longer=int(reaching[i]),
        )
        for i, (start, end) in enumerate(spans)
    )
    return bins, int((~inside).sum())


def _count_reaching(
    first: NDArray[np.intp], last: NDArray[np.intp], count: int
) -> NDArray[np.intp]:
    """Return how many intervals reach into each bin."""
    change = np.zeros(count + 1, dtype=np.intp)
    np.add.at(change, first, 1)
    np.add.at(change, last + 1, -1)
    return np.cumsum(change)[:-1]


def timeline_data(timeline: Timeline, event_filter: EventFilter, language: str) -> dict[str, Any]:
    """Return what the component of the timeline shows, compact towards the browser."""
    first, last = event_filter.date_from, event_filter.date_to
    chosen = None
    if (first or last) and timeline.bins:
        chosen = [first or timeline.bins[0].start, last or timeline.bins[-1].end]
    kinds = [kind.value for kind in KINDS]
    bins = [
        [b.start, b.end, tick, b.longer, *(b.counts.get(kind, 0) for kind in kinds)]
        for b, tick in zip(timeline.bins, tick_labels(timeline), strict=True)
    ]
    words = {
        **{kind: label(f"kind.{kind}", language) for kind in kinds},
        **{name: label(f"timeline.{name}", language) for name in _WORDS},
    }
    heading, notes = head_timeline(timeline, language)
    return {
        "bins": bins, "kinds": kinds, "words": words, "chosen": chosen,
        "heading": heading, "notes": notes,
    }  # fmt: skip


def head_timeline(timeline: Timeline, language: str) -> tuple[str, list[str]]:
    """Return the heading with the unit, and how many facts fit into no bin, as plain text."""
    left = {"longer": timeline.longer, "open": timeline.open_sided, "undated": timeline.undated}
    notes = [f"{label(f'timeline.left_{name}', language)}: {n}" for name, n in left.items() if n]
    unit = label(f"date_precision.{timeline.unit}", language)
    return f"{label('timeline.title', language)} · {unit}", notes


def render_timeline_note(timeline: Timeline, language: str) -> Html:
    """Return heading and notes of a timeline that has no bin to show; nothing without a fact."""
    heading, notes = head_timeline(timeline, language)
    if not notes:
        return Html("")
    return element(
        "p",
        element("b", escape_text(heading)),
        *(element("span", escape_text(part)) for part in notes),
        css="masar-timeline",
    )


def tick_labels(timeline: Timeline) -> list[str]:
    """Return a label for each bin; most are empty so that none runs into another.

    >>> tick_labels(Timeline(unit="year", bins=(), longer=0, open_sided=0, undated=0))
    []
    """
    every = max(1, round(len(timeline.bins) / 10))
    width = {"day": 10, "month": 7, "year": 4}[timeline.unit]
    return [b.start[:width] if i % every == 0 else "" for i, b in enumerate(timeline.bins)]
