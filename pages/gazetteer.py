"""The gazetteer: the places that Masar knows, searched by any of their names."""

import streamlit as st
from streamlit_folium import st_folium

from geo.viz.basemap import base_map
from geo.viz.layers import Look, shown_group
from geo.viz.panels import render_note, table_columns
from geo.viz.places import PLACE_COLUMNS, focus_place, render_place, search_places, table_places
from pages import common, components
from pages.common import t

PLACES_MOST = 50


def show_page() -> None:
    """Show a search over names, what it finds, and the chosen place on a small map."""
    common.show_title("page.gazetteer", "gazetteer.note")
    text = st.text_input(
        t("gazetteer.search"), key="gazetteer_text", placeholder=t("gazetteer.hint"), max_chars=100
    )
    found = search_places(text, most=PLACES_MOST)
    if not found:
        common.show_help(t("gazetteer.empty"), t("gazetteer.empty_help"))
        return
    ids = [one.place.id for one in found]
    chosen = st.session_state.get("place")
    chosen = chosen if chosen in ids else ids[0]
    table, panel = st.columns([3, 2], gap="medium")
    with table:
        components.show_table(
            table_columns(PLACE_COLUMNS, common.language()),
            table_places(found, common.language()),
            caption=t("page.gazetteer"),
            key="gazetteer_table",
            on_choose=lambda place: st.session_state.update(place=place),
            chosen=chosen,
        )
        if len(found) == PLACES_MOST:
            common.show_html(render_note(t("gazetteer.more")))
    with panel:
        one = found[ids.index(chosen)]
        common.show_html(render_place(one, common.language()))
        show_place_map(focus_place(one.place))


def show_place_map(focus: tuple[float, float, float]) -> None:
    """Show where a place lies."""
    look = Look(
        language=common.language(), theme=common.theme(), view=(*focus[:2], 8), focus=focus,
        tools=False, legend=False,
    )  # fmt: skip
    with st.container(key="small_map_frame"):
        st_folium(
            base_map(),
            key="place_map",
            height=360,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=shown_group(None, shown=common.NOTHING, chosen=(), look=look),
        )


common.run_page(show_page)
