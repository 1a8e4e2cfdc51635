"""What is seen, without a browser: safe markup, scenes and masks, phrases, dates, addresses."""

import csv
import hashlib
import re
import struct
import zlib
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import pytest
import shapely
from hostile_texts import list_hostile
from streamlit_folium import _get_feature_group_string
from view_samples import BAGHUZ, IRAQ, TEXT, make_extraction, shape_of

from geo.errors import ExportError
from geo.frames import extraction_document, facts_frame
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.places import shape_of as boundary
from geo.labels import label, list_labels, read_labels
from geo.models import (
    Article,
    AttributionClass,
    DateInterval,
    DatePrecision,
    Discarded,
    Fact,
    Kind,
    LocationPrecision,
    Modality,
    Publication,
    SentenceRole,
)
from geo.query import EventFilter, NotDrawn
from geo.settings import ROOT, STATIC_DIR
from geo.store import ArticleSummary
from geo.viz.address import Address, read_address, write_address
from geo.viz.articles import order_articles
from geo.viz.basemap import base_map
from geo.viz.evidence import find_fact, find_mentions, render_evidence
from geo.viz.layers import Look, embed_json, shown_group, shown_payload
from geo.viz.markup import element, escape_text
from geo.viz.outlines import MOST_CORNERS, outline_place
from geo.viz.panels import facts_told, find_reasons, pick_rows, plain_place
from geo.viz.passages import Highlight, find_paragraph, render_passage
from geo.viz.phrases import head_fact, phrase_range, phrase_when
from geo.viz.reader import Chosen, read_paragraphs
from geo.viz.scene import KINDS, PRECISIONS, Scene, build_scene, encode_mask
from geo.viz.standalone import MOST_FACTS, standalone_bytes
from geo.viz.tallies import Period, compare_periods, count_by_month, count_outside_months
from geo.viz.timeline import list_spans, make_timeline


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    return facts_frame([make_extraction()], shape_of=shape_of)


def read_scene(scene: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[dict]]:
    """Return spots (lon, lat, radius), forms, marks with rows, and shapes of a scene."""
    marks, spots = struct.unpack_from("<2I", scene.points)
    where = np.frombuffer(scene.points, "<f4", 3 * spots, 8).reshape(3, spots)
    form = np.frombuffer(scene.points, "<u4", spots, 8 + 12 * spots)
    told = np.frombuffer(scene.points, "<u4", 2 * marks, 8 + 16 * spots).reshape(2, marks)
    return where, form, told, orjson.loads(scene.shapes)["geometries"]


# ---- markup -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", list_hostile())
def test_markup_shows_any_text_as_text(text: str) -> None:
    written = element("p", escape_text(text), title=text)
    assert re.findall(r"<[^>]*>", written)[1:] == ["</p>"]
    assert written.count("<") == 2
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in written)


def test_passage_keeps_the_text_and_its_direction() -> None:
    article = Article(id="a", text="<b>القائم</b>\nx", sha256="", language="ar")
    quote = Highlight(start=3, end=9, css="masar-quote")
    passage = render_passage(article, start=0, end=13, highlights=[quote])
    assert passage == (
        '<blockquote class="masar-passage" dir="auto" lang="ar">&lt;b&gt;'
        '<mark class="masar-quote">القائم</mark>&lt;/b&gt;</blockquote>'
    )


def test_paragraph_of_a_span_over_two_holds_both() -> None:
    assert find_paragraph("ab\ncd\nef", 1, 4) == (0, 5)
    assert find_paragraph("ab\ncd\nef", 6, 8) == (6, 8)


def test_reader_pieces_are_the_text() -> None:
    extraction = make_extraction()
    document = extraction_document(extraction, shape_of=shape_of)
    paragraphs = read_paragraphs(
        extraction.article, document, chosen=Chosen(facts=("f-synthetic-01",)), language="ar"
    )
    assert "\n".join("".join(s["text"] for s in p) for p in paragraphs) == TEXT
    chosen = "".join(s["text"] for p in paragraphs for s in p if s["chosen"])
    assert chosen == "داهمت وكراً في الرطبة"


def test_reader_marks_what_was_left_out_with_the_reason_in_words() -> None:
    start = TEXT.index("القوات")
    dropped = Discarded(reason="repeated(raid): told twice", start=start, end=start + 6)
    extraction = replace(make_extraction(), discarded=(dropped,))
    document = extraction_document(extraction, shape_of=shape_of)
    told = {"chosen": Chosen(left=(0,)), "language": "ar", "left_out": True}
    paragraphs = read_paragraphs(extraction.article, document, **told)
    assert "\n".join("".join(s["text"] for s in p) for p in paragraphs) == TEXT
    left = [s for p in paragraphs for s in p if s["left"]]
    assert [(s["text"], s["note"]) for s in left] == [("القوات", "«مداهمة» مذكور مرتين في الجملة")]
    assert left[0]["chosen"]


def test_outline_of_a_shape_has_few_corners_and_a_town_none() -> None:
    gazetteer = load_gazetteer()
    (ring,) = outline_place(gazetteer.place("IQ-AN")) or ()
    assert ring[0] == ring[-1]
    assert 20 < len(ring) <= MOST_CORNERS
    assert outline_place(gazetteer.place("rutba")) is None


def test_evidence_names_speaker_dates_precision_and_every_candidate() -> None:
    extraction = make_extraction()
    document = extraction_document(extraction, shape_of=shape_of)
    told = find_fact(document, "f-synthetic-01")
    assert told is not None
    body = render_evidence(extraction.article, document, told, "en")
    plain = re.sub(r"<[^>]*>", "", body)
    for words in ("Raid", "Unnamed official", "مصدر أمني", "until 2019-02-22 (ongoing)"):
        assert words in plain
    assert "town or village · radius 4 km" in plain
    assert [m["surface"] for m in find_mentions(document, told)] == ["الرطبة"]
    assert plain.count("synthetic") >= 3
    assert "IQ-BA · 0.10" in plain


# ---- the folium tree --------------------------------------------------------------------------


@pytest.mark.parametrize("text", list_hostile())
def test_json_for_folium_survives_its_second_rendering(text: str) -> None:
    written = embed_json({"text": text})
    assert orjson.loads(written) == {"text": text}
    assert not set("<>&'`$%#") & set(written)
    assert written.count("{") == 1


def test_base_script_is_the_same_every_time() -> None:
    scripts = {re.sub(r"[0-9a-f]{32}", "", base_map().get_root().render()) for _ in range(2)}
    assert len(scripts) == 1
    page = scripts.pop()
    assert not re.findall(r"https?://", page)
    assert not re.findall("bootstrap|awesome|jquery", page)


def test_layer_empties_the_list_of_old_groups(frame: gpd.GeoDataFrame) -> None:
    scene = build_scene(frame)
    shown = np.ones(len(scene.rows), dtype=bool)
    group = shown_group(scene, shown=shown, chosen=[0], look=Look(language="ar"))
    script = _get_feature_group_string(group, base_map())
    assert script.index("window.feature_group.length = 0") < script.index("feature_group.push")
    assert "new masar.Shown(" in script


def test_payload_holds_no_article_text(frame: gpd.GeoDataFrame) -> None:
    scene = build_scene(frame)
    shown = np.ones(len(scene.rows), dtype=bool)
    payload = shown_payload(scene, shown=shown, chosen=[], look=Look(language="en"))
    sent = orjson.dumps(payload).decode() + scene.shapes.decode()
    for column in ("place_ar", "place_en", "article_title", "source_outlet", "id"):
        assert not [v for v in frame[column].iloc[scene.rows] if v and v in sent]


# ---- scenes -----------------------------------------------------------------------------------


def test_scene_has_each_drawn_fact_at_its_place(frame: gpd.GeoDataFrame) -> None:
    scene = build_scene(frame)
    where, form, told, shapes = read_scene(scene)
    assert len(scene.rows) == 7
    raid = frame["type"].iloc[scene.rows].tolist().index("raid")
    mark = told[0][list(told[1] >> 7).index(raid)]
    spot = mark >> 8
    assert where[:2, spot].tolist() == pytest.approx([40.284, 33.038], abs=1e-4)
    assert PRECISIONS[form[spot] & 255] is LocationPrecision.SETTLEMENT
    assert form[spot] >> 8 == 0
    assert KINDS[mark & 15] is Kind.SECURITY
    assert {shape["type"] for shape in shapes} == {"Polygon", "LineString"}


def test_scene_shares_a_spot_and_marks_what_was_tried(frame: gpd.GeoDataFrame) -> None:
    scene = build_scene(frame)
    _, _, told, _ = read_scene(scene)
    types = frame["type"].iloc[scene.rows].tolist()
    spots = {types[row >> 7]: mark >> 8 for mark, row in told.T.tolist()}
    assert spots["raid"] == spots["hideout"]
    tried = {types[row >> 7] for mark, row in told.T.tolist() if mark >> 4 & 1}
    assert tried == {"ambush"}


def test_fact_of_several_places_has_a_mark_at_each(frame: gpd.GeoDataFrame) -> None:
    one = frame[frame["type"] == "raid"].copy()
    both = shapely.GeometryCollection([shapely.Point(40, 33), shapely.box(41, 33, 42, 34)])
    one["geometry"] = [both]
    scene = build_scene(one)
    _, form, told, shapes = read_scene(scene)
    assert len(scene.rows) == 1
    assert (told[1] >> 7).tolist() == [0, 0]
    assert sorted((form >> 8).tolist()) == [0, 1]
    assert [shape["type"] for shape in shapes] == ["Polygon"]


@pytest.mark.parametrize(
    ("country", "side"),
    [pytest.param("IQ", 1, id="eastward"), pytest.param("SY", 2, id="westward")],
)
def test_movement_over_a_whole_border_knows_its_side(country: str, side: int) -> None:
    line = boundary("iraq-syria-border")
    fact = Fact(
        id="f", kind=Kind.MOVEMENT, type="infiltration", modality=Modality.ASSERTED, origin=BAGHUZ,
        destinations=(IRAQ,),
    )  # fmt: skip
    frame = facts_frame([make_extraction(facts=(fact,))], shape_of=lambda _: line)
    frame["destination_country"] = country
    _, _, told, _ = read_scene(build_scene(frame))
    assert told[0][0] >> 5 & 3 == side


@pytest.mark.parametrize(("count", "form"), [(800, "r"), (300_000, "z")])
def test_mask_of_sorted_rows_stays_small(count: int, form: str) -> None:
    shown = np.zeros(count, dtype=bool)
    shown[100 : count // 3] = True
    mask = encode_mask(shown)
    assert (mask[0], len(mask) < 200) == (form, True)
    packed = b64decode(mask[1:]) if form == "r" else zlib.decompress(b64decode(mask[1:]))
    unpacked = np.unpackbits(np.frombuffer(packed, np.uint8))
    assert unpacked[:count].tolist() == shown.tolist()


# ---- words ------------------------------------------------------------------------------------


def test_every_closed_value_has_its_words_in_both_languages() -> None:
    sets = {
        "kind": Kind, "kind_one": Kind, "modality": Modality, "precision": LocationPrecision,
        "date_precision": DatePrecision, "attribution_class": AttributionClass,
        "role": SentenceRole, "not_drawn": NotDrawn,
    }  # fmt: skip
    missing = [
        f"{prefix}.{value}"
        for prefix, values in sets.items()
        for value in values
        if f"{prefix}.{value}" not in read_labels()
    ]
    assert missing == []


def test_every_word_the_pages_ask_for_is_there() -> None:
    sources = [
        *(ROOT / "pages").glob("*.py"),
        *(ROOT / "geo" / "viz").glob("*.py"),
        ROOT / "app.py",
    ]
    asked = set()
    for path in sources:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"\b(?:t|label|show_title)\(\s*\"([a-z_]+\.[a-z_0-9]+)\"", text))
        asked |= set(re.findall(r"show_title\(\"[^\"]+\", \"([a-z_]+\.[a-z_0-9]+)\"", text))
    assert len(asked) > 80
    assert sorted(asked - set(read_labels())) == []


def test_every_code_of_an_error_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "geo").rglob("*.py")]
    codes = {code for text in sources for code in re.findall(r"\bcode ?= ?\"(\w+)\"", text)}
    assert {"any", "input", "not_text"} <= codes
    assert sorted(f"problem.{code}" for code in codes) == list(list_labels("problem."))


def test_labels_are_sorted_and_full() -> None:
    with (ROOT / "data" / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [row["key"] for row in rows]
    assert keys == sorted(set(keys))
    assert [row["key"] for row in rows if not (row["en"] and row["ar"])] == []


def test_unknown_word_is_shown_by_its_key() -> None:
    assert label("type.cattle_theft", "ar") == "cattle theft"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(12, 12, "12", id="exact"),
        pytest.param(5000, 7000, "5,000 to 7,000", id="range"),
        pytest.param(1000, None, "1,000 or more", id="open"),
        pytest.param(None, 20, "up to 20", id="open-below"),
    ],
)
def test_numbers_keep_their_open_side(low: int | None, high: int | None, words: str) -> None:
    assert phrase_range(low, high, "en") == words


def test_relative_date_without_publication_is_said_to_be_unanchored() -> None:
    told = {"date_start": None, "date_end": None, "date_text": "أمس", "date_precision": "none"}
    assert phrase_when(told, "en") == "not anchored: the article has no date"


@pytest.mark.parametrize("text", list_hostile())
def test_heading_of_a_fact_is_in_our_words_only(text: str) -> None:
    told = {"kind": "incident", "type": text, "date_start": text, "date_end": "2019-02-17"}
    assert head_fact(told, "en") == "Incident · \u20662019-02-17\u2069"


def test_place_of_a_movement_reads_from_origin_to_destination(frame: gpd.GeoDataFrame) -> None:
    told = facts_told(frame[frame["type"] == "infiltration"])[0]
    assert plain_place(told, "en") == "Baghuz Fawqani → Al-Qaim"
    assert plain_place(told, "ar") == "الباغوز فوقاني ← القائم"


def test_reasons_are_those_of_the_counts(frame: gpd.GeoDataFrame) -> None:
    assert find_reasons(frame) == {
        "f-synthetic-07": NotDrawn.COUNTRY_ONLY,
        "f-synthetic-08": NotDrawn.CLAIM,
        "f-synthetic-09": NotDrawn.MODALITY,
    }


def test_picked_rows_keep_the_order_asked_for(frame: gpd.GeoDataFrame) -> None:
    wanted = ["f-synthetic-05", "f-synthetic-01", "f-gone"]
    assert pick_rows(frame, wanted)["id"].tolist() == wanted[:2]


# ---- time -------------------------------------------------------------------------------------


def make_dated(*days: tuple[str | None, str | None]) -> gpd.GeoDataFrame:
    facts = tuple(
        Fact(
            id=f"f-{number}", kind=Kind.INCIDENT, type="ied" if number % 2 else "ambush",
            modality=Modality.ASSERTED, date=DateInterval(start=start, end=end),
        )
        for number, (start, end) in enumerate(days)
    )  # fmt: skip
    return facts_frame([make_extraction(facts=facts)], shape_of=lambda _: None)


def test_timeline_counts_every_fact_once_and_none_at_a_middle() -> None:
    days = [
        ("2019-01-05", "2019-01-05"), ("2019-01-01", "2019-01-31"), ("2019-01-20", "2019-03-02"),
        (None, "2019-02-22"), (None, None),
    ]  # fmt: skip
    timeline = make_timeline(make_dated(*days), unit="month")
    assert [(b.start, b.counts, b.longer) for b in timeline.bins] == [
        ("2019-01-01", {"incident": 2}, 1), ("2019-02-01", {}, 1), ("2019-03-01", {}, 1),
    ]  # fmt: skip
    assert (timeline.longer, timeline.open_sided, timeline.undated) == (1, 1, 1)


def test_spans_go_over_the_end_of_a_year() -> None:
    spans = list_spans("2018-12-31", "2019-01-01", unit="month")
    assert spans == [("2018-12-01", "2018-12-31"), ("2019-01-01", "2019-01-31")]
    assert list_spans("2019-06-01", "2019-06-01", unit="year") == [("2019-01-01", "2019-12-31")]


def test_months_between_are_there_with_nothing() -> None:
    frame = make_dated(
        ("2019-01-05", "2019-01-05"), ("2019-03-01", "2019-03-31"), ("2019-01-31", "2019-02-01")
    )
    table = count_by_month(frame, "type")
    assert table.to_dict() == {
        "ambush": {"2019-01": 1, "2019-02": 0, "2019-03": 0},
        "ied": {"2019-01": 0, "2019-02": 0, "2019-03": 1},
    }
    assert count_outside_months(frame) == 1


def test_periods_are_compared_by_what_lies_wholly_inside() -> None:
    frame = make_dated(
        ("2019-01-05", "2019-01-05"), ("2019-02-01", "2019-02-03"), ("2019-01-31", "2019-02-01")
    )
    months = (
        Period(start="2019-01-01", end="2019-01-31"),
        Period(start="2019-02-01", end="2019-02-28"),
    )
    rows = compare_periods(frame, *months, column="type", language="en")
    assert rows == [
        ("ambush", ["Ambush", 1, 0, "-1"]), ("ied", ["Roadside bomb or IED", 0, 1, "+1"]),
    ]  # fmt: skip


# ---- addresses --------------------------------------------------------------------------------


def test_address_comes_back_as_it_was_written() -> None:
    address = Address(
        language="ar",
        event_filter=EventFilter(
            provinces=frozenset({"IQ-AN", "SY-DY"}), date_from="2019-01-01", include_undated=False,
            kinds=frozenset({Kind.INCIDENT}), min_score=0.35, min_origins=2, text="الرطبة, القائم",
            polygon=((40.0, 33.0), (41.5, 33.0), (41.0, 34.25)),
        ),
        layers=("border", "density"), view=(33.5, 41.25, 9.0), chosen=("f-1", "f-2"), panel="list",
    )  # fmt: skip
    written = write_address(address)
    read, unknown = read_address({name: [value] for name, value in written.items()})
    assert unknown == []
    assert read == address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "<script>"), ("province", "IQ-XX"), ("from", "2019-13-01"), ("kind", "{{ 7*7 }}"),
        ("score", "nan"), ("origins", "0"), ("view", "91,0,5"), ("view", "1,2"), ("box", "1,2,3"),
        ("ring", "1,2,3,4"),
        ("fact", "a/../b"), ("read", "<img>"), ("layers", "all"), ("panel", "none"),
    ],
)  # fmt: skip
def test_address_names_what_it_does_not_understand(name: str, value: str) -> None:
    assert read_address({name: [value]}) == (Address(), [name])


# ---- files ------------------------------------------------------------------------------------


def test_standalone_page_asks_no_network_and_runs_only_our_scripts(frame: gpd.GeoDataFrame) -> None:
    page = standalone_bytes(frame, look=Look(language="ar", tools=False)).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'none'" in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert policy[1].count("'sha256-") == len(scripts) > 5
    assert not re.findall(r"<script[^>]+src|<link|<img", page)
    assert page.count("<article") == 10


def test_standalone_page_refuses_too_many_facts(frame: gpd.GeoDataFrame) -> None:
    many = frame.iloc[np.zeros(MOST_FACTS + 1, dtype=int)]
    with pytest.raises(ExportError, match="filter to 20000 or fewer"):
        standalone_bytes(many, look=Look(language="en"))


@pytest.mark.parametrize("folder", [STATIC_DIR / "vendor", ROOT / "tests" / "browser" / "vendor"])
def test_vendored_files_are_unmodified(folder: Path) -> None:
    with (folder / "vendor.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        row["file"]: hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() for row in rows
    }
    assert found == {row["file"]: row["sha256"] for row in rows}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.is_file()}
    assert files - {"vendor.csv"} <= set(found)
    assert all(row["version"] and row["licence"] for row in rows)


def test_articles_are_listed_newest_first_and_undated_last() -> None:
    days = {"b": "2019-02-22", "a": "2019-02-22", "c": "2021-01-01", "d": None}
    articles = [
        ArticleSummary(
            id=name, sha256="", path="", title=name, outlet="", url="", language="ar",
            published=Publication(day=day), read_at="", mentions=0, facts=0, discarded=0,
        )
        for name, day in days.items()
    ]  # fmt: skip
    assert [article.id for article in order_articles(articles)] == ["c", "a", "b", "d"]
