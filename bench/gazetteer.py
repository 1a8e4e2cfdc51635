"""Measure the gazetteer at full size: ``python -m bench.gazetteer [TABLE]``.

Builds an index from a table of places, loads it, and matches its names, clitics and all, over
Arabic articles; each step in a process of its own. Time is processor time, so that a busy machine
measures nearly as an idle one; of several rounds the quickest counts.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from bench.texts import make_articles
from geo.gazetteer.build import Mapped, build_index
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.lookup import lookup_places
from geo.settings import ROOT
from geo.text.fold import fold

TABLE = ROOT.parent / "shared" / "data" / "wof_places_iq_sy.csv"
MAPPED = Mapped(
    columns={
        "geonameid": "gn",
        "country": "cc",
        "name_ar": "ar",
        "name_en": "eng",
        "population": "pop",
    },
    values={"feature_code": "PPL"},
)
ARTICLES = 300
ROUNDS = 5
QUERIES = ("Baghouz", "al-Baghuz", "Qaim", "Al-Qa'im", "القائم", "قائم", "Mossoul", "Der Ezzor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a step must reach, and whether more is better."""

    name: str
    goal: float
    more_is_better: bool = False

    def is_reached(self, measured: float) -> bool:
        """Return whether a measured figure is as good as the goal."""
        return measured >= self.goal if self.more_is_better else measured <= self.goal


FIGURES = {
    "build_seconds": Figure(name="build, s", goal=10),
    "build_megabytes": Figure(name="memory of the build, MB", goal=200),
    "load_seconds": Figure(name="load, s", goal=1.5),
    "load_megabytes": Figure(name="memory once loaded, MB", goal=200),
    "match_megabytes_a_second": Figure(name="matching, MB/s", goal=20, more_is_better=True),
    "lookup_milliseconds": Figure(name="lookup of a name, ms", goal=100),
}


def measure(table: Path) -> dict[str, float]:
    """Return every figure of `FIGURES` for a table of places."""
    measured: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.jsonl"
        for step in ("build", *["load"] * ROUNDS, "use"):
            for name, value in _run_step(step, table, index).items():
                measured[name] = min(value, measured.get(name, value))
    return measured


def _run_step(step: str, table: Path, index: Path) -> dict[str, float]:
    """Return the figures of one step, run in a process of its own."""
    command = [sys.executable, "-m", "bench.gazetteer", str(table), step, str(index)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


def _measure_build(table: Path, index: Path) -> dict[str, float]:
    start = process_time()
    build_index([table], target=index, mapped=MAPPED)
    return {"build_seconds": process_time() - start, "build_megabytes": _peak_megabytes()}


def _measure_load(_table: Path, index: Path) -> dict[str, float]:
    start = process_time()
    load_gazetteer(index)
    return {"load_seconds": process_time() - start, "load_megabytes": _peak_megabytes()}


def _measure_use(_table: Path, index: Path) -> dict[str, float]:
    gazetteer = load_gazetteer(index)
    texts = [article.text for article in make_articles(ARTICLES, language="ar")]
    folded = [fold(text) for text in texts]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    lookup_places(QUERIES[0], gazetteer=gazetteer)
    matching = _quickest(lambda: [gazetteer.find(text) for text in folded])
    looking_up = _quickest(lambda: [lookup_places(q, gazetteer=gazetteer) for q in QUERIES])
    return {
        "match_megabytes_a_second": megabytes / matching,
        "lookup_milliseconds": looking_up * 1000 / len(QUERIES),
    }


STEPS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "build": _measure_build,
    "load": _measure_load,
    "use": _measure_use,
}


def _quickest(step: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the processor seconds of the quickest of several rounds."""
    seconds = []
    for _ in range(rounds):
        start = process_time()
        step()
        seconds.append(process_time() - start)
    return min(seconds)


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print each figure beside its goal; return how many are missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", nargs="?", type=Path, default=TABLE, help="a CSV as the default's")
    parser.add_argument("step", nargs="?", choices=STEPS, help="one step only, for `measure`")
    parser.add_argument("index", nargs="?", type=Path, help="the step's index")
    options = parser.parse_args()
    if options.step:
        print(json.dumps(STEPS[options.step](options.table, options.index)))
        return 0
    if not options.table.exists():
        print(f"'{options.table}' is not there: name a table of places", file=sys.stderr)
        return 2
    measured = measure(options.table)
    for key, figure in FIGURES.items():
        word = "" if figure.is_reached(measured[key]) else "  MISSED"
        print(f"{figure.name:28}{measured[key]:8.2f}  goal {figure.goal:g}{word}")
    return sum(not figure.is_reached(measured[key]) for key, figure in FIGURES.items())


if __name__ == "__main__":
    raise SystemExit(main())
