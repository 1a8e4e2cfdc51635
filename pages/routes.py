"""The ways between the pages, and the way into one."""

import runpy
from collections.abc import Callable

import streamlit as st

from geo.settings import ROOT
from pages import session


def run_page(show_page: Callable[[], None]) -> None:
    """Show a page, by way of the router where Streamlit ran the page by itself.

    Until the router first runs on a server, Streamlit takes ``pages/`` for its own and runs the
    page that an address names.
    """
    if st.session_state.get("routed"):
        show_page()
    else:
        runpy.run_path(str(ROOT / "app.py"))


def open_article(article_id: str, chosen: list[str]) -> None:
    """Go to the reader of an article with these facts chosen."""
    session.choose_facts(chosen)
    st.session_state.kept["reading"] = article_id
    st.switch_page("pages/articles.py")


def show_article_on_map(article_id: str) -> None:
    """Go to the map with the facts of one article."""
    st.session_state.kept["articles"] = [article_id]
    st.session_state.pop("articles", None)
    st.switch_page("pages/map.py")


def open_place(place_id: str) -> None:
    """Go to a place of the gazetteer."""
    st.session_state.kept["place"] = place_id
    st.switch_page("pages/gazetteer.py")


def show_place_on_map(place_id: str) -> None:
    """Go to the map with the facts that are told of one place, under no other filter."""
    session.reset_filters()
    st.session_state.kept["places"] = [place_id]
    st.switch_page("pages/map.py")
