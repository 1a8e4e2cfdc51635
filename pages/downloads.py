"""Downloads of what is shown, made when asked for."""

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import streamlit as st

from geo.exchange.files import About
from geo.exchange.formats import FORMATS, Format
from geo.exchange.redaction import PUBLISH_NOTE, publish_safe
from geo.viz.layers import Look
from geo.viz.standalone import MOST_FACTS, standalone_bytes
from pages import session
from pages.loading import Facts, Shown
from pages.session import t


def show_downloads(facts: Facts, shown: Shown) -> None:
    """Show a button for each format; the file holds exactly the facts that match."""
    nothing = len(shown.rows) == 0
    with st.popover(t("download.title"), icon=":material/download:", disabled=nothing):
        safe = st.toggle(t("download.safe"), key="safe", help=t("download.safe_help"))
        for known in FORMATS:
            _show_button(
                known.suffix, known.media_type, partial(_make_file, facts, shown, known, safe=safe)
            )
        _show_button(
            ".html", "text/html", partial(_make_page, facts, shown, _present_look(), safe=safe),
            refused="problem.too_many" if len(shown.rows) > MOST_FACTS else "",
        )  # fmt: skip


def _make_file(facts: Facts, shown: Shown, known: Format, *, safe: bool) -> bytes:
    about = About(note=PUBLISH_NOTE if safe else "")
    return b"".join(known.chunks(_pick_facts(facts, shown, safe=safe), about))


def _make_page(facts: Facts, shown: Shown, look: Look, *, safe: bool) -> bytes:
    return standalone_bytes(_pick_facts(facts, shown, safe=safe), look=look)


def _pick_facts(facts: Facts, shown: Shown, *, safe: bool) -> gpd.GeoDataFrame:
    frame = facts.frame.iloc[shown.rows]
    return publish_safe(frame) if safe else frame


def _present_look() -> Look:
    """Return how the map looks now: a file is made later, outside the session."""
    return Look(
        language=session.language(),
        theme=session.theme(),
        layers=tuple(st.session_state.kept["layers"]),
        view=st.session_state.kept["view"],
        tools=False,
    )


def _show_button(suffix: str, mime: str, make: Callable[[], bytes], *, refused: str = "") -> None:
    """Show the button of a format; `refused` is the key of why there can be no such file."""
    name = suffix.removeprefix(".")
    st.download_button(
        t(f"download.{name}"),
        data=make,
        file_name=f"{t('download.file')}{suffix}",
        mime=mime,
        on_click="ignore",
        key=f"download_{name}",
        width="stretch",
        disabled=bool(refused),
        help=t(refused) if refused else None,
    )
