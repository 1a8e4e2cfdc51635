"""A gold of facts: labelled articles, the facts they tell, the places these are at.

A folder with ``manifest.csv`` (the columns of any manifest, and ``split``), ``facts.json`` (and
``facts.heldout.json``), ``places.json`` and, there or in the folder above, if wanted,
``type_neighbours.csv``.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geo.errors import InputError
from geo.models import Article
from geo.tables import read_rows
from geo.text.articles import read_articles
from geo.text.manifest import COLUMNS, MANIFEST_NAME

DEV, HELDOUT = "dev", "heldout"
FILES = {DEV: "facts.json", HELDOUT: "facts.heldout.json"}

_PLACES = "places.json"
_NEIGHBOURS = "type_neighbours.csv"

Span = tuple[int, int]
Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """A labelled place: an answer within `tolerance_km` of its point (degrees) is right."""

    key: str
    lon: float
    lat: float
    tolerance_km: float
    precision: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A fact that an article tells; an `optional` one counts neither for nor against.

    `places` are all that must be answered: the first place it is at, and every end of a
    movement. `counts`, `killed` and `wounded` are the bounds that are right, empty when no number
    is told; `wounded` and `shown` are None where the labels do not say.
    """

    id: str
    file: str
    kind: str
    type: str
    places: tuple[str, ...]
    start: str | None
    end: str | None
    date_precision: str
    counts: frozenset[Bounds]
    killed: frozenset[Bounds]
    wounded: frozenset[Bounds] | None
    attribution: str
    attribution_class: str
    modality: str
    optional: bool
    shown: bool | None
    quotes: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGold:
    """One split of a gold; `neighbours` are pairs of a type and an answer read as the same.

    `no_fact` holds, by file, the spans that look like a fact and tell none.
    """

    split: str
    articles: tuple[Article, ...]
    facts: tuple[GoldFact, ...]
    no_fact: dict[str, tuple[Span, ...]]
    places: dict[str, GoldPlace]
    neighbours: frozenset[tuple[str, str]]


def is_fact_gold(path: Path) -> bool:
    """Return whether a folder holds a gold of facts."""
    return all((path / name).is_file() for name in (MANIFEST_NAME, FILES[DEV], _PLACES))


def read_fact_gold(folder: Path, *, split: str = DEV) -> FactGold:
    """Read one split of a gold.

    Raises
    ------
    InputError
        Names the file that is missing or malformed, and every quote that does not stand in its
        article.
    """
    if split not in FILES:
        raise InputError(f"'{split}' is no split; give one of {', '.join(FILES)}")
    labels = _read_json(folder / FILES[split])
    articles = tuple(_read_split(folder, split))
    texts = {article.path: article.text for article in articles}
    try:
        _check_quotes(labels, texts, folder / FILES[split])
        return FactGold(
            split=split,
            articles=articles,
            facts=tuple(_make_fact(record, texts) for record in labels["facts"]),
            no_fact=_find_passages(labels.get("no_fact", []), texts),
            places=_make_places(_read_json(folder / _PLACES)),
            neighbours=read_neighbours(folder),
        )
    except (KeyError, TypeError) as error:
        raise InputError(
            f"labels in '{folder}' lack {error}; compare them with the gold's README"
        ) from error


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"labels '{path}' cannot be read ({error}); name the folder of a gold of facts"
        ) from error


def _read_split(folder: Path, split: str) -> list[Article]:
    """Read the articles of a split; their `path` is the name of their file."""
    rows = [row for row in read_rows(folder / MANIFEST_NAME) if row.get("split", DEV) == split]
    files = [(folder / row["file"]).resolve() for row in rows]
    if not files:
        raise InputError(f"manifest in '{folder}' lists no article of the split '{split}'")
    with TemporaryDirectory() as scratch:
        manifest = Path(scratch) / MANIFEST_NAME
        with manifest.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS, extrasaction="ignore", restval="")
            writer.writeheader()
            writer.writerows({**row, "file": str(f)} for row, f in zip(rows, files, strict=True))
        return read_articles(files, manifest=manifest)


def _check_quotes(labels: Any, texts: dict[str, str], path: Path) -> None:
    told = [(r["article"], quote) for r in labels["facts"] for quote in r["evidence"]]
    told += [(r["article"], r["quote"]) for r in labels.get("no_fact", [])]
    lost = [f"{file}: «{quote}»" for file, quote in told if quote not in texts.get(file, "")]
    if lost:
        raise InputError(f"'{path}' quotes what its articles don't hold: {'; '.join(lost)}")


def _make_fact(record: dict[str, Any], texts: dict[str, str]) -> GoldFact:
    ends = [key for name in ("origin", "destination", "via") for key in record[name]]
    return GoldFact(
        id=record["id"],
        file=record["article"],
        kind=record["kind"],
        type=record["type"],
        places=(*record["where"][:1], *ends),
        start=record["date_start"],
        end=record["date_end"],
        date_precision=record["date_precision"],
        counts=_read_bounds(record, "count"),
        killed=_read_bounds(record, "killed"),
        wounded=_read_bounds(record, "wounded") if "wounded" in record else None,
        attribution=record["attribution"] or "",
        attribution_class=record["attribution_class"],
        modality=record["modality"],
        optional=record["optional"],
        shown=record["show"] != "panel",
        quotes=tuple(record["evidence"]),
        spans=tuple(_find_span(quote, texts[record["article"]]) for quote in record["evidence"]),
    )


def _read_bounds(record: dict[str, Any], name: str) -> frozenset[Bounds]:
    """Return every pair of bounds that is right, none when the text tells no number."""
    pairs = [record[name], *record.get(f"{name}_also", [])] if record[name] else []
    return frozenset((pair[0], pair[1]) for pair in pairs)


def _find_span(quote: str, text: str) -> Span:
    start = text.index(quote)
    return (start, start + len(quote))


def _find_passages(
    records: Iterable[dict[str, Any]], texts: dict[str, str]
) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    for record in records:
        file = record["article"]
        found[file] = (*found.get(file, ()), _find_span(record["quote"], texts[file]))
    return found


def _make_places(records: dict[str, dict[str, Any]]) -> dict[str, GoldPlace]:
    return {
        key: GoldPlace(
            key=key,
            lon=record["lon"],
            lat=record["lat"],
            tolerance_km=record["tolerance_km"],
            precision=record["precision"],
            country=record.get("country"),
        )
        for key, record in records.items()
    }


def read_neighbours(folder: Path) -> frozenset[tuple[str, str]]:
    """Return the types read as the same, those of the gold or of the folder it lies in."""
    for path in (folder / _NEIGHBOURS, folder.parent / _NEIGHBOURS):
        if path.is_file():
            rows = read_rows(path, ("gold", "answer"))
            return frozenset((row["gold"], row["answer"]) for row in rows)
    return frozenset()
