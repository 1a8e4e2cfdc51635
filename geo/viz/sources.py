"""Where the data come from and what the browser loads: tables with the licences, from files."""

import csv
from collections.abc import Iterable

from geo.labels import LANGUAGES, label
from geo.settings import STATIC_DIR
from geo.tables import read_table
from geo.viz.markup import Html, element, escape_text, isolated

SOURCE_COLUMNS = ("what", "source", "licence")
PACKAGE_COLUMNS = ("package", "version", "licence")


def render_sources(language: str) -> Html:
    """Return every source of the data as ``data/sources.csv`` has it."""
    what = "what_ar" if language == LANGUAGES[0] else "what"
    rows = read_table("sources", what, "source", "licence")
    cells = [(row[what], row["source"], row["licence"]) for row in rows]
    return _render_table(SOURCE_COLUMNS, cells, language)


def render_packages(language: str) -> Html:
    """Return the packages under ``static/vendor``, which the browser loads."""
    path = STATIC_DIR / "vendor" / "vendor.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {tuple(row[name] for name in PACKAGE_COLUMNS) for row in csv.DictReader(file)}
    return _render_table(PACKAGE_COLUMNS, sorted(found), language)


def _render_table(names: Iterable[str], rows: Iterable[Iterable[str]], language: str) -> Html:
    heads = [
        element("th", escape_text(label(f"sources.{one}", language)), scope="col") for one in names
    ]
    lines = [element("tr", *(element("td", isolated(cell)) for cell in row)) for row in rows]
    table = element(
        "table",
        element("thead", element("tr", *heads)),
        element("tbody", *lines),
        css="masar-table",
    )
    return element("div", table, css="masar-scroll", tabindex="0")
