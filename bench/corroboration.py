"""Measure the joining of facts that several articles tell: ``python -m bench.corroboration``.

The tellings are synthetic, nobody reported them: places by how often news names them, ten years,
a third of the facts told two to five times, a third of the tellings without a day. Time is
processor time.
"""

import argparse
import random
import resource
from datetime import date, timedelta
from itertools import accumulate
from time import process_time
from typing import Any

import geopandas as gpd
import orjson
import shapely

from geo.corroboration.corroborated import corroborate_facts
from geo.frames import FACT_COLUMNS, frame_columns
from geo.gazetteer.index import load_gazetteer
from geo.models import Place
from geo.text.reprints import sketch_text

TELLINGS = 300_000
FIRST_DAY = date(2014, 1, 1)
LAST_DAYS = 3650
TYPES = (
    *("ied", "armed_attack", "airstrike", "shelling", "arrest", "raid", "clash", "kidnapping"),
    *("sweep", "weapons_seized", "deployment", "hideout", "sleeper_cells"),
)
WORDS = [
    "made",
    "for",
    "the",
    "measure",
    "of",
    "speed",
    "and",
    "reported",
    "by",
    "nobody",
    "at",
    "any",
    "place",
    "on",
    "any",
    "day",
]
SENTENCE_WORDS = 22
SKETCHED_CHARS = 3500

Row = dict[str, Any]


def main() -> None:
    """Print how long it takes to join the tellings, and how much memory."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tellings", type=int, default=TELLINGS, metavar="N")
    frame = make_tellings(parser.parse_args().tellings)
    begun = process_time()
    joined = corroborate_facts(frame, is_reprint=lambda _a, _b: False)
    seconds = process_time() - begun
    several = int((joined["reports"] > 1).sum())
    print(f"{len(frame)} tellings, {len(joined)} facts, {several} of several articles")
    print(f"{seconds:.1f} s, peak memory {_peak_mb()} MB")
    print(f"sketch of an article: {measure_sketch():.2f} ms")


def make_tellings(count: int, *, seed: int = 3) -> gpd.GeoDataFrame:
    """Return a frame of so many tellings, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    places = [place for place in load_gazetteer().places if place.admin1[:2] in {"IQ", "SY"}]
    chance.shuffle(places)
    weights = list(accumulate(1 / (rank + 1) ** 0.8 for rank in range(len(places))))
    rows: list[Row] = []
    shapes: list[shapely.Point] = []
    while len(rows) < count:
        place = chance.choices(places, cum_weights=weights)[0]
        told = _tell_fact(len(rows), place, chance)[: count - len(rows)]
        rows += told
        shapes += [shapely.Point(place.lon, place.lat)] * len(told)
    columns = {name: [row.get(name) for row in rows] for name in FACT_COLUMNS[:-1]}
    return frame_columns(columns, shapes)


def measure_sketch() -> float:
    """Return how long a sketch of an article of 3,500 characters takes, in ms."""
    chance, words = random.Random(5), [f"word{number}" for number in range(2000)]  # noqa: S311
    texts = []
    for _ in range(100):
        text = " ".join(chance.choice(words) for _ in range(SKETCHED_CHARS // 7))
        texts.append(text[:SKETCHED_CHARS])
    begun = process_time()
    for text in texts:
        sketch_text(text)
    return (process_time() - begun) / len(texts) * 1000


def _tell_fact(number: int, place: Place, chance: random.Random) -> list[Row]:
    """Return the tellings of one fact, each in an article of its own."""
    day = FIRST_DAY + timedelta(days=min(LAST_DAYS, int(chance.expovariate(1 / 900))))
    sentence = [chance.choice(WORDS) for _ in range(SENTENCE_WORDS)]
    shared = {
        "kind": "incident", "type": chance.choice(TYPES), "modality": "asserted",
        "place_id": place.id, "place_en": place.name_en, "admin1": place.admin1,
        "admin2": place.admin2, "country": place.country, "admin1_all": place.admin1,
        "location_precision": place.precision.value, "radius_km": place.radius_km,
        **_count("killed", chance.choice((None, None, 1, 1, 2, 3, 4, 5, 8, 12))),
        **_count("wounded", chance.choice((None, None, None, 2, 5, 9))),
    }  # fmt: skip
    copies = chance.choice((1, 1, 1, 1, 1, 1, 2, 3, 5))
    return [_tell_again(number + copy, shared, day, sentence, chance) for copy in range(copies)]


def _tell_again(
    number: int, shared: Row, day: date, sentence: list[str], chance: random.Random
) -> Row:
    published = (day + timedelta(days=chance.choice((0, 1)))).isoformat()
    has_day = chance.random() > 0.3
    quote = " ".join(w if chance.random() > 0.1 else chance.choice(WORDS) for w in sentence)
    article = f"a-bench-{number // 5:06}"
    return {
        **shared, "id": f"f-bench-{number:07}", "article_id": article, "article_ids": article,
        "date_start": day.isoformat() if has_day else None,
        "date_end": day.isoformat() if has_day else published,
        "date_precision": "day" if has_day else "recent", "published": published,
        "actor": chance.choice((None, "gunmen", "police")), "source_outlet": f"o{number % 200}",
        "attribution_class": "unnamed_official", "attribution_classes": "unnamed_official",
        "origins": 1, "reports": 1, "score": 0.9, "search_text": quote,
        "evidence": orjson.dumps(
            [{"article_id": article, "start": 0, "end": len(quote), "quote": quote, "rule": "r"}]
        ).decode(),
    }  # fmt: skip


def _count(name: str, number: int | None) -> Row:
    return {f"{name}_min": number, f"{name}_max": number}


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
