"""Lists of facts as HTML cards: claims with number and source, facts off the map with why."""

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd

from geo.frames import EXPORT_COLUMNS
from geo.labels import label
from geo.query import Counts, NotDrawn
from geo.viz.evidence import render_heading
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.phrases import Told, phrase_number, phrase_range, phrase_when, phrase_where

TABLE_COLUMNS = (
    *(
        "kind",
        "type",
        "place",
        "date_start",
        "date_end",
        "count",
        "killed",
        "who",
        "score",
        "quote",
    ),
)
"""The columns of the table of facts, in order."""


def facts_told(frame: gpd.GeoDataFrame) -> list[Told]:
    """Return the rows of a frame as told towards JSON: missing is None, evidence a list."""
    columns = {name: frame[name].tolist() for name in EXPORT_COLUMNS}
    rows = zip(*columns.values(), strict=True)
    return [_tell_row(dict(zip(columns, row, strict=True))) for row in rows]


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


def table_facts(frame: gpd.GeoDataFrame, language: str) -> pd.DataFrame:
    """Return facts as a plain table in the reader's language, indexed by id."""
    rows = [_table_row(told, language) for told in facts_told(frame)]
    return pd.DataFrame(rows, columns=list(TABLE_COLUMNS), index=frame["id"].tolist())


def _table_row(told: Told, language: str) -> dict[str, Any]:
    return {
        "kind": label(f"kind_one.{told['kind']}", language),
        "type": label(f"type.{told['type']}", language),
        "place": _plain_place(told, language),
        "date_start": told["date_start"] or "",
        "date_end": told["date_end"] or "",
        "count": _plain_number(told, "count", language),
        "killed": _plain_number(told, "killed", language),
        "who": label(f"attribution_class.{told['attribution_class']}", language),
        "score": told["score"],
        "quote": told["evidence"][0]["quote"] if told["evidence"] else "",
    }


def _plain_place(told: Told, language: str) -> str:
    order = ("ar", "en") if language == "ar" else ("en", "ar")
    ends = ("origin", "destination") if told["origin_id"] else ("place",)
    names = [next((told[f"{end}_{o}"] for o in order if told[f"{end}_{o}"]), "") for end in ends]
    return " ← ".join(names) if language == "ar" else " → ".join(names)


def _plain_number(told: Told, name: str, language: str) -> str:
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
