"""One HTML file with the map and every fact shown: it opens from disk and asks no network.

Scripts are allowed by their hash only, so nothing that an article carries can run; its texts are
in the page as escaped markup, never in a script.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geo.errors import ExportError
from geo.labels import direction, label
from geo.query import Counts, NotDrawn, count_shown
from geo.settings import STATIC_DIR
from geo.viz.basemap import GROUND, HOME, WORLD_ZOOM, script_files, style_files
from geo.viz.colours import COLOURS, theme_rules
from geo.viz.layers import Look, embed_json, shown_payload
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.panels import facts_told, find_reasons, render_card, render_counts
from geo.viz.phrases import Told
from geo.viz.scene import Scene, build_scene
from geo.viz.wording import words_script

MOST_FACTS = 20_000
BASEMAP_FILES = (
    *("sea", "neighbours", "countries", "rivers", "roads"),
    *("districts", "provinces", "border", "labels", "near_labels"),
)
WORLD_FILES = ("world_land", "world_borders")
"""What only a page with marks beyond the home map carries."""
WORLD_LABELS = "world_labels"
"""What only a page with marks beyond the home countries carries."""
HOME_ZOOM = 4
"""The zoom at which the home map fills a page that has no more."""
_FONT_ADDRESS = re.compile(r"url\(\"\.\./(vendor/[^\"]+)\"\)")


def standalone_bytes(frame: gpd.GeoDataFrame, *, look: Look) -> bytes:
    """Return the page; raises `ExportError` for more than `MOST_FACTS` facts."""
    if len(frame) > MOST_FACTS:
        raise ExportError(
            f"{len(frame)} facts are too many for one page; filter to {MOST_FACTS} or fewer, "
            "or take GeoPackage",
            code="too_many",
        )
    scene = build_scene(frame)
    scripts = [*_read_scripts(), _opening_script(frame, scene, look)]
    body = [_render_body(frame, scene, look), *(_script(source) for source in scripts)]
    title = escape_text(label("app.name", look.language))
    head = [
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        _render_policy(scripts),
        element("title", title),
        Html(f"<style>{_read_styles()}{_page_style()}</style>"),
    ]
    page = element(
        "html",
        element("head", *head),
        element("body", *body, css=f"theme-{look.theme}"),
        lang=look.language,
        dir=direction(look.language),
    )
    return f"<!doctype html>\n{page}\n".encode()


def _render_body(frame: gpd.GeoDataFrame, scene: Scene, look: Look) -> Html:
    language = look.language
    counts = count_shown(frame)
    return join(
        element(
            "header",
            element("h1", escape_text(label("app.name", language))),
            render_counts(counts, language, total=len(frame)),
            element("p", escape_text(label("standalone.note", language))),
        ),
        element(
            "main",
            element("div", element("div", id="map"), css="map"),
            _render_facts(frame, scene, counts, language),
        ),
    )


def _render_facts(frame: gpd.GeoDataFrame, scene: Scene, counts: Counts, language: str) -> Html:
    """Return a card for each fact; those on the map carry their row in the scene."""
    row_of = dict(zip(frame["id"].iloc[scene.rows], range(len(scene.rows)), strict=True))
    reasons = find_reasons(frame)
    cards = [
        element(
            "li",
            _render_fact(told, language, reasons.get(told["id"])),
            data_row=str(row_of.get(told["id"], "")),
        )
        for told in facts_told(frame)
    ]
    back = element(
        "button", escape_text(label("standalone.all", language)), id="all", type="button"
    )
    name = label("panel.list", language)
    heading = element("h2", escape_text(f"{name} ({counts.total})"), id="heading")
    return element("section", heading, back, element("ol", *cards), css="masar", aria_label=name)


def _render_fact(told: Told, language: str, reason: NotDrawn | None) -> Html:
    names = (("article", "article_title"), ("outlet", "source_outlet"), ("published", "published"))
    rows = [
        element("span", escape_text(f"{label(f'fact.{name}', language)}: "), isolated(told[column]))
        for name, column in names
        if told[column]
    ]
    return join(render_card(told, language, reason=reason), element("footer", *rows))


def _opening_script(frame: gpd.GeoDataFrame, scene: Scene, look: Look) -> str:
    """Return the script that opens the map on what is embedded in it."""
    shown = np.ones(len(scene.rows), dtype=bool)
    payload = shown_payload(scene, shown=shown, chosen=(), look=look)
    names = _list_basemap(frame.iloc[scene.rows].total_bounds)
    files = {f"basemap/{name}.geojson": _read_json(f"basemap/{name}.geojson") for name in names}
    least_zoom = WORLD_ZOOM if set(WORLD_FILES) <= set(names) else HOME_ZOOM
    settings = {"home": HOME, "ground": GROUND, "minZoom": least_zoom}
    embedded = {
        **{name: content for name, content in files.items() if content is not None},
        scene.address["points"]: base64.b64encode(scene.points).decode(),
        scene.address["shapes"]: orjson.Fragment(scene.shapes),
    }
    return (
        f"masar.embedded = {_script_json(embedded)};\n"
        f"masar.openPage({embed_json(payload)}, {orjson.dumps(settings).decode()});"
    )


def _list_basemap(bounds: Sequence[float]) -> tuple[str, ...]:
    """Return the layers that marks within `bounds` (west, south, east, north) need around them."""
    (south, west), (north, east) = GROUND
    if not _holds((west, south, east, north), bounds):
        return (*BASEMAP_FILES, *WORLD_FILES, WORLD_LABELS)
    is_home = _holds(_find_bounds("basemap/countries.geojson"), bounds)
    return BASEMAP_FILES if is_home else (*BASEMAP_FILES, WORLD_LABELS)


def _holds(outer: Sequence[float], bounds: Sequence[float]) -> bool:
    """Return whether no side of `bounds` lies beyond `outer`; bounds of nothing never do."""
    least = any(at < limit for at, limit in zip(bounds[:2], outer[:2], strict=True))
    most = any(at > limit for at, limit in zip(bounds[2:], outer[2:], strict=True))
    return not least and not most


@cache
def _find_bounds(name: str) -> tuple[float, ...]:
    """Return west, south, east and north of a file of shapes."""
    return tuple(shapely.from_geojson((STATIC_DIR / name).read_text(encoding="utf-8")).bounds)


def _script_json(value: dict[str, Any]) -> str:
    """Return our own data as JSON inside a script; it cannot end the script."""
    text = orjson.dumps(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _read_json(name: str) -> orjson.Fragment | None:
    path = STATIC_DIR / name
    if not path.exists():
        return None
    return orjson.Fragment(orjson.dumps(orjson.loads(path.read_bytes())))


@cache
def _read_scripts() -> tuple[str, ...]:
    names = (*script_files(), "masar/standalone.js")
    return (*((STATIC_DIR / name).read_text(encoding="utf-8") for name in names), words_script())


@cache
def _read_styles() -> str:
    names = (*style_files(), "masar/page.css", "masar/standalone.css")
    styles = "\n".join((STATIC_DIR / name).read_text(encoding="utf-8") for name in names)
    return _FONT_ADDRESS.sub(lambda match: f"url({_embed_font(match[1])})", styles)


def _embed_font(name: str) -> str:
    content = base64.b64encode((STATIC_DIR / name).read_bytes()).decode()
    return f"data:font/woff2;base64,{content}"


def _page_style() -> str:
    return "".join(theme_rules(theme, f".theme-{theme}") for theme in COLOURS)


def _script(source: str) -> Html:
    return Html(f"<script>{source}</script>")


def _render_policy(scripts: Iterable[str]) -> Html:
    """Return the content policy: our scripts by hash, nothing from any network."""
    hashes = " ".join(f"'sha256-{_hash_script(source)}'" for source in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    return Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')


def _hash_script(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
