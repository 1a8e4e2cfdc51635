"""The state of the dashboard as an address: filters, layers, view and selection by stable ids."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.errors import InputError
from geo.labels import LANGUAGES
from geo.models import AttributionClass, Kind, Modality
from geo.query import EventFilter, find_province, read_day
from geo.viz.basemap import HOME_VIEW
from geo.viz.layers import REFERENCE_LAYERS

PANELS = ("evidence", "claims", "off_map", "list")
"""What the panel beside the map can show."""

DEFAULT_LAYERS = ("border", "province")
_ID = re.compile(r"[\w:.-]{1,128}")
_CHOSEN_MOST = 200
_TEXT_MOST = 200

MOST_ORIGINS = 10
"""The most independent reports that the filter asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address says; `view` is latitude, longitude (degrees) and zoom.

    `chosen` are ids of facts, `reading` is the id of the article that the reader shows, `place`
    that of the place that the gazetteer shows.
    """

    language: str = ""
    event_filter: EventFilter = field(default_factory=EventFilter)
    layers: tuple[str, ...] = DEFAULT_LAYERS
    view: tuple[float, float, float] = HOME_VIEW
    chosen: tuple[str, ...] = ()
    panel: str = PANELS[0]
    reading: str = ""
    place: str = ""


def read_address(parameters: Mapping[str, Sequence[str]]) -> tuple[Address, list[str]]:
    """Return what the parameters of an address say, and the names of those not understood."""
    address, unknown = Address(), []
    for name, values in parameters.items():
        reader = _READERS.get(name)
        if reader is None:
            continue
        try:
            address = reader(address, [v for value in values for v in value.split(",") if v])
        except (ValueError, InputError):
            unknown.append(name)
    return address, unknown


def write_address(address: Address) -> dict[str, str]:
    """Return the parameters of an address; whatever is as it was at first is left out.

    >>> write_address(Address(language="ar", chosen=("f-1", "f-2")))
    {'lang': 'ar', 'fact': 'f-1,f-2'}
    """
    wanted, plain = address.event_filter, EventFilter()
    values: dict[str, object] = {
        "lang": address.language,
        "province": sorted(wanted.provinces),
        "from": wanted.date_from,
        "to": wanted.date_to,
        "undated": "" if wanted.include_undated == plain.include_undated else "0",
        "kind": sorted(wanted.kinds),
        "type": sorted(wanted.types),
        "who": sorted(wanted.attribution_classes),
        "told": sorted(wanted.modalities),
        "score": f"{wanted.min_score:g}" if wanted.min_score else "",
        "origins": wanted.min_origins if wanted.min_origins > 1 else "",
        "article": sorted(wanted.articles),
        "place": sorted(wanted.places),
        "q": wanted.text,
        "box": _write_numbers(wanted.bbox or ()),
        "ring": _write_numbers(n for position in wanted.polygon or () for n in position),
        "layers": "" if address.layers == DEFAULT_LAYERS else (address.layers or ("none",)),
        "view": "" if address.view == HOME_VIEW else _write_numbers(address.view),
        "fact": address.chosen,
        "read": address.reading,
        "at": address.place,
        "panel": "" if address.panel == PANELS[0] else address.panel,
    }
    written = {name: _write_value(value) for name, value in values.items()}
    return {name: value for name, value in written.items() if value}


def _write_value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(one) for one in value)
    return str(value or "")


def _write_numbers(numbers: Iterable[float]) -> list[str]:
    return [f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers]


Reader = Callable[[Address, list[str]], Address]


def _filter_reader(name: str, read: Callable[[list[str]], Any]) -> Reader:
    """Return a reader that puts what `read` makes of the values into a field of the filter."""
    return lambda address, values: replace(
        address, event_filter=replace(address.event_filter, **{name: read(values)})
    )


def _address_reader(name: str, read: Callable[[list[str]], Any]) -> Reader:
    return lambda address, values: replace(address, **{name: read(values)})


def _read_ids(values: list[str]) -> tuple[str, ...]:
    if not all(_ID.fullmatch(value) for value in values):
        raise ValueError(values)
    return tuple(dict.fromkeys(values))[:_CHOSEN_MOST]


def _read_one_of(known: Sequence[str]) -> Callable[[list[str]], str]:
    def read(values: list[str]) -> str:
        return known[known.index(values[0] if values else "")]

    return read


def _read_layers(values: list[str]) -> tuple[str, ...]:
    if values == ["none"]:
        return ()
    return tuple(REFERENCE_LAYERS[REFERENCE_LAYERS.index(value)] for value in values)


def _read_numbers(values: list[str], *, least: Sequence[float], most: Sequence[float]) -> Any:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != len(least):
        raise ValueError(values)
    if not all(a <= n <= b for a, n, b in zip(least, numbers, most, strict=True)):
        raise ValueError(values)
    return numbers


def _read_score(values: list[str]) -> float:
    return round(float(_read_numbers(values, least=(0,), most=(1,))[0]), 2)


def _read_origins(values: list[str]) -> int:
    return int(_read_numbers(values, least=(1,), most=(MOST_ORIGINS,))[0])


def _read_view(values: list[str]) -> tuple[float, float, float]:
    lat, lon, zoom = _read_numbers(values, least=(-85, -180, 0), most=(85, 180, 22))
    return lat, lon, zoom


def _read_ring(values: list[str]) -> tuple[tuple[float, float], ...]:
    numbers = [float(value) for value in values]
    ring = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    if len(set(ring)) < 3:
        raise ValueError(values)
    return ring


_READERS: dict[str, Reader] = {
    "lang": _address_reader("language", _read_one_of(LANGUAGES)),
    "province": _filter_reader("provinces", lambda v: frozenset(find_province(one) for one in v)),
    "from": _filter_reader("date_from", lambda v: read_day("".join(v))),
    "to": _filter_reader("date_to", lambda v: read_day("".join(v), is_end=True)),
    "undated": _filter_reader("include_undated", lambda v: v != ["0"]),
    "kind": _filter_reader("kinds", lambda v: frozenset(Kind(one) for one in v)),
    "type": _filter_reader("types", lambda v: frozenset(_read_ids(v))),
    "who": _filter_reader(
        "attribution_classes", lambda v: frozenset(AttributionClass(one) for one in v)
    ),
    "told": _filter_reader("modalities", lambda v: frozenset(Modality(one) for one in v)),
    "score": _filter_reader("min_score", _read_score),
    "origins": _filter_reader("min_origins", _read_origins),
    "article": _filter_reader("articles", lambda v: frozenset(_read_ids(v))),
    "place": _filter_reader("places", lambda v: frozenset(_read_ids(v))),
    "q": _filter_reader("text", lambda v: ",".join(v)[:_TEXT_MOST]),
    "box": _filter_reader(
        "bbox",
        lambda v: _read_numbers(v, least=(-180, -90, -180, -90), most=(180, 90, 180, 90)),
    ),
    "ring": _filter_reader("polygon", _read_ring),
    "layers": _address_reader("layers", _read_layers),
    "view": _address_reader("view", _read_view),
    "fact": _address_reader("chosen", _read_ids),
    "read": _address_reader("reading", lambda v: "".join(_read_ids(v)[:1])),
    "at": _address_reader("place", lambda v: "".join(_read_ids(v)[:1])),
    "panel": _address_reader("panel", _read_one_of(PANELS)),
}
