"""Articles: the reader with its marks, the date that anchors them, and texts to add."""

from dataclasses import replace
from datetime import date

import numpy as np
import streamlit as st
from streamlit_folium import st_folium

from geo.errors import InputError
from geo.models import Article, Publication
from geo.pipeline import read_article
from geo.query import EventFilter, match_facts
from geo.viz.articles import ARTICLE_COLUMNS, REPORT_COLUMNS, describe_article, table_articles
from geo.viz.basemap import base_map
from geo.viz.layers import Look, shown_group
from geo.viz.panels import Row, render_note, table_columns
from geo.viz.reader import focus_of, read_paragraphs
from pages import common, components, evidence, uploads
from pages.common import Facts, t

VIEWS = ("read", "add")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def show_page() -> None:
    """Show the list and the reader, or the form for new texts."""
    facts = common.load_facts()
    common.show_title("page.articles", "articles.note")
    view = st.segmented_control(
        t("page.articles"),
        VIEWS,
        format_func=common.namer("articles."),
        default=VIEWS[0],
        required=True,
        key="articles_view",
        label_visibility="collapsed",
    )
    if view == "add":
        show_add()
    elif facts.articles:
        show_articles(facts)
    else:
        common.show_help(t("empty.store"), t("articles.empty_help"))


# ---- reading ----------------------------------------------------------------------------------


def show_articles(facts: Facts) -> None:
    """Show the list of articles, and the chosen one below."""
    ids = [one.id for one in facts.articles]
    reading = st.session_state.kept["reading"]
    reading = reading if reading in ids else ids[0]
    st.session_state.kept["reading"] = reading
    components.show_table(
        table_columns(ARTICLE_COLUMNS, common.language()),
        table_articles(facts.articles, common.language()),
        caption=t("page.articles"),
        key="articles_table",
        on_choose=take_article,
        chosen=reading,
    )
    show_reader(facts, reading)


def take_article(article_id: str) -> None:
    """Open another article; nothing in it is chosen yet."""
    st.session_state.kept["reading"] = article_id
    common.choose_facts([])
    st.session_state.focus = None


@st.fragment
def show_reader(facts: Facts, article_id: str) -> None:
    """Show an article's text beside a small map and the evidence of what is chosen in it."""
    if st.session_state.pop("run_all", False):
        st.rerun(scope="app")
    article, document = common.load_reading(facts, article_id)
    chosen = st.session_state.kept["chosen"]
    text_column, side = st.columns([3, 2], gap="medium")
    with text_column:
        common.show_html(describe_article(document, common.language()))
        show_date(article)
        if st.button(t("articles.on_map"), key="article_on_map", icon=":material/map:"):
            common.show_article_on_map(article_id)
        show_removal(article_id)
        components.mount(
            "reader",
            {
                "paragraphs": read_paragraphs(
                    article, document, chosen=chosen, language=common.language()
                ),
                "scroll": ",".join(chosen),
                "textLanguage": article.language[:2],
            },
            key="reader",
            on_picked_change=lambda: take_mark(document),
        )
    with side:
        show_article_map(facts, article_id)
        with st.container(key="reader_panel"):
            if chosen:
                for fact_id in chosen[: evidence.EVIDENCE_MOST]:
                    evidence.show_fact(facts, article_id, fact_id, link=False)
            else:
                common.show_html(render_note(t("articles.choose")))
    common.sync_address()


def take_mark(document: dict) -> None:
    """Take a click in the text: facts show their evidence, a toponym shows on the map."""
    picked = st.session_state.reader.picked
    if not picked:
        return
    common.choose_facts(list(picked["facts"]))
    st.session_state.focus = focus_of(document, picked["mention"])


def show_article_map(facts: Facts, article_id: str) -> None:
    """Show the article's facts on a small map, which follows what is chosen in the text."""
    scene = facts.scene
    told = EventFilter(articles=frozenset({article_id}))
    shown = match_facts(facts.frame, told)[scene.rows]
    look = Look(
        language=common.language(), theme=common.theme(), focus=st.session_state.get("focus"),
        view=(34.3, 42.0, 6), tools=False, legend=False,
    )  # fmt: skip
    group = shown_group(scene, shown=np.asarray(shown), chosen=common.chosen_rows(facts), look=look)
    with st.container(key="small_map_frame"):
        st_folium(
            base_map(),
            key="article_map",
            height=360,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=group,
            on_change=lambda: take_map_click(facts),
        )


def take_map_click(facts: Facts) -> None:
    """Choose the facts of a mark that was clicked on the small map."""
    told = st.session_state.get("article_map") or {}
    if common.is_new(told, "clicked") and told.get("scene") == facts.scene.id:
        ids = facts.frame["id"].iloc[facts.scene.rows[told["rows"]]]
        reading = st.session_state.kept["reading"]
        common.choose_facts([common.find_in_article(facts, one, reading) for one in ids])


def show_date(article: Article) -> None:
    """Show the publication date; another date anchors every relative date of the text anew."""
    known = article.published
    day = st.date_input(
        t("articles.date"),
        date.fromisoformat(known.day) if known.day else None,
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="YYYY-MM-DD",
        key=f"date-{article.id}-{known.day}",
        help=t("articles.date_help"),
    )
    if not known.bounds() and not day:
        common.show_html(render_note(t("articles.no_date")))
    told = day.isoformat() if day else None
    if told != known.day:
        anchor_article(article, told)


def show_removal(article_id: str) -> None:
    """Show the button that takes an article out, behind a sentence on what that does."""
    with st.popover(t("articles.remove"), icon=":material/delete:"):
        common.show_html(render_note(t("articles.remove_help")))
        if st.button(t("articles.remove"), key=f"remove-{article_id}", type="primary"):
            common.store().withdraw(article_id)
            common.choose_facts([])
            st.rerun(scope="app")


def anchor_article(article: Article, day: str | None) -> None:
    """Read an article again as published on a day."""
    published = Publication(day=day, source="reader") if day else Publication()
    with st.spinner(t("articles.reading")):
        extraction = read_article(replace(article, published=published))
        uploads.keep_reading(common.store(), extraction)
    st.rerun(scope="app")


# ---- adding -----------------------------------------------------------------------------------


def show_add() -> None:
    """Show the forms for pasted and uploaded texts, and the report on the last of them."""
    paste, upload = st.columns(2, gap="large")
    with paste:
        show_paste()
    with upload:
        show_upload()
    reports = st.session_state.get("reports")
    if reports:
        show_reports(reports)


def show_paste() -> None:
    """Show the form for one pasted text."""
    common.show_title("articles.paste", level="h2")
    with st.form("paste", border=False):
        text = st.text_area(t("articles.text"), height=220, key="paste_text")
        title = st.text_input(t("articles.title"), key="paste_title", help=t("articles.title_help"))
        outlet = st.text_input(t("fact.outlet"), key="paste_outlet")
        day = st.date_input(
            t("articles.date"), None, min_value=_FIRST_DAY, max_value=_LAST_DAY,
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
        common.show_help(t("articles.refused"), str(error))
        return
    keep_articles([article])


def show_upload() -> None:
    """Show the form for text files, several at once, with or without a manifest."""
    common.show_title("articles.upload", "articles.upload_help", level="h2")
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
        common.show_help(t("articles.refused"), str(error))


def keep_articles(results: list[Article | InputError]) -> None:
    """Read and keep each article, showing progress, and remember what was found."""
    bar = st.progress(0.0, t("articles.reading"))
    reports = []
    for number, result in enumerate(results, 1):
        reports.append(uploads.report_article(common.store(), result))
        bar.progress(number / len(results), f"{t('articles.reading')} {number} / {len(results)}")
    st.session_state.reports = reports
    st.rerun()


def show_reports(reports: list[uploads.Report]) -> None:
    """Show what became of each text; a row opens its article."""
    common.show_title("articles.report", level="h2")
    rows: list[Row] = [
        (one.article_id, [one.name, one.mentions, one.facts, one.discarded, one.problem])
        for one in reports
    ]
    components.show_table(
        table_columns(REPORT_COLUMNS, common.language()),
        rows,
        caption=t("articles.report"),
        key="report_table",
        on_choose=open_report,
    )


def open_report(article_id: str) -> None:
    """Open the reader on an article that was just read."""
    if article_id:
        st.session_state.articles_view = VIEWS[0]
        take_article(article_id)


common.run_page(show_page)
