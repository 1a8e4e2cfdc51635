"""Corridors: movements over the border, from where, across what, to where, and who says so."""

import geopandas as gpd
import streamlit as st

from geo.models import Kind
from geo.viz.corridors import (
    BORDER_COLUMNS,
    CORRIDOR_COLUMNS,
    focus_section,
    make_flow,
    table_border,
    table_corridors,
)
from geo.viz.layers import Look, shown_group
from geo.viz.panels import facts_told, render_note, table_columns
from pages import components, evidence, loading, output, routes, session
from pages.loading import Facts, Shown
from pages.session import t


def show_page() -> None:
    """Show the movements that match the filters, the chosen one's evidence, and the border."""
    facts = loading.load_facts()
    shown = loading.match_shown(facts)
    frame = facts.frame.iloc[shown.rows]
    movements = frame[frame["kind"] == Kind.MOVEMENT.value]
    output.show_title("page.corridors", "corridors.note")
    diagram, small_map = st.columns([3, 2], gap="medium")
    with diagram:
        show_flow(movements)
    with small_map:
        show_map(facts, shown)
    table, side = st.columns([3, 2], gap="medium")
    with table:
        if not movements.empty:
            show_movements(movements)
    with side:
        show_evidence(facts, movements)
    show_border()


def show_flow(movements: gpd.GeoDataFrame) -> None:
    """Show from where, across what and to where the movements lead."""
    if movements.empty:
        output.show_help(t("corridors.empty"), t("empty.filter_help"))
        return
    flow = make_flow(facts_told(movements), session.language())
    components.mount("flow", {**flow, "name": t("corridors.diagram")}, key="flow")


def show_movements(movements: gpd.GeoDataFrame) -> None:
    """Show the table of movements; a row chooses one."""
    language = session.language()
    chosen = _list_chosen(movements)
    components.show_table(
        table_columns(CORRIDOR_COLUMNS, language),
        table_corridors(facts_told(movements), language),
        caption=t("page.corridors"),
        key="corridors_table",
        on_choose=lambda fact: session.choose_facts([fact]),
        chosen=chosen[0] if chosen else None,
    )


def show_border() -> None:
    """Show the sections of the border from north to south; a row shows one on the map."""
    output.show_title("corridors.border", "corridors.border_note", level="h2")
    components.show_table(
        table_columns(BORDER_COLUMNS, session.language()),
        table_border(session.language()),
        caption=t("corridors.border"),
        key="border_table",
        on_choose=lambda section: st.session_state.update(section=section),
        chosen=st.session_state.get("section"),
    )


def show_map(facts: Facts, shown: Shown) -> None:
    """Show the movements alone on a small map, which follows the chosen section."""
    moving = (facts.frame["kind"] == Kind.MOVEMENT.value).to_numpy()[facts.scene.rows]
    focus, outline = focus_section(st.session_state.get("section", "")) or (None, None)
    look = Look(
        language=session.language(),
        theme=session.theme(),
        view=(34.8, 41.3, 6),
        focus=focus,
        outline=outline,
        tools=False,
        legend=False,
    )
    group = shown_group(
        facts.scene,
        shown=shown.marks & moving,
        chosen=loading.chosen_rows(facts),
        look=look,
        least=shown.least,
    )
    components.show_map(group, key="corridors_map", on_change=lambda: take_click(facts))


def take_click(facts: Facts) -> None:
    """Choose the facts of a mark that was clicked on the small map."""
    told = st.session_state.get("corridors_map") or {}
    clicked = loading.find_clicked(facts, told)
    if clicked is not None:
        session.choose_facts(clicked)


def show_evidence(facts: Facts, movements: gpd.GeoDataFrame) -> None:
    """Show who says so of the chosen movement."""
    if _list_chosen(movements):
        evidence.show_chosen(facts)
    else:
        output.show_html(render_note(t("corridors.choose")))


def _list_chosen(movements: gpd.GeoDataFrame) -> list[str]:
    known = set(movements["id"])
    return [one for one in st.session_state.kept["chosen"] if one in known]


routes.run_page(show_page)
