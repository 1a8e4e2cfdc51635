"""The two seed articles through the whole pipeline: what every change must keep."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import orjson
import pytest

from geo.frames import extraction_document
from geo.models import Article, Publication
from geo.pipeline import read_article
from geo.settings import ROOT, SEEDS_DIR
from geo.text.articles import read_articles

SCORER = ROOT.parent / "shared" / "tools" / "score_seeds.py"
needs_scorer = pytest.mark.skipif(not SCORER.is_file(), reason="the seeds' gold is not beside here")

KIDNAPPED = "اختطف مسلحون مجموعة من 12 شخصاً من جامعي الكمأ"
DRAWN = {"asserted", "attempted"}

Document = dict[str, Any]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_articles([SEEDS_DIR])


@pytest.fixture(scope="module")
def documents(articles: list[Article]) -> list[Document]:
    return [extraction_document(read_article(article)) for article in articles]


@pytest.fixture(scope="module")
def figures(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Return what the scorer of the seeds' gold says, a share such as "7/8" as a number."""
    path = tmp_path_factory.mktemp("seeds") / "parsed.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps(document) for document in documents))
    told = subprocess.run(
        [sys.executable, SCORER, path], capture_output=True, check=True, text=True
    ).stdout
    return {
        f"{part} {name}": read_figure(value)
        for part, values in json.loads(told).items()
        for name, value in values.items()
    }


def read_figure(value: float | str) -> float:
    if not isinstance(value, str):
        return value
    right, of = map(int, value.split("/"))
    return right / of


def facts_of(documents: list[Document], **wanted: Any) -> list[Document]:
    facts = [fact for document in documents for fact in document["facts"]]
    return [fact for fact in facts if wanted.items() <= fact.items()]


def read_kidnapping(article: Article) -> Document:
    """Return the kidnapping of the truffle hunters."""
    facts = facts_of([extraction_document(read_article(article))], type="kidnapping", count_min=12)
    assert len(facts) == 1
    return facts[0]


@needs_scorer
@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("toponyms f1", 0.97),
        ("toponyms resolved", 0.96),
        ("facts recall", 0.90),
        ("facts precision", 0.85),
        ("facts places", 0.90),
        ("facts dates", 0.90),
        ("facts counts", 0.85),
    ],
)
def test_figures_of_the_gold_are_kept(figures: Document, figure: str, least: float) -> None:
    assert figures[figure] >= least


@needs_scorer
@pytest.mark.parametrize(
    "figure", ["toponyms traps_violated", "facts false_on_map", "facts quotes_not_exact"]
)
def test_nothing_false_is_shown(figures: Document, figure: str) -> None:
    assert figures[figure] == 0


def test_each_offset_leads_to_its_words(articles: list[Article], documents: list[Document]) -> None:
    for article, document in zip(articles, documents, strict=True):
        evidence = [one for fact in document["facts"] for one in fact["evidence"]]
        assert all(fact["evidence"] for fact in document["facts"])
        for one in evidence:
            assert article.text[one["start"] : one["end"]] == one["quote"] != ""
        for mention in document["mentions"]:
            assert article.text[mention["start"] : mention["end"]] == mention["surface"] != ""


def test_a_kidnapping_has_its_day_number_and_province(documents: list[Document]) -> None:
    (fact,) = facts_of(documents, type="kidnapping", count_min=12)
    assert (fact["kind"], fact["modality"]) == ("incident", "asserted")
    assert (fact["date_start"], fact["date_end"]) == ("2019-02-17", "2019-02-17")
    assert (fact["date_precision"], fact["date_text"]) == ("day", "يوم الاحد الماضي")
    assert (fact["count_max"], fact["admin1"], fact["country"]) == (12, "IQ-AN", "IQ")
    assert KIDNAPPED in fact["evidence"][0]["quote"]
    assert fact["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_a_weekday_follows_the_day_of_publication(articles: list[Article]) -> None:
    later = replace(articles[0], published=Publication(day="2019-03-01"))
    fact = read_kidnapping(later)
    assert (fact["date_start"], fact["date_end"]) == ("2019-02-24", "2019-02-24")


def test_a_weekday_without_a_day_of_publication_keeps_its_words(articles: list[Article]) -> None:
    fact = read_kidnapping(replace(articles[0], published=Publication()))
    assert (fact["date_start"], fact["date_end"]) == (None, None)
    assert fact["date_text"] == "يوم الاحد الماضي"


def test_a_range_of_thousands_shares_its_multiplier(documents: list[Document]) -> None:
    (fact,) = facts_of(documents, type="strength_estimate")
    assert (fact["count_min"], fact["count_max"], fact["geometry"]) == (5000, 7000, None)


def test_a_total_is_a_claim_of_its_month(documents: list[Document]) -> None:
    (fact,) = facts_of(documents, type="attack_total")
    assert (fact["count_min"], fact["count_max"]) == (9, 9)
    assert (fact["date_start"], fact["date_end"]) == ("2019-01-01", "2019-01-31")
    assert (fact["attribution_class"], fact["geometry"]) == ("agency_verified", None)


def test_troops_stand_along_the_border(documents: list[Document]) -> None:
    (fact,) = facts_of(documents, type="deployment", count_min=20000)
    assert (fact["place_id"], fact["count_max"]) == ("iraq-syria-border", None)
    assert fact["geometry"]["type"] in {"LineString", "MultiLineString"}


def test_headline_and_body_are_one_movement(documents: list[Document]) -> None:
    (fact,) = facts_of(documents, type="infiltration", count_min=1000)
    assert (fact["origin_country"], fact["destination_country"]) == ("SY", "IQ")
    assert (fact["date_start"], fact["date_end"]) == ("2018-08-22", "2019-02-22")
    assert len(fact["evidence"]) >= 2


def test_only_what_happened_or_was_tried_is_drawn(documents: list[Document]) -> None:
    drawn = [fact for fact in facts_of(documents) if fact["geometry"] is not None]
    assert len(drawn) > 10
    assert {fact["modality"] for fact in drawn} <= DRAWN
    assert "claim" not in {fact["kind"] for fact in drawn}


@pytest.mark.parametrize("year", ["2014", "2017"])
def test_earlier_years_are_history(documents: list[Document], year: str) -> None:
    told = [fact for fact in facts_of(documents) if (fact["date_end"] or "").startswith(year)]
    assert [(fact["type"], fact["modality"], fact["geometry"]) for fact in told] == [
        ("background", "history", None)
    ]


def test_a_caption_tells_no_fact(documents: list[Document]) -> None:
    captions = [
        (document, sentence)
        for document in documents
        for sentence in document["sentences"]
        if sentence["role"] == "caption"
    ]
    assert len(captions) == 1
    document, caption = captions[0]
    starts = [one["start"] for fact in document["facts"] for one in fact["evidence"]]
    assert [start for start in starts if caption["start"] <= start < caption["end"]] == []


def test_baghouz_lies_in_syria(documents: list[Document]) -> None:
    (siege,) = facts_of(documents, type="siege")
    assert (siege["place_id"], siege["country"], siege["admin1"]) == (
        "baghuz-fawqani", "SY", "SY-DY",
    )  # fmt: skip


def test_another_process_reads_the_same_bytes(documents: list[Document]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "geo", "parse", "seeds", "--format", "jsonl"],
        cwd=ROOT, env={"LC_ALL": "C", "PYTHONHASHSEED": "7"}, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert told.splitlines() == [orjson.dumps(document) for document in documents]
