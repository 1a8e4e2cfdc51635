"""Timeline and analysis: counts by month, type and province; two periods side by side."""

from datetime import date

import geopandas as gpd
import streamlit as st

from geo.models import Kind
from geo.viz.charts import render_multiples, render_outside, render_ranking
from geo.viz.panels import render_note, table_columns
from geo.viz.tallies import (
    COMPARISON_COLUMNS,
    Period,
    compare_periods,
    count_by_month,
    count_by_province,
    count_outside_months,
    default_periods,
    select_anytime,
    told_happened,
)
from pages import components, loading, output, routes, session
from pages.session import t

KINDS = (Kind.INCIDENT, Kind.SECURITY, Kind.MOVEMENT, Kind.PRESENCE)
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def show_page() -> None:
    """Show the timeline, then each kind by itself."""
    facts = loading.load_facts()
    output.show_title("page.analysis", "analysis.note")
    components.show_timeline(facts)
    kind = Kind(
        st.segmented_control(
            t("filter.kind"),
            [one.value for one in KINDS],
            format_func=session.namer("kind."),
            default=KINDS[0].value,
            required=True,
            key="analysis_kind",
        )
    )
    output.show_html(render_note(t(f"analysis.{kind.value}_note")))
    frame = told_happened(facts.frame.iloc[loading.match_shown(facts).rows], kind)
    if frame.empty:
        output.show_help(t("empty.filter"), t("empty.filter_help"))
    else:
        show_months(frame, kind)
    show_comparison(told_happened(select_anytime(facts.frame, session.current_filter()), kind))


def show_months(frame: gpd.GeoDataFrame, kind: Kind) -> None:
    """Show counts by month and type, and by province."""
    months, provinces = st.columns([3, 2], gap="medium")
    with months:
        output.show_title("analysis.by_month", level="h2")
        table = count_by_month(frame, "type")
        if not table.empty:
            multiples = render_multiples(table, session.language(), column="type", css=kind.value)
            output.show_html(multiples)
        output.show_html(render_outside(count_outside_months(frame), session.language()))
    with provinces:
        output.show_title("analysis.by_province", level="h2")
        counts = count_by_province(frame)
        ranking = render_ranking(counts, session.language(), column="admin1", css=kind.value)
        output.show_html(ranking)


def show_comparison(frame: gpd.GeoDataFrame) -> None:
    """Compare the counts of two periods, by type or by province."""
    output.show_title("analysis.compare", "analysis.compare_note", level="h2")
    periods = default_periods(frame)
    columns = st.columns(len(periods), gap="large")
    chosen = []
    for number, (column, period) in enumerate(zip(columns, periods, strict=True), 1):
        with column:
            chosen.append(_choose_period(number, period))
    by = st.segmented_control(
        t("analysis.compare"),
        ("type", "admin1"),
        format_func=session.namer("analysis.by_"),
        default="type",
        required=True,
        key="compare_by",
        label_visibility="collapsed",
    )
    if None in chosen:
        output.show_help(t("analysis.compare_help"))
        return
    rows = compare_periods(frame, *chosen, column=by, language=session.language())
    if not rows:
        output.show_help(t("analysis.compare_empty"))
        return
    components.show_table(
        table_columns(COMPARISON_COLUMNS, session.language()),
        rows,
        caption=t("analysis.compare"),
        key="compare_table",
        on_choose=lambda _value: None,
    )


def _choose_period(number: int, period: Period) -> Period | None:
    name = t(f"analysis.period_{number}")
    first, last = st.columns(2)
    begins = first.date_input(
        f"{name} · {t('filter.date_from')}",
        date.fromisoformat(period.start),
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="YYYY-MM-DD",
        key=f"period_{number}_from",
    )
    ends = last.date_input(
        f"{name} · {t('filter.date_to')}",
        date.fromisoformat(period.end),
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="YYYY-MM-DD",
        key=f"period_{number}_to",
    )
    if not (begins and ends) or begins > ends:
        return None
    return Period(start=begins.isoformat(), end=ends.isoformat())


routes.run_page(show_page)
