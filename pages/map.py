"""The map: facts drawn as precisely as they are known, with their evidence beside them."""

import streamlit as st
from streamlit_folium import st_folium

from geo.exchange.geojson import MEDIA_TYPE, geojson_bytes
from geo.models import Kind
from geo.query import count_shown, is_drawn
from geo.viz.address import PANELS
from geo.viz.basemap import base_map
from geo.viz.evidence import find_fact, render_evidence
from geo.viz.layers import Look, shown_group
from geo.viz.panels import (
    facts_told,
    pick_rows,
    render_card,
    render_counts,
    render_note,
    render_reasons,
    table_facts,
)
from pages import common, filters
from pages.common import Facts, t

EVIDENCE_MOST = 12
CARDS_MOST = 20
ROWS_MOST = 300
MAP_HEIGHT_PX = 620


def show_page() -> None:
    """Show the map and its panel, or a sentence of help where there is nothing to show."""
    facts = common.load_facts()
    if facts.frame.empty:
        common.show_help(t("empty.store"), t("empty.store_help"))
    show_map_and_panel(facts)


@st.fragment
def show_map_and_panel(facts: Facts) -> None:
    """Show the map beside its panel; a click or a move runs only this part again."""
    shown = common.match_shown(facts)
    map_column, panel_column = st.columns([3, 2], gap="medium")
    with map_column:
        show_map(facts, shown)
        show_counts(facts, shown)
    with panel_column:
        show_panel(facts, facts.frame[shown])
    common.sync_address()


def show_map(facts: Facts, shown) -> None:
    """Show the map: a constant base, and one layer that changes."""
    scene = facts.scene
    look = Look(
        language=common.language(),
        theme=common.theme(),
        layers=tuple(st.session_state.kept["layers"]),
        view=st.session_state.opening_view,
    )
    ids = facts.frame["id"].iloc[scene.rows]
    chosen = ids.isin(st.session_state.kept["chosen"]).to_numpy().nonzero()[0]
    with st.container(key="map_frame"):
        st_folium(
            base_map(),
            key="map",
            height=MAP_HEIGHT_PX,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=shown_group(
                scene, shown=shown[scene.rows], chosen=chosen, look=look
            ),
            on_change=lambda: take_map_event(facts),
        )


def take_map_event(facts: Facts) -> None:
    """Take what the map sends: where it was moved to, which facts were clicked."""
    told = st.session_state.get("map") or {}
    if told.get("view"):
        st.session_state.kept["view"] = tuple(told["view"])
    if told.get("clicked", 0) == st.session_state.get("clicked", 0):
        return
    st.session_state.clicked = told["clicked"]
    if told.get("scene") == facts.scene.id:
        rows = facts.scene.rows[told["rows"]]
        ids = facts.frame["id"].iloc[rows].tolist()
        common.choose_facts(ids, total=told["total"], panel="evidence")


def show_counts(facts: Facts, shown) -> None:
    """Show counts that add up, the layers and the download."""
    counts = count_shown(facts.frame[shown])
    common.show_html(render_counts(counts, common.language(), total=len(facts.frame)))
    with st.container(horizontal=True, vertical_alignment="center"):
        filters.show_layers()
        st.download_button(
            t("download.geojson"),
            data=lambda: geojson_bytes(facts.frame[shown]),
            file_name=f"{t('download.file')}.geojson",
            mime=MEDIA_TYPE,
            on_click="ignore",
            icon=":material/download:",
            disabled=not counts.total,
            key="download_geojson",
        )


def show_panel(facts: Facts, frame) -> None:
    """Show the panel that the reader chose."""
    claims = frame[frame["kind"] == Kind.CLAIM]
    off_map = frame[~is_drawn(frame)]
    numbers = {"claims": len(claims), "off_map": len(off_map), "list": len(frame)}
    st.segmented_control(
        t("panel.evidence"),
        PANELS,
        format_func=lambda name: " ".join(
            [t(f"panel.{name}"), *([f"({numbers[name]})"] if name in numbers else [])]
        ),
        key="panel",
        required=True,
        label_visibility="collapsed",
    )
    show = {
        "evidence": lambda: show_evidence(facts),
        "claims": lambda: show_cards(claims, name="claims"),
        "off_map": lambda: show_cards(off_map, name="off_map"),
        "list": lambda: show_list(facts, frame),
    }
    with st.container(key="panel_body"):
        show[st.session_state.panel]()


def show_evidence(facts: Facts) -> None:
    """Show the evidence of the chosen facts, the first of them open."""
    ids = st.session_state.kept["chosen"]
    if not ids:
        common.show_html(render_note(t("panel.choose")))
        return
    chosen = pick_rows(facts.frame, ids[:EVIDENCE_MOST])
    total = st.session_state.kept["chosen_total"]
    if total > 1:
        common.show_html(render_note(f"{t('panel.spot')}: {total}", css="masar-spot"))
    for article_id, fact_id in zip(chosen["article_id"], chosen["id"], strict=True):
        show_fact(article_id, fact_id)
    if total > len(chosen):
        common.show_html(render_note(t("panel.more")))


def show_fact(article_id: str, fact_id: str) -> None:
    """Show the evidence of one fact from its article's newest reading."""
    article = common.store().load_article(article_id)
    document = common.store().load_document(article_id)
    told = find_fact(document, fact_id)
    if told:
        common.show_html(render_evidence(article, document, told, common.language()))


def show_cards(frame, *, name: str) -> None:
    """Show facts as cards, each with a way to its evidence."""
    common.show_html(render_note(t(f"panel.{name}_note")))
    if frame.empty:
        common.show_help(t(f"panel.no_{name}"))
        return
    if name == "off_map":
        common.show_html(render_reasons(count_shown(frame), common.language()))
    for told in facts_told(frame.iloc[:CARDS_MOST]):
        one = frame[frame["id"] == told["id"]]
        reason = count_shown(one).reasons[0][0] if name == "off_map" else None
        common.show_html(render_card(told, common.language(), reason=reason))
        st.button(
            t("panel.evidence"),
            key=f"evidence-{name}-{told['id']}",
            on_click=common.choose_facts,
            args=([told["id"]],),
            kwargs={"panel": "evidence"},
        )
    if len(frame) > CARDS_MOST:
        common.show_html(render_note(t("panel.more")))


def show_list(facts: Facts, frame) -> None:
    """Show all facts as a table; a chosen row shows its evidence below."""
    if frame.empty:
        common.show_help(t("empty.filter"), t("empty.filter_help"))
        return
    table = table_facts(frame.iloc[:ROWS_MOST], common.language())
    st.dataframe(
        table,
        hide_index=True,
        height=260,
        key="table",
        on_select=lambda: take_row(table),
        selection_mode="single-row",
        column_config={name: t(f"column.{name}") for name in table.columns},
    )
    if len(frame) > ROWS_MOST:
        common.show_html(render_note(t("panel.more")))
    if st.session_state.kept["chosen"]:
        show_evidence(facts)


def take_row(table) -> None:
    """Choose the fact of the row that was clicked."""
    rows = st.session_state.table["selection"]["rows"]
    common.choose_facts([table.index[row] for row in rows])


show_page()
