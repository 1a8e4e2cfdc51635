"""The evidence of chosen facts, from their articles' newest readings."""

import streamlit as st

from geo.viz.charts import render_overview
from geo.viz.evidence import find_fact, render_evidence
from geo.viz.panels import facts_told, pick_rows, render_note
from geo.viz.phrases import head_fact
from pages import common
from pages.common import Facts, Shown, t

EVIDENCE_MOST = 12


def show_chosen(facts: Facts) -> None:
    """Show the evidence of the chosen facts: of several a list, its first entry open."""
    ids = st.session_state.kept["chosen"]
    chosen = pick_rows(facts.frame, ids[:EVIDENCE_MOST])
    total = st.session_state.kept["chosen_total"]
    if chosen.empty:
        common.show_html(render_note(t("panel.gone")))
        return
    if total == 1:
        show_fact(facts, chosen["article_id"].iloc[0], chosen["id"].iloc[0])
        return
    common.show_html(render_note(f"{t('panel.spot')}: {total}", css="masar-spot"))
    for number, told in enumerate(facts_told(chosen)):
        with st.expander(head_fact(told, common.language()), expanded=number == 0):
            show_fact(facts, told["article_id"], told["id"])
    if total > len(chosen):
        common.show_html(render_note(t("panel.more")))


def show_fact(facts: Facts, article_id: str, fact_id: str, *, link: bool = True) -> None:
    """Show the evidence of one fact, with a button that opens its article."""
    article, document = common.load_reading(facts, article_id)
    told = find_fact(document, fact_id)
    if told is None:
        return
    common.show_html(render_evidence(article, document, told, common.language()))
    if link and st.button(t("fact.open_article"), key=f"read-{fact_id}", icon=":material/article:"):
        common.open_article(article_id, [fact_id])


def show_overview(facts: Facts, shown: Shown) -> None:
    """Show what there is to choose from: counts by type and by who says so."""
    common.show_html(render_note(t("panel.choose")))
    if not len(shown.rows):
        common.show_help(t("empty.filter"), t("empty.filter_help"))
        return
    seen = facts.frame[["kind", "type", "attribution_class"]].iloc[shown.rows]
    common.show_html(render_overview(seen, common.language()))
