"""The state of a session and its address: language, filters, what is chosen, where the map is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from geo.crosswalk import read_fact_types
from geo.labels import LANGUAGES, label
from geo.models import AttributionClass, Kind, Modality
from geo.provinces import read_provinces
from geo.query import EventFilter
from geo.viz.address import Address, read_address, write_address
from geo.viz.layers import REFERENCE_LAYERS

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
    st.session_state.pop("split", None)
    st.session_state.kept["chosen"] = ids
    st.session_state.kept["chosen_total"] = len(ids) if total is None else total
    if panel:
        st.session_state.kept["panel"] = st.session_state.panel = panel


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


def set_period(first: str | None, last: str | None) -> None:
    """Filter to a period; None opens a side."""
    for key, day in (("date_from", first), ("date_to", last)):
        st.session_state[key] = st.session_state.kept[key] = _date_or_none(day)
