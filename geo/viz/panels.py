"""Lists of facts as HTML cards: claims with number and source, facts off the map with why."""

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd

from geo.frames import EXPORT_COLUMNS
from geo.labels import direction, label
from geo.query import Counts, NotDrawn, count_shown
from geo.viz.evidence import render_heading
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.phrases import (
    Told,
    name_place,
    phrase_number,
    phrase_range,
    phrase_when,
    phrase_where,
)
from geo.viz.reports import phrase_support

Row = tuple[str, list[Any]]
"""A row of a table: the fact's id and its cells.

A cell is a text or a number, or a list: what is shown, what it is sorted by, and a kind whose
sign stands before it.
"""

TABLE_COLUMNS = (
    ("type", "name"),
    ("place", "name"),
    ("when", "date"),
    ("count", "number"),
    ("killed", "number"),
    ("wounded", "number"),
    ("who", "name"),
    ("outlet", "name"),
    ("article", "title"),
    ("score", "number"),
    ("quote", "quote"),
)
"""The columns of the table of facts, in order, with what their cells hold."""


def facts_told(frame: gpd.GeoDataFrame) -> list[Told]:
    """Return the rows of a frame as told towards JSON: missing is None, evidence a list."""
    columns = {name: frame[name].tolist() for name in EXPORT_COLUMNS}
    rows = zip(*columns.values(), strict=True)
    return [_tell_row(dict(zip(columns, row, strict=True))) for row in rows]


def find_reasons(frame: gpd.GeoDataFrame) -> dict[str, NotDrawn]:
    """Return why each fact that is not on the map is not, by its id."""
    shape = frame.geometry.notna().rename("shape")
    alike = [frame["kind"], frame["modality"], frame["location_precision"], shape]
    reasons = {}
    for _, facts in frame.groupby(alike, sort=False):
        for reason, _count in count_shown(facts.iloc[:1]).reasons:
            reasons.update(dict.fromkeys(facts["id"], reason))
    return reasons


def render_card(told: Told, language: str, *, reason: NotDrawn | None = None) -> Html:
    """Return a fact in short: what, its number, where, when, who says so and its first quote."""
    number = phrase_number(told, language)
    who = label(f"attribution_class.{told['attribution_class']}", language)
    said = [escape_text(who), *([isolated(told["attribution"])] if told["attribution"] else [])]
    parts = [
        render_heading(told, language),
        element("p", number, css="masar-number") if number else Html(""),
        element(
            "p", join(phrase_where(told, language), escape_text(" · "), phrase_when(told, language))
        ),
        element("p", join(*said, separator=" · "), css="masar-who"),
        element("blockquote", escape_text(told["evidence"][0]["quote"]), dir="auto"),
    ]
    if support := phrase_support(told, language):
        parts.append(element("p", escape_text(support), css="masar-note"))
    if reason:
        why = label(f"not_drawn.{reason}", language)
        parts.append(element("p", escape_text(why), css="masar-reason"))
    return element("article", *parts, css="masar-card")


def render_counts(counts: Counts, language: str, *, total: int) -> Html:
    """Return how many facts are on the map and how many not; they add up to what matches."""
    cells = (
        ("on_map", str(counts.on_map)),
        ("not_on_map", str(counts.not_on_map)),
        ("shown", f"{counts.total} {label('count.of', language)} {total}"),
    )
    parts = [
        element("span", escape_text(f"{label(f'count.{name}', language)} "), element("b", number))
        for name, number in cells
    ]
    return element("p", *parts, css="masar-counts", role="status")


def render_reasons(counts: Counts, language: str) -> Html:
    """Return why facts are not on the map, each reason with its number."""
    items = [
        element(
            "li", element("b", str(count)), escape_text(f" {label(f'not_drawn.{why}', language)}")
        )
        for why, count in counts.reasons
    ]
    return element("ul", *items, css="masar-reasons")


def render_note(text: str, *, css: str = "masar-note") -> Html:
    """Return a sentence of help."""
    return element("p", escape_text(text), css=css)


def table_columns(names: Iterable[tuple[str, str]], language: str) -> list[dict[str, str]]:
    """Return the columns of a table by name, with their labels in the reader's language."""
    return [
        {"name": name, "label": label(f"column.{name}", language), "kind": kind}
        for name, kind in names
    ]


def table_facts(frame: gpd.GeoDataFrame, language: str) -> list[Row]:
    """Return facts as rows of plain text, in the order of `TABLE_COLUMNS`."""
    return [(told["id"], _table_cells(told, language)) for told in facts_told(frame)]


def _table_cells(told: Told, language: str) -> list[Any]:
    return [
        signed_type(told, language),
        plain_place(told, language),
        plain_when(told, language),
        plain_number(told, "count", language),
        plain_number(told, "killed", language),
        plain_number(told, "wounded", language),
        plain_who(told, language),
        told["source_outlet"] or "",
        told["article_title"] or "",
        round(told["score"], 2),
        told["evidence"][0]["quote"] if told["evidence"] else "",
    ]


def signed_type(told: Told, language: str) -> list[str]:
    """Return the cell of a fact's type, with the sign of its kind; what was only tried says so."""
    name = label(f"type.{told['type']}", language)
    if told["modality"] != "asserted":
        told_as = label(f"modality.{told['modality']}", language)
        name = f"{name} ({told_as})"
    return [name, name, told["kind"]]


def plain_who(told: Told, language: str) -> str:
    """Return the class of who says so as plain text."""
    return label(f"attribution_class.{told['attribution_class']}", language)


def plain_when(told: Told, language: str) -> list[str]:
    """Return the cell of a fact's days, sorted by the first that is known.

    A whole month or year is shown as its ISO prefix, an open side in words.
    """
    start, end = told["date_start"] or "", told["date_end"] or ""
    return [_phrase_span(start, end, told["date_precision"], language), start or end]


def _phrase_span(start: str, end: str, precision: str, language: str) -> str:
    if not (start or end):
        return ""
    if not (start and end):
        word = label("date.since" if start else "date.until", language)
        return f"{word} {_isolate_day(start or end)}"
    width = {"month": 7, "year": 4}.get(precision, 10)
    if start[:width] == end[:width]:
        return _isolate_day(start[:width])
    return f"{_isolate_day(start)} – {_isolate_day(end)}"


def _isolate_day(day: str) -> str:
    """Return an ISO day that keeps its order of digits in a text of either direction."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{day}\N{POP DIRECTIONAL ISOLATE}"


def plain_place(told: Told, language: str) -> str:
    """Return the place as plain text; of a movement from where to where."""
    if not told["origin_id"]:
        return name_place(told, language)
    ends = [name_place(told, language, end=end) for end in ("origin", "destination")]
    arrow = " \N{LEFTWARDS ARROW} " if direction(language) == "rtl" else " \N{RIGHTWARDS ARROW} "
    return arrow.join(end for end in ends if end)


def plain_number(told: Told, name: str, language: str) -> str:
    """Return a number as plain text, empty if none is told."""
    low, high = told[f"{name}_min"], told[f"{name}_max"]
    return "" if low is None and high is None else phrase_range(low, high, language)


def _tell_row(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: None if _is_missing(value) else value for name, value in row.items()}
    return {**told, "evidence": orjson.loads(row["evidence"]), "places": []}


def _is_missing(value: object) -> bool:
    return value is pd.NA or value == "" or (isinstance(value, float) and pd.isna(value))


def pick_rows(frame: gpd.GeoDataFrame, ids: Iterable[str]) -> gpd.GeoDataFrame:
    """Return the facts with these ids, in the order of the ids."""
    wanted = list(ids)
    found = frame[frame["id"].isin(wanted)]
    order = {one: place for place, one in enumerate(wanted)}
    return found.iloc[found["id"].map(order).argsort().to_numpy()]
