"""``gazetteer build`` and ``gazetteer lookup``: make a full gazetteer, find places in it."""

import argparse
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from geo.cli.output import say, write_output
from geo.errors import InputError
from geo.gazetteer.build import BuildReport, Mapped, build_index
from geo.gazetteer.download import Progress, ask_version, fetch, list_remotes
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.lookup import LookupResult, lookup_places
from geo.gazetteer.named_columns import FIELDS
from geo.labels import label
from geo.settings import gazetteer_path

_JSON_FIELDS = (
    *("id", "name_en", "name_ar", "lat", "lon", "radius_km", "feature_code", "country"),
    *("admin1", "admin2"),
)
_STEPS = 20
"""How often progress is told while a file is fetched."""


def run(options: argparse.Namespace) -> int:
    """Run the command that `options.action` names; return 0, refusals are errors."""
    return {"build": _build, "lookup": _lookup}[options.action](options)


def _build(options: argparse.Namespace) -> int:
    target = options.out or gazetteer_path()
    if target is None:
        raise InputError("MASAR_GAZETTEER is empty: unset it, or say where with --out FILE")
    mapped = Mapped(
        columns=_read_pairs(options.column, "--column"),
        values=_read_pairs(options.value, "--value"),
    )
    origins = _download(options)
    report = build_index(
        [*origins, *options.files],
        target=target,
        mapped=mapped,
        max_bad_rows=options.max_bad,
        origins=origins,
    )
    write_output(f"{line}\n".encode() for line in _describe_build(report))
    return 0


def _download(options: argparse.Namespace) -> dict[Path, Mapping[str, Any]]:
    """Fetch what the countries need, sizes first; return where each file comes from."""
    remotes = list_remotes(options.download, folder=options.downloads, base=options.mirror)
    versions = [ask_version(remote) for remote in remotes]
    for remote, version in zip(remotes, versions, strict=True):
        say(f"{remote.url}: {_size(version.bytes)}")
    if remotes:
        say(f"{_size(sum(max(version.bytes, 0) for version in versions))} in all")
    return {
        remote.path: fetch(remote, version, report=_Meter().tell)
        for remote, version in zip(remotes, versions, strict=True)
    }


class _Meter:
    """Tells the progress of one file, a limited number of times."""

    def __init__(self) -> None:
        self._told = -1

    def tell(self, progress: Progress) -> None:
        """Say how far a file is, unless that was said already."""
        step = progress.done_bytes * _STEPS // max(progress.total_bytes, 1)
        if progress.total_bytes > 0 and step != self._told:
            self._told = step
            share = progress.done_bytes * 100 // progress.total_bytes
            say(f"{progress.name}: {share}% of {_size(progress.total_bytes)}")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 0 else "size not told"


def _read_pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """Read ``FIELD=VALUE`` pairs; raises `InputError` for a field that isn't known."""
    pairs = dict(text.partition("=")[::2] for text in texts)
    if unknown := [field for field in pairs if field not in FIELDS]:
        raise InputError(
            f"{option}: '{unknown[0]}' is no field; write FIELD=..., FIELD being one of "
            f"{', '.join(FIELDS)}"
        )
    return pairs


def _describe_build(report: BuildReport) -> Iterator[str]:
    before = "" if report.places_before is None else f" (before: {report.places_before} places)"
    yield f"{report.path}: {report.places} places, {report.names} names{before}"
    for source in report.sources:
        yield f"from {source['file']}: {source['bytes']} bytes, sha256 {source['sha256']}"
    for reason, count in report.passed_over.items():
        yield f"passed over: {count} rows with {reason}"
    for row in report.discarded:
        yield f"discarded: {row.file} line {row.line}: {row.reason}"


def _lookup(options: argparse.Namespace) -> int:
    if options.limit < 1:
        raise InputError(f"--limit {options.limit} prints nothing; give 1 or more")
    gazetteer = load_gazetteer(options.index)
    results = lookup_places(options.name, gazetteer=gazetteer, limit=options.limit)
    if options.format == "json":
        document = [describe_result(result) for result in results]
        write_output([orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)])
    elif results:
        write_output(f"{line}\n".encode() for line in _tabulate(results))
    else:
        say(f"no place is called '{options.name}', nor anything like it")
    return 0


def describe_result(result: LookupResult) -> dict[str, Any]:
    """Return a candidate as an object towards JSON."""
    fields = {name: getattr(result.place, name) for name in _JSON_FIELDS}
    return {**fields, "score": result.score, "source": result.place.source}


def _tabulate(results: Sequence[LookupResult]) -> Iterator[str]:
    """Yield the lines of a table; what may be in Arabic letters stands last in its line."""
    head = ("score", "id", "name", "type", "in", "border", "why", "source", "Arabic name")
    rows = [head, *(tuple(map(_printable, _cells(result))) for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _cells(result: LookupResult) -> tuple[str, ...]:
    place = result.place
    return (
        f"{result.score:.3f}",
        place.id,
        place.name_en,
        label(f"feature.{place.feature_code}", "en"),
        ", ".join(one.name_en or one.id for one in result.within),
        "" if result.border_km is None else f"{result.border_km:.1f} km",
        result.likeness.replace("_", " "),
        place.source,
        place.name_ar,
    )


def _printable(text: str) -> str:
    """Return a text in which no control character can move or colour what a terminal shows."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
