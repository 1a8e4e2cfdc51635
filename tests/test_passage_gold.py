"""The gold of passages: what its labels mean, what is refused, and that ours is well made."""

from pathlib import Path

import pytest

from geo.errors import InputError
from geo.evaluation.facts import Measure, Score, Share, evaluate_facts
from geo.evaluation.passages import is_passage_gold, read_passage_gold
from geo.settings import ROOT

GOLD = ROOT / "bench" / "gold" / "passages"
SPLITS = ("dev", "train", "heldout")
HEAD = "# en | wire | Iraq 2016"
TEXT = (
    "Raid near Hit -- Gunmen kidnapped at least three men near Hit, police said. Love has sieges."
)
LABELS = (
    "+ kidnapping | Gunmen kidnapped at least three men | asserted | count=>=3 | group_claim",
    "? raid | Raid near Hit | asserted | | unattributed",
    "- siege | Love has sieges",
)


def write_gold(folder: Path, *labels: str, head: str = HEAD) -> Path:
    """Write a gold of one passage in both splits."""
    for split in SPLITS:
        block = "\n".join((head, TEXT, *labels))
        (folder / f"passages.{split}.txt").write_text(f"{block}\n", encoding="utf-8")
    return folder


def test_labels_are_read_as_facts_of_an_article_each(tmp_path: Path) -> None:
    gold = read_passage_gold(write_gold(tmp_path, *LABELS))
    (article,) = gold.articles
    assert article.text.startswith("Raid near Hit\n\nGunmen")
    assert (article.outlet, article.published.bounds()) == ("wire", ("2016-01-01", "2016-12-31"))
    kidnapping, raid = gold.facts
    assert (kidnapping.kind, kidnapping.counts, kidnapping.killed) == (
        "incident",
        {(3, None)},
        set(),
    )
    assert article.text[slice(*kidnapping.spans[0])] == "Gunmen kidnapped at least three men"
    assert (kidnapping.optional, raid.optional) == (False, True)
    assert [article.text[slice(*span)] for span in gold.no_fact[article.path]] == [
        "Love has sieges"
    ]


def test_passages_are_scored_like_articles(tmp_path: Path) -> None:
    report = evaluate_facts(write_gold(tmp_path, *LABELS))
    assert report.overall == Score(wanted=1, found=1, given=1, found_given=1)
    assert report.measures[Measure.COUNTS] == Share(right=1, of=1)
    assert report.measures[Measure.DATES] == Share(right=0, of=0)
    assert evaluate_facts(tmp_path, split="heldout").misses is None


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("+ quarrel | Gunmen kidnapped | asserted | | media", "quarrel"),
        ("+ kidnapping | Gunmen took | asserted | | media", "Gunmen took"),
        ("+ kidnapping | Gunmen kidnapped | surmised | | media", "surmised"),
        ("+ kidnapping | Gunmen kidnapped | asserted", "Gunmen kidnapped"),
        ("kidnapping", "kidnapping"),
    ],
)
def test_a_malformed_label_is_named(tmp_path: Path, label: str, named: str) -> None:
    with pytest.raises(InputError, match=rf"passages.dev.txt 1.*{named}"):
        read_passage_gold(write_gold(tmp_path, label))


def test_a_malformed_head_and_an_unknown_split_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"passages.dev.txt 1.*en, wire"):
        read_passage_gold(write_gold(tmp_path, head="en, wire"))
    with pytest.raises(InputError, match="'test' is no split"):
        read_passage_gold(tmp_path, split="test")


def test_our_passages_are_well_made_and_apart() -> None:
    assert is_passage_gold(GOLD)
    golds = [read_passage_gold(GOLD, split=split) for split in SPLITS]
    texts = [{article.text for article in gold.articles} for gold in golds]
    assert sum(map(len, texts)) == len(set().union(*texts))
    assert all({article.language for article in gold.articles} == {"ar", "en"} for gold in golds)
