"""The gazetteer in memory: the shipped tables with a built index beside them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.gazetteer.feature_codes import find_code, read_feature_codes, read_related_codes
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.gazetteer.index_file import NamedPlace, write_index
from geo.gazetteer.merge import merge_places
from geo.gazetteer.names import fold_names, is_arabic, is_latin
from geo.models import LocationPrecision, Place
from geo.text.fold import fold, fold_text

QAIM = Place(
    id="qaim", name_en="al-Qaim", name_ar="القائم", feature_code="PPLA2", lon=40.99, lat=34.393,
    radius_km=5.0, precision=LocationPrecision.SETTLEMENT, country="IQ", source="GeoNames 92138",
)  # fmt: skip
SHIPPED = [NamedPlace(QAIM, ("al-Qaim", "القائم"))]


def built(*names: str, **changed: object) -> NamedPlace:
    """Return a row of a built index that is like Qaim but for its id, code and what is given."""
    plain = replace(QAIM, id="gn-1", feature_code="PPL", source="GeoNames 1 (CC BY 4.0)")
    return NamedPlace(replace(plain, **changed), names)  # type: ignore[arg-type]


ZARDAN = built("Zardan", "زردان", name_en="Zardan", name_ar="زردان")


@pytest.mark.parametrize(
    ("row", "is_new"),
    [
        pytest.param(built("Gaim", id="gn-92138", lon=45.0), False, id="same-geonames-id"),
        pytest.param(built("Al Qaim", lat=34.43), False, id="near-and-same-name"),
        pytest.param(built("Al Qaim", lat=34.45), True, id="same-name-7-km-away"),
        pytest.param(built("Husaybah"), True, id="same-point-other-name"),
        pytest.param(built("Al Qaim", feature_code="PSTB"), True, id="another-kind"),
        pytest.param(built("Al Qaim", country="SY"), True, id="another-country"),
    ],
)
def test_the_curated_place_stands_for_the_built_one(row: NamedPlace, is_new: bool) -> None:
    merged = merge_places(SHIPPED, [row])
    assert merged[0].place == QAIM
    assert [named.place.id for named in merged[1:]] == ([row.place.id] if is_new else [])


def test_a_built_place_gives_its_names_to_the_curated_one_but_no_common_word() -> None:
    merged = merge_places(SHIPPED, [built("Al Qaim", "Gaim", "Hit", "حديثة")])
    assert merged == [NamedPlace(QAIM, ("al-Qaim", "القائم", "Al Qaim", "Gaim"))]


def test_a_built_place_named_as_a_common_word_is_marked_ambiguous() -> None:
    merged = merge_places(SHIPPED, [built("هيت", lon=44.0), built("Zardan", id="gn-2")])
    assert [named.place.ambiguous for named in merged[1:]] == [True, False]


def test_a_province_is_known_within_its_radius() -> None:
    anbar = replace(QAIM, id="IQ-AN", feature_code="ADM1", radius_km=268.0)
    row = built("Al Anbar", feature_code="ADM1", lon=42.0, lat=33.0)
    assert len(merge_places([NamedPlace(anbar, ("al-Anbar",))], [row])) == 1


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return the path of an index with one village."""
    write_index(tmp_path / "index.jsonl", [ZARDAN], sources=[])
    return tmp_path / "index.jsonl"


def test_the_built_index_is_used_when_it_is_there(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASAR_GAZETTEER", str(index))
    gazetteer = load_gazetteer()
    assert [place.id for place in gazetteer.named("زردان")] == ["gn-1"]
    assert gazetteer.place("baghuz-fawqani").country == "SY"
    monkeypatch.setenv("MASAR_GAZETTEER", "")
    assert "gn-1" not in load_gazetteer()
    assert load_gazetteer() is load_gazetteer()


def test_a_rebuilt_index_is_loaded_anew(index: Path) -> None:
    assert "gn-1" in load_gazetteer(index)
    write_index(index, [built("Zardan", name_en="Zardan", name_ar="", id="gn-5")], sources=[])
    os.utime(index, ns=(1, 1))
    assert ("gn-1" in load_gazetteer(index), "gn-5" in load_gazetteer(index)) == (False, True)


def test_an_index_that_was_asked_for_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASAR_GAZETTEER", str(tmp_path / "none.jsonl"))
    with pytest.raises(DataError, match=r"none\.jsonl' cannot be used: No such file"):
        load_gazetteer()


def test_names_are_found_in_a_text_with_clitics(index: Path) -> None:
    gazetteer = load_gazetteer(index)
    hits = gazetteer.find(fold("وصلوا إلى زردان وبزردان"))
    assert [(hit.start, hit.clitic, hit.entries) for hit in hits if hit.clitic != "to"] == [
        (10, "", (len(gazetteer) - 1,)),
        (18, "in", (len(gazetteer) - 1,)),
    ]


def test_a_gazetteer_keeps_places_in_order_and_the_first_of_one_id() -> None:
    gazetteer = Gazetteer([*SHIPPED, built("Zardan"), built("Other", id="qaim")])
    assert [named.place.id for named in gazetteer] == ["qaim", "gn-1"]
    assert [named.names for named in gazetteer] == [("al-Qaim", "القائم"), ("Zardan",)]
    assert ("qaim" in gazetteer, "gn-2" in gazetteer, len(gazetteer)) == (True, False, 2)
    with pytest.raises(DataError, match="has no place 'gn-2'"):
        gazetteer.place("gn-2")


def test_names_folded_together_are_as_folded_alone() -> None:
    names = ["Al-Qa'im", "القَائِم", "ﻻذقية", "", "Deir\nez-Zor", "'Ana", "İdlib", "عبد ﷲ"]
    assert fold_names(names) == [fold_text(name) for name in names]
    assert fold_names([]) == []


@pytest.mark.parametrize(
    ("name", "script"),
    [
        pytest.param("القائم", "arabic", id="arabic"),
        pytest.param("ئاکرێ", "arabic", id="kurdish"),
        pytest.param("عبد ﷲ", "arabic", id="presentation-form"),
        pytest.param("Ḩuşaybah ʿAlī", "latin", id="accents"),
        pytest.param("Хусайба", "", id="cyrillic"),
        pytest.param("القائم Qaim", "", id="both"),
        pytest.param("42", "", id="digits"),
    ],
)
def test_scripts(name: str, script: str) -> None:
    assert (is_arabic(name), is_latin(name)) == (script == "arabic", script == "latin")


def test_each_related_code_leads_to_one_that_is_drawn() -> None:
    related = read_related_codes()
    assert set(related.values()) <= read_feature_codes().keys()
    assert related.keys().isdisjoint(read_feature_codes())
    assert (find_code("PPL"), find_code("PPLF"), find_code("HTL")) == ("PPL", "PPLL", None)
