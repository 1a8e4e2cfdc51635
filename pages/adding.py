"""Texts to add: the forms for pasted and uploaded ones, and the report on what became of them."""

from collections import Counter
from typing import Any

import streamlit as st

from geo.errors import InputError
from geo.models import Article
from geo.viz.articles import REPORT_COLUMNS
from geo.viz.panels import Row, render_note, table_columns
from pages import components, loading, output, session, uploads
from pages.reading import FIRST_DAY, LAST_DAY, take_article
from pages.session import t

VIEWS = ("read", "add")
"""What the page of articles shows: the reader, or these forms."""


def show_add() -> None:
    """Show the report on the texts read last, and the forms for pasted and uploaded ones."""
    reports = st.session_state.get("reports")
    if reports:
        show_reports(reports)
    paste, upload = st.columns(2, gap="large")
    with paste:
        show_paste()
    with upload:
        show_upload()


def show_paste() -> None:
    """Show the form for one pasted text."""
    output.show_title("articles.paste", level="h2")
    with st.form("paste", border=False):
        text = st.text_area(t("articles.text"), height=220, key="paste_text")
        title = st.text_input(t("articles.title"), key="paste_title", help=t("articles.title_help"))
        outlet = st.text_input(t("fact.outlet"), key="paste_outlet")
        day = st.date_input(
            t("articles.date"), None, min_value=FIRST_DAY, max_value=LAST_DAY,
            format="YYYY-MM-DD", key="paste_date",
        )  # fmt: skip
        sent = st.form_submit_button(t("articles.read_text"), type="primary")
    if not sent:
        return
    try:
        article = uploads.read_pasted(
            text, title=title, outlet=outlet, published=day.isoformat() if day else None
        )
    except InputError as error:
        output.show_problem("articles.refused", error)
        return
    keep_articles([article])


def show_upload() -> None:
    """Show the form for text files, several at once, with or without a manifest."""
    output.show_title("articles.upload", "articles.upload_help", level="h2")
    with st.form("upload", border=False, clear_on_submit=True):
        files = st.file_uploader(
            t("articles.files"), type=["txt", "csv"], accept_multiple_files=True, key="files"
        )
        sent = st.form_submit_button(t("articles.read_files"), type="primary")
    if not (sent and files):
        return
    try:
        keep_articles(list(uploads.read_uploads(files)))
    except InputError as error:
        output.show_problem("articles.refused", error)


def keep_articles(results: list[Article | InputError]) -> None:
    """Read and keep each article, showing progress, and remember what was found."""
    bar = st.progress(0.0, t("articles.reading"))
    reports = []
    for number, result in enumerate(results, 1):
        reports.append(uploads.report_article(loading.store(), result))
        bar.progress(number / len(results), f"{t('articles.reading')} {number} / {len(results)}")
    st.session_state.reports = reports
    st.session_state.reports_read = st.session_state.get("reports_read", 0) + 1
    st.rerun()


def show_reports(reports: list[uploads.Report]) -> None:
    """Show what became of each text; a row opens its article."""
    output.show_title("articles.report", level="h2")
    output.show_html(render_note(sum_up(reports)))
    refused_first = sorted(reports, key=lambda one: one.outcome is not uploads.Outcome.REFUSED)
    rows: list[Row] = [
        (one.article_id, [one.name, *tell_outcome(one), tell_problem(one), one.detail])
        for one in refused_first
    ]
    components.show_table(
        table_columns(REPORT_COLUMNS, session.language()),
        rows,
        caption=t("articles.report"),
        key="report_table",
        reveal=st.session_state.reports_read,
        on_choose=open_report,
    )


def sum_up(reports: list[uploads.Report]) -> str:
    """Return how many texts became what."""
    counts = Counter(one.outcome for one in reports)
    return " · ".join(f"{t(f'outcome.{one}')}: {counts[one]}" for one in uploads.Outcome)


def tell_outcome(report: uploads.Report) -> list[Any]:
    """Return what became of a text: in words, and how much is in it where it was read."""
    counts = [report.mentions, report.facts, report.discarded]
    refused = report.outcome is uploads.Outcome.REFUSED
    return [t(f"outcome.{report.outcome}"), *([""] * len(counts) if refused else counts)]


def tell_problem(report: uploads.Report) -> str:
    """Return in words what is wrong with a text and what to do, nothing where it was read."""
    return t(f"problem.{report.problem}") if report.problem else ""


def open_report(article_id: str) -> None:
    """Open the reader on an article that was just read."""
    if article_id:
        st.session_state.articles_view = VIEWS[0]
        take_article(article_id)
