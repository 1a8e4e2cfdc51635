"""Small charts as HTML: bars of counts by month, one panel a value, on one common scale."""

import pandas as pd

from geo.labels import label
from geo.viz.markup import Html, element, escape_text, join
from geo.viz.tallies import name_value

_MOST_TICKS = 4
_MOST_TYPES = 10
_BAR_REM = 3.4


def render_multiples(table: pd.DataFrame, language: str, *, column: str, css: str) -> Html:
    """Return one panel of bars for each column of a table of counts by month.

    All panels share one scale, which the heading of each names by its largest month.
    """
    most = int(table.to_numpy().max())
    panels = [
        render_bars(table[value], name_value(column, value, language), most=most, css=css)
        for value in table.columns
    ]
    return element("div", *panels, css="masar-multiples")


def render_bars(counts: pd.Series, title: str, *, most: int, css: str) -> Html:
    """Return a panel of bars; a machine reads the same numbers in its description."""
    told = ", ".join(f"{month}: {n}" for month, n in counts.items() if n)
    bars = [_render_bar(str(month), int(n), most=most) for month, n in counts.items()]
    return element(
        "figure",
        element("figcaption", element("b", escape_text(title)), escape_text(f" {counts.sum()}")),
        element("div", *bars, css=f"bars {css}", role="img", aria_label=f"{title} – {told}"),
        _render_ticks([str(month) for month in counts.index]),
    )


def render_ranking(counts: pd.Series, language: str, *, column: str, css: str) -> Html:
    """Return counts as bars one below the other, most first."""
    most = max(1, int(counts.max()))
    rows = [
        element(
            "li",
            element("span", escape_text(name_value(column, str(value), language))),
            element("i", css=css, style=f"width:{100 * int(n) / most:.1f}%"),
            element("b", escape_text(str(n))),
        )
        for value, n in counts.items()
    ]
    return element("ol", *rows, css="masar-ranking")


def render_overview(seen: pd.DataFrame, language: str) -> Html:
    """Return the most told types and who says so, of facts with kind, type and speaker's class."""
    types = seen.groupby(["kind", "type"]).size().sort_values(ascending=False, kind="stable")
    who = seen["attribution_class"].value_counts()
    return join(
        element("h3", escape_text(label("overview.types", language))),
        _render_types(types.iloc[:_MOST_TYPES], language),
        element("h3", escape_text(label("overview.who", language))),
        render_ranking(who, language, column="attribution_class", css="claim"),
    )


def _render_types(types: pd.Series, language: str) -> Html:
    most = int(types.max())
    rows = [
        _render_type(str(kind), str(name), int(n), most, language)
        for kind, name, n in types.reset_index().itertuples(index=False)
    ]
    return element("ol", *rows, css="masar-ranking")


def _render_type(kind: str, name: str, count: int, most: int, language: str) -> Html:
    sign = element("span", css=f"masar-sign {kind}", aria_hidden="true")
    return element(
        "li",
        element("span", sign, escape_text(f" {label(f'type.{name}', language)}")),
        element("i", css=kind, style=f"width:{100 * count / most:.1f}%"),
        element("b", escape_text(str(count))),
    )


def render_outside(count: int, language: str) -> Html:
    """Return how many facts the months leave out, and why."""
    return element(
        "p", escape_text(f"{label('analysis.outside', language)}: {count}"), css="masar-note"
    )


def _render_bar(month: str, count: int, *, most: int) -> Html:
    title = f"{month}: {count}"
    size = f"height:{100 * count / most:.1f}%;max-width:{_BAR_REM}rem"
    return element("i", style=size, title=title)


def _render_ticks(months: list[str]) -> Html:
    every = max(1, -(-len(months) // _MOST_TICKS))
    width = f"flex:{every} 1 0;max-width:{every * _BAR_REM}rem"
    ticks = [element("span", escape_text(month), style=width) for month in months[::every]]
    return element("p", *ticks, css="ticks", aria_hidden="true")
