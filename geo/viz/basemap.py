"""The constant base of every map: Leaflet and our scripts by address, nothing that changes."""

import hashlib
from functools import cache

import folium
from folium.template import Template

from geo.files import write_file
from geo.settings import STATIC_DIR
from geo.viz.wording import words_script

HOME = ((32.1, 38.3), (37.2, 46.6))
"""South-west and north-east corner (lat, lon) of the area shown first."""

GROUND = ((20.0, 24.0), (45.0, 62.0))
"""South-west and north-east corner (lat, lon) of the home map; beyond it lies the coarse world."""

HOME_VIEW = (34.4, 42.0, 7)
"""Centre (lat, lon) and zoom of the area shown first."""

ZOOM_STEP = 0.25
"""The finest step of the zoom, so that an area fits its frame; buttons and wheel go further."""

WORLD_ZOOM = 2
"""The zoom at which all the world is in view."""

STATIC_ROOT = "../../app/static/"
"""The static folder as seen from the frame that holds the map."""

BUILT_DIR = STATIC_DIR / "scene"
"""Where files are written that the browser loads; git knows none of them."""

_KEPT_BUNDLES = 4
SCRIPTS = ("base", "basemap", "scene", "marks", "legend", "draw", "walk", "reach", "map")
_STYLES = ("vendor/leaflet/leaflet.css", "masar/map.css")


def base_map() -> folium.Map:
    """Return the base map: the same script at every call, so that no rerun remounts it."""
    base = folium.Map(
        tiles=None,
        zoom_control=False,
        min_zoom=WORLD_ZOOM,
        max_zoom=14,
        location=HOME_VIEW[:2],
        zoom_start=HOME_VIEW[2],
        zoom_snap=ZOOM_STEP,
        width="100%",
        height="100%",
    )
    base.default_js = [("masar", address_bundle())]
    base.default_css = [(name, address_file(name)) for name in _STYLES]
    base.add_child(Opening())
    return base


def script_files() -> tuple[str, ...]:
    """Return the scripts in the order in which they are loaded, relative to the static folder."""
    return ("vendor/leaflet/leaflet.js", *(f"masar/{name}.js" for name in SCRIPTS))


def style_files() -> tuple[str, ...]:
    """Return the style sheets, relative to the static folder."""
    return _STYLES


@cache
def address_bundle() -> str:
    """Return the address of all scripts joined in one file, written once under its hash.

    One file in place of many spares the first page a quarter of a second.
    """
    scripts = [(STATIC_DIR / name).read_bytes() for name in script_files()]
    content = b"\n;".join([*scripts, words_script().encode()])
    path = BUILT_DIR / f"masar-{hashlib.sha256(content).hexdigest()[:16]}.js"
    if not path.exists():
        BUILT_DIR.mkdir(parents=True, exist_ok=True)
        older = sorted(BUILT_DIR.glob("masar-*.js"), key=lambda file: file.stat().st_mtime)
        for old in older[:-_KEPT_BUNDLES]:
            old.unlink(missing_ok=True)
        write_file(path, [content])
    return f"{STATIC_ROOT}{BUILT_DIR.name}/{path.name}"


@cache
def address_file(name: str) -> str:
    """Return the address of a static file, with a mark of its content against stale caches."""
    digest = hashlib.sha256((STATIC_DIR / name).read_bytes()).hexdigest()[:8]
    return f"{STATIC_ROOT}{name}?v={digest}"


class Opening(folium.MacroElement):
    """Opens our basemap and layers on the map it is added to."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        masar.open({{ this._parent.get_name() }}, {
          root: {{ this.root|tojson }}, home: {{ this.home|tojson }},
          ground: {{ this.ground|tojson }}
        });
        {% endmacro %}
        """
    )

    def __init__(self, root: str = STATIC_ROOT) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Opening"
        self.root = root
        self.home = HOME
        self.ground = GROUND
