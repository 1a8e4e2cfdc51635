"""The filters in the sidebar, shared by the pages that show facts."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from geo.crosswalk import read_fact_types
from geo.models import AttributionClass, Kind, Modality
from geo.provinces import read_provinces
from geo.viz.address import MOST_ORIGINS
from geo.viz.layers import REFERENCE_LAYERS
from geo.viz.panels import render_note
from geo.viz.places import name_known
from geo.viz.tallies import name_value
from pages import loading, output, session
from pages.session import t

ARTICLES_MOST = 100
"""Beyond so many articles the filter lists only those chosen; the reader chooses more."""

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def show_filters(facts: loading.Facts) -> None:
    """Show every filter; their values are in the session's state under the widgets' keys."""
    with st.sidebar:
        _show_province_and_date(touched_provinces(facts))
        _show_kind_and_type()
        _show_more(facts)
        _show_region()
        _show_place()
        st.button(
            t("filter.reset"), on_click=session.reset_filters, width="stretch", key="reset_filters"
        )


def touched_provinces(facts: loading.Facts) -> frozenset[str]:
    """Return the provinces that any fact names; they stand first."""
    return frozenset("|".join(facts.frame["admin1_all"].unique()).split("|"))


def show_layers() -> None:
    """Show which reference layers the map has."""
    with st.popover(t("filter.layers"), icon=":material/layers:"):
        st.pills(
            t("filter.layers"),
            REFERENCE_LAYERS,
            selection_mode="multi",
            format_func=session.namer("layer."),
            key="layers",
            label_visibility="collapsed",
        )


def _show_province_and_date(touched: frozenset[str]) -> None:
    name = _province_namer()
    st.multiselect(
        t("filter.province"),
        sorted(read_provinces(), key=lambda code: (code not in touched, name(code))),
        format_func=name,
        key="provinces",
        placeholder=t("filter.province_any"),
        select_all=False,
    )
    with st.container(key="dates", gap="xsmall"):
        _show_date("date_from")
        _show_date("date_to")
    st.toggle(t("filter.undated"), key="include_undated", help=t("filter.date_help"))
    begins, ends = st.session_state.date_from, st.session_state.date_to
    if begins and ends and begins > ends:
        output.show_help(t("error.date_order"))


def _show_date(key: str) -> None:
    st.date_input(
        t(f"filter.{key}"),
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
    )


def _show_kind_and_type() -> None:
    st.pills(
        t("filter.kind"),
        [kind.value for kind in Kind],
        selection_mode="multi",
        format_func=session.namer("kind."),
        key="kinds",
    )
    st.multiselect(
        t("filter.type"),
        list(read_fact_types()),
        format_func=session.namer("type."),
        key="types",
        placeholder=t("filter.type_any"),
        select_all=False,
    )


def _show_more(facts: loading.Facts) -> None:
    st.text_input(t("filter.text"), key="text", placeholder=t("filter.text_hint"), max_chars=200)
    with st.expander(t("filter.more")):
        st.multiselect(
            t("filter.attribution"),
            [one.value for one in AttributionClass],
            format_func=session.namer("attribution_class."),
            key="attribution_classes",
            placeholder=t("filter.attribution_any"),
            select_all=False,
        )
        st.multiselect(
            t("filter.modality"),
            [one.value for one in Modality],
            format_func=session.namer("modality."),
            key="modalities",
            placeholder=t("filter.modality_any"),
            select_all=False,
        )
        titles = loading.list_titles(facts, most=ARTICLES_MOST)
        st.multiselect(
            t("filter.article"),
            sorted(titles),
            format_func=lambda one: titles.get(one, one),
            key="articles",
            help=t("filter.article_help"),
            placeholder=t("filter.article_any"),
            select_all=False,
        )
        st.slider(t("filter.score"), 0.0, 1.0, step=0.05, key="min_score")
        st.slider(t("filter.origins"), 1, MOST_ORIGINS, key="min_origins")


def _show_region() -> None:
    """Show that an area drawn on the map restricts the facts, with a way out."""
    if session.region_ring() is None:
        return
    output.show_html(render_note(t("filter.region")))
    st.button(
        t("filter.region_clear"),
        on_click=lambda: session.take_region({}),
        key="clear_region",
        width="stretch",
    )


def _show_place() -> None:
    """Show that a place of the gazetteer restricts the facts, with a way out."""
    places = st.session_state.kept["places"]
    if not places:
        return
    names = ", ".join(name_known(one, session.language()) for one in places)
    output.show_html(render_note(f"{t('filter.place')}: {names}"))
    st.button(t("filter.place_clear"), on_click=places.clear, key="clear_place", width="stretch")


def _province_namer() -> Callable[[str], str]:
    spoken = session.language()
    return lambda code: name_value("admin1", code, spoken)
