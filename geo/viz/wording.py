"""The words on the map in every language, as a script that is loaded with the other scripts."""

import orjson

from geo.labels import LANGUAGES, label
from geo.models import Kind

_CONTROL_WORDS = (
    *("zoom_in", "zoom_out", "home", "credit"),
    *("draw_box", "draw_ring", "draw_view", "draw_clear"),
    *("walk", "walk_none", "near_name", "failed", "no_ground", "coarse_ground"),
)
_LEGEND_WORDS = (
    *("attempted", "site", "near", "area", "corridor", "along", "several"),
    *("density", "border", "province"),
)


def words_script() -> str:
    """Return the script that gives the map its words: our own only, in ASCII.

    They are loaded once, so that no change of a filter sends them again.
    """
    words = {language: _map_words(language) for language in LANGUAGES}
    text = orjson.dumps(words).decode()
    plain = "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text.replace("<", "\\u003c"))
    return f"masar.words = {plain};"


def _map_words(language: str) -> dict[str, str]:
    words = {name: label(f"legend.{name}", language) for name in _LEGEND_WORDS}
    kinds = {kind.value: label(f"kind.{kind.value}", language) for kind in Kind}
    controls = {name: label(f"map.{name}", language) for name in _CONTROL_WORDS}
    title = {"legend": label("legend.title", language), "map": label("map.name", language)}
    return {**words, **kinds, **controls, **title}
