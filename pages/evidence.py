"""The evidence of chosen facts, from their articles' newest readings."""

import streamlit as st

from geo.viz.evidence import find_fact, render_evidence
from geo.viz.panels import facts_told, pick_rows, render_note
from geo.viz.phrases import Told, head_fact
from geo.viz.reports import list_reports, render_report
from pages import loading, output, routes, session
from pages.loading import Facts, Shown
from pages.session import t

EVIDENCE_MOST = 12


def show_chosen(facts: Facts) -> None:
    """Show the evidence of the chosen facts: of several a list, its first entry open."""
    show_last_split()
    ids = st.session_state.kept["chosen"]
    wanted = dict.fromkeys(facts.fact_of.get(one, one) for one in ids[:EVIDENCE_MOST])
    chosen = pick_rows(facts.frame, wanted)
    total = st.session_state.kept["chosen_total"]
    if chosen.empty:
        output.show_html(render_note(t("panel.gone")))
        return
    if total == 1:
        show_fact(facts, chosen["article_id"].iloc[0], chosen["id"].iloc[0])
        return
    output.show_html(render_note(f"{t('panel.spot')}: {total}", css="masar-spot"))
    for number, told in enumerate(facts_told(chosen)):
        with st.expander(head_fact(told, session.language()), expanded=number == 0):
            show_fact(facts, told["article_id"], told["id"])
    if total > len(chosen):
        output.show_html(render_note(t("panel.more")))


def show_fact(facts: Facts, article_id: str, fact_id: str, *, link: bool = True) -> None:
    """Show the evidence of one fact, with a button that opens its article."""
    article, document = loading.load_reading(facts, article_id)
    told = find_fact(document, fact_id)
    if told is None:
        return
    fact = loading.find_shared(facts, fact_id)
    output.show_html(render_evidence(article, document, told, session.language(), fact=fact))
    if link and st.button(t("fact.open_article"), key=f"read-{fact_id}", icon=":material/article:"):
        routes.open_article(article_id, [fact_id])
    if fact:
        show_reports(fact, reading=article_id)
    elif fact_id in facts.apart and fact_id != st.session_state.get("split"):
        show_split(fact_id)


def show_reports(fact: Told, *, reading: str) -> None:
    """Show every report of a fact, each with a way to its article and a way out of the fact."""
    output.show_title("reports.title", level="h5")
    reports = list_reports(fact)
    for report in reports:
        key = report["fact_id"]
        output.show_html(render_report(report, session.language()))
        with st.container(horizontal=True):
            if report["article_id"] != reading and st.button(
                t("fact.open_article"), key=f"report-{key}", icon=":material/article:"
            ):
                routes.open_article(report["article_id"], [key])
            st.button(
                t("reports.split"), key=f"split-{key}", icon=":material/call_split:",
                on_click=split_fact, args=(key, [one["fact_id"] for one in reports]),
            )  # fmt: skip


def split_fact(fact_id: str, joined: list[str]) -> None:
    """Take a report out of the fact that it was joined to."""
    loading.store().split_fact(fact_id, apart_from=joined, author="reader")
    st.session_state.split = fact_id
    st.session_state.run_all = True


def rejoin_fact(fact_id: str) -> None:
    """Let a report that was taken out be joined again."""
    loading.store().rejoin_fact(fact_id, author="reader")
    st.session_state.pop("split", None)
    st.session_state.run_all = True


def show_split(fact_id: str) -> None:
    """Show that a reader took this report out of a fact, and let it be taken back."""
    output.show_html(render_note(t("reports.apart")))
    _show_rejoin("reports.rejoin", fact_id)


def show_last_split() -> None:
    """Say that a report was just taken out of what is chosen, with the way back."""
    fact_id = st.session_state.get("split")
    if fact_id:
        output.show_help(t("reports.split_done"))
        _show_rejoin("reports.undo", fact_id)


def _show_rejoin(words: str, fact_id: str) -> None:
    st.button(
        t(words), key=f"rejoin-{fact_id}", icon=":material/call_merge:",
        on_click=rejoin_fact, args=(fact_id,),
    )  # fmt: skip


def show_overview(facts: Facts, shown: Shown) -> None:
    """Show what there is to choose from: counts by type and by who says so."""
    if not len(shown.rows):
        show_nothing(facts)
        return
    output.show_html(render_note(t("panel.choose")))
    output.show_html(loading.tell_overview(facts))


def show_nothing(facts: Facts) -> None:
    """Say that no fact matches, with the way back; an empty store has been told of already."""
    if facts.frame.empty:
        return
    output.show_help(t("empty.filter"), t("empty.filter_help"))
    st.button(t("filter.reset"), on_click=_reset_filters, key="reset_here")


def _reset_filters() -> None:
    """Clear the filters from within a fragment: all the rest has to run, too."""
    session.reset_filters()
    st.session_state.run_all = True
