"""The scorer of toponyms: the gold formats, what is found, how near, how well calibrated."""

from pathlib import Path

import pytest

from geo.errors import InputError
from geo.evaluation.toponym_gold import GoldPlace, GoldText, GoldToponym, read_toponym_gold
from geo.evaluation.toponym_report import (
    format_markdown,
    format_misses,
    format_reports,
    report_document,
)
from geo.evaluation.toponyms import evaluate_toponyms, score_texts
from geo.gazetteer.index import Gazetteer
from geo.models import LocationPrecision, Mention, Place, SentenceRole

PLACES = """key,name_en,lat,lon,tolerance_km,country,precision
mosul,Mosul,36.34,43.13,20,IQ,settlement|district
iraq,Iraq,33,44,400,IQ,country
"""
LINES = """# a comment
a-1\ttrain\tcity\tThey left [[Mosul|mosul]] with {{Jordan}} Hayes.
a-2\ttest\tcity\t[[Iraq|iraq]] and [[Mosul|mosul]].
"""
LGL = """<articles><article docid="38765806"><text>Bombs in Mosul, Iraq.</text><toponyms>
<toponym><start>9</start><end>14</end><phrase>Mosul</phrase>
<gaztag geonameid="99072"><name>Mosul</name><lat>36.335</lat><lon>43.118</lon></gaztag></toponym>
<toponym><start>16</start><end>20</end><phrase>Iraq</phrase></toponym>
</toponyms></article></articles>"""
GEOVIRUS = """<articles><article><source>n</source><text>Cholera reached Basra.</text><locations>
<location><name>Basra</name><start>17</start><end>22</end><lat>30.5</lat><lon>47.8</lon></location>
<location><name>Nowhere</name><start>3</start><end>9</end><lat>1</lat><lon>1</lon></location>
</locations></article></articles>"""


def write_gold(folder: Path, lines: str = LINES) -> Path:
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "toponyms.en.txt").write_text(lines, encoding="utf-8")
    return folder


def make_mention(text: str, surface: str, *, lon: float, lat: float, score: float) -> Mention:
    place = Place(
        id=surface, name_en=surface, name_ar="", feature_code="PPL", lon=lon, lat=lat,
        radius_km=1.0, precision=LocationPrecision.SETTLEMENT, country="IQ",
    )  # fmt: skip
    start = text.index(surface)
    return Mention(
        start=start, end=start + len(surface), surface=surface, role=SentenceRole.BODY,
        score=score, reason="", place=place if score > 0.5 else None,
    )  # fmt: skip


def test_labels_are_read_with_exact_offsets(tmp_path: Path) -> None:
    (text,) = read_toponym_gold(write_gold(tmp_path), split="train")
    assert (text.text, text.traps) == ("They left Mosul with Jordan Hayes.", ((21, 27),))
    (toponym,) = text.toponyms
    assert text.text[toponym.start : toponym.end] == "Mosul"
    assert toponym.place is not None
    assert (toponym.place.lat, toponym.place.tolerance_km) == (36.34, 20.0)


def test_all_defects_of_a_gold_are_told_at_once(tmp_path: Path) -> None:
    folder = write_gold(tmp_path, "a\ttrain\tx\t[[Hit|hit]]\nb train\n")
    with pytest.raises(InputError, match=r"line 1.*'hit'.*line 2"):
        read_toponym_gold(folder)


def test_lgl_and_tr_news_count_from_zero(tmp_path: Path) -> None:
    path = tmp_path / "lgl.xml"
    path.write_text(LGL, encoding="utf-8")
    (text,) = read_toponym_gold(path)
    assert text.id == "38765806"
    assert text.toponyms == (
        GoldToponym(start=9, end=14, place=GoldPlace(lon=43.118, lat=36.335)),
        GoldToponym(start=16, end=20, place=None),
    )


def test_geovirus_counts_from_one_and_drops_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "GeoVirus.xml"
    path.write_text(GEOVIRUS, encoding="utf-8")
    (text,) = read_toponym_gold(path)
    assert text.toponyms == (GoldToponym(start=16, end=21, place=GoldPlace(lon=47.8, lat=30.5)),)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("x.xml", "<a>", "is no XML", id="broken"),
        pytest.param("x.xml", "<!DOCTYPE a><a/>", "declares entities", id="entities"),
        pytest.param("x.xml", "<a/>", "has no <article>", id="other"),
        pytest.param("x.json", "{}", "holds no gold", id="unknown"),
    ],
)
def test_what_is_no_gold_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_toponym_gold(path)


def make_text(text: str, *surfaces: str) -> GoldText:
    place = GoldPlace(lon=43.0, lat=36.0)
    toponyms = tuple(
        GoldToponym(start=text.index(s), end=text.index(s) + len(s), place=place) for s in surfaces
    )
    start = text.index("Jordan")
    return GoldText(id="t", text=text, toponyms=toponyms, traps=((start, start + 6),))


def test_scores_count_what_was_given() -> None:
    text = make_text("Mosul and Old Mosul and Badush, said Jordan", "Mosul", "Old Mosul", "Badush")
    mentions = [
        make_mention(text.text, "Mosul", lon=43.0, lat=36.0, score=0.9),
        make_mention(text.text, "Old", lon=43.0, lat=36.0899, score=0.8),
        make_mention(text.text, "Jordan", lon=36.0, lat=31.0, score=0.6),
        make_mention(text.text, "said", lon=36.0, lat=31.0, score=0.2),
    ]
    report = score_texts([text], lambda _: mentions, name="x", gazetteer=Gazetteer([]))
    found = report.recognised
    assert (found.wanted, found.given, found.found, found.exact, found.violated) == (3, 3, 2, 1, 1)
    assert (found.gaps, round(found.f1(), 4), round(found.covered_f1(), 4)) == (1, 0.6667, 0.8)
    assert report.resolved.near == {5: 1, 20: 2, 161: 2}
    assert report.resolved.median_km == pytest.approx(4.99, abs=0.01)
    assert report.calibration.brier == pytest.approx((0.01 + 0.04 + 0.36 + 0.04) / 4)
    assert [(b.low, b.count, b.holds) for b in report.calibration.bins] == [
        (0.2, 1, 0), (0.6, 1, 0), (0.8, 1, 1), (0.9, 1, 1),
    ]  # fmt: skip


def test_the_area_under_the_error_is_zero_when_all_is_right() -> None:
    text = make_text("Mosul, Jordan", "Mosul")
    mention = make_mention(text.text, "Mosul", lon=43.0, lat=36.0, score=0.9)
    report = score_texts([text], lambda _: [mention], name="x", gazetteer=Gazetteer([]))
    assert (report.resolved.error_auc, report.recognised.f1(exact=True)) == (0.0, 1.0)


def test_evaluate_reports_each_language_and_its_misses(tmp_path: Path) -> None:
    reports = evaluate_toponyms(write_gold(tmp_path))
    assert [report.recognised.wanted for report in reports] == [3]
    assert format_misses(reports) == ""
    assert "traps violated" in format_reports(reports)
    violated = " | ".join(f"{r.recognised.violated} of {r.recognised.traps}" for r in reports)
    assert f"| traps violated | {violated} |" in format_markdown(reports).splitlines()
    assert report_document(reports[0])["recognised"]["f1"] == 1.0
