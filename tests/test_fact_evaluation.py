"""The scorer of facts: what counts for, what against, what stays unseen."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from geo.crosswalk import read_fact_types
from geo.errors import InputError
from geo.evaluation.fact_gold import FactGold, is_fact_gold, read_fact_gold
from geo.evaluation.fact_report import (
    format_markdown,
    format_misses,
    format_report,
    report_document,
)
from geo.evaluation.facts import (
    Cause,
    FactReport,
    Measure,
    Score,
    Share,
    evaluate_facts,
    score_documents,
)
from geo.settings import ROOT

GOLD = ROOT / "bench" / "gold" / "facts"
TEXT = (
    "Gunmen kidnapped three men near Hit on 4 May 2020. Police later raided a farm in Hit. "
    "A raid on Baghdad is planned. The city has known sieges of love."
)
HIT = {"name_en": "Hit", "name_ar": "", "lon": 42.8, "lat": 33.64, "precision": "settlement"}
HIT["country"] = "IQ"
RAID_QUOTE = "Police later raided a farm in Hit"


def make_label(number: int, quote: str, **changes: Any) -> dict[str, Any]:
    label = {
        "id": f"a-{number}", "article": "a.txt", "kind": "security", "type": "raid",
        "where": ["hit"], "origin": [], "destination": [], "via": [],
        "date_start": None, "date_end": None, "date_precision": "recent",
        "count": None, "killed": None, "attribution": None, "attribution_class": "unattributed",
        "modality": "asserted", "optional": False, "show": "pin", "evidence": [quote],
    }  # fmt: skip
    return {**label, **changes}


KIDNAPPING = {
    "kind": "incident", "type": "kidnapping", "date_start": "2020-05-04",
    "date_end": "2020-05-04", "date_precision": "day", "count": [3, 3], "count_also": [[3, None]],
}  # fmt: skip
LABELS = [
    make_label(1, "Gunmen kidnapped three men near Hit on 4 May 2020", **KIDNAPPING),
    make_label(2, RAID_QUOTE),
    make_label(3, "A raid on Baghdad is planned", modality="planned", show="panel", optional=True),
]


def tell(label: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the answer that is right for a label, with `changes`."""
    start = TEXT.index(label["evidence"][0])
    count = label["count"] or [None, None]
    same = ("kind", "type", "modality", "date_start", "date_end", "attribution_class")
    answer = {
        **{name: label[name] for name in same},
        "places": [HIT], "count_min": count[0], "count_max": count[1], "killed_min": None,
        "killed_max": None, "attribution": None, "geometry": {"type": "Point"},
        "evidence": [
            {"start": start, "end": start + 10, "quote": TEXT[start : start + 10], "rule": "r"}
        ],
    }  # fmt: skip
    return {**answer, **changes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a gold of one dev article and one held-out one."""
    (tmp_path / "heldout").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "heldout" / "b.txt").write_text(f"News. {TEXT}", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(
        "file,language,published,split\na.txt,en,2020-05-06,dev\nheldout/b.txt,en,,heldout\n",
        encoding="utf-8",
    )
    trap = {"article": "a.txt", "quote": "sieges of love", "why": "a figure"}
    held = [{**label, "article": "b.txt"} for label in LABELS]
    place = {"lon": 42.83, "lat": 33.64, "tolerance_km": 10, "precision": "settlement"}
    write_json(tmp_path / "facts.json", {"facts": LABELS, "no_fact": [trap]})
    write_json(tmp_path / "facts.heldout.json", {"facts": held})
    write_json(tmp_path / "places.json", {"hit": {**place, "country": "IQ"}})
    (tmp_path / "type_neighbours.csv").write_text("gold,answer\nraid,sweep\n", encoding="utf-8")
    return tmp_path


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def score(folder: Path, *facts: dict[str, Any]) -> FactReport:
    return score_documents(read_fact_gold(folder), [{"facts": list(facts), "discarded": []}])


def list_causes(report: FactReport) -> list[Cause]:
    return [miss.cause for miss in report.misses or ()]


def test_right_answers_score_full_marks(folder: Path) -> None:
    report = score(folder, tell(LABELS[0]), tell(LABELS[1]))
    assert report.overall == Score(wanted=2, found=2, given=2, found_given=2)
    assert report.kinds["incident"] == Score(wanted=1, found=1, given=1, found_given=1)
    assert report.measures[Measure.PLACES] == Share(right=2, of=2)
    assert report.measures[Measure.DATES] == Share(right=1, of=1)
    assert report.measures[Measure.COUNTS] == Share(right=1, of=1)
    assert report.measures[Measure.KILLED] == Share(right=0, of=0)
    assert report.misses == ()


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        pytest.param({"places": [{**HIT, "lon": 43.1}]}, Cause.WRONG_PLACE, id="too far"),
        pytest.param({"places": [{**HIT, "country": "SY"}]}, Cause.WRONG_PLACE, id="country"),
        pytest.param({"date_end": "2020-05-05"}, Cause.WRONG_DATE, id="one day longer"),
        pytest.param({"count_min": 4, "count_max": 4}, Cause.WRONG_COUNT, id="other count"),
        pytest.param({"attribution_class": "media"}, Cause.WRONG_SPEAKER, id="speaker"),
        pytest.param({"modality": "attempted"}, Cause.WRONG_MODALITY, id="modality"),
        pytest.param({"geometry": None}, Cause.NOT_DRAWN, id="not drawn"),
    ],
)
def test_each_fault_of_a_fact_found_is_named(
    folder: Path, changes: dict[str, Any], cause: Cause
) -> None:
    report = score(folder, tell(LABELS[0], **changes), tell(LABELS[1]))
    assert report.overall.found == 2
    assert list_causes(report) == [cause]


def test_a_second_count_that_is_right_counts(folder: Path) -> None:
    report = score(folder, tell(LABELS[0], count_max=None))
    assert report.measures[Measure.COUNTS] == Share(right=1, of=1)


def test_wounded_are_looked_at_where_the_labels_tell_of_them(folder: Path) -> None:
    write_json(folder / "facts.json", {"facts": [{**LABELS[0], "wounded": [4, 4]}]})
    right, wrong = (tell(LABELS[0], wounded_min=n, wounded_max=n) for n in (4, 5))
    assert score(folder, right).measures[Measure.WOUNDED] == Share(right=1, of=1)
    assert list_causes(score(folder, wrong)) == [Cause.WRONG_WOUNDED]
    write_json(folder / "facts.json", {"facts": [{**LABELS[0], "wounded": None}]})
    assert score(folder, wrong).numbers_invented == 1
    write_json(folder / "facts.json", {"facts": LABELS[:1]})
    assert score(folder, wrong).numbers_invented == 0


def test_missed_facts_are_told_apart(folder: Path) -> None:
    other = tell(LABELS[1], type="siege", geometry=None)
    report = score(folder, other)
    assert list_causes(report) == [Cause.MISSED_TRIGGER, Cause.OTHER_TYPE, Cause.EXTRA]
    assert (report.overall.recall, report.overall.precision) == (0, 0)


def test_one_answer_serves_one_fact_and_the_type_itself_goes_first(folder: Path) -> None:
    answers = [tell(LABELS[1], type="sweep"), tell(LABELS[1]), tell(LABELS[1])]
    report = score(folder, *answers)
    assert report.kinds["security"] == Score(wanted=1, found=1, given=3, found_given=1)
    extra = [
        miss.what.split()[1] for miss in report.misses or () if miss.cause is Cause.EXTRA_DRAWN
    ]
    assert extra == ["security/sweep", "security/raid"]


def test_optional_facts_count_neither_way_but_must_not_be_drawn(folder: Path) -> None:
    hidden = score(folder, tell(LABELS[2], geometry=None))
    drawn = score(folder, tell(LABELS[2], modality="asserted"))
    assert hidden.overall == drawn.overall == Score(wanted=2, found=0, given=0, found_given=0)
    assert (hidden.false_on_map, drawn.false_on_map) == (0, 1)
    assert Cause.DRAWN_WRONGLY in list_causes(drawn)


def test_traps_and_inexact_quotes_are_counted(folder: Path) -> None:
    trap = {"evidence": [{"start": 118, "end": len(TEXT), "quote": "no such words", "rule": "r"}]}
    report = score(folder, tell(LABELS[1], type="siege", **trap))
    assert (report.no_fact_read, report.quotes_not_exact, report.false_on_map) == (1, 1, 1)


def test_the_held_out_split_is_counted_and_never_listed(folder: Path) -> None:
    report = evaluate_facts(folder, split="heldout")
    assert (report.articles, report.overall.wanted, report.misses) == (1, 2, None)
    assert format_misses(report) == ""
    assert "kidnapped" not in format_report(report) + json.dumps(report_document(report))


def test_the_pipeline_is_scored_from_the_folder(folder: Path) -> None:
    report = evaluate_facts(folder)
    assert report.kinds["security"].found == 1
    assert report.quotes_not_exact == 0


def test_the_belief_is_measured_by_what_is_wanted(folder: Path) -> None:
    wrong = tell(LABELS[1], type="siege", score=0.6)
    report = score(folder, tell(LABELS[0], score=0.9), tell(LABELS[2], score=0.1), wrong)
    assert report.calibration.brier == pytest.approx((0.01 + 0.36) / 2)
    assert [(b.low, b.count, b.holds) for b in report.calibration.bins] == [
        (0.6, 1, 0),
        (0.9, 1, 1),
    ]


def test_figures_are_printed_as_a_table_and_as_json(folder: Path) -> None:
    report = score(folder, tell(LABELS[0]))
    table = {
        line.split()[0]: line.split()[1:] for line in format_report(report).splitlines() if line
    }
    assert table["all"] == ["2", "1", "0.500", "1", "1.000"]
    assert table["presence"] == ["0", "0", "-", "0", "-"]
    document = json.loads(json.dumps(report_document(report)))
    assert document["scores"]["all"]["recall"] == 0.5
    assert document["scores"]["presence"]["precision"] is None
    assert document["measures"]["places"] == {"right": 1, "of": 1}
    assert "| all | 2 | 1 | 0.500 | 1 | 1.000 |" in format_markdown(report).splitlines()


def test_a_missed_place_says_how_far_the_answer_is(folder: Path) -> None:
    far = score(folder, tell(LABELS[0], places=[{**HIT, "lon": 43.1}]), tell(LABELS[1]))
    assert [m.what.split(" «")[0] for m in far.misses or ()] == [
        "a-1 incident/kidnapping: want [hit (25 of 10 km)], got [Hit (settlement)]"
    ]


def test_a_quote_that_its_article_does_not_hold_is_named(folder: Path) -> None:
    write_json(folder / "facts.json", {"facts": [make_label(1, RAID_QUOTE, evidence=["nowhere"])]})
    with pytest.raises(InputError, match=r"facts\.json.*a\.txt: «nowhere»"):
        read_fact_gold(folder)


def test_what_is_no_gold_is_refused_with_a_remedy(folder: Path, tmp_path: Path) -> None:
    assert is_fact_gold(folder)
    assert not is_fact_gold(tmp_path / "heldout")
    with pytest.raises(InputError, match="'test' is no split; give one of dev, heldout"):
        read_fact_gold(folder, split="test")
    write_json(folder / "facts.json", {"facts": [{"article": "a.txt", "evidence": []}]})
    with pytest.raises(InputError, match="compare them with the gold's README"):
        read_fact_gold(folder)


def test_the_labelled_articles_are_read_with_their_manifest() -> None:
    splits: dict[str, FactGold] = {
        name: read_fact_gold(GOLD, split=name) for name in ("dev", "heldout")
    }
    assert len(splits["dev"].articles) == 2 * len(splits["heldout"].articles) > 0
    files = [{article.path for article in gold.articles} for gold in splits.values()]
    assert not files[0] & files[1]
    first = splits["dev"].articles[0]
    assert (first.path, first.language, first.published.day) == ("ar-001.txt", "ar", "2020-03-11")


def test_neighbour_types_are_types_and_no_type_is_its_own() -> None:
    with (GOLD.parent / "type_neighbours.csv").open(encoding="utf-8", newline="") as handle:
        pairs = [(row["gold"], row["answer"]) for row in csv.DictReader(handle)]
    assert len(pairs) == len(set(pairs))
    assert {name for pair in pairs for name in pair} <= set(read_fact_types())
    assert [pair for pair in pairs if pair[0] == pair[1]] == []
