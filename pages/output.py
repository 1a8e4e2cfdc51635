"""What every page shows: markup, titles, sentences of help, the style."""

from functools import cache

import streamlit as st

from geo.errors import MasarError
from geo.labels import direction
from geo.viz.basemap import STATIC_ROOT, address_file
from geo.viz.colours import theme_rules
from geo.viz.markup import Html, element, escape_text
from pages import session
from pages.session import t

PAGE_ICON = "🧭"


def show_html(*parts: Html) -> None:
    """Show markup that `geo.viz` built, in the direction of the session's language."""
    st.html(
        element(
            "div", *parts, css="masar", dir=direction(session.language()), lang=session.language()
        )
    )


def show_title(key: str, note: str = "", *, level: str = "h1") -> None:
    """Show a page's title, or a section's, with a sentence about it."""
    parts = [element(level, escape_text(t(key)))]
    if note:
        parts.append(element("p", escape_text(t(note)), css="masar-note"))
    show_html(element("header", *parts, css="masar-title"))


def show_help(title: str, help_text: str = "") -> None:
    """Show an empty or failed state with a sentence of help."""
    parts = [element("p", escape_text(title), css="masar-help-title")]
    if help_text:
        parts.append(element("p", escape_text(help_text)))
    show_html(element("section", *parts, css="masar-help"))


def show_problem(key: str, error: MasarError | OSError) -> None:
    """Show that something was refused, why and what to do in words, and the exact message."""
    words = t(f"problem.{error.code if isinstance(error, MasarError) else 'any'}")
    detail = element("p", escape_text(str(error)), css="masar-note", dir="auto", lang="en")
    show_html(
        element(
            "section",
            element("p", escape_text(t(key)), css="masar-help-title"),
            element("p", escape_text(words)),
            detail,
            css="masar-help",
        )
    )


def show_style() -> None:
    """Give the page its style, its direction and its language."""
    way = direction(session.language())
    mirror = _MIRRORED if way == "rtl" else ""
    words = f':root{{--masar-upload:"{t("articles.choose_files")}"}}'
    sheet = f'@import url("{address_page_file("masar/page.css")}");'
    rules = (
        f"{words}{theme_rules(session.theme(), ':root')}html,body,.stApp{{direction:{way}}}{mirror}"
    )
    st.html(f"<style>{sheet}{rules}</style>")


@cache
def address_page_file(name: str) -> str:
    """Return the address of a static file as a page asks for it, marked with its content."""
    return f"app/static/{address_file(name).removeprefix(STATIC_ROOT)}"


_MIRRORED = (
    '[data-testid="stIconMaterial"]{transform:scaleX(-1)}'
    '[data-testid="stSidebar"][data-collapsed="true"]{display:none}'
)
