"""A full gazetteer from files: read, checked, put into provinces, and swapped in at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.gazetteer.divisions import assign_divisions
from geo.gazetteer.geonames import AlternateNames, read_alternate_names, read_dump, read_ids
from geo.gazetteer.index_file import read_record, write_index
from geo.gazetteer.named_columns import read_named_columns
from geo.gazetteer.source_file import SourceFile, SourceKind, open_source, read_lines
from geo.gazetteer.source_row import BadRow, PassedOver, SourceRow

SHOWN_BAD_ROWS = 10
MOST_BAD_ROWS = 1000
"""After so many bad rows a file is given up: it is of another kind altogether."""

SAME_ID = "an id that an earlier row has"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """How a table with named columns is read: field to column, and field to one value."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardedRow:
    """A row that was not taken, with the reason."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build made, of what, and what it left out.

    `passed_over` counts rows left out on purpose by their reason; `discarded` are rows that
    could not be read; `places_before` is None when there was no index before.
    """

    path: Path
    places: int
    names: int
    sha256: str
    sources: tuple[dict[str, Any], ...]
    passed_over: Mapping[str, int]
    discarded: tuple[DiscardedRow, ...]
    places_before: int | None


def build_index(
    paths: Sequence[Path],
    *,
    target: Path,
    mapped: Mapped | None = None,
    max_bad_rows: int = 0,
    origins: Mapping[Path, Mapping[str, Any]] | None = None,
) -> BuildReport:
    """Make the index at `target` from files of places and of alternate names.

    A file is told by its first line: GeoNames dumps have 19 columns, alternateNamesV2 has 10,
    tables with named columns end in ``.csv`` or ``.tsv``; each may be inside a zip archive.
    Of rows with one id the first holds, in the order of `paths`.

    Parameters
    ----------
    max_bad_rows : int
        rows that may be left out of each file because they can't be read; with more, or any in
        the default, the file is refused
    origins : mapping of path to what is known of a download; kept in the index's record

    Raises
    ------
    InputError
        with every bad row's line number; the index at `target` is then as it was
    """
    sources = [open_source(path) for path in paths]
    reading = _Reading(max_bad_rows=max_bad_rows)
    alternates = _read_alternates(sources, reading)
    rows = reading.read_places(sources, alternates=alternates, mapped=mapped or Mapped())
    named = [row.named_place() for row in rows]
    if not named:
        raise InputError(
            f"no place in {', '.join(source.name for source in sources) or 'no file'}; give files "
            "of places, or countries to download"
        )
    places = assign_divisions(named)
    before = read_record(target).get("places")
    records = [_record_of(source, origins or {}) for source in sources]
    return BuildReport(
        path=target,
        places=len(places),
        names=sum(len(one.names) for one in places),
        sha256=write_index(target, places, sources=records),
        sources=tuple(records),
        passed_over=dict(reading.passed_over.most_common()),
        discarded=tuple(reading.discarded),
        places_before=before,
    )


class _Reading:
    """The rows of one build: sound ones go on, others are kept with their reason."""

    def __init__(self, *, max_bad_rows: int) -> None:
        self.max_bad_rows = max_bad_rows
        self.discarded: list[DiscardedRow] = []
        self.passed_over: Counter[str] = Counter()

    def read_places(
        self, sources: Sequence[SourceFile], *, alternates: AlternateNames, mapped: Mapped
    ) -> Iterator[SourceRow]:
        """Yield the sound rows of all files, each id once."""
        taken: set[str] = set()
        for source in sources:
            if source.kind is SourceKind.NAMES:
                continue
            for row in self.sift(source, _read_source(source, alternates, mapped)):
                if row.id in taken:
                    self.passed_over[SAME_ID] += 1
                else:
                    taken.add(row.id)
                    yield row

    def sift(
        self, source: SourceFile, rows: Iterable[SourceRow | BadRow | PassedOver]
    ) -> Iterator[SourceRow]:
        """Yield the sound rows of a file; raises `InputError` when too many are bad."""
        bad: list[BadRow] = []
        for row in rows:
            if isinstance(row, SourceRow):
                yield row
            elif isinstance(row, PassedOver):
                self.passed_over[row.reason] += 1
            else:
                bad.append(row)
            if len(bad) > max(MOST_BAD_ROWS, self.max_bad_rows):
                break
        self.judge(source, bad)

    def judge(self, source: SourceFile, bad: Sequence[BadRow]) -> None:
        """Keep the bad rows of a file as discarded; raises `InputError` when too many are bad."""
        if len(bad) > self.max_bad_rows:
            raise _refusal(source, bad)
        self.discarded += [DiscardedRow(file=source.name, **row._asdict()) for row in bad]


def _read_source(
    source: SourceFile, alternates: AlternateNames, mapped: Mapped
) -> Iterator[SourceRow | BadRow | PassedOver]:
    if source.kind is SourceKind.DUMP:
        return read_dump(read_lines(source), alternates=alternates)
    return read_named_columns(
        read_lines(source), source=source, columns=mapped.columns, values=mapped.values
    )


def _read_alternates(sources: Sequence[SourceFile], reading: _Reading) -> AlternateNames:
    """Return the names by language of all places in the dumps, from every file of names."""
    tables = [source for source in sources if source.kind is SourceKind.NAMES]
    wanted: set[str] = set()
    for source in sources if tables else ():
        if source.kind is SourceKind.DUMP:
            wanted |= read_ids(read_lines(source))
    alternates: AlternateNames = {}
    for source in tables:
        names, bad = read_alternate_names(read_lines(source), wanted=wanted)
        reading.judge(source, bad)
        alternates.update(names)
    return alternates


def _refusal(source: SourceFile, bad: Sequence[BadRow]) -> InputError:
    shown = "; ".join(f"line {row.line}: {row.reason}" for row in bad[:SHOWN_BAD_ROWS])
    more = f"; and {len(bad) - SHOWN_BAD_ROWS} more" if len(bad) > SHOWN_BAD_ROWS else ""
    rows = "1 bad row" if len(bad) == 1 else f"{len(bad)} bad rows"
    return InputError(
        f"'{source.name}' has {rows}: {shown}{more}. The index in use is unchanged. "
        "Get the file again if it is truncated or of another kind, or leave such rows out with "
        "--max-bad N"
    )


def _record_of(source: SourceFile, origins: Mapping[Path, Mapping[str, Any]]) -> dict[str, Any]:
    known = origins.get(source.path, {})
    return {"file": source.name, "bytes": source.bytes, "sha256": source.sha256, **known}
