"""The dashboard's router: page settings, language, shared filters, navigation."""

import streamlit as st

from geo.errors import MasarError
from geo.labels import LANGUAGES, label
from geo.viz.markup import element, escape_text
from pages import components, filters, loading, output, session

PAGES = ("map", "corridors", "analysis", "articles", "gazetteer", "method")
ROOT_NAME = "start"  # of the first page, so that its own name is free to lead there
FILTERED_PAGES = frozenset({"map", "corridors", "analysis"})


def run_app() -> None:
    """Run the page that the address names."""
    session.start_session()
    st.set_page_config(page_title=session.t("app.name"), page_icon=output.PAGE_ICON, layout="wide")
    output.show_style()
    alias = st.Page(_lead_home, title=PAGES[0], url_path=PAGES[0], visibility="hidden")
    page = st.navigation([*_list_pages(), alias], position="top")
    if page == alias:
        page.run()
    components.show_frame(_name_screen(page))
    if st.session_state.get("page") != page.url_path:
        st.session_state.page = page.url_path
        st.session_state.opening_view = st.session_state.kept["view"]
    _show_head(page.url_path or PAGES[0])
    _run_page(page)
    session.sync_address()


def _list_pages() -> list[st.Page]:
    return [
        st.Page(
            f"pages/{name}.py",
            title=session.t(f"page.{name}"),
            url_path=name if name != PAGES[0] else ROOT_NAME,
            default=name == PAGES[0],
        )
        for name in PAGES
    ]


def _lead_home() -> None:
    """Lead from the first page's own name to the root, where it stands."""
    st.switch_page(f"pages/{PAGES[0]}.py", query_params=st.query_params.to_dict())


def _name_screen(page: st.Page) -> str:
    """Return what the browser's tab is called: the screen and the application."""
    return f"{session.t(f'page.{page.url_path or PAGES[0]}')} · {session.t('app.name')}"


def _run_page(page: st.Page) -> None:
    """Run the page and then the filters beside it: what they say is known, and the page waits."""
    try:
        _show_unknown()
        st.session_state.routed = True
        page.run()
        if (page.url_path or PAGES[0]) in FILTERED_PAGES:
            filters.show_filters(loading.load_facts())
    except (MasarError, OSError) as error:
        output.show_problem("error.page", error)
    finally:
        st.session_state.routed = False


def _show_unknown() -> None:
    """Say once which parts of the address were not understood."""
    unknown = st.session_state.pop("unknown", None)
    if unknown:
        output.show_help(session.t("error.address"), ", ".join(unknown))


def _show_head(name: str) -> None:
    """Show name and language: above the filters, else above the page."""
    if name in FILTERED_PAGES:
        with st.sidebar:
            _show_brand()
            _show_language()
    else:
        with st.container(horizontal=True, vertical_alignment="center", key="topbar"):
            _show_brand(css="masar-brand line")
            _show_language()


def _show_brand(css: str = "masar-brand") -> None:
    name, line = (escape_text(session.t(f"app.{key}")) for key in ("name", "tagline"))
    output.show_html(element("p", name, element("small", line), css=css))


def _show_language() -> None:
    st.segmented_control(
        session.t("language.switch"),
        LANGUAGES,
        format_func=lambda name: label(f"language.{name}", name),
        key="language",
        required=True,
        label_visibility="collapsed",
    )


run_app()
