"""The map: facts drawn as precisely as they are known, with their evidence beside them."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from geo.query import Counts
from geo.viz.address import PANELS
from geo.viz.layers import Look, shown_group
from geo.viz.panels import (
    TABLE_COLUMNS,
    facts_told,
    find_reasons,
    render_card,
    render_counts,
    render_note,
    render_reasons,
    table_columns,
    table_facts,
)
from pages import components, downloads, evidence, filters, loading, output, routes, session
from pages.loading import Facts, Shown
from pages.session import t

CARDS_MOST = 20
ROWS_MOST = 300
MAP_HEIGHT_PX = 480


def show_page() -> None:
    """Show the map and its panel, or a sentence of help where there is nothing to show."""
    facts = loading.load_facts()
    if facts.frame.empty:
        output.show_help(t("empty.store"), t("empty.store_help"))
    show_map_and_panel(facts)
    components.show_timeline(facts)


@st.fragment
def show_map_and_panel(facts: Facts) -> None:
    """Show the map beside its panel; a click or a move runs only this part again."""
    if st.session_state.pop("run_all", False):
        st.rerun(scope="app")
    shown = loading.match_shown(facts)
    map_column, panel_column = st.columns([3, 2], gap="medium")
    with map_column:
        show_map(facts, shown)
        show_counts(facts, shown)
    with panel_column:
        show_panel(facts, shown)
    session.sync_address()


def show_map(facts: Facts, shown: Shown) -> None:
    """Show the map: a constant base, and one layer that changes."""
    scene = facts.scene
    look = Look(
        language=session.language(),
        theme=session.theme(),
        layers=tuple(st.session_state.kept["layers"]),
        view=st.session_state.opening_view,
        region=session.region_ring(),
    )
    group = shown_group(
        scene,
        shown=shown.marks,
        chosen=loading.chosen_rows(facts),
        look=look,
        least=shown.least,
    )
    components.show_map(
        group,
        key="map",
        height_px=MAP_HEIGHT_PX,
        frame="map_frame",
        on_change=lambda: take_map_event(facts),
    )


def take_map_event(facts: Facts) -> None:
    """Take what the map sends: where it was moved to, what was clicked or drawn."""
    told = st.session_state.get("map") or {}
    session.take_view(told)
    clicked = loading.find_clicked(facts, told)
    if clicked is not None:
        session.choose_facts(clicked, total=told["total"], panel="evidence")
    if session.is_new(told, "drawn"):
        session.take_region(told["region"])
        st.session_state.run_all = True


def show_counts(facts: Facts, shown: Shown) -> None:
    """Show counts that add up, the layers and the downloads."""
    with st.container(horizontal=True, vertical_alignment="center", key="map_tools"):
        output.show_html(render_counts(shown.counts, session.language(), total=len(facts.frame)))
        filters.show_layers()
        downloads.show_downloads(facts, shown)


def show_panel(facts: Facts, shown: Shown) -> None:
    """Show the panel that the reader chose."""
    numbers = {
        "claims": len(shown.claims),
        "off_map": len(shown.off_map),
        "list": len(shown.rows),
    }
    name = session.namer("panel.")
    st.session_state.panel = st.session_state.kept["panel"] = st.session_state.panel or PANELS[0]
    st.segmented_control(
        t("panel.evidence"),
        PANELS,
        format_func=lambda one: f"{name(one)} ({numbers[one]})" if one in numbers else name(one),
        key="panel",
        required=True,
        wrap=True,
        label_visibility="collapsed",
    )
    show = {
        "evidence": lambda: show_evidence(facts, shown),
        "claims": lambda: show_cards(facts, shown.claims, name="claims"),
        "off_map": lambda: show_cards(facts, shown.off_map, name="off_map", counts=shown.counts),
        "list": lambda: show_list(facts, shown.rows),
    }
    with st.container(key="panel_body"):
        show[st.session_state.panel]()


def show_evidence(facts: Facts, shown: Shown) -> None:
    """Show the evidence of what is chosen, or an overview to choose from."""
    if st.session_state.kept["chosen"]:
        evidence.show_chosen(facts)
    else:
        evidence.show_overview(facts, shown)


def show_cards(
    facts: Facts, rows: NDArray[np.intp], *, name: str, counts: Counts | None = None
) -> None:
    """Show facts as cards, each with a way to its evidence."""
    output.show_html(render_note(t(f"panel.{name}_note")))
    if not len(rows):
        output.show_help(t(f"panel.no_{name}"))
        return
    if counts:
        output.show_html(render_reasons(counts, session.language()))
    first = facts.frame.iloc[rows[:CARDS_MOST]]
    reasons = find_reasons(first) if counts else {}
    for told in facts_told(first):
        output.show_html(render_card(told, session.language(), reason=reasons.get(told["id"])))
        st.button(
            t("panel.evidence"),
            key=f"evidence-{name}-{told['id']}",
            on_click=session.choose_facts,
            args=([told["id"]],),
            kwargs={"panel": "evidence"},
        )
    if len(rows) > CARDS_MOST:
        output.show_html(render_note(t("panel.more")))


def show_list(facts: Facts, rows: NDArray[np.intp]) -> None:
    """Show all facts as a table; a chosen row shows its evidence below."""
    if not len(rows):
        evidence.show_nothing(facts)
        return
    chosen = st.session_state.kept["chosen"]
    components.show_table(
        table_columns(TABLE_COLUMNS, session.language()),
        table_facts(facts.frame.iloc[rows[:ROWS_MOST]], session.language()),
        caption=t("panel.list"),
        key="table",
        on_choose=lambda fact: session.choose_facts([fact]),
        chosen=chosen[0] if len(chosen) == 1 else None,
    )
    if len(rows) > ROWS_MOST:
        output.show_html(render_note(t("panel.more")))
    if chosen:
        evidence.show_chosen(facts)


routes.run_page(show_page)
