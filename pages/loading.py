"""The facts and articles of the store, loaded once a version and shared by every session."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from geo.corroboration.corroborated import map_tellings
from geo.models import Article, Kind
from geo.query import Counts, EventFilter, count_shown, is_drawn, match_facts
from geo.settings import store_url
from geo.store import ArticleSummary, Store, open_store
from geo.viz.articles import order_articles
from geo.viz.charts import render_overview
from geo.viz.evidence import Document
from geo.viz.markup import Html
from geo.viz.panels import facts_told, pick_rows
from geo.viz.phrases import Told
from geo.viz.reports import list_reports
from geo.viz.scene import Scene, build_scene, write_scene
from geo.viz.timeline import Timeline, make_timeline
from pages import output, session
from pages.session import t

NOTHING: NDArray[np.bool_] = np.zeros(0, dtype=bool)
"""What is shown where no fact is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """All facts of one version of the store, shared by every session and never changed.

    `fact_of` is the fact that a telling in one of several articles is part of, by their ids;
    `apart` are the ids of the tellings that readers set apart.
    """

    version: int
    frame: gpd.GeoDataFrame
    scene: Scene
    articles: tuple[ArticleSummary, ...]
    fact_of: Mapping[str, str]
    apart: frozenset[str]


def list_titles(facts: Facts, *, most: int) -> dict[str, str]:
    """Return the titles of articles by id: all of them, or where there are many the filter's."""
    chosen = set(st.session_state.articles)
    few = len(facts.articles) <= most
    titles = {one: one for one in chosen}
    for article in facts.articles:
        if few or article.id in chosen:
            titles[article.id] = article.title or article.path or article.id
    return titles


def chosen_rows(facts: Facts) -> NDArray[np.intp]:
    """Return the rows of the scene whose facts are chosen."""
    chosen = [facts.fact_of.get(one, one) for one in st.session_state.kept["chosen"]]
    if not chosen:
        return np.zeros(0, dtype=np.intp)
    places = np.flatnonzero(facts.frame["id"].isin(chosen).to_numpy())
    return np.flatnonzero(np.isin(facts.scene.rows, places))


def find_shared(facts: Facts, fact_id: str) -> Told | None:
    """Return the fact that several articles tell, a telling's among them; None for any other."""
    row = pick_rows(facts.frame, [facts.fact_of[fact_id]]) if fact_id in facts.fact_of else None
    return None if row is None else facts_told(row)[0]


def find_in_article(facts: Facts, fact_id: str, article_id: str) -> str:
    """Return the id under which an article tells a fact."""
    shared = find_shared(facts, fact_id)
    reports = list_reports(shared) if shared else []
    return next((one["fact_id"] for one in reports if one["article_id"] == article_id), fact_id)


@st.cache_resource(show_spinner=False)
def load_store(url: str) -> Store:
    """Open the store once a server."""
    return open_store(url)


def store() -> Store:
    """Return the open store."""
    return load_store(store_url())


def load_facts() -> Facts:
    """Return the facts of the store's present version, read once and shared."""
    version = store().version()
    if st.session_state.get("version") == version:
        return _load_version(store_url(), version)
    with st.spinner(t("loading")):
        facts = _load_version(store_url(), version)
    st.session_state.version = version
    return facts


def prepare() -> None:
    """Load the facts before anyone asks for them, outside any session."""
    _load_version(store_url(), store().version())
    st.Page(load_facts, title="-", icon=output.PAGE_ICON)  # Streamlit reads its table of emojis


def load_reading(facts: Facts, article_id: str) -> tuple[Article, Document]:
    """Return an article and its newest reading."""
    return _load_reading(store_url(), facts.version, article_id)


@st.cache_resource(show_spinner=False, max_entries=128)
def _load_reading(url: str, version: int, article_id: str) -> tuple[Article, Document]:  # noqa: ARG001
    source = load_store(url)
    return source.load_article(article_id), source.load_document(article_id)


@st.cache_resource(show_spinner=False, max_entries=2)
def _load_version(url: str, version: int) -> Facts:
    source = load_store(url)
    frame = source.load_corroborated_facts()
    scene = build_scene(frame)
    write_scene(scene)
    articles = tuple(order_articles(source.article_list()))
    gc.collect()
    gc.freeze()
    return Facts(
        version=version, frame=frame, scene=scene, articles=articles,
        fact_of=map_tellings(frame), apart=source.load_splits(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """What matches the filters, shared by every session that asks for the same.

    Parameters
    ----------
    mask : which facts match, one truth value a row of the frame
    marks : which facts match whatever their score, one truth value a row of the scene
    claims, off_map : positions in the frame of claims, and of facts without a mark
    """

    mask: NDArray[np.bool_]
    marks: NDArray[np.bool_]
    rows: NDArray[np.intp]
    claims: NDArray[np.intp]
    off_map: NDArray[np.intp]
    counts: Counts
    least: float


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={EventFilter: hash})
def _match_version(url: str, version: int, event_filter: EventFilter) -> Shown:
    facts = _load_version(url, version)
    any_score = match_facts(facts.frame, replace(event_filter, min_score=0.0))
    mask = any_score & (facts.frame["score"].to_numpy() >= event_filter.min_score)
    seen = facts.frame[["kind", "modality", "location_precision", "geometry"]][mask]
    rows = np.flatnonzero(mask)
    return Shown(
        mask=mask,
        marks=any_score[facts.scene.rows],
        rows=rows,
        claims=rows[(seen["kind"] == Kind.CLAIM.value).to_numpy()],
        off_map=rows[~is_drawn(seen)],
        counts=count_shown(seen),
        least=event_filter.min_score,
    )


def find_clicked(facts: Facts, told: Mapping[str, Any]) -> list[str] | None:
    """Return the ids of facts that a map tells were clicked, None when none is told anew."""
    if not session.is_new(told, "clicked") or told.get("scene") != facts.scene.id:
        return None
    ids: list[str] = facts.frame["id"].iloc[facts.scene.rows[told["rows"]]].tolist()
    return ids


def match_shown(facts: Facts) -> Shown:
    """Return what matches the session's filters."""
    return _match_version(store_url(), facts.version, session.current_filter())


@st.cache_resource(show_spinner=False, max_entries=32, hash_funcs={EventFilter: hash})
def _count_version(url: str, version: int, event_filter: EventFilter) -> Timeline:
    frame = _load_version(url, version).frame
    mask = _match_version(url, version, event_filter).mask
    told = frame[["kind", "date_start", "date_end"]][mask]
    return make_timeline(told[told["kind"] != Kind.CLAIM.value])


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={EventFilter: hash})
def _tell_version(url: str, version: int, event_filter: EventFilter, language: str) -> Html:
    rows = _match_version(url, version, event_filter).rows
    seen = _load_version(url, version).frame[["kind", "type", "attribution_class"]].iloc[rows]
    return render_overview(seen, language)


def tell_overview(facts: Facts) -> Html:
    """Return counts by type and by who says so of what matches the session's filters."""
    wanted = session.current_filter()
    return _tell_version(store_url(), facts.version, wanted, session.language())


def count_timeline(facts: Facts) -> Timeline:
    """Return the facts over time under every filter but that of dates."""
    anytime = replace(session.current_filter(), date_from=None, date_to=None)
    return _count_version(store_url(), facts.version, anytime)
