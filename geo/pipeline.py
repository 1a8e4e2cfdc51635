"""From an article to all that is read in it: composes the stages."""

from functools import cache
from hashlib import sha256

from geo.facts.extract import extract_facts
from geo.facts.reading import Reading, make_readings
from geo.facts.signals import find_signals
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.gazetteer.index_file import read_record
from geo.geoparse.mentions import Geoparse, geoparse
from geo.models import Article, Extraction
from geo.settings import DATA_DIR, ROOT, gazetteer_path
from geo.text.dates import read_dates
from geo.text.fold import fold
from geo.text.numbers import read_numbers
from geo.text.sentences import split_sentences


def read_article(article: Article, *, gazetteer: Gazetteer | None = None) -> Extraction:
    """Read one article: sentences, mentions, facts, and what was left out.

    Returns
    -------
    Extraction
        sorted by position; the same article and data give the same extraction.
    """
    gazetteer = gazetteer or load_gazetteer()
    places, readings = read_sentences(article, gazetteer=gazetteer)
    facts = extract_facts(readings, gazetteer=gazetteer)
    discarded = sorted(
        {*places.discarded, *facts.discarded}, key=lambda d: (d.start, d.reason, d.end)
    )
    return Extraction(
        article=article, sentences=tuple(reading.sentence for reading in readings),
        mentions=places.mentions, facts=facts.facts, discarded=tuple(discarded),
    )  # fmt: skip


def read_sentences(
    article: Article, *, gazetteer: Gazetteer | None = None
) -> tuple[Geoparse, list[Reading]]:
    """Read what an article names, and each of its sentences as the fact rules see it."""
    folded = fold(article.text)
    sentences = split_sentences(article)
    places = geoparse(article, sentences, folded, gazetteer=gazetteer or load_gazetteer())
    dates = read_dates(article.text, publication=article.published)
    quantities = read_numbers(article.text)
    signals = find_signals(folded)
    return places, make_readings(article, sentences, places.mentions, dates, quantities, signals)


def pipeline_fingerprint() -> str:
    """Return a hash of what decides how an article is read: code, data, the built gazetteer."""
    path = gazetteer_path()
    built = read_record(path)["sha256"] if path and path.exists() else ""
    return sha256(f"{_own_fingerprint()}|{built}".encode()).hexdigest()[:16]


@cache
def _own_fingerprint() -> str:
    digest = sha256()
    sources = sorted((ROOT / "geo").rglob("*.py"))
    sources += sorted(
        path for suffix in ("csv", "geojson") for path in DATA_DIR.rglob(f"*.{suffix}")
    )
    for path in sources:
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
