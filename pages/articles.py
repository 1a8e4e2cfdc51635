"""Articles: their list, the reader of the chosen one, and texts to add."""

import streamlit as st

from geo.viz.articles import ARTICLE_COLUMNS, find_articles, table_articles
from geo.viz.panels import render_note, table_columns
from pages import adding, components, loading, output, reading, routes, session
from pages.loading import Facts
from pages.session import t

SEARCH_FROM = 12  # articles; fewer are seen at a glance
ROWS_MOST = 300


def show_page() -> None:
    """Show the list and the reader, or the form for new texts."""
    facts = loading.load_facts()
    output.show_title("page.articles", "articles.note")
    view = st.segmented_control(
        t("page.articles"),
        adding.VIEWS,
        format_func=session.namer("articles."),
        default=adding.VIEWS[0],
        required=True,
        key="articles_view",
        label_visibility="collapsed",
    )
    if view != adding.VIEWS[0]:
        adding.show_add()
    elif facts.articles:
        show_articles(facts)
    else:
        output.show_help(t("empty.store"), t("articles.empty_help"))


def show_articles(facts: Facts) -> None:
    """Show the list of articles, and the chosen one below."""
    ids = [one.id for one in facts.articles]
    wanted = st.session_state.kept["reading"]
    article_id = wanted if wanted in ids else ids[0]
    st.session_state.kept["reading"] = article_id
    show_list(facts, article_id)
    reading.show_reader(facts, article_id)


def show_list(facts: Facts, article_id: str) -> None:
    """Show the articles; of many those with the words searched for."""
    text = ""
    if len(facts.articles) >= SEARCH_FROM:
        text = st.text_input(t("articles.search"), key="articles_text", max_chars=200)
    found = find_articles(facts.articles, text)
    components.show_table(
        table_columns(ARTICLE_COLUMNS, session.language()),
        table_articles(found[:ROWS_MOST], session.language()),
        caption=t("page.articles"),
        key="articles_table",
        on_choose=reading.take_article,
        chosen=article_id,
    )
    if text:
        told = f"{len(found)} {t('count.of')} {len(facts.articles)} {t('articles.found')}"
        output.show_html(render_note(told))
    if len(found) > ROWS_MOST:
        output.show_html(render_note(t("panel.more")))


routes.run_page(show_page)
