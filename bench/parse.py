"""Measure the whole parse on one core, stage by stage: ``python -m bench.parse``.

Time is processor time, so that a busy machine measures as an idle one; of several rounds the
quickest counts. The texts are those of `bench.texts`; everything is loaded before the clock runs.
"""

import argparse
import gc
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import orjson

from bench.texts import ARTICLE_CHARS, make_articles
from geo.facts.extract import extract_facts
from geo.facts.reading import make_readings
from geo.facts.signals import find_signals
from geo.frames import extraction_document
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.geoparse.mentions import geoparse
from geo.models import Article
from geo.pipeline import read_article
from geo.text.dates import read_dates
from geo.text.fold import fold
from geo.text.numbers import read_numbers
from geo.text.sentences import split_sentences

GOAL_PER_SECOND = 400
"""Articles of 3,500 characters a second on one core."""

Stages = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How long a set of articles took: processor seconds, for the whole and for each stage."""

    name: str
    articles: int
    chars: int
    megabytes: float
    seconds: float
    stages: Stages

    @property
    def per_second(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def measure_speed(name: str, articles: Sequence[Article], *, rounds: int) -> Speed:
    """Measure `read_article` and its stages on articles; the quickest of `rounds` counts."""
    gazetteer = load_gazetteer()
    for article in articles:
        extraction_document(read_article(article, gazetteer=gazetteer))
    gc.collect()
    runs = [_time_stages(articles, gazetteer) for _ in range(rounds)]
    whole = min(_time_whole(articles, gazetteer) for _ in range(rounds))
    return Speed(
        name=name,
        articles=len(articles),
        chars=sum(len(article.text) for article in articles),
        megabytes=sum(len(article.text.encode()) for article in articles) / 1e6,
        seconds=whole,
        stages={stage: min(run[stage] for run in runs) for stage in runs[0]},
    )


def format_speeds(speeds: Sequence[Speed]) -> str:
    """Return two plain tables: the whole parse, then milliseconds an article by stage."""
    lines = [_row("whole parse", "articles", "chars each", "articles/s", "MB/s")]
    for s in speeds:
        rate = f"{s.megabytes / s.seconds:.2f}"
        lines.append(_row(s.name, s.articles, s.chars // s.articles, f"{s.per_second:.0f}", rate))
    lines += ["", _row("ms an article", *(s.name for s in speeds))]
    for stage in speeds[0].stages:
        lines.append(_row(stage, *(f"{1000 * s.stages[stage] / s.articles:.3f}" for s in speeds)))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += ["", _row("peak memory, MB", f"{peak_mb:.0f}")]
    return "\n".join(lines)


def _time_whole(articles: Sequence[Article], gazetteer: Gazetteer) -> float:
    start = process_time()
    for article in articles:
        read_article(article, gazetteer=gazetteer)
    return process_time() - start


def _time_stages(articles: Sequence[Article], gazetteer: Gazetteer) -> Stages:
    """Run the stages as `read_article` does, then the JSON document; seconds by stage."""
    seconds: Stages = {}

    def run(stage: str, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        start = process_time()
        result = function(*args, **options)
        seconds[stage] = seconds.get(stage, 0.0) + process_time() - start
        return result

    for article in articles:
        folded = run("fold", fold, article.text)
        sentences = run("sentences", split_sentences, article)
        places = run("geoparse", geoparse, article, sentences, folded, gazetteer=gazetteer)
        dates = run("dates", read_dates, article.text, publication=article.published)
        numbers = run("numbers", read_numbers, article.text)
        signals = run("signals", find_signals, folded)
        told = (article, sentences, places.mentions, dates, numbers, signals)
        readings = run("readings", make_readings, *told)
        run("extract", extract_facts, readings, gazetteer=gazetteer)
        extraction = read_article(article, gazetteer=gazetteer)
        document = run("document", extraction_document, extraction)
        run("json", orjson.dumps, document)
    return seconds


def _row(name: str, *cells: object) -> str:
    return f"{name:<18}" + "".join(f"{cell!s:>12}" for cell in cells)


def main() -> None:
    """Print the speed of the whole parse; exit status 1 below the goal when asked to check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="fail below the goal")
    arguments = parser.parse_args()
    speeds = [
        measure_speed(
            name, make_articles(arguments.articles, language=code), rounds=arguments.rounds
        )
        for name, code in (("both", ""), ("Arabic", "ar"), ("English", "en"))
    ]
    print(format_speeds(speeds))
    print(_row("goal, articles/s", GOAL_PER_SECOND), f"of {ARTICLE_CHARS} characters")
    if arguments.check and speeds[0].per_second < GOAL_PER_SECOND:
        sys.exit(1)


if __name__ == "__main__":
    main()
