"""``export``: write the facts of the store to a file."""

import argparse
from contextlib import closing
from pathlib import Path

import geopandas as gpd

from geo.cli.output import say
from geo.crosswalk import read_fact_types
from geo.errors import InputError
from geo.exchange.files import About, write_export
from geo.exchange.formats import find_format, write_facts
from geo.exchange.redaction import PUBLISH_NOTE, publish_safe
from geo.models import Kind, Modality
from geo.query import EventFilter, count_shown, find_province, read_day, select_facts
from geo.settings import store_url
from geo.store import has_store, open_store
from geo.viz.layers import Look
from geo.viz.standalone import standalone_bytes

_PAGE_SUFFIX = ".html"


def run(options: argparse.Namespace) -> int:
    """Write the facts that match; return 0, since nothing is refused but by an error."""
    if options.file.suffix.casefold() != _PAGE_SUFFIX:
        find_format(options.file, others=[_PAGE_SUFFIX])
    event_filter = make_filter(options)
    facts = _load_facts(options.store or store_url(), tellings=options.tellings)
    shown = select_facts(facts, event_filter)
    about = About(note=PUBLISH_NOTE) if options.publish_safe else About()
    facts = publish_safe(shown) if options.publish_safe else shown
    _write(facts, options.file, about=about, language=options.language)
    _report(shown, options.file)
    return 0


def make_filter(options: argparse.Namespace) -> EventFilter:
    """Return the filter that the options ask for; raises `InputError` for an unknown value."""
    known = read_fact_types()
    if unknown := sorted(set(options.types) - set(known)):
        raise InputError(f"unknown type '{unknown[0]}'; types are {', '.join(sorted(known))}")
    date_from = read_day(options.date_from) if options.date_from else None
    date_to = read_day(options.date_to, is_end=True) if options.date_to else None
    if date_from and date_to and date_from > date_to:
        raise InputError(f"--from {date_from} lies after --to {date_to}; exchange them")
    if not 0 <= options.min_score <= 1:
        raise InputError(f"--min-score {options.min_score:g} is no score; give 0 to 1")
    return EventFilter(
        provinces=frozenset(find_province(name) for name in options.province),
        date_from=date_from,
        date_to=date_to,
        include_undated=not options.dated_only,
        kinds=frozenset(Kind(value) for value in options.kind),
        types=frozenset(options.types),
        modalities=frozenset(Modality(value) for value in options.modality),
        min_score=options.min_score,
        min_origins=options.min_origins,
        text=options.text,
        bbox=_read_bbox(options.bbox) if options.bbox else None,
    )


def _write(frame: gpd.GeoDataFrame, path: Path, *, about: About, language: str) -> None:
    if path.suffix.casefold() == _PAGE_SUFFIX:
        page = standalone_bytes(frame, look=Look(language=language, tools=False))
        write_export(path, [page])
    else:
        write_facts(frame, path, about=about)


def _read_bbox(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as error:
        raise InputError(
            f"box '{text}' is not four numbers; write west,south,east,north in degrees, "
            "such as 38.8,31.5,42.5,35.0"
        ) from error
    return west, south, east, north


def _load_facts(address: str, *, tellings: bool) -> gpd.GeoDataFrame:
    if has_store(address):
        with closing(open_store(address)) as store:
            frame = store.load_facts() if tellings else store.load_corroborated_facts()
            if not frame.empty or store.article_list():
                return frame
    raise InputError(
        "the store holds no article yet; read some first with `python -m geo ingest PATH`"
    )


def _report(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Say how many facts were written, and how many of them have no place on the map."""
    counts = count_shown(frame)
    reasons = ", ".join(f"{reason.value}: {count}" for reason, count in counts.reasons)
    without = f"{counts.not_on_map} not on the map" + (f" ({reasons})" if reasons else "")
    say(f"{path}: {counts.total} facts, {counts.on_map} on the map, {without}")
