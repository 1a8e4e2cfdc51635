"""The evidence of chosen facts, from their articles' newest readings."""

import streamlit as st

from geo.viz.evidence import find_fact, render_evidence
from geo.viz.panels import pick_rows, render_note
from pages import common
from pages.common import Facts, t

EVIDENCE_MOST = 12


def show_chosen(facts: Facts) -> None:
    """Show the evidence of the chosen facts, with a way to each article."""
    ids = st.session_state.kept["chosen"]
    if not ids:
        common.show_html(render_note(t("panel.choose")))
        return
    chosen = pick_rows(facts.frame, ids[:EVIDENCE_MOST])
    total = st.session_state.kept["chosen_total"]
    if chosen.empty:
        common.show_html(render_note(t("panel.gone")))
    if total > 1:
        common.show_html(render_note(f"{t('panel.spot')}: {total}", css="masar-spot"))
    for article_id, fact_id in zip(chosen["article_id"], chosen["id"], strict=True):
        show_fact(article_id, fact_id)
    if total > len(chosen):
        common.show_html(render_note(t("panel.more")))


def show_fact(article_id: str, fact_id: str, *, link: bool = True) -> None:
    """Show the evidence of one fact, with a button that opens its article."""
    article = common.store().load_article(article_id)
    document = common.store().load_document(article_id)
    told = find_fact(document, fact_id)
    if told is None:
        return
    common.show_html(render_evidence(article, document, told, common.language()))
    if link and st.button(t("fact.open_article"), key=f"read-{fact_id}", icon=":material/article:"):
        common.open_article(article_id, [fact_id])
