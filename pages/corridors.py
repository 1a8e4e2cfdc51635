"""Corridors: movements over the border, from where, across what, to where, and who says so."""

import geopandas as gpd
import streamlit as st

from geo.models import Kind
from geo.viz.corridors import (
    BORDER_COLUMNS,
    CORRIDOR_COLUMNS,
    make_flow,
    table_border,
    table_corridors,
)
from geo.viz.panels import facts_told, render_note, table_columns
from pages import common, components, evidence
from pages.common import t


def show_page() -> None:
    """Show the movements that match the filters, the chosen one's evidence, and the border."""
    facts = common.load_facts()
    frame = facts.frame.iloc[common.match_shown(facts).rows]
    movements = frame[frame["kind"] == Kind.MOVEMENT.value]
    common.show_title("page.corridors", "corridors.note")
    if movements.empty:
        common.show_help(t("corridors.empty"), t("empty.filter_help"))
    else:
        show_movements(facts, movements)
    show_border()


def show_movements(facts: common.Facts, movements: gpd.GeoDataFrame) -> None:
    """Show the diagram, the table and the evidence of the chosen movement."""
    language = common.language()
    told = facts_told(movements)
    components.mount(
        "flow", {**make_flow(told, language), "name": t("corridors.diagram")}, key="flow"
    )
    table, panel = st.columns([3, 2], gap="medium")
    chosen = [one for one in st.session_state.kept["chosen"] if one in set(movements["id"])]
    with table:
        components.show_table(
            table_columns(CORRIDOR_COLUMNS, language),
            table_corridors(told, language),
            caption=t("page.corridors"),
            key="corridors_table",
            on_choose=lambda fact: common.choose_facts([fact]),
            chosen=chosen[0] if chosen else None,
        )
    with panel:
        if chosen:
            evidence.show_chosen(facts)
        else:
            common.show_html(render_note(t("corridors.choose")))


def show_border() -> None:
    """Show the sections of the border from north to south with their crossings."""
    common.show_title("corridors.border", "corridors.border_note", level="h2")
    components.show_table(
        table_columns(BORDER_COLUMNS, common.language()),
        table_border(common.language()),
        caption=t("corridors.border"),
        key="border_table",
        on_choose=lambda _section: None,
    )


common.run_page(show_page)
