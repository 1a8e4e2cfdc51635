"""What is shown on the base map: one layer that carries ids and bits only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import folium
import numpy as np
import orjson
from folium.template import Template
from numpy.typing import NDArray

from geo.viz.basemap import HOME_VIEW
from geo.viz.outlines import Outline
from geo.viz.scene import Scene, encode_mask

REFERENCE_LAYERS = ("border", "province", "district", "density")
"""What can be shown beside the facts, as the address names it."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNSAFE = re.compile(r"[^\w .:/+=,;()·–-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the map looks: language, theme, reference layers, and the view it opens with.

    Parameters
    ----------
    view : latitude and longitude of the centre in degrees, and the zoom; the home view fits the
        home area into whatever frame there is
    region : lon, lat corners of an area to outline
    focus : latitude, longitude and radius in km of a place to bring into view
    outline : the lines (lon, lat) around that place, where its shape is known
    tools, legend : whether the map has the tools to draw an area, and its legend
    """

    language: str
    theme: str = "light"
    layers: tuple[str, ...] = ("border", "province")
    view: tuple[float, float, float] = HOME_VIEW
    region: tuple[tuple[float, float], ...] | None = None
    focus: tuple[float, float, float] | None = None
    outline: Outline | None = None
    tools: bool = True
    legend: bool = True


def shown_group(
    scene: Scene | None,
    *,
    shown: NDArray[np.bool_],
    chosen: Iterable[int],
    look: Look,
    least: float = 0.0,
) -> folium.FeatureGroup:
    """Return the group of what is shown: the rows of `scene` in `shown`, `chosen` emphasised.

    `least` is the least score, with two decimals; the browser itself leaves out what is below,
    since scores are scattered and would make the mask long.
    """
    group = folium.FeatureGroup()
    payload = shown_payload(scene, shown=shown, chosen=chosen, look=look, least=least)
    group.add_child(Shown(payload))
    return group


def shown_payload(
    scene: Scene | None,
    *,
    shown: NDArray[np.bool_],
    chosen: Iterable[int],
    look: Look,
    least: float = 0.0,
) -> dict[str, object]:
    """Return what the browser needs to show: addresses, a mask and numbers."""
    return {
        "language": look.language,
        "theme": look.theme,
        "layers": list(look.layers),
        "view": None if look.view == HOME_VIEW else list(look.view),
        "region": look.region,
        "focus": look.focus,
        "outline": look.outline,
        "tools": look.tools,
        "legend": look.legend,
        "scene": scene and scene.address,
        "mask": encode_mask(shown),
        "least": round(least * 100),
        "chosen": [int(row) for row in chosen],
    }


def embed_json(value: Mapping[str, object]) -> str:
    r"""Return JSON that neither Jinja nor an HTML or script parser can misread.

    In strings every character beyond plain ones is written as an escape, since folium renders
    what it holds as a template a second time.

    >>> embed_json({"a": "{{ 7*7 }}</script>"})
    '{"a":"\\u007b\\u007b 7\\u002a7 \\u007d\\u007d\\u003c/script\\u003e"}'
    """
    return _STRING.sub(_escape_string, orjson.dumps(value).decode())


class Shown(folium.map.Layer):
    """The layer of what is shown; it empties the list of old groups, which would only grow."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        if (window.feature_group) { window.feature_group.length = 0; }
        var {{ this.get_name() }} = new masar.Shown({{ this.payload }});
        {% endmacro %}
        """
    )

    def __init__(self, payload: Mapping[str, object]) -> None:
        super().__init__(name="shown", control=False)
        self._name = "Shown"
        self.payload = embed_json(payload)


def _escape_string(match: re.Match[str]) -> str:
    text = orjson.loads(match[0])
    return '"' + _UNSAFE.sub(lambda m: _escape_character(m[0]), text) + '"'


def _escape_character(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))
