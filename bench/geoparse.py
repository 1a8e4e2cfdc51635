"""Measure the geoparser on one core: ``python -m bench.geoparse``.

Articles a second, beside flashgeotext in the same run with the same names (it only matches
strings; it is measured when it is installed), how time grows with the text, and memory. Time is
processor time; of several rounds the quickest counts. The texts are those of `bench.texts`.
"""

import argparse
import gc
import resource
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from time import process_time

from bench.texts import ARTICLE_CHARS, make_articles
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.geoparse.mentions import geoparse
from geo.models import Article
from geo.text.fold import fold

GOAL_PER_SECOND = 400
LONG_MEGABYTES = 5
MAX_GROWTH = 1.3
"""How much longer a character of one long article may take than one of many short ones."""

MAX_MEGABYTES = 400
RIVAL = "flashgeotext"
WHOLE = "Masar"

Reader = Callable[[str], int]


def read_with_masar(gazetteer: Gazetteer) -> Reader:
    """Return a reader that geoparses a text and counts its mentions."""

    def read(text: str) -> int:
        article = Article(id="", text=text, sha256="")
        return len(geoparse(article, (), fold(text), gazetteer=gazetteer).mentions)

    return read


def read_with_rival(gazetteer: Gazetteer) -> Reader | None:
    """Return a reader of the rival library over the same names, None when it isn't installed."""
    if not find_spec(RIVAL):
        return None
    geotext = import_module(f"{RIVAL}.geotext")
    lookup = import_module(f"{RIVAL}.lookup")
    names = {named.place.id: list(named.names) for named in gazetteer}
    reader = geotext.GeoText(geotext.GeoTextConfiguration(use_demo_data=False))
    reader.add(lookup.LookupData(name="places", data=names, script="arabic"))
    return lambda text: sum(len(found) for found in reader.extract(input_text=text).values())


def match_with_masar(gazetteer: Gazetteer) -> Reader:
    """Return a reader that only matches names, clitics and all: what the rival does."""
    return lambda text: len(gazetteer.find(fold(text)))


def measure_ms(read: Reader, texts: Sequence[str], *, rounds: int) -> tuple[float, float]:
    """Return the milliseconds of a text and how many names it gives, on average."""
    found = sum(read(text) for text in texts)
    quickest = min(_time(read, texts) for _ in range(rounds))
    return 1000 * quickest / len(texts), found / len(texts)


def _time(read: Reader, texts: Sequence[str]) -> float:
    gc.collect()
    start = process_time()
    for text in texts:
        read(text)
    return process_time() - start


def measure_growth(read: Reader) -> float:
    """Return how much longer a character of one long text takes than one of short texts."""
    short = [article.text for article in make_articles(100)]
    long = "".join(short)
    long *= 1 + LONG_MEGABYTES * 1_000_000 // len(long.encode())
    alone = min(_time(read, short) for _ in range(3)) / sum(map(len, short))
    return _time(read, [long]) / len(long) / alone


def main() -> None:
    """Print the figures; exit status 1 when a goal that is checked is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    arguments = parser.parse_args()
    gazetteer = load_gazetteer()
    readers = {
        WHOLE: read_with_masar(gazetteer),
        "Masar, names only": match_with_masar(gazetteer),
        RIVAL: read_with_rival(gazetteer),
    }
    print(f"{len(gazetteer)} places, articles of {ARTICLE_CHARS} characters\n")
    print(_row("geoparse", "ms", "articles/s", "MB/s", "names each"))
    slowest = 0.0
    for language, code in (("both", ""), ("Arabic", "ar"), ("English", "en")):
        texts = [article.text for article in make_articles(arguments.articles, language=code)]
        megabytes = sum(len(text.encode()) for text in texts) / len(texts) / 1e6
        for name, read in readers.items():
            if read is None:
                print(_row(f"{name}, {language}", "not installed"))
                continue
            ms, found = measure_ms(read, texts, rounds=arguments.rounds)
            slowest = max(slowest, ms if name == WHOLE else 0.0)
            speed = f"{1000 / ms:.0f}", f"{1000 * megabytes / ms:.1f}"
            print(_row(f"{name}, {language}", f"{ms:.2f}", *speed, f"{found:.1f}"))
    growth = measure_growth(read_with_masar(gazetteer))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\ntime a character, one text of {LONG_MEGABYTES} MB to short ones: {growth:.2f}")
    print(f"peak memory, MB: {peak:.0f}")
    missed = 1000 / slowest < GOAL_PER_SECOND or growth > MAX_GROWTH or peak > MAX_MEGABYTES
    if arguments.check and missed:
        sys.exit(1)


def _row(name: str, *cells: str) -> str:
    return f"{name:<28}" + "".join(f"{cell:>12}" for cell in cells)


if __name__ == "__main__":
    main()
