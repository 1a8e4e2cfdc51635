"""The gazetteer: the places that Masar knows, searched by any of their names."""

import streamlit as st

from geo.models import Place
from geo.query import match_places
from geo.viz.layers import Look, shown_group
from geo.viz.outlines import outline_place
from geo.viz.panels import render_note, table_columns
from geo.viz.places import (
    AROUND_COLUMNS,
    PLACE_COLUMNS,
    FoundPlace,
    find_known,
    focus_place,
    render_place,
    render_use,
    search_places,
    table_around,
    table_places,
    write_position,
)
from pages import components, loading, output, routes, session
from pages.session import t

PLACES_MOST = 50


def show_page() -> None:
    """Show a search over names, what it finds, and the chosen place on a small map."""
    output.show_title("page.gazetteer", "gazetteer.note")
    text = st.text_input(
        t("gazetteer.search"),
        key="gazetteer_text",
        placeholder=t("gazetteer.hint"),
        max_chars=100,
        on_change=lambda: take_place(""),
    )
    found = search_places(text, most=PLACES_MOST)
    chosen = choose_place(found)
    table, panel = st.columns([3, 2], gap="medium")
    with table:
        if found:
            show_found(found, chosen)
        else:
            output.show_help(t("gazetteer.empty"), t("gazetteer.empty_help"))
        if chosen:
            show_around(chosen.place)
    with panel:
        if chosen:
            show_place(chosen)


def take_place(place_id: str) -> None:
    """Choose a place; an empty id leaves the choice to the search."""
    st.session_state.kept["place"] = place_id


def choose_place(found: list[FoundPlace]) -> FoundPlace | None:
    """Return the chosen place, one that the search did not find too, else the first found."""
    wanted = st.session_state.kept["place"]
    among = next((one for one in found if one.place.id == wanted), None)
    return among or find_known(wanted) or next(iter(found), None)


def show_found(found: list[FoundPlace], chosen: FoundPlace | None) -> None:
    """Show the places that a search found."""
    components.show_table(
        table_columns(PLACE_COLUMNS, session.language()),
        table_places(found, session.language()),
        caption=t("page.gazetteer"),
        key="gazetteer_table",
        on_choose=take_place,
        chosen=chosen.place.id if chosen else None,
    )
    if len(found) == PLACES_MOST:
        output.show_html(render_note(t("gazetteer.more")))


def show_around(place: Place) -> None:
    """Show what holds a place and what lies near it; each leads to its own entry."""
    rows = table_around(place, session.language())
    if not rows:
        return
    output.show_title("gazetteer.around", "gazetteer.around_note", level="h2")
    components.show_table(
        table_columns(AROUND_COLUMNS, session.language()),
        rows,
        caption=t("gazetteer.around"),
        key="around_table",
        on_choose=take_place,
    )


def show_place(found: FoundPlace) -> None:
    """Show what is known of a place, where it lies, and how many facts are told of it."""
    place = found.place
    show_place_map(place)
    show_use(place)
    output.show_html(render_place(found, session.language()))
    output.show_html(render_note(t("gazetteer.copy")))
    st.code(write_position(place), language=None)


def show_use(place: Place) -> None:
    """Show how many facts are told of a place, with the way to them on the map."""
    frame = loading.load_facts().frame
    told = frame[match_places(frame, frozenset({place.id}))]
    output.show_html(render_use(told, session.language()))
    if not told.empty and st.button(t("gazetteer.on_map"), icon=":material/map:", key="use_on_map"):
        routes.show_place_on_map(place.id)


def show_place_map(place: Place) -> None:
    """Show where a place lies: its outline, or the circle of its reach."""
    focus = focus_place(place)
    look = Look(
        language=session.language(), theme=session.theme(), view=(*focus[:2], 8), focus=focus,
        outline=outline_place(place), tools=False, legend=False,
    )  # fmt: skip
    group = shown_group(None, shown=loading.NOTHING, chosen=(), look=look)
    components.show_map(group, key="place_map")


routes.run_page(show_page)
