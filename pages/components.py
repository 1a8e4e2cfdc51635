"""Our own small components: their code is in `static/masar`, what they show comes as plain data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.labels import direction, label, list_labels
from geo.viz.basemap import base_map
from geo.viz.timeline import render_timeline_note, timeline_data
from pages import loading, output, session

Renderer = Callable[..., Any]

SMALL_MAP_HEIGHT_PX = 360

_LOADER = """
const at = (name) => new URL(name, document.baseURI).href;
const code = import(at("{script}"));
export default function (component) {{
  const host = component.parentElement;
  if (!host.querySelector("link")) {{
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = at("{style}");
    host.append(link);
  }}
  code.then((module) => module.default(component));
}}
"""
"""Loads a component's code and style by address, so that no rerun sends them again."""


@st.cache_resource(show_spinner=False)
def load_component(name: str) -> Renderer:
    """Register a component of `static/masar` once and return what mounts it."""
    return st.components.v2.component(
        f"masar_{name}",
        html=f'<div class="{name}"></div>',
        js=_LOADER.format(
            script=output.address_page_file(f"masar/{name}.js"),
            style=output.address_page_file(f"masar/{name}.css"),
        ),
    )


def mount(name: str, data: Mapping[str, Any], *, key: str, **options: Any) -> Any:
    """Mount a component with its data, in the session's language and direction."""
    language = session.language()
    told = {"language": language, "direction": direction(language), **data}
    return load_component(name)(key=key, data=told, **options)


def show_frame(title: str) -> None:
    """Give the browser's page its title, its language and Streamlit's own words in it."""
    words = [[label(key, "en"), label(key, "ar")] for key in list_labels("frame.")]
    with st.container(key="page_frame"):
        mount("page", {"title": title, "words": words}, key="page_words")


def show_map(
    group: Any,
    *,
    key: str,
    height_px: int = SMALL_MAP_HEIGHT_PX,
    frame: str = "small_map_frame",
    on_change: Callable[[], None] | None = None,
) -> None:
    """Show a group of `geo.viz.layers` on the base map; what it tells stands under `key`."""
    with st.container(key=frame):
        st_folium(
            base_map(),
            key=key,
            height=height_px,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=group,
            on_change=on_change,
        )


def show_table(  # noqa: PLR0913 - the parts of a table
    columns: Sequence[Mapping[str, str]],
    rows: Sequence[tuple[str, Sequence[Any]]],
    *,
    caption: str,
    key: str,
    on_choose: Callable[[str], None],
    chosen: str | None = None,
    reveal: int | None = None,
) -> None:
    """Show a table of plain text; `columns` as `table_columns` gives them, `rows` id and cells.

    The page scrolls to it when it is shown with another number to `reveal` than before.
    A table with titles of articles shows each row as a few lines where it has little width.
    """

    def choose() -> None:
        told = st.session_state[key].chosen
        if told:
            on_choose(told)

    mount(
        "table",
        {
            "columns": list(columns),
            "rows": [{"id": one, "cells": list(cells)} for one, cells in rows],
            "chosen": chosen,
            "reveal": reveal,
            "words": {"caption": caption},
        },
        key=key,
        on_chosen_change=choose,
    )


def show_timeline(facts: loading.Facts) -> None:
    """Show facts over time under the other filters; a period chosen on it filters the dates."""
    timeline = loading.count_timeline(facts)
    with st.container(key="timeline_box"):
        if not timeline.bins:
            output.show_html(render_timeline_note(timeline, session.language()))
            return
        mount(
            "timeline",
            timeline_data(timeline, session.current_filter(), session.language()),
            key="timeline",
            on_period_change=_take_period,
        )


def _take_period() -> None:
    period = st.session_state.timeline.period
    if period is not None:
        session.set_period(*(period or (None, None)))
