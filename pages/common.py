"""What the pages share: the state of the session and its address, loaded facts, help texts."""

import gc
import runpy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from geo.corroborations import map_tellings
from geo.crosswalk import read_fact_types
from geo.labels import LANGUAGES, direction, label
from geo.models import Article, AttributionClass, Kind, Modality
from geo.provinces import read_provinces
from geo.query import Counts, EventFilter, count_shown, is_drawn, match_facts
from geo.settings import ROOT, store_url
from geo.store import ArticleSummary, Store, open_store
from geo.viz.address import Address, read_address, write_address
from geo.viz.articles import order_articles
from geo.viz.basemap import STATIC_ROOT, address_file
from geo.viz.colours import theme_rules
from geo.viz.evidence import Document
from geo.viz.layers import REFERENCE_LAYERS
from geo.viz.markup import Html, element, escape_text
from geo.viz.panels import facts_told, pick_rows
from geo.viz.phrases import Told
from geo.viz.reports import list_reports
from geo.viz.scene import Scene, build_scene, write_scene
from geo.viz.timeline import Timeline, make_timeline

WIDGET_KEYS = (
    *("language", "provinces", "date_from", "date_to", "include_undated", "kinds", "types"),
    *("attribution_classes", "modalities", "min_score", "min_origins", "articles"),
    *("text", "layers", "panel"),
)
"""Keys of the widgets whose values make the address."""


OPTIONS: Mapping[str, Callable[[], Collection[str]]] = {
    "language": lambda: LANGUAGES,
    "provinces": read_provinces,
    "kinds": lambda: tuple(Kind),
    "types": read_fact_types,
    "attribution_classes": lambda: tuple(AttributionClass),
    "modalities": lambda: tuple(Modality),
    "layers": lambda: REFERENCE_LAYERS,
}
"""What the widgets whose options we name may say, by their key."""

PAGE_ICON = "🧭"

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


def t(key: str) -> str:
    """Return the words for `key` in the session's language."""
    return label(key, language())


def namer(prefix: str) -> Callable[[str], str]:
    """Return what names options in the session's language: the words for `prefix` + option."""
    spoken = language()
    return lambda option: label(f"{prefix}{option}", spoken)


def language() -> str:
    """Return the session's language."""
    return str(st.session_state.kept["language"])


def theme() -> str:
    """Return `light` or `dark`, as the browser shows the page."""
    return st.context.theme.type or "light"


def run_page(show_page: Callable[[], None]) -> None:
    """Show a page, by way of the router where Streamlit ran the page by itself.

    Until the router first runs on a server, Streamlit takes ``pages/`` for its own and runs the
    page that an address names.
    """
    if st.session_state.get("routed"):
        show_page()
    else:
        runpy.run_path(str(ROOT / "app.py"))


# ---- session and address ----------------------------------------------------------------------


def start_session() -> None:
    """Read the address once a session; bring back values of widgets that another page dropped."""
    if "kept" not in st.session_state:
        parameters = {name: st.query_params.get_all(name) for name in st.query_params}
        address, unknown = read_address(parameters)
        st.session_state.kept = _keep_address(address)
        st.session_state.unknown = unknown
    kept = st.session_state.kept
    spoken = kept["language"]
    for key in WIDGET_KEYS:
        if _is_understood(key):
            kept[key] = st.session_state[key]
        else:
            st.session_state[key] = kept[key]
    if kept["language"] != spoken:
        _put_values()


def _put_values() -> None:
    """Give every widget its value anew: browsers know options by their words."""
    for key in WIDGET_KEYS:
        st.session_state[key] = st.session_state.kept[key]


def keep_values() -> None:
    """Take over what the widgets say now."""
    for key in WIDGET_KEYS:
        if _is_understood(key):
            st.session_state.kept[key] = st.session_state[key]


def _is_understood(key: str) -> bool:
    """Say whether a widget has a value that we know.

    Browsers name options by their words: one that has not heard of another language yet may
    still send those of the language before.
    """
    if key not in st.session_state:
        return False
    value = st.session_state[key]
    values = {value} if isinstance(value, str) else value
    return key not in OPTIONS or set(values or ()) <= set(OPTIONS[key]())


def sync_address() -> None:
    """Let the browser's address say what the session shows."""
    keep_values()
    wanted = write_address(current_address())
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def current_address() -> Address:
    """Return the state of the session."""
    kept = st.session_state.kept
    return Address(
        language=kept["language"],
        event_filter=current_filter(),
        layers=tuple(kept["layers"]),
        view=kept["view"],
        chosen=tuple(kept["chosen"]),
        panel=kept["panel"] or "evidence",
        reading=kept["reading"],
        place=kept["place"],
    )


def current_filter() -> EventFilter:
    """Return what the session's filters ask for."""
    kept = st.session_state.kept
    return EventFilter(
        provinces=frozenset(kept["provinces"]),
        date_from=_iso_or_none(kept["date_from"]),
        date_to=_iso_or_none(kept["date_to"]),
        include_undated=kept["include_undated"],
        kinds=frozenset(Kind(value) for value in kept["kinds"]),
        types=frozenset(kept["types"]),
        attribution_classes=frozenset(
            AttributionClass(value) for value in kept["attribution_classes"]
        ),
        modalities=frozenset(Modality(value) for value in kept["modalities"]),
        min_score=float(kept["min_score"]),
        min_origins=int(kept["min_origins"]),
        articles=frozenset(kept["articles"]),
        places=frozenset(kept["places"]),
        text=kept["text"],
        bbox=kept["bbox"],
        polygon=kept["polygon"],
    )


def reset_filters() -> None:
    """Clear every filter; language, layers and view stay."""
    plain = _keep_address(replace(Address(), language=language()))
    for key in (*WIDGET_KEYS, "places", "bbox", "polygon"):
        if key not in {"language", "layers", "panel"}:
            st.session_state.kept[key] = plain[key]
            if key in WIDGET_KEYS:
                st.session_state[key] = plain[key]


def choose_facts(ids: list[str], *, total: int | None = None, panel: str | None = None) -> None:
    """Choose facts whose evidence is shown; `total` says how many lay at the spot."""
    st.session_state.kept["chosen"] = ids
    st.session_state.kept["chosen_total"] = len(ids) if total is None else total
    if panel:
        st.session_state.kept["panel"] = st.session_state.panel = panel


def open_article(article_id: str, chosen: list[str]) -> None:
    """Go to the reader of an article with these facts chosen."""
    choose_facts(chosen)
    st.session_state.kept["reading"] = article_id
    st.switch_page("pages/articles.py")


def show_article_on_map(article_id: str) -> None:
    """Go to the map with the facts of one article."""
    st.session_state.kept["articles"] = [article_id]
    st.session_state.pop("articles", None)
    st.switch_page("pages/map.py")


def open_place(place_id: str) -> None:
    """Go to a place of the gazetteer."""
    st.session_state.kept["place"] = place_id
    st.switch_page("pages/gazetteer.py")


def show_place_on_map(place_id: str) -> None:
    """Go to the map with the facts that are told of one place, under no other filter."""
    reset_filters()
    st.session_state.kept["places"] = [place_id]
    st.switch_page("pages/map.py")


def list_titles(facts: "Facts", *, most: int) -> dict[str, str]:
    """Return the titles of articles by id: all of them, or where there are many the filter's."""
    chosen = set(st.session_state.articles)
    few = len(facts.articles) <= most
    titles = {one: one for one in chosen}
    for article in facts.articles:
        if few or article.id in chosen:
            titles[article.id] = article.title or article.path or article.id
    return titles


def chosen_rows(facts: "Facts") -> NDArray[np.intp]:
    """Return the rows of the scene whose facts are chosen."""
    ids = facts.frame["id"].iloc[facts.scene.rows]
    chosen = [facts.fact_of.get(one, one) for one in st.session_state.kept["chosen"]]
    return np.flatnonzero(ids.isin(chosen).to_numpy())


def find_shared(facts: "Facts", fact_id: str) -> Told | None:
    """Return the fact that several articles tell, a telling's among them; None for any other."""
    row = pick_rows(facts.frame, [facts.fact_of[fact_id]]) if fact_id in facts.fact_of else None
    return None if row is None else facts_told(row)[0]


def find_in_article(facts: "Facts", fact_id: str, article_id: str) -> str:
    """Return the id under which an article tells a fact."""
    shared = find_shared(facts, fact_id)
    reports = list_reports(shared) if shared else []
    return next((one["fact_id"] for one in reports if one["article_id"] == article_id), fact_id)


def is_new(told: Mapping[str, Any], name: str) -> bool:
    """Say whether an event of the map, known by its time, has not been taken yet."""
    seen = st.session_state.setdefault("events", {})
    if told.get(name) is None or told[name] == seen.get(name):
        return False
    seen[name] = told[name]
    return True


def take_view(told: Mapping[str, Any]) -> None:
    """Keep where the map was moved to."""
    if told.get("view"):
        st.session_state.kept["view"] = tuple(told["view"])


def take_region(region: Mapping[str, Any]) -> None:
    """Filter to what was drawn: a box, a polygon, or nothing."""
    kept = st.session_state.kept
    kept["bbox"] = tuple(region["box"]) if region.get("box") else None
    kept["polygon"] = tuple(map(tuple, region["ring"])) if region.get("ring") else None


def region_ring() -> tuple[tuple[float, float], ...] | None:
    """Return the corners (lon, lat) of the area that the filter asks for, None if none."""
    kept = st.session_state.kept
    if kept["polygon"]:
        return tuple(kept["polygon"])
    if not kept["bbox"]:
        return None
    west, south, east, north = kept["bbox"]
    return ((west, south), (east, south), (east, north), (west, north))


def _keep_address(address: Address) -> dict[str, Any]:
    wanted = address.event_filter
    return {
        "language": address.language or _browser_language(),
        "provinces": sorted(wanted.provinces),
        "date_from": _date_or_none(wanted.date_from),
        "date_to": _date_or_none(wanted.date_to),
        "include_undated": wanted.include_undated,
        "kinds": sorted(str(one) for one in wanted.kinds),
        "types": sorted(wanted.types),
        "attribution_classes": sorted(str(one) for one in wanted.attribution_classes),
        "modalities": sorted(str(one) for one in wanted.modalities),
        "min_score": wanted.min_score,
        "min_origins": wanted.min_origins,
        "articles": sorted(wanted.articles),
        "places": sorted(wanted.places),
        "text": wanted.text,
        "bbox": wanted.bbox,
        "polygon": wanted.polygon,
        "layers": list(address.layers),
        "view": address.view,
        "chosen": list(address.chosen),
        "chosen_total": len(address.chosen),
        "panel": address.panel,
        "reading": address.reading,
        "place": address.place,
    }


def _browser_language() -> str:
    wanted = (st.context.locale or "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[-1]


def _iso_or_none(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date_or_none(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


# ---- facts ------------------------------------------------------------------------------------


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
    st.Page(run_page, title="-", icon=PAGE_ICON)  # Streamlit reads its table of emojis


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


def match_shown(facts: Facts) -> Shown:
    """Return what matches the session's filters."""
    return _match_version(store_url(), facts.version, current_filter())


@st.cache_resource(show_spinner=False, max_entries=32, hash_funcs={EventFilter: hash})
def _count_version(url: str, version: int, event_filter: EventFilter) -> Timeline:
    frame = _load_version(url, version).frame
    mask = _match_version(url, version, event_filter).mask
    told = frame[["kind", "date_start", "date_end"]][mask]
    return make_timeline(told[told["kind"] != Kind.CLAIM.value])


def count_timeline(facts: Facts) -> Timeline:
    """Return the facts over time under every filter but that of dates."""
    anytime = replace(current_filter(), date_from=None, date_to=None)
    return _count_version(store_url(), facts.version, anytime)


def set_period(first: str | None, last: str | None) -> None:
    """Filter to a period; None opens a side."""
    for key, day in (("date_from", first), ("date_to", last)):
        st.session_state[key] = st.session_state.kept[key] = _date_or_none(day)


# ---- what every page shows --------------------------------------------------------------------


def show_html(*parts: Html) -> None:
    """Show markup that `geo.viz` built, in the direction of the session's language."""
    st.html(element("div", *parts, css="masar", dir=direction(language()), lang=language()))


def show_title(key: str, note: str = "", *, level: str = "h1") -> None:
    """Show a page's title, or a section's, with a sentence about it."""
    parts = [element(level, escape_text(t(key)))]
    if note:
        parts.append(element("p", escape_text(t(note)), css="masar-note"))
    show_html(element("header", *parts, css="masar-title"))


def show_help(title: str, help_text: str = "") -> None:
    """Show an empty or failed state with a sentence of help."""
    parts = [element("p", escape_text(title), css="masar-help-title")]
    if help_text:
        parts.append(element("p", escape_text(help_text)))
    show_html(element("section", *parts, css="masar-help"))


def show_style() -> None:
    """Give the page its style, its direction and its language."""
    way = direction(language())
    mirror = _MIRRORED if way == "rtl" else ""
    words = f':root{{--masar-upload:"{t("articles.choose_files")}"}}'
    sheet = f'@import url("{address_page_file("masar/page.css")}");'
    rules = f"{words}{theme_rules(theme(), ':root')}html,body,.stApp{{direction:{way}}}{mirror}"
    st.html(f"<style>{sheet}{rules}</style>")


@cache
def address_page_file(name: str) -> str:
    """Return the address of a static file as a page asks for it, marked with its content."""
    return f"app/static/{address_file(name).removeprefix(STATIC_ROOT)}"


_MIRRORED = (
    '[data-testid="stIconMaterial"]{transform:scaleX(-1)}'
    '[data-testid="stSidebar"][data-collapsed="true"]{display:none}'
)
