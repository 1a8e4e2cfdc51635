"""Gold for toponyms: our labelled sentences, and the published XML of LGL, TR-News and GeoVirus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from geo.errors import InputError
from geo.models import LocationPrecision
from geo.tables import Row, read_rows, split_list

TRAIN, TEST = "train", "test"
SPLITS = (TRAIN, TEST)

_MARK = re.compile(r"\[\[(?P<surface>.+?)\|(?P<key>.+?)\]\]|\{\{(?P<trap>.+?)\}\}")
_PLACES = "places.csv"
_PLACE_COLUMNS = ("key", "lat", "lon", "tolerance_km", "country", "precision")
_LINE_FIELDS = 4
_SEARCH_CHARS = 40
"""How far from its told offset a phrase of an XML gold is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """Where a toponym is: a point in degrees, and what answers count as right.

    `tolerance_km` is None where the gold tells none (the published corpora); `precisions` is
    empty where it asks for none.
    """

    lon: float
    lat: float
    tolerance_km: float | None = None
    country: str = ""
    precisions: frozenset[LocationPrecision] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldToponym:
    """A toponym at ``[start, end)`` of its text; `place` is None when the gold knows no point."""

    start: int
    end: int
    place: GoldPlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldText:
    """A labelled text; `traps` are spans that must never come out as a place."""

    id: str
    text: str
    toponyms: tuple[GoldToponym, ...]
    traps: tuple[tuple[int, int], ...] = ()
    group: str = ""
    split: str = ""
    language: str = ""


def is_toponym_gold(path: Path) -> bool:
    """Return whether a path holds labelled toponyms in a form that can be read."""
    return bool(_label_files(path)) or path.suffix == ".xml"


def read_toponym_gold(path: Path, *, split: str = "") -> list[GoldText]:
    """Read labelled texts from a folder, a ``toponyms.LANGUAGE.txt`` or an XML file.

    Parameters
    ----------
    split : {'', 'train', 'test'}
        only the lines of this split; XML files have none

    Raises
    ------
    InputError
        when nothing can be read there, or a label is malformed; every defect at once
    """
    if path.suffix == ".xml":
        return _read_xml(path)
    files = _label_files(path)
    if not files:
        raise InputError(
            f"'{path}' holds no gold; give a folder with toponyms.LANGUAGE.txt and places.csv, "
            "or an XML file in the form of LGL, TR-News or GeoVirus"
        )
    places = _read_gold_places(files[0].parent / _PLACES)
    texts = [text for file in files for text in _read_lines(file, places)]
    return [text for text in texts if split in ("", text.split)]


def _label_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("toponyms.*.txt"))
    is_labelled = path.suffix == ".txt" and (path.parent / _PLACES).is_file()
    return [path] if path.is_file() and is_labelled else []


def _read_gold_places(path: Path) -> dict[str, GoldPlace]:
    return {row["key"]: _gold_place(row) for row in read_rows(path, _PLACE_COLUMNS)}


def _gold_place(row: Row) -> GoldPlace:
    return GoldPlace(
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        tolerance_km=float(row["tolerance_km"]),
        country=row["country"],
        precisions=frozenset(LocationPrecision(value) for value in split_list(row["precision"])),
    )


def _read_lines(path: Path, places: dict[str, GoldPlace]) -> Iterator[GoldText]:
    language = path.name.removesuffix(".txt").rpartition(".")[2]
    defects = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t", _LINE_FIELDS - 1)
        unknown = [m["key"] for m in _MARK.finditer(line) if m["key"] and m["key"] not in places]
        if len(fields) != _LINE_FIELDS or unknown:
            defects.append(f"line {number}: {len(fields)} fields, unknown keys {unknown}")
            continue
        yield _read_label(fields, places, language)
    if defects:
        raise InputError(f"'{path.name}': {'; '.join(defects)}; correct the lines or places.csv")


def _read_label(fields: list[str], places: dict[str, GoldPlace], language: str) -> GoldText:
    identifier, split, group, marked = fields
    text, position = "", 0
    toponyms: list[GoldToponym] = []
    traps: list[tuple[int, int]] = []
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        start, position = len(text), mark.end()
        text += mark["surface"] or mark["trap"]
        if mark["trap"]:
            traps.append((start, len(text)))
        else:
            toponyms.append(GoldToponym(start=start, end=len(text), place=places[mark["key"]]))
    return GoldText(
        id=identifier, text=text + marked[position:], toponyms=tuple(toponyms),
        traps=tuple(traps), group=group, split=split, language=language,
    )  # fmt: skip


def _read_xml(path: Path) -> list[GoldText]:
    """Read articles of LGL and TR-News (toponym, phrase, gaztag) or GeoVirus (location, name)."""
    data = path.read_bytes()
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise InputError(f"'{path.name}' declares entities; take them out: a gold needs none")
    try:
        root = ET.fromstring(data)  # noqa: S314 - no entities are declared
    except ET.ParseError as error:
        raise InputError(f"'{path.name}' is no XML ({error}); mend the file") from error
    texts = [_read_article(article, number) for number, article in enumerate(root.iter("article"))]
    if not texts:
        raise InputError(f"'{path.name}' has no <article>; expected LGL, TR-News or GeoVirus")
    return texts


def _read_article(article: ET.Element, number: int) -> GoldText:
    text = article.findtext("text") or ""
    labels = [*article.iter("toponym"), *article.iter("location")]
    toponyms = [toponym for label in labels if (toponym := _read_xml_label(label, text))]
    return GoldText(
        id=article.get("docid") or str(number),
        text=text,
        toponyms=tuple(sorted(toponyms, key=lambda toponym: toponym.start)),
    )


def _read_xml_label(label: ET.Element, text: str) -> GoldToponym | None:
    """Return a label where its phrase stands in the text, None when it doesn't stand near.

    GeoVirus counts offsets from 1, the others from 0; the phrase decides.
    """
    phrase = label.findtext("phrase") or label.findtext("name") or ""
    told = int(label.findtext("start") or 0)
    low = max(0, told - _SEARCH_CHARS)
    starts = [
        match.start() for match in re.finditer(re.escape(phrase), text[low : told + _SEARCH_CHARS])
    ]
    if not phrase or not starts:
        return None
    start = low + min(starts, key=lambda offset: abs(low + offset - told))
    return GoldToponym(start=start, end=start + len(phrase), place=_read_point(label))


def _read_point(label: ET.Element) -> GoldPlace | None:
    lat, lon = (
        next((element.text for element in label.iter(tag) if element.text), None)
        for tag in ("lat", "lon")
    )
    return GoldPlace(lon=float(lon), lat=float(lat)) if lat and lon else None
